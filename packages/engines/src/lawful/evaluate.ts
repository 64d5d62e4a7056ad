/** Conditions over columns, in three-valued logic (S. C. Kleene): no, yes, not known. */
import { monthsLater } from "./days.ts";
import { DERIVE } from "./derived.ts";
import {
  ENTERPRISE_FIELDS,
  fieldOf,
  PLACEMENT_FIELDS,
  POST_FIELDS,
  STUDENT_FIELDS,
  type Fact,
} from "./fields.ts";
import type { Columns, Condition, Operator, PlacementColumns } from "./types.ts";

export const NO = 0;
export const YES = 1;
export const UNKNOWN = 2;

/** Facts of all placements, each gathered or worked out once. */
export class World {
  readonly facts: PlacementColumns;
  readonly count: number;
  readonly #columns = new Map<Fact, Float64Array>();

  constructor(facts: PlacementColumns) {
    this.facts = facts;
    this.count = facts.placements.count;
  }

  /** A fact by placement, NaN = not known. */
  column(fact: Fact): Float64Array {
    let column = this.#columns.get(fact);
    if (!column) this.#columns.set(fact, (column = this.#gather(fact)));
    return column;
  }

  #gather(fact: Fact): Float64Array {
    const { students, enterprises, posts, placements } = this.facts;
    const from = <F extends string>(
      columns: Columns<F>,
      at: ((i: number) => number) | null,
    ): Float64Array => {
      const own = columns[fact as unknown as F];
      if (!own) return new Float64Array(this.count).fill(NaN);
      if (!at) return own;
      const column = new Float64Array(this.count);
      for (let i = 0; i < this.count; i++) column[i] = own[at(i)]!;
      return column;
    };
    if (fact in PLACEMENT_FIELDS) return from(placements.columns, null);
    if (fact in STUDENT_FIELDS) return from(students.columns, (i) => placements.student[i]!);
    if (fact in POST_FIELDS) return from(posts.columns, (i) => placements.post[i]!);
    if (fact in ENTERPRISE_FIELDS)
      return from(enterprises.columns, (i) => posts.enterprise[placements.post[i]!]!);
    return DERIVE[fact as keyof typeof DERIVE](this.facts);
  }

  /** What the place of work is, or else the enterprise. */
  industriesOf(placement: number): readonly string[] | null {
    const { posts, enterprises, placements } = this.facts;
    const post = placements.post[placement]!;
    return posts.industries[post] ?? enterprises.industries[posts.enterprise[post]!] ?? null;
  }

  /** By placement: NO, YES or UNKNOWN. */
  evaluate(condition: Condition): Uint8Array {
    if ("all" in condition || "any" in condition) {
      const all = "all" in condition;
      const parts = (all ? condition.all : condition.any).map((part) => this.evaluate(part));
      const found = new Uint8Array(this.count).fill(all ? YES : NO);
      for (const part of parts)
        for (let i = 0; i < found.length; i++) found[i] = (all ? AND : OR)[3 * found[i]! + part[i]!]!;
      return found;
    }
    if ("not" in condition) return this.evaluate(condition.not).map((one) => (one === UNKNOWN ? UNKNOWN : 1 - one));
    if ("industries" in condition) {
      const byPost = this.facts.posts.industries.map((own, post) =>
        industriesHold(own ?? this.facts.enterprises.industries[this.facts.posts.enterprise[post]!] ?? null, condition.industries),
      );
      return Uint8Array.from(this.facts.placements.post, (post) => byPost[post]!);
    }
    if ("set" in condition) {
      const mask = maskOf(condition.set, "none" in condition ? condition.none : condition.every);
      const wanted = "none" in condition ? 0 : mask;
      return this.#each(condition.set, (value) => (value & mask) === wanted);
    }
    if ("is" in condition) {
      const wanted = condition.is ? 1 : 0;
      return this.#each(condition.fact, (value) => value === wanted);
    }
    const test = COMPARE[condition.op];
    if ("parts" in condition) {
      const [part, whole] = condition.parts;
      const of = this.column(condition.of);
      return this.#each(condition.fact, (value, i) =>
        Number.isNaN(of[i]) ? null : test(value * whole, of[i]! * part),
      );
    }
    if ("months" in condition) {
      const { from } = this.facts.placements;
      return this.#each(condition.fact, (value, i) => test(value, daysIn(from[i]!, condition.months)));
    }
    return this.#each(condition.fact, (value) => test(value, condition.value));
  } // prettier-ignore

  #each(fact: Fact, holds: (value: number, i: number) => boolean | null): Uint8Array {
    const column = this.column(fact);
    const found = new Uint8Array(this.count);
    for (let i = 0; i < found.length; i++) {
      const value = column[i]!;
      const held = Number.isNaN(value) ? null : holds(value, i);
      found[i] = held === null ? UNKNOWN : held ? YES : NO;
    }
    return found;
  }
}

/** Results of all and any, at 3 × one + other. */
const AND = Uint8Array.of(NO, NO, NO, NO, YES, UNKNOWN, NO, UNKNOWN, UNKNOWN);
const OR = Uint8Array.of(NO, YES, UNKNOWN, YES, YES, YES, UNKNOWN, YES, UNKNOWN);

export const COMPARE: Readonly<Record<Operator, (value: number, limit: number) => boolean>> = {
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
  "==": (value, limit) => value === limit,
};

/** Days of so many calendar months from a day on. */
export const daysIn = (day: number, months: number): number => monthsLater(day, months) - day;

/** The bits of some words of a set. */
export function maskOf(fact: Fact, words: readonly string[]): number {
  const known = Object.keys(fieldOf(fact).words ?? {});
  return words.reduce((mask, word) => mask | (1 << known.indexOf(word)), 0);
}

/**
 * Whether none of the codes is in a barred class, such as `R9011`. A code coarser than the class cannot tell; a letter alone
 * is that of a section.
 */
export function industriesHold(codes: readonly string[] | null, barred: readonly string[]): number {
  if (codes === null || codes.length === 0) return UNKNOWN;
  let found = YES;
  for (const one of codes) {
    const digits = one.replace(/\D/g, "");
    for (const other of barred) {
      const class_ = other.slice(1);
      if (digits === "" ? one.startsWith(other[0]!) : class_.startsWith(digits) && digits !== class_) found = UNKNOWN;
      else if (digits !== "" && digits.startsWith(class_)) return NO;
    }
  }
  return found;
} // prettier-ignore
