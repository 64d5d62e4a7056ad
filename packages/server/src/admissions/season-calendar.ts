import { BadInput, type InputFault, type Sentence } from "../platform/index.ts";

/** Steps of a season that have a time, in their order; those of season-state name theirs in `due`. */
export const SEASON_STEPS = ["register", "confirm", "sessions", "tests", "scores", "release", "review", "units", "preferences", "filing", "notice", "supplement"] as const; // prettier-ignore
export type SeasonKey = (typeof SEASON_STEPS)[number];

/** How sure the source of a time is; `mem-low` and `design` are proposals that an office confirms. */
export type Trust = "A" | "B" | "C" | "mem-low" | "design" | "entered";

export interface SeasonTime {
  key: SeasonKey;
  /** ISO time; null = not limited */
  opens: string | null;
  due: string;
  source: Sentence;
  trust: Trust;
}

const PROPOSED: Sentence = {
  zh: "系统建议，须由主管部门确定",
  en: "proposed; for the office to set",
};
const SPRING: Sentence = {
  zh: "分类考试招生一般在3—5月（规则库第11章跨模块日历），按此推定",
  en: "admission by classified examination is usually in March to May (rule book, chapter 11); presumed from that",
};

/** The times that an office is offered; every one of them may be changed. Registration is in the autumn before. */
export function defaultSeasonCalendar(year: number): SeasonTime[] {
  const before = year - 1;
  const at = (day: string, time: string) => `${day}T${time}:00+08:00`;
  const step = (key: SeasonKey, opens: string | null, due: string, source = PROPOSED, trust: Trust = "design"): SeasonTime =>
    ({ key, opens: opens && at(opens, "09:00"), due: at(due, "17:00"), source, trust }); // prettier-ignore
  return [
    step("register", `${before}-11-10`, `${before}-11-20`),
    step("confirm", `${before}-11-10`, `${before}-11-27`),
    step("sessions", null, `${year}-02-20`),
    step("tests", `${year}-03-10`, `${year}-03-25`, SPRING, "mem-low"),
    step("scores", null, `${year}-04-15`, SPRING, "mem-low"),
    step("release", null, `${year}-04-20`, SPRING, "mem-low"),
    step("review", `${year}-04-20`, `${year}-04-23`),
    step("units", null, `${year}-05-06`),
    step("preferences", `${year}-05-10`, `${year}-05-14`, SPRING, "mem-low"),
    step("filing", null, `${year}-05-18`),
    step("notice", `${year}-05-18`, `${year}-05-24`),
    step("supplement", `${year}-05-26`, `${year}-05-28`),
  ];
}

/* Each step is due no earlier than the one before it. */
const LINES: readonly (readonly SeasonKey[])[] = [
  ["register", "confirm", "sessions", "tests", "scores", "release", "units", "preferences", "filing", "notice", "supplement"],
  ["release", "review", "filing"],
]; // prettier-ignore

/**
 * The calendar after an office changed times: a changed one is its own and says so.
 * @throws BadInput where a step opens after it is due, or is due before the step that it follows
 */
export function changedSeasonCalendar(
  now: readonly SeasonTime[],
  wanted: readonly { key: SeasonKey; opens: string | null; due: string }[],
): SeasonTime[] {
  const faults: InputFault[] = wanted
    .filter(({ opens, due }) => opens !== null && Date.parse(opens) >= Date.parse(due))
    .map(({ key, opens }) => ({ part: "body", field: `calendar.${key}.opens`, value: opens, reason: "开始时间不早于截止时间 / it opens no earlier than it is due" })); // prettier-ignore
  const next = now.map((step): SeasonTime => {
    const given = wanted.find(({ key }) => key === step.key);
    if (!given || (same(given.due, step.due) && same(given.opens, step.opens))) return step;
    const source = { zh: "本级主管部门确定", en: "set by the office" };
    return { key: step.key, opens: given.opens, due: given.due, source, trust: "entered" };
  });
  for (const line of LINES)
    for (const [i, key] of line.entries()) {
      const earlier = i === 0 ? undefined : next.find((step) => step.key === line[i - 1]);
      const step = next.find((one) => one.key === key);
      if (earlier && step && Date.parse(earlier.due) > Date.parse(step.due))
        faults.push({ part: "body", field: `calendar.${key}.due`, value: step.due, reason: `早于前一环节的截止时间 ${earlier.due} / before the step that it follows is due` }); // prettier-ignore
    }
  if (faults.length > 0) throw new BadInput(faults);
  return next;
}

const same = (a: string | null, b: string | null): boolean =>
  a === b || (a !== null && b !== null && Date.parse(a) === Date.parse(b));

/** Whether a step takes place at a moment; a step without a time always does. */
export function within(calendar: readonly { key: string; opens?: string | null; due?: string | null }[], key: SeasonKey, now: Date): boolean {
  const step = calendar.find((one) => one.key === key);
  const at = now.getTime();
  return (!step?.opens || Date.parse(step.opens) <= at) && (!step?.due || at < Date.parse(step.due));
} // prettier-ignore
