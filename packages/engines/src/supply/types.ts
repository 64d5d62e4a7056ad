/** What the supply engine is asked and what it answers. */
import type { Level, OfferingRow } from "../types/index.ts";
import type { SupplyKind } from "../cycle/types.ts";

export interface SupplyOptions {
  retention: Record<Level, number | null>;
  furtherStudyShare: Record<Level, number | null>;
  stayShare: Record<Level, number | null>;
  duration: Record<Level, number>;
  /** years of study by the official table, null when it does not say */
  yearsOf: (programme: string) => number | null;
  /** two-sided share of the intervals */
  interval: number;
}

export interface SupplyInput {
  /** the release year, and how many years are wanted after it */
  year: number;
  horizon: number;
  offerings: readonly OfferingRow[];
}

/** Keys of notes about a cell, from the table below to the locale files. */
export type SupplyFlag =
  | "graduates-stated"
  | "from-enrolment"
  | "from-registered"
  | "from-admitted"
  | "from-plan"
  | "intake-carried"
  | "retention-pooled"
  | "retention-missing"
  | "duration-assumed"
  | "further-study-pooled"
  | "further-study-parameter"
  | "further-study-missing"
  | "stay-pooled"
  | "stay-parameter"
  | "stay-missing";

export interface SupplyEstimate {
  year: number;
  city: string;
  programme: string;
  level: Level;
  schools: number;
  entrants: number | null;
  graduates: number;
  furtherStudy: number;
  leaving: number;
  supply: number;
  low: number;
  high: number;
  kind: SupplyKind;
  flags: SupplyFlag[];
}

export interface SupplyResult {
  cells: SupplyEstimate[];
  /** supply by programme and city in the years before the release year, where the files state the graduates */
  history: { year: number; city: string; programme: string; supply: number }[];
  rates: SupplyRates;
  /** rows of one school, programme, city and year that were added up */
  merged: number;
}

/** Rates found in the offerings' own years, by level; null = nothing to measure on. */
export interface SupplyRates {
  /** share of a grade that is in the next grade a year later */
  retention: Record<Level, Rate | null>;
  /** share of the last grade that graduates a year later */
  completion: Record<Level, Rate | null>;
  /** registered ÷ plan */
  intake: Record<Level, Rate | null>;
  furtherStudy: Record<Level, Rate | null>;
  stay: Record<Level, Rate | null>;
}

export interface Rate {
  value: number;
  /** persons that it was measured on */
  base: number;
  /** spread (standard deviation of the logarithm) between offerings, size-corrected */
  spread: number;
}
