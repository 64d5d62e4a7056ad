import { createHash } from "node:crypto";
import { nestCaps, type CapTree, type Crossing } from "./caps.ts";
import { breachesOfPair, breachesOfPost } from "./lawful.ts";
import { startsOf, type PlacementInput } from "./rows.ts";
import { rankOf, stablePlacement, type Market, type Stable } from "./stable.ts";
import type { Breach, PlacementRules } from "./types.ts";

/** A pair that both sides list and the law forbids. */
export interface VoidPair {
  student: number;
  post: number;
  breaches: readonly Breach[];
}

export interface Placement {
  rules: PlacementRules;
  input: PlacementInput;
  tree: CapTree;
  /** rules that close each post; empty = open */
  closed: readonly (readonly Breach[])[];
  void: readonly VoidPair[];
  market: Market;
  /** entry of the market that each row of `input.byStudents` became: −1 = the post does not list him, −2 = unlawful */
  entry: Int32Array;
  stable: Stable;
}

/** rows that became no entry of the market */
export const NOT_LISTED = -1;
export const UNLAWFUL = -2;

/**
 * Places students in posts as docs/placement.md says: lawful pairs that both sides list, the stable matching under all caps
 * that is best for the students.
 * @returns the placement, or the caps that cross
 */
export function place(
  rules: PlacementRules,
  input: PlacementInput,
): { placement: Placement; crossing: null } | { placement: null; crossing: Crossing } {
  const { students, posts, byStudents } = input;
  const { tree, crossing } = nestCaps(rules, input.enterprises, posts);
  if (crossing) return { placement: null, crossing };
  const closed = posts.map((post) => breachesOfPost(rules, post));
  const rows = rowsOfPosts(input);
  const entry = new Int32Array(byStudents.by.length);
  const forbidden: VoidPair[] = [];
  // the rows of a post that are lawful and listed by both keep their order: the best of each post is 1
  const counted = new Int32Array(input.byPosts.by.length);
  let entries = 0;
  for (let i = 0; i < entry.length; i++) {
    const [student, post] = [byStudents.by[i]!, byStudents.other[i]!];
    const row = rows[i]!;
    if (row < 0) entry[i] = NOT_LISTED;
    else if (closed[post]!.length > 0) entry[i] = UNLAWFUL;
    else {
      const breaches = breachesOfPair(rules, students[student]!, posts[post]!);
      if (breaches.length > 0) {
        forbidden.push({ student, post, breaches });
        entry[i] = UNLAWFUL;
      } else {
        counted[row] = 1;
        entry[i] = entries++;
      }
    }
  }
  for (let row = 0, rank = 0; row < counted.length; row++) {
    if (row === 0 || input.byPosts.by[row - 1] !== input.byPosts.by[row]) rank = 0;
    if (counted[row] === 1) counted[row] = ++rank;
  }
  const market: Market = {
    start: new Int32Array(students.length + 1),
    post: new Int32Array(entries),
    rank: new Int32Array(entries),
    draw: drawOf(rules.seed, students.map(({ id }) => id)),
    max: Int32Array.from(tree.caps, ({ max }) => max),
    above: tree.above,
    posts: posts.length,
  }; // prettier-ignore
  for (let i = 0; i < entry.length; i++) {
    const e = entry[i]!;
    if (e < 0) continue;
    market.start[byStudents.by[i]! + 1]!++;
    market.post[e] = byStudents.other[i]!;
    market.rank[e] = counted[rows[i]!]!;
  }
  for (let s = 0; s < students.length; s++) market.start[s + 1]! += market.start[s]!;
  const stable = stablePlacement(market);
  return {
    placement: { rules, input, tree, closed, void: forbidden, market, entry, stable },
    crossing: null,
  };
}

/** For each row of the students: the row in which the post lists him, −1 where it does not. */
function rowsOfPosts({ students, posts, byStudents, byPosts }: PlacementInput): Int32Array {
  const found = new Int32Array(byStudents.by.length).fill(-1);
  const start = startsOf(byPosts.other, students.length);
  const lists = new Int32Array(byPosts.by.length);
  const free = start.slice();
  for (let row = 0; row < byPosts.by.length; row++) lists[free[byPosts.other[row]!]!++] = row;
  const rowOf = new Int32Array(posts.length).fill(-1);
  for (let i = 0, student = -1; i < found.length; i++) {
    if (byStudents.by[i] !== student) {
      if (student >= 0) for (let k = start[student]!; k < start[student + 1]!; k++) rowOf[byPosts.by[lists[k]!]!] = -1;
      student = byStudents.by[i]!;
      for (let k = start[student]!; k < start[student + 1]!; k++) rowOf[byPosts.by[lists[k]!]!] = lists[k]!;
    }
    found[i] = rowOf[byStudents.other[i]!]!;
  }
  return found;
} // prettier-ignore

/** Place of each student in the draw; without a seed the order of the ids, which is that of the numbers. */
function drawOf(seed: string | null, ids: readonly string[]): Int32Array {
  const draw = Int32Array.from(ids, (_, s) => s);
  if (seed === null) return draw;
  const lots = ids.map((id) => createHash("sha256").update(`${seed}|${id}`).digest("hex"));
  const order = [...draw].sort((a, b) => (lots[a]! < lots[b]! ? -1 : 1));
  for (const [lot, s] of order.entries()) draw[s] = lot;
  return draw;
}

export type Reason =
  | { outcome: "placed" | "not-needed" | "not-listed" }
  | { outcome: "unlawful"; rules: string[] }
  | { outcome: "full"; cap: string; of: string; max: number; last: number | null; rank: number };

/** What became of a student. */
export interface Answer {
  student_id: string;
  placed: { post_id: string; preference: number } | null;
  preferences: ({ preference: number; post_id: string } & Reason)[];
}

/** Tells for each student, in ascending order, what became of each of his preferences, in their order. */
export function* answers(placement: Placement): Generator<Answer> {
  const { input, market, entry, stable, closed } = placement;
  const { students, posts, byStudents } = input;
  const start = startsOf(byStudents.by, students.length);
  const forbidden = new Map(placement.void.map((pair) => [pair.student * posts.length + pair.post, pair.breaches]));
  for (const [s, student] of students.entries()) {
    const got = stable.got[s]!;
    const answer: Answer = { student_id: student.id, placed: null, preferences: [] };
    for (let i = start[s]!; i < start[s + 1]!; i++) {
      const post = byStudents.other[i]!;
      const [e, preference, post_id] = [entry[i]!, byStudents.rank[i]!, posts[post]!.id];
      if (e === got && e >= 0) answer.placed = { post_id, preference };
      const reason = (): Reason => {
        if (e === NOT_LISTED) return { outcome: "not-listed" };
        if (e === UNLAWFUL) {
          const breaches = closed[post]!.length > 0 ? closed[post]! : forbidden.get(s * posts.length + post)!;
          return { outcome: "unlawful", rules: [...new Set(breaches.map(({ rule }) => rule))] };
        }
        if (e === got) return { outcome: "placed" };
        if (got >= 0 && e > got) return { outcome: "not-needed" };
        return full(placement, post, market.rank[e]!);
      };
      answer.preferences.push({ preference, post_id, ...reason() });
    }
    yield answer;
  }
} // prettier-ignore

/** The smallest full cap above a post, and whom it took last. */
function full({ tree, stable, market }: Placement, post: number, rank: number): Reason {
  let cap = post;
  while (stable.held[cap]! < market.max[cap]!) cap = tree.above[cap]!;
  const { kind, of, max } = tree.caps[cap]!;
  return {
    outcome: "full",
    cap: kind === "further" ? of : kind,
    of,
    max,
    last: rankOf(stable.worst[cap]!),
    rank,
  };
}
