/** Limits and clashes in words, Chinese and English; weeks are counted from 1. */
import type { Clash, Cohort, Conflict, Limit, Need, RotationInput } from "./types.ts";

export type Language = "zh" | "en";

const needOf = (input: RotationInput, cohort: string, need: string): Need & { cohort: Cohort } => {
  const found = input.cohorts.find(({ id }) => id === cohort)!;
  return { ...found.needs.find(({ key }) => key === need)!, cohort: found };
};

const list = (words: readonly string[], language: Language): string => words.join(language === "zh" ? "、" : ", "); // prettier-ignore

const weeksWords = (weeks: readonly number[], language: Language): string =>
  language === "zh"
    ? `第 ${list(weeks.map((week) => String(week + 1)), "zh")} 周`
    : `week${weeks.length > 1 ? "s" : ""} ${list(weeks.map((week) => String(week + 1)), "en")}`; // prettier-ignore

/** What a limit asks: "数控2401 班在 车间 要 4 周". */
export function limitSentence(input: RotationInput, limit: Limit, language: Language): string {
  const zh = language === "zh";
  switch (limit.kind) {
    case "need": {
      const { weeks, places, cohort } = needOf(input, limit.cohort, limit.need);
      const free = input.weeks - (cohort.off?.length ?? 0);
      return zh
        ? `${limit.cohort}的“${limit.need}”要在 ${list(places, "zh")} 上 ${weeks} 周（该班组共有 ${free} 周可用）`
        : `${limit.cohort} needs ${weeks} weeks of “${limit.need}” at ${list(places, "en")} (it has ${free} weeks)`;
    }
    case "min-run": {
      const { minRun } = needOf(input, limit.cohort, limit.need);
      return zh
        ? `${limit.cohort}的“${limit.need}”每次至少连续 ${minRun} 周`
        : `${limit.cohort}: at least ${minRun} weeks in a row of “${limit.need}”`;
    }
    case "max-run": {
      const { maxRun } = needOf(input, limit.cohort, limit.need);
      return zh
        ? `${limit.cohort}的“${limit.need}”每次至多连续 ${maxRun} 周`
        : `${limit.cohort}: at most ${maxRun} weeks in a row of “${limit.need}”`;
    }
    case "order": {
      const { after } = needOf(input, limit.cohort, limit.need);
      const { weeks } = after!.find(({ need }) => need === limit.after)!;
      const done = weeks ?? needOf(input, limit.cohort, limit.after).weeks;
      return zh
        ? `${limit.cohort}的“${limit.need}”须在“${limit.after}”上满 ${done} 周之后`
        : `${limit.cohort}: “${limit.need}” only after ${done} weeks of “${limit.after}”`;
    }
    case "fixed": {
      const cohort = input.cohorts.find(({ id }) => id === limit.cohort)!;
      const { place } = cohort.fixed!.find(({ week }) => week === limit.week)!;
      const where = place ?? (zh ? "不安排" : "nowhere");
      return zh
        ? `${limit.cohort}第 ${limit.week + 1} 周固定为：${where}`
        : `${limit.cohort} is given week ${limit.week + 1}: ${where}`;
    }
    case "barred": {
      const cohort = input.cohorts.find(({ id }) => id === limit.cohort)!;
      const { weeks } = cohort.barred!.find(({ place }) => place === limit.place)!;
      return zh
        ? `${limit.cohort}${weeksWords(weeks, "zh")}不得在${limit.place}`
        : `${limit.cohort} must not be at ${limit.place} in ${weeksWords(weeks, "en")}`;
    }
    case "capacity": {
      const { capacity } = input.places.find(({ id }) => id === limit.place)!;
      const most = typeof capacity === "number" ? [capacity] : [...new Set(capacity)];
      return zh
        ? `${limit.place}每周最多 ${most.join("／")} 人`
        : `${limit.place} holds at most ${most.join("/")} people a week`;
    }
    case "closed": {
      const { closed } = input.places.find(({ id }) => id === limit.place)!;
      return zh
        ? `${limit.place}${weeksWords(closed!, "zh")}不开放`
        : `${limit.place} is closed in ${weeksWords(closed!, "en")}`;
    }
  }
}

/** So many like limits are told one by one. */
const SHARED = 3;

/** Which limits clash: one sentence, then one for each limit. */
export function conflictSentences(input: RotationInput, { limits, single, minimal }: Conflict, language: Language): string[] {
  const cohorts = new Set(limits.flatMap((limit) => ("cohort" in limit ? [limit.cohort] : []))).size;
  const zh = language === "zh";
  const enough = zh ? (single ? "，放宽其中任何一项即可" : "，整类放宽其中任何一类即可") : single ? "; giving way in any one of them is enough" : "; giving way in any one kind of them is enough";
  const open = zh ? "；时限内没有逐项确认是否都不可少" : "; whether all of them are needed was not settled in time";
  const head = zh
    ? `没有可行的课表：下列 ${limits.length} 项要求（涉及 ${cohorts} 个班组）不能同时满足${minimal ? enough : open}。`
    : `There is no timetable: these ${limits.length} limits (${cohorts} cohorts) cannot hold together${minimal ? enough : open}.`;
  // Of limits that many cohorts share one is told in full, and who else has them.
  const groups = new Map<string, Limit[]>();
  for (const limit of limits) {
    const key = "need" in limit ? `${limit.kind} ${limit.need} ${"after" in limit ? limit.after : ""}` : JSON.stringify(limit);
    groups.set(key, [...(groups.get(key) ?? []), limit]);
  }
  const told = [...groups.values()].flatMap((group) => {
    if (group.length <= SHARED) return group.map((limit) => limitSentence(input, limit, language));
    const others = list(group.slice(1).map((limit) => ("cohort" in limit ? limit.cohort : "")), language);
    const first = limitSentence(input, group[0]!, language);
    return [language === "zh" ? `${first}；另有 ${group.length - 1} 个班组同类要求：${others}` : `${first}; the like for ${group.length - 1} other cohorts: ${others}`];
  });
  return [head, ...told];
} // prettier-ignore

/** What is wrong with a cell moved by hand. */
export function clashSentence(clash: Clash, language: Language): string {
  const zh = language === "zh";
  const week = "week" in clash ? clash.week + 1 : 0;
  switch (clash.kind) {
    case "capacity":
      return zh
        ? `${clash.place}第 ${week} 周 ${clash.people} 人，超过 ${clash.capacity} 人：${list(clash.cohorts, "zh")}`
        : `${clash.place}, week ${week}: ${clash.people} people, at most ${clash.capacity}: ${list(clash.cohorts, "en")}`;
    case "closed":
      return zh
        ? `${clash.place}第 ${week} 周不开放，却安排了 ${clash.cohort}`
        : `${clash.place} is closed in week ${week}, but ${clash.cohort} is there`;
    case "off":
      return zh
        ? `${clash.cohort}第 ${week} 周不上课，却有安排`
        : `${clash.cohort} is off in week ${week}, but placed`;
    case "not-for-need":
      return zh
        ? `${clash.cohort}第 ${week} 周：“${clash.need}”不能在${clash.place}上`
        : `${clash.cohort}, week ${week}: “${clash.need}” cannot be at ${clash.place}`;
    case "weeks":
      return zh
        ? `${clash.cohort}的“${clash.need}”有 ${clash.has} 周，应为 ${clash.wants} 周`
        : `${clash.cohort} has ${clash.has} weeks of “${clash.need}”, should have ${clash.wants}`;
    case "min-run":
    case "max-run": {
      const short = clash.kind === "min-run";
      return zh
        ? `${clash.cohort}第 ${week} 周起在${clash.place}连续 ${clash.length} 周“${clash.need}”，应${short ? "不少于" : "不超过"} ${clash.limit} 周`
        : `${clash.cohort} is at ${clash.place} for ${clash.length} weeks of “${clash.need}” from week ${week}, should be at ${short ? "least" : "most"} ${clash.limit}`;
    }
    case "order":
      return zh
        ? `${clash.cohort}第 ${week} 周开始“${clash.need}”时“${clash.after}”只上了 ${clash.done} 周，应先满 ${clash.wants} 周`
        : `${clash.cohort} begins “${clash.need}” in week ${week} after ${clash.done} weeks of “${clash.after}”, needs ${clash.wants}`;
    case "fixed": {
      const where = (place: string | null): string => place ?? (zh ? "不安排" : "nowhere");
      return zh
        ? `${clash.cohort}第 ${week} 周固定为${where(clash.wants)}，现为${where(clash.is)}`
        : `${clash.cohort} is given ${where(clash.wants)} in week ${week}, is at ${where(clash.is)}`;
    }
    case "barred":
      return zh
        ? `${clash.cohort}第 ${week} 周不得在${clash.place}`
        : `${clash.cohort} must not be at ${clash.place} in week ${week}`;
  }
}
