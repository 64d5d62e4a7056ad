/** What the demand engine is asked and what it answers. */
import type { PostingColumns, SurveyRow } from "../types/index.ts";

/** The part of `dedupe`'s answer that is needed here: which vacancy a posting belongs to, numbered from 0. */
export interface VacancyClusters {
  vacancyOf: Uint32Array;
  count: number;
}

export interface DemandInput {
  year: number;
  cities: readonly string[];
  occupations: readonly string[];
  postings: PostingColumns;
  clusters: VacancyClusters;
  surveys: readonly SurveyRow[];
}

export interface DemandOptions {
  several: number;
  absent: number;
  maxHeadcount: number;
  graduateShare: readonly number[];
  minConfidence: number;
  replicates: number;
  seed: number;
  interval: number;
  calibrateBy: "none" | "city" | "industry";
  calibrationBounds: readonly [number, number];
  /** years of history at most, the release year included */
  maxYears: number;
}

/**
 * Hires by cell. A cell is (occupation, city, minimum education); cells run in the order of their codes.
 * Arrays run along the cells; `history` holds years × cells, oldest year first, the release year last.
 */
export interface DemandResult {
  cells: number;
  occupation: Uint16Array;
  city: Uint16Array;
  education: Uint8Array;
  /** occupation and city codes in the order that the two columns above index into */
  occupationCodes: string[];
  cityCodes: string[];
  hires: Float64Array;
  low: Float64Array;
  high: Float64Array;
  postings: Uint32Array;
  vacancies: Uint32Array;
  employers: Uint32Array;
  topShare: Float64Array;
  calibrated: Uint8Array;
  years: number[];
  history: Float64Array;
  /** cells × replicates: hires in each bootstrap sample */
  replicates: Float32Array;
  replicateCount: number;
  contributions: Contributions;
  /** occupation × 21 (0 = unknown, 1… = section A…): hires of the release year */
  industryHires: Float64Array;
  counts: DemandCounts;
}

/** Hires by employer and cell in canonical order; `employer` is a rank, equal ranks are one employer. */
export interface Contributions {
  employer: Uint32Array;
  cell: Uint32Array;
  hires: Float64Array;
}

export interface DemandCounts {
  postings: number;
  vacancies: number;
  coded: number;
  uncoded: number;
  uncodedHires: number;
  undated: number;
  outsideCities: number;
  withoutEducation: number;
  beyondYear: number;
  employers: number;
  calibratedHires: number;
}
