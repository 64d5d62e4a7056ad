import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Section } from "../../parts/Page.tsx";
import type { EligibilityRule } from "./api.ts";
import { useSay } from "./pieces.tsx";

const KINDS = ["current", "earlier", "social", "veteran"] as const;
/** Questions that a rule may ask (server: eligibility). */
const QUESTIONS = ["finalYear", "oneYear", "collegeStudent", "placeReserved", "examBan", "criminalMeasures"] as const; // prettier-ignore
type Question = (typeof QUESTIONS)[number];

interface Props {
  rules: EligibilityRule[];
  fixed: boolean;
  onChange: (rules: EligibilityRule[]) => void;
}

/** Who may not register: rules with their words and sources, taken away or added before registration begins. */
export function EligibilityEditor({ rules, fixed, onChange }: Props) {
  const { t } = useTranslation("seasons");
  const say = useSay();
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title={t("set-up.eligibility")}
      note={t("set-up.eligibility-note")}
      aside={
        !fixed &&
        !adding && (
          <button type="button" className="button small" onClick={() => setAdding(true)}>
            {t("eligibility.add")}
          </button>
        )
      }
    >
      <ul className="season-rules">
        {rules.map((rule) => (
          <li key={rule.code}>
            <span>
              {say(rule.words)} {rule.kinds && <small>{rule.kinds.map((kind) => t(`kind.${kind}`)).join("、")}</small>}
            </span>
            <small>
              {rule.source} <span className="tag">{t(`trust.${rule.trust}`)}</span>
            </small>
            {!fixed && (
              <button type="button" className="button small" onClick={() => onChange(rules.filter(({ code }) => code !== rule.code))}>
                {t("remove")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {adding && (
        <NewRule
          taken={rules.map(({ code }) => code)}
          onAdd={(rule) => {
            onChange([...rules, rule]);
            setAdding(false);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </Section>
  ); // prettier-ignore
}

/** A free code for what an office adds itself. */
function freeCode(taken: readonly string[]): string {
  for (let i = 1; ; i++) if (!taken.includes(`own-${i}`)) return `own-${i}`;
}

function NewRule(props: { taken: string[]; onAdd: (rule: EligibilityRule) => void; onClose: () => void }) {
  const { t } = useTranslation("seasons");
  const [zh, setZh] = useState("");
  const [en, setEn] = useState("");
  const [source, setSource] = useState("");
  const [kinds, setKinds] = useState<string[]>([]);
  const [when, setWhen] = useState<Partial<Record<Question, boolean>>>({});
  const [otherProgramme, setOther] = useState(false);
  const bars = Object.keys(when).length > 0 || otherProgramme;
  const whole = zh.trim() !== "" && source.trim() !== "" && bars;
  const ask = (question: Question, value: string) => {
    const { [question]: _, ...others } = when;
    setWhen(value === "" ? others : { ...others, [question]: value === "yes" });
  };
  return (
    <fieldset className="season-fields">
      <label>
        <span>{t("eligibility.zh")}</span>
        <input maxLength={300} value={zh} onChange={(event) => setZh(event.target.value)} />
      </label>
      <label>
        <span>{t("eligibility.en")}</span>
        <input maxLength={300} value={en} onChange={(event) => setEn(event.target.value)} />
      </label>
      <label>
        <span>{t("eligibility.source")}</span>
        <input maxLength={300} value={source} onChange={(event) => setSource(event.target.value)} />
      </label>
      <KindChoices chosen={kinds} onChange={setKinds} />
      {QUESTIONS.map((question) => (
        <label key={question}>
          <span>{t(`question.${question}`)}</span>
          <select value={when[question] === undefined ? "" : when[question] ? "yes" : "no"} onChange={(event) => ask(question, event.target.value)}>
            <option value="">{t("eligibility.any")}</option>
            <option value="yes">{t("eligibility.yes")}</option>
            <option value="no">{t("eligibility.no")}</option>
          </select>
        </label>
      ))}
      <label className="season-check">
        <input type="checkbox" checked={otherProgramme} onChange={(event) => setOther(event.target.checked)} />
        {t("eligibility.other-programme")}
      </label>
      <div className="actions">
        <button
          type="button"
          className="button primary"
          disabled={!whole}
          onClick={() =>
            props.onAdd({
              code: freeCode(props.taken),
              words: { zh: zh.trim(), en: en.trim() || zh.trim() },
              ...(kinds.length > 0 ? { kinds } : {}),
              ...(Object.keys(when).length > 0 ? { when } : {}),
              ...(otherProgramme ? { otherProgramme } : {}),
              source: source.trim(),
              trust: "entered",
            })
          }
        >
          {t("eligibility.take")}
        </button>
        <button type="button" className="button" onClick={props.onClose}>
          {t("cancel")}
        </button>
        {!whole && <span className="section-note">{t("eligibility.needs")}</span>}
      </div>
    </fieldset>
  ); // prettier-ignore
}

/** Which kinds of candidates something is for; none chosen: all. */
export function KindChoices({ chosen, onChange }: { chosen: string[]; onChange: (kinds: string[]) => void }) {
  const { t } = useTranslation("seasons");
  return (
    <fieldset className="season-choices">
      <legend>{t("eligibility.kinds")}</legend>
      {KINDS.map((kind) => (
        <label key={kind}>
          <input
            type="checkbox"
            checked={chosen.includes(kind)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, kind] : chosen.filter((one) => one !== kind))
            }
          />
          {t(`kind.${kind}`)}
        </label>
      ))}
    </fieldset>
  );
}
