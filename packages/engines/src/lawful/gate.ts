/** The gate: each rule on each placement, and what stands against it. */
import { dayOf } from "./days.ts";
import { enterprisesOf } from "./derived.ts";
import { COMPARE, daysIn, industriesHold, maskOf, NO, UNKNOWN, World, YES } from "./evaluate.ts";
import type { Fact } from "./fields.ts";
import { grouped, stepsOf } from "./peaks.ts";
import {
  STATES,
  VERDICTS,
  type Condition,
  type Crowding,
  type Exception,
  type Figure,
  type Finding,
  type GateResult,
  type PlacementColumns,
  type Rule,
  type RuleSet,
  type State,
  type Verdict,
} from "./types.ts";

const OUTSIDE = STATES.indexOf("outside");
const PASSED = STATES.indexOf("passed");
const EXCEPTED = STATES.indexOf("excepted");
const NOT_KNOWN = STATES.indexOf("unknown");
const WARNED = STATES.indexOf("warned");
const BROKEN = STATES.indexOf("broken");

/**
 * Judges all placements of the columns by all rules. What runs at the same time is counted among them: give all placements of
 * the enterprises, of whatever school. O(placements × rules + placements log placements).
 */
export function gate(facts: PlacementColumns, ruleSet: RuleSet): GateResult {
  const world = new World(facts);
  const { count } = world;
  const states = new Uint8Array(ruleSet.rules.length * count);
  const verdicts = new Uint8Array(count);
  const given = exceptionsBy(facts, ({ rule }) => rule);
  ruleSet.rules.forEach((rule, r) => {
    const own = states.subarray(r * count, (r + 1) * count);
    const fails = rule.kind === "block" ? BROKEN : WARNED;
    const holds = world.evaluate(rule.holds);
    const when = rule.when && world.evaluate(rule.when);
    for (let i = 0; i < count; i++) {
      const applies = when ? when[i]! : YES;
      if (applies === NO) own[i] = OUTSIDE;
      else if (holds[i] === YES) own[i] = PASSED;
      else own[i] = applies === UNKNOWN || holds[i] === UNKNOWN ? NOT_KNOWN : fails;
    }
    for (const exception of given.get(rule.id) ?? [])
      if (own[exception.placement] === fails && exceptionFault(rule, exception, facts) === null)
        own[exception.placement] = EXCEPTED;
    const unknownIs = VERDICTS.indexOf(rule.kind === "block" ? "refused" : "open");
    const refused = VERDICTS.indexOf("refused");
    const open = VERDICTS.indexOf("open");
    for (let i = 0; i < count; i++) {
      const state = own[i]!;
      const found = state === BROKEN ? refused : state === WARNED ? open : state === NOT_KNOWN ? unknownIs : 0;
      if (found > verdicts[i]!) verdicts[i] = found;
    }
  });
  return { ruleSet, facts, count, states, verdicts };
} // prettier-ignore

type Given = Exception & { placement: number };

function exceptionsBy<K>({ exceptions }: PlacementColumns, keyOf: (one: Given) => K): Map<K, Given[]> {
  const groups = new Map<K, Given[]>();
  for (const one of exceptions) {
    const list = groups.get(keyOf(one));
    if (list) list.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

/** Why an exception does not count; null = it does. A filing has to be made before the start (事先). */
function exceptionFault(rule: Rule, one: Given, { placements }: PlacementColumns): NonNullable<Finding["exception"]>["fault"] {
  if (rule.exemption === "none") return "not-allowed";
  if ([one.reason, one.person, one.record, one.on].some((text) => text.trim() === "")) return "incomplete";
  if (rule.exemption === "filing" && dayOf(one.on) > placements.from[one.placement]!) return "too-late";
  return null;
} // prettier-ignore

export const stateOf = ({ states, count }: GateResult, rule: number, placement: number): State =>
  STATES[states[rule * count + placement]!]!;

export const verdictOf = ({ verdicts }: GateResult, placement: number): Verdict =>
  VERDICTS[verdicts[placement]!]!;

/**
 * What was found on one placement, in the order of the rule set: with the figures and their limits.
 * @param states only findings of these; all when left out
 */
export function findingsOf(result: GateResult, placement: number, states: readonly State[] = STATES): Finding[] {
  // The neighbours stay: what runs at the same time is a fact of this placement too.
  const world = worldOf(result);
  const given = exceptionsOf(result).get(placement) ?? [];
  return result.ruleSet.rules.flatMap((rule, r): Finding[] => {
    const state = stateOf(result, r, placement);
    if (!states.includes(state)) return [];
    const leaves: Leaf[] = [];
    if (state !== "outside") collect(rule.holds, leaves);
    const when: Leaf[] = [];
    if (state === "unknown" && rule.when) collect(rule.when, when);
    const missing = [...when, ...leaves].flatMap((leaf) => missingOf(world, leaf, placement));
    const exceptions = given.filter((one) => one.rule === rule.id).map((one) => ({ given: one, fault: exceptionFault(rule, one, result.facts) })); // prettier-ignore
    const exception = exceptions.find(({ fault }) => fault === null) ?? exceptions[0];
    return [{
      rule: rule.id,
      state,
      figures: leaves.flatMap((leaf) => figureOf(world, leaf, placement) ?? []),
      missing: state === "unknown" ? [...new Set(missing)] : [],
      exception: exception ? { given: plainException(exception.given), fault: exception.fault } : null,
    }];
  });
} // prettier-ignore

const exceptionsGiven = new WeakMap<GateResult, Map<number, Given[]>>();
/** The exceptions of a result by placement. */
function exceptionsOf(result: GateResult): Map<number, Given[]> {
  let known = exceptionsGiven.get(result);
  if (!known) exceptionsGiven.set(result, (known = exceptionsBy(result.facts, ({ placement }) => placement)));
  return known;
}

const plainException = ({ rule, reason, person, record, on }: Given): Exception => ({ rule, reason, person, record, on }); // prettier-ignore

const worlds = new WeakMap<GateResult, World>();

function worldOf(result: GateResult): World {
  let world = worlds.get(result);
  if (!world) worlds.set(result, (world = new World(result.facts)));
  return world;
}

type Leaf = Exclude<Condition, { all: Condition[] } | { any: Condition[] } | { not: Condition }>;

function collect(condition: Condition, leaves: Leaf[]): void {
  if ("all" in condition) for (const part of condition.all) collect(part, leaves);
  else if ("any" in condition) for (const part of condition.any) collect(part, leaves);
  else if ("not" in condition) collect(condition.not, leaves);
  else leaves.push(condition);
}

function missingOf(world: World, leaf: Leaf, i: number): Finding["missing"] {
  if ("industries" in leaf) return industriesHold(world.industriesOf(i), leaf.industries) === UNKNOWN ? ["industries"] : []; // prettier-ignore
  const facts: Fact[] = "set" in leaf ? [leaf.set] : "parts" in leaf ? [leaf.fact, leaf.of] : [leaf.fact];
  return facts.filter((fact) => Number.isNaN(world.column(fact)[i]));
}

/** A leaf with what was found; null where it is not known. */
function figureOf(world: World, leaf: Leaf, i: number): Figure | null {
  if ("industries" in leaf) {
    const codes = world.industriesOf(i);
    const held = industriesHold(codes, leaf.industries);
    if (held === UNKNOWN || !codes) return null;
    return { kind: "industries", fact: "industries", held: held === YES, codes: [...codes] };
  }
  if (missingOf(world, leaf, i).length > 0) return null;
  if ("set" in leaf) {
    const none = "none" in leaf;
    const value = world.column(leaf.set)[i]!;
    const words = ("none" in leaf ? leaf.none : leaf.every).filter((word) => ((value & maskOf(leaf.set, [word])) !== 0) === none); // prettier-ignore
    return {
      kind: "set",
      fact: leaf.set,
      held: words.length === 0,
      words,
      wanted: none ? "none" : "all",
    };
  }
  const value = world.column(leaf.fact)[i]!;
  if ("is" in leaf)
    return { kind: "flag", fact: leaf.fact, held: (value === 1) === leaf.is, value: value === 1, wanted: leaf.is }; // prettier-ignore
  const common = { kind: "number", fact: leaf.fact, value, op: leaf.op } as const;
  if ("parts" in leaf) {
    const of = world.column(leaf.of)[i]!;
    const [part, whole] = leaf.parts;
    const held = COMPARE[leaf.op](value * whole, of * part);
    // Persons and fen are whole: so many at most, so many at least.
    const limit = (leaf.op.startsWith("<") ? Math.floor : Math.ceil)((of * part) / whole);
    return { ...common, held, limit, of: { fact: leaf.of, value: of, parts: leaf.parts }, months: null };
  }
  const months = "months" in leaf ? leaf.months : null;
  const limit = "months" in leaf ? daysIn(world.facts.placements.from[i]!, leaf.months) : leaf.value;
  return { ...common, held: COMPARE[leaf.op](value, limit), limit, of: null, months };
}

export interface Change {
  placement: number;
  rule: string;
  before: State | null;
  after: State | null;
}

/**
 * What another rule set, or other facts of the same placements, change: pairs of placement and rule whose state differs. A rule
 * that only one of them has is null in the other.
 * @throws Error where the placements are not the same number
 */
export function changesOf(before: GateResult, after: GateResult): Change[] {
  if (before.count !== after.count) throw new Error("两次审查的实习人数不同，不能比较");
  const { count } = before;
  const changes: Change[] = [];
  const compare = (rule: string, b: number, a: number): void => {
    for (let i = 0; i < count; i++) {
      const one = b < 0 ? null : before.states[b * count + i]!;
      const other = a < 0 ? null : after.states[a * count + i]!;
      if (one !== other)
        changes.push({ placement: i, rule, before: one === null ? null : STATES[one]!, after: other === null ? null : STATES[other]! }); // prettier-ignore
    }
  };
  const at = new Map(before.ruleSet.rules.map(({ id }, r) => [id, r]));
  after.ruleSet.rules.forEach(({ id }, r) => compare(id, at.get(id) ?? -1, r));
  const kept = new Set(after.ruleSet.rules.map(({ id }) => id));
  before.ruleSet.rules.forEach(({ id }, r) => kept.has(id) || compare(id, r, -1));
  return changes;
}

/**
 * The days on which more students are on posts than a share of the staff allows, by enterprise or by like posts. Groups whose
 * staff is not known are left out: `findingsOf` says so.
 * @param parts [10, 100] = 10 %
 */
export function crowdings(facts: PlacementColumns, by: "enterprise" | "like", [part, whole]: readonly [number, number]): Crowding[] {
  const { placements, posts, enterprises } = facts;
  const enterprise = enterprisesOf(facts);
  const group = by === "enterprise" ? enterprise : Int32Array.from(enterprise, (e, i) => (e < 0 ? -1 : posts.like[placements.post[i]!]!));
  const staff = new Map<number, number>();
  if (by === "enterprise") for (let e = 0; e < enterprises.count; e++) staff.set(e, enterprises.columns.staff?.[e] ?? NaN);
  else posts.like.forEach((like, post) => staff.set(like, posts.columns.likeStaff?.[post] ?? NaN));
  const groups = 1 + group.reduce((most, one) => Math.max(most, one), -1);
  const { starts, members } = grouped(group, groups);
  const found: Crowding[] = [];
  for (let g = 0; g < groups; g++) {
    const people = staff.get(g) ?? NaN;
    if (Number.isNaN(people) || starts[g] === starts[g + 1]) continue;
    const most = Math.floor((people * part) / whole);
    const steps = stepsOf(placements.from, placements.to, members, starts[g]!, starts[g + 1]!);
    let open: Crowding | null = null;
    for (let k = 0; k < steps.length; k++) {
      const count = steps.counts[k]!;
      if (open && count <= most) {
        open.to = steps.days[k]! - 1;
        open = null;
      } else if (open) open.peak = Math.max(open.peak, count);
      else if (count > most) found.push((open = { group: g, from: steps.days[k]!, to: 0, peak: count, most, staff: people }));
    }
  }
  return found;
} // prettier-ignore
