import { COMPREHENSIVE, fitOf, JUNIOR, lengthOf, TECHNICIAN, type Graph } from "./graph.ts";
import type { Channel, Move, PathAgreement, PathOffering, PathwayQuery, RuleUse, Way } from "./types.ts";

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

export const use = (
  rule: RuleUse["rule"],
  state: RuleUse["state"],
  figures: RuleUse["figures"] = {},
): RuleUse => ({ rule, state, figures });

/** Places by a way, and what says them. */
type Places = Pick<Way, "places" | "placesFrom">;
const UNKNOWN: Places = { places: null, placesFrom: null };

/** Seats of the plan, where an offering has any: all ways into it together. */
function planned(offered: readonly PathOffering[]): Places {
  if (!offered.some((one) => one.places !== null)) return UNKNOWN;
  return { places: offered.reduce((sum, one) => sum + (one.places ?? 0), 0), placesFrom: "plan" };
}

/** Seats of the season of a channel; where none is published, those of the plan. */
function seatsBy(channel: Channel, offered: readonly PathOffering[]): Places {
  const known = offered.flatMap(({ seats }) => seats[channel] ?? []);
  if (known.length === 0) return planned(offered);
  return { places: known.reduce((sum, one) => sum + one, 0), placesFrom: "season" };
}

/** A way without its length, which the step gives it. */
type Bare = Omit<Way, "years"> & { years?: number };

function way(move: Move, rules: RuleUse[], places: Places = UNKNOWN): Bare {
  const open = rules.every(({ state }) => state !== "broken");
  return { move, open, rules, agreements: [], agreementCount: 0, ...places };
}

/** Every way of taking a step, open or closed, each with the rules that say so. */
export function waysOf(graph: Graph, query: PathwayQuery, taking: Taking): Way[] {
  const years = lengthOf(graph, taking.from, graph.to[taking.arc]!);
  return waysBetween(graph, query, taking).map((one) => ({ ...one, years: one.years ?? years }));
}

function waysBetween(graph: Graph, query: PathwayQuery, taking: Taking): Bare[] {
  const to = graph.to[taking.arc]!;
  const [lower, upper] = [graph.nodes[taking.from]!.stage, graph.nodes[to]!.stage];
  const offered = graph.offerings[to]!;
  const none = offered.length === 0 && upper !== "university" && upper !== "general" ? [use("no-offering", "must")] : []; // prettier-ignore
  const change = () => use("POL-9-track", changeable(query, taking) ? "must" : "broken");
  const agreed = byAgreement(graph, query, taking, AGREED[`${lower} ${upper}`] ?? []);
  switch (`${lower} ${upper}`) {
    case "junior secondary":
      return enrolments(offered);
    case "junior general":
      return [
        way("general-school", []),
        way("comprehensive", [use("POL-9-comprehensive", "must"), ...(graph.comprehensive > 0 ? [] : [use("no-comprehensive", "must")])]),
      ];
    case "general secondary":
      return [way("track-change", [change(), ...none], planned(offered))];
    case "secondary general":
      return [way("track-change", [change()])];
    case "general college":
      return [
        way("general-exam", none, planned(offered)),
        way("separate", [use("EXM-15", "must"), ...none], seatsBy("separate", offered)),
        ...seniorClasses(offered),
        ...adult(query, taking, none),
      ];
    case "general bachelor":
      return [way("general-exam", none, planned(offered))];
    case "secondary college":
    case "secondary bachelor":
    case "secondary university":
      return [...agreed, ...examinations(graph, query, taking, none)];
    case "college bachelor":
    case "college university":
      return [
        ...agreed,
        { ...way("upgrade", [upgrade(query, taking), ...none], seatsBy("upgrade", offered)), ...between(graph, taking) },
        ...(upper === "university" ? adult(query, taking, none) : []),
      ];
    default:
      return agreed;
  }
} // prettier-ignore

/** 专升本 that schools have agreed on: open to those who finish, not to a class. */
function between(graph: Graph, { from, arc, entered }: Taking): Pick<Bare, "agreements" | "agreementCount"> {
  const { code } = graph.nodes[from]!;
  const all = graph.agreements[graph.to[arc]!]!.filter((one) => one.kind === "upgrade" && one.lowerProgramme === code && (entered === null || takes(one, entered)));
  return { agreements: all.slice(0, AGREEMENTS_SHOWN), agreementCount: all.length };
} // prettier-ignore

const takes = (one: PathAgreement, cohort: number): boolean =>
  one.firstCohort <= cohort && (one.lastCohort === null || cohort <= one.lastCohort);

/** 中职, 技工院校 and 综合高中 are ways of their own into the same programme. */
function enrolments(offered: readonly PathOffering[]): Bare[] {
  const of = (...kinds: string[]) => offered.filter(({ schoolKind }) => kinds.includes(schoolKind));
  const ordinary = offered.filter(({ schoolKind }) => schoolKind !== TECHNICIAN && schoolKind !== COMPREHENSIVE);
  const [technician, comprehensive] = [of(TECHNICIAN), of(COMPREHENSIVE)];
  return [
    way("enrol", ordinary.length === 0 ? [use("no-offering", "must")] : [], planned(ordinary)),
    ...(technician.length > 0 ? [way("technician", [use("technician", "met")], planned(technician))] : []),
    ...(comprehensive.length > 0 ? [way("comprehensive", [use("POL-9-comprehensive", "must")], planned(comprehensive))] : []),
  ];
} // prettier-ignore

/** Senior classes of technician schools, where one offers the programme at this level. */
function seniorClasses(offered: readonly PathOffering[]): Bare[] {
  const technician = offered.filter(({ schoolKind }) => schoolKind === TECHNICIAN);
  return technician.length > 0 ? [way("technician", [use("technician", "met")], planned(technician))] : [];
}

/** What an examination or a skill opens to graduates of secondary schools. */
function examinations(graph: Graph, query: PathwayQuery, taking: Taking, none: readonly RuleUse[]): Bare[] {
  const to = graph.to[taking.arc]!;
  const upper = graph.nodes[to]!.stage;
  const offered = graph.offerings[to]!;
  const late = waits(graph, query, taking);
  const close = ["official", "name", "class"].includes(fitOf(graph, taking.arc));
  const model = query.award === "model-worker" && query.working && query.certificate !== "none" && query.status === "graduated"; // prettier-ignore
  const enough = query.award === "national" || ((query.award === "provincial" || model) && upper === "college"); // prettier-ignore
  return [
    way("entrance-exam", [use("EXM-01", "met"), use("EXM-12", "must"), ...late, ...pastLines(query, offered), ...none], seatsBy("entrance-exam", offered)),
    ...(upper === "college" ? [way("separate", [use("EXM-15", "must"), ...late, ...none], seatsBy("separate", offered))] : []),
    // whoever is exempt takes a place of the plan
    way("exempt", [use("EXM-14", enough && close ? "met" : "broken"), ...late, ...none], planned(offered)),
    ...(upper === "college" ? [...seniorClasses(offered), ...adult(query, taking, none)] : []),
  ];
} // prettier-ignore

/** How a known score stands to the newest cut-offs of each school; it closes nothing. */
function pastLines(query: PathwayQuery, offered: readonly PathOffering[]): RuleUse[] {
  const { score } = query;
  const newest = offered.flatMap(({ lines }) => {
    const last = lines.filter(({ year }) => year === lines[0]!.year);
    return last.length === 0
      ? []
      : [{ year: last[0]!.year, score: Math.min(...last.map((line) => line.score)) }];
  });
  if (score === null || newest.length === 0) return [];
  const reached = newest.filter((line) => line.score <= score).length;
  return [
    use("cutoff", reached > 0 ? "met" : "must", {
      score,
      reached,
      of: newest.length,
      lowest: Math.min(...newest.map((line) => line.score)),
      year: Math.max(...newest.map((line) => line.year)),
    }),
  ];
}

/** Adult education is for those who are not at school; shown from where somebody stands, and to those who work. */
function adult(query: PathwayQuery, { first }: Taking, none: readonly RuleUse[]): Bare[] {
  if (!first && !query.working) return [];
  return [way("adult", [use("adult", first && query.status === "studying" ? "broken" : "must"), ...none])];
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
): Bare[] {
  const from = graph.nodes[taking.from]!;
  const all = graph.agreements[graph.to[taking.arc]!]!.filter(
    (one) => kinds.includes(one.kind) && (taking.from === JUNIOR || one.lowerProgramme === from.code),
  );
  return kinds.flatMap((kind): Bare[] => {
    const here = all.filter((one) => one.kind === kind);
    if (here.length === 0) return [];
    const { agreements, rules } = judged(query, taking, here);
    return [
      {
        move: kind,
        open: rules.every(({ state }) => state !== "broken"),
        rules,
        agreements: agreements.slice(0, AGREEMENTS_SHOWN),
        agreementCount: agreements.length,
        places: agreements.reduce((sum, { quota }) => sum + quota, 0),
        placesFrom: "agreement",
        years: agreements[0]!.upperYears + (kind === "five-year" ? agreements[0]!.lowerYears : 0),
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
  const open = all.filter((one) => takes(one, cohort));
  if (open.length > 0) {
    const quota = open.reduce((sum, one) => sum + one.quota, 0);
    return { agreements: open, rules: [use("EXM-17", "must", { quota }), use("EXM-18", "must")] };
  }
  // the one whose cohorts are nearest says why
  const away = (one: PathAgreement) => (one.firstCohort > cohort ? one.firstCohort - cohort : cohort - one.lastCohort!);
  const nearest = all.reduce((a, b) => (away(b) < away(a) ? b : a));
  return { agreements: all, rules: [use("cohort", "broken", { first: nearest.firstCohort, last: nearest.lastCohort ?? "", cohort })] };
} // prettier-ignore
