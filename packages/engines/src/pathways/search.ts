import { categoryOf, fitOf, GENERAL, JUNIOR, type Graph } from "./graph.ts";
import type { Closed, PathOffering, PathwayAnswer, PathwayQuery, Route, RuleUse, Step } from "./types.ts";
import { isOpen, waysOf, type Taking } from "./ways.ts"; // prettier-ignore

const DEPTH = 4;
/** Routes kept while searching, for each that is wanted: what is shown is chosen among them for variety. */
const KEPT = 8;
const OFFERINGS_SHOWN = 5;
/** At most so many of the shown routes begin with the same programme. */
const ALIKE = 5;

/**
 * Every route from where somebody stands, the best ones in full.
 * Best: meets more of the wishes (a programme before an occupation before a category); stays on the official progression
 * and where schools of the province offer it; is shorter; has more places; by code. Walks all arcs that can be reached
 * (some 300,000 routes from 初中 with no wish at all).
 * @throws Error where the programme is not in the graph, or a stage needs one
 */
export function findRoutes(graph: Graph, query: PathwayQuery): PathwayAnswer {
  const begin = nodeOf(graph, query);
  const yearsLeft = leftOf(graph, query, begin);
  const wishes = wishesOf(graph, query);
  const best = new Best(query.limit * KEPT);
  const path: number[] = [];
  let total = 0;
  const closed: { arc: number; bits: number }[] = [];
  const entry = query.year + Math.max(0, Math.ceil(yearsLeft) - 1);
  const ends = graph.nodes.map(({ stage }) => query.ends.length === 0 || query.ends.includes(stage));
  const last = graph.nodes.map(({ stage }) => stage === "university");
  const walk = (from: number, entered: number | null, year: number, bits: number, weight: number, penalty: number, years: number): void => {
    const first = path.length === 0;
    for (let arc = graph.start[from]!, end = graph.start[from + 1]!; arc < end; arc++) {
      const to = graph.to[arc]!;
      if (!first && graph.rise[to]! <= graph.rise[from]!) continue;
      // only what starts here, or at 初中, can be closed
      if ((first || from === JUNIOR) && !isOpen(graph, query, { from, arc, first, entered, year })) {
        if (first) closed.push({ arc, bits: wishes.bits[to]! });
        continue;
      }
      const length = lengthOf(graph, from, to);
      const met = bits | wishes.bits[to]!;
      const strength = Math.max(weight, wishes.weight[to]!);
      const off = penalty + graph.fit[arc]! * 2 + (graph.places[to]! < 0 && !last[to] ? 3 : 0);
      path.push(arc);
      if ((wishes.none || met > 0) && ends[to]) {
        total++;
        best.offer(scoreOf(met, strength, off, years + length, Math.max(0, graph.places[to]!)), path);
      }
      if (path.length < DEPTH && !last[to]) walk(to, year, year + Math.ceil(length), met, strength, off, years + length);
      path.pop();
    }
  };
  walk(begin, null, entry, 0, 0, 0, yearsLeft);
  const shown = varied(best.sorted(), query.limit);
  closed.sort((a, b) => b.bits - a.bits || a.arc - b.arc);
  return {
    yearsLeft,
    routes: shown.map((arcs) => routeOf(graph, query, begin, arcs, { yearsLeft, entry, wishes })),
    total,
    closed: closed.slice(0, query.limit).map(({ arc }): Closed => ({
      to: graph.nodes[graph.to[arc]!]!,
      link: fitOf(graph, arc),
      ways: waysOf(graph, query, { from: begin, arc, first: true, entered: null, year: entry }),
    })),
    closedTotal: closed.length,
  };
} // prettier-ignore

interface Wishes {
  none: boolean;
  /** 4 programme, 2 occupation, 1 category, by node */
  bits: Uint8Array;
  /** how strongly it leads to a wanted occupation, 0 to 1 */
  weight: Float64Array;
}

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
    for (const career of graph.careers[i]!)
      if (occupations.has(career.occupation)) {
        bits[i]! |= 2;
        weight[i] = Math.max(weight[i]!, career.weight);
      }
  });
  return { none: programmes.size + occupations.size + categories.size === 0, bits, weight };
}

/** 五年一贯 counts from 初中 to the end of college. */
const lengthOf = (graph: Graph, from: number, to: number): number =>
  from === JUNIOR && graph.rise[to] === 2 ? 5 : graph.years[to]!;

/** One number that sorts: wishes, strength, penalty, years, places; below 2^53. */
const scoreOf = (bits: number, weight: number, penalty: number, years: number, places: number): number =>
  (((bits * 101 + Math.round(weight * 100)) * 100 + 99 - Math.min(99, penalty)) * 400 + 399 - Math.min(399, Math.round(years * 10))) * 100_000 +
  Math.min(99_999, places); // prettier-ignore

/** The best paths of those offered; of equal ones those that came first, which is by code. */
class Best {
  private readonly kept: { score: number; path: number[]; at: number }[] = [];
  private least = -1;
  private count = 0;
  private readonly most: number;
  constructor(most: number) {
    this.most = most;
  }

  offer(score: number, path: readonly number[]): void {
    const at = this.count++;
    if (this.kept.length >= 2 * this.most && score <= this.least) return;
    this.kept.push({ score, path: [...path], at });
    // rarely: the half that is worse is let go
    if (this.kept.length >= 4 * this.most) {
      this.sort();
      this.kept.length = 2 * this.most;
      this.least = this.kept.at(-1)!.score;
    }
  }

  sorted(): number[][] {
    this.sort();
    return this.kept.slice(0, this.most).map(({ path }) => path);
  }

  private sort(): void {
    this.kept.sort((a, b) => b.score - a.score || a.at - b.at);
  }
}

/** The first ones, but not too many that begin alike while others are left. */
function varied(paths: readonly number[][], limit: number): number[][] {
  const begun = new Map<number, number>();
  const early: number[][] = [];
  const late: number[][] = [];
  for (const path of paths) {
    const count = begun.get(path[0]!) ?? 0;
    begun.set(path[0]!, count + 1);
    (count < ALIKE ? early : late).push(path);
  }
  const chosen = new Set([...early, ...late].slice(0, limit));
  return paths.filter((path) => chosen.has(path));
}

function routeOf(
  graph: Graph,
  query: PathwayQuery,
  begin: number,
  arcs: readonly number[],
  { yearsLeft, entry, wishes }: { yearsLeft: number; entry: number; wishes: Wishes },
): Route {
  const steps: Step[] = [];
  let from = begin;
  let entered: number | null = null;
  let year = entry;
  let years = yearsLeft;
  let bits = 0;
  for (const arc of arcs) {
    const to = graph.to[arc]!;
    const length = lengthOf(graph, from, to);
    steps.push(stepOf(graph, query, { from, arc, first: steps.length === 0, entered, year }, length));
    bits |= wishes.bits[to]!;
    entered = year;
    year += Math.ceil(length);
    years += length;
    from = to;
  }
  return {
    key: steps.map(({ to }) => to.key).join(">"),
    steps,
    years,
    careers: graph.careers[from]!,
    meets: { programme: (bits & 4) > 0, occupation: (bits & 2) > 0, category: (bits & 1) > 0 },
  };
}

function stepOf(graph: Graph, query: PathwayQuery, taking: Taking, years: number): Step {
  const to = graph.to[taking.arc]!;
  const offered = graph.offerings[to]!;
  const near = (one: PathOffering) => (query.region !== null && one.city.startsWith(prefixOf(query.region)) ? 0 : 1);
  const offerings = [...offered].sort((a, b) => near(a) - near(b)).slice(0, OFFERINGS_SHOWN);
  const fees = offered.flatMap(({ tuition }) => (tuition === null ? [] : [tuition]));
  const { stage } = graph.nodes[to]!;
  const aid: RuleUse[] = stage === "secondary" ? [{ rule: "FIN-10", state: "must", figures: {} }] : stage === "general" ? [] : [{ rule: "FIN-11", state: "must", figures: {} }];
  return {
    to: graph.nodes[to]!,
    link: fitOf(graph, taking.arc),
    years,
    ways: waysOf(graph, query, taking),
    offerings,
    offeringCount: offered.length,
    tuition: fees.length > 0 ? { from: Math.min(...fees), to: Math.max(...fees) } : null,
    aid,
  };
} // prettier-ignore

/** 420000 → 42, 420100 → 4201 */
const prefixOf = (region: string): string => region.replace(/(00)+$/, "");
