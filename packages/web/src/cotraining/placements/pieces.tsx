import { useTranslation } from "react-i18next";
import { ALL_FIELDS, type Fact } from "@tixi/engines/lawful";
import { useLanguage } from "../../i18n/index.ts";
import { useSay } from "../rounds/pieces.tsx";
import type { Facts, Finding, Verdict } from "./api.ts";
import "./placements.css";

const TONES = { clear: "good", open: "shortage", refused: "red" } as const;
const STATE_TONES: Readonly<Record<string, string>> = { broken: "red", unknown: "red", warned: "shortage", excepted: "blue", passed: "good" }; // prettier-ignore

export const stands = ({ state }: Pick<Finding, "state">): boolean =>
  state === "broken" || state === "warned" || state === "unknown";

export function VerdictTag({ of }: { of: Verdict | null }) {
  const { t } = useTranslation("placements");
  return <span className={`tag ${of ? TONES[of] : ""}`}>{t(of ? `verdict.${of}` : "verdict.none")}</span>;
}

/** What was found, the worst first: rule, figure, limit, article; what is passed is one line. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation("placements");
  const say = useSay();
  const shown = findings.filter((one) => stands(one) || one.state === "excepted");
  const passed = findings.filter(({ state }) => state === "passed");
  return (
    <>
      {shown.length === 0 && <p>{t("nothing-against")}</p>}
      <ul className="gate-findings">
        {shown.map((one) => (
          <li key={one.rule}>
            <span className={`tag ${STATE_TONES[one.state] ?? ""}`}>{one.rule}</span>
            <p>{say(one)}</p>
          </li>
        ))}
      </ul>
      {passed.length > 0 && (
        <details>
          <summary>{t("passed", { n: passed.length })}</summary>
          <ul className="gate-findings">
            {passed.map((one) => (
              <li key={one.rule}>
                <span className="tag good">{one.rule}</span>
                <p>{say(one)}</p>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

interface FieldProps {
  fact: Fact;
  value: unknown;
  onChange: (value: unknown) => void;
}
const FEN = 100;

/** A fact as the gate names it: yes, no or not known; a figure; a date; words of a set. */
function FactField({ fact, value, onChange }: FieldProps) {
  const { t } = useTranslation("placements");
  const language = useLanguage() === "en" ? "en" : "zh";
  const field = ALL_FIELDS[fact];
  const name = field.name[language];
  if (field.kind === "flag")
    return (
      <label>
        <span>{name}</span>
        <select value={value === null || value === undefined ? "" : String(value)} onChange={({ target }) => onChange(target.value === "" ? null : target.value === "true")}>
          <option value="">{t("not-known")}</option>
          <option value="true">{t("yes")}</option>
          <option value="false">{t("no")}</option>
        </select>
      </label>
    );
  if (field.kind === "set") {
    const chosen = (value as string[] | null | undefined) ?? null;
    return (
      <fieldset className="gate-set">
        <legend>{name}</legend>
        <label>
          <input type="checkbox" checked={chosen?.length === 0} onChange={({ target }) => onChange(target.checked ? [] : null)} /> {t("none-of-them")}
        </label>
        {Object.entries(field.words).map(([key, words]) => (
          <label key={key}>
            <input type="checkbox" checked={chosen?.includes(key) ?? false} onChange={({ target }) => onChange(target.checked ? [...(chosen ?? []), key] : (chosen ?? []).filter((one) => one !== key))} /> {words[language]}
          </label>
        ))}
      </fieldset>
    );
  }
  const money = field.kind === "number" && field.unit === "fen";
  const shown = typeof value === "number" ? (money ? value / FEN : value) : ((value as string | null | undefined) ?? "");
  return (
    <label>
      <span>
        {name}
        {money ? t("in-yuan") : ""}
      </span>
      <input
        type={field.kind === "day" ? "date" : "number"}
        min={0}
        step={money ? "0.01" : "any"}
        value={shown}
        onChange={({ target }) => onChange(target.value === "" ? null : field.kind === "day" ? target.value : money ? Math.round(Number(target.value) * FEN) : Number(target.value))}
      />
    </label>
  );
} // prettier-ignore

export function FactFields({ title, facts, value, onChange }: { title: string; facts: readonly Fact[]; value: Facts; onChange: (value: Facts) => void }) {
  return (
    <fieldset className="gate-group">
      <legend>{title}</legend>
      {facts.map((fact) => (
        <FactField key={fact} fact={fact} value={value[fact]} onChange={(given) => onChange({ ...value, [fact]: given })} />
      ))}
    </fieldset>
  );
} // prettier-ignore
