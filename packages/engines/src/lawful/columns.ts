/** Plain objects to columns: each id to its number, each fact to a figure. */
import { dayOf } from "./days.ts";
import { maskOf } from "./evaluate.ts";
import {
  ENTERPRISE_FIELDS,
  fieldOf,
  PLACEMENT_FIELDS,
  POST_FIELDS,
  STUDENT_FIELDS,
  type Fact,
} from "./fields.ts";
import type { Columns, PlacementColumns, PlacementInput } from "./types.ts";

/**
 * @throws Error where an id is twice or not there, a date is none, a placement ends before it begins, or a word of a set or a
 *   figure is not allowed; the message names the place
 */
export function columnsOf(input: PlacementInput): PlacementColumns {
  const { students, enterprises, posts, placements } = input;
  const student = numbersOf("students", students);
  const enterprise = numbersOf("enterprises", enterprises);
  const post = numbersOf("posts", posts);
  numbersOf("placements", placements);
  const like = new Map<string, number>();
  const mentor = new Map<string, number>();
  const next = (map: Map<string, number>, key: string): number => {
    if (!map.has(key)) map.set(key, map.size);
    return map.get(key)!;
  };
  const days = new Map<string, number>();
  const day = (text: string, id: string, field: string): number => {
    const known = days.get(text);
    if (known !== undefined) return known;
    try {
      const found = dayOf(text);
      days.set(text, found);
      return found;
    } catch (error) {
      throw new Error(`placements[${id}].${field}：${(error as Error).message}`, { cause: error });
    }
  };
  const columns: PlacementColumns = {
    students: {
      count: students.length,
      columns: factsOf("students", students, STUDENT_FIELDS),
      programme: Float64Array.from(students, ({ programme }) => (programme ? Number(programme.replace(/\D/g, "")) : NaN)),
    },
    enterprises: {
      count: enterprises.length,
      columns: factsOf("enterprises", enterprises, ENTERPRISE_FIELDS),
      industries: enterprises.map(({ industries }) => industries ?? null),
    },
    posts: {
      count: posts.length,
      columns: factsOf("posts", posts, POST_FIELDS),
      enterprise: Int32Array.from(posts, (one) => find(enterprise, one.enterprise, "posts", one.id, "enterprise")),
      like: Int32Array.from(posts, (one) => next(like, one.like ? `${one.enterprise}\n${one.like}` : `\n${one.id}`)),
      industries: posts.map(({ industries }) => industries ?? null),
      programmes: posts.map(({ programmes }) => programmes ?? null),
    },
    placements: {
      count: placements.length,
      columns: factsOf("placements", placements, PLACEMENT_FIELDS),
      student: Int32Array.from(placements, (one) => find(student, one.student, "placements", one.id, "student")),
      post: Int32Array.from(placements, (one) => find(post, one.post, "placements", one.id, "post")),
      from: Int32Array.from(placements, ({ id, from }) => day(from, id, "from")),
      to: Int32Array.from(placements, ({ id, to }) => day(to, id, "to")),
      mentor: Int32Array.from(placements, (one) => (one.mentor === undefined || one.mentor === null ? -2 : one.mentor === "" ? -1 : next(mentor, one.mentor))),
    },
    exceptions: placements.flatMap(({ exceptions }, placement) => (exceptions ?? []).map((one) => ({ ...one, placement }))),
  };
  placements.forEach(({ id, from, to, exceptions }) => {
    if (from > to) throw new Error(`placements[${id}]：结束日期 ${to} 早于开始日期 ${from}`);
    for (const { on } of exceptions ?? []) if (on.trim() !== "") day(on, id, "exceptions.on");
  });
  return columns;
} // prettier-ignore

function numbersOf(path: string, rows: readonly { id: string }[]): Map<string, number> {
  const numbers = new Map(rows.map(({ id }, i) => [id, i]));
  if (numbers.size < rows.length) {
    const twice = rows.find(({ id }, i) => numbers.get(id) !== i)!;
    throw new Error(`${path}：编号 ${twice.id} 重复`);
  }
  return numbers;
}

function find(
  numbers: ReadonlyMap<string, number>,
  id: string,
  ...[path, of, field]: [string, string, string]
): number {
  const found = numbers.get(id);
  if (found === undefined) throw new Error(`${path}[${of}].${field}：没有编号 ${id}`);
  return found;
}

/** A column for each fact. What is right is read without a word about its place; only what is not gets one. */
function factsOf<F extends Fact>(path: string, rows: readonly object[], fields: Readonly<Record<F, unknown>>): Columns<F> {
  const facts = (Object.keys(fields) as F[]).map((fact) => ({ fact, kind: fieldOf(fact).kind, column: new Float64Array(rows.length), known: new Map<string, number>() }));
  // row by row: what lies together is read together
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as Record<string, unknown>;
    for (const { fact, kind, column, known } of facts) {
      const value = row[fact];
      if (value === null || value === undefined) column[i] = NaN;
      else if (kind === "flag" && typeof value === "boolean") column[i] = value ? 1 : 0;
      else if (kind === "number" && typeof value === "number" && value >= 0 && value < Infinity) column[i] = value;
      else {
        // the same days and sets come again and again
        const key = typeof value === "string" ? value : Array.isArray(value) ? value.join("\0") : null;
        const before = key === null ? undefined : known.get(key);
        column[i] = before ?? figure(fact, value, `${path}[${row["id"] as string}].${fact}`);
        if (key !== null && before === undefined) known.set(key, column[i]!);
      }
    }
  }
  return Object.fromEntries(facts.map(({ fact, column }) => [fact, column])) as Columns<F>;
} // prettier-ignore

function figure(fact: Fact, value: unknown, path: string): number {
  const { kind, words } = fieldOf(fact);
  if (kind === "flag" && typeof value === "boolean") return value ? 1 : 0;
  if (kind === "number" && typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  if (kind === "day" && typeof value === "string")
    try {
      return dayOf(value);
    } catch (error) {
      throw new Error(`${path}：${(error as Error).message}`, { cause: error });
    }
  if (kind === "set" && Array.isArray(value)) {
    const odd = (value as string[]).find((word) => !(word in words!));
    if (odd === undefined) return maskOf(fact, value as string[]);
    throw new Error(`${path}：没有“${odd}”，应为 ${Object.keys(words!).join("、")}`);
  }
  throw new Error(`${path}：值 ${JSON.stringify(value)} 不可用`);
}
