/** How many are there at once: a sweep over the first and last days of the placements of each group. */

/** Members of the groups by number: those of group g are `members[starts[g]…starts[g+1])`. A negative group is left out. */
export function grouped(group: Int32Array, groups: number): { starts: Int32Array; members: Int32Array } {
  const starts = new Int32Array(groups + 1);
  for (const g of group) if (g >= 0) starts[g + 1]!++;
  for (let g = 0; g < groups; g++) starts[g + 1]! += starts[g]!;
  const next = starts.slice(0, groups);
  const members = new Int32Array(starts[groups]!);
  for (let i = 0; i < group.length; i++) if (group[i]! >= 0) members[next[group[i]!]!++] = i;
  return { starts, members };
}

/** From each of `days` on, so many are there, until the next. */
export interface Steps {
  days: Int32Array;
  counts: Int32Array;
  length: number;
}

/** The step function of the placements `members[at…end)`. O(k log k). */
export function stepsOf(from: Int32Array, to: Int32Array, members: Int32Array, at: number, end: number): Steps {
  const k = end - at;
  const begins = new Int32Array(k);
  const ends = new Int32Array(k);
  for (let j = 0; j < k; j++) {
    begins[j] = from[members[at + j]!]!;
    ends[j] = to[members[at + j]!]! + 1;
  }
  begins.sort();
  ends.sort();
  const days = new Int32Array(2 * k);
  const counts = new Int32Array(2 * k);
  let length = 0;
  let now = 0;
  for (let b = 0, e = 0; e < k; ) {
    const day = b < k ? Math.min(begins[b]!, ends[e]!) : ends[e]!;
    for (; b < k && begins[b] === day; b++) now++;
    for (; e < k && ends[e] === day; e++) now--;
    days[length] = day;
    counts[length++] = now;
  }
  return { days, counts, length };
} // prettier-ignore

/** Index of the last step on or before a day. */
function stepAt({ days, length }: Steps, day: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle]! <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * For each placement the most of its group that are there at once on any of its days, itself among them; NaN where it is of
 * no group. O(n log n).
 */
export function peaks(group: Int32Array, groups: number, from: Int32Array, to: Int32Array): Float64Array {
  const found = new Float64Array(group.length).fill(NaN);
  const { starts, members } = grouped(group, groups);
  for (let g = 0; g < groups; g++) {
    const at = starts[g]!;
    const end = starts[g + 1]!;
    if (end === at) continue;
    if (end === at + 1) {
      found[members[at]!] = 1;
      continue;
    }
    const steps = stepsOf(from, to, members, at, end);
    const table = maxima(steps.counts, steps.length);
    for (let j = at; j < end; j++) {
      const i = members[j]!;
      const low = stepAt(steps, from[i]!);
      const high = stepAt(steps, to[i]!);
      const level = 31 - Math.clz32(high - low + 1);
      found[i] = Math.max(table[level]![low]!, table[level]![high - (1 << level) + 1]!);
    }
  }
  return found;
}

/** Sparse table of maxima: row l holds the largest of 2^l neighbours. */
function maxima(counts: Int32Array, length: number): Int32Array[] {
  const table = [counts];
  for (let width = 1; 2 * width <= length; width *= 2) {
    const last = table.at(-1)!;
    const row = new Int32Array(length - 2 * width + 1);
    for (let i = 0; i < row.length; i++) row[i] = Math.max(last[i]!, last[i + width]!);
    table.push(row);
  }
  return table;
}
