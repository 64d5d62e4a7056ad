import type { CandidateKind } from "./eligibility.ts";
import type { Sentence } from "../platform/index.ts";

export type Level = "college" | "bachelor" | "undergraduate";

/** A competition and prize that exempts from the examination. */
export interface Award {
  /** e.g. `national-third` */
  key: string;
  words: Sentence;
  /** kinds of candidates that it is for; none: all */
  kinds?: CandidateKind[] | undefined;
  /** levels of the units that it admits to */
  levels: Level[];
  source: string;
  trust: "A" | "B" | "C" | "mem" | "design" | "entered";
}

/** 技能拔尖免试 of a season, as data (EXM-14). What is not listed exempts nobody. */
export interface ExemptionRules {
  /** `within`: a place of the unit's general seats; `above`: one beside the plan */
  seats: "within" | "above";
  /** days of public notice before the admission */
  noticeDays: number;
  awards: Award[];
}

const CHARTERS = "教学〔2013〕3号，据安徽高职院校章程转引（规则库 EXM-14）";
const NATIONAL: Sentence = {
  zh: "世界技能大赛、全国职业院校技能大赛、中国职业技能大赛（国家级一类）三等奖及以上",
  en: "third prize or better of WorldSkills, the national competition of vocational schools, or a national first-class skill competition",
};

/** What an office is offered where its province's rules are not known. */
const GENERAL: ExemptionRules = {
  seats: "within",
  noticeDays: 5,
  awards: [
    { key: "national-third", words: NATIONAL, kinds: ["current"], levels: ["college"], source: CHARTERS, trust: "C" },
    { key: "province-first", words: { zh: "省级职业院校技能大赛一等奖", en: "first prize of the province's competition of vocational schools" }, kinds: ["current"], levels: ["college"], source: CHARTERS, trust: "C" },
    { key: "skilled-worker", words: { zh: "具有高级工或技师资格并获得县级以上劳动模范、先进个人称号的在职中职毕业生", en: "graduates of secondary schools at work, senior workers or technicians who were honoured by a county or above" }, kinds: ["social", "veteran"], levels: ["college"], source: CHARTERS, trust: "C" },
  ],
}; // prettier-ignore

/** Chongqing 2023: the national prize exempts from the college examination; for 本科 it counts as a score, which is imported. */
const CHONGQING: ExemptionRules = {
  seats: "within",
  noticeDays: 5,
  awards: [
    { key: "national-third", words: NATIONAL, kinds: ["current"], levels: ["college"], source: "重庆市 2023 年高职分类考试招生办法（规则库 EXM-14）", trust: "B" },
  ],
}; // prettier-ignore

/** The exemptions that a season begins with, by the preset that it began from. */
export const exemptionsFor = (preset: string | undefined): ExemptionRules =>
  preset === "chongqing" ? CHONGQING : GENERAL;

/** Awards that somebody of this kind may claim. */
export const awardsFor = (rules: ExemptionRules, kind: CandidateKind): Award[] =>
  rules.awards.filter(({ kinds }) => (kinds ?? [kind]).includes(kind));
