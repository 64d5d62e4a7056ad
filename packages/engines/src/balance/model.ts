/**
 * From supply and demand rows to a network.
 *
 * Every path hub → supply → arrival → demand (→ lower demand) → hub is one edge of the linear programme: its cost is
 * −weight(link) + cost(city, city), which is a sum, so that arrivals (programme, city) stand between the two parts and
 * the network needs (programme × city × links) arcs rather than (supply × demand). A graduate of a level may take a
 * post that asks for less: a demand node passes on to that of the next lower education in the same occupation and city.
 */
import { EDUCATIONS } from "../types/index.ts";
import type { LinkKind } from "../cycle/types.ts";
import { ArcList } from "./network.ts";
import type { BalanceInput, BalanceOptions } from "./types.ts";

/** Costs are kept in hundredths: finer differences between links have no meaning. */
export const COST_UNIT = 100;
export const HUB = 0;
export const LINK_KINDS: readonly LinkKind[] = ["official", "post", "class"];

export interface Model {
  arcs: ArcList;
  nodes: number;
  /** canonical order of the input's rows, merged rows share a node */
  supplyNode: Int32Array;
  demandNode: Int32Array;
  supplyUnits: Int32Array;
  demandUnits: Int32Array;
  /** arcs hub → supply and demand → hub, by node */
  entry: Map<number, number>;
  exit: Map<number, number>;
  /** movement arcs (supply → arrival or pool, pool → arrival) and link arcs (arrival → demand), pass-on arcs */
  moveArcs: number[];
  poolArcs: number[];
  linkArcs: number[];
  linkKind: Uint8Array;
  passArcs: number[];
  supplyRows: Int32Array;
  demandRows: Int32Array;
  linkedSupply: Uint8Array;
  linkedDemand: Uint8Array;
  edges: number;
  pruned: number;
}

interface Link {
  occupation: string;
  kind: number;
}

/** Rows in an order that depends on their content only. */
export function canonicalOrder(keys: readonly string[]): Int32Array {
  return Int32Array.from(keys.keys()).sort((a, b) =>
    keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b,
  );
}

export function buildModel(input: BalanceInput, options: BalanceOptions): Model {
  const cityIndex = new Map([...input.cities].sort().map((code, at) => [code, at]));
  const cities = cityIndex.size;
  const supplyKeys = input.supply.map((s) => `${s.programme} ${s.city}`);
  const demandKeys = input.demand.map((d) => `${d.occupation} ${d.city} ${9 - EDUCATIONS.indexOf(d.level)}`);
  const supplyRows = canonicalOrder(supplyKeys);
  const demandRows = canonicalOrder(demandKeys);
  const units = (amount: number): number => Math.max(0, Math.round(amount * options.unitsPerPerson));

  const arcs = new ArcList(1 << 16);
  let nodes = 1;
  const model: Model = {
    arcs,
    nodes: 0,
    supplyNode: new Int32Array(input.supply.length),
    demandNode: new Int32Array(input.demand.length),
    supplyUnits: Int32Array.from(input.supply, (s) => units(s.amount)),
    demandUnits: Int32Array.from(input.demand, (d) => units(d.amount)),
    entry: new Map(),
    exit: new Map(),
    moveArcs: [],
    poolArcs: [],
    linkArcs: [],
    linkKind: new Uint8Array(0),
    passArcs: [],
    supplyRows,
    demandRows,
    linkedSupply: new Uint8Array(input.supply.length),
    linkedDemand: new Uint8Array(input.demand.length),
    edges: 0,
    pruned: 0,
  };

  // Demand nodes, highest education first within (occupation, city), each passing on to the next lower one.
  const open = new Set(options.levels);
  const demandAt = new Map<string, { city: number; nodes: number[]; ranks: number[]; rows: number[] }[]>();
  for (let k = 0; k < demandRows.length; k++) {
    const row = demandRows[k]!;
    const cell = input.demand[row]!;
    const node = nodes++;
    model.demandNode[row] = node;
    const city = cityIndex.get(cell.city);
    if (city === undefined || !open.has(cell.level)) continue;
    const rank = EDUCATIONS.indexOf(cell.level);
    let groups = demandAt.get(cell.occupation);
    if (!groups) demandAt.set(cell.occupation, (groups = []));
    let group = groups[groups.length - 1];
    if (!group || group.city !== city) groups.push((group = { city, nodes: [], ranks: [], rows: [] }));
    else model.passArcs.push(arcs.add(group.nodes[group.nodes.length - 1]!, node, 0x3fffffff, 0));
    group.nodes.push(node);
    group.ranks.push(rank);
    group.rows.push(row);
    model.exit.set(node, arcs.add(node, HUB, model.demandUnits[row]!, 0));
  }

  // Supply nodes by programme; links of a programme with their best kind.
  const programmes: { code: string; rank: number; rows: number[]; links: Link[] }[] = [];
  for (let k = 0; k < supplyRows.length; k++) {
    const row = supplyRows[k]!;
    const s = input.supply[row]!;
    let last = programmes[programmes.length - 1];
    if (last?.code !== s.programme) {
      const rank = s.level === "secondary" ? 1 : s.level === "college" ? 2 : 3;
      programmes.push(
        (last = { code: s.programme, rank, rows: [], links: linksOf(s.programme, input, demandAt) }),
      );
    }
    last.rows.push(row);
  }
  pruneLinks(programmes, demandAt, options.maxEdges, model);

  const costOf = (from: string, to: string): number =>
    Math.round(COST_UNIT * (options.cityCosts[`${from}>${to}`] ?? (from === to ? 0 : options.moveCost)));
  const cityCodes = [...cityIndex.keys()];
  const uniform = Object.keys(options.cityCosts).length === 0;
  const best = Math.round(COST_UNIT * Math.max(...LINK_KINDS.map((kind) => options.weights[kind])));
  const kinds: number[] = [];

  for (const programme of programmes) {
    const supplyOf: { node: number; city: string }[] = [];
    for (const row of programme.rows) {
      const node = nodes++;
      model.supplyNode[row] = node;
      model.entry.set(node, arcs.add(HUB, node, model.supplyUnits[row]!, 0));
      if (cityIndex.has(input.supply[row]!.city)) supplyOf.push({ node, city: input.supply[row]!.city });
    }
    const arrival = new Int32Array(cities).fill(-1);
    for (const link of programme.links) {
      const weight = Math.round(COST_UNIT * options.weights[LINK_KINDS[link.kind]!]);
      if (weight <= 0) continue;
      for (const group of demandAt.get(link.occupation) ?? []) {
        const at = group.ranks.findIndex((rank) => rank <= programme.rank);
        if (at < 0) continue;
        if (arrival[group.city] === -1) arrival[group.city] = nodes++;
        model.linkArcs.push(arcs.add(arrival[group.city]!, group.nodes[at]!, 0x3fffffff, -weight));
        kinds.push(link.kind);
        for (let k = at; k < group.rows.length; k++) model.linkedDemand[group.rows[k]!] = 1;
        for (const row of programme.rows) model.linkedSupply[row] = 1;
      }
    }
    if (uniform) {
      const pool = nodes++;
      const move = Math.round(COST_UNIT * options.moveCost);
      for (const s of supplyOf) {
        const home = arrival[cityIndex.get(s.city)!]!;
        if (home >= 0) model.moveArcs.push(arcs.add(s.node, home, 0x3fffffff, 0));
        if (move < best) model.moveArcs.push(arcs.add(s.node, pool, 0x3fffffff, move));
      }
      for (let c = 0; c < cities; c++) {
        if (arrival[c]! >= 0 && move < best) model.poolArcs.push(arcs.add(pool, arrival[c]!, 0x3fffffff, 0));
      }
    } else {
      for (const s of supplyOf) {
        for (let c = 0; c < cities; c++) {
          const cost = costOf(s.city, cityCodes[c]!);
          if (arrival[c]! >= 0 && cost < best)
            model.moveArcs.push(arcs.add(s.node, arrival[c]!, 0x3fffffff, cost));
        }
      }
    }
  }
  model.nodes = nodes;
  model.linkKind = Uint8Array.from(kinds);
  model.edges = model.linkArcs.length;
  return model;
}

/** Links to occupations that are wanted at all, one per occupation (its best kind), in canonical order. */
function linksOf(programme: string, input: BalanceInput, demandAt: Map<string, unknown>): Link[] {
  const bestKind = new Map<string, number>();
  for (const link of input.crosswalk.links(programme)) {
    if (!demandAt.has(link.occupation)) continue;
    const kind = LINK_KINDS.indexOf(link.kind);
    const known = bestKind.get(link.occupation);
    if (known === undefined || kind < known) bestKind.set(link.occupation, kind);
  }
  return [...bestKind]
    .map(([occupation, kind]) => ({ occupation, kind }))
    .sort((a, b) => (a.occupation < b.occupation ? -1 : 1));
}

/** Leaves out class links, those of the programmes with most of them first, until the rest fits. */
function pruneLinks(
  programmes: { code: string; links: Link[] }[],
  demandAt: Map<string, { city: number }[]>,
  maxEdges: number,
  model: Model,
): void {
  const size = (link: Link): number => demandAt.get(link.occupation)!.length;
  let total = 0;
  const weak: { programme: { links: Link[] }; link: Link; order: number; size: number }[] = [];
  for (const programme of programmes) {
    let order = 0;
    for (const link of programme.links) {
      total += size(link);
      if (link.kind === 2) weak.push({ programme, link, order: order++, size: size(link) });
    }
  }
  if (total <= maxEdges) return;
  weak.sort(
    (a, b) =>
      b.order - a.order ||
      (a.link.occupation < b.link.occupation ? -1 : a.link.occupation > b.link.occupation ? 1 : 0),
  );
  const gone = new Set<Link>();
  for (const { link, size: edges } of weak) {
    if (total <= maxEdges) break;
    total -= edges;
    model.pruned += edges;
    gone.add(link);
  }
  for (const programme of programmes) programme.links = programme.links.filter((link) => !gone.has(link));
}
