import type { Round } from "./round.ts";

/** Candidates whose first entries are fetched together: their rows lie anywhere, so the loads should not wait for each other. */
const AHEAD = 32;

/**
 * A where all units rank by the categories' lists: candidates in their order, each to the first of his preferences with a
 * place (serial dictatorship). Returns the entry that each candidate got, −1 = none; `left` is used up.
 * Time: linear in the entries, one read each; no entry behind the one that is met is read.
 */
export function parallel(round: Round, left: Int32Array): Int32Array {
  const { order, place, open, start, unit, first, last } = round;
  const got = new Int32Array(place.length).fill(-1);
  if (unit.length === 0) return got;
  // the last place in the order for which a unit still has something; −1 when it is full
  const until = last.slice();
  for (let u = 0; u < until.length; u++) if (left[u]! <= 0) until[u] = -1;
  const begins = new Int32Array(AHEAD);
  const ends = new Int32Array(AHEAD);
  const final = unit.length - 1;
  let touched = 0;
  for (let from = 0; from < order.length; from += AHEAD) {
    const to = Math.min(order.length, from + AHEAD);
    for (let i = from, k = 0; i < to; i++, k++) {
      const candidate = order[i]!;
      const begin = start[candidate]!;
      begins[k] = begin;
      ends[k] = (open[candidate]! & 1) === 0 ? begin : start[candidate + 1]!;
    }
    for (let k = 0; k < to - from; k++) touched ^= unit[Math.min(begins[k]!, final)]!;
    for (let i = from, k = 0; i < to; i++, k++) {
      const end = ends[k]!;
      for (let e = begins[k]!; e < end; e++) {
        const u = unit[e]!;
        if (i > until[u]! || i < first[u]!) continue;
        got[order[i]!] = e;
        if (--left[u]! === 0) until[u] = Math.min(until[u]!, lastEqual(order, place, i));
        break;
      }
    }
  }
  // `touched` keeps the fetches alive; the result does not depend on it
  if (touched === 0x7fffffff) got[0] = got[0]!;
  return got;
}

/** The last position whose candidate equals the one at `i` in everything. */
function lastEqual(order: Int32Array, place: Int32Array, i: number): number {
  const here = place[order[i]!]!;
  let end = i;
  while (end + 1 < order.length && place[order[end + 1]!]! === here) end++;
  return end;
}
