import { sql } from "kysely";
import { etagOf, type Context } from "../platform/index.ts";
import type { SeasonBase } from "./score-season.ts";

export interface FillingRow {
  batch: string;
  round: number;
  opens: Date;
  closes: Date;
  /** the database's time, which counts at the deadline */
  now: Date;
  /** whether the round before is confirmed; of the first round true */
  ready: boolean;
}

/** The last confirmed run that a filing `f` may be: SQL. */
const LAST_CONFIRMED = sql`(select a.action from admissions.filing_action a where a.province = f.province and a.filing_id = f.id
  order by a.seq desc limit 1) = 'confirm'`;

/** Times for preferences of a season, in the order of its batches; one of them, where it is named. */
export async function findFillings(
  ctx: Context,
  season: SeasonBase,
  one: { batch: string; round: number } | null = null,
  lock = false,
): Promise<FillingRow[]> {
  const { rows } = await sql<FillingRow>`select t.batch, t.round, t.opens, t.closes, now() as now, t.round = 1 or exists (select from admissions.filing f
      where f.province = t.province and f.season_id = t.season_id and f.batch = t.batch and f.round = t.round - 1 and ${LAST_CONFIRMED}) as ready
    from admissions.filling t where t.province = ${season.province} and t.season_id = ${season.id}
      ${one ? sql`and t.batch = ${one.batch} and t.round = ${one.round}` : sql``}
    order by t.batch, t.round ${lock ? sql`for update of t` : sql``}`.execute(ctx.tx);
  const order = season.rules.batches.map(({ id }) => id);
  return rows.sort((a, b) => order.indexOf(a.batch) - order.indexOf(b.batch) || a.round - b.round);
} // prettier-ignore

/** Places of each unit that the last confirmed run before a round left. Empty where there is none. */
export async function vacanciesBefore(
  ctx: Context,
  season: Pick<SeasonBase, "province" | "id">,
  batch: string,
  round: number,
  units: readonly string[] | null = null,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ unit: string; left: number }>`select k.unit_id as unit, sum(k.vacancies)::int as left from admissions.cutoff k
    join admissions.unit u on u.province = k.province and u.season_id = ${season.id} and u.unit_id = k.unit_id and u.batch = ${batch} and u.quota = k.quota
    where k.province = ${season.province} ${units ? sql`and k.unit_id = any(${[...units]}::text[])` : sql``} and k.filing_id = (
      select f.id from admissions.filing f where f.province = ${season.province} and f.season_id = ${season.id} and f.batch = ${batch}
        and f.round < ${round} and ${LAST_CONFIRMED} order by f.round desc limit 1)
    group by 1`.execute(ctx.tx);
  return new Map(rows.map(({ unit, left }) => [unit, left]));
} // prettier-ignore

export const stateOf = ({ opens, closes, now }: Pick<FillingRow, "opens" | "closes" | "now">) =>
  now < opens ? "before" : now < closes ? "open" : "locked";

export const fillingEtag = (season: string, row: Pick<FillingRow, "batch" | "round" | "opens" | "closes">): string =>
  etagOf(season, row.batch, row.round, row.opens.toISOString(), row.closes.toISOString()); // prettier-ignore
