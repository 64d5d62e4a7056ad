/** Sorting of row numbers by unsigned 32-bit keys: least significant digit first, stable, linear. */

const RADIX = 1 << 16;
/** Below this the passes over the counts would cost more than comparing. */
const FEW = 4096;

/**
 * Sorts `order` in place by `keyOf[order[i]]`. Stable. `scratch` and `digitOf` are as long as `order`.
 * @param stride position of the key of row r is r * stride + offset
 */
export function sortBy(
  order: Uint32Array,
  scratch: Uint32Array,
  digitOf: Uint16Array,
  keys: Uint32Array | Uint16Array,
  stride = 1,
  offset = 0,
): void {
  if (order.length < FEW) {
    order.sort((a, b) => keys[a * stride + offset]! - keys[b * stride + offset]!);
    return;
  }
  const digits = keys.BYTES_PER_ELEMENT === 2 ? 1 : 2;
  const n = order.length;
  const counts = new Uint32Array(RADIX + 1);
  for (let digit = 0; digit < digits; digit++) {
    const shift = digit * 16;
    counts.fill(0);
    for (let i = 0; i < n; i++) {
      const at = (keys[order[i]! * stride + offset]! >>> shift) & 0xffff;
      digitOf[i] = at;
      counts[at + 1]!++;
    }
    // All keys share the digit: nothing to move.
    if (n > 0 && counts[digitOf[0]! + 1] === n) continue;
    for (let d = 0; d < RADIX; d++) counts[d + 1]! += counts[d]!;
    for (let i = 0; i < n; i++) scratch[counts[digitOf[i]!]!++] = order[i]!;
    order.set(scratch);
  }
}
