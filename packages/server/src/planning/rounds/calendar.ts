import { BadInput, type Sentence } from "../../platform/index.ts";

/** Steps of the yearly round that have a day by which they are due, in their order: cards, applications, seats. */
export const STEPS = ["cards", "answers", "decide", "apply", "check", "review", "notice", "record", "forward", "result", "list", "proposals", "plan"] as const; // prettier-ignore
export type StepKey = (typeof STEPS)[number];

/** How sure the source of a day is; `mem-low` and `design` are proposals that an office confirms. */
export type Trust = "A" | "B" | "C" | "mem-low" | "design" | "entered";

export interface CalendarStep {
  key: StepKey;
  /** first day, ISO; null = not limited */
  opens: string | null;
  /** last day, ISO */
  due: string;
  source: Sentence;
  trust: Trust;
}

/** The days that an office is offered (rule book MAJ-03 and its calendar); every one of them may be changed. */
export function defaultCalendar(year: number): CalendarStep[] {
  const before = year - 1;
  const step = (key: StepKey, due: string, trust: Trust, zh: string, en: string, opens: string | null = null): CalendarStep => ({ key, opens, due, source: { zh, en }, trust }); // prettier-ignore
  return [
    step("cards", `${before}-09-10`, "design", "系统建议：毕业去向8月31日统计后测算，9—10月为预警时段", "proposed: after the count of placements on 31 August, in the months of warning"),
    step("answers", `${before}-09-25`, "design", "系统建议，为学校核对留出两周", "proposed: leaves schools two weeks to look", `${before}-09-10`),
    step("decide", `${before}-09-30`, "design", "系统建议，在形式审查用到决定之前", "proposed: before the formal check looks at what was decided"),
    step("apply", `${before}-09-30`, "mem-low", "省级备案窗口一般在9—10月，按此推定", "provinces usually record in September and October; presumed from that", `${before}-09-01`),
    step("check", `${before}-10-10`, "design", "系统建议，在专家评审之前", "proposed: before the expert review"),
    step("review", `${before}-10-20`, "design", "系统建议，为公示留出时间", "proposed: leaves time for the public notice"),
    step("notice", `${before}-10-23`, "design", "系统建议，公示期满不晚于10月底", "proposed: the notice ends by the end of October"),
    step("record", `${before}-10-31`, "mem-low", "省级备案窗口一般在9—10月", "provinces usually record in September and October"),
    step("forward", `${before}-11-01`, "C", "国家控制专业申请每年11月1日前报教育部，次年招生（教职成〔2015〕10号及历年通知，镜像）", "state-controlled programmes reach the ministry by 1 November for the next year (2015 no. 10 and yearly notices, mirror)"),
    step("result", `${year}-02-28`, "C", "教育部结果一般在次年1—2月公布（教职成函〔2021〕1号，镜像）", "the ministry publishes its results in January or February (2021 no. 1, mirror)"),
    step("list", `${year}-03-10`, "design", "系统建议，在分类考试招生之前", "proposed: before the classified examinations"),
    step("proposals", `${year}-04-10`, "design", "系统建议，年度结果公布后征求一个月", "proposed: a month after the list of the year", `${year}-03-10`),
    step("plan", `${year}-04-30`, "design", "系统建议，在夏季招生录取之前；未列入年度结果的专业不得安排计划", "proposed: before the summer admission; only what the list of the year holds may be planned"),
  ]; // prettier-ignore
}

/* Each step of a line is due no earlier than the one before it. The lanes part after the notice: record and forward stand beside each other. */
const LINES: readonly (readonly StepKey[])[] = [
  ["cards", "answers", "decide"],
  ["apply", "check", "review", "notice", "record", "list", "plan"],
  ["notice", "forward", "result", "list"],
  ["proposals", "plan"],
];

const latest = (a: string, b: string): string => (a > b ? a : b);

/**
 * A calendar as it was kept, with the steps that it lacks: their proposed days, none before the step that it follows as
 * the office has set it.
 */
export function fullCalendar(year: number, kept: readonly CalendarStep[]): CalendarStep[] {
  const found = new Map(kept.map((step) => [step.key, step]));
  for (const step of defaultCalendar(year)) {
    if (found.has(step.key)) continue;
    const earlier = LINES.filter((line) => line.includes(step.key)).flatMap((line) => line.slice(0, line.indexOf(step.key)));
    const due = earlier.reduce((day, key) => latest(day, found.get(key)?.due ?? day), step.due);
    found.set(step.key, { ...step, due });
  }
  return STEPS.map((key) => found.get(key)!);
} // prettier-ignore

/**
 * The calendar after an office changed days: a changed day is its own and says so.
 * @throws BadInput where a step opens after it is due, or is due before the step that it follows
 */
export function changedCalendar(
  now: readonly CalendarStep[],
  wanted: readonly { key: StepKey; opens: string | null; due: string }[],
): CalendarStep[] {
  const faults = wanted
    .filter(({ opens, due }) => opens !== null && opens > due)
    .map(({ key, opens }) => ({ part: "body", field: `calendar.${key}.opens`, value: opens, reason: "开始日晚于截止日 / it opens after it is due" })); // prettier-ignore
  const next = now.map((step) => {
    const given = wanted.find(({ key }) => key === step.key);
    if (!given || (given.due === step.due && given.opens === step.opens)) return step;
    return {
      key: step.key,
      opens: given.opens,
      due: given.due,
      source: { zh: "本级主管部门确定", en: "set by the office" },
      trust: "entered" as const,
    };
  });
  for (const line of LINES)
    for (const [i, key] of line.entries()) {
      const before = i === 0 ? undefined : next.find((s) => s.key === line[i - 1]);
      const step = next.find((s) => s.key === key)!;
      if (before && before.due > step.due)
        faults.push({ part: "body", field: `calendar.${key}.due`, value: step.due, reason: `早于前一环节的截止日 ${before.due} / before the step that it follows is due` }); // prettier-ignore
    }
  if (faults.length > 0) throw new BadInput(faults);
  return next;
}

const DAY = 86_400_000;
/** Days from one ISO day to another; negative where it lies before. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
