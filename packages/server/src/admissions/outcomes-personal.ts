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
    purpose: { zh: "录取；毕业学校可见本校学生的去向，录取院校可见录取到本校的姓名、考生号和毕业学校", en: "admission; the school that he came from sees where, the one that he comes to sees name, number and where from" },
  },
  {
    ...exam,
    column: "admissions.admission.award",
    label: { zh: "免试录取所依据的获奖", en: "Award that an admission without the examination rests on" },
    purpose: { zh: "免试录取的依据；对外只公布人数", en: "what the admission rests on; in public a number alone" },
    why: { zh: "录取依据须可追溯", en: "what an admission rests on has to be traceable" },
  },
]; // prettier-ignore
