import type { InputFault } from "../../platform/index.ts";

/** What became of a cohort in a school year; persons. */
export interface CohortYear {
  cohort: number;
  year: number;
  stage: "lower" | "upper";
  enrolled: number;
  leftSchool: number;
  changedTrack: number;
  assessed: number | null;
  passed: number | null;
  movedUp: number;
  finished: number;
}

/** What became of those who came in, over all years that are reported. What came in is what went out, or is still there. */
export interface Flow {
  entered: number;
  leftLower: number;
  changedLower: number;
  finishedLower: number;
  assessed: number;
  passed: number;
  movedUp: number;
  inLower: number;
  leftUpper: number;
  changedUpper: number;
  finishedUpper: number;
  inUpper: number;
  unexplained: number;
}

const outOf = (row: CohortYear): number => row.leftSchool + row.changedTrack + row.movedUp + row.finished;
const restOf = (row: CohortYear): number => row.enrolled - outOf(row);
const byYear = (a: CohortYear, b: CohortYear) => a.year - b.year;
const sum = (rows: readonly CohortYear[], of: (row: CohortYear) => number) => rows.reduce((all, row) => all + of(row), 0); // prettier-ignore

/** The flow of one cohort of one agreement. */
export function flowOf(rows: readonly CohortYear[]): Flow {
  const lower = rows.filter(({ stage }) => stage === "lower").sort(byYear);
  const upper = rows.filter(({ stage }) => stage === "upper").sort(byYear);
  // a cohort of which only the upper part is reported came in as those who began it
  const movedUp = lower.length > 0 ? sum(lower, (row) => row.movedUp) : (upper[0]?.enrolled ?? 0);
  const entered = lower[0]?.enrolled ?? movedUp;
  const flow = {
    entered,
    leftLower: sum(lower, (row) => row.leftSchool),
    changedLower: sum(lower, (row) => row.changedTrack),
    finishedLower: sum(lower, (row) => row.finished),
    assessed: sum(lower, (row) => row.assessed ?? 0),
    passed: sum(lower, (row) => row.passed ?? 0),
    movedUp,
    inLower: lower.length > 0 ? restOf(lower.at(-1)!) : 0,
    leftUpper: sum(upper, (row) => row.leftSchool),
    changedUpper: sum(upper, (row) => row.changedTrack),
    finishedUpper: sum(upper, (row) => row.finished),
    inUpper: upper.length > 0 ? restOf(upper.at(-1)!) : movedUp,
  };
  const lowerGone = flow.leftLower + flow.changedLower + flow.finishedLower + flow.movedUp + flow.inLower;
  const upperGone = flow.leftUpper + flow.changedUpper + flow.finishedUpper + flow.inUpper;
  return { ...flow, unexplained: flow.entered - lowerGone + flow.movedUp - upperGone };
}

const ZERO: Flow = { entered: 0, leftLower: 0, changedLower: 0, finishedLower: 0, assessed: 0, passed: 0, movedUp: 0, inLower: 0, leftUpper: 0, changedUpper: 0, finishedUpper: 0, inUpper: 0, unexplained: 0 }; // prettier-ignore

export function addFlows(flows: readonly Flow[]): Flow {
  const keys = Object.keys(ZERO) as (keyof Flow)[];
  return Object.fromEntries(
    keys.map((key) => [key, flows.reduce((all, flow) => all + flow[key], 0)]),
  ) as unknown as Flow;
}

/** Shares: of those who are done with the lower part who moved up; of all who came in who left. Null where nobody is. */
export function sharesOf(flow: Flow): { movedShare: number | null; leftShare: number | null } {
  // whoever left early says nothing of the 转段 of a cohort that has not come so far
  const done = flow.movedUp + flow.finishedLower > 0 ? flow.entered - flow.inLower : 0;
  const share = (part: number, of: number) => (of > 0 ? Math.round((part / of) * 1000) / 1000 : null);
  return { movedShare: share(flow.movedUp, done), leftShare: share(flow.leftLower + flow.leftUpper, flow.entered) }; // prettier-ignore
}

const fault = (row: CohortYear, field: string, value: number | null, zh: string, en: string): InputFault => ({
  part: "body",
  field: `${row.cohort}/${row.year}/${row.stage}/${field}`,
  value,
  reason: `${row.cohort} 级 ${row.year} 年${row.stage === "lower" ? "前段" : "后段"}：${zh} / cohort of ${row.cohort}, ${row.year}, ${row.stage} part: ${en}`,
});

/** What the figures of an agreement may be: nobody comes out who did not come in, nobody moves up without the assessment. */
export function cohortFaults(
  rows: readonly CohortYear[],
  of: {
    firstCohort: number;
    lastCohort: number | null;
    quota: number;
    assessed: boolean;
    schoolYear: number;
  },
): InputFault[] {
  const faults: InputFault[] = [];
  for (const row of rows) {
    const add = (field: keyof CohortYear, zh: string, en: string) =>
      faults.push(fault(row, field, row[field] as number | null, zh, en));
    if (row.cohort < of.firstCohort || (of.lastCohort !== null && row.cohort > of.lastCohort)) add("cohort", `协议没有这一届`, "the agreement has no such cohort"); // prettier-ignore
    if (row.year < row.cohort) add("year", "早于入学年份", "before the cohort entered");
    if (row.year > of.schoolYear) add("year", `${row.year} 学年还没有开始`, `the school year of ${row.year} has not begun`); // prettier-ignore
    if (outOf(row) > row.enrolled) add("enrolled", `流出 ${outOf(row)} 人超过在籍 ${row.enrolled} 人`, `${outOf(row)} went out of ${row.enrolled}`); // prettier-ignore
    if (row.stage === "upper" && (row.movedUp > 0 || row.assessed !== null || row.passed !== null)) add("movedUp", "后段没有转段", "nobody moves up from the upper part"); // prettier-ignore
    if (row.assessed !== null && row.assessed > row.enrolled) add("assessed", "参加考核人数超过在籍人数", "more were assessed than are enrolled"); // prettier-ignore
    if (row.passed !== null && row.passed > (row.assessed ?? 0)) add("passed", "通过人数超过参加考核人数", "more passed than were assessed"); // prettier-ignore
    if (row.stage === "lower" && of.assessed && row.movedUp > (row.passed ?? 0)) add("movedUp", `转段 ${row.movedUp} 人超过考核通过 ${row.passed ?? 0} 人（EXM-18）`, `${row.movedUp} moved up, ${row.passed ?? 0} passed (EXM-18)`); // prettier-ignore
  }
  for (const cohort of new Set(rows.map((row) => row.cohort))) {
    const lower = rows.filter((row) => row.cohort === cohort && row.stage === "lower").sort(byYear);
    const upper = rows.filter((row) => row.cohort === cohort && row.stage === "upper").sort(byYear);
    const [first] = lower;
    if (first && first.enrolled > of.quota)
      faults.push(fault(first, "enrolled", first.enrolled, `超过核定的 ${of.quota} 人（EXM-17）`, `more than the ${of.quota} approved places (EXM-17)`)); // prettier-ignore
    for (const part of [lower, upper])
      for (const [i, row] of part.entries()) {
        const before = part[i - 1];
        if (before && row.enrolled > restOf(before))
          faults.push(fault(row, "enrolled", row.enrolled, `多于上一年留下的 ${restOf(before)} 人`, `more than the ${restOf(before)} who stayed`)); // prettier-ignore
      }
    const begun = upper[0];
    const moved = sum(lower, (row) => row.movedUp);
    if (begun && lower.length > 0 && begun.enrolled > moved)
      faults.push(fault(begun, "enrolled", begun.enrolled, `多于转段的 ${moved} 人`, `more than the ${moved} who moved up`)); // prettier-ignore
  }
  return faults;
}
