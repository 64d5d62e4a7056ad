import { sql } from "kysely";
import type { z } from "zod";
import { decodeCursor, toPage, type Context } from "../platform/index.ts";
import type * as s from "./filing-schemas.ts";

export interface AdmittedRow {
  season: string;
  season_name: string;
  year: number;
  province: string;
  candidate: string;
  person: string;
  number: string;
  name: string | null;
  category: string;
  unit_id: string;
  school_name: string;
  programme_name: string;
  quota: string;
  /** that it rests on, where it is no result of a run */
  award: string;
  admitted_at: Date;
}

/**
 * Who was admitted and confirmed, by season and number: all of the province for its office, a school's own people for the
 * school that confirmed them, himself for a candidate. Reading names leaves a trace.
 */
export async function admittedList(ctx: Context, query: z.infer<typeof s.admittedQuery>): Promise<z.infer<typeof s.admittedPage>> {
  const after = decodeCursor(query.cursor, 2);
  const rows = await admittedRows(ctx, { season: query.season ?? null, filing: null }, after && [String(after[0]), String(after[1])], query.limit + 1);
  return toPage(rows, query.limit, (row) => [row.season, row.number], (row) => ({
    season: row.season,
    seasonName: row.season_name,
    year: row.year,
    number: row.number,
    name: row.name,
    category: row.category,
    unit: row.unit_id,
    schoolName: row.school_name,
    programmeName: row.programme_name,
    quota: row.quota,
    award: row.award,
    admittedAt: new Date(row.admitted_at).toISOString(),
  }));
} // prettier-ignore

/** Rows of admission that this actor may see, with names where the register gives them to him. */
export async function admittedRows(
  ctx: Context,
  of: { season: string | null; filing: string | null },
  after: readonly [string, string] | null,
  limit: number,
): Promise<AdmittedRow[]> {
  const { rows } = await sql<AdmittedRow>`select a.season_id as season, s.name as season_name, a.year, a.province, a.candidate_id as candidate, a.person, c.number,
      null as name, c.category, a.unit_id, coalesce(u.school_name, '') as school_name, coalesce(u.programme_name, '') as programme_name, a.quota,
      a.award, a.admitted_at
    from admissions.admission a join admissions.candidate c on c.province = a.province and c.id = a.candidate_id
    join admissions.season s on s.province = a.province and s.id = a.season_id
    left join lateral (select x.school_name, x.programme_name from admissions.unit x
      where x.province = a.province and x.season_id = a.season_id and x.unit_id = a.unit_id order by x.quota limit 1) u on true
    where true ${of.season === null ? sql`` : sql`and a.season_id = ${of.season}`} ${of.filing === null ? sql`` : sql`and a.filing_id = ${of.filing}`}
      ${after ? sql`and (a.season_id, c.number) > (${after[0]}::uuid, ${after[1]})` : sql``}
    order by a.season_id, c.number limit ${limit}`.execute(ctx.tx);
  const [first] = rows;
  if (!first) return rows;
  const { rows: people } = await sql<{ person: string; name: string }>`select person, name
    from admissions.facts_of(${first.province}, ${rows.map(({ person }) => person)}::uuid[], '{}', ${first.year})`.execute(ctx.tx);
  const names = new Map(people.map(({ person, name }) => [person, name]));
  if (ctx.actor.role !== "student") await ctx.auditRead(`admissions:${first.season}`, ["registry.person.name"]);
  return rows.map((row) => ({ ...row, name: names.get(row.person) ?? null }));
} // prettier-ignore
