/** Selection and heaps over ranges of a Float64Array of different numbers, in place. */

/**
 * Moves the `keep` smallest of values[from … to − 1] to the front of the range, 0 < keep < to − from, and returns the largest
 * of them (Hoare 1961, median of three). Expected time: linear.
 */
export function keepBest(values: Float64Array, from: number, to: number, keep: number): number {
  let low = from;
  let high = to - 1;
  const wanted = from + keep - 1;
  while (low < high) {
    const a = values[low]!;
    const b = values[(low + high) >> 1]!;
    const c = values[high]!;
    const pivot = a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const kept = values[i]!;
        values[i++] = values[j]!;
        values[j--] = kept;
      }
    }
    if (wanted <= j) high = j;
    else if (wanted >= i) low = i;
    else break;
  }
  return values[wanted]!;
}

/** Makes values[at … at + count − 1] a heap with the largest on top. */
export function heapify(values: Float64Array, at: number, count: number): void {
  for (let k = (count >> 1) - 1; k >= 0; k--) sink(values, at, count, k, values[at + k]!);
}

/** Puts `value` in the place of element `k` of the heap and lets it sink. */
export function sink(
  values: Float64Array | number[],
  at: number,
  count: number,
  k: number,
  value: number,
): void {
  for (;;) {
    let child = 2 * k + 1;
    if (child >= count) break;
    if (child + 1 < count && values[at + child + 1]! > values[at + child]!) child++;
    const below = values[at + child]!;
    if (below <= value) break;
    values[at + k] = below;
    k = child;
  }
  values[at + k] = value;
}

/** Lets `value` rise from a new last element, which makes the heap `count` long. */
export function rise(values: number[], at: number, count: number, value: number): void {
  let k = count - 1;
  while (k > 0) {
    const parent = (k - 1) >> 1;
    if (values[at + parent]! >= value) break;
    values[at + k] = values[at + parent]!;
    k = parent;
  }
  values[at + k] = value;
}
