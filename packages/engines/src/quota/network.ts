/**
 * The transport network of all graduation years together: hub → node (year, programme, city) → pool or arrival → demand →
 * hub, as in `balance/model.ts`, but with nodes whose supply is that of the plan. Costs are hundredths, flows thousandths
 * of a person, so that a seat's conversion is a whole number and every comparison of two plans is exact.
 */
import { ArcList } from "../balance/network.ts";
import type { LinkKind } from "../cycle/types.ts";
import { EDUCATIONS, LEVELS, type Level } from "../types/index.ts";
import type { QuotaInput, QuotaTables } from "./types.ts";

export const COST_UNIT = 100;
export const PERSON_UNITS = 1000;
export const HUB = 0;
const AMPLE = 0x3fffffff;

export interface PlanNetwork {
  arcs: ArcList;
  nodes: number;
  /** supply node of each offering (row of the canonical order), its units per seat, and units a node has without the plan */
  nodeOf: Int32Array;
  unitsPerSeat: Int32Array;
  otherUnits: Map<number, number>;
  /** arc hub → node by supply node */
  entry: Map<number, number>;
  /** arcs demand → hub with their demand's key and units */
  exits: { arc: number; node: number; key: string; units: number }[];
  bestWeight: number;
}

interface Programme {
  rank: number;
  nodes: { node: number; city: string }[];
  links: Map<string, number>;
}

/** @throws Error when an offering graduates in a year without a market, or the plan is too large for whole units */
export function buildNetwork(
  input: QuotaInput,
  tables: QuotaTables,
  offerings: readonly QuotaInput["offerings"][number][],
): PlanNetwork {
  const { weights, moveCost, cityCosts, levels } = input.balance;
  const cities = [...new Set(input.cities)].sort();
  const arcs = new ArcList(1 << 15);
  const net: PlanNetwork = {
    arcs,
    nodes: 1,
    nodeOf: new Int32Array(offerings.length),
    unitsPerSeat: Int32Array.from(offerings, (o) => Math.round(Math.max(0, o.conversion) * PERSON_UNITS)),
    otherUnits: new Map(),
    entry: new Map(),
    exits: [],
    bestWeight: Math.round(COST_UNIT * Math.max(...Object.values(weights))),
  };
  const byYear = new Map(input.markets.map((market) => [market.year, market]));
  const supplies = new Map<number, Map<string, Programme>>();
  const supplyNode = new Map<string, number>();

  const supplyOf = (year: number, programme: string, city: string, level: Level): number => {
    const key = `${year} ${programme} ${city}`;
    let node = supplyNode.get(key);
    if (node !== undefined) return node;
    supplyNode.set(key, (node = net.nodes++));
    let programmes = supplies.get(year);
    if (!programmes) supplies.set(year, (programmes = new Map()));
    let known = programmes.get(programme);
    if (!known) {
      programmes.set(programme, (known = { rank: LEVELS.indexOf(level) + 1, nodes: [], links: new Map() }));
      for (const link of tables.crosswalk.links(programme)) {
        const weight = Math.round(COST_UNIT * weights[link.kind as LinkKind]);
        known.links.set(link.occupation, Math.max(weight, known.links.get(link.occupation) ?? 0));
      }
    }
    known.nodes.push({ node, city });
    return node;
  };

  let total = 0;
  offerings.forEach((o, row) => {
    const year = input.year + o.duration;
    if (!byYear.has(year)) throw new Error(`${o.key}：没有 ${year} 届的市场`);
    net.nodeOf[row] = supplyOf(year, o.programme, o.city, o.level);
  });
  for (const market of input.markets) {
    const other = [...market.other].sort((a, b) =>
      compare(`${a.programme} ${a.city}`, `${b.programme} ${b.city}`),
    );
    for (const s of other) {
      const node = supplyOf(market.year, s.programme, s.city, s.level);
      const units = Math.max(0, Math.round(s.amount * PERSON_UNITS));
      net.otherUnits.set(node, (net.otherUnits.get(node) ?? 0) + units);
      total += units;
    }
  }
  for (const seats of Object.values(input.scale)) total += seats * PERSON_UNITS;
  if (total > 1e9) throw new Error("计划规模超出计算范围（一百万人以上）");

  for (const market of [...input.markets].sort((a, b) => a.year - b.year)) {
    const demandAt = addDemand(net, market, cities, levels);
    const programmes = supplies.get(market.year) ?? new Map<string, Programme>();
    for (const [, programme] of [...programmes].sort(([a], [b]) => compare(a, b)))
      addProgramme(net, programme, demandAt, cities, { moveCost, cityCosts });
  }
  return net;
}

interface Group {
  city: string;
  nodes: number[];
  ranks: number[];
}

/** Demand nodes by occupation; each passes on to the next lower education of the same occupation and city. */
function addDemand(
  net: PlanNetwork,
  market: QuotaInput["markets"][number],
  cities: readonly string[],
  levels: readonly string[],
): Map<string, Group[]> {
  const units = new Map<string, { occupation: string; city: string; rank: number; units: number }>();
  for (const d of market.demand) {
    if (!cities.includes(d.city) || !levels.includes(d.level)) continue;
    const rank = EDUCATIONS.indexOf(d.level);
    const key = `${d.occupation} ${d.city} ${9 - rank}`;
    const amount = Math.max(0, Math.round(d.amount * PERSON_UNITS));
    const known = units.get(key);
    if (known) known.units += amount;
    else units.set(key, { occupation: d.occupation, city: d.city, rank, units: amount });
  }
  const demandAt = new Map<string, Group[]>();
  for (const [, d] of [...units].sort(([a], [b]) => compare(a, b))) {
    const node = net.nodes++;
    let groups = demandAt.get(d.occupation);
    if (!groups) demandAt.set(d.occupation, (groups = []));
    let group = groups.at(-1);
    if (group?.city !== d.city) groups.push((group = { city: d.city, nodes: [], ranks: [] }));
    else net.arcs.add(group.nodes.at(-1)!, node, AMPLE, 0);
    group.nodes.push(node);
    group.ranks.push(d.rank);
    const key = `${market.year} ${d.occupation} ${d.city} ${EDUCATIONS[d.rank]!}`;
    net.exits.push({ arc: net.arcs.add(node, HUB, d.units, 0), node, key, units: d.units });
  }
  return demandAt;
}

function addProgramme(
  net: PlanNetwork,
  programme: Programme,
  demandAt: Map<string, Group[]>,
  cities: readonly string[],
  { moveCost, cityCosts }: { moveCost: number; cityCosts: Record<string, number> },
): void {
  const { arcs } = net;
  for (const { node } of programme.nodes) net.entry.set(node, arcs.add(HUB, node, AMPLE, 0));
  const arrival = new Map<string, number>();
  for (const [occupation, weight] of [...programme.links].sort(([a], [b]) => compare(a, b))) {
    if (weight <= 0) continue;
    for (const group of demandAt.get(occupation) ?? []) {
      const at = group.ranks.findIndex((rank) => rank <= programme.rank);
      if (at < 0) continue;
      let node = arrival.get(group.city);
      if (node === undefined) arrival.set(group.city, (node = net.nodes++));
      arcs.add(node, group.nodes[at]!, AMPLE, -weight);
    }
  }
  const uniform = Object.keys(cityCosts).length === 0;
  const move = Math.round(COST_UNIT * moveCost);
  const pool = uniform && move < net.bestWeight && arrival.size > 0 ? net.nodes++ : -1;
  for (const { node, city } of programme.nodes) {
    if (uniform) {
      const home = arrival.get(city);
      if (home !== undefined) arcs.add(node, home, AMPLE, 0);
      if (pool >= 0 && cities.includes(city)) arcs.add(node, pool, AMPLE, move);
      continue;
    }
    for (const [to, at] of arrival) {
      const cost = cityCosts[`${city}>${to}`] ?? (city === to ? 0 : moveCost);
      if (Math.round(COST_UNIT * cost) < net.bestWeight)
        arcs.add(node, at, AMPLE, Math.round(COST_UNIT * cost));
    }
  }
  if (pool >= 0) for (const [, at] of arrival) arcs.add(pool, at, AMPLE, 0);
}

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
