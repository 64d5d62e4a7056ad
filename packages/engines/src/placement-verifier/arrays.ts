/** A market and its caps as bare arrays, as docs/placement.md means them. */
export interface Arrays {
  /** entries of student s: start[s] … start[s + 1] − 1, the most wanted first */
  start: Int32Array;
  post: Int32Array;
  /** rank of the student of each entry with its post */
  rank: Int32Array;
  /** place of each student in the draw */
  draw: Int32Array;
  /** most students of each cap, those of the posts first, and the cap above each, −1 = none */
  max: Int32Array;
  above: Int32Array;
}

/**
 * Counts what is wrong with a result over arrays: an entry that is not the student's, a cap that is not kept, a better entry that
 * the caps would choose. @param got entry of each student, −1 = none. Time: entries × depth of caps.
 */
export function faultsOf({ start, post, rank, draw, max, above }: Arrays, got: Int32Array): number {
  let faults = 0;
  const count = new Int32Array(max.length);
  const worst: { rank: number; draw: number }[] = Array.from(max, () => ({ rank: 0, draw: -1 }));
  for (const [s, e] of got.entries()) {
    if (e < 0) continue;
    if (e < start[s]! || e >= start[s + 1]!) faults++;
    for (let cap = post[e]!; cap >= 0; cap = above[cap]!) {
      count[cap]!++;
      const last = worst[cap]!;
      if (rank[e]! > last.rank || (rank[e] === last.rank && draw[s]! > last.draw))
        worst[cap] = { rank: rank[e]!, draw: draw[s]! };
    }
  }
  for (const [cap, n] of count.entries()) if (n > Math.max(0, max[cap]!)) faults++;
  for (const [s, own] of got.entries())
    for (let e = start[s]!; e < (own < 0 ? start[s + 1]! : own); e++) {
      let cap = post[e]!;
      while (cap >= 0 && count[cap]! < max[cap]!) cap = above[cap]!;
      const last = worst[cap];
      // room in every cap, or the narrowest full one holds somebody behind him
      if (!last || rank[e]! < last.rank || (rank[e] === last.rank && draw[s]! < last.draw)) faults++;
    }
  return faults;
}
