import { fitOf, JUNIOR, type Graph } from "./graph.ts";
import type { Move, PathAgreement, PathwayQuery, RuleUse, Way } from "./types.ts";

/** Where in a route a step is taken. */
export interface Taking {
  from: number;
  arc: number;
  /** the step that is taken from where somebody stands today */
  first: boolean;
  /** year in which he entered or would enter what he comes from, null = not known */
  entered: number | null;
  /** year in which he would take the step */
  year: number;
}

const AGREED: Readonly<Record<string, readonly PathAgreement["kind"][]>> = {
  "junior college": ["five-year"],
  "secondary college": ["3+2", "3+3"],
  "secondary bachelor": ["3+4"],
  "secondary university": ["3+4"],
  "college bachelor": ["college-3+2", "5+2"],
  "college university": ["college-3+2", "5+2"],
};
const AGREEMENTS_SHOWN = 5;

const use = (rule: RuleUse["rule"], state: RuleUse["state"], figures: RuleUse["figures"] = {}): RuleUse => ({
  rule,
  state,
  figures,
});

/** Every way of taking a step, open or closed, each with the rules that say so. */
export function waysOf(graph: Graph, query: PathwayQuery, taking: Taking): Way[] {
  const to = graph.to[taking.arc]!;
  const [lower, upper] = [graph.nodes[taking.from]!.stage, graph.nodes[to]!.stage];
  const offered = graph.offerings[to]!;
  const places = offered.some((one) => one.places !== null) ? offered.reduce((sum, one) => sum + (one.places ?? 0), 0) : null;
  const way = (move: Move, rules: RuleUse[], count: number | null = places): Way => ({
    move,
    open: rules.every(({ state }) => state !== "broken"),
    rules: offered.length === 0 && upper !== "university" && upper !== "general" ? [...rules, use("no-offering", "must")] : rules,
    agreements: [],
    agreementCount: 0,
    places: count,
  });
  const ways: Way[] = [];
  if (lower === "junior" && upper === "secondary") ways.push(way("enrol", []));
  else if (lower === "junior" && upper === "general") ways.push(way("general-school", [], null));
  else if (lower === "general" && upper === "secondary") ways.push(way("track-change", [use("POL-9-track", changeable(query, taking) ? "must" : "broken")]));
  else if (lower === "secondary" && upper === "general") ways.push(way("track-change", [use("POL-9-track", changeable(query, taking) ? "must" : "broken")], null));
  else if (lower === "general") ways.push(way("general-exam", []), ...(upper === "college" ? [way("separate", [use("EXM-15", "must")])] : []));
  else if (lower === "secondary") {
    const late = waits(graph, query, taking);
    ways.push(way("entrance-exam", [use("EXM-01", "met"), use("EXM-12", "must"), ...late]));
    if (upper === "college") ways.push(way("separate", [use("EXM-15", "must"), ...late]));
    const close = ["official", "name", "class"].includes(fitOf(graph, taking.arc));
    const enough = query.award === "national" || (query.award === "provincial" && upper === "college");
    ways.push(way("exempt", [use("EXM-14", enough && close ? "met" : "broken"), ...late]));
  } else if (lower === "college") ways.push(way("upgrade", [upgrade(query, taking)]));
  const agreed = byAgreement(graph, query, taking, AGREED[`${lower} ${upper}`] ?? []);
  return [...agreed, ...ways];
} // prettier-ignore

/**
 * Whether the step is open by any way: what `waysOf` says, without its words. An examination is always there; only 五年一贯,
 * the change of track and 专升本 from where somebody stands can be closed, and are asked one by one.
 */
export function isOpen(graph: Graph, query: PathwayQuery, taking: Taking): boolean {
  const lower = graph.nodes[taking.from]!.stage;
  const upper = graph.nodes[graph.to[taking.arc]!]!.stage;
  const asked =
    (lower === "junior" && upper === "college") ||
    (lower === "secondary" && upper === "general") ||
    (lower === "general" && upper === "secondary") ||
    (lower === "college" && taking.first);
  return !asked || waysOf(graph, query, taking).some(({ open }) => open);
}

/** 职普融通 is for those who are in the first two years. */
const changeable = (query: PathwayQuery, { first }: Taking): boolean =>
  first && query.status === "studying" && (query.yearOfStudy ?? 1) <= 2;

/** Who is not in his last year may register when he is. */
function waits(graph: Graph, query: PathwayQuery, { from, first }: Taking): RuleUse[] {
  const length = graph.years[from]!;
  if (!first || query.status !== "studying" || query.yearOfStudy === null || query.yearOfStudy >= length) return []; // prettier-ignore
  return [use("EXM-13", "must", { year: query.yearOfStudy, length })];
}

function upgrade(query: PathwayQuery, { first }: Taking): RuleUse {
  if (query.veteran && first) return use("EXM-20-veteran", "met");
  if (!first || query.status === "studying") return use("EXM-20", "must");
  return use("EXM-20", "broken");
}

function byAgreement(
  graph: Graph,
  query: PathwayQuery,
  taking: Taking,
  kinds: readonly PathAgreement["kind"][],
): Way[] {
  const from = graph.nodes[taking.from]!;
  const all = graph.agreements[graph.to[taking.arc]!]!.filter(
    (one) => kinds.includes(one.kind) && (taking.from === JUNIOR || one.lowerProgramme === from.code),
  );
  return kinds.flatMap((kind): Way[] => {
    const here = all.filter((one) => one.kind === kind);
    if (here.length === 0) return [];
    const { agreements, rules } = judged(query, taking, here);
    return [
      {
        move: kind as Move,
        open: rules.every(({ state }) => state !== "broken"),
        rules,
        agreements: agreements.slice(0, AGREEMENTS_SHOWN),
        agreementCount: agreements.length,
        places: agreements.reduce((sum, { quota }) => sum + quota, 0),
      },
    ];
  });
}

/** Those who are in a class go on in it; those who have still to enter can choose a class whose cohort is theirs. */
function judged(query: PathwayQuery, taking: Taking, all: readonly PathAgreement[]): { agreements: readonly PathAgreement[]; rules: RuleUse[] } {
  if (taking.first && taking.from !== JUNIOR) {
    const own = all.filter(({ id }) => id === query.agreement);
    return own.length > 0
      ? { agreements: own, rules: [use("EXM-17", "met", { quota: own[0]!.quota }), use("EXM-18", "must")] }
      : { agreements: all, rules: [use("EXM-18", "broken")] };
  }
  const cohort = taking.from === JUNIOR ? taking.year : taking.entered;
  if (cohort === null) return { agreements: all, rules: [use("EXM-18", "broken")] };
  const open = all.filter((one) => one.firstCohort <= cohort && (one.lastCohort === null || cohort <= one.lastCohort));
  if (open.length > 0) {
    const quota = open.reduce((sum, one) => sum + one.quota, 0);
    return { agreements: open, rules: [use("EXM-17", "must", { quota }), use("EXM-18", "must")] };
  }
  const first = Math.min(...all.map((one) => one.firstCohort));
  const last = Math.max(...all.map((one) => one.lastCohort ?? one.firstCohort));
  return { agreements: all, rules: [use("cohort", "broken", { first, last, cohort })] };
} // prettier-ignore
