/** Rows of the database to what the gate of the engine judges. */
import { sql } from "kysely";
import type { Enterprise, Exception, Placement, PlacementInput, Post, Student } from "@tixi/engines/lawful";
import type { Context } from "../../platform/index.ts";

export interface FactRow {
  id: string;
  person: string;
  school: string;
  enterprise: string;
  post_id: string;
  /** last action */
  state: string;
  from_on: string;
  to_on: string;
  born_on: string | null;
  entry_year: number | null;
  programme: string | null;
  mentor: string;
  teacher: boolean;
  /** what of its row is judged, by the names of the engine */
  facts: Record<string, unknown>;
  inspected: string | null;
  decided: boolean;
  exceptions: Exception[];
  verdict: string | null;
}

/** Placements that are planned or run at these enterprises, of all schools; null = all of the province. */
export async function factRows(ctx: Context, province: string, enterprises: readonly string[] | null): Promise<FactRow[]> {
  const { rows } = await sql<FactRow>`select * from cotraining.gate_facts(${province}, ${enterprises === null ? null : [...enterprises]}::uuid[])`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** In which year of study somebody is: a year of study begins in September. */
function yearOfStudy(entryYear: number | null, day: string): number | null {
  if (entryYear === null) return null;
  const year = Number(day.slice(0, 4));
  return (Number(day.slice(5, 7)) >= 9 ? year + 1 : year) - entryYear;
}

/** A placement as the engine knows it. */
export function placementOf(row: FactRow): Placement {
  const { id, person, post_id, from_on, to_on, mentor, teacher, inspected, decided, exceptions, facts } = row;
  // the wide part last: before the rest it is many times slower
  return { id, student: person, post: post_id, from: from_on, to: to_on, mentor, teacher, inspected, decided, exceptions, ...facts } as Placement;
} // prettier-ignore

interface PostRow {
  id: string;
  enterprise: string;
  facts: Record<string, unknown>;
  programmes: string[];
  like_key: string;
}
/** Facts of a post that stand in its row: the engine's names (fields.ts, POST_FIELDS) with their columns. */
const OF_POST = ["likeStaff", "likePay", "lowestPay", "labourLevel", "hazards", "hoursDay", "hoursWeek", "restDays", "overtime", "night", "restDayWork", "holidayWork", "simpleOnly"].map((name) => [name, name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] as const); // prettier-ignore

/** Everything that is judged together. A student is as old and as far as on the first day of each of his placements. */
export async function inputOf(ctx: Context, province: string, rows: readonly FactRow[]): Promise<PlacementInput> {
  const posts = await sql<PostRow>`select id, enterprise, to_jsonb(f) as facts, programmes, like_key from cotraining.post p
      cross join lateral (select ${sql.join(OF_POST.map(([name, column]) => sql`${sql.ref(`p.${column}`)} as ${sql.id(name)}`))}) f
    where province = ${province} and id = any(${[...new Set(rows.map(({ post_id }) => post_id))]}::uuid[])`.execute(ctx.tx);
  const places = await sql<{ organisation: string; staff: number | null; registered: boolean | null; dishonest: boolean | null; industries: string[] }>`
    select organisation, staff, registered, dishonest, industries from cotraining.workplace
    where province = ${province} and organisation = any(${[...new Set(rows.map(({ enterprise }) => enterprise))]}::uuid[])`.execute(ctx.tx);
  const workplaces = new Map(places.rows.map((row) => [row.organisation, row]));
  const students = new Map<string, Student>();
  for (const row of rows)
    if (!students.has(row.person))
      students.set(row.person, {
        id: row.person, birth: row.born_on, year: yearOfStudy(row.entry_year, row.from_on), programme: row.programme?.replace(/K$/, "") ?? null,
        female: (row.facts["female"] as boolean | null) ?? null, healthChecked: (row.facts["healthChecked"] as string | null) ?? null,
      });
  const enterprises: Enterprise[] = [...new Set(posts.rows.map(({ enterprise }) => enterprise))].map((id) => {
    const place = workplaces.get(id);
    return { id, staff: place?.staff ?? null, registered: place?.registered ?? null, dishonest: place?.dishonest ?? null, industries: place?.industries ?? null };
  });
  return {
    students: [...students.values()],
    enterprises,
    posts: posts.rows.map(({ id, enterprise, facts, programmes, like_key }) =>
      ({ id, enterprise, like: like_key || null, programmes: programmes.length > 0 ? programmes.map((code) => code.replace(/K$/, "")) : null, ...facts }) as Post),
    placements: rows.map(placementOf),
  };
} // prettier-ignore
