/**
 * The proof: from any prices of demand and any prices of shared limits a number that no plan exceeds (weak duality). The
 * prices come from the linear relaxation, but the number holds whatever they are: nothing of the solver is believed.
 */
import type { Core } from "./core.ts";
import { COST_UNIT, HUB, PERSON_UNITS } from "./network.ts";

export interface Prices {
  /** ≥ 0, along `network.exits` */
  demand: Float64Array;
  /** along `core.rows`: ≥ 0 where the row is "most", ≤ 0 where "least", any where "exact" */
  rows: Float64Array;
}

/** What one more graduate at each node is worth when posts cost their price: the best way through the network, never < 0. */
export function worthAt(core: Core, demand: ArrayLike<number>): Float64Array {
  const { network } = core;
  const { from, to, cost, count } = network.arcs;
  const worth = new Float64Array(network.nodes).fill(-Infinity);
  network.exits.forEach((e, at) => (worth[e.node] = -demand[at]!));
  for (let again = true; again;) {
    again = false;
    for (let a = count - 1; a >= 0; a--) {
      if (from[a] === HUB || to[a] === HUB) continue;
      const through = worth[to[a]!]! - cost[a]! / COST_UNIT;
      if (through > worth[from[a]!]!) {
        worth[from[a]!] = through;
        again = true;
      }
    }
  }
  for (const node of network.entry.keys()) if (!(worth[node]! > 0)) worth[node] = 0;
  return worth;
}

/** What a seat of each offering adds at these prices, before shared limits take their share. */
export function seatWorth(core: Core, worth: Float64Array): Float64Array {
  const { network } = core;
  return Float64Array.from(
    core.offerings,
    (_, k) => (network.unitsPerSeat[k]! / PERSON_UNITS) * worth[network.nodeOf[k]!]!,
  );
}

/** No plan within the limits is worth more. Infinite where an offering may not have any number of seats. */
export function boundOf(core: Core, prices: Prices): number {
  const { network, rows, sizes } = core;
  const worth = worthAt(core, prices.demand);
  let bound = 0;
  network.exits.forEach((e, at) => (bound += (prices.demand[at]! * e.units) / PERSON_UNITS));
  for (const [node, units] of network.otherUnits) bound += (worth[node]! * units) / PERSON_UNITS;
  rows.forEach((row, r) => {
    const price = signed(prices.rows[r]!, row);
    if (price !== 0) bound += price * (price > 0 ? row.most : row.least);
  });
  const perSeat = seatWorth(core, worth);
  for (let k = 0; k < sizes.length; k++) {
    let fixed = 0;
    let profit = perSeat[k]!;
    for (const r of core.rowsOf[k]!) {
      const price = signed(prices.rows[r]!, rows[r]!);
      if (rows[r]!.counts) fixed += price;
      else profit -= price;
    }
    let best = -Infinity;
    for (const [a, b] of sizes[k]!) {
      if (a === 0) best = Math.max(best, 0);
      const low = Math.max(a, 1);
      if (b >= low) best = Math.max(best, profit * low - fixed, profit * b - fixed);
    }
    bound += best;
  }
  // Room for the rounding of a few hundred thousand additions.
  return bound + 1e-9 * Math.max(1, Math.abs(bound));
}

const signed = (price: number, row: { least: number; most: number }): number =>
  price > 0 && row.most === Infinity ? 0 : price < 0 && row.least === -Infinity ? 0 : price;
