/**
 * What a planning cycle is computed with and what it answers. Every table is a flat array of rows with plain
 * values, in canonical order (year, city, code, level), ready to be copied into SQL or written as CSV.
 * Units: persons a year; prices between 0 and 1, where 1 is a graduate placed by an official link at home.
 */
import type { Education, Estimate, Level } from "../types/index.ts";

/** How a programme and an occupation are linked: the official table, the post names of a profile, or a sibling of the class. */
export type LinkKind = "official" | "post" | "class";

/** Whether a row may be published: `primary` = it would show one employer, `secondary` = it would give a primary one away. */
export type Disclosure = "open" | "primary" | "secondary";

/** How a supply figure came about, from best to weakest. `assumed` = the file has nothing better; a note says what. */
export type SupplyKind = "measured" | "estimated" | "pooled" | "assumed";

/** How a demand figure of a year came about. */
export type DemandKind = "counted" | "trend" | "pooled" | "planned" | "flat";

/** Wanted in one occupation, city and minimum education, in one year. */
export interface DemandCell {
  year: number;
  city: string;
  occupation: string;
  level: Education;
  demand: number;
  low: number;
  high: number;
  /** postings and vacancies behind the base year's figure; 0 in forecast years */
  postings: number;
  vacancies: number;
  employers: number;
  /** share of the largest employer in the hires, 0…1 */
  topShare: number;
  matched: number;
  shortage: number;
  shortageLow: number;
  shortageHigh: number;
  /** worth of one more post here (left and right derivative of the optimum) */
  priceMin: number;
  priceMax: number;
  /** demand of the base year was weighted to survey totals */
  calibrated: boolean;
  /** false where no programme of the crosswalk leads here: shortage then says nothing about vocational education */
  linked: boolean;
  kind: DemandKind;
  status: Disclosure;
}

/** Graduates of one programme in one city, in one year, who look for work in the region. */
export interface SupplyCell {
  year: number;
  city: string;
  programme: string;
  level: Level;
  schools: number;
  /** first-grade students of the year, null = not stated */
  entrants: number | null;
  graduates: number;
  furtherStudy: number;
  leaving: number;
  supply: number;
  low: number;
  high: number;
  matched: number;
  surplus: number;
  surplusLow: number;
  surplusHigh: number;
  /** what one more graduate is worth (right derivative), and what one fewer would cost (left derivative) */
  priceMin: number;
  priceMax: number;
  /** demand of the linked occupations shared out by counts alone, and its difference to the supply */
  countsOnlyDemand: number;
  countsOnlyGap: number;
  linked: boolean;
  kind: SupplyKind;
  /** keys of notes that hold for this cell, e.g. "retention-pooled|further-study-missing" */
  flags: string;
  status: Disclosure;
}

/** Graduates of a programme who fill posts of an occupation in the optimum. */
export interface FlowCell {
  year: number;
  cityFrom: string;
  cityTo: string;
  programme: string;
  occupation: string;
  /** minimum education of the posts filled */
  level: Education;
  value: number;
  kind: LinkKind;
  status: Disclosure;
}

/** The group of occupations that a total is over: one occupation, a 小类, 中类, 大类, or all of them. */
export type OccupationScope = "occupation" | "all";
export type ProgrammeScope = "programme" | "class" | "all";

/** A margin of the demand cells. `city` "" = the whole region; `level` "" = every level; `code` "" = all. */
export interface DemandTotal {
  year: number;
  city: string;
  scope: OccupationScope;
  code: string;
  level: Education | "";
  demand: number;
  low: number;
  high: number;
  postings: number;
  vacancies: number;
  employers: number;
  topShare: number;
  matched: number;
  shortage: number;
  shortageLow: number;
  shortageHigh: number;
  /** largest worth of one more post among the cells */
  priceMax: number;
  /** demand in cells that no programme of the crosswalk leads to */
  unlinked: number;
  status: Disclosure;
}

/** A margin of the supply cells. `city` "" = the whole region; `level` "" = every level; `code` "" = all. */
export interface SupplyTotal {
  year: number;
  city: string;
  scope: ProgrammeScope;
  code: string;
  level: Level | "";
  schools: number;
  entrants: number | null;
  graduates: number;
  furtherStudy: number;
  leaving: number;
  supply: number;
  low: number;
  high: number;
  matched: number;
  surplus: number;
  surplusLow: number;
  surplusHigh: number;
  /** supply-weighted mean of the cells' price ranges */
  priceMin: number;
  priceMax: number;
  countsOnlyDemand: number;
  countsOnlyGap: number;
  unlinked: number;
  kind: SupplyKind;
  status: Disclosure;
}

/** Programme class (4 digits) × city: the heat map. `gap` = demand assigned by counts − supply is `countsOnlyGap`. */
export interface HeatCell {
  year: number;
  programmeClass: string;
  city: string;
  /** posts open to the class: filled by it plus its share of the shortage in linked occupations */
  demand: number;
  supply: number;
  /** shortage share − surplus */
  gap: number;
  status: Disclosure;
}

/** A year of the past. Demand by occupation and city, supply by programme and city; `city` "" = the whole region. */
export interface HistoryCell {
  side: "demand" | "supply";
  year: number;
  city: string;
  code: string;
  value: number;
  status: Disclosure;
}

/** What a note is about; the words are the reader's language's. */
export type NoteKey =
  | "not-a-sample"
  | "uncoded"
  | "undated"
  | "outside-cities"
  | "beyond-year"
  | "without-education"
  | "calibrated"
  | "not-calibrated"
  | "unlinked-demand"
  | "unlinked-supply"
  | "intake-carried"
  | "retention-missing"
  | "duration-assumed"
  | "further-study-missing"
  | "stay-missing"
  | "offerings-merged"
  | "links-pruned"
  | "forecast-flat"
  | "forecast-untested"
  | "forecast-tested";

/** Something that a reader has to know; the sentence is made from `key` and `values` in the locale files. */
export interface CycleNote {
  key: NoteKey;
  values: Record<string, string | number>;
}

export interface CycleCounts {
  postings: number;
  vacancies: number;
  /** vacancies of the release year that the coder gave an occupation */
  coded: number;
  /** postings of the release year that the coder abstained on, and the hires in them */
  uncoded: number;
  uncodedHires: number;
  undated: number;
  outsideCities: number;
  withoutEducation: number;
  beyondYear: number;
  employers: number;
  offerings: number;
  surveys: number;
  industryPlan: number;
  historyYears: number[];
}

/** Whole-region figures of one year. */
export interface CycleTotals {
  year: number;
  demand: Estimate;
  supply: Estimate;
  matched: Estimate;
  shortage: Estimate;
  surplus: Estimate;
  /** demand in occupations that no offered programme leads to (part of `demand` and `shortage`) */
  unlinkedDemand: number;
  countsOnly: { demand: number; supply: number; gap: number };
  /** value of the optimum, Σ w·x − Σ cost·x, and the duals' value: equal */
  objective: number;
  dualObjective: number;
}

/** How well the forecast did on the region's own past; null where there is no past to test on. */
export interface ForecastReport {
  method: "damped-trend" | "pooled" | "flat";
  series: number;
  origins: number;
  /** mean absolute scaled error, and the same of "next year as this year" */
  error: number | null;
  naiveError: number | null;
  /** share of the held-out values inside the published interval, and what was asked for */
  coverage: number | null;
  nominal: number;
}

export interface DisclosureReport {
  minEmployers: number;
  maxShare: number;
  primary: number;
  secondary: number;
  open: number;
}

export interface EngineVersions {
  cycle: string;
  dedupe: string;
  demand: string;
  supply: string;
  forecast: string;
  balance: string;
  disclosure: string;
}

/** Every figure that a person may change; stored with the cycle and with the release. All are plain JSON. */
export interface CycleParameters {
  demand: {
    /** persons meant by 若干 */
    several: number;
    /** persons when nothing is stated */
    absent: number;
    /** a stated number above this is taken as this */
    maxHeadcount: number;
    /** shares of the yearly hires that fall to graduates of the year, by minimum education; 1 = not reduced */
    graduateShare: Record<Education, number>;
    /** minimum confidence for a code to count */
    minConfidence: number;
    replicates: number;
    seed: number;
    /** two-sided share of the intervals */
    interval: number;
    calibrateBy: "none" | "city" | "industry";
    /** bounds of a calibration weight */
    calibrationBounds: [number, number];
  };
  supply: {
    /** used where the files say nothing; null = nothing is deducted and a note says so */
    retention: Record<Level, number | null>;
    furtherStudyShare: Record<Level, number | null>;
    stayShare: Record<Level, number | null>;
    /** years of study where neither the file nor the official table has them */
    duration: Record<Level, number>;
    /** how far the misses of two estimates go together, 0…1; assumed, since no file tells */
    correlation: number;
  };
  forecast: {
    horizon: number;
    /** shortest series that gets a trend of its own */
    minLength: number;
    alphaSteps: number;
    damping: number;
    interval: number;
    /** yearly spread (in logarithms) assumed where there is no past to measure it on */
    assumedSpread: number;
    /** how far the industry plan replaces the trend, 0…1 */
    planWeight: number;
  };
  balance: {
    weights: Record<LinkKind, number>;
    /** cost of work in another city of the region, unless `mobility` tells better */
    moveCost: number;
    /** cost by "from>to" city code */
    cityCosts: Record<string, number>;
    /** most edges; above it class links give way first */
    maxEdges: number;
    /** steps of the even filling among equal claimants */
    tranches: number;
    /** smallest unit of the flow, as parts of a person */
    unitsPerPerson: number;
    /** levels that vocational graduates can fill */
    levels: Education[];
    /** instances with at most this many edges are also solved by HiGHS and compared */
    verifyEdges: number;
  };
  disclosure: {
    minEmployers: number;
    maxShare: number;
    minGraduates: number;
    /** a suppressed figure must stay uncertain by at least this share of itself */
    protection: number;
  };
}

export interface CycleResult {
  region: string;
  /** the release year; forecasts follow it */
  year: number;
  years: number[];
  cities: string[];
  parameters: CycleParameters;
  versions: EngineVersions;
  counts: CycleCounts;
  totals: CycleTotals[];
  demand: DemandCell[];
  supply: SupplyCell[];
  flows: FlowCell[];
  demandTotals: DemandTotal[];
  supplyTotals: SupplyTotal[];
  heat: HeatCell[];
  history: HistoryCell[];
  forecast: ForecastReport;
  disclosure: DisclosureReport;
  notes: CycleNote[];
}

/** Stage names in the order they run; `done` and `total` count within the stage. */
export type CycleStage = "dedupe" | "demand" | "supply" | "forecast" | "balance" | "disclosure" | "tables";
export type CycleProgress = (stage: CycleStage, done: number, total: number) => void;

/** The answer of a linear-programme solver. Names are those of the LP text. */
export interface LpSolution {
  status: string;
  objective: number;
  columns: Record<string, { primal: number; dual: number }>;
  rows: Record<string, { dual: number }>;
}

/** Takes a programme in the CPLEX LP format and solves it; the server runs it in a worker thread. */
export type LpSolver = (lp: string) => Promise<LpSolution>;
