import type { PersonalField } from "../platform/index.ts";

const exam = {
  basis: 3,
  law: { zh: "《中华人民共和国职业教育法》第三十七条、《中华人民共和国教育法》第二十一条（国家教育考试制度）", en: "Vocational Education Law article 37, Education Law article 21 (national examinations)" },
  kept: "plain",
  retention: { from: "never", days: null },
  mask: null,
} as const; // prettier-ignore
const computed = {
  zh: "排名和投档按它计算，须可复核",
  en: "ranks and the allocation are computed from it, and have to be checked again",
};

/** Columns of scores and preferences that hold personal data. */
export const scorePersonal: readonly PersonalField[] = [
  {
    ...exam,
    column: "admissions.score.points",
    kind: "education",
    label: { zh: "考试成绩", en: "Scores" },
    purpose: { zh: "招生录取", en: "admission" },
    sensitive: true,
    why: computed,
  },
  {
    ...exam,
    column: "admissions.score_row.scores",
    kind: "education",
    label: { zh: "成绩文件中的成绩", en: "Scores as they stood in a file" },
    purpose: { zh: "追溯每个成绩的来源和更正", en: "to follow where each score came from and what corrected it" },
    sensitive: true,
    why: computed,
  },
  {
    ...exam,
    column: "admissions.score_row.before",
    kind: "education",
    label: { zh: "更正前的成绩", en: "Scores before a file corrected them" },
    purpose: { zh: "追溯每个成绩的来源和更正", en: "to follow where each score came from and what corrected it" },
    sensitive: true,
    why: computed,
  },
  {
    ...exam,
    column: "admissions.standing.score",
    kind: "education",
    label: { zh: "总分和位次", en: "Composed score and place in the list" },
    purpose: { zh: "告知考生、志愿参考", en: "to tell the candidate, and for advice on preferences" },
    sensitive: true,
    why: computed,
  },
  {
    ...exam,
    column: "admissions.score_review.reason",
    kind: "education",
    label: { zh: "成绩复核的理由和答复", en: "Why a review of a score was asked for, and the answer" },
    purpose: { zh: "办理成绩复核", en: "to review a score" },
    sensitive: false,
    why: { zh: "复核人员阅读", en: "read by who reviews it" },
  },
  {
    ...exam,
    column: "admissions.preference_list.units",
    kind: "education",
    label: { zh: "志愿", en: "Preferences" },
    purpose: { zh: "投档录取；锁定之前除本人外任何人不可见", en: "the allocation; seen by nobody but himself before the lock" },
    sensitive: true,
    why: computed,
  },
]; // prettier-ignore
