import type { Graph } from "./graph.ts";

/** What somebody is drawn to, by node. */
export interface Wishes {
  none: boolean;
  /** 4 programme, 2 occupation, 1 category */
  bits: Uint8Array;
  /** how strongly it leads to a wanted occupation, 0 to 1 */
  weight: Float64Array;
}

/** What costs a step its rank, by arc and by the node that it enters. */
export interface Penalties {
  /** of the node: nobody offers it, or nobody near */
  node: Uint8Array;
}

/** What lies behind each node, over arcs that rise: how many routes, and the best that any of them could be. */
export interface Reach {
  /** routes that go on from here and end where they may; of them those that meet no wish */
  routes: Float64Array;
  wishless: Float64Array;
  /** no route from here does better in any of these */
  bits: Uint8Array;
  weight: Float64Array;
  penalty: Float64Array;
  years: Float64Array;
}

/**
 * Looks back from the ends, highest stage first: each arc once. A route's rank is made of parts that only add up or grow, so
 * the best of each part behind a node bounds every route through it.
 */
export function reachOf(graph: Graph, wishes: Wishes, penalties: Penalties, ends: Uint8Array): Reach {
  const size = graph.nodes.length;
  const reach: Reach = {
    routes: new Float64Array(size),
    wishless: new Float64Array(size),
    bits: new Uint8Array(size),
    weight: new Float64Array(size),
    penalty: new Float64Array(size).fill(Infinity),
    years: new Float64Array(size).fill(Infinity),
  };
  for (let height = 2; height >= 0; height--)
    for (let from = 0; from < size; from++) {
      if (graph.rise[from] !== height) continue;
      let [routes, wishless, bits, weight, penalty, years] = [0, 0, 0, 0, Infinity, Infinity];
      for (let arc = graph.start[from]!, end = graph.start[from + 1]!; arc < end; arc++) {
        const to = graph.to[arc]!;
        if (graph.rise[to]! <= height) continue;
        const here = ends[to]! + reach.routes[to]!;
        if (here === 0) continue;
        routes += here;
        if (wishes.bits[to] === 0) wishless += ends[to]! + reach.wishless[to]!;
        bits |= wishes.bits[to]! | reach.bits[to]!;
        weight = Math.max(weight, wishes.weight[to]!, reach.weight[to]!);
        penalty = Math.min(penalty, graph.fit[arc]! * 2 + penalties.node[to]! + (ends[to] ? 0 : reach.penalty[to]!));
        years = Math.min(years, graph.years[to]! + (ends[to] ? 0 : reach.years[to]!));
      }
      reach.routes[from] = routes;
      reach.wishless[from] = wishless;
      reach.bits[from] = bits;
      reach.weight[from] = weight;
      reach.penalty[from] = penalty;
      reach.years[from] = years;
    }
  return reach;
} // prettier-ignore
