/**
 * The ways of one cohort through its needs, without places: states are weeks done of each need, a step is a stay of so many
 * weeks. Only states on a way from nothing to everything are kept.
 */

/** What of a need the ways depend on; `after` = [need, weeks done]. */
export interface Part {
  weeks: number;
  minRun: number;
  maxRun: number;
  after: readonly (readonly [number, number])[];
}

export interface Graph {
  states: number;
  /** of each step, in the order of time: states, need and length, and the time it begins */
  from: Int32Array;
  to: Int32Array;
  part: Int32Array;
  length: Int32Array;
  time: Int32Array;
  steps: number;
}

/** A cohort whose needs are split more finely than this cannot be planned as a whole. */
const MOST_STATES = 200_000;

/**
 * @returns null where no way leads through
 * @throws Error where there are more than 200,000 states
 */
export function buildGraph(parts: readonly Part[]): Graph | null {
  const radix = [1];
  for (const { weeks } of parts) radix.push(radix.at(-1)! * (weeks + 1));
  const total = parts.reduce((sum, { weeks }) => sum + weeks, 0);
  const goal = radix.at(-1)! - 1;
  const done = (code: number, p: number): number => Math.floor(code / radix[p]!) % (parts[p]!.weeks + 1);
  const layers: number[][] = Array.from({ length: total + 1 }, () => []);
  const seen = new Set([0]);
  layers[0]!.push(0);
  const from: number[] = [];
  const to: number[] = [];
  const part: number[] = [];
  const length: number[] = [];
  const time: number[] = [];
  for (let t = 0; t < total; t++)
    for (const code of layers[t]!)
      for (const [p, { weeks, minRun, maxRun, after }] of parts.entries()) {
        const most = Math.min(maxRun, weeks - done(code, p));
        if (most < minRun || after.some(([other, least]) => done(code, other) < least)) continue;
        for (let run = minRun; run <= most; run++) {
          const next = code + run * radix[p]!;
          from.push(code);
          to.push(next);
          part.push(p);
          length.push(run);
          time.push(t);
          if (seen.has(next)) continue;
          if (seen.size >= MOST_STATES)
            throw new Error(`需求划分过细：一个班组的进度组合超过 ${MOST_STATES}`);
          seen.add(next);
          layers[t + run]!.push(next);
        }
      }
  if (!seen.has(goal)) return null;
  const leads = new Set([goal]);
  const kept: number[] = [];
  for (let k = from.length - 1; k >= 0; k--)
    if (leads.has(to[k]!)) {
      leads.add(from[k]!);
      kept.push(k);
    }
  if (!leads.has(0)) return null;
  kept.reverse();
  const numbers = new Map<number, number>([[0, 0]]);
  const number = (code: number): number => {
    let found = numbers.get(code);
    if (found === undefined) numbers.set(code, (found = numbers.size));
    return found;
  };
  for (const k of kept) number(from[k]!);
  numbers.delete(goal);
  numbers.set(goal, numbers.size);
  return {
    states: numbers.size,
    from: Int32Array.from(kept, (k) => number(from[k]!)),
    to: Int32Array.from(kept, (k) => number(to[k]!)),
    part: Int32Array.from(kept, (k) => part[k]!),
    length: Int32Array.from(kept, (k) => length[k]!),
    time: Int32Array.from(kept, (k) => time[k]!),
    steps: kept.length,
  };
}
