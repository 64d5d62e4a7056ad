/**
 * From scores to confidence: of the answers given with confidence 0.8, about 80 % are right. Two logistic models fitted
 * on labelled postings (build/fit.ts, cross-validated): one for the first answer, one for those that follow it.
 */

/** Inputs of the model of the first answer, intercept included. */
export const FIRST_INPUTS = 5;
/** Inputs of the model of a later answer, intercept included. */
export const LATER_INPUTS = 3;
export const CALIBRATION_SIZE = FIRST_INPUTS + LATER_INPUTS;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * @param best score of the first answer; @param second score of the next, 0 if there is none
 * @param share exp(best) over the sum of exp of all scores; @param covered share of the title that known terms cover
 */
export function firstInputs(
  best: number,
  second: number,
  share: number,
  covered: number,
  into: Float64Array,
): void {
  into[0] = 1;
  into[1] = Math.min(4, best - second);
  into[2] = Math.log(Math.max(1e-6, share));
  into[3] = covered;
  into[4] = Math.min(12, best);
}

export function firstConfidence(model: ArrayLike<number>, inputs: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < FIRST_INPUTS; i++) sum += (model[i] ?? 0) * inputs[i]!;
  return sigmoid(sum);
}

/** Never above the answer before it. @param behind best score − its score */
export function laterConfidence(model: ArrayLike<number>, first: number, behind: number): number {
  const logit = Math.log(Math.max(1e-4, first) / Math.max(1e-4, 1 - first));
  const at = FIRST_INPUTS;
  return Math.min(
    first,
    sigmoid((model[at] ?? 0) + (model[at + 1] ?? 0) * behind + (model[at + 2] ?? 0) * logit),
  );
}
