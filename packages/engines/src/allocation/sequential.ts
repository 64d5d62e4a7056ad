import { deferred, type Held, type Pools } from "./deferred.ts";
import type { Round } from "./round.ts";

/**
 * C: first all first preferences, each pool by its list; then the second preferences of those not admitted, for what is left;
 * and so on. `counts[e]` is 0 for a preference that counts; his k-th that counts is filed in step k. `left` is used up.
 * Time: O(steps × candidates + proposals × log places).
 */
export function sequential(round: Round, pools: Pools, left: Int32Array, counts: Uint8Array): Held {
  const candidates = round.place.length;
  const entry = new Int32Array(candidates).fill(-1);
  const pool = new Int32Array(candidates).fill(-1);
  const from = round.start.slice(0, candidates);
  const to = from.slice();
  for (;;) {
    let filed = 0;
    for (let c = 0; c < candidates; c++) {
      const end = round.start[c + 1]!;
      let e = entry[c]! >= 0 ? end : to[c]!;
      while (e < end && counts[e] !== 0) e++;
      from[c] = e;
      to[c] = Math.min(e + 1, end);
      if (e < end) filed++;
    }
    if (filed === 0) return { entry, pool };
    const step = deferred(round, pools, left, from, to);
    for (let c = 0; c < candidates; c++) {
      const p = step.pool[c]!;
      if (p < 0) continue;
      entry[c] = step.entry[c]!;
      pool[c] = p;
      left[p]!--;
    }
  }
}
