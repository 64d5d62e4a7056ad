import type { PersonalField } from "../platform/index.ts";

const exam = {
  kind: "education",
  basis: 3,
  law: { zh: "《中华人民共和国职业教育法》第三十七条、《中华人民共和国教育法》第二十一条（国家教育考试制度）", en: "Vocational Education Law article 37, Education Law article 21 (national examinations)" },
  kept: "plain",
  sensitive: true,
  retention: { from: "never", days: null },
  why: { zh: "结果须可逐人说明、独立核验", en: "a result has to be explained to each, and verified" },
  mask: null,
} as const; // prettier-ignore

/** Columns of results that hold personal data. */
export const outcomePersonal: readonly PersonalField[] = [
  {
    ...exam,
    column: "admissions.outcome.reasons",
    label: { zh: "每个志愿的投档情况和理由", en: "What became of each preference, and why" },
    purpose: { zh: "告知考生；公示后仅本人和省级主管部门可见", en: "to tell the candidate; seen by himself and the office of the province" },
  },
  {
    ...exam,
    column: "admissions.outcome.score",
    label: { zh: "投档成绩和位次", en: "Composed score and place at the run" },
    purpose: { zh: "告知考生", en: "to tell the candidate" },
  },
  {
    ...exam,
    column: "admissions.admission.unit_id",
    label: { zh: "录取去向", en: "Where he was admitted" },
    purpose: { zh: "录取；毕业学校可见本校学生的去向", en: "admission; the school that he came from sees where" },
  },
]; // prettier-ignore
