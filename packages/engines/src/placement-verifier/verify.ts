import { bestFor, orderOf } from "./best.ts";
import { mayGo, openWorld, type GivenRows, type Limit, type Row, type World } from "./world.ts";

/** The published files as read. */
export interface PublishedRows {
  placement: readonly Row[];
  unlawful: readonly Row[];
  /** lines of reasons.ndjson, not parsed; null = not published */
  reasons: readonly string[] | null;
}

export type PlacementRule = "pairs" | "unlawful" | "caps" | "stable" | "best" | "reasons";

/** One thing that is wrong with a result. */
export interface PlacementBreach {
  rule: PlacementRule;
  zh: string;
  en: string;
}

type Told = (rule: PlacementRule, zh: string, en: string) => void;

/** Index of the wish that each student got, −1 = none. */
type Got = Int32Array;

interface Held {
  /** pairs within each limit */
  count: Map<Limit, number>;
  /** the worst of them, in the order of `orderOf` */
  worst: Map<Limit, { key: number; student: number; place: number }>;
}

/**
 * Checks a published placement against docs/placement.md: everybody at most one post that lists him and is lawful, all caps kept,
 * nobody with a better post that would choose him, the best such placement for the students, and the other files as the
 * page says. Shares no code with the engine. What is checked later is left out where something before it is wrong.
 * @returns every breach; empty = the result is right
 */
export function verifyPlacement(given: GivenRows, published: PublishedRows): PlacementBreach[] {
  const world = openWorld(given);
  const breaches: PlacementBreach[] = [];
  const told: Told = (rule, zh, en) => void breaches.push({ rule, zh, en });
  const got = checkPairs(world, published.placement, told);
  checkUnlawful(world, published.unlawful, told);
  if (breaches.length > 0) return breaches;
  const held = heldOf(world, got);
  for (const [limit, count] of held.count)
    if (count > limit.max) told("caps", `${limit.of} 安排了 ${count} 人，上限 ${limit.max}`, `${limit.of} holds ${count}, its cap is ${limit.max}`);
  if (breaches.length > 0) return breaches;
  checkStable(world, got, held, told);
  if (breaches.length > 0) return breaches;
  for (const [s, best] of bestFor(world).entries()) {
    const post = best < 0 ? "" : world.posts[world.wishes[s]![best]!.post]!;
    if (best !== got[s]) told("best", `${world.students[s]} 在对学生最优的稳定结果中到 ${post || "（无）"}`, `in the stable result that is best for the students ${world.students[s]} gets ${post || "none"}`);
  }
  if (published.reasons) checkReasons(world, got, held, published.reasons, told);
  return breaches;
} // prettier-ignore

function checkPairs(world: World, rows: readonly Row[], told: Told): Got {
  const got: Got = new Int32Array(world.students.length).fill(-1);
  const studentAt = new Map(world.students.map((id, s) => [id, s]));
  const postAt = new Map(world.posts.map((id, p) => [id, p]));
  let before = -1;
  for (const { student_id = "", post_id = "" } of rows) {
    const s = studentAt.get(student_id);
    const k = s === undefined ? -1 : world.wishes[s]!.findIndex(({ post }) => post === postAt.get(post_id));
    if (s === undefined || k < 0 || !mayGo(world.wishes[s]![k]!)) {
      told("pairs", `${student_id} 不能安排到 ${post_id}：不是双方都列出的合法组合`, `${student_id} cannot be placed in ${post_id}: no lawful pair that both list`);
      continue;
    }
    if (s <= before) told("pairs", `${student_id} 没有按编号升序，或出现两次`, `${student_id} is not in ascending order or occurs twice`);
    before = s;
    got[s] = k;
  }
  return got;
} // prettier-ignore

function checkUnlawful(world: World, rows: readonly Row[], told: Told): void {
  const ofPost: string[][] = world.posts.map(() => []);
  for (const [s, list] of world.wishes.entries())
    for (const { post, broken } of list)
      if (broken && !world.closed[post]) for (const text of broken) ofPost[post]!.push(`${world.posts[post]},${world.students[s]},${text}`);
  const right = world.posts.flatMap((id, p) => [...(world.closed[p] ?? []).map((text) => `${id},,${text}`), ...ofPost[p]!]);
  const written = rows.map((row) => ["post_id", "student_id", "rule", "figure", "limit"].map((key) => row[key] ?? "").join(","));
  for (let k = 0; k < Math.max(right.length, written.length); k++) {
    if (right[k] === written[k]) continue;
    return told("unlawful", `unlawful.csv 第 ${k + 2} 行应为“${right[k] ?? "（无）"}”，写的是“${written[k] ?? "（无）"}”`, `unlawful.csv, line ${k + 2}: “${right[k] ?? "nothing"}” is right, “${written[k] ?? "nothing"}” is written`);
  }
} // prettier-ignore

function heldOf(world: World, got: Got): Held {
  const held: Held = { count: new Map(), worst: new Map() };
  for (const [student, k] of got.entries()) {
    if (k < 0) continue;
    const { post, place } = world.wishes[student]![k]!;
    const key = orderOf(world, student, place);
    for (const limit of world.limits[post]!) {
      held.count.set(limit, (held.count.get(limit) ?? 0) + 1);
      if (key > (held.worst.get(limit)?.key ?? -1)) held.worst.set(limit, { key, student, place });
    }
  }
  return held;
}

/** The narrowest limit over a post that has no room. */
const fullOver = (world: World, held: Held, post: number): Limit | undefined =>
  world.limits[post]!.find((limit) => (held.count.get(limit) ?? 0) >= limit.max);

function checkStable(world: World, got: Got, held: Held, told: Told): void {
  for (const [s, list] of world.wishes.entries())
    for (const [k, wish] of list.entries()) {
      if (k === got[s]) break;
      if (!mayGo(wish)) continue;
      const [student, post] = [world.students[s]!, world.posts[wish.post]!];
      const full = fullOver(world, held, wish.post);
      if (!full) {
        told("stable", `${student} 更想去 ${post}，那里有空位`, `${student} wants ${post} more, which has room`);
        continue;
      }
      const worst = held.worst.get(full);
      if (worst && orderOf(world, s, wish.place) < worst.key)
        told("stable", `${student} 更想去 ${post}，排在 ${full.of} 已收的 ${world.students[worst.student]} 之前`, `${student} wants ${post} more and stands before ${world.students[worst.student]}, whom ${full.of} holds`);
    }
} // prettier-ignore

/** reasons.ndjson, line by line, as the page says it must be. */
function checkReasons(world: World, got: Got, held: Held, lines: readonly string[], told: Told): void {
  for (const [s, list] of world.wishes.entries()) {
    const own = got[s]!;
    const preferences = list.map((wish, k) => {
      const { post, preference, place, broken } = wish;
      const reason = (): object => {
        if (place === 0) return { outcome: "not-listed" };
        if (broken) return { outcome: "unlawful", rules: [...new Set(broken.map((text) => text.split(",")[0]))] };
        if (k === own) return { outcome: "placed" };
        if (own >= 0 && k > own) return { outcome: "not-needed" };
        const { cap, of, max } = fullOver(world, held, post)!;
        return { outcome: "full", cap, of, max, last: held.worst.get(fullOver(world, held, post)!)?.place ?? null, rank: place };
      };
      return { preference, post_id: world.posts[post], ...reason() };
    });
    const placed = own < 0 ? null : { post_id: world.posts[list[own]!.post], preference: list[own]!.preference };
    const right = JSON.stringify({ student_id: world.students[s], placed, preferences });
    if (lines[s] !== right)
      told("reasons", `reasons.ndjson 第 ${s + 1} 行与结果不符，应为 ${right}`, `reasons.ndjson, line ${s + 1}: ${right} is right`);
  }
  if (lines.length > world.students.length)
    told("reasons", "reasons.ndjson 的行数多于学生", "reasons.ndjson has more lines than there are students");
} // prettier-ignore
