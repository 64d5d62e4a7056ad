/** What is wrong with a timetable, told from the input alone: for cells moved by hand, and for the solver's own. */
import type { Cell, Clash, Cohort, RotationInput, Timetable } from "./types.ts";

/**
 * All clashes of a timetable, in the order of cohorts, then of places. Cells of weeks that a cohort has off must be null.
 * @throws Error where it has other cohorts or weeks than the input
 */
export function clashesOf(input: RotationInput, timetable: Timetable): Clash[] {
  if (timetable.length !== input.cohorts.length || timetable.some((row) => row.length !== input.weeks))
    throw new Error(`课表应有 ${input.cohorts.length} 个班组、${input.weeks} 周`);
  const found: Clash[] = [];
  input.cohorts.forEach((cohort, c) => cohortClashes(cohort, timetable[c]!, found));
  for (const place of input.places) {
    const closed = new Set(place.closed);
    for (let week = 0; week < input.weeks; week++) {
      const there = input.cohorts.filter((_, c) => timetable[c]![week]?.place === place.id);
      if (closed.has(week)) for (const { id } of there) found.push({ kind: "closed", place: place.id, week, cohort: id }); // prettier-ignore
      const { capacity: all } = place;
      const capacity = all === null || typeof all === "number" ? all : all[week]!;
      const people = there.reduce((sum, one) => sum + one.people, 0);
      if (capacity !== null && people > capacity)
        found.push({ kind: "capacity", place: place.id, week, people, capacity, cohorts: there.map(({ id }) => id) }); // prettier-ignore
    }
  }
  return found;
}

function cohortClashes(cohort: Cohort, row: readonly Cell[], found: Clash[]): void {
  const off = new Set(cohort.off);
  const id = cohort.id;
  const needs = new Map(cohort.needs.map((need) => [need.key, need]));
  const done = new Map(cohort.needs.map(({ key }) => [key, 0]));
  const weeks = row.map((_, week) => week).filter((week) => !off.has(week));
  row.forEach((cell, week) => {
    if (cell === null) return;
    if (off.has(week)) found.push({ kind: "off", cohort: id, week });
    if (!needs.get(cell.need)?.places.includes(cell.place)) found.push({ kind: "not-for-need", cohort: id, week, need: cell.need, place: cell.place }); // prettier-ignore
  });
  for (let at = 0; at < weeks.length;) {
    const week = weeks[at]!;
    const cell = row[week]!;
    let end = at + 1;
    const same = (other: Cell): boolean => other?.need === cell?.need && other?.place === cell?.place;
    while (end < weeks.length && same(row[weeks[end]!]!)) end++;
    const need = cell && needs.get(cell.need);
    if (cell && need) {
      const about = { cohort: id, need: need.key, place: cell.place, week, length: end - at };
      if (need.minRun !== undefined && end - at < need.minRun) found.push({ kind: "min-run", ...about, limit: need.minRun }); // prettier-ignore
      if (need.maxRun !== undefined && end - at > need.maxRun) found.push({ kind: "max-run", ...about, limit: need.maxRun }); // prettier-ignore
      for (const { need: after, weeks: least } of need.after ?? []) {
        const wants = least ?? needs.get(after)!.weeks;
        const has = done.get(after)!;
        if (has < wants) found.push({ kind: "order", cohort: id, need: need.key, after, week, done: has, wants }); // prettier-ignore
      }
      done.set(need.key, done.get(need.key)! + end - at);
    }
    at = end;
  }
  for (const { key, weeks: wants } of cohort.needs)
    if (done.get(key) !== wants) found.push({ kind: "weeks", cohort: id, need: key, has: done.get(key)!, wants }); // prettier-ignore
  for (const { week, place: wants } of cohort.fixed ?? []) {
    const is = row[week]?.place ?? null;
    if (is !== wants) found.push({ kind: "fixed", cohort: id, week, wants, is });
  }
  for (const { place, weeks: list } of cohort.barred ?? [])
    for (const week of list) if (row[week]?.place === place) found.push({ kind: "barred", cohort: id, week, place }); // prettier-ignore
}
