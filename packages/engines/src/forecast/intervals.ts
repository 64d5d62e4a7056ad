/**
 * Conformal intervals whose width follows the size of what is forecast. Misses are divided by what a figure of that size
 * is expected to miss, s² = base + perPerson ÷ (1 + forecast); the quantile of these scores, by years ahead, holds for
 * figures of every size, also for a city's or the whole region's.
 * Source: Lei et al. (2018), Distribution-free predictive inference for regression, JASA 113, §5.2 (locally weighted
 * conformal inference); the variance of counts beside a common spread: McCullagh & Nelder, Generalized Linear Models, §6.2.
 */
import type { ForecastOptions, Noise } from "./types.ts";

export interface Score {
  key: string;
  /** what was forecast */
  forecast: number;
  horizon: number;
  /** |log((1 + actual) ÷ (1 + forecast))| */
  miss: number;
}

/** Held-out values that a quantile needs. */
export const MIN_SCORES = 40;
/** No figure is known better than to two per cent a year ahead. */
const LEAST_BASE = 0.02 ** 2;
const FIT_ROUNDS = 5;
/** Quantile of the normal distribution at 90 %, for the default interval of 80 %. */
const NORMAL_90 = 1.2816;

/** What the misses of a test tell of the next ones; where they are too few, the assumed spread stands. */
export function noiseOf(scores: readonly Score[], options: ForecastOptions): Noise {
  const nearest = scores.filter((score) => score.horizon === 1);
  if (nearest.length < MIN_SCORES)
    return { base: options.assumedSpread ** 2, perPerson: 1, quantiles: [NORMAL_90] };
  const { base, perPerson } = fit(nearest);
  const quantiles: number[] = [];
  for (let horizon = 1; ; horizon++) {
    const list = scores
      .filter((score) => score.horizon === horizon)
      .map(({ miss, forecast }) => miss / expectedMiss(base, perPerson, forecast))
      .sort((a, b) => a - b);
    if (list.length < MIN_SCORES) break;
    const rank = Math.min(list.length, Math.ceil((list.length + 1) * options.interval));
    quantiles.push(Math.max(list[rank - 1]!, quantiles.at(-1) ?? 0));
  }
  return { base, perPerson, quantiles };
}

/** Half width, in logarithms, of the interval around a forecast. Beyond the years tested it grows with their root. */
export function spreadOf({ base, perPerson, quantiles }: Noise, forecast: number, horizon: number): number {
  const tested = Math.min(horizon, quantiles.length);
  return quantiles[tested - 1]! * expectedMiss(base, perPerson, forecast) * Math.sqrt(horizon / tested);
}

const expectedMiss = (base: number, perPerson: number, forecast: number): number =>
  Math.sqrt(base + perPerson / (1 + forecast));

/** Least squares of miss² on 1 and 1 ÷ (1 + forecast), weighted by the inverse of its variance; neither is negative. */
function fit(scores: readonly Score[]): { base: number; perPerson: number } {
  let base = 0.01;
  let perPerson = 1;
  for (let round = 0; round < FIT_ROUNDS; round++) {
    let w = 0;
    let wx = 0;
    let wxx = 0;
    let wy = 0;
    let wxy = 0;
    for (const { miss, forecast } of scores) {
      const x = 1 / (1 + forecast);
      const weight = 1 / (base + perPerson * x) ** 2;
      const y = miss * miss;
      w += weight;
      wx += weight * x;
      wxx += weight * x * x;
      wy += weight * y;
      wxy += weight * x * y;
    }
    const determinant = w * wxx - wx * wx;
    perPerson = determinant > 1e-12 * w * wxx ? (w * wxy - wx * wy) / determinant : 0;
    base = (wy - perPerson * wx) / w;
    if (perPerson < 0) [base, perPerson] = [wy / w, 0];
    if (base < LEAST_BASE) [base, perPerson] = [LEAST_BASE, Math.max(0, (wxy - LEAST_BASE * wx) / wxx)];
  }
  return { base, perPerson };
}
