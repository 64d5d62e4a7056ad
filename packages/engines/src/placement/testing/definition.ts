/**
 * The definition of docs/placement.md, told a second time from the rows and without an algorithm: all sets of pairs are tried,
 * the stable ones kept, and the one that is best for every student is given back. For a few students and posts.
 */
import { createHash } from "node:crypto";
import type { TextRow } from "../types.ts";
import type { DrawnPlacement } from "./draw.ts";

/** post of each student by id; students without one are left out */
export type Pairs = Map<string, string>;

interface World {
  students: TextRow[];
  posts: TextRow[];
  /** lawful pairs that both list: post → students in the post's order */
  order: Map<string, string[]>;
  /** student → posts in the student's order */
  wishes: Map<string, string[]>;
  caps: { posts: Set<string>; max: number }[];
  lot: Map<string, string>;
}

/** @throws Error unless exactly one stable matching is best for every student */
export function byDefinition(given: DrawnPlacement): Pairs {
  const world = worldOf(given);
  const stable = allMatchings(world).filter((pairs) => isStable(world, pairs));
  const rankIn = (pairs: Pairs, id: string): number => {
    const at = world.wishes.get(id)!.indexOf(pairs.get(id) ?? "");
    return at < 0 ? Infinity : at;
  };
  const best = stable.filter((one) =>
    stable.every((other) => world.students.every(({ student_id: id }) => rankIn(one, id!) <= rankIn(other, id!))),
  );
  if (best.length !== 1) throw new Error(`${best.length} best of ${stable.length} stable matchings`);
  return best[0]!;
} // prettier-ignore

/** Whether a pair is lawful, told from the rows. */
export function isLawful(student: TextRow, post: TextRow): boolean {
  const start = post["starts_on"]!;
  const birthday = (years: number): string => `${Number(student["birth_date"]!.slice(0, 4)) + years}${student["birth_date"]!.slice(4)}`;
  const atLeast = (years: number): boolean => birthday(years) <= start;
  const risky = post["night"] !== "" || post["hazardous"] !== "";
  if (risky && post["filing_no"] === "") return false;
  if (risky && !atLeast(18)) return false;
  if (!atLeast(16) || student["year_of_study"] === "1") return false;
  const least = post["lowest_grade"] === "" ? 3200 : Math.min(3200, Number(post["lowest_grade"]));
  if (Number(post["monthly_pay"]) < least) return false;
  const codes = post["programme_codes"] === "" ? [""] : post["programme_codes"]!.split("|");
  return codes.some((code) => student["programme_code"]!.startsWith(code));
} // prettier-ignore

function worldOf(given: DrawnPlacement): World {
  const { students, posts, preferences } = given;
  const listed = (side: string, id: string): string[] =>
    preferences.filter((row) => row["side"] === side && row["id"] === id)
      .sort((a, b) => Number(a["rank"]) - Number(b["rank"])).map((row) => row["other_id"]!);
  const ok = (s: string, p: string): boolean =>
    listed("student", s).includes(p) && listed("post", p).includes(s) &&
    isLawful(students.find((row) => row["student_id"] === s)!, posts.find((row) => row["post_id"] === p)!);
  const rules = given.rules as {
    parks?: Record<string, number>;
    running?: Record<string, number>;
    seed?: string;
    caps: { max: number; parks: string[] }[];
  };
  const running = (id: string): number => rules.running?.[id] ?? 0;
  const caps: World["caps"] = [];
  const postsOf = (...enterprises: string[]): TextRow[] => posts.filter((p) => enterprises.includes(p["enterprise_id"]!));
  const cap = (of: TextRow[], enterprises: string[], max: number): void => {
    const there = [...of.map((p) => p["post_id"]!), ...enterprises.filter((e) => postsOf(e).length > 0)].reduce((sum, id) => sum + running(id), 0);
    if (of.length > 0) caps.push({ posts: new Set(of.map((p) => p["post_id"]!)), max: Math.max(0, max - there) });
  };
  for (const p of posts) cap([p], [], Math.min(Number(p["capacity"]), Math.floor(Number(p["staff_like"]) / 5)));
  for (const { enterprise_id: e, staff } of given.enterprises) cap(postsOf(e!), [e!], Math.floor(Number(staff) / 10));
  const inParks = (...parks: string[]): string[] =>
    given.enterprises.filter((e) => parks.includes(e["park_id"]!)).map((e) => e["enterprise_id"]!);
  for (const [park, max] of Object.entries(rules.parks ?? {})) cap(postsOf(...inParks(park)), inParks(park), max);
  for (const { max, parks } of rules.caps) cap(postsOf(...inParks(...parks)), inParks(...parks), max);
  const lot = (id: string): string =>
    rules.seed === undefined ? id : createHash("sha256").update(`${rules.seed}|${id}`).digest("hex");
  return {
    students,
    posts,
    order: new Map(posts.map(({ post_id: p }) => [p!, listed("post", p!).filter((s) => ok(s, p!))])),
    wishes: new Map(students.map(({ student_id: s }) => [s!, listed("student", s!).filter((p) => ok(s!, p))])),
    caps,
    lot: new Map(students.map(({ student_id: s }) => [s!, lot(s!)])),
  };
} // prettier-ignore

function allMatchings(world: World): Pairs[] {
  let found: Pairs[] = [new Map()];
  for (const { student_id: s } of world.students)
    found = found.flatMap((pairs) => [pairs, ...world.wishes.get(s!)!.map((p) => new Map(pairs).set(s!, p))]);
  return found.filter((pairs) => kept(world, [...pairs]));
}

const kept = ({ caps }: World, pairs: readonly (readonly [string, string])[]): boolean =>
  caps.every(({ posts, max }) => pairs.filter(([, p]) => posts.has(p)).length <= max);

/** What the caps choose from pairs: greedily, by the post's rank and then the lot. */
function chosen(world: World, pairs: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  const rank = ([s, p]: readonly [string, string]): number => world.order.get(p)!.indexOf(s);
  const lot = ([s]: readonly [string, string]): string => world.lot.get(s)!;
  const taken: (readonly [string, string])[] = [];
  for (const pair of [...pairs].sort((a, b) => rank(a) - rank(b) || (lot(a) < lot(b) ? -1 : 1)))
    if (kept(world, [...taken, pair])) taken.push(pair);
  return taken;
}

const isStable = (world: World, pairs: Pairs): boolean =>
  world.students.every(({ student_id: s }) => {
    const wishes = world.wishes.get(s!)!;
    const got = pairs.get(s!);
    const better = got === undefined ? wishes : wishes.slice(0, wishes.indexOf(got));
    return better.every((p) => !chosen(world, [...pairs, [s!, p]]).some(([who, where]) => who === s && where === p));
  }); // prettier-ignore
