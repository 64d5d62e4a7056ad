import { useTranslation } from "react-i18next";
import type { Clash } from "./merge.ts";

const WORDS: Readonly<Record<string, string>> = { kind: "kind", place: "place", taughtBy: "taught" };
const NAMES: Readonly<Record<string, string>> = { title: "clause-title", years: "years", passMark: "pass-mark-name", weight: "weight", schoolShare: "by-school", competence: "competence" }; // prettier-ignore
const OF_COURSES = ["name", "kind", "elective", "hours", "practice", "credits", "term", "place", "taughtBy"];

/** What was saved by others while this was written, where both changed the same. */
export function Clashes({ of }: { of: readonly Clash[] }) {
  const { t } = useTranslation("trainingPlans");
  const name = (field: string) => (field in NAMES ? t(NAMES[field]!) : OF_COURSES.includes(field) ? t(`column.${field}`) : "");
  const value = ({ field, theirs }: Clash) => {
    if (typeof theirs === "boolean") return t(theirs ? "yes" : "no");
    return field! in WORDS ? t(`${WORDS[field!]}.${String(theirs)}`) : String(theirs) || "—";
  };
  return (
    <div className="plan-clashes" role="status">
      <p>{t("merged")} {of.length > 0 && t("clashes")}</p>
      {of.length > 0 && (
        <ul>
          {of.map((one) => (
            <li key={`${one.line} ${one.field}`}>
              {one.line ? <a href={`#clause-${one.line}`}>{one.name}</a> : t("whole-plan")}
              {one.field === null ? ` ${t("they-removed")}` : <> {name(one.field)} <q>{value(one)}</q></>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
} // prettier-ignore
