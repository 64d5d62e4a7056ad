/** Limits and options of a plan unless a person says otherwise. */
import type { QuotaLimits, QuotaOptions } from "./types.ts";

const free = { least: null, most: null };
const usual = { up: { share: 0.2, seats: 50 }, down: { share: 0.3, seats: 50 } };

/**
 * Withdrawn and suspended offerings enrol nobody, warned ones no more than last year, expanded ones no fewer. A year
 * moves an offering by a fifth up and three tenths down, or by one class of 50; judgements, to be set by the province.
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
    expand: { up: { share: 0.5, seats: 100 }, down: usual.down },
    keep: usual,
    warn: { up: usual.up, down: null },
    suspend: { up: null, down: null },
    withdraw: { up: null, down: null },
  },
  classes: true,
  openings: true,
  openingMin: 0,
  proposals: "max",
};

export const defaultOptions: QuotaOptions = { gap: 0.005, milliseconds: 60_000, warm: null };
