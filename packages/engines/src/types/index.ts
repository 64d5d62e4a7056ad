/**
 * The words that engines share: what a checked row is, what coding answers, what a cycle is computed from.
 * Units: money in yuan a month unless said otherwise; codes are the official ones held by `@tixi/standards`.
 */

/** 层次 of a programme: 中职, 高职专科, 职业本科. */
export type Level = "secondary" | "college" | "bachelor";
/** Education that a posting asks for; `none` = 不限. */
export type Education = "none" | "secondary" | "college" | "bachelor" | "postgraduate";

export const LEVELS: readonly Level[] = ["secondary", "college", "bachelor"];
export const EDUCATIONS: readonly Education[] = ["none", "secondary", "college", "bachelor", "postgraduate"];

export type IntakeKind = "postings" | "offerings" | "surveys" | "industry-plan" | "conditions";

/** Why one value of one row was not accepted. `row` counts from 1 for the first data row (the header is row 0). */
export interface Rejection {
  row: number;
  field: string;
  value: string;
  /** Stable key, e.g. "region-unknown", "programme-ambiguous"; words are in the locale files. */
  code: string;
  /** The sentence in Chinese, ready to be written beside the row. */
  reason: string;
  /** Candidates where the value was ambiguous. */
  candidates?: string[];
}

export interface Salary {
  /** yuan a month */
  min: number;
  max: number;
}

/** One accepted posting (招聘信息). */
export interface PostingRow {
  id: string;
  title: string;
  company: string;
  /** Unified social credit code when the source has one. */
  companyCode: string | null;
  /** GB/T 2260 code of the city (prefecture, or the municipality itself), null when not told. */
  city: string | null;
  regionText: string;
  salary: Salary | null;
  education: Education | null;
  experienceText: string;
  headcount: number | null;
  headcountKind: "stated" | "several" | "absent";
  description: string;
  /** ISO date, null when the source has none or one without a year. */
  publishedAt: string | null;
  industryText: string;
  source: string;
}

/** One accepted offering (专业点): a programme of a school in a year. Counts are persons; null = not stated. */
export interface OfferingRow {
  schoolCode: string | null;
  schoolName: string;
  programmeCode: string;
  level: Level;
  city: string;
  year: number;
  /** years of study */
  duration: number | null;
  plan: number | null;
  admitted: number | null;
  registered: number | null;
  /** enrolment by grade, index 0 = first grade */
  enrolment: number[];
  graduates: number | null;
  employed: number | null;
  matchedEmployed: number | null;
  furtherStudy: number | null;
  /** graduates who work in the province */
  stayed: number | null;
  // The next four are absent where not stated: rows that were taken in before these columns came keep their content.
  /** classes of the programme, all grades */
  classes?: number;
  /** full-time teachers of the programme */
  teachers?: number;
  /** complaints about its enrolment or charges that were found true in the year */
  complaints?: number;
  /** admitted who had put it first */
  firstChoice?: number;
}

/** Kind of school that the norms of school conditions (办学条件, 教发〔2004〕2号) differ by. */
export type SchoolType =
  "comprehensive" | "engineering" | "medical" | "finance-law" | "sports" | "arts" | "secondary" | "technical";

/** 综合师范民族 · 工农林 · 医药 · 语文财经政法 · 体育 · 艺术 · 中职 · 技工 */
export const SCHOOL_TYPES: readonly SchoolType[] = [
  "comprehensive",
  "engineering",
  "medical",
  "finance-law",
  "sports",
  "arts",
  "secondary",
  "technical",
];

/** One accepted row of school conditions (办学条件): a school in a year. Null = not stated. */
export interface ConditionRow {
  schoolCode: string | null;
  schoolName: string;
  /** GB/T 2260; the province's where no city is told */
  city: string;
  year: number;
  schoolType: SchoolType | null;
  /** 全日制在校生: all full-time students, those of the next six lines among them (as 教发〔2004〕2号 counts them) */
  studentsFull: number | null;
  /** 硕士生, 博士生, 留学生, 预科生, 进修生, 成人脱产班 */
  masters: number | null;
  doctors: number | null;
  international: number | null;
  preparatory: number | null;
  trainees: number | null;
  adultFull: number | null;
  /** 夜大(业余), 函授生: beside the full-time students */
  evening: number | null;
  correspondence: number | null;
  /** 专任教师 */
  teachersFull: number | null;
  /** 聘请校外教师 */
  teachersPart: number | null;
  /** of the full-time teachers: with a postgraduate degree, with a senior title, dual-qualified (双师型) */
  teachersGraduate: number | null;
  teachersSenior: number | null;
  dualQualified: number | null;
  /** m²: 占地, 校舍建筑, 教学行政用房, 学生宿舍 */
  landArea: number | null;
  buildingArea: number | null;
  teachingArea: number | null;
  dormArea: number | null;
  /** fen: 教学科研仪器设备值, and what was added to it in the year */
  equipmentValue: number | null;
  equipmentNew: number | null;
  /** volumes (册): 图书, and those added in the year */
  books: number | null;
  booksNew: number | null;
  /** 教学用计算机 (台) */
  computers: number | null;
}

/** One accepted line of an enterprise demand survey (企业用工需求调查). */
export interface SurveyRow {
  company: string;
  companyCode: string | null;
  city: string;
  industryCode: string | null;
  occupationCode: string | null;
  postTitle: string;
  education: Education | null;
  /** persons wanted in `year` */
  wanted: number;
  /** persons in such posts now, null when not stated */
  employed: number | null;
  year: number;
}

/** One accepted line of an industry plan (产业规划): expected growth of employment or output of an industry. */
export interface IndustryPlanRow {
  /** GB/T 4754 code (section letter, or 2 to 4 digits) */
  industryCode: string;
  /** null = the whole region of the installation */
  city: string | null;
  year: number;
  /** expected yearly growth as a fraction, 0.08 = 8 % */
  growth: number;
  /** planned new posts, null when not stated */
  newPosts: number | null;
  document: string;
}

export interface OccupationGuess {
  code: string;
  name: string;
  /** calibrated: of the answers given with 0.8, about 80 % are right */
  confidence: number;
}

export interface Evidence {
  field: "title" | "description" | "company" | "industry";
  /** the words found in the posting */
  text: string;
  /** the term of the lexicon they matched */
  term: string;
}

export interface ProgrammeLink {
  code: string;
  level: Level;
  weight: number;
}

/** What the coder answers for one posting. `chosen` null = it abstains. */
export interface Coding {
  chosen: OccupationGuess | null;
  candidates: OccupationGuess[];
  programmes: ProgrammeLink[];
  evidence: Evidence[];
}

/** A hiring condition that breaks a fair-hiring rule (rules LEG-18 to LEG-21). */
export interface Breach {
  rule: string;
  kind: string;
  severity: "hard" | "warn";
  field: "title" | "description" | "education" | "tags";
  quote: string;
  start: number;
  end: number;
  rewording: string;
  basis: string;
}

/** A figure with its interval. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

/** Input of a planning cycle. Postings are columns (typed arrays), because there may be millions. */
export interface CycleInput {
  /** province code and the year that the release is for */
  region: string;
  year: number;
  /** city codes of the region, the order that `city` columns index into; 65535 = none of them */
  cities: string[];
  /** occupation codes that `occupation` columns index into; 65535 = the coder abstained */
  occupations: string[];
  postings: PostingColumns;
  offerings: OfferingRow[];
  surveys: SurveyRow[];
  industryPlan: IndustryPlanRow[];
}

export interface PostingColumns {
  count: number;
  /** stable 64-bit identity of the posting (content), used for canonical order; two 32-bit words each */
  key: Uint32Array;
  /** index of the normalised employer, 0 = unknown employer */
  employer: Uint32Array;
  city: Uint16Array;
  occupation: Uint16Array;
  confidence: Float32Array;
  /** index into EDUCATIONS, 255 = not stated */
  education: Uint8Array;
  /** stated head count; 0 = absent, 65535 = "several" */
  headcount: Uint16Array;
  /** days since 1970-01-01, -1 = unknown */
  day: Int32Array;
  /** 0 = unknown, else 1 + index of the GB/T 4754 section letter A..T */
  industry: Uint8Array;
  /** 32 bytes per posting: the near-duplicate signature */
  signature: Uint8Array;
}
