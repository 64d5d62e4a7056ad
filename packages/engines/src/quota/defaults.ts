/** Limits and options of a plan unless a person says otherwise. */
import type { QuotaLimits, QuotaOptions } from "./types.ts";

const free = { least: null, most: null };
const fewer = { share: 0.2, seats: 0 };
const usual = { up: { share: 0.2, seats: 10 }, down: fewer };

/**
 * Withdrawn and suspended offerings enrol nobody, warned ones no more than last year and at least half of it, expanded ones
 * no fewer. A year moves an offering by a fifth, upwards by ten seats where that is more; one that is expanded by half or a
 * class of 30; an opening has two classes at most. Whole offerings are closed by cards, not by the search for the best plan.
 * Judgements, to be set by the province.
 */
export const defaultLimits: QuotaLimits = {
  cards: {
    add: free,
    expand: { least: 1, most: null },
    keep: free,
    warn: { least: null, most: 1 },
    suspend: { least: null, most: 0 },
    withdraw: { least: null, most: 0 },
  },
  change: {
    add: { up: null, down: null },
    expand: { up: { share: 0.5, seats: 30 }, down: fewer },
    keep: usual,
    warn: { up: usual.up, down: { share: 0.5, seats: 0 } },
    suspend: { up: null, down: null },
    withdraw: { up: null, down: null },
  },
  classes: true,
  openings: true,
  openingMin: 0,
  openingMost: 100,
  proposals: "max",
};

/** A class that was smaller last year may go on, and shrink as far as a school's classes do (seven tenths); else it is as `size` says. */
export const classSizeOf = (
  last: number,
  size: { min: number; max: number },
): { min: number; max: number } => ({
  min: last > 0 ? Math.min(size.min, Math.ceil(last * 0.7)) : size.min,
  max: size.max,
});

export const defaultOptions: QuotaOptions = { gap: 0.005, milliseconds: 60_000, warm: null };
