/** Sorting of row numbers by unsigned 32-bit keys: least significant digit first, stable, linear. */

const RADIX = 1 << 16;

/**
 * Sorts `order` in place by `keyOf[order[i]]`. Stable. `scratch` is as long as `order`.
 * @param stride position of the key of row r is r * stride + offset
 */
export function sortBy(
  order: Uint32Array,
  scratch: Uint32Array,
  keys: Uint32Array | Uint16Array,
  stride = 1,
  offset = 0,
): void {
  const digits = keys.BYTES_PER_ELEMENT === 2 ? 1 : 2;
  const counts = new Uint32Array(RADIX + 1);
  for (let digit = 0; digit < digits; digit++) {
    const shift = digit * 16;
    counts.fill(0);
    for (let i = 0; i < order.length; i++) {
      counts[((keys[order[i]! * stride + offset]! >>> shift) & 0xffff) + 1]!++;
    }
    // All keys share the digit: nothing to move.
    if (
      order.length > 0 &&
      counts[((keys[order[0]! * stride + offset]! >>> shift) & 0xffff) + 1] === order.length
    )
      continue;
    for (let d = 0; d < RADIX; d++) counts[d + 1]! += counts[d]!;
    for (let i = 0; i < order.length; i++) {
      const row = order[i]!;
      const at = (keys[row * stride + offset]! >>> shift) & 0xffff;
      scratch[counts[at]!++] = row;
    }
    order.set(scratch);
  }
}
