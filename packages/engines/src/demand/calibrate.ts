/**
 * Post-stratification: postings of some cities or industries are over-represented among all postings. Where a survey
 * tells how the demand divides over the strata, each stratum is weighted to that division; the sum over the surveyed
 * strata stays what it was, because a survey of some enterprises says nothing about the level.
 * Source: Holt and Smith (1979), Post Stratification, JRSS A 142.
 */
import type { SurveyRow } from "../types/index.ts";
import type { DemandOptions } from "./types.ts";

/** A stratum with fewer answers keeps weight 1. */
const MIN_ANSWERS = 5;

/** GB/T 4754-2017: last division (two digits) of each section A…T. */
const SECTION_ENDS = [5, 12, 43, 46, 50, 52, 60, 62, 65, 69, 70, 72, 75, 79, 82, 83, 85, 90, 96, 97];

/** 1 + index of the section letter of a GB/T 4754 code (letter, or digits); 0 = unknown. */
export function sectionOf(code: string | null): number {
  if (!code) return 0;
  const letter = code.toUpperCase().charCodeAt(0) - 64;
  if (letter >= 1 && letter <= 20) return letter;
  const division = Number(code.slice(0, 2));
  if (!(division >= 1)) return 0;
  return 1 + SECTION_ENDS.findIndex((end) => division <= end);
}

/** Weights by stratum (cities in the given order, or 21 industry sections); null = not calibrated. */
export function calibrationWeights(
  options: DemandOptions,
  cities: readonly string[],
  surveys: readonly SurveyRow[],
  year: number,
  hiresByStratum: Float64Array,
): (number | null)[] {
  const weights: (number | null)[] = Array.from(hiresByStratum, () => null);
  if (options.calibrateBy === "none") return weights;
  const wanted = new Float64Array(weights.length);
  const answers = new Uint32Array(weights.length);
  for (const survey of surveys) {
    if (survey.year !== year) continue;
    const stratum =
      options.calibrateBy === "city" ? cities.indexOf(survey.city) : sectionOf(survey.industryCode) || -1;
    if (stratum < 0) continue;
    wanted[stratum]! += survey.wanted;
    answers[stratum]!++;
  }
  let asked = 0;
  let posted = 0;
  const usable = (s: number): boolean =>
    answers[s]! >= MIN_ANSWERS && wanted[s]! > 0 && hiresByStratum[s]! > 0;
  for (let s = 0; s < weights.length; s++) {
    if (!usable(s)) continue;
    asked += wanted[s]!;
    posted += hiresByStratum[s]!;
  }
  const [least, most] = options.calibrationBounds;
  let kept = 0;
  for (let s = 0; s < weights.length; s++) {
    if (!usable(s)) continue;
    const raw = wanted[s]! / asked / (hiresByStratum[s]! / posted);
    weights[s] = Math.min(most, Math.max(least, raw));
    kept += weights[s]! * hiresByStratum[s]!;
  }
  if (kept > 0)
    for (let s = 0; s < weights.length; s++) if (weights[s] !== null) weights[s]! *= posted / kept;
  return weights;
}
