/** Small placements of all kinds, drawn. */
import { Random } from "../../sample/random.ts";
import type { TextRow } from "../types.ts";

export interface DrawnPlacement {
  rules: Record<string, unknown>;
  students: TextRow[];
  enterprises: TextRow[];
  posts: TextRow[];
  preferences: TextRow[];
}

/** @param most students and posts of the largest drawn */
export function drawPlacement(seed: number, most = { students: 4, posts: 3 }): DrawnPlacement {
  const random = new Random(seed);
  const count = { students: random.between(1, most.students), posts: random.between(1, most.posts) };
  const students = Array.from({ length: count.students }, (_, s) => ({
    student_id: `s${s}`,
    birth_date: `${random.pick(["2008", "2010", "2011"])}-0${random.between(1, 9)}-15`,
    year_of_study: String(random.chance(0.1) ? 1 : random.between(2, 3)),
    programme_code: random.pick(["460104", "460201", "520101K"]),
  }));
  const enterprises = ["e0", "e1", "e2"].map((enterprise_id) => ({
    enterprise_id,
    staff: String(random.between(5, 39)),
    park_id: random.pick(["", "p0", "p1"]),
  }));
  const posts = Array.from({ length: count.posts }, (_, p) => ({
    post_id: `j${p}`,
    enterprise_id: random.pick(enterprises).enterprise_id,
    capacity: String(random.between(0, 3)),
    staff_like: String(random.between(4, 20)),
    monthly_pay: random.pick(["3200", "3200.00", "3199.99"]),
    like_pay: "4000",
    lowest_grade: random.pick(["", "", "3199.99"]),
    starts_on: "2026-09-01",
    night: random.pick(["", "", "", "1"]),
    hazardous: random.pick(["", "", "", "是"]),
    filing_no: random.pick(["", "备〔2026〕3号"]),
    programme_codes: random.pick(["", "", "46", "4601|5201", "460104"]),
  }));
  const preferences: TextRow[] = [];
  const list = (side: string, id: string, others: readonly string[]): void => {
    const chosen = others.filter(() => random.chance(0.85)).sort(() => random.next() - 0.5);
    for (const [k, other_id] of chosen.entries())
      preferences.push({ side, id, rank: String(2 * k + 1), other_id });
  };
  for (const { student_id } of students) list("student", student_id, posts.map(({ post_id }) => post_id));
  for (const { post_id } of posts) list("post", post_id, students.map(({ student_id }) => student_id));
  const caps = random.chance(0.3) ? [{ id: "all", max: random.between(0, 3), parks: ["p0", "p1"] }] : [];
  const rules = {
    ...(random.chance(0.5) ? { parks: { p0: random.between(0, 2), p1: random.between(0, 3) } } : {}),
    ...(random.chance(0.3) ? { running: { e0: 1, j0: 1 } } : {}),
    ...(random.chance(0.5) ? { seed: `lot ${seed}` } : {}),
    caps,
  };
  return { rules, students, enterprises, posts, preferences };
} // prettier-ignore

/** The rows of each file in another order. */
export function shuffled(given: DrawnPlacement, seed: number): DrawnPlacement {
  const random = new Random(seed);
  const other = <T>(rows: readonly T[]): T[] =>
    rows.map((row) => ({ row, key: random.next() })).sort((a, b) => a.key - b.key).map(({ row }) => row);
  return {
    rules: given.rules,
    students: other(given.students),
    enterprises: other(given.enterprises),
    posts: other(given.posts),
    preferences: other(given.preferences),
  };
} // prettier-ignore
