import type { Round } from "./round.ts";
import { keepBest, sink, heapify } from "./select.ts";

/** Keys and candidates share one number: key × 2^26 + candidate, exact below 2^53. */
const SPAN = 67_108_864;
/** Below this share of the candidates with something to propose, units keep heaps instead of buffers. */
const TAIL = 1 / 64;

export interface UnitLists {
  /** candidate-major: place of candidate c in list l at c × lists + l, from 1, all different within a unit's applicants */
  places: Int32Array;
  lists: number;
  /** list by which each unit ranks */
  listOf: Int32Array;
}

/**
 * B where each unit has one pool and nobody ties: the stable matching that is best for the candidates (deferred acceptance:
 * Gale and Shapley 1962). The result is the same in whatever order proposals are made, so it is made in the order that memory
 * likes: sweeps over the candidates in their own order, units that gather up to twice their places and then keep the
 * best of them in linear time, and heaps for the few chains at the end.
 * Returns the entry that each candidate got, −1 = none. Time: O(entries + proposals) and a logarithm for those at the end.
 * @throws RangeError for more than 2^26 candidates
 */
export function matching(round: Round, left: Int32Array, { places, lists, listOf }: UnitLists): Int32Array {
  const { place, open, start, unit, first, last } = round;
  const candidates = place.length;
  if (candidates > SPAN) throw new RangeError("more than 2^26 candidates");
  const units = left.length;
  const seats = seatsThatCount(round, left);
  const base = new Float64Array(units + 1);
  for (let u = 0; u < units; u++) base[u + 1] = base[u]! + seats[u]! + slack(seats[u]!);
  const held = new Float64Array(base[units]!);
  const count = new Int32Array(units);
  // who does not rank before this has no chance with the unit
  const bar = new Int32Array(units).fill(0x7fffffff);
  for (let u = 0; u < units; u++) if (seats[u]! <= 0) bar[u] = 0;
  // next entry to propose at; the one that a candidate is held at is the one before
  const next = start.slice(0, candidates);
  const waiting = new Uint8Array(candidates).fill(1);
  let pending = candidates;

  const reject = (from: number, to: number): void => {
    for (let k = from; k < to; k++) {
      const value = held[k]!;
      waiting[value - Math.floor(value / SPAN) * SPAN] = 1;
    }
    pending += to - from;
  };
  const settle = (u: number): void => {
    const at = base[u]!;
    const worst = keepBest(held, at, at + count[u]!, seats[u]!);
    bar[u] = Math.floor(worst / SPAN);
    reject(at + seats[u]!, at + count[u]!);
    count[u] = seats[u]!;
  };

  do {
    for (let c = 0; c < candidates; c++) {
      if (waiting[c] === 0) continue;
      waiting[c] = 0;
      pending--;
      const end = start[c + 1]!;
      if ((open[c]! & 1) === 0) {
        next[c] = end + 1;
        continue;
      }
      const here = place[c]!;
      const row = c * lists;
      let e = next[c]!;
      for (; e < end; e++) {
        const u = unit[e]!;
        const key = places[row + listOf[u]!]!;
        if (key >= bar[u]! || here < first[u]! || here > last[u]!) continue;
        const n = count[u]!;
        held[base[u]! + n] = key * SPAN + c;
        count[u] = n + 1;
        if (n + 1 === seats[u]! + slack(seats[u]!)) settle(u);
        break;
      }
      next[c] = e + 1;
    }
    for (let u = 0; u < units; u++) if (count[u]! > seats[u]!) settle(u);
  } while (pending > candidates * TAIL);

  // the chains at the end: each unit a heap with its worst on top
  const heap = new Uint8Array(units);
  for (let s = 0; s < candidates && pending > 0; s++) {
    if (waiting[s] === 0) continue;
    waiting[s] = 0;
    pending--;
    for (let c = s; c >= 0;) {
      const end = start[c + 1]!;
      const here = place[c]!;
      const row = c * lists;
      let out = -1;
      let e = next[c]!;
      for (; e < end; e++) {
        const u = unit[e]!;
        const key = places[row + listOf[u]!]!;
        if (key >= bar[u]! || here < first[u]! || here > last[u]!) continue;
        const at = base[u]!;
        const value = key * SPAN + c;
        const n = count[u]!;
        if (n < seats[u]!) {
          held[at + n] = value;
          count[u] = n + 1;
          break;
        }
        if (heap[u] === 0) {
          heapify(held, at, n);
          heap[u] = 1;
          bar[u] = Math.floor(held[at]! / SPAN);
          if (key >= bar[u]!) continue;
        }
        const worst = held[at]!;
        out = worst - Math.floor(worst / SPAN) * SPAN;
        sink(held, at, n, 0, value);
        bar[u] = Math.floor(held[at]! / SPAN);
        break;
      }
      next[c] = e + 1;
      c = out;
    }
  }
  const got = new Int32Array(candidates).fill(-1);
  for (let c = 0; c < candidates; c++) {
    const e = next[c]! - 1;
    if (e >= start[c]! && e < start[c + 1]!) got[c] = e;
  }
  return got;
}

const slack = (seats: number): number => (seats <= 0 ? 0 : seats + 8);

/** No unit needs more places than it has applicants. */
function seatsThatCount({ unit, place }: Round, left: Int32Array): Int32Array {
  let sum = 0;
  for (let u = 0; u < left.length; u++) sum += Math.max(0, left[u]!);
  if (sum <= 4 * place.length) return left;
  const applicants = new Int32Array(left.length);
  for (let e = 0; e < unit.length; e++) applicants[unit[e]!]!++;
  return left.map((seats, u) => Math.min(seats, applicants[u]!));
}
