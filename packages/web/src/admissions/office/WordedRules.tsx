import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Section } from "../../parts/Page.tsx";
import type { Award } from "./api.ts";
import { useSay } from "./pieces.tsx";

const KINDS = ["current", "earlier", "social", "veteran"] as const;

/** What every rule that an office words itself has: sentences, whom it is for (absent: everybody), where it comes from. */
export type Worded = Pick<Award, "words" | "kinds" | "source" | "trust">;

interface Props<R extends Worded> {
  title: string;
  note: string;
  /** label of the button that begins a new one */
  add: string;
  rules: R[];
  keyOf: (rule: R) => string;
  /** beside the sentence */
  detail?: (rule: R) => string;
  fixed: boolean;
  onRemove: (key: string) => void;
  /** the form of a new one; `close` ends it */
  form: (close: () => void) => ReactNode;
  children?: ReactNode;
}

/** Rules with their words and sources, taken away or added while that is open. */
export function WordedRules<R extends Worded>(props: Props<R>) {
  const { t } = useTranslation("seasons");
  const say = useSay();
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title={props.title}
      note={props.note}
      aside={
        !props.fixed &&
        !adding && (
          <button type="button" className="button small" onClick={() => setAdding(true)}>
            {props.add}
          </button>
        )
      }
    >
      {props.children}
      <ul className="season-rules">
        {props.rules.map((rule) => (
          <li key={props.keyOf(rule)}>
            <span>
              {say(rule.words)}{" "}
              <small>
                {[props.detail?.(rule), rule.kinds?.map((kind) => t(`kind.${kind}`)).join("、")].filter(Boolean).join(" · ")}
              </small>
            </span>
            <small>
              {rule.source} <span className="tag">{t(`trust.${rule.trust}`)}</span>
            </small>
            {!props.fixed && (
              <button type="button" className="button small" onClick={() => props.onRemove(props.keyOf(rule))}>
                {t("remove")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {adding && props.form(() => setAdding(false))}
    </Section>
  ); // prettier-ignore
}

/** A free key for what an office adds itself, e.g. `own-2`. */
export function freeKey(prefix: string, taken: readonly string[]): string {
  for (let i = 1; ; i++) if (!taken.includes(`${prefix}-${i}`)) return `${prefix}-${i}`;
}

interface FormProps {
  /** labels of the two sentences and of the button that takes the rule in */
  labels: { zh: string; en: string; take: string };
  /** whether the rest of it is filled in */
  whole: boolean;
  /** what is said while something lacks */
  needs?: string;
  onTake: (worded: Worded) => void;
  onClose: () => void;
  children: ReactNode;
}

/** The fields that every worded rule has, around those of its own. */
export function WordedRuleForm({ labels, whole, needs, onTake, onClose, children }: FormProps) {
  const { t } = useTranslation("seasons");
  const [zh, setZh] = useState("");
  const [en, setEn] = useState("");
  const [source, setSource] = useState("");
  const [kinds, setKinds] = useState<string[]>([]);
  const ready = whole && zh.trim() !== "" && source.trim() !== "";
  const take = () =>
    onTake({
      words: { zh: zh.trim(), en: en.trim() || zh.trim() },
      ...(kinds.length > 0 ? { kinds } : {}),
      source: source.trim(),
      trust: "entered",
    });
  return (
    <fieldset className="season-fields">
      {(
        [
          [labels.zh, zh, setZh],
          [labels.en, en, setEn],
          [t("eligibility.source"), source, setSource],
        ] as const
      ).map(([label, value, set]) => (
        <label key={label}>
          <span>{label}</span>
          <input maxLength={300} value={value} onChange={(event) => set(event.target.value)} />
        </label>
      ))}
      <fieldset className="season-choices">
        <legend>{t("eligibility.kinds")}</legend>
        {KINDS.map((kind) => (
          <label key={kind}>
            <input
              type="checkbox"
              checked={kinds.includes(kind)}
              onChange={(event) =>
                setKinds(event.target.checked ? [...kinds, kind] : kinds.filter((one) => one !== kind))
              }
            />
            {t(`kind.${kind}`)}
          </label>
        ))}
      </fieldset>
      {children}
      <div className="actions">
        <button type="button" className="button primary" disabled={!ready} onClick={take}>
          {labels.take}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {t("cancel")}
        </button>
        {!ready && needs && <span className="section-note">{needs}</span>}
      </div>
    </fieldset>
  );
}
