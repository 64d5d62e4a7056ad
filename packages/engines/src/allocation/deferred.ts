import { rise, sink } from "./select.ts";
import type { Round } from "./round.ts";

/** Keys and candidates share one number: key × 2^26 + candidate. Keys of those who come behind the holders are below 2^27. */
const SPAN = 67_108_864;
const candidateOf = (value: number): number => value - Math.floor(value / SPAN) * SPAN;
export const valueOf = (key: number, candidate: number): number => key * SPAN + candidate;
const keyOf = (value: number): number => Math.floor(value / SPAN);

/** Units with reserves: their pools, and by what each ranks. */
export interface Pools {
  /** first pool of each unit; one more than there are units */
  pools: Int32Array;
  /** quota of each pool, −1 = general */
  quota: Int32Array;
  /** the pools of each unit, at the same places, in the order in which they flow back: that of the quotas */
  back: Int32Array;
  /** the last position of each unit's category, whatever the unit asks for */
  end: Int32Array;
  /** for each quota: is it open to others behind its holders, and do the units' own lines not hold for it */
  flowBack: Uint8Array;
  ownLine: Uint8Array;
  /** place of a candidate in the list of a unit, from 1 */
  general: (unit: number) => Int32Array;
  /** place of a holder in the list of his quota; null = the unit's list */
  holders: (Int32Array | null)[];
}

export interface Held {
  /** entry that each candidate got, −1 = none, and the pool that holds him */
  entry: Int32Array;
  pool: Int32Array;
}

/**
 * The stable matching that is best for the candidates where units have several pools, or where the equal are taken together:
 * each preference stands for the unit's pools in their order, then, for those who do not hold them, for reserves that flow
 * back (slot-specific priorities: Kominers and Sönmez 2016). A pool keeps the best up to its places and whoever equals the
 * last of them; it never does so by cutting the equal apart, so under strict lists it keeps its places exactly.
 * Candidates propose from entry `from[c]` to `to[c]` − 1; `left` (places of each pool) is not changed.
 * Time: O(proposals × log places).
 */
export function deferred(
  round: Round,
  pools: Pools,
  left: Int32Array,
  from: Int32Array,
  to: Int32Array,
): Held {
  const { place, open, unit, first, last } = round;
  const candidates = place.length;
  const heaps = Array.from(left, () => [] as number[]);
  const next = from.slice();
  /** position within the preference: pools as holder or general, then once more for flow-back */
  const step = new Int32Array(candidates);
  const entry = new Int32Array(candidates).fill(-1);
  const pool = new Int32Array(candidates).fill(-1);

  /** The key with which a candidate asks at his present position, −1 = he may not. */
  const keyAt = (c: number, u: number, p: number, back: boolean): number => {
    const q = pools.quota[p]!;
    const bits = open[c]!;
    const inside = place[c]! >= first[u]! && place[c]! <= last[u]!;
    const generally = (bits & 1) !== 0 && inside;
    if (q < 0) return !back && generally ? pools.general(u)[c]! : -1;
    const holder = ((bits >> (q + 1)) & 1) !== 0;
    if (back) return !holder && generally && pools.flowBack[q] === 1 ? candidates + pools.general(u)[c]! : -1;
    if (
      !holder ||
      !(inside || (pools.ownLine[q] === 1 && place[c]! >= first[u]! && place[c]! <= pools.end[u]!))
    )
      return -1;
    return (pools.holders[q] ?? pools.general(u))[c]!;
  };

  for (let s = 0; s < candidates; s++) {
    const out = [s];
    while (out.length > 0) {
      const c = out.pop()!;
      entry[c] = -1;
      pool[c] = -1;
      for (; next[c]! < to[c]!; next[c]!++, step[c] = 0) {
        const u = unit[next[c]!]!;
        const begin = pools.pools[u]!;
        const many = pools.pools[u + 1]! - begin;
        for (; step[c]! < 2 * many; step[c]!++) {
          const p = step[c]! < many ? begin + step[c]! : pools.back[begin + step[c]! - many]!;
          const key = left[p]! > 0 ? keyAt(c, u, p, step[c]! >= many) : -1;
          if (key < 0 || !take(heaps[p]!, left[p]!, valueOf(key, c), out)) continue;
          entry[c] = next[c]!;
          pool[c] = p;
          step[c]!++;
          break;
        }
        if (entry[c]! >= 0) break;
      }
    }
  }
  return { entry, pool };
}

/** Takes one into a pool; whoever has to leave is added to `out`. False: he has no chance. */
export function take(heap: number[], seats: number, value: number, out: number[]): boolean {
  if (heap.length >= seats && keyOf(value) > keyOf(heap[0]!)) return false;
  heap.push(value);
  rise(heap, 0, heap.length, value);
  while (heap.length > seats) {
    const equal = equalToTop(heap, 0, keyOf(heap[0]!));
    if (heap.length - equal < seats) break;
    for (let n = 0; n < equal; n++) {
      out.push(candidateOf(heap[0]!));
      const end = heap.pop()!;
      if (heap.length > 0) sink(heap, 0, heap.length, 0, end);
    }
  }
  return true;
}

/** How many share the key of the worst: they hang together at the top of the heap. */
function equalToTop(heap: readonly number[], k: number, key: number): number {
  if (k >= heap.length || keyOf(heap[k]!) !== key) return 0;
  return 1 + equalToTop(heap, 2 * k + 1, key) + equalToTop(heap, 2 * k + 2, key);
}
