import type { Level } from "../types/index.ts";

/** A stage of schooling: finished 初中, 普通高中, the three levels, 普通本科. */
export const STAGES = ["junior", "general", "secondary", "college", "bachelor", "university"] as const;
export type Stage = (typeof STAGES)[number];

/** How one gets from one stage to the next. */
export const MOVES = [
  "enrol", // 中职招生
  "general-school", // 普通高中
  "comprehensive", // 综合高中
  "technician", // 技工院校
  "five-year", // 五年一贯
  "3+2",
  "3+3",
  "3+4",
  "entrance-exam", // 职教高考
  "separate", // 单独招生、分类考试
  "exempt", // 技能拔尖人才免试
  "general-exam", // 普通高考
  "track-change", // 职普融通，转换学习路径
  "college-3+2", // 高职专科起点贯通
  "5+2",
  "upgrade", // 专升本
  "adult", // 成人高等教育、面向社会人员招生
] as const;
export type Move = (typeof MOVES)[number];

/** How a programme is linked to the one after it: the official list by code, by name alone, same class, same category. */
export const LINKS = ["official", "name", "class", "category", "open"] as const;
export type LinkFit = (typeof LINKS)[number];

export interface PathProgramme {
  code: string;
  name: string;
  level: Level;
  /** first two digits: 61…, 41…, 21… are the same category at the three levels */
  category: string;
  className: string;
  /** usual length in years, null = not said */
  years: number | null;
}

export interface Progression {
  from: string;
  /** null = known by name alone */
  to: string | null;
  toName: string;
  toLevel: Level | "university";
}

/** The last place of an admission of an earlier year, as announced. */
export interface PastLine {
  year: number;
  /** name of the season */
  season: string;
  /** category of the examination; lines of different ones are of different papers */
  category: string;
  /** composed score of the last one admitted */
  score: number;
  rank: number | null;
  /** candidates on the list of the category in which the rank counts; null = not published */
  listed: number | null;
  /** places left empty: the line kept nobody out */
  vacancies: number;
}

/** Channels of admission that have places of their own. */
export type Channel = "entrance-exam" | "separate" | "upgrade";

/** What a school offers; an undergraduate programme stands under its name. */
export interface PathOffering {
  programme: string;
  school: string;
  schoolName: string;
  /** kind in the register, e.g. `technician-school`; "" = not known */
  schoolKind: string;
  /** GB/T 2260 */
  city: string;
  /** seats of the enrolment plan in force, whatever the way; null = no plan says them */
  places: number | null;
  /** seats of the newest season of each channel whose units are published */
  seats: Readonly<Partial<Record<Channel, number>>>;
  /** yuan a year, lowest and highest published; null = none is */
  tuition: { from: number; to: number } | null;
  /** lines of the entrance examination, the newest first */
  lines: readonly PastLine[];
}

export interface PathAgreement {
  id: string;
  kind: "five-year" | "3+2" | "3+3" | "3+4" | "college-3+2" | "5+2" | "upgrade";
  lowerSchool: string;
  lowerSchoolName: string;
  lowerProgramme: string;
  upperSchoolName: string;
  /** null = an undergraduate programme, known by name */
  upperProgramme: string | null;
  upperProgrammeName: string;
  lowerYears: number;
  upperYears: number;
  firstCohort: number;
  lastCohort: number | null;
  quota: number;
  /** yuan a year in the lower and the upper part; null = not said */
  lowerTuition: number | null;
  upperTuition: number | null;
  city: string;
  conditions: readonly string[];
  assessment: readonly string[];
}

/** Why the balance of an occupation is missing: no release is public; too few employers; nothing was advertised to be measured. */
export type GapMissing = "no-release" | "withheld" | "not-advertised";
/** Why its pay is: likewise, or fewer than three employers say what they pay. */
export type PayMissing = "no-release" | "few-employers" | "not-advertised";

/** Where a programme leads, with the figures of the published release. */
export interface Career {
  occupation: string;
  name: string;
  weight: number;
  /** persons wanted beyond those who can fill the posts; null = not published, for the reason beside it */
  gap: number | null;
  gapMissing: GapMissing | null;
  /** yuan a month, the middle one; null likewise */
  pay: number | null;
  payMissing: PayMissing | null;
}

export interface PathwayData {
  programmes: readonly PathProgramme[];
  progression: readonly Progression[];
  offerings: readonly PathOffering[];
  agreements: readonly PathAgreement[];
  careers: ReadonlyMap<string, readonly Career[]>;
  /** how many rules of schools recognise earlier learning in a programme, by its code */
  creditRules: ReadonlyMap<string, number>;
  /** comprehensive high schools (综合高中) in the province's register */
  comprehensiveSchools: number;
}

/** What somebody says of himself. Nothing of it is kept. */
export interface PathwayQuery {
  stage: Stage;
  /** code of the programme that he is in or finished; null at the stages that have none */
  programme: string | null;
  status: "studying" | "graduated";
  /** year of study, 1 = the first; only while studying */
  yearOfStudy: number | null;
  /** agreement in whose class he is, null = in none */
  agreement: string | null;
  /** year in which he would enter next at the earliest; the length of everything counts from it */
  year: number;
  /** code of a city or province whose schools count as near; null = anywhere */
  region: string | null;
  /** composed score of the entrance examination, where known */
  score: number | null;
  /** prize of a skill competition, or a title of model worker (劳动模范) */
  award: "none" | "national" | "provincial" | "model-worker";
  /** 高级工, 技师 and above */
  certificate: "none" | "senior" | "technician";
  veteran: boolean;
  working: boolean;
  /** what he is drawn to; empty = anything */
  categories: readonly string[];
  programmes: readonly string[];
  occupations: readonly string[];
  /** stages at which a route may end; empty = any */
  ends: readonly Stage[];
  /** most routes wanted */
  limit: number;
}

export type RuleId =
  | "EXM-01"
  | "EXM-12"
  | "EXM-12-category"
  | "EXM-13"
  | "EXM-14"
  | "EXM-15"
  | "EXM-17"
  | "EXM-18"
  | "EXM-20"
  | "EXM-20-veteran"
  | "POL-9-track"
  | "FIN-10"
  | "FIN-11"
  | "POL-9-comprehensive"
  | "adult"
  | "technician"
  | "cutoff"
  | "same-stage"
  | "cohort"
  | "no-comprehensive"
  | "no-offering";

/** A rule that a way follows. `met`: what is known satisfies it; `must`: it has to be met on the way; `broken`: it closes the way. */
export interface RuleUse {
  rule: RuleId;
  state: "met" | "must" | "broken";
  figures: Readonly<Record<string, number | string>>;
}

export interface NodeRef {
  /** code, or the name of an undergraduate programme, or the stage where there is no programme */
  key: string;
  code: string | null;
  name: string;
  stage: Stage;
}

/** One way of taking a step. */
export interface Way {
  move: Move;
  open: boolean;
  rules: RuleUse[];
  /** agreements by which it goes, the largest first, at most five */
  agreements: PathAgreement[];
  agreementCount: number;
  /** places by this way; null = none is known */
  places: number | null;
  /** what says them: the agreements, the season's published units, or the plan, which counts all ways together */
  placesFrom: "agreement" | "season" | "plan" | null;
  /** length of what is entered by this way, in years */
  years: number;
}

export interface Step {
  to: NodeRef;
  link: LinkFit;
  /** length of what is entered, in years */
  years: number;
  ways: Way[];
  /** schools that offer it, near ones first, at most five */
  offerings: PathOffering[];
  offeringCount: number;
  /** yuan a year, lowest and highest known */
  tuition: { from: number; to: number } | null;
  aid: RuleUse[];
  /** rules of schools by which earlier learning counts in this programme */
  creditRules: number;
}

export interface Route {
  /** the keys of its programmes; stable over searches */
  key: string;
  steps: Step[];
  /** years from now until its end: what is left of the present stage included */
  years: number;
  /** the same by the shortest open ways */
  fewest: number;
  /** tuition of all its steps in yuan, lowest and highest; `complete` = every step says it; null = none does */
  cost: { from: number; to: number; complete: boolean } | null;
  careers: readonly Career[];
  /** what of the wishes it meets */
  meets: { programme: boolean; occupation: boolean; category: boolean };
}

/** A step that was looked at and is closed, with the rules that close it. */
export interface Closed {
  to: NodeRef;
  link: LinkFit;
  ways: Way[];
}

export interface PathwayAnswer {
  /** what is left of the present stage, in years */
  yearsLeft: number;
  routes: Route[];
  /** how many routes there are in all */
  total: number;
  /** next steps that no way leads to, those that meet a wish first, at most `limit` */
  closed: Closed[];
  closedTotal: number;
  /** wanted programmes that no route comes to, each with the rules that say so */
  unreached: Unreached[];
}

export interface Unreached {
  to: NodeRef;
  rules: RuleUse[];
}
