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

/** No seat above the plan. @throws Conflict with the figures */
export async function requireWithinPlan(ctx: Context, season: SeasonBase): Promise<void> {
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

/** Seats of a year are changed by one person at a time: the plan is shared by its seasons. */
export async function holdSeats(ctx: Context, season: SeasonBase): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`admission seats ${season.province} ${season.year}`}, 0))`.execute(
    ctx.tx,
  );
}
