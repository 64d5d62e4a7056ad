import { compareIds } from "../allocation/index.ts";
import { readDay, readFlag, readMoney, readWhole, REASONS } from "./faults.ts";
import { Ints } from "./ints.ts";
import type { Enterprise, PlacementFault, PlacementTable, Post, Student, TextRow, Words } from "./types.ts";

/** What one side lists: parallel arrays, an entry for each row. */
export interface Listed {
  /** number of who lists, in the order of the ids of his side */
  by: Int32Array;
  other: Int32Array;
  rank: Int32Array;
  line: Int32Array;
}

export interface PlacementInput {
  students: readonly Student[];
  enterprises: ReadonlyMap<string, Enterprise>;
  posts: readonly Post[];
  byStudents: Listed;
  byPosts: Listed;
}

const MOST_FAULTS = 1000;

/**
 * Takes the rows of the four files, one by one: students, enterprises and posts first, in any order, then preferences.
 * Ids become numbers in ascending order, so that the order of rows does not matter.
 */
export class PlacementRows {
  /** the first faults, in the order in which the rows came */
  readonly faults: PlacementFault[] = [];
  faultCount = 0;
  readonly #students = new Map<string, Student>();
  readonly #enterprises = new Map<string, Enterprise>();
  readonly #posts = new Map<string, Post>();
  #numbers: { student: Map<string, number>; post: Map<string, number> } | null = null;
  readonly #lists = { student: new Lists(), post: new Lists() };

  student(row: TextRow, line: number): void {
    const at = this.#reader("students", row, line);
    const id = at.text("student_id", this.#students);
    const born = at.read("birth_date", readDay, REASONS.day);
    const year = at.read("year_of_study", readWhole, REASONS.whole);
    const programme = at.read("programme_code", readCode, REASONS.code);
    if (born !== null && year !== null && programme !== null) this.#students.set(id, { id, line, born, year, programme });
  } // prettier-ignore

  enterprise(row: TextRow, line: number): void {
    const at = this.#reader("enterprises", row, line);
    const id = at.text("enterprise_id", this.#enterprises);
    const staff = at.read("staff", readWhole, REASONS.whole);
    if (staff !== null) this.#enterprises.set(id, { id, line, staff, park: row["park_id"] ?? "" });
  }

  post(row: TextRow, line: number): void {
    const at = this.#reader("posts", row, line);
    const id = at.text("post_id", this.#posts);
    const capacity = at.read("capacity", readWhole, REASONS.whole);
    const staffLike = at.read("staff_like", readWhole, REASONS.whole);
    const pay = at.read("monthly_pay", readMoney, REASONS.money);
    const likePay = at.read("like_pay", readMoney, REASONS.money);
    const startsOn = at.read("starts_on", readDay, REASONS.day);
    const lowest = (row["lowest_grade"] ?? "") === "" ? undefined : at.read("lowest_grade", readMoney, REASONS.money);
    const night = at.read("night", readFlag, REASONS.flag);
    const hazardous = at.read("hazardous", readFlag, REASONS.flag);
    const programmes = at.read("programme_codes", readCodes, REASONS.code);
    if (capacity === null || staffLike === null || pay === null || likePay === null || startsOn === null) return;
    if (lowest === null || night === null || hazardous === null || programmes === null) return;
    this.#posts.set(id, {
      id, line, enterprise: row["enterprise_id"] ?? "", capacity, staffLike, pay, likePay, startsOn,
      lowestGrade: lowest ?? null, night, hazardous, programmes, filed: (row["filing_no"] ?? "") !== "",
    });
  } // prettier-ignore

  preference(row: TextRow, line: number): void {
    const numbers = (this.#numbers ??= this.#number());
    const at = this.#reader("preferences", row, line);
    const side = row["side"] ?? "";
    if (side !== "student" && side !== "post") return at.fault("side", REASONS.side);
    const other = side === "student" ? "post" : "student";
    const by = numbers[side].get(row["id"] ?? "");
    const whom = numbers[other].get(row["other_id"] ?? "");
    const rank = readWhole(row["rank"] ?? "");
    if (by === undefined) at.fault("id", REASONS.unknown[side]);
    if (whom === undefined) at.fault("other_id", REASONS.unknown[other]);
    if (rank === null || rank < 1) at.fault("rank", REASONS.rank);
    if (by !== undefined && whom !== undefined && rank !== null && rank >= 1)
      this.#lists[side].add(by, whom, rank, line);
  }

  /** @returns the input as a whole, null where there were faults */
  end(): PlacementInput | null {
    const numbers = (this.#numbers ??= this.#number());
    for (const post of this.#posts.values())
      if (!this.#enterprises.has(post.enterprise))
        this.#fault("posts", post.line, "enterprise_id", post.enterprise, REASONS.unknown.enterprise);
    const sides = {
      student: this.#lists.student.sorted(numbers.student.size),
      post: this.#lists.post.sorted(numbers.post.size),
    };
    this.#refuseTwice(sides.student, numbers.post.size);
    this.#refuseTwice(sides.post, numbers.student.size);
    if (this.faultCount > 0) return null;
    return {
      students: [...numbers.student.keys()].map((id) => this.#students.get(id)!),
      enterprises: this.#enterprises,
      posts: [...numbers.post.keys()].map((id) => this.#posts.get(id)!),
      byStudents: sides.student,
      byPosts: sides.post,
    };
  }

  /** The same rank, or the same other one, twice with one of a side. */
  #refuseTwice({ by, other, rank, line }: Listed, others: number): void {
    const seen = new Int32Array(others).fill(-1);
    for (let i = 0; i < by.length; i++) {
      if (i > 0 && by[i - 1] === by[i] && rank[i - 1] === rank[i])
        this.#fault("preferences", line[i]!, "rank", String(rank[i]), REASONS.again(line[i - 1]!));
      const before = seen[other[i]!]!;
      if (before >= 0 && by[before] === by[i])
        this.#fault("preferences", line[i]!, "other_id", "", REASONS.again(line[before]!));
      seen[other[i]!] = i;
    }
  }

  #number(): { student: Map<string, number>; post: Map<string, number> } {
    const numbered = (of: ReadonlyMap<string, unknown>): Map<string, number> =>
      new Map([...of.keys()].sort(compareIds).map((id, i) => [id, i]));
    return { student: numbered(this.#students), post: numbered(this.#posts) };
  }

  #fault(table: PlacementTable, line: number, column: string, value: string, reason: Words): void {
    this.faultCount++;
    if (this.faults.length < MOST_FAULTS) this.faults.push({ table, line, column, value, reason });
  }

  #reader(table: PlacementTable, row: TextRow, line: number) {
    const fault = (column: string, reason: Words): void => this.#fault(table, line, column, row[column] ?? "", reason);
    return {
      fault,
      /** An id that none of those before has. */
      text: (column: string, before: ReadonlyMap<string, { line: number }>): string => {
        const id = row[column] ?? "";
        const known = before.get(id);
        if (id === "") fault(column, REASONS.empty);
        else if (known) fault(column, REASONS.again(known.line));
        return id;
      },
      read: <T>(column: string, reading: (text: string) => T | null, reason: Words): T | null => {
        const value = reading(row[column] ?? "");
        if (value === null) fault(column, reason);
        return value;
      },
    };
  } // prettier-ignore
}

const readCode = (text: string): string | null => (/^\d{2,6}K?$/.test(text) ? text : null);

const readCodes = (text: string): string[] | null => {
  const codes = text === "" ? [] : text.split("|");
  return codes.every((code) => readCode(code) !== null) ? codes : null;
};

/** Rows of one side as they come, then sorted by who lists and rank. */
class Lists {
  readonly #by = new Ints();
  readonly #other = new Ints();
  readonly #rank = new Ints();
  readonly #line = new Ints();

  add(by: number, other: number, rank: number, line: number): void {
    this.#by.push(by);
    this.#other.push(other);
    this.#rank.push(rank);
    this.#line.push(line);
  }

  sorted(count: number): Listed {
    const [by, other, rank, line] = [this.#by, this.#other, this.#rank, this.#line].map((ints) => ints.array());
    const start = startsOf(by!, count);
    const order = new Int32Array(by!.length);
    const free = start.slice();
    for (let i = 0; i < by!.length; i++) order[free[by![i]!]!++] = i;
    for (let one = 0; one < count; one++)
      order.subarray(start[one], start[one + 1]).sort((a, b) => rank![a]! - rank![b]! || line![a]! - line![b]!);
    const placed = (values: Int32Array): Int32Array => order.map((i) => values[i]!);
    return { by: placed(by!), other: placed(other!), rank: placed(rank!), line: placed(line!) };
  } // prettier-ignore
}

/** Where the entries of each number begin, once they stand in their order; count + 1 of them. */
export function startsOf(numbers: Int32Array, count: number): Int32Array {
  const start = new Int32Array(count + 1);
  for (let i = 0; i < numbers.length; i++) start[numbers[i]! + 1]!++;
  for (let one = 0; one < count; one++) start[one + 1]! += start[one]!;
  return start;
}
