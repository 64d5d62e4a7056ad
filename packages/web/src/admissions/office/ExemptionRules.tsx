import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Section } from "../../parts/Page.tsx";
import type { Award, Exemptions } from "./api.ts";
import { KindChoices } from "./EligibilityEditor.tsx";
import { useSay } from "./pieces.tsx";

const LEVELS = ["college", "bachelor", "undergraduate"] as const;

interface Props {
  exemptions: Exemptions;
  fixed: boolean;
  onChange: (exemptions: Exemptions) => void;
}

/** 技能拔尖免试: which competitions exempt, for which level, and whose seat it is. */
export function ExemptionRules({ exemptions, fixed, onChange }: Props) {
  const { t } = useTranslation("seasons");
  const say = useSay();
  const [adding, setAdding] = useState(false);
  const { awards } = exemptions;
  return (
    <Section
      title={t("exempt.title")}
      note={t("exempt.note")}
      aside={
        !fixed &&
        !adding && (
          <button type="button" className="button small" onClick={() => setAdding(true)}>
            {t("exempt.add")}
          </button>
        )
      }
    >
      <fieldset className="season-fields" disabled={fixed}>
        <label>
          <span>{t("exempt.seats")}</span>
          <select value={exemptions.seats} onChange={(event) => onChange({ ...exemptions, seats: event.target.value as "within" })}>
            <option value="within">{t("exempt.within")}</option>
            <option value="above">{t("exempt.above")}</option>
          </select>
        </label>
        <label>
          <span>{t("exempt.days")}</span>
          <input type="number" min={5} max={60} value={exemptions.noticeDays} onChange={(event) => onChange({ ...exemptions, noticeDays: Number(event.target.value) })} />
        </label>
      </fieldset>
      {awards.length === 0 && <p className="section-note">{t("exempt.none")}</p>}
      <ul className="season-rules">
        {awards.map((award) => (
          <li key={award.key}>
            <span>
              {say(award.words)}{" "}
              <small>
                {award.levels.map((level) => t(`level.${level}`)).join("、")}
                {award.kinds && ` · ${award.kinds.map((kind) => t(`kind.${kind}`)).join("、")}`}
              </small>
            </span>
            <small>
              {award.source} <span className="tag">{t(`trust.${award.trust}`)}</span>
            </small>
            {!fixed && (
              <button type="button" className="button small" onClick={() => onChange({ ...exemptions, awards: awards.filter(({ key }) => key !== award.key) })}>
                {t("remove")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {adding && (
        <NewAward
          taken={awards.map(({ key }) => key)}
          onAdd={(award) => {
            onChange({ ...exemptions, awards: [...awards, award] });
            setAdding(false);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </Section>
  ); // prettier-ignore
}

function NewAward(props: { taken: string[]; onAdd: (award: Award) => void; onClose: () => void }) {
  const { t } = useTranslation("seasons");
  const [zh, setZh] = useState("");
  const [en, setEn] = useState("");
  const [source, setSource] = useState("");
  const [kinds, setKinds] = useState<string[]>([]);
  const [levels, setLevels] = useState<Award["levels"]>(["college"]);
  const whole = zh.trim() !== "" && source.trim() !== "" && levels.length > 0;
  const key = (): string => {
    for (let i = 1; ; i++) if (!props.taken.includes(`award-${i}`)) return `award-${i}`;
  };
  return (
    <fieldset className="season-fields">
      <label>
        <span>{t("exempt.zh")}</span>
        <input maxLength={300} value={zh} onChange={(event) => setZh(event.target.value)} />
      </label>
      <label>
        <span>{t("exempt.en")}</span>
        <input maxLength={300} value={en} onChange={(event) => setEn(event.target.value)} />
      </label>
      <label>
        <span>{t("eligibility.source")}</span>
        <input maxLength={300} value={source} onChange={(event) => setSource(event.target.value)} />
      </label>
      <KindChoices chosen={kinds} onChange={setKinds} />
      <fieldset className="season-choices">
        <legend>{t("exempt.levels")}</legend>
        {LEVELS.map((level) => (
          <label key={level}>
            <input type="checkbox" checked={levels.includes(level)} onChange={(event) => setLevels(event.target.checked ? [...levels, level] : levels.filter((one) => one !== level))} />
            {t(`level.${level}`)}
          </label>
        ))}
      </fieldset>
      <div className="actions">
        <button
          type="button"
          className="button primary"
          disabled={!whole}
          onClick={() =>
            props.onAdd({ key: key(), words: { zh: zh.trim(), en: en.trim() || zh.trim() }, ...(kinds.length > 0 ? { kinds } : {}), levels, source: source.trim(), trust: "entered" })
          }
        >
          {t("exempt.take")}
        </button>
        <button type="button" className="button" onClick={props.onClose}>
          {t("cancel")}
        </button>
      </div>
    </fieldset>
  ); // prettier-ignore
}
