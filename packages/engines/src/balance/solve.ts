/** Solves the balance: value first, evenness second, then the range of optimal prices. See README.md. */
import { EDUCATIONS } from "../types/index.ts";
import { ArcList, FAR, optimise, residualCosts } from "./network.ts";
import type { FlowState, Network } from "./network.ts";
import { buildModel, COST_UNIT, HUB, LINK_KINDS } from "./model.ts";
import type { Model } from "./model.ts";
import type { BalanceFlow, BalanceInput, BalanceOptions, BalanceResult } from "./types.ts";

/**
 * Who can fill what. Quantities are rounded to `unitsPerPerson` parts of a person; the answer is exact for these.
 * The order of the input's rows changes nothing.
 */
export function solveBalance(input: BalanceInput, options: BalanceOptions): BalanceResult {
  const model = buildModel(input, options);
  const net = model.arcs.build(model.nodes);
  const state = startState(model, net, options);
  let phases = optimise(net, state);
  phases += spreadEvenly(model, net, state.potential, options.tranches);
  return present(input, options, model, net, state.potential, phases);
}

/** Potentials under which only the entries hub → supply break the conditions: `optimise` fills them and routes the rest. */
function startState(model: Model, net: Network, options: BalanceOptions): FlowState {
  const { from, to, cost } = model.arcs;
  const top = Math.round(COST_UNIT * Math.max(...LINK_KINDS.map((kind) => options.weights[kind])));
  const potential = new Int32Array(model.nodes).fill(4 * top);
  for (const node of model.entry.keys()) potential[node] = top;
  for (const list of [model.moveArcs, model.poolArcs, model.linkArcs, model.passArcs]) {
    for (const a of list) {
      const through = potential[from[a]!]! + cost[a]!;
      if (through < potential[to[a]!]!) potential[to[a]!] = through;
    }
  }
  potential[HUB] = 0;
  return { potential, excess: new Int32Array(model.nodes) };
}

/**
 * Among all optima of equal value, the one that fills equal claimants evenly: entry and exit arcs are cut into
 * `tranches` steps whose cost grows by one, while the value is scaled up so that no sum of steps outweighs it.
 * A cycle passes the hub once, hence at most four steps of at most `tranches − 1` are ever summed.
 */
function spreadEvenly(model: Model, net: Network, potential: Int32Array, tranches: number): number {
  if (tranches <= 1) return 0;
  const scale = 4 * tranches;
  const stepped = new ArcList(model.arcs.count * 2);
  const flow = (arc: number): number => net.free[net.mate[net.half[arc]!]!]!;
  const start: number[] = [];
  const pieces: { arc: number; first: number; count: number }[] = [];
  const { from, to, capacity, cost } = model.arcs;
  for (let a = 0; a < model.arcs.count; a++) {
    let left = flow(a);
    if (from[a] !== HUB && to[a] !== HUB) {
      stepped.add(from[a]!, to[a]!, capacity[a]!, cost[a]! * scale);
      start.push(left);
      continue;
    }
    const first = stepped.count;
    for (let k = 0; k < tranches; k++) {
      const size =
        Math.floor(((k + 1) * capacity[a]!) / tranches) - Math.floor((k * capacity[a]!) / tranches);
      if (size === 0) continue;
      stepped.add(from[a]!, to[a]!, size, k);
      start.push(Math.min(left, size));
      left -= Math.min(left, size);
    }
    pieces.push({ arc: a, first, count: stepped.count - first });
  }
  const fine = stepped.build(model.nodes);
  for (let a = 0; a < stepped.count; a++) {
    const h = fine.half[a]!;
    fine.free[h]! -= start[a]!;
    fine.free[fine.mate[h]!]! += start[a]!;
  }
  const phases = optimise(fine, {
    potential: potential.map((p) => p * scale),
    excess: new Int32Array(model.nodes),
  });
  // Back into the first network, whose potentials stay optimal because the value has not changed.
  let piece = 0;
  let at = 0;
  for (let a = 0; a < model.arcs.count; a++) {
    let amount = 0;
    if (pieces[piece]?.arc === a) {
      const { count } = pieces[piece++]!;
      for (let k = 0; k < count; k++) amount += fine.free[fine.mate[fine.half[at++]!]!]!;
    } else amount = fine.free[fine.mate[fine.half[at++]!]!]!;
    const h = net.half[a]!;
    net.free[h] = capacity[a]! - amount;
    net.free[net.mate[h]!] = amount;
  }
  return phases;
}

function present(
  input: BalanceInput,
  options: BalanceOptions,
  model: Model,
  net: Network,
  potential: Int32Array,
  phases: number,
): BalanceResult {
  const fromHub = residualCosts(net, potential, HUB, "from");
  const toHub = residualCosts(net, potential, HUB, "to");
  const flow = (arc: number): number => net.free[net.mate[net.half[arc]!]!]!;
  const ns = input.supply.length;
  const nd = input.demand.length;
  const result: BalanceResult = {
    supplyMatched: new Float64Array(ns),
    supplyPriceMin: new Float64Array(ns),
    supplyPriceMax: new Float64Array(ns),
    supplyLinked: model.linkedSupply,
    demandMatched: new Float64Array(nd),
    demandPriceMin: new Float64Array(nd),
    demandPriceMax: new Float64Array(nd),
    demandLinked: model.linkedDemand,
    flows: [],
    objective: 0,
    dualObjective: 0,
    edges: model.edges,
    pruned: model.pruned,
    phases,
  };
  const positive = (cost: number): number => (cost === FAR || cost <= 0 ? 0 : cost / COST_UNIT);
  let dual = 0;
  for (let row = 0; row < ns; row++) {
    const node = model.supplyNode[row]!;
    result.supplyMatched[row] = flow(model.entry.get(node)!) / options.unitsPerPerson;
    result.supplyPriceMin[row] = toHub[node] === FAR ? 0 : positive(-toHub[node]!);
    // Where there is nobody to take away, the price is that of one more.
    result.supplyPriceMax[row] = Math.max(result.supplyPriceMin[row]!, positive(fromHub[node]!));
    dual += model.supplyUnits[row]! * Math.round(result.supplyPriceMin[row]! * COST_UNIT);
  }
  for (let row = 0; row < nd; row++) {
    const node = model.demandNode[row]!;
    const exit = model.exit.get(node);
    if (exit === undefined) continue;
    result.demandMatched[row] = flow(exit) / options.unitsPerPerson;
    result.demandPriceMin[row] = fromHub[node] === FAR ? 0 : positive(-fromHub[node]!);
    result.demandPriceMax[row] = Math.max(result.demandPriceMin[row]!, positive(toHub[node]!));
    dual += model.demandUnits[row]! * Math.round(result.demandPriceMax[row]! * COST_UNIT);
  }
  const { cost } = model.arcs;
  let value = 0;
  for (let a = 0; a < model.arcs.count; a++) if (cost[a] !== 0) value -= flow(a) * cost[a]!;
  result.objective = value / COST_UNIT / options.unitsPerPerson;
  result.dualObjective = dual / COST_UNIT / options.unitsPerPerson;
  result.flows = decompose(input, options, model, flow);
  return result;
}

interface Parcel {
  supply: number;
  left: number;
}

/**
 * Paths behind the arc flows. At each arrival the graduates from the cities (in code order) are handed to the links
 * (in occupation order), each taking the next in line: one canonical answer among equally good ones, without fractions.
 */
function decompose(
  input: BalanceInput,
  options: BalanceOptions,
  model: Model,
  flow: (arc: number) => number,
): BalanceFlow[] {
  const { from, to } = model.arcs;
  const held = new Map<number, Parcel[]>();
  const rowOf = new Map<number, number>();
  for (const row of model.supplyRows) {
    const node = model.supplyNode[row]!;
    rowOf.set(node, row);
    held.set(node, [{ supply: node, left: flow(model.entry.get(node)!) }]);
  }
  const take = (node: number, amount: number): Parcel[] => {
    const out: Parcel[] = [];
    const line = held.get(node)!;
    while (amount > 0) {
      const head = line[0]!;
      const part = Math.min(amount, head.left);
      out.push({ supply: head.supply, left: part });
      amount -= part;
      head.left -= part;
      if (head.left === 0) line.shift();
    }
    return out;
  };
  const put = (node: number, parcels: Parcel[]): void => {
    const line = held.get(node);
    if (line) line.push(...parcels);
    else held.set(node, parcels);
  };
  for (const list of [model.moveArcs, model.poolArcs]) {
    for (const a of list) if (flow(a) > 0) put(to[a]!, take(from[a]!, flow(a)));
  }
  const demandLine = new Map<number, { supply: number; kind: number; left: number }[]>();
  model.linkArcs.forEach((a, k) => {
    const amount = flow(a);
    if (amount === 0) return;
    let line = demandLine.get(to[a]!);
    if (!line) demandLine.set(to[a]!, (line = []));
    for (const parcel of take(from[a]!, amount)) line.push({ ...parcel, kind: model.linkKind[k]! });
  });
  const passOf = new Map(model.passArcs.map((a) => [from[a]!, a]));
  const flows: BalanceFlow[] = [];
  for (const row of model.demandRows) {
    const node = model.demandNode[row]!;
    const line = demandLine.get(node);
    if (!line) continue;
    line.sort((a, b) => a.supply - b.supply || a.kind - b.kind);
    const pass = passOf.get(node);
    let stay = flow(model.exit.get(node)!);
    const cell = input.demand[row]!;
    const last = flows.length;
    for (const parcel of line) {
      const here = Math.min(stay, parcel.left);
      stay -= here;
      if (here > 0) {
        const s = input.supply[rowOf.get(parcel.supply)!]!;
        const value = here / options.unitsPerPerson;
        const kind = LINK_KINDS[parcel.kind]!;
        const before = flows.length > last ? flows[flows.length - 1] : undefined;
        if (
          before &&
          before.programme === s.programme &&
          before.cityFrom === s.city &&
          before.kind === kind
        ) {
          before.value += value;
        } else {
          flows.push({
            programme: s.programme,
            cityFrom: s.city,
            occupation: cell.occupation,
            cityTo: cell.city,
            level: cell.level,
            value,
            kind,
          });
        }
      }
      if (parcel.left > here) {
        const next = to[pass!]!;
        let below = demandLine.get(next);
        if (!below) demandLine.set(next, (below = []));
        below.push({ ...parcel, left: parcel.left - here });
      }
    }
  }
  const key = (f: BalanceFlow): string =>
    `${f.programme} ${f.cityFrom} ${f.occupation} ${f.cityTo} ${EDUCATIONS.indexOf(f.level)} ${f.kind}`;
  const keyed = flows.map((f) => ({ f, k: key(f) }));
  keyed.sort((a, b) => (a.k < b.k ? -1 : a.k > b.k ? 1 : 0));
  return keyed.map(({ f }) => f);
}
