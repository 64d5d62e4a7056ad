/** The document of a timetable: what the engine is asked, and the cells. */
import {
  checkInput,
  type Cell,
  type Cohort,
  type Place,
  type RotationInput,
} from "@tixi/engines/rotation-check";
import { BadInput } from "../../platform/index.ts";

/** A place that may be an organisation of the register: it reads what is published, and is told. */
export type TimetablePlace = Place & { organisation?: string | null };
/** A cohort that may be that of an agreement: its people find it in their calendar. */
export type TimetableCohort = Cohort & { agreement?: string | null };
export interface TimetableInput extends RotationInput {
  places: TimetablePlace[];
  cohorts: TimetableCohort[];
}
export type Cells = Cell[][];

/** @throws BadInput naming each fault by its place */
export function requireReadable(input: TimetableInput): void {
  const faults = checkInput(input);
  if (faults.length > 0)
    throw new BadInput(
      faults.slice(0, 100).map(({ path, message }) => ({ part: "body", field: path, reason: `${message.zh} / ${message.en}` })),
    );
} // prettier-ignore

/** The cells of before as far as the new limits know their cohort, week, place and need; given cells as they are given. */
export function cellsFor(input: TimetableInput, before: { input: TimetableInput; cells: Cells } | null): Cells {
  return input.cohorts.map((cohort) => {
    const at = before?.input.cohorts.findIndex(({ id }) => id === cohort.id) ?? -1;
    const known = at < 0 ? [] : before!.cells[at]!;
    return Array.from({ length: input.weeks }, (_, week): Cell => {
      if (cohort.off?.includes(week)) return null;
      const given = cohort.fixed?.find((one) => one.week === week);
      const cell = known[week] ?? null;
      if (given && given.place !== (cell?.place ?? null)) return cellAt(cohort, given.place);
      const fits = cell && cohort.needs.some(({ key, places }) => key === cell.need && places.includes(cell.place));
      return fits ? cell : null;
    });
  });
} // prettier-ignore

/** A cell at a place, for the first need that may be there. */
function cellAt(cohort: Cohort, place: string | null): Cell {
  const need = place === null ? undefined : cohort.needs.find(({ places }) => places.includes(place));
  return need ? { need: need.key, place: place! } : null;
}

export interface CellChange {
  cohort: string;
  week: number;
  /** where the cohort shall be; absent = only the lock changes */
  cell?: Cell | undefined;
  /** what the editor believed to be there */
  was?: Cell | undefined;
  /** whether the solver must leave it as it is */
  lock?: boolean | undefined;
}

/**
 * Applies changes of cells, each of which is tried before any is made.
 * @throws BadInput naming the change that cannot be
 */
export function withChanges(input: TimetableInput, cells: Cells, changes: readonly CellChange[]): { input: TimetableInput; cells: Cells } {
  const next = { input: structuredClone(input), cells: structuredClone(cells) };
  changes.forEach(({ cohort: id, week, cell, lock }, k) => {
    const fault = (field: string, reason: string) => new BadInput([{ part: "body", field: `changes[${k}].${field}`, reason }]);
    const c = input.cohorts.findIndex((one) => one.id === id);
    const cohort = next.input.cohorts[c];
    if (!cohort) throw fault("cohort", `没有班组“${id}” / there is no cohort “${id}”`);
    if (week >= input.weeks) throw fault("week", `只有 ${input.weeks} 周 / there are ${input.weeks} weeks`);
    if (cell !== undefined) {
      if (cell && cohort.off?.includes(week)) throw fault("week", `${id}第 ${week + 1} 周不上课 / ${id} is off in week ${week + 1}`);
      if (cell && !cohort.needs.some(({ key }) => key === cell.need)) throw fault("cell.need", `${id}没有需求“${cell.need}” / ${id} has no need “${cell.need}”`);
      if (cell && !input.places.some((one) => one.id === cell.place)) throw fault("cell.place", `没有地点“${cell.place}” / there is no place “${cell.place}”`);
      next.cells[c]![week] = cell;
    }
    const place = next.cells[c]![week]?.place ?? null;
    if (lock && place !== null && !cohort.needs.some(({ places }) => places.includes(place)))
      throw fault("lock", `“${place}”不在该班组的任何需求中，不能锁定 / no need of the cohort is at “${place}”`);
    // a lock that nobody speaks of stays: what is moved away from it shows as a clash
    if (lock === undefined) return;
    const fixed = (cohort.fixed ?? []).filter((one) => one.week !== week);
    cohort.fixed = lock ? [...fixed, { week, place }] : fixed;
  });
  return next;
} // prettier-ignore

/** Whose places are used. */
export const organisationsOf = ({ places }: TimetableInput): string[] => [
  ...new Set(places.flatMap(({ organisation }) => organisation ?? [])),
];

/** Cells that are another than before. */
export const differences = (before: Cells, after: Cells): number =>
  after.reduce((sum, row, c) => sum + row.filter((cell, week) => cell?.place !== before[c]?.[week]?.place || cell?.need !== before[c]?.[week]?.need).length, 0); // prettier-ignore
