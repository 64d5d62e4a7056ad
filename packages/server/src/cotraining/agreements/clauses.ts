/** The library of clauses: which an agreement of a kind needs and by which law, and the words that its terms give. */
import type { Clause, Form, Kind } from "./kinds.ts";
import { APPRENTICE, KINDS } from "./kinds.ts";

export interface ClauseForm {
  key: string;
  title: string;
  /** kinds in which it may not be missing; in the others it may be left out */
  needed: readonly Kind[];
  /** kinds that know it at all */
  kinds: readonly Kind[];
  basis: string;
  /** what is at risk without it */
  without: { zh: string; en: string };
  /** the field of the official placement agreement that it fills (engines/lawful, AGREEMENT_FIELDS) */
  field?: "place" | "time" | "post" | "pay" | "hours" | "insurance" | "duties" | "mentor" | "breach";
  words: (form: Form) => string;
}

const LAW = "《中华人民共和国职业教育法》（2022）";
const PLACEMENT = "《职业学校学生实习管理规定》（教职成〔2021〕4号）";
const yuan = (fen: number | null): string =>
  fen === null ? "____" : `${(fen / 100).toLocaleString("zh-CN", { maximumFractionDigits: 2 })}`;
const or = (value: string | number | null, unit = ""): string => (value === null || value === "" ? `____${unit}` : `${value}${unit}`); // prettier-ignore
const WHO = { school: "甲方（学校）", enterprise: "乙方（企业）", student: "学生" } as const;
const ONLY_CLASSES = KINDS.filter((kind) => kind !== "placement");

/** In the order of the contract. Party A is the school, party B the enterprise, party C the student of a placement. */
export const CLAUSES: readonly ClauseForm[] = [
  {
    key: "purpose", title: "合作目的与依据", needed: KINDS, kinds: KINDS, basis: `${LAW}第四十条`, field: "duties",
    without: { zh: "双方权利义务无从谈起。", en: "The rights and duties of both sides rest on nothing." },
    words: (f) => `甲乙双方依据${LAW}和${PLACEMENT}，就“${f.title}”订立本协议。甲方负责教学组织、学籍管理和学生日常管理；乙方提供岗位、设备、师傅和安全保障，参与培养全过程。${f.kind === "placement" ? "丙方（学生）按照实习安排完成实习，遵守双方的安全和管理规定。" : ""}`,
  },
  {
    key: "cohort", title: "培养对象与规模", needed: ONLY_CLASSES, kinds: ONLY_CLASSES, basis: `${LAW}第二十八条、第四十条`,
    without: { zh: "招多少、培养谁说不清。", en: "Nobody can say who and how many are trained." },
    words: (f) => `专业：${f.programmeName}（${f.programme}）；入学年份：${f.cohortYear}；人数：${f.people}人。`,
  },
  {
    key: "time", title: "期限", needed: KINDS, kinds: KINDS, basis: `${PLACEMENT}（三方协议应当明确实习时间）`, field: "time",
    without: { zh: "保险、报酬和人数上限都按期限计算。", en: "Insurance, pay and the limits of numbers are counted over the period." },
    words: (f) => `自${f.fromOn}起至${f.toOn}止。`,
  },
  {
    key: "post", title: "岗位", needed: KINDS, kinds: KINDS, basis: `${PLACEMENT}（实习岗位应当符合专业培养目标要求，与学生所学专业对口或者相近）`, field: "post",
    without: { zh: "无法判断专业是否对口、岗位是否安全。", en: "Whether the post fits the programme and is safe cannot be judged." },
    words: (f) => `岗位：${f.posts.length > 0 ? f.posts.map(({ name, seats }) => `${name}（${seats}个）`).join("、") : "____"}。不得安排与所学专业无关的实习，不得仅安排简单重复劳动。`,
  },
  {
    key: "place", title: "地点", needed: ["placement"], kinds: KINDS, basis: `${PLACEMENT}（三方协议应当明确实习地点）`, field: "place",
    without: { zh: "出了事不知道应在哪里。", en: "When something happens nobody knows where the student should have been." },
    words: (f) => `地点：${or(f.terms.place)}。变更地点须经三方书面同意。`,
  },
  {
    key: "pay", title: "报酬", needed: KINDS, kinds: KINDS, basis: `${PLACEMENT}第十八条`, field: "pay",
    without: { zh: "学生可能没有报酬或被拖欠。", en: "Students may go unpaid." },
    words: (f) => `相对独立参加实际工作的学生，报酬每月不低于${yuan(f.terms.pay)}元；原则上不低于本单位相同岗位工资标准的80%或最低档工资标准。以货币形式、按不超过${or(f.terms.payCycleMonths, "个月")}的周期足额支付到学生本人账户，不得以物品或代金券代替，不得经第三方转发。`,
  },
  {
    key: "hours", title: "工作时间和休息", needed: KINDS, kinds: KINDS, basis: `${PLACEMENT}第十七条`, field: "hours",
    without: { zh: "加班和夜班没有约束。", en: "Nothing holds back overtime and nights." },
    words: (f) => `每日不超过${or(f.terms.hoursDay, "小时")}，每周不超过${or(f.terms.hoursWeek, "小时")}；不安排加班和夜班，不在法定节假日安排实习；相关专业和岗位确有特殊要求的，须事先报主管部门备案。`,
  },
  {
    key: "insurance", title: "保险", needed: KINDS, kinds: KINDS, basis: `${LAW}第五十条；${PLACEMENT}（投保实习责任保险，不得向学生收取或从报酬中抵扣）`, field: "insurance",
    without: { zh: "伤害事故无人赔付。", en: "Nobody pays when somebody is hurt." },
    words: (f) => `实习责任保险由${f.terms.liabilityPayer ? WHO[f.terms.liabilityPayer] : "____"}投保，意外伤害保险由${f.terms.accidentPayer ? WHO[f.terms.accidentPayer] : "____"}投保，覆盖全部期限。保险费用不得向学生收取，也不得从报酬中抵扣。`,
  },
  {
    key: "mentors", title: "指导教师和师傅", needed: KINDS, kinds: KINDS, basis: `${PLACEMENT}（学校和实习单位应当分别选派指导教师和专门人员）`, field: "mentor",
    without: { zh: "学生在岗无人指导。", en: "Nobody guides the student at work." },
    words: (f) => `甲方选派指导教师，乙方选派师傅；每名师傅同期指导学生不超过${or(f.terms.studentsPerMentor, "名")}。`,
  },
  {
    key: "rotation", title: "培养方案与工学交替", needed: APPRENTICE, kinds: ONLY_CLASSES, basis: `${LAW}第三十条`,
    without: { zh: "学徒可能只干活、不学习。", en: "Apprentices may only work and not learn." },
    words: (f) => or(f.terms.rotation, "") === "____" ? "双方共同制定人才培养方案和轮岗计划：____" : f.terms.rotation,
  },
  {
    key: "apprentice", title: "学徒培养协议", needed: APPRENTICE, kinds: ONLY_CLASSES, basis: `${LAW}第三十条（企业与职业学校联合招收学生，以工学结合的方式进行学徒培养的，应当签订学徒培养协议）`,
    without: { zh: "联合招收学徒而没有学徒培养协议，违反法律。", en: "To take apprentices jointly without an apprenticeship agreement breaks the law." },
    words: (f) => `乙方与甲方联合招收学徒的，与每名学徒另行签订学徒培养协议，明确学徒身份、待遇和权益。${f.kind === "enterprise-apprenticeship" ? `学徒为乙方职工，劳动合同期限不少于${or(f.terms.contractMonths, "个月")}。` : ""}`,
  },
  {
    key: "assessment", title: "考核与证书", needed: KINDS, kinds: KINDS, basis: `${PLACEMENT}（不得简单套用实习单位考勤制度和员工标准）`,
    without: { zh: "成绩由谁定、按什么定不清楚。", en: "Who grades, and by what, stays unclear." },
    words: (f) => `${f.terms.assessment || "由双方按共同制定的岗位能力标准考核，不套用乙方员工考核办法：____"}${f.terms.certificate ? `考核合格的，取得${f.terms.certificate}。` : ""}`,
  },
  {
    key: "protection", title: "安全与权益保护", needed: KINDS, kinds: KINDS, basis: `${PLACEMENT}第十六条、第十七条；${LAW}第四十二条`,
    without: { zh: "禁止性规定没有写进协议。", en: "What is forbidden is not in the contract." },
    words: () => "岗前完成安全教育。不得安排一年级学生岗位实习，不得安排未满16周岁的学生岗位实习，不得安排有毒有害、高空、井下等危险作业和娱乐性场所岗位。不得向学生收取押金、培训费、管理费等任何费用，不得扣押证件，不得要求担保，不得通过中介机构或有偿代理组织实习。",
  },
  {
    key: "consent", title: "知情同意", needed: ["placement"], kinds: KINDS, basis: `${PLACEMENT}（取得学生及其法定监护人签字的知情同意书）`,
    without: { zh: "监护人不知情，不得安排岗位实习。", en: "Without the guardian's knowledge there is no placement." },
    words: () => "岗位实习前取得学生及其法定监护人（或家长）签字的知情同意书。学生不愿到安排的单位实习的，可以自行选择符合条件的单位。",
  },
  {
    key: "employment", title: "就业", needed: [], kinds: ONLY_CLASSES, basis: "双方约定；不得强制学生签约",
    without: { zh: "毕业后是否录用没有约定。", en: "Nothing is agreed about jobs afterwards." },
    words: (f) => f.terms.employment || "学生毕业后与乙方双向选择，乙方同等条件下优先录用；不得以任何方式强制签约。",
  },
  {
    key: "breach", title: "违约与争议", needed: KINDS, kinds: KINDS, basis: `${PLACEMENT}（三方协议应当明确违约责任）`, field: "breach",
    without: { zh: "违约没有后果。", en: "A breach has no consequence." },
    words: (f) => f.terms.breach || "任何一方违反本协议的，应当限期改正，造成损失的依法赔偿；不得由学生承担违约金。争议协商不成的，提请主管部门调解或者依法处理。",
  },
  {
    key: "change", title: "变更与终止", needed: KINDS, kinds: KINDS, basis: `${LAW}第四十条`,
    without: { zh: "中途怎样改、怎样结束不清楚。", en: "How to change or end it stays unclear." },
    words: () => "变更须书面订立并由各方签署，原文本保留；期满、协商一致或者一方严重违约的，协议终止，双方妥善安置学生完成学业。",
  },
]; // prettier-ignore

export const clausesOf = (kind: Kind): readonly ClauseForm[] => CLAUSES.filter(({ kinds }) => kinds.includes(kind)); // prettier-ignore
export const findClause = (key: string): ClauseForm | undefined => CLAUSES.find((one) => one.key === key);

/** The contract as the terms give it: all clauses of the kind, those that may be left out included. */
export const draftClauses = (form: Form): Clause[] =>
  clausesOf(form.kind).map(({ key, title, words }) => ({ key, title, text: words(form) }));
