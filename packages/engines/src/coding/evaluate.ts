/** How good codes are, measured on postings that a person labelled. */
import type { OccupationGuess } from "../types/index.ts";

export interface Answer {
  /** best first, at most five are looked at; confidence only matters for the first */
  candidates: readonly Pick<OccupationGuess, "code" | "confidence">[];
  /** whether the first candidate is chosen */
  chosen: boolean;
}

export interface Quality {
  /** labelled postings that have an accepted occupation */
  postings: number;
  /** share whose first candidate is accepted; an abstention counts by its first candidate */
  hit1: number;
  /** share with an accepted occupation among the first five */
  hit5: number;
  /** share whose first candidate lies in an accepted minor group (小类, first three parts of the code) */
  group1: number;
  /** the same for chosen answers only: what a reader of the figures sees */
  chosenHit1: number;
  /** share of all postings without a chosen answer */
  abstention: number;
  /** expected calibration error of the first answer over ten bins of equal width */
  calibrationError: number;
}

export const minorGroup = (code: string): string => code.slice(0, 7);

/**
 * @param accepted per posting the codes that are right; empty = none can be told, which counts for abstention only
 * @param answers in the same order
 */
export function evaluate(accepted: readonly (readonly string[])[], answers: readonly Answer[]): Quality {
  let postings = 0;
  let hit1 = 0;
  let hit5 = 0;
  let group1 = 0;
  let chosen = 0;
  let chosenOfLabelled = 0;
  let chosenRight = 0;
  const firsts: { confidence: number; right: boolean }[] = [];
  accepted.forEach((codes, i) => {
    const { candidates, chosen: isChosen } = answers[i]!;
    const first = candidates[0];
    const right = first !== undefined && codes.includes(first.code);
    if (isChosen) chosen++;
    if (first) firsts.push({ confidence: first.confidence, right });
    if (codes.length === 0) return;
    postings++;
    if (right) hit1++;
    if (candidates.slice(0, 5).some(({ code }) => codes.includes(code))) hit5++;
    if (first && codes.some((code) => minorGroup(code) === minorGroup(first.code))) group1++;
    if (isChosen) chosenOfLabelled++;
    if (isChosen && right) chosenRight++;
  });
  const of = (n: number, total: number) => (total === 0 ? 0 : n / total);
  return {
    postings,
    hit1: of(hit1, postings),
    hit5: of(hit5, postings),
    group1: of(group1, postings),
    chosenHit1: of(chosenRight, chosenOfLabelled),
    abstention: of(accepted.length - chosen, accepted.length),
    calibrationError: calibrationError(firsts),
  };
}

/** Mean distance between confidence and share of right answers, over ten bins, weighted by their size. */
export function calibrationError(answers: readonly { confidence: number; right: boolean }[]): number {
  const size = new Float64Array(10);
  const confidence = new Float64Array(10);
  const right = new Float64Array(10);
  for (const answer of answers) {
    const bin = Math.max(0, Math.min(9, Math.floor(answer.confidence * 10)));
    size[bin]!++;
    confidence[bin]! += answer.confidence;
    if (answer.right) right[bin]!++;
  }
  let error = 0;
  for (let bin = 0; bin < 10; bin++) error += Math.abs(confidence[bin]! - right[bin]!);
  return answers.length === 0 ? 0 : error / answers.length;
}
