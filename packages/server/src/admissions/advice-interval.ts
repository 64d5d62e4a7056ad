/** The last place of a unit in a past year. */
export interface PastPlace {
  /** what the same unit is known by in every year */
  key: string;
  year: number;
  /** place of the last one admitted; null = places stayed empty, or nobody was admitted */
  place: number | null;
}

/** By how much the last place of a unit moved: the logarithm of the ratio of the places. */
export interface YearlyChange {
  /** the later of the two years */
  year: number;
  change: number;
}

export interface ChangeRange {
  low: number;
  high: number;
}

/** Eight in ten of the past changes lie between these quantiles. */
const LOW = 0.1;
const HIGH = 0.9;
/** From so many pairs of years on their changes show by themselves how much years differ, and to which side. */
const PAIRS = 4;

/**
 * How last places moved from one year to the next. Places are compared, not shares of the list: who stands before the last
 * place took the seats up to it, so that it stays where it is when the list grows at its end. (The published lines of one
 * province, 2024 to 2025, with a list that had grown by 11 %: the median place moved by 1 %, the median share by 11 %.)
 * Units that were not full in one of the two years tell nothing of it. Time: linear.
 */
export function yearlyChanges(past: readonly PastPlace[]): YearlyChange[] {
  const byUnit = new Map<string, Map<number, number>>();
  for (const { key, year, place } of past) {
    if (place === null || place <= 0) continue;
    const years = byUnit.get(key) ?? new Map<number, number>();
    byUnit.set(key, years.set(year, place));
  }
  const changes: YearlyChange[] = [];
  for (const years of byUnit.values())
    for (const [year, place] of years) {
      const next = years.get(year + 1);
      if (next !== undefined) changes.push({ year: year + 1, change: Math.log(next / place) });
    }
  return changes;
}

/**
 * The range in which eight in ten of the changes lie, by the ranks of n + 1 (conformal prediction: where a new change is drawn
 * like the old ones, it lies there at least so often). Null where they are too few: below nine no range of this kind exists.
 * @param sorted ascending
 */
export function rangeOf(sorted: ArrayLike<number>): ChangeRange | null {
  const n = sorted.length;
  const low = Math.floor(LOW * (n + 1));
  const high = Math.ceil(HIGH * (n + 1));
  if (low < 1 || high > n) return null;
  return { low: sorted[low - 1]!, high: sorted[high - 1]! };
}

/** What a range rests on. */
export interface AdviceRange {
  range: ChangeRange | null;
  /** changes and pairs of years of the category */
  changes: number;
  pairs: number;
  /** changes of other categories that were taken in */
  others: number;
  /** share of the category's changes that lie in the range that is made without them; null = cannot be tried */
  covered: number | null;
  /** what was left out for that: each change in turn, or each pair of years with all its changes */
  leftOut: "change" | "pair" | null;
}

/**
 * The range for this year's change. Changes of one pair of years share that pair's movement (seats, fashions), so that few
 * pairs tell less than their many changes seem to: with fewer than four the range is made even on both sides of no change,
 * for nobody knows to which side the next year goes; with a single pair that of the other categories is taken in too, for
 * categories differ in how restless they are, as years do.
 * @param own the category's changes; @param others those of the other categories, looked at where there is one pair only
 */
export function adviceRange(own: readonly YearlyChange[], others: readonly YearlyChange[]): AdviceRange {
  const pairs = new Set(own.map(({ year }) => year)).size;
  const elsewhere = pairs === 1 ? rangeOf(sortedChanges(others)) : null;
  const range = rangeFrom(sortedChanges(own), pairs, elsewhere);
  const base = { range, changes: own.length, pairs, others: elsewhere ? others.length : 0 };
  if (range === null) return { ...base, covered: null, leftOut: null };
  let inside = 0;
  let tried = 0;
  if (pairs > 1) {
    for (const year of new Set(own.map((one) => one.year))) {
      const rest = own.filter((one) => one.year !== year);
      const without = rangeFrom(sortedChanges(rest), pairs - 1, null);
      if (without === null) continue;
      const left = own.filter((one) => one.year === year);
      tried += left.length;
      inside += left.filter((one) => isIn(one.change, without)).length;
    }
    if (tried > 0) return { ...base, covered: inside / tried, leftOut: "pair" };
  }
  const sorted = sortedChanges(own);
  const without = new Without(sorted);
  for (let i = 0; i < sorted.length; i++) {
    const made = rangeFrom(without.at(i), pairs, elsewhere);
    if (made === null) return { ...base, covered: null, leftOut: null };
    if (isIn(sorted[i]!, made)) inside++;
  }
  return { ...base, covered: inside / sorted.length, leftOut: "change" };
} // prettier-ignore

const sortedChanges = (changes: readonly YearlyChange[]): Float64Array =>
  Float64Array.from(changes, ({ change }) => change).sort();

const isIn = (change: number, { low, high }: ChangeRange): boolean => change >= low && change <= high;

function rangeFrom(
  sorted: ArrayLike<number>,
  pairs: number,
  elsewhere: ChangeRange | null,
): ChangeRange | null {
  const range = rangeOf(sorted);
  if (range === null || pairs >= PAIRS) return range;
  const widest = Math.max(-range.low, range.high, elsewhere ? -elsewhere.low : 0, elsewhere?.high ?? 0);
  return { low: -widest, high: widest };
}

/** The sorted changes without one of them, not copied for each. */
class Without {
  readonly #all: Float64Array;
  readonly #rest: Float64Array;
  #left = 0;

  constructor(all: Float64Array) {
    this.#all = all;
    this.#rest = all.slice(1);
  }

  /** Without number i; asked for ascending i. */
  at(i: number): Float64Array {
    for (; this.#left < i; this.#left++) this.#rest[this.#left] = this.#all[this.#left]!;
    return this.#rest;
  }
}

/** Where the last place may lie in a list of today's length: whole places, at least 1, at most the list's end. */
export function intervalOf(place: number, range: ChangeRange, listed: number): { from: number; to: number } {
  const at = (change: number) => Math.min(listed, Math.max(1, Math.round(place * Math.exp(change))));
  return { from: at(range.low), to: at(range.high) };
}
