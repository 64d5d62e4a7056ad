import { sql } from "kysely";
import { jsonText } from "../platform/db/json.ts";
import { literally } from "../platform/db/like.ts";
import type { Context } from "../platform/index.ts";
import { publishedSeats, type PublishedSeat } from "../planning/index.ts";
import type { SeasonBase } from "./score-season.ts";

/** A unit with all its kinds of seats. */
export interface UnitRow {
  unit: string;
  category: string;
  batch: string;
  /** seats by quota, '' = general */
  seats: Record<string, number>;
  /** ten-thousandths */
  minScore: number | null;
  ranking: string;
  schoolCode: string;
  school: string | null;
  schoolName: string;
  programme: string;
  programmeName: string;
  level: "college" | "bachelor" | "undergraduate";
  city: string;
  offering: string | null;
  tuition: number | null;
  years: number | null;
  remark: string;
}

const COLUMNS = sql`u.unit_id as unit, min(u.category) as category, min(u.batch) as batch, jsonb_object_agg(u.quota, u.capacity) as seats,
  min(u.min_score) as "minScore", min(u.ranking) as ranking, min(u.school_id) as "schoolCode", min(u.school::text) as school,
  min(u.school_name) as "schoolName", min(u.programme) as programme, min(u.programme_name) as "programmeName", min(u.level) as level,
  min(u.city) as city, min(u.offering_id::text) as offering, min(u.tuition) as tuition, min(u.years)::float8 as years, min(u.remark) as remark`;

export interface UnitFilter {
  units?: readonly string[];
  q?: string | undefined;
  category?: string | undefined;
  batch?: string | undefined;
  level?: string | undefined;
  city?: string | undefined;
  school?: string | undefined;
}

/** Units of a season in ascending order of their ids, from behind `after` on. */
export async function findUnits(
  ctx: Context,
  of: { province: string; id: string },
  filter: UnitFilter,
  after: string | null = null,
  limit: number | null = null,
): Promise<UnitRow[]> {
  const words = filter.q ? `%${literally(filter.q)}%` : null;
  const same = (column: string, value: string | undefined) =>
    value ? sql`and ${sql.ref(`u.${column}`)} = ${value}` : sql``;
  const { rows } = await sql<UnitRow>`select ${COLUMNS} from admissions.unit u
    where u.province = ${of.province} and u.season_id = ${of.id}
      ${filter.units ? sql`and u.unit_id = any(${[...filter.units]}::text[])` : sql``}
      ${words ? sql`and (u.school_name like ${words} or u.programme_name like ${words} or u.unit_id like ${words} or u.programme like ${words})` : sql``}
      ${same("category", filter.category)} ${same("batch", filter.batch)} ${same("level", filter.level)} ${same("city", filter.city)}
      ${filter.school ? sql`and (u.school_id = ${filter.school} or u.school::text = ${filter.school})` : sql``}
      ${after === null ? sql`` : sql`and u.unit_id > ${after}`}
    group by u.unit_id order by u.unit_id ${limit === null ? sql`` : sql`limit ${limit}`}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** Writes units as they are given: their kinds of seats become those of `seats`. */
export async function saveUnits(
  ctx: Context,
  of: { province: string; id: string },
  units: readonly UnitRow[],
): Promise<void> {
  if (units.length === 0) return;
  await sql`delete from admissions.unit u where u.province = ${of.province} and u.season_id = ${of.id}
    and u.unit_id = any(${units.map(({ unit }) => unit)}::text[])`.execute(ctx.tx);
  const rows = units.flatMap(({ seats, ...unit }) =>
    Object.entries(seats)
      .filter(([quota, capacity]) => quota === "" || capacity > 0)
      .map(([quota, capacity]) => ({ ...unit, quota, capacity })),
  );
  await sql`insert into admissions.unit (province, season_id, unit_id, quota, category, batch, capacity, min_score, ranking, school_id, school,
      school_name, programme, programme_name, level, city, offering_id, tuition, years, remark)
    select ${of.province}, ${of.id}, t.unit, t.quota, t.category, t.batch, t.capacity, t."minScore", t.ranking, t."schoolCode", t.school,
      t."schoolName", t.programme, t."programmeName", t.level, t.city, t.offering, t.tuition, t.years, t.remark
    from jsonb_to_recordset(${jsonText(rows)}::jsonb) as t(unit text, quota text, category text, batch text, capacity int, "minScore" bigint,
      ranking text, "schoolCode" text, school uuid, "schoolName" text, programme text, "programmeName" text, level text, city text,
      offering uuid, tuition int, years numeric, remark text)`.execute(ctx.tx);
}

/** Numbers of this and earlier seasons of the province, the newest season first. */
export async function knownNumbers(ctx: Context, season: SeasonBase) {
  const { rows } = await sql<{ unit: string; code: string; school: string; offering: string | null }>`
    select u.unit_id as unit, u.school_id as code, coalesce(u.school::text, u.school_name) as school, u.offering_id::text as offering
    from admissions.unit u join admissions.season s on s.province = u.province and s.id = u.season_id
    where u.province = ${season.province} and s.year <= ${season.year} and u.school_id <> ''
    order by (u.season_id = ${season.id}) desc, s.year desc, u.unit_id`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** General seats by unit that are given, or about to be, without the examination; none where they come on top of the plan. */
export async function exemptSeats(ctx: Context, season: { province: string; id: string }): Promise<Map<string, number>> {
  const { rows } = await sql<{ unit: string; seats: number }>`select unit_id as unit, seats
    from admissions.exempt_seats(${season.province}, ${season.id})`.execute(ctx.tx);
  return new Map(rows.map(({ unit, seats }) => [unit, seats]));
} // prettier-ignore

/** Levels whose seats the enrolment plan holds; places of ordinary universities (专升本) are not in it. */
export const PLANNED = ["college", "bachelor"] as const;

/** Seats of the published plan that admission fills. */
export async function plannedSeats(ctx: Context, season: SeasonBase): Promise<PublishedSeat[]> {
  const seats = await publishedSeats(ctx, { province: season.province, year: season.year });
  return seats.filter(({ level }) => (PLANNED as readonly string[]).includes(level));
}
