/** Moves of blocks, as plain data: what is dragged is a list of changes of cells. */
import type { Cell, CellChange, Limits, TimetableCohort } from "./api.ts";

/** Weeks in a row at one place for one need; weeks off do not interrupt it. */
export interface Stay {
  cell: NonNullable<Cell>;
  /** first and last week */
  from: number;
  to: number;
  locked: boolean;
}

export const isOff = (cohort: TimetableCohort, week: number): boolean => cohort.off?.includes(week) === true;
export const isLocked = (cohort: TimetableCohort, week: number): boolean =>
  cohort.fixed?.some((one) => one.week === week) === true;
const same = (one: Cell, other: Cell): boolean => one?.place === other?.place && one?.need === other?.need;

/** Blocks of a row; a locked week is a block of its own, because it does not move with its neighbours. */
export function staysOf(cohort: TimetableCohort, row: readonly Cell[]): Stay[] {
  const stays: Stay[] = [];
  row.forEach((cell, week) => {
    if (!cell) return;
    const last = stays.at(-1);
    const locked = isLocked(cohort, week);
    const next = last && between(cohort, last.to, week);
    if (last && next && locked === last.locked && same(last.cell, cell)) last.to = week;
    else stays.push({ cell, from: week, to: week, locked });
  });
  return stays;
}
const between = (cohort: TimetableCohort, from: number, to: number): boolean => {
  for (let week = from + 1; week < to; week++) if (!isOff(cohort, week)) return false;
  return true;
};

/**
 * A block taken out of its weeks and put in before another: what lies between moves up, so that every need keeps its number of
 * weeks. Weeks off and locked weeks stay as they are. Empty where nothing moves.
 */
export function moveStay(cohort: TimetableCohort, row: readonly Cell[], stay: Pick<Stay, "from" | "to">, toWeek: number): CellChange[] {
  const free = row.map((_, week) => week).filter((week) => !isOff(cohort, week) && !isLocked(cohort, week));
  const taken = free.filter((week) => week >= stay.from && week <= stay.to);
  if (taken.length === 0) return [];
  const rest = free.filter((week) => !taken.includes(week)).map((week) => row[week]!);
  const target = Math.min(Math.max(0, free.findIndex((week) => week >= toWeek) < 0 ? free.length : free.findIndex((week) => week >= toWeek)), free.length - taken.length);
  const next = [...rest.slice(0, target), ...taken.map((week) => row[week]!), ...rest.slice(target)];
  return free.flatMap((week, k) => (same(next[k]!, row[week]!) ? [] : [{ cohort: cohort.id, week, cell: next[k]!, was: row[week]! }]));
} // prettier-ignore

/** The same weeks at another place or for another need; null empties them. */
export const placeStay = (cohort: TimetableCohort, row: readonly Cell[], stay: Pick<Stay, "from" | "to">, cell: Cell): CellChange[] =>
  row.flatMap((was, week) =>
    week < stay.from || week > stay.to || isOff(cohort, week) || isLocked(cohort, week) || same(was, cell) ? [] : [{ cohort: cohort.id, week, cell, was }]); // prettier-ignore

export const lockStay = (
  cohort: TimetableCohort,
  stay: Pick<Stay, "from" | "to">,
  lock: boolean,
): CellChange[] =>
  Array.from({ length: stay.to - stay.from + 1 }, (_, k) => stay.from + k)
    .filter((week) => !isOff(cohort, week) && isLocked(cohort, week) !== lock)
    .map((week) => ({ cohort: cohort.id, week, lock }));

/** What takes changes back. */
export function inverse(of: { input: Limits; cells: Cell[][] }, changes: readonly CellChange[]): CellChange[] {
  return changes.map(({ cohort, week, cell, lock }) => {
    const c = of.input.cohorts.findIndex(({ id }) => id === cohort);
    const was = of.cells[c]?.[week] ?? null;
    return {
      cohort,
      week,
      ...(cell === undefined ? {} : { cell: was, was: cell }),
      ...(lock === undefined ? {} : { lock: isLocked(of.input.cohorts[c]!, week) }),
    };
  });
} // prettier-ignore

/** The document with the changes; rows and cohorts that nothing touches are the same objects. */
export function withChanges<T extends { input: Limits; cells: Cell[][] }>(of: T, changes: readonly CellChange[]): T {
  if (changes.length === 0) return of;
  const cells = [...of.cells];
  const cohorts = [...of.input.cohorts];
  for (const { cohort: id, week, cell, lock } of changes) {
    const c = cohorts.findIndex((one) => one.id === id);
    if (c < 0) continue;
    if (cell !== undefined) cells[c] = cells[c]!.map((one, at) => (at === week ? cell : one));
    if (lock === undefined) continue;
    const fixed = (cohorts[c]!.fixed ?? []).filter((one) => one.week !== week);
    const place = cells[c]![week]?.place ?? null;
    cohorts[c] = { ...cohorts[c]!, fixed: lock ? [...fixed, { week, place }] : fixed };
  }
  return { ...of, cells, input: { ...of.input, cohorts } };
} // prettier-ignore

/**
 * My changes on what is there now: one whose cell somebody else changed meanwhile is not made.
 * @returns those that still fit, and those that do not
 */
export function rebase(of: { input: Limits; cells: Cell[][] }, changes: readonly CellChange[]): { kept: CellChange[]; lost: CellChange[] } {
  const kept: CellChange[] = [];
  const lost: CellChange[] = [];
  for (const change of changes) {
    const c = of.input.cohorts.findIndex(({ id }) => id === change.cohort);
    const now = of.cells[c]?.[change.week];
    const fits = c >= 0 && change.week < of.input.weeks && (change.cell === undefined || same(now ?? null, change.was ?? null) || same(now ?? null, change.cell));
    (fits ? kept : lost).push(change);
  }
  return { kept, lost };
} // prettier-ignore

/** People by place and week. */
export function loadsOf({ input, cells }: { input: Limits; cells: readonly (readonly Cell[])[] }): Map<string, number[]> {
  const loads = new Map(input.places.map(({ id }) => [id, new Array<number>(input.weeks).fill(0)]));
  input.cohorts.forEach(({ people }, c) =>
    cells[c]!.forEach((cell, week) => {
      const load = cell && loads.get(cell.place);
      if (load) load[week]! += people;
    }));
  return loads;
} // prettier-ignore

export const capacityIn = (place: Limits["places"][number], week: number): number | null =>
  typeof place.capacity === "number" || place.capacity === null
    ? place.capacity
    : (place.capacity[week] ?? null);

/** The Monday of a week, as a day. */
export const mondayOf = (startsOn: string, week: number): string =>
  new Date(Date.parse(`${startsOn}T00:00:00Z`) + week * 7 * 86_400_000).toISOString().slice(0, 10);
