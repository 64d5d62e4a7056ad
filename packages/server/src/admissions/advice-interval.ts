/** The last place of a unit in a past year. */
export interface PastPlace {
  /** what the same unit is known by in every year */
  key: string;
  year: number;
  /** last place admitted as a share of the list of its category; null = places stayed empty, or nobody was admitted */
  share: number | null;
}

/** Eight in ten of the past changes lie between these quantiles. */
const LOW = 0.1;
const HIGH = 0.9;

/**
 * By how much the last place of a unit moved from one year to the next, as logarithms of the ratio of shares, ascending. Units
 * that were not full in one of the two years tell nothing of it.
 */
export function yearlyChanges(past: readonly PastPlace[]): number[] {
  const byUnit = new Map<string, Map<number, number>>();
  for (const { key, year, share } of past) {
    if (share === null || share <= 0) continue;
    const years = byUnit.get(key) ?? new Map<number, number>();
    byUnit.set(key, years.set(year, share));
  }
  const changes: number[] = [];
  for (const years of byUnit.values())
    for (const [year, share] of years) {
      const next = years.get(year + 1);
      if (next !== undefined) changes.push(Math.log(next / share));
    }
  return changes.sort((a, b) => a - b);
}

/**
 * The range in which eight in ten of the changes lie, by the ranks of n + 1 (conformal prediction: where a new change is drawn
 * like the old ones, it lies there at least so often). Null where they are too few: below nine no range of this kind exists.
 */
export function rangeOf(changes: readonly number[]): { low: number; high: number } | null {
  const n = changes.length;
  const low = Math.floor(LOW * (n + 1));
  const high = Math.ceil(HIGH * (n + 1));
  if (low < 1 || high > n) return null;
  return { low: changes[low - 1]!, high: changes[high - 1]! };
}

/** How many of the changes lie in the range that the others give; null where that is none. */
export function coverage(changes: readonly number[]): number | null {
  let inside = 0;
  for (const [i, change] of changes.entries()) {
    const range = rangeOf(changes.toSpliced(i, 1));
    if (range === null) return null;
    if (change >= range.low && change <= range.high) inside++;
  }
  return changes.length === 0 ? null : inside / changes.length;
}

/** Where the last place may lie in a list of today's length: whole places, at least 1, at most the list's end. */
export function intervalOf(
  share: number,
  range: { low: number; high: number },
  listed: number,
): { from: number; to: number } {
  const place = (change: number) =>
    Math.min(listed, Math.max(1, Math.round(share * Math.exp(change) * listed)));
  return { from: place(range.low), to: place(range.high) };
}
