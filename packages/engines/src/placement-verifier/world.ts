/** The input of a placement, read from its rows: what is lawful, who may go where, which caps hold. Shares no code with the engine. */
import { createHash } from "node:crypto";

export type Row = Readonly<Record<string, string>>;

/** Rows of the four files, well-formed: what the engine refuses is not looked for here. */
export interface GivenRows {
  /** what rules.json holds */
  rules: Record<string, unknown>;
  students: readonly Row[];
  enterprises: readonly Row[];
  posts: readonly Row[];
  preferences: readonly Row[];
}

/** Rules of the law that a post, or a student in it, breaks: the text of unlawful.csv behind the two ids. */
export type Broken = readonly string[];

export interface Limit {
  /** as reasons.ndjson names it */
  cap: string;
  of: string;
  posts: number;
  max: number;
}

/** A row of a student. */
export interface Wish {
  post: number;
  /** rank as written */
  preference: number;
  /** place of the student in the list of the post, counting lawful pairs that both list; 0 = the post does not list him */
  place: number;
  /** what forbids the pair, or closes the post */
  broken: Broken | null;
}

export interface World {
  students: string[];
  posts: string[];
  closed: (Broken | null)[];
  /** rows of each student by rank */
  wishes: Wish[][];
  /** place of each student in the draw */
  lot: Int32Array;
  /** limits over each post, from the narrowest to the widest */
  limits: Limit[][];
}

const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
export const mayGo = ({ place, broken }: Wish): boolean => place > 0 && broken === null;

/** Reads the rows as docs/placement.md says. */
export function openWorld(given: GivenRows): World {
  const rules = given.rules;
  const number = (key: string, usual: number): number => (rules[key] as number | undefined) ?? usual;
  const studentOf = new Map(given.students.map((row) => [row["student_id"]!, row]));
  const postOf = new Map(given.posts.map((row) => [row["post_id"]!, row]));
  const posts = [...postOf.keys()].sort(bytes);
  const students = [...studentOf.keys()].sort(bytes);
  const studentAt = new Map(students.map((id, s) => [id, s]));
  const postAt = new Map(posts.map((id, p) => [id, p]));
  const closed = posts.map((id) => orNull(closing(postOf.get(id)!, number("payShare", 0.8))));

  const wishes: Wish[][] = students.map(() => []);
  const lists: { student: number; rank: number }[][] = posts.map(() => []);
  for (const { side, id, other_id, rank } of given.preferences) {
    if (side === "student") wishes[studentAt.get(id!)!]!.push({ post: postAt.get(other_id!)!, preference: Number(rank), place: 0, broken: null });
    else lists[postAt.get(id!)!]!.push({ student: studentAt.get(other_id!)!, rank: Number(rank) });
  }
  for (const list of wishes) list.sort((a, b) => a.preference - b.preference);
  for (const [post, list] of lists.entries()) {
    let counted = 0;
    for (const { student } of list.sort((a, b) => a.rank - b.rank)) {
      const wish = wishes[student]!.find((one) => one.post === post);
      if (!wish) continue;
      wish.place = Infinity;
      wish.broken = closed[post] ?? orNull(barring(studentOf.get(students[student]!)!, postOf.get(posts[post]!)!, number("minAge", 16), number("minYear", 2)));
      if (wish.broken === null) wish.place = ++counted;
    }
  }
  const seed = rules["seed"] as string | undefined;
  return { students, posts, closed, wishes, lot: drawn(students, seed), limits: limitsOf(given, posts, postOf) };
} // prettier-ignore

const orNull = (broken: Broken): Broken | null => (broken.length > 0 ? broken : null);

function drawn(students: readonly string[], seed: string | undefined): Int32Array {
  const lots = students.map((id, s) => ({ s, text: seed === undefined ? "" : createHash("sha256").update(`${seed}|${id}`).digest("hex") }));
  if (seed !== undefined) lots.sort((a, b) => (a.text < b.text ? -1 : 1));
  const lot = new Int32Array(students.length);
  for (const [place, { s }] of lots.entries()) lot[s] = place;
  return lot;
} // prettier-ignore

const flagged = (text: string | undefined): boolean =>
  ["1", "是", "true", "yes"].includes((text ?? "").toLowerCase());
const cents = (text: string): number => Math.round(Number(text) * 100);

function closing(post: Row, share: number): Broken {
  const broken: string[] = [];
  const filed = (post["filing_no"] ?? "") !== "";
  if (flagged(post["hazardous"]) && !filed) broken.push("INT-02,hazardous,filing_no");
  if (flagged(post["night"]) && !filed) broken.push("INT-03,night,filing_no");
  const pay = cents(post["monthly_pay"]!);
  // in hundredths of a fen, so that nothing is rounded before it is compared
  const parts = Math.round(share * 10_000) * cents(post["like_pay"]!);
  const lowest = (post["lowest_grade"] ?? "") === "" ? Infinity : cents(post["lowest_grade"]!);
  if (pay * 10_000 < parts && pay < lowest) {
    const least = Math.min(Math.ceil(parts / 10_000), lowest);
    broken.push(`INT-04,${(pay / 100).toFixed(2)},${(least / 100).toFixed(2)}`);
  }
  return broken;
}

function barring(student: Row, post: Row, minAge: number, minYear: number): Broken {
  const broken: string[] = [];
  const years = birthdays(student["birth_date"]!, post["starts_on"]!);
  if (years < minAge) broken.push(`INT-02,${years},${minAge}`);
  const year = Number(student["year_of_study"]);
  if (year < minYear) broken.push(`INT-02,year ${year},year ${minYear}`);
  const codes = (post["programme_codes"] ?? "").split("|").filter((code) => code !== "");
  const programme = student["programme_code"]!;
  if (codes.length > 0 && codes.every((code) => programme.slice(0, code.length) !== code))
    broken.push(`INT-07,${programme},${codes.join("|")}`);
  if ((flagged(post["night"]) || flagged(post["hazardous"])) && years < 18) broken.push(`INT-17,${years},18`);
  return broken;
}

/** Birthdays up to and including a day, counted one by one; that of a 29 February falls on 1 March where there is none. */
function birthdays(born: string, day: string): number {
  const [y, m, d] = born.split("-").map(Number) as [number, number, number];
  const until = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8)));
  let years = 0;
  while (Date.UTC(y + years + 1, m - 1, d) <= until) years++;
  return Date.UTC(y, m - 1, d) > until ? -1 : years;
}

/** The limits over each post. Their nesting is the engine's to refuse; here they only have to hold. */
function limitsOf({ rules, enterprises }: GivenRows, posts: readonly string[], postOf: ReadonlyMap<string, Row>): Limit[][] {
  const running = (rules["running"] ?? {}) as Record<string, number>;
  const tenth = Math.round(((rules["enterpriseShare"] as number | undefined) ?? 0.1) * 10_000);
  const fifth = Math.round(((rules["postShare"] as number | undefined) ?? 0.2) * 10_000);
  const houses = new Map(enterprises.map((row) => [row["enterprise_id"]!, [] as number[]]));
  for (const [p, id] of posts.entries()) houses.get(postOf.get(id)!["enterprise_id"]!)!.push(p);
  const settled = [...houses].filter(([, own]) => own.length > 0).map(([id]) => id);
  const parkOf = new Map(enterprises.map((row) => [row["enterprise_id"]!, row["park_id"] ?? ""]));
  const inPark = (park: string): string[] => settled.filter((id) => parkOf.get(id) === park);
  const found: Limit[][] = posts.map(() => []);
  const limit = (cap: string, of: string, within: readonly number[], whole: readonly string[], max: number): void => {
    const there = [...within.map((p) => posts[p]!), ...whole].reduce((sum, id) => sum + (running[id] ?? 0), 0);
    const one = { cap, of, posts: within.length, max: Math.max(0, max - there) };
    for (const p of within) found[p]!.push(one);
  };
  for (const [p, id] of posts.entries()) {
    const post = postOf.get(id)!;
    const like = Math.trunc((fifth * Number(post["staff_like"])) / 10_000);
    limit("post", id, [p], [], Math.min(Number(post["capacity"]), like));
  }
  for (const { enterprise_id: id, staff } of enterprises)
    if (houses.get(id!)!.length > 0) limit("enterprise", id!, houses.get(id!)!, [id!], Math.trunc((tenth * Number(staff)) / 10_000));
  for (const [park, max] of Object.entries((rules["parks"] ?? {}) as Record<string, number>))
    limit("park", park, inPark(park).flatMap((id) => houses.get(id)!), inPark(park), max);
  const numberOf = new Map(posts.map((id, p) => [id, p]));
  for (const cap of (rules["caps"] ?? []) as { id: string; max: number; posts?: string[]; enterprises?: string[]; parks?: string[] }[]) {
    const named = [...(cap.enterprises ?? []), ...(cap.parks ?? []).flatMap(inPark)].flatMap((id) => houses.get(id) ?? []);
    const within = new Set([...(cap.posts ?? []).filter((id) => numberOf.has(id)).map((id) => numberOf.get(id)!), ...named]);
    // an enterprise all of whose posts are within brings what runs in it
    limit(cap.id, cap.id, [...within], settled.filter((id) => houses.get(id)!.every((p) => within.has(p))), cap.max);
  }
  for (const limits of found) limits.sort((a, b) => a.posts - b.posts);
  return found;
} // prettier-ignore
