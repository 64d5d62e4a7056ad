import { fitOf, lengthOf, type Graph } from "./graph.ts";
import type { Wishes } from "./reach.ts";
import type { PathOffering, PathwayQuery, Route, RuleUse, Step } from "./types.ts";
import { use, waysOf, type Taking } from "./ways.ts";

const OFFERINGS_SHOWN = 5;

/** A found path in full: what each step takes, its length and cost, where it leads. */
export function routeOf(
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
    fewest: steps.reduce((sum, step) => sum + Math.min(...step.ways.flatMap((way) => (way.open ? [way.years] : []))), yearsLeft),
    cost: costOf(steps),
    careers: graph.careers[from]!,
    meets: { programme: (bits & 4) > 0, occupation: (bits & 2) > 0, category: (bits & 1) > 0 },
  };
} // prettier-ignore

function costOf(steps: readonly Step[]): Route["cost"] {
  const known = steps.filter(({ tuition }) => tuition !== null);
  if (known.length === 0) return null;
  const sum = (end: "from" | "to") =>
    Math.round(known.reduce((all, { tuition, years }) => all + tuition![end] * years, 0));
  return { from: sum("from"), to: sum("to"), complete: known.length === steps.length };
}

function stepOf(graph: Graph, query: PathwayQuery, taking: Taking, years: number): Step {
  const to = graph.to[taking.arc]!;
  const offered = graph.offerings[to]!;
  const prefix = query.region === null ? null : nearPrefix(query.region);
  const near = (one: PathOffering) => (prefix !== null && one.city.startsWith(prefix) ? 0 : 1);
  const offerings = [...offered].sort((a, b) => near(a) - near(b)).slice(0, OFFERINGS_SHOWN);
  const ways = waysOf(graph, query, taking);
  const agreed = ways.flatMap(({ open, agreements }) => (open ? agreements : []));
  const published = offered.flatMap(({ tuition }) => (tuition === null ? [] : [tuition.from, tuition.to]));
  // five years in one go are paid for from their first year
  const ofAgreements = agreed.flatMap(({ kind, lowerTuition, upperTuition }) => [kind === "five-year" ? lowerTuition : null, upperTuition].filter((fee) => fee !== null));
  const onlyAgreed = ways.every((way) => !way.open || way.placesFrom === "agreement");
  const fees = onlyAgreed && ofAgreements.length > 0 ? ofAgreements : [...published, ...ofAgreements];
  // lines are of the entrance examination: who comes another way does not meet them
  const examined = ways.some(({ move }) => move === "entrance-exam");
  const { stage } = graph.nodes[to]!;
  const aid: RuleUse[] = stage === "secondary" ? [use("FIN-10", "must")] : stage === "general" ? [] : [use("FIN-11", "must")];
  return {
    to: graph.nodes[to]!,
    link: fitOf(graph, taking.arc),
    years,
    ways,
    offerings: examined ? offerings : offerings.map((one) => ({ ...one, lines: [] })),
    offeringCount: offered.length,
    tuition: fees.length > 0 ? { from: Math.min(...fees), to: Math.max(...fees) } : null,
    aid,
    creditRules: graph.creditRules[to]!,
  };
} // prettier-ignore

/** 420000 → 42, 420100 → 4201 */
export const nearPrefix = (region: string): string => region.replace(/(00)+$/, "");
