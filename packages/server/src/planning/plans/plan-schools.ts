/** The ceilings that school conditions set. */
import type { QuotaSchool } from "@tixi/engines/quota";
import { NATIONAL_QUALIFIED } from "@tixi/engines/indicators";
import type { ConditionRow } from "@tixi/engines/types";
import type { DecisionRow } from "../../demand/index.ts";
import type { KnownOffering } from "./decisions.ts";
import type { PlanParameters } from "./parameters.ts";
import type { PlanNote } from "./plan-input.ts";

export const schoolKey = (o: { school: string | null; schoolName: string }): string =>
  o.school ?? o.schoolName;

/** Ceilings from school conditions (教发〔2004〕2号; secondary schools: the standard of 2022): what space and teachers carry, less those who stay. */
export function schoolsOf(
  offerings: readonly KnownOffering[],
  conditions: readonly DecisionRow<ConditionRow>[],
  chosen: PlanParameters,
  notes: PlanNote[],
): QuotaSchool[] {
  const newest = new Map<string, ConditionRow>();
  for (const { row, school } of conditions) {
    const key = school.id ?? school.name;
    if ((newest.get(key)?.year ?? 0) <= row.year) newest.set(key, row);
  }
  const bySchool = new Map<string, { last: number; graduates: number; decided: number }>();
  for (const o of offerings) {
    const sum = bySchool.get(schoolKey(o)) ?? { last: 0, graduates: 0, decided: 0 };
    sum.last += o.last;
    sum.graduates += o.graduates;
    if (o.decided === "add") sum.decided++;
    bySchool.set(schoolKey(o), sum);
  }
  let missing = 0;
  let over = 0;
  const schools = [...bySchool].map(([key, { last, graduates, decided }]): QuotaSchool => {
    // what was decided may be opened, however many they are
    const base = {
      key,
      openings: chosen.schoolOpenings === null ? null : Math.max(chosen.schoolOpenings, decided),
    };
    const row = newest.get(key);
    const carried = row && chosen.conditions !== "ignore" ? carriedBy(row) : null;
    if (chosen.conditions !== "ignore" && !carried) missing++;
    if (!row || !carried) return { ...base, ceiling: null, condition: "" };
    const room = Math.max(0, Math.floor(carried.students - ((row.studentsFull ?? 0) - graduates)));
    if (room < last) over++;
    const ceiling = chosen.conditions === "no-growth" ? Math.max(room, last) : room;
    return { ...base, ceiling, condition: carried.item };
  });
  if (missing > 0) notes.push({ key: "conditions-missing", count: missing });
  if (over > 0) notes.push({ key: "conditions-over", count: over });
  return schools.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function carriedBy(row: ConditionRow): { item: string; students: number } | null {
  const line = row.schoolType ? NATIONAL_QUALIFIED.lines[row.schoolType] : undefined;
  if (!line || row.studentsFull === null) return null;
  const teachers = row.teachersFull === null ? null : row.teachersFull + Math.min(row.teachersPart ?? 0, row.teachersFull / 4) / 2;
  const all = [
    { item: "students-per-teacher", students: teachers === null || !line["students-per-teacher"] ? null : teachers * line["students-per-teacher"].value },
    { item: "teaching-area", students: row.teachingArea === null || !line["teaching-area"] ? null : row.teachingArea / line["teaching-area"].value },
    { item: "building", students: row.buildingArea === null || !line.building ? null : row.buildingArea / line.building.value },
    { item: "dormitory", students: row.dormArea === null || !line.dormitory ? null : row.dormArea / line.dormitory.value },
  ].filter((one): one is { item: string; students: number } => one.students !== null);
  return all.sort((a, b) => a.students - b.students)[0] ?? null;
} // prettier-ignore
