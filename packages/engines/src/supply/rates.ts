/**
 * Rates measured on the offerings' own years, with partial pooling: an offering's own figure counts as far as its
 * numbers carry it, the rest comes from its class, its category and its level (empirical Bayes with a fixed weight).
 * Source: Efron and Morris (1975), Data Analysis Using Stein's Estimator.
 */
import { LEVELS } from "../types/index.ts";
import type { Level } from "../types/index.ts";
import type { Rate } from "./types.ts";

/** Persons of the pool that weigh as much as the offering's own. */
const PRIOR_PERSONS = 60;

interface Sums {
  top: number;
  base: number;
  squares: number;
  count: number;
}

/** A ratio of two counts, kept by programme, class, category and level. */
export class PooledRate {
  private readonly sums = new Map<string, Sums>();
  private readonly most: number;

  /** `most` bounds a single ratio; shares have 1. */
  constructor(most = 1) {
    this.most = most;
  }

  add(level: Level, programme: string, top: number, base: number): void {
    if (!(base > 0) || !(top >= 0)) return;
    const bounded = Math.min(top, base * this.most);
    for (const key of keysOf(level, programme)) {
      const sums = this.sums.get(key) ?? { top: 0, base: 0, squares: 0, count: 0 };
      if (sums.count === 0) this.sums.set(key, sums);
      sums.top += bounded;
      sums.base += base;
      sums.squares += (bounded * bounded) / base;
      sums.count++;
    }
  }

  /** Pooled rate of a programme and whether its own figures speak in it; null when the level has none at all. */
  rate(level: Level, programme: string): { value: number; own: boolean } | null {
    let value: number | null = null;
    let own = false;
    for (const key of keysOf(level, programme).reverse()) {
      const sums = this.sums.get(key);
      if (!sums || sums.base === 0) continue;
      value =
        value === null
          ? sums.top / sums.base
          : (sums.top + PRIOR_PERSONS * value) / (sums.base + PRIOR_PERSONS);
      own = key.endsWith(programme);
    }
    return value === null ? null : { value, own };
  }

  byLevel(): Record<Level, Rate | null> {
    return Object.fromEntries(
      LEVELS.map((level) => {
        const sums = this.sums.get(level);
        if (!sums) return [level, null];
        const value = sums.top / sums.base;
        const variance = Math.max(0, sums.squares / sums.base - value * value);
        return [level, { value, base: sums.base, spread: value > 0 ? Math.sqrt(variance) / value : 0 }];
      }),
    ) as Record<Level, Rate | null>;
  }
}

function keysOf(level: Level, programme: string): string[] {
  return [
    `${level} ${programme}`,
    `${level} ${programme.slice(0, 4)}`,
    `${level} ${programme.slice(0, 2)}`,
    level,
  ];
}
