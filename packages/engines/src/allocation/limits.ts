import { decimalOf } from "./decimals.ts";
import type { AllocationRules } from "./types.ts";

/**
 * The largest single score, in ten-thousandths, with which no composed score of these rules can pass 2^53: every sum of
 * weights times it stays exact.
 */
export function composedLimit(rules: AllocationRules): number {
  const weights = [
    rules.score,
    ...Object.values(rules.categories).map(({ score }) => score ?? {}),
    ...Object.values(rules.rankings).map(({ score }) => score),
    ...rules.quotas.map(({ score }) => score ?? {}),
  ].map((score) => Object.values(score).reduce((sum, weight) => sum + decimalOf(weight), 0));
  return Math.floor(Number.MAX_SAFE_INTEGER / Math.max(1, ...weights));
}
