const DIGIT = 65_536;
/** Below this length comparing is faster than counting. */
const FEW = 4096;

/**
 * Sorts `order` by `values[order[i]]`, the higher first, and leaves the equal as they stood (radix sort by digits of 16 bits).
 * Values are whole numbers from 0 to 2^53 − 1. Time: linear in the length for each digit that the values differ in.
 */
export function sortDescending(order: Int32Array, values: Float64Array): void {
  if (order.length < FEW) {
    order.set(Array.from(order).sort((a, b) => values[b]! - values[a]!));
    return;
  }
  let most = 0;
  for (let i = 0; i < order.length; i++) most = Math.max(most, values[order[i]!]!);
  let from: Int32Array = order;
  let to: Int32Array = new Int32Array(order.length);
  const count = new Int32Array(DIGIT + 1);
  for (let unit = 1; unit <= most; unit *= DIGIT) {
    count.fill(0);
    for (let i = 0; i < from.length; i++) count[DIGIT - digit(values[from[i]!]!, unit)]!++;
    if (count.includes(from.length)) continue;
    for (let d = 1; d <= DIGIT; d++) count[d]! += count[d - 1]!;
    // places from the end, so that the equal keep their order
    for (let i = from.length - 1; i >= 0; i--) {
      const one = from[i]!;
      to[--count[DIGIT - digit(values[one]!, unit)]!] = one;
    }
    [from, to] = [to, from];
  }
  if (from !== order) order.set(from);
}

const digit = (value: number, unit: number): number => {
  const shifted = Math.floor(value / unit);
  return shifted - Math.floor(shifted / DIGIT) * DIGIT;
};
