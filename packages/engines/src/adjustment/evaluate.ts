/** Judges rules on indicator values. Three answers: it holds, it does not, or it cannot be told, and then why. */
import {
  findIndicator,
  shareBelow,
  subjectOf,
  type IndicatorValue,
  type World,
} from "../indicators/index.ts";
import type { AdjustmentInput, Condition, Figure, NotJudged, Rule, RuleSet, Scope, Within } from "./types.ts";

type Leaf = Extract<Condition, { indicator: string }>;
type Reason = NotJudged["because"][number];

/** What a condition answers: figures where it holds, reasons where it cannot be told. */
export interface Verdict {
  holds: boolean | null;
  figures: Figure[];
  because: Reason[];
}

/** What is judged: `index` into the facts' offerings, −1 = an offering that does not exist yet, or the region. */
export interface Subject {
  index: number;
  programme: string;
  level: string;
  city: string;
  /** index into the facts' schools, −1 = none */
  school: number;
}

const HOLDS: Record<string, (value: number, threshold: number) => boolean> = {
  "<": (value, threshold) => value < threshold,
  "<=": (value, threshold) => value <= threshold,
  ">": (value, threshold) => value > threshold,
  ">=": (value, threshold) => value >= threshold,
  "==": (value, threshold) => value === threshold,
};
const NO: Verdict = { holds: false, figures: [], because: [] };

export class Evaluator {
  readonly #values = new Map<string, (IndicatorValue | undefined)[]>();
  readonly #ranks = new Map<string, Float64Array>();
  readonly world: World;
  readonly ruleSet: RuleSet;
  readonly #programme: AdjustmentInput["programme"];

  constructor(world: World, ruleSet: RuleSet, programme: AdjustmentInput["programme"]) {
    this.world = world;
    this.ruleSet = ruleSet;
    this.#programme = programme;
  }

  /** The offering at an index of the facts as a subject. */
  offering(index: number): Subject {
    const { programme, level, city, school } = this.world.facts.offerings;
    return { index, programme: programme[index]!, level: level[index]!, city: city[index]!, school: school[index]! };
  } // prettier-ignore

  /** An indicator of a subject in a year; each is computed once. */
  value(key: string, subject: Subject, year: number): IndicatorValue {
    const indicator = findIndicator(key)!;
    if (subject.index < 0) return this.#without(key, subject, year);
    const at = subjectOf(this.world, indicator, subject.index);
    const name = `${key} ${year}`;
    let column = this.#values.get(name);
    if (!column) this.#values.set(name, (column = []));
    return (column[at + 1] ??= indicator.compute(this.world, at, year));
  }

  /** Of an offering that does not exist yet: what its school and its programme tell. */
  #without(key: string, subject: Subject, year: number): IndicatorValue {
    const indicator = findIndicator(key)!;
    if (indicator.about === "school") return indicator.compute(this.world, subject.school, year);
    if (indicator.about === "region") return indicator.compute(this.world, 0, year);
    if (indicator.about === "offering") return { unknown: "no-cell", fields: [] };
    const { programme, city } = this.world.places;
    let elsewhere = -1;
    for (const o of this.world.ofProgramme.get(subject.programme) ?? []) {
      const place = this.world.placeOf[o]!;
      if (city[place] === subject.city) return indicator.compute(this.world, place, year);
      elsewhere = place;
    }
    if (key === "programme-offerings") return elsewhere < 0 ? 0 : indicator.compute(this.world, elsewhere, year);
    if (key === "city-school-share") return 0;
    return { unknown: "no-cell", fields: programme.length > 0 ? [] : ["programme"] };
  } // prettier-ignore

  inScope(scope: Scope | undefined, subject: Subject): boolean {
    if (!scope) return true;
    if (scope.levels && !scope.levels.includes(subject.level as never)) return false;
    if (scope.cities && !scope.cities.includes(subject.city)) return false;
    if (scope.programmes && !scope.programmes.some((code) => plain(code) === plain(subject.programme))) return false; // prettier-ignore
    if (!scope.categories && scope.controlled === undefined) return true;
    const programme = this.#programme(subject.programme);
    if (scope.categories && !scope.categories.includes(programme?.categoryCode ?? "")) return false;
    return scope.controlled === undefined || programme?.controlled === scope.controlled;
  }

  judge(condition: Condition, subject: Subject): Verdict {
    if ("all" in condition) return this.#count(condition.all, condition.all.length, subject);
    if ("any" in condition) return this.#count(condition.any, 1, subject);
    if ("of" in condition) return this.#count(condition.of, condition.atLeast, subject);
    return this.#leaf(condition, subject);
  }

  rule(rule: Rule, subject: Subject): Verdict {
    return this.inScope(rule.scope, subject) ? this.judge(rule.when, subject) : NO;
  }

  #count(parts: readonly Condition[], needed: number, subject: Subject): Verdict {
    const verdicts = parts.map((part) => this.judge(part, subject));
    const sure = verdicts.filter(({ holds }) => holds).length;
    const open = verdicts.filter(({ holds }) => holds === null);
    if (sure >= needed)
      return { holds: true, figures: verdicts.flatMap((v) => (v.holds ? v.figures : [])), because: [] };
    if (sure + open.length < needed) return NO;
    return { holds: null, figures: [], because: open.flatMap((v) => v.because) };
  }

  #leaf(leaf: Leaf, subject: Subject): Verdict {
    const threshold = "op" in leaf ? leaf.value : "lowest" in leaf ? leaf.lowest : leaf.highest;
    if (threshold === null)
      return { holds: null, figures: [], because: [{ indicator: leaf.indicator, reason: "no-threshold", year: null, fields: [] }] }; // prettier-ignore
    const first = this.#newest(leaf, subject);
    const years: number[] = [];
    const values: number[] = [];
    const because: Reason[] = [];
    for (let i = 0; i < (leaf.years ?? 1); i++) {
      const value = this.value(leaf.indicator, subject, first - i);
      if (typeof value !== "number") {
        because.push({ indicator: leaf.indicator, reason: value.unknown, year: first - i, fields: value.fields });
        continue;
      } // prettier-ignore
      const holds =
        "op" in leaf ? HOLDS[leaf.op]!(value, threshold) : this.#rank(leaf, subject, first - i) < threshold;
      if (!holds) return NO;
      years.push(this.#aboutYear(leaf.indicator, subject, first - i));
      values.push(value);
    }
    if (because.length > 0) return { holds: null, figures: [], because };
    const figure: Figure =
      "op" in leaf
        ? { indicator: leaf.indicator, op: leaf.op, threshold, years, values }
        : { indicator: leaf.indicator, op: "lowest" in leaf ? "lowest" : "highest", threshold, years, values, within: leaf.within }; // prettier-ignore
    return { holds: true, figures: [figure], because: [] };
  }

  #aboutYear(key: string, subject: Subject, year: number): number {
    const indicator = findIndicator(key)!;
    if (!indicator.aboutYear || subject.index < 0) return year;
    return indicator.aboutYear(this.world, subjectOf(this.world, indicator, subject.index), year);
  }

  /** The newest year, not older than the rule set allows, that states the figure. */
  #newest(leaf: Leaf, subject: Subject): number {
    const { factsThrough } = this.world;
    for (let age = 0; age <= this.ruleSet.maxAge; age++) {
      const value = this.value(leaf.indicator, subject, factsThrough - age);
      if (typeof value === "number" || (value.unknown !== "not-stated" && value.unknown !== "year-outside"))
        return factsThrough - age;
    }
    return factsThrough;
  }

  /** Share of its kind that stands lower (or higher, for `highest`) in the year. */
  #rank(leaf: Exclude<Leaf, { op: unknown }>, subject: Subject, year: number): number {
    if (subject.index < 0) return NaN;
    const highest = "highest" in leaf;
    const name = `${leaf.indicator} ${year} ${leaf.within} ${highest}`;
    let ranks = this.#ranks.get(name);
    if (!ranks) {
      const { keys } = this.world.facts.offerings;
      const values = Float64Array.from(keys, (_, o) => {
        const value = this.value(leaf.indicator, this.offering(o), year);
        return typeof value === "number" ? (highest ? -value : value) : NaN;
      });
      this.#ranks.set(name, (ranks = shareBelow(values, keys.map((_, o) => this.#kind(leaf.within, o))))); // prettier-ignore
    }
    return ranks[subject.index]!;
  }

  #kind(within: Within, offering: number): string {
    const { level, programme } = this.world.facts.offerings;
    const code = programme[offering]!;
    if (within === "level") return level[offering]!;
    if (within === "programme") return code;
    return within === "programme-class" ? (this.#programme(code)?.classCode ?? code.slice(0, 4)) : "";
  }
}

const plain = (code: string): string => code.replace(/K$/i, "");

/** Leaves of a condition, with the place of each, e.g. `when.all[1]`. */
export function* leavesOf(condition: Condition, path: string): Generator<{ leaf: Leaf; path: string }> {
  const parts = "all" in condition ? condition.all : "any" in condition ? condition.any : "of" in condition ? condition.of : null; // prettier-ignore
  if (!parts) return void (yield { leaf: condition as Leaf, path });
  const name = "all" in condition ? "all" : "any" in condition ? "any" : "of";
  for (const [i, part] of parts.entries()) yield* leavesOf(part, `${path}.${name}[${i}]`);
}
