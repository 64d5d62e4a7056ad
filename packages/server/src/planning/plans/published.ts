import { sql } from "kysely";
import { standards } from "@tixi/standards";
import type { Level } from "@tixi/engines/types";
import { NotFound, decodeCursor, encodeCursor, type Context } from "../../platform/index.ts";
import { regionName } from "../../registry/index.ts";
import { programmeName } from "../names.ts";
import { classOfLevel } from "./present.ts";
import { findPlanFile, type PlanTotals } from "./plans.sql.ts";
import { literally } from "../../platform/db/like.ts";

const PUBLISHED = { zh: "已公布的招生计划", en: "published plan" };

/** A seat count of a published plan: what admission works with. */
export interface PublishedSeat {
  planId: string;
  offering: string;
  school: string | null;
  schoolName: string;
  programme: string;
  level: Level;
  city: string;
  seats: number;
}

/** The seats of the plan in force for an enrolment year, by offering; empty where none is published. */
export async function publishedSeats(ctx: Context, of: { province: string; year: number }): Promise<PublishedSeat[]> {
  const { rows } = await sql<PublishedSeat>`select plan_id as "planId", offering_id as offering, school, school_name as "schoolName",
      programme, level, city, seats from planning.published_seat
    where province = ${of.province} and year = ${of.year} and current order by offering_id`.execute(ctx.tx);
  return rows;
} // prettier-ignore

interface PublicPlanRow {
  id: string;
  province: string;
  year: number;
  title: string;
  name: string;
  sample: boolean;
  totals: PlanTotals;
  current: boolean;
  published_at: Date;
}

const present = (row: PublicPlanRow) => ({
  id: row.id,
  region: row.province,
  regionName: regionName(row.province),
  year: row.year,
  title: row.title,
  sample: row.sample,
  totals: row.totals,
  current: row.current,
  publishedAt: row.published_at.toISOString(),
});

/** Published plans, the newest year first. */
export async function publicPlans(ctx: Context) {
  const { rows } =
    await sql<PublicPlanRow>`select id, province, year, title, name, sample, totals, current, published_at
    from planning.public_plan order by year desc, published_at desc limit 100`.execute(ctx.tx);
  return { items: rows.map(present), next: null };
}

/** One published plan with its files and its totals by city and class. @throws NotFound */
export async function publicPlan(ctx: Context, id: string) {
  const { rows } = await sql<PublicPlanRow>`select id, province, year, title, name, sample, totals, current, published_at
    from planning.public_plan where id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound(PUBLISHED);
  const files = await sql<{ name: string; mediaType: string; bytes: number; sha256: string }>`select name, media_type as "mediaType", bytes, sha256
    from planning.plan_file where plan_id = ${id} order by name`.execute(ctx.tx);
  const sums = async (by: "city" | "class") => {
    const key = by === "city" ? sql`city` : sql`left(programme, 4)`;
    const { rows: found } = await sql<{ key: string; seats: number; offerings: number }>`select ${key} as key, sum(seats)::int as seats, count(*)::int as offerings
      from planning.published_seat where plan_id = ${id} group by 1 order by 2 desc, 1`.execute(ctx.tx);
    return found.map((row) => ({ ...row, name: by === "city" ? regionName(row.key) : classOfLevel(row.key) }));
  };
  return { ...present(rows[0]), cities: await sums("city"), classes: await sums("class"), files: files.rows };
} // prettier-ignore

/** Seats of a published plan by pages, filtered by city, level and words of school or programme. */
export async function publicSeats(
  ctx: Context,
  id: string,
  query: { cursor?: string | undefined; limit: number; city?: string | undefined; level?: string | undefined; q?: string | undefined },
) {
  const after = decodeCursor(query.cursor, 2);
  const words = query.q ? `%${literally(query.q)}%` : null;
  const { rows } = await sql<PublishedSeat & { last: number }>`select offering_id as offering, school_name as "schoolName", programme, level, city, last, seats
    from planning.published_seat where plan_id = ${id}
      ${query.city ? sql`and city = ${query.city}` : sql``} ${query.level ? sql`and level = ${query.level}` : sql``}
      ${words ? sql`and (school_name like ${words} or programme like ${words} or programme = any(${namedLike(query.q!)}))` : sql``}
      ${after ? sql`and (school_name, offering_id) > (${String(after[0])}, ${String(after[1])}::uuid)` : sql``}
    order by school_name, offering_id limit ${query.limit + 1}`.execute(ctx.tx);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({ offering: row.offering, school: row.schoolName, programme: row.programme, programmeName: programmeName(row.programme), level: row.level, cityName: regionName(row.city), last: row.last, seats: row.seats })),
    next: rows.length > query.limit && last ? encodeCursor([last.schoolName, last.offering]) : null,
  };
} // prettier-ignore

/** Codes of programmes whose name holds the words. */
function namedLike(words: string): string[] {
  return standards()
    .programmes.filter(({ name }) => name.includes(words))
    .map(({ code }) => code);
}

/** A file of a published plan as it was published. @throws NotFound */
export async function publicFile(ctx: Context, id: string, name: string) {
  const file = await findPlanFile(ctx, id, name);
  if (!file) throw new NotFound({ zh: `文件 ${name}`, en: `file ${name}` });
  return file;
}
