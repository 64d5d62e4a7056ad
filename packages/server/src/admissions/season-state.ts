import { defineProcedure } from "../platform/index.ts";

export type SeasonState =
  "draft" | "registering" | "confirmed" | "seated" | "scored" | "offered" | "filed" | "closed";
export type SeasonStep =
  | "start"
  | "open"
  | "close-registration"
  | "publish-sessions"
  | "submit-scores"
  | "return-scores"
  | "release-scores"
  | "publish-units"
  | "conclude";

/** What of a season a step looks at. */
export interface SeasonFacts {
  categories: number;
  subjects: number;
  /** what is wrong with its rules, in words; empty = nothing */
  rules: readonly { zh: string; en: string }[];
  /** candidates whose registration is neither confirmed nor ended */
  undecided: number;
  /** on notice to be admitted without the examination, neither admitted nor back */
  exempted: number;
  confirmed: number;
  /** confirmed ones whose category has a skill test and who have no seat */
  unseated: number;
  /** [subject, how many have neither points nor an absence] */
  missing: readonly { subject: string; count: number }[];
  /** who handed the scores in; another releases them */
  submittedBy: string | null;
  actor: string | null;
  units: number;
  /** fillings of the season, and those whose last run is not confirmed */
  fillings: number;
  unfiled: number;
}

const office = { right: "holdSeason" } as const;

/** A season: set up, registration, confirmation, skill tests, scores (two persons), units, preferences and runs, end. */
export const seasonProcedure = defineProcedure<SeasonState, SeasonStep, SeasonFacts, { note: string }>({
  what: { zh: "该招生季", en: "The season" },
  states: {
    draft: { zh: "筹备中", en: "being set up" },
    registering: { zh: "报名中", en: "open for registration" },
    confirmed: { zh: "报名已截止", en: "closed for registration" },
    seated: { zh: "考场已公布", en: "seated" },
    scored: { zh: "成绩待发布", en: "scored, not released" },
    offered: { zh: "成绩已发布", en: "released" },
    filed: { zh: "志愿填报与投档", en: "taking preferences" },
    closed: { zh: "已结束", en: "concluded" },
  },
  steps: {
    start: { from: [], to: "draft", ...office, words: { zh: "筹备", en: "set up" } },
    open: {
      from: ["draft"],
      to: "registering",
      ...office,
      words: { zh: "开始报名", en: "open registration" },
      due: "register",
      guard: ({ categories, subjects, rules }) =>
        rules[0] ??
        (categories === 0 || subjects === 0 ? { zh: "还没有设置专业类别或考试科目。", en: "There are no categories or no subjects yet." } : null),
    },
    "close-registration": {
      from: ["registering"],
      to: "confirmed",
      ...office,
      words: { zh: "截止报名", en: "close registration" },
      due: "confirm",
      guard: ({ undecided, confirmed }) =>
        undecided > 0
          ? { zh: `还有 ${undecided} 人的报名没有确认、退回或拒绝。`, en: `${undecided} registrations are neither confirmed nor refused.` }
          : confirmed === 0
            ? { zh: "没有确认的考生。", en: "Nobody is confirmed." }
            : null,
    },
    "publish-sessions": {
      from: ["confirmed"],
      to: "seated",
      ...office,
      words: { zh: "公布考场", en: "publish the sessions" },
      due: "sessions",
      guard: ({ unseated }) => (unseated > 0 ? { zh: `还有 ${unseated} 名考生没有安排技能测试场次。`, en: `${unseated} candidates have no session of their skill test.` } : null),
    },
    "submit-scores": {
      from: ["confirmed", "seated"],
      to: "scored",
      right: "enterScores",
      words: { zh: "提交成绩", en: "hand in the scores" },
      due: "scores",
      guard: ({ missing, exempted }) =>
        exempted > 0
          ? { zh: `还有 ${exempted} 名拟免试录取的考生没有办结。`, en: `${exempted} exemptions are on notice and not settled.` }
          : missing.length > 0
          ? {
              zh: `成绩不全：${missing.map(({ subject, count }) => `${subject}缺 ${count} 人`).join("、")}。`,
              en: `Scores are missing: ${missing.map(({ subject, count }) => `${subject} ${count}`).join(", ")}.`,
            }
          : null,
    },
    "return-scores": { from: ["scored"], to: "seated", right: "release", words: { zh: "退回成绩", en: "return the scores" } },
    "release-scores": {
      from: ["scored"],
      to: "offered",
      right: "release",
      words: { zh: "发布成绩", en: "release the scores" },
      due: "release",
      guard: ({ submittedBy, actor }) =>
        submittedBy !== null && submittedBy === actor
          ? { zh: "成绩须由另一人核对后发布。", en: "Another person has to release what you handed in." }
          : null,
    },
    "publish-units": {
      from: ["offered"],
      to: "filed",
      right: "release",
      words: { zh: "公布招生计划和填报时间", en: "publish units and times" },
      due: "units",
      guard: ({ units, fillings }) =>
        units === 0 || fillings === 0 ? { zh: "还没有招生计划或志愿填报时间。", en: "There are no units or no times for preferences yet." } : null,
    },
    conclude: {
      from: ["filed"],
      to: "closed",
      ...office,
      words: { zh: "结束", en: "conclude" },
      guard: ({ unfiled }) => (unfiled > 0 ? { zh: `还有 ${unfiled} 个批次轮次没有确认录取。`, en: unfiled === 1 ? "One filling has no confirmed result." : `${unfiled} fillings have no confirmed result.` } : null),
    },
  },
}); // prettier-ignore
