import { Best, scoreOf } from "./best.ts";
import { categoryOf, fitOf, GENERAL, JUNIOR, lengthOf, type Graph } from "./graph.ts";
import { reachOf, type Wishes } from "./reach.ts";
import { nearPrefix, routeOf } from "./routes.ts";
import type { Closed, PathwayAnswer, PathwayQuery, Route, Unreached } from "./types.ts";
import { isOpen, use, waysOf } from "./ways.ts"; // prettier-ignore

/** What a step costs in rank where no school of the province, or of the wanted region, offers what it enters. */
const NOT_OFFERED = 3;
const NOT_NEAR = 1;

/**
 * Every route from where somebody stands, the best ones in full.
 * Best: meets more of the wishes (a programme before an occupation before a category); stays on the official progression
 * and where schools of the province, and of the wanted region, offer it; is shorter; has more places; by code.
 * One look back over all arcs counts the routes and bounds what lies behind each node; the walk then leaves aside what
 * cannot be among the best.
 * @throws Error where the programme is not in the graph, or a stage needs one
 */
export function findRoutes(graph: Graph, query: PathwayQuery): PathwayAnswer {
  const begin = nodeOf(graph, query);
  const yearsLeft = leftOf(graph, query, begin);
  const wishes = wishesOf(graph, query);
  const off = penaltiesOf(graph, query);
  const ends = Uint8Array.from(graph.nodes, ({ stage }) => (query.ends.length === 0 || query.ends.includes(stage) ? 1 : 0));
  const reach = reachOf(graph, wishes, { node: off }, ends);
  const best = new Best(query.limit);
  const path: number[] = [];
  const entry = query.year + Math.max(0, Math.ceil(yearsLeft) - 1);
  const take = (from: number, arc: number, bits: number, weight: number, penalty: number, years: number): void => {
    const to = graph.to[arc]!;
    const met = bits | wishes.bits[to]!;
    const strength = Math.max(weight, wishes.weight[to]!);
    const cost = penalty + graph.fit[arc]! * 2 + off[to]!;
    const length = years + lengthOf(graph, from, to);
    path.push(arc);
    if ((wishes.none || met > 0) && ends[to]) best.offer(scoreOf(met, strength, cost, length, Math.max(0, graph.places[to]!)), path);
    const behind = scoreOf(met | reach.bits[to]!, Math.max(strength, reach.weight[to]!), cost + reach.penalty[to]!, length + reach.years[to]!, MANY);
    if (reach.routes[to]! > 0 && behind > best.least && (wishes.none || (met | reach.bits[to]!) > 0))
      for (let next = graph.start[to]!, end = graph.start[to + 1]!; next < end; next++)
        if (graph.rise[graph.to[next]!]! > graph.rise[to]!) take(to, next, met, strength, cost, length);
    path.pop();
  };
  let total = 0;
  const open = new Set<number>();
  const closed: { arc: number; bits: number }[] = [];
  for (let arc = graph.start[begin]!, end = graph.start[begin + 1]!; arc < end; arc++) {
    const to = graph.to[arc]!;
    // only what starts here can be closed
    if (!isOpen(graph, query, { from: begin, arc, first: true, entered: null, year: entry })) {
      closed.push({ arc, bits: wishes.bits[to]! });
      continue;
    }
    open.add(to);
    total += ends[to]! + reach.routes[to]! - (wishes.none || wishes.bits[to]! > 0 ? 0 : ends[to]! + reach.wishless[to]!);
    take(begin, arc, 0, 0, 0, yearsLeft);
  }
  closed.sort((a, b) => b.bits - a.bits || a.arc - b.arc);
  const closedStep = (arc: number): Closed => ({
    to: graph.nodes[graph.to[arc]!]!,
    link: fitOf(graph, arc),
    ways: waysOf(graph, query, { from: begin, arc, first: true, entered: null, year: entry }),
  });
  return {
    yearsLeft,
    routes: best.shown().map((arcs) => routeOf(graph, query, begin, arcs, { yearsLeft, entry, wishes })),
    total,
    closed: closed.slice(0, query.limit).map(({ arc }) => closedStep(arc)),
    closedTotal: closed.length,
    unreached: unreachedOf(graph, query, begin, open, (to) => {
      const found = closed.find(({ arc }) => graph.to[arc] === to);
      return found ? closedStep(found.arc) : null;
    }),
  };
} // prettier-ignore

/**
 * One route by its key, as it stands now: what somebody kept or compares.
 * @returns the route; or the step that it comes no further by: closed with its rules, or null where nothing links the two any more
 * @throws Error as findRoutes
 */
export function followRoute(graph: Graph, query: PathwayQuery, key: string): { route: Route } | { stopped: Closed | null } {
  const begin = nodeOf(graph, query);
  const yearsLeft = leftOf(graph, query, begin);
  const entry = query.year + Math.max(0, Math.ceil(yearsLeft) - 1);
  const arcs: number[] = [];
  let from = begin;
  for (const name of key.split(">")) {
    const to = graph.byKey.get(name);
    let arc = graph.start[from]!;
    while (arc < graph.start[from + 1]! && graph.to[arc] !== to) arc++;
    const first = arcs.length === 0;
    if (to === undefined || arc === graph.start[from + 1]! || (!first && graph.rise[to]! <= graph.rise[from]!)) return { stopped: null };
    const taking = { from, arc, first, entered: null, year: entry };
    if (first && !isOpen(graph, query, taking))
      return { stopped: { to: graph.nodes[to]!, link: fitOf(graph, arc), ways: waysOf(graph, query, taking) } };
    arcs.push(arc);
    from = to;
  }
  return { route: routeOf(graph, query, begin, arcs, { yearsLeft, entry, wishes: wishesOf(graph, query) }) };
} // prettier-ignore

/** Of places, where nothing is known yet: no score has more. */
const MANY = 99_999;

function nodeOf(graph: Graph, query: PathwayQuery): number {
  if (query.stage === "junior") return JUNIOR;
  if (query.stage === "general") return GENERAL;
  const node = query.programme === null ? undefined : graph.byKey.get(query.programme);
  if (node === undefined) throw new Error(`no programme ${query.programme ?? "given"}`);
  if (graph.nodes[node]!.stage !== query.stage)
    throw new Error(`${query.programme!} is not of the stage ${query.stage}`);
  return node;
}

function leftOf(graph: Graph, query: PathwayQuery, node: number): number {
  if (query.status === "graduated" || node === JUNIOR) return 0;
  return Math.max(1, graph.years[node]! - ((query.yearOfStudy ?? 1) - 1));
}

function wishesOf(graph: Graph, query: PathwayQuery): Wishes {
  const programmes = new Set(query.programmes);
  const occupations = new Set(query.occupations);
  const categories = new Set(query.categories.map(categoryOf));
  const bits = new Uint8Array(graph.nodes.length);
  const weight = new Float64Array(graph.nodes.length);
  graph.nodes.forEach(({ key }, i) => {
    if (programmes.has(key)) bits[i]! |= 4;
    if (categories.has(graph.category[i]!)) bits[i]! |= 1;
    if (occupations.size > 0)
      for (const career of graph.careers[i]!)
        if (occupations.has(career.occupation)) {
          bits[i]! |= 2;
          weight[i] = Math.max(weight[i]!, career.weight);
        }
  });
  return { none: programmes.size + occupations.size + categories.size === 0, bits, weight };
}

function penaltiesOf(graph: Graph, query: PathwayQuery): Uint8Array {
  const prefix = query.region === null ? null : nearPrefix(query.region);
  return Uint8Array.from(graph.nodes, ({ stage }, i) => {
    if (stage === "university") return 0;
    if (graph.places[i]! < 0) return NOT_OFFERED;
    return prefix === null || graph.offerings[i]!.some(({ city }) => city.startsWith(prefix)) ? 0 : NOT_NEAR;
  });
}

/** Wanted programmes that no open way comes to, with the rules that close the way, or the one that leaves none. */
function unreachedOf(graph: Graph, query: PathwayQuery, begin: number, open: ReadonlySet<number>, closed: (to: number) => Closed | null): Unreached[] {
  const wanted = query.programmes.flatMap((key) => {
    const node = graph.byKey.get(key);
    return node === undefined || node === begin ? [] : [node];
  });
  if (wanted.length === 0) return [];
  const reached = new Uint8Array(graph.nodes.length);
  for (const to of open) reached[to] = 1;
  const order = graph.nodes.map((_, i) => i).sort((a, b) => graph.rise[a]! - graph.rise[b]!);
  for (const from of order)
    if (reached[from])
      for (let arc = graph.start[from]!; arc < graph.start[from + 1]!; arc++) {
        const to = graph.to[arc]!;
        if (graph.rise[to]! > graph.rise[from]!) reached[to] = 1;
      }
  return wanted
    .filter((node) => !reached[node])
    .map((node): Unreached => {
      const step = closed(node);
      if (step) return { to: step.to, rules: step.ways.flatMap(({ rules }) => rules.filter(({ state }) => state === "broken")) };
      const to = graph.nodes[node]!;
      const from = graph.nodes[begin]!;
      const rule = graph.rise[node]! <= graph.rise[begin]! ? "same-stage" : "EXM-12-category";
      return { to, rules: [use(rule, "broken", { from: from.name, to: to.name })] };
    });
} // prettier-ignore
