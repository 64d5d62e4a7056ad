/** Facts that are worked out: ages, spans, and what runs at the same time. Each is a column over the placements. */
import { ageOn } from "./days.ts";
import type { DERIVED_FIELDS } from "./fields.ts";
import { grouped, peaks } from "./peaks.ts";
import type { PlacementColumns } from "./types.ts";

type Derived = keyof typeof DERIVED_FIELDS;

const each = (count: number, of: (i: number) => number): Float64Array => {
  const column = new Float64Array(count);
  for (let i = 0; i < count; i++) column[i] = of(i);
  return column;
};

/** Days from a column's date to the start of the placement; negative = after it. */
const daysBefore = (facts: PlacementColumns, column: Float64Array | undefined, at: (i: number) => number) =>
  each(facts.placements.count, (i) => facts.placements.from[i]! - (column?.[at(i)] ?? NaN));

/** Whether a placement counts among the students on posts: what is not known counts. */
const onPost = ({ placements }: PlacementColumns, i: number): boolean => placements.columns.onPost?.[i] !== 0;

export const DERIVE: Readonly<Record<Derived, (facts: PlacementColumns) => Float64Array>> = {
  age: ({ placements, students }) =>
    each(placements.count, (i) => {
      const birth = students.columns.birth?.[placements.student[i]!] ?? NaN;
      return Number.isNaN(birth) ? NaN : ageOn(birth, placements.from[i]!);
    }),
  programmeMatch: ({ placements, students, posts }) =>
    each(placements.count, (i) =>
      programmeMatch(students.programme[placements.student[i]!]!, posts.programmes[placements.post[i]!]!),
    ),
  length: lengths,
  peak: (facts) => peaks(enterprisesOf(facts), facts.enterprises.count, facts.placements.from, facts.placements.to),
  likePeak: (facts) => {
    const { placements, posts } = facts;
    const like = Int32Array.from(placements.post, (post, i) => (onPost(facts, i) ? posts.like[post]! : -1));
    return peaks(like, 1 + posts.like.reduce((most, one) => Math.max(most, one), -1), placements.from, placements.to);
  },
  mentored: ({ placements }) =>
    each(placements.count, (i) => (placements.mentor[i] === -2 ? NaN : placements.mentor[i]! >= 0 ? 1 : 0)),
  mentorLoad: ({ placements }) => {
    const mentors = 1 + placements.mentor.reduce((most, one) => Math.max(most, one), -1);
    const load = peaks(placements.mentor, mentors, placements.from, placements.to);
    // Nobody guides him: `mentored` says so, there is no load.
    return each(placements.count, (i) => (placements.mentor[i] === -1 ? 0 : load[i]!));
  },
  overlap: overlaps,
  uncovered: (facts) => uncovered(facts, facts.placements.columns.insuredFrom, facts.placements.columns.insuredTo),
  accidentUncovered: (facts) => uncovered(facts, facts.placements.columns.accidentFrom, facts.placements.columns.accidentTo),
  signedBefore: (facts) => daysBefore(facts, facts.placements.columns.signed, (i) => i),
  healthAge: (facts) => daysBefore(facts, facts.students.columns.healthChecked, (i) => facts.placements.student[i]!),
  inspectedAge: (facts) => daysBefore(facts, facts.placements.columns.inspected, (i) => i),
}; // prettier-ignore

/** Enterprise of each placement on a post, −1 for other kinds. */
export function enterprisesOf(facts: PlacementColumns): Int32Array {
  const { placements, posts } = facts;
  return Int32Array.from(placements.post, (post, i) => (onPost(facts, i) ? posts.enterprise[post]! : -1));
}

/**
 * 3 = the programme itself, 2 = its class, 1 = its category (大类) at any level, 0 = none of these. The categories of the
 * levels have the same order 20 apart (secondary 61–79, college 41–59, bachelor 21–39), so have their classes and programmes
 * not: across levels only the category is compared.
 */
export function programmeMatch(programme: number, wanted: readonly string[] | null): number {
  if (Number.isNaN(programme) || wanted === null) return NaN;
  const code = String(programme);
  let best = 0;
  for (const one of wanted) {
    const digits = one.slice(0, 6).replace(/\D/g, "");
    if (digits.length === 6 && digits === code) return 3;
    if (digits.length >= 4 && digits.slice(0, 4) === code.slice(0, 4)) best = 2;
    else if (categoryOf(digits) === categoryOf(code)) best = Math.max(best, 1);
  }
  return best;
}

const categoryOf = (digits: string): number => (Number(digits.slice(0, 2)) - 1) % 20;

/** Days of the student at the enterprise in all his placements there, each day once. */
function lengths(facts: PlacementColumns): Float64Array {
  const { placements, students } = facts;
  const { from, to } = placements;
  const enterprise = enterprisesOf(facts);
  const found = each(placements.count, (i) => to[i]! - from[i]! + 1);
  const { starts, members } = grouped(placements.student, students.count);
  for (let s = 0; s < students.count; s++) {
    if (starts[s + 1]! - starts[s]! < 2) continue;
    const own = members
      .slice(starts[s], starts[s + 1])
      .filter((i) => enterprise[i]! >= 0)
      .sort((a, b) => enterprise[a]! - enterprise[b]! || from[a]! - from[b]!);
    for (let at = 0; at < own.length;) {
      let end = at;
      let days = 0;
      let until = -Infinity;
      for (; end < own.length && enterprise[own[end]!] === enterprise[own[at]!]; end++) {
        const i = own[end]!;
        days += Math.max(0, to[i]! - Math.max(from[i]!, until + 1) + 1);
        until = Math.max(until, to[i]!);
      }
      for (; at < end; at++) found[own[at]!] = days;
    }
  }
  return found;
}

/** Other placements on posts of the same student on any of the days. */
function overlaps(facts: PlacementColumns): Float64Array {
  const { placements, students } = facts;
  const { from, to } = placements;
  const found = new Float64Array(placements.count);
  const own = Int32Array.from(placements.student, (s, i) => (onPost(facts, i) ? s : -1));
  const { starts, members } = grouped(own, students.count);
  for (let s = 0; s < students.count; s++) {
    if (starts[s + 1]! - starts[s]! < 2) continue;
    const mine = members.subarray(starts[s], starts[s + 1]);
    const begins = Int32Array.from(mine, (i) => from[i]!).sort();
    const ends = Int32Array.from(mine, (i) => to[i]!).sort();
    for (const i of mine) found[i] = below(begins, to[i]! + 1) - below(ends, from[i]!) - 1;
  }
  return found;
}

/** How many of a sorted column are less than a day. */
function below(sorted: Int32Array, day: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Days of the placement outside the insurance; NaN where one of its ends is not known. */
function uncovered(
  { placements }: PlacementColumns,
  begins?: Float64Array,
  ends?: Float64Array,
): Float64Array {
  return each(placements.count, (i) => {
    const from = placements.from[i]!;
    const to = placements.to[i]!;
    const begin = begins?.[i] ?? NaN;
    const end = ends?.[i] ?? NaN;
    return to - from + 1 - Math.max(0, Math.min(to, end) - Math.max(from, begin) + 1);
  });
}
