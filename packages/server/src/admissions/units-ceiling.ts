import { sql } from "kysely";
import { Conflict, type Context } from "../platform/index.ts";
import type { SeasonBase } from "./score-season.ts";
import { PLANNED, plannedSeats } from "./units.sql.ts";

interface Summed {
  offering: string | null;
  units: string[];
  school: string;
  programme: string;
  seats: number;
}

/** An offering with more seats in the season than the plan gives it. */
export interface AbovePlan {
  units: string[];
  school: string;
  programme: string;
  seats: number;
  planned: number;
}

/**
 * Where the units of all seasons of the year together hold more seats of an offering than the published plan, or seats that
 * it does not have. Empty where no plan is published: then there is nothing to compare with.
 */
export async function abovePlan(ctx: Context, season: SeasonBase): Promise<AbovePlan[]> {
  const planned = await plannedSeats(ctx, season);
  if (planned.length === 0) return [];
  const seats = new Map(planned.map((seat) => [seat.offering, seat.seats]));
  const { rows } = await sql<Summed>`select u.offering_id::text as offering, array_agg(distinct u.unit_id order by u.unit_id) as units,
      min(u.school_name) as school, min(u.programme_name) as programme, sum(u.capacity)::int as seats
    from admissions.unit u join admissions.season s on s.province = u.province and s.id = u.season_id
    where u.province = ${season.province} and s.year = ${season.year} and u.level = any(${[...PLANNED]}::text[])
      and (u.offering_id is not null or u.season_id = ${season.id})
    group by u.offering_id, case when u.offering_id is null then u.unit_id end having sum(u.capacity) > 0`.execute(ctx.tx);
  return rows
    .map(({ offering, ...row }) => ({ ...row, planned: (offering === null ? 0 : seats.get(offering)) ?? 0 }))
    .filter((row) => row.seats > row.planned);
} // prettier-ignore

/** No seat above the plan, and none taken away that was given without the examination. @throws Conflict with the figures */
export async function requireWithinPlan(ctx: Context, season: SeasonBase): Promise<void> {
  await requireExemptSeats(ctx, season);
  const above = await abovePlan(ctx, season);
  const first = above[0];
  if (!first) return;
  const more = above.length - 1;
  throw new Conflict(
    {
      zh: `${first.school}“${first.programme}”安排 ${first.seats} 个，已公布的招生计划为 ${first.planned} 个${more > 0 ? `；另有 ${more} 处超出` : ""}。`,
      en: `${first.school}, “${first.programme}”: ${first.seats} seats, the published plan has ${first.planned}${more > 0 ? `; ${more} more are above it` : ""}.`,
    },
    { above: above.slice(0, 50) },
  );
}

/**
 * Units keep the general seats that were given, or are about to be, without the examination.
 * @throws Conflict naming the unit that has too few, or is no more
 */
export async function requireExemptSeats(ctx: Context, season: SeasonBase): Promise<void> {
  const { rows } = await sql<{ unit: string; seats: number; left: number }>`select x.unit_id as unit, x.seats, coalesce(u.capacity, 0) as left
    from admissions.exempt_seats(${season.province}, ${season.id}) x left join admissions.unit u
      on u.province = ${season.province} and u.season_id = ${season.id} and u.unit_id = x.unit_id and u.quota = ''
    where x.seats > coalesce(u.capacity, 0) order by 1 limit 1`.execute(ctx.tx);
  const [first] = rows;
  if (!first) return;
  throw new Conflict({
    zh: `投档单位 ${first.unit} 的普通计划为 ${first.left} 个，免试录取（含公示中）已占 ${first.seats} 个。`,
    en: `Unit ${first.unit} has ${first.left} general seats; ${first.seats} are taken by exemptions, those on notice included.`,
  });
} // prettier-ignore

/** Seats of a year are changed by one person at a time: the plan is shared by its seasons. */
export async function holdSeats(ctx: Context, season: SeasonBase): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`admission seats ${season.province} ${season.year}`}, 0))`.execute(
    ctx.tx,
  );
}
