/**
 * Facts that indicators are computed from, and what an indicator is. Facts are plain columns; NaN = not stated.
 * A column of figures by subject and year holds subject s in the i-th year at `s * years.length + i`.
 */
import type { Level, SchoolType } from "../types/index.ts";

/** A word in the two languages of the product. */
export interface Text {
  zh: string;
  en: string;
}

/** Offerings (专业点) × years. Counts are persons unless said otherwise. */
export interface OfferingFacts {
  /** opaque and unique, e.g. the id of planning.offering */
  keys: readonly string[];
  /** ascending, without a gap */
  years: readonly number[];
  /** index into `SchoolFacts.keys`, −1 = unknown school */
  school: Int32Array;
  programme: readonly string[];
  level: readonly Level[];
  city: readonly string[];
  /** years of study */
  duration: Float64Array;
  plan: Float64Array;
  admitted: Float64Array;
  registered: Float64Array;
  onRoll: Float64Array;
  graduates: Float64Array;
  /** in work, without those who study on */
  employed: Float64Array;
  matchedEmployed: Float64Array;
  furtherStudy: Float64Array;
  classes: Float64Array;
  teachers: Float64Array;
  complaints: Float64Array;
  firstChoice: Float64Array;
  /** trained jointly, in work with a known occupation, by their own records (module cotraining) … */
  trackedCoded: Float64Array;
  /** … and of those, in an occupation of the programme */
  trackedMatched: Float64Array;
}

export const OFFERING_COLUMNS = [
  "plan", "admitted", "registered", "onRoll", "graduates", "employed", "matchedEmployed", "furtherStudy", "classes", "teachers",
  "complaints", "firstChoice", "trackedCoded", "trackedMatched",
] as const; // prettier-ignore
export type OfferingColumn = (typeof OFFERING_COLUMNS)[number];

/** Schools × years: 办学条件, as stated. Areas in m², money in yuan, books in volumes. */
export interface SchoolFacts {
  keys: readonly string[];
  names: readonly string[];
  city: readonly string[];
  years: readonly number[];
  /** by school: type of the norms, null = not stated */
  type: readonly (SchoolType | null)[];
  /** by school: the year it was founded, NaN = not stated */
  founded: Float64Array;
  studentsFull: Float64Array;
  masters: Float64Array;
  doctors: Float64Array;
  international: Float64Array;
  preparatory: Float64Array;
  trainees: Float64Array;
  adultFull: Float64Array;
  evening: Float64Array;
  correspondence: Float64Array;
  teachersFull: Float64Array;
  teachersPart: Float64Array;
  teachersGraduate: Float64Array;
  teachersSenior: Float64Array;
  dualQualified: Float64Array;
  landArea: Float64Array;
  buildingArea: Float64Array;
  teachingArea: Float64Array;
  dormArea: Float64Array;
  equipmentValue: Float64Array;
  equipmentNew: Float64Array;
  books: Float64Array;
  booksNew: Float64Array;
  computers: Float64Array;
}

export const SCHOOL_COLUMNS = [
  "studentsFull", "masters", "doctors", "international", "preparatory", "trainees", "adultFull", "evening", "correspondence",
  "teachersFull", "teachersPart", "teachersGraduate", "teachersSenior", "dualQualified", "landArea", "buildingArea", "teachingArea",
  "dormArea", "equipmentValue", "equipmentNew", "books", "booksNew", "computers",
] as const; // prettier-ignore
export type SchoolColumn = (typeof SCHOOL_COLUMNS)[number];

/** The supply side of one planning cycle: a row for each programme, city and year. `city` "" = the whole region. */
export interface ProgrammeFacts {
  /** release year of the cycle; its rows go on to the horizon */
  year: number;
  horizon: number;
  programme: readonly string[];
  city: readonly string[];
  at: Int32Array;
  supply: Float64Array;
  surplus: Float64Array;
  /** worth of one more graduate, and what one fewer would cost: 0…1 */
  priceMin: Float64Array;
  priceMax: Float64Array;
  countsOnlyDemand: Float64Array;
  /** counts-only demand − supply */
  countsOnlyGap: Float64Array;
}

export interface Facts {
  offerings: OfferingFacts;
  schools: SchoolFacts;
  /** by release year ascending; a run uses the newest that is not later than its year */
  balances: readonly ProgrammeFacts[];
}

/** Why an indicator has no figure. Never a number in its place (rule MAJ-12). */
export type UnknownReason =
  | "not-stated"
  | "no-admissions"
  | "no-plan"
  | "no-graduates"
  | "no-employed"
  | "none-on-roll"
  | "no-teachers"
  | "no-classes"
  | "no-students"
  | "no-supply"
  | "no-cycle"
  | "no-cell"
  | "no-duration"
  | "one-year-only"
  | "year-outside"
  | "school-unknown"
  | "school-type-unknown"
  | "no-norm";

export interface Unknown {
  unknown: UnknownReason;
  /** the fields that are missing, e.g. ["graduates"] */
  fields: readonly string[];
}

export type IndicatorValue = number | Unknown;

export type IndicatorUnit =
  | "share"
  | "persons"
  | "years"
  | "m2"
  | "yuan"
  | "m2-per-student"
  | "yuan-per-student"
  | "books-per-student"
  | "computers-per-100"
  | "persons-per-teacher"
  | "persons-per-class"
  | "persons-per-offering"
  | "per-100"
  | "count"
  | "items"
  | "points"
  | "price";

/** How far a figure or a rule may be relied on, as rules.md marks it. */
export type Trust = "A" | "B" | "C" | "mem-high" | "mem-medium" | "mem-low" | "design";

/** Where a definition or a rule rests. */
export interface Basis {
  /** e.g. "教发〔2004〕2号" or "MAJ-12" */
  article: string;
  quote?: string;
  source: string;
  trust: Trust;
}

/** The norms of school conditions (办学条件指标); each is the key of an indicator. */
export const CONDITION_ITEMS = [
  "students-per-teacher",
  "graduate-teacher-share",
  "senior-teacher-share",
  "teaching-area",
  "equipment",
  "equipment-new-share",
  "books",
  "land",
  "dormitory",
  "computers",
  "building",
  "land-total",
  "building-total",
  "teachers-total",
  "equipment-total",
] as const;
export type ConditionItem = (typeof CONDITION_ITEMS)[number];

/** A line that conditions are measured against, e.g. 合格 or 限制招生, by type of school. An item without a figure is not judged. */
export interface ConditionLines {
  key: string;
  name: Text;
  basis: Basis;
  lines: Partial<Record<SchoolType, Partial<Record<ConditionItem, { value: number; trust: Trust }>>>>;
}

/** What indicators take from the rule set rather than from the facts. */
export interface IndicatorParameters {
  /** the line whose failing items `limit-failures` counts, and the one for `qualified-failures` */
  limit: ConditionLines;
  qualified: ConditionLines;
  /** weights of the formulas of 折合在校生 and of teachers (IND-09) */
  equivalents: Equivalents;
}

/** IND-09. */
export interface Equivalents {
  masters: number;
  doctors: number;
  international: number;
  preparatory: number;
  trainees: number;
  adultFull: number;
  evening: number;
  correspondence: number;
  /** an outside teacher counts this much, and at most `outsideShare` of the full-time teachers are counted */
  outside: number;
  outsideShare: number;
  /** the item 新增设备 is met where total and new reach these (yuan) */
  equipmentTotal: number;
  equipmentNew: number;
  /** the item 图书 is met where equivalent students and new volumes exceed these */
  bookStudents: number;
  booksNew: number;
}

/** What a subject of an indicator is. `place` = a programme in a city; `region` has the one subject 0. */
export type IndicatorAbout = "offering" | "place" | "school" | "region";
export type Direction = "higher-better" | "lower-better" | "none";

/** What a figure is, in words: all that a page needs to explain it. */
export interface FigureDefinition {
  key: string;
  name: Text;
  unit: IndicatorUnit;
  direction: Direction;
  about: IndicatorAbout | "occupation" | "industry";
  /** the formula in words */
  formula: Text;
  /** tables and fields it reads, e.g. "demand.offering.registered" */
  lineage: readonly string[];
  basis: Basis;
}

/**
 * An indicator that rules can judge by, defined once. `compute` is pure; the subject is an index: of the offering, of the
 * place (`World.places`), of the school, or 0.
 */
export interface Indicator extends FigureDefinition {
  about: IndicatorAbout;
  compute(world: World, subject: number, year: number): IndicatorValue;
  /** the year that the figure is about where it is another one, e.g. that of graduation */
  aboutYear?(world: World, subject: number, year: number): number;
}

/** Facts with the indexes that indicators need; made once by `prepare`. */
export interface World {
  facts: Facts;
  parameters: IndicatorParameters;
  /** the year entrants are decided for: "at graduation" counts from it */
  entryYear: number;
  /** nothing later than this is read */
  factsThrough: number;
  /** the newest cycle not later than the entry year, null = none that early */
  balance: ProgrammeFacts | null;
  places: { programme: readonly string[]; city: readonly string[]; duration: Float64Array };
  /** place of each offering */
  placeOf: Int32Array;
  /** offerings of each school */
  ofSchool: readonly Int32Array[];
  /** offerings of each programme, by programme code */
  ofProgramme: ReadonlyMap<string, Int32Array>;
  /** for each cycle its row for a place and year: `place * (horizon + 1) + year − release year`, −1 = none */
  rowsOf: ReadonlyMap<ProgrammeFacts, Int32Array>;
  /** offering × year: 1 = it took in or taught somebody, 0 = it stated that it did not, −1 = nothing stated */
  running: Int8Array;
  /** years in which any offering stated anything, by index of the year */
  statedYears: Uint8Array;
  /** figures kept from one call to the next, by name */
  memo: Map<string, unknown>;
}
