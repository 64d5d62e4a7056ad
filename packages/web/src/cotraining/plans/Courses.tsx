import { useTranslation } from "react-i18next";
import { COURSE_KINDS, freeKey, PLACES, TEACHERS, type Course, type PlanDocument } from "./api.ts";

const NUMBERS = ["hours", "practice", "credits", "term"] as const;

/** The courses in the order of their terms, with hours, place and who teaches. `onChange` null = only to be read. */
export function Courses({ of, onChange }: { of: PlanDocument; onChange: ((of: PlanDocument) => void) | null }) {
  const { t } = useTranslation("trainingPlans");
  const set = (key: string, more: Partial<Course>) => onChange?.({ ...of, courses: of.courses.map((one) => (one.key === key ? { ...one, ...more } : one)) });
  const add = () =>
    onChange?.({
      ...of,
      courses: [...of.courses, { key: freeKey(of.courses, "course"), name: "", kind: "core", elective: false, hours: 64, practice: 32, credits: 4, term: 1, place: "school", taughtBy: "school", competences: [] }],
    });
  const choice = (one: Course, field: "kind" | "place" | "taughtBy", values: readonly string[], words: string) =>
    onChange ? (
      <select aria-label={`${t(`column.${field}`)} ${one.name}`} value={one[field]} onChange={({ target }) => set(one.key, { [field]: target.value })}>
        {values.map((value) => <option key={value} value={value}>{t(`${words}.${value}`)}</option>)}
      </select>
    ) : (
      t(`${words}.${one[field]}`)
    );
  if (of.courses.length === 0 && !onChange) return <p>{t("no-course")}</p>;
  // written in their own order, read term by term
  const rows = onChange ? of.courses : of.courses.toSorted((a, b) => a.term - b.term);
  return (
    <>
      <div className="plan-scroll" tabIndex={0} role="region" aria-label={t("courses")}>
        <table className="plan-courses">
          <thead>
            <tr>
              {(["name", "kind", "elective"] as const).map((key) => <th key={key} scope="col">{t(`column.${key}`)}</th>)}
              {NUMBERS.map((key) => <th key={key} scope="col" className="number">{t(`column.${key}`)}</th>)}
              {(["place", "taughtBy"] as const).map((key) => <th key={key} scope="col">{t(`column.${key}`)}</th>)}
              {onChange && <th scope="col" aria-label={t("remove")} />}
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.key} id={`clause-course-${one.key}`}>
                <th scope="row">{onChange ? <input required aria-label={t("column.name")} value={one.name} onChange={({ target }) => set(one.key, { name: target.value })} /> : one.name}</th>
                <td>{choice(one, "kind", COURSE_KINDS, "kind")}</td>
                <td>{onChange ? <input type="checkbox" aria-label={`${t("column.elective")} ${one.name}`} checked={one.elective} onChange={({ target }) => set(one.key, { elective: target.checked })} /> : one.elective ? t("elective") : t("required")}</td>
                {NUMBERS.map((key) => (
                  <td key={key} className="number">
                    {onChange ? <input type="number" min={key === "term" ? 1 : 0} step={key === "credits" ? 0.5 : 1} aria-label={`${t(`column.${key}`)} ${one.name}`} value={one[key]} onChange={({ target }) => set(one.key, { [key]: Number(target.value) })} /> : one[key]}
                  </td>
                ))}
                <td>{choice(one, "place", PLACES, "place")}</td>
                <td>{choice(one, "taughtBy", TEACHERS, "taught")}</td>
                {onChange && (
                  <td><button type="button" className="quiet" aria-label={t("remove-this", { name: one.name })} onClick={() => onChange({ ...of, courses: of.courses.filter((it) => it !== one) })}>{t("remove")}</button></td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {onChange && <div className="actions"><button type="button" className="button" onClick={add}>{t("add-course")}</button></div>}
    </>
  );
} // prettier-ignore
