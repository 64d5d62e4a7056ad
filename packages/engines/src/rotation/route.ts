/** The cheapest timetable of one cohort at given prices, by dynamic programming over its ways. */
import type { CohortModel, Path } from "./model.ts";

export interface Route {
  /** all of it: stays, cells, prices */
  cost: number;
  /** without the prices */
  base: number;
  path: Path;
}

/**
 * Exact where the prices are whole numbers: all sums then are.
 *
 * Two stays at the same place for the same need would be one longer stay. So each state keeps its two best ways that end
 * differently; and a stay considers its three best places, because one may be the last place of the one way and a second
 * that of the other.
 * @param price of the whole cohort by place and week (`place * weeks + week`), Infinity = not there; null = no prices
 * @returns null where no way leads through
 */
export function cheapest(cohort: CohortModel, weeks: number, price: Float64Array | null, useBase: boolean): Route | null {
  const { graph, starts, place, stay, forbidden, base, parts } = cohort;
  const T = cohort.weeks.length;
  const O = place.length;
  const width = T + 1;
  const sums = new Float64Array(O * width);
  const bars = new Int32Array(O * width);
  for (let o = 0; o < O; o++)
    for (let t = 0; t < T; t++) {
      const own = price && place[o]! >= 0 ? price[place[o]! * weeks + cohort.weeks[t]!]! : 0;
      const bar = forbidden[o * T + t] || own === Infinity;
      sums[o * width + t + 1] = sums[o * width + t]! + (bar ? 0 : own + (useBase ? base[o * T + t]! : 0));
      bars[o * width + t + 1] = bars[o * width + t]! + (bar ? 1 : 0);
    }
  const offsets = new Int32Array(parts.length + 1);
  parts.forEach(({ minRun, maxRun, weeks: own }, p) => (offsets[p + 1] = offsets[p]! + Math.max(0, Math.min(maxRun, own) - minRun + 1) * T));
  const cells = offsets[parts.length]!;
  const bestCost = new Float64Array(3 * cells).fill(Infinity);
  const bestOption = new Int32Array(3 * cells).fill(-1);
  parts.forEach(({ minRun, maxRun, weeks: own }, p) => {
    for (let run = minRun; run <= Math.min(maxRun, own); run++)
      for (let t = 0; t + run <= T; t++) {
        const at = 3 * (offsets[p]! + (run - minRun) * T + t);
        for (let o = starts[p]!; o < starts[p + 1]!; o++) {
          const from = o * width + t;
          if (bars[from + run] !== bars[from]) continue;
          const cost = sums[from + run]! - sums[from]! + (useBase ? stay[o]! : 0);
          if (cost < bestCost[at]!) {
            bestCost[at + 2] = bestCost[at + 1]!;
            bestOption[at + 2] = bestOption[at + 1]!;
            bestCost[at + 1] = bestCost[at]!;
            bestOption[at + 1] = bestOption[at]!;
            bestCost[at] = cost;
            bestOption[at] = o;
          } else if (cost < bestCost[at + 1]!) {
            bestCost[at + 2] = bestCost[at + 1]!;
            bestOption[at + 2] = bestOption[at + 1]!;
            bestCost[at + 1] = cost;
            bestOption[at + 1] = o;
          } else if (cost < bestCost[at + 2]!) {
            bestCost[at + 2] = cost;
            bestOption[at + 2] = o;
          }
        }
      }
  });
  // Two labels a state: cost, last option, and the step and label before.
  const S = graph.states;
  const cost = new Float64Array(2 * S).fill(Infinity);
  const last = new Int32Array(2 * S).fill(-1);
  const step = new Int32Array(2 * S).fill(-1);
  const before = new Int32Array(2 * S).fill(-1);
  cost[0] = 0;
  for (let k = 0; k < graph.steps; k++) {
    const from = 2 * graph.from[k]!;
    if (cost[from] === Infinity) continue;
    const p = graph.part[k]!;
    const to = 2 * graph.to[k]!;
    const at = 3 * (offsets[p]! + (graph.length[k]! - parts[p]!.minRun) * T + graph.time[k]!);
    for (let label = from; label < from + 2 && cost[label] !== Infinity; label++) {
      let taken = 0;
      for (let rank = 0; rank < 3 && taken < 2; rank++) {
        const option = bestOption[at + rank]!;
        if (option < 0) break;
        if (option === last[label]) continue;
        taken++;
        const found = cost[label]! + bestCost[at + rank]!;
        if (found < cost[to]!) {
          if (last[to] !== option) {
            cost[to + 1] = cost[to]!;
            last[to + 1] = last[to]!;
            step[to + 1] = step[to]!;
            before[to + 1] = before[to]!;
          }
          cost[to] = found;
          last[to] = option;
          step[to] = k;
          before[to] = label;
        } else if (found < cost[to + 1]! && last[to] !== option) {
          cost[to + 1] = found;
          last[to + 1] = option;
          step[to + 1] = k;
          before[to + 1] = label;
        }
      }
    }
  }
  let label = 2 * (S - 1);
  const whole = cost[label]!;
  if (whole === Infinity) return null;
  const path = new Int32Array(T);
  while (step[label]! >= 0) {
    const k = step[label]!;
    path.fill(last[label]!, graph.time[k]!, graph.time[k]! + graph.length[k]!);
    label = before[label]!;
  }
  return { cost: whole, base: baseOf(cohort, path), path };
} // prettier-ignore

/** What a path costs without prices: its stays and its cells. */
export function baseOf({ stay, base, weeks }: CohortModel, path: Path): number {
  let cost = 0;
  for (let t = 0; t < path.length; t++) {
    const option = path[t]!;
    if (t === 0 || path[t - 1] !== option) cost += stay[option]!;
    cost += base[option * weeks.length + t]!;
  }
  return cost;
}
