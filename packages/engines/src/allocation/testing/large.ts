/** Rounds as large as a province's, over plain arrays: better candidates want better units, lists agree in part. */
import { Random } from "../../sample/random.ts";
import type { UnitLists } from "../matching.ts";
import type { Round } from "../round.ts";

export interface LargeRound {
  round: Round;
  /** places of each unit */
  left: Int32Array;
  lists: UnitLists;
}

/** How many candidates, preferences of each, units, and lists by which units rank. */
export interface LargeSize {
  candidates: number;
  preferences: number;
  units: number;
  lists: number;
}

/** Nine tenths as many places as candidates. Candidates are numbered in no order of merit. */
export function largeRound({ candidates, preferences, units, lists }: LargeSize, seed: number): LargeRound {
  const random = new Random(seed);
  const left = Int32Array.from({ length: units }, () =>
    Math.max(1, Math.round(((0.9 * candidates) / units) * (0.5 + random.next()))),
  );
  const ability = Float64Array.from({ length: candidates }, () => random.next());
  const unit = new Int32Array(candidates * preferences);
  const wish = wishes(random, units);
  for (let c = 0; c < candidates; c++)
    for (let k = 0; k < preferences; k++) unit[c * preferences + k] = wish(c, ability[c]!);
  const places = new Int32Array(candidates * lists);
  let order = new Int32Array(0);
  for (let l = 0; l < lists; l++) {
    const merit = ability.map((a) => a + 0.3 * random.next());
    const list = Int32Array.from({ length: candidates }, (_, c) => c).sort((a, b) => merit[b]! - merit[a]!);
    for (let i = 0; i < candidates; i++) places[list[i]! * lists + l] = i + 1;
    if (l === 0) order = list;
  }
  const place = new Int32Array(candidates);
  for (let i = 0; i < candidates; i++) place[order[i]!] = i;
  return {
    round: {
      order,
      place,
      open: new Int32Array(candidates).fill(1),
      start: Int32Array.from({ length: candidates + 1 }, (_, c) => c * preferences),
      unit,
      first: new Int32Array(units),
      last: new Int32Array(units).fill(candidates - 1),
    },
    left,
    lists: { places, lists, listOf: Int32Array.from({ length: units }, (_, u) => u % lists) },
  };
}

/** Draws the next wish of a candidate with this ability (0 to 1, 1 the best); unit 0 is the most wanted. No wish comes twice. */
export function wishes(random: Random, units: number): (candidate: number, ability: number) => number {
  const named = new Int32Array(units).fill(-1);
  return (candidate, ability) => {
    for (;;) {
      const x = random.next();
      const wanted = Math.floor(units * (0.6 * (1 - ability) + 0.5 * x * x + 0.1 * (random.next() - 0.6)));
      const u = wanted < 0 || wanted >= units ? random.below(units) : wanted;
      if (named[u] === candidate) continue;
      named[u] = candidate;
      return u;
    }
  };
}
