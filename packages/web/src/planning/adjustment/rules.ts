/** Rule sets as the server keeps them, and what is done with them on a page. */
import type { Level } from "../../shell/scope.ts";

export type Decision = "add" | "expand" | "keep" | "warn" | "suspend" | "withdraw";
/** From the gravest on: the order in which pages show them. */
export const DECISIONS: readonly Decision[] = ["withdraw", "suspend", "warn", "expand", "keep"];

export interface Text {
  zh: string;
  en: string;
}
export type Trust = "A" | "B" | "C" | "mem-high" | "mem-medium" | "mem-low" | "design";
export const TRUSTS: readonly Trust[] = ["A", "B", "C", "mem-high", "mem-medium", "mem-low", "design"];
export interface Basis {
  article: string;
  quote?: string;
  source: string;
  trust: Trust;
}

export type Operator = "<" | "<=" | ">" | ">=" | "==";
export const OPERATORS: readonly Operator[] = ["<", "<=", ">", ">=", "=="];
export type Within = "all" | "level" | "programme-class" | "programme";
export const WITHIN: readonly Within[] = ["all", "level", "programme-class", "programme"];

export interface Threshold {
  indicator: string;
  op: Operator;
  value: number | null;
  years?: number;
}
export interface Lowest {
  indicator: string;
  lowest: number | null;
  within: Within;
  years?: number;
}
export interface Highest {
  indicator: string;
  highest: number | null;
  within: Within;
  years?: number;
}
export type Leaf = Threshold | Lowest | Highest;
export type Condition =
  Leaf | { all: Condition[] } | { any: Condition[] } | { atLeast: number; of: Condition[] };
export type GroupKind = "all" | "any" | "of";

export interface RuleScope {
  levels?: Level[];
  categories?: string[];
  programmes?: string[];
  controlled?: boolean;
  cities?: string[];
}
export type Growth = "add" | "expand";
export interface RuleAction {
  decision?: Exclude<Decision, "add">;
  alternatives?: Decision[];
  forbids?: Growth[];
}
export interface Rule {
  id: string;
  name: Text;
  kind: "block" | "warn" | "target";
  when: Condition;
  scope?: RuleScope;
  action: RuleAction;
  basis: Basis;
  note?: Text;
}
export interface ConditionLines {
  key: string;
  name: Text;
  basis: Basis;
  lines: Record<string, Record<string, { value: number; trust: Trust }>>;
}
export interface RuleSetContent {
  key: string;
  version: string;
  jurisdiction: string;
  name: Text;
  validFrom: string;
  validTo: string | null;
  source: string;
  trust: Trust;
  demo: boolean;
  note?: Text;
  maxAge: number;
  limit: ConditionLines;
  qualified: ConditionLines;
  equivalents: Record<string, number>;
  rules: Rule[];
  cards: {
    warnYears: number | null;
    suspendYears: number | null;
    cleanYears: number | null;
    basis: Basis;
  } | null;
  missing: {
    cityShortage: number;
    regionShortage: number;
    minWeight: number;
    perCity: number;
    region: number;
    schools: number;
    basis: Basis;
  } | null;
}

/** The parts of a condition that joins others; null for a single one. */
export function partsOf(condition: Condition): { kind: GroupKind; parts: Condition[] } | null {
  if ("all" in condition) return { kind: "all", parts: condition.all };
  if ("any" in condition) return { kind: "any", parts: condition.any };
  if ("of" in condition) return { kind: "of", parts: condition.of };
  return null;
}

/** A condition that joins others by `kind`. */
export const group = (kind: GroupKind, parts: Condition[], atLeast = 1): Condition =>
  kind === "all" ? { all: parts } : kind === "any" ? { any: parts } : { atLeast, of: parts };

/** The figure that decides; null = the source gives none and the rule is not judged. */
export const thresholdOf = (leaf: Leaf): number | null =>
  "op" in leaf ? leaf.value : "lowest" in leaf ? leaf.lowest : leaf.highest;

export function leavesOf(condition: Condition): Leaf[] {
  const joined = partsOf(condition);
  return joined ? joined.parts.flatMap(leavesOf) : [condition as Leaf];
}

/** Whether a figure has to be confirmed before anybody rests a decision on it. */
export const doubtful = (trust: string): boolean => trust.startsWith("mem-") || trust === "C";

/** Rules to write from nothing: the national lines and weights, no rule, a key that no set has. */
export function blankRules(
  national: RuleSetContent,
  taken: readonly string[],
  of: { jurisdiction: string; today: string },
): RuleSetContent {
  let key = "own-rules";
  for (let n = 2; taken.includes(key); n++) key = `own-rules-${n}`;
  const { note: _note, ...rest } = national;
  return {
    ...rest,
    key,
    version: "1",
    jurisdiction: of.jurisdiction,
    name: { zh: "", en: "" },
    validFrom: of.today,
    validTo: null,
    source: "",
    trust: "design",
    demo: false,
    rules: [],
  };
}

const both = <T extends Text | undefined>(text: T): T =>
  text && text.en.trim() === "" ? { ...text, en: text.zh } : text;

/** What is left empty in English says what the Chinese says: nobody has to write a rule twice. */
export function inBothLanguages(content: RuleSetContent): RuleSetContent {
  return {
    ...content,
    name: both(content.name),
    ...(content.note ? { note: both(content.note) } : {}),
    rules: content.rules.map((rule) => ({
      ...rule,
      name: both(rule.name),
      ...(rule.note ? { note: both(rule.note) } : {}),
    })),
  };
}

/** Names of what `flatten` must not compare: rules are compared one by one, versions differ always. */
const APART = new Set(["rules", "version", "key"]);

/** Everything of a rule set beside its rules, as place → value. */
export function flatten(value: unknown, path = ""): Map<string, string | number | boolean | null> {
  const found = new Map<string, string | number | boolean | null>();
  if (typeof value === "object" && value !== null)
    for (const [key, part] of Object.entries(value)) {
      if (path === "" && APART.has(key)) continue;
      for (const [place, leaf] of flatten(part, path === "" ? key : `${path}.${key}`)) found.set(place, leaf);
    }
  else found.set(path, value as string | number | boolean | null);
  return found;
}

export interface Difference {
  added: Rule[];
  removed: Rule[];
  /** rules that are in both and say something else, with the parts that differ */
  changed: { before: Rule; after: Rule; parts: (keyof Rule)[] }[];
  /** everything else, by place; undefined = was not there */
  figures: {
    path: string;
    before: string | number | boolean | null | undefined;
    after: string | number | boolean | null | undefined;
  }[];
}

const RULE_PARTS: readonly (keyof Rule)[] = ["name", "kind", "when", "scope", "action", "basis", "note"];
/** JSON with sorted keys, so that the order of writing is no difference. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) ?? "";

/** What a version changes against another: rules by their id, everything else by its place. */
export function difference(before: RuleSetContent, after: RuleSetContent): Difference {
  const earlier = new Map(before.rules.map((rule) => [rule.id, rule]));
  const later = new Map(after.rules.map((rule) => [rule.id, rule]));
  const [was, is] = [flatten(before), flatten(after)];
  return {
    added: after.rules.filter(({ id }) => !earlier.has(id)),
    removed: before.rules.filter(({ id }) => !later.has(id)),
    changed: after.rules.flatMap((rule) => {
      const old = earlier.get(rule.id);
      if (!old) return [];
      const parts = RULE_PARTS.filter((part) => canonical(old[part]) !== canonical(rule[part]));
      return parts.length === 0 ? [] : [{ before: old, after: rule, parts }];
    }),
    figures: [...new Set([...was.keys(), ...is.keys()])]
      .filter((path) => was.get(path) !== is.get(path) || was.has(path) !== is.has(path))
      .map((path) => ({ path, before: was.get(path), after: is.get(path) })),
  };
}

export const isSame = ({ added, removed, changed, figures }: Difference): boolean =>
  added.length + removed.length + changed.length + figures.length === 0;
