import { sql } from "kysely";
import { standards } from "@tixi/standards";
import type { z } from "zod";
import { literally } from "../platform/db/like.ts";
import { decodeCursor, toPage, type Context } from "../platform/index.ts";
import { regionName } from "../registry/index.ts";
import type * as s from "./filing-schemas.ts";
import { requireFiling } from "./run-filing.ts";

export interface CutoffRow {
  unit_id: string;
  quota: string;
  category: string;
  category_name: string;
  batch: string;
  school_name: string;
  programme_name: string;
  city: string;
  capacity: number;
  admitted: number;
  vacancies: number;
  last_score: string | null;
  last_rank: number | null;
}

/** Cut-offs of a run by unit and pool; only those of its own batch unless another is asked for. */
export async function cutoffRows(
  ctx: Context,
  of: { province: string; id: string; season_id: string; batch: string },
  query: Partial<z.infer<typeof s.cutoffQuery>> & { limit: number },
): Promise<CutoffRow[]> {
  const after = decodeCursor(query.cursor, 2);
  const words = query.q ? `%${literally(query.q)}%` : null;
  const { rows } = await sql<CutoffRow>`select k.unit_id, k.quota, u.category, coalesce(g.name, u.category) as category_name, u.batch, u.school_name, u.programme_name, u.city,
      coalesce(p.capacity, 0) as capacity, k.admitted, k.vacancies, trim_scale(k.last_score)::text as last_score, k.last_rank
    from admissions.cutoff k
    join lateral (select x.* from admissions.unit x where x.province = k.province and x.season_id = ${of.season_id} and x.unit_id = k.unit_id order by x.quota limit 1) u on true
    left join admissions.unit p on p.province = k.province and p.season_id = ${of.season_id} and p.unit_id = k.unit_id and p.quota = k.quota
    left join admissions.category g on g.province = k.province and g.season_id = ${of.season_id} and g.key = u.category
    where k.province = ${of.province} and k.filing_id = ${of.id} and u.batch = ${query.batch ?? of.batch}
      ${query.category ? sql`and u.category = ${query.category}` : sql``} ${query.vacant === "true" ? sql`and k.vacancies > 0` : sql``}
      ${words ? sql`and (u.school_name like ${words} or u.programme_name like ${words} or k.unit_id like ${words})` : sql``}
      ${after ? sql`and (k.unit_id, k.quota) > (${String(after[0])}, ${String(after[1])})` : sql``}
    order by k.unit_id, k.quota limit ${query.limit + 1}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** The table of cut-offs, a page at a time: nothing of a person is in it. */
export async function cutoffsOf(ctx: Context, id: string, query: z.infer<typeof s.cutoffQuery>): Promise<z.infer<typeof s.cutoffPage>> {
  const filing = await requireFiling(ctx, id);
  const rows = await cutoffRows(ctx, filing, query);
  return toPage(rows, query.limit, (row) => [row.unit_id, row.quota], presentCutoff);
} // prettier-ignore

const presentCutoff = (row: CutoffRow) => ({
  unit: row.unit_id,
  quota: row.quota,
  category: row.category,
  categoryName: row.category_name,
  batch: row.batch,
  schoolName: row.school_name,
  programmeName: row.programme_name,
  city: row.city,
  cityName: row.city === "" ? "" : regionName(row.city),
  capacity: row.capacity,
  admitted: row.admitted,
  vacancies: row.vacancies,
  lastScore: row.last_score,
  lastRank: row.last_rank,
});

interface HistoryRow {
  year: number;
  season: string;
  season_name: string;
  channel: string;
  unit: string;
  quota: string;
  batch: string;
  round: number;
  capacity: number | null;
  admitted: number | null;
  last_score: string | null;
  last_rank: number | null;
  sample: boolean;
  /** who published a line that was taken in as it was; null = a season that was filed here */
  publisher: string | null;
  url: string | null;
}

/**
 * Cut-offs of a school's programme over the years: of each season the last round that was announced and not withdrawn, and
 * published lines that were taken in for years without one.
 */
export async function cutoffHistory(ctx: Context, of: z.infer<typeof s.historyQuery>): Promise<z.infer<typeof s.history>> {
  const { rows: own } = await sql<HistoryRow>`select distinct on (s.year, u.season_id, u.unit_id, u.quota) s.year, u.season_id as season, s.name as season_name, s.channel,
      u.unit_id as unit, u.quota, f.batch, f.round, u.capacity, k.admitted, trim_scale(k.last_score)::text as last_score, k.last_rank, f.sample, null as publisher, null as url
    from admissions.unit u join admissions.season s on s.province = u.province and s.id = u.season_id
    join admissions.filing f on f.province = u.province and f.season_id = u.season_id and f.batch = u.batch
      and admissions.filing_reached(f.province, f.id, 'announce')
    join admissions.cutoff k on k.province = f.province and k.filing_id = f.id and k.unit_id = u.unit_id and k.quota = u.quota
    where u.school_name = ${of.school} and u.programme = ${of.programme}
    order by s.year desc, u.season_id, u.unit_id, u.quota, f.id desc limit 200`.execute(ctx.tx);
  const programme = standards().findProgramme(of.programme)?.name ?? of.programme;
  const { rows: lines } = await sql<HistoryRow>`select l.year, p.id as season, p.title as season_name, l.channel, l.group_code as unit, l.kind as quota, l.batch, 1 as round,
      null as capacity, l.admitted, trim_scale(l.last_score)::text as last_score, l.last_rank, p.sample, p.publisher, p.url
    from admissions.past_line l join admissions.past_source p on p.province = l.province and p.id = l.source_id
    where l.school_name = ${of.school} and (l.programme in (${of.programme}, ${programme}) or l.programme = '' and exists (select from admissions.unit u
      where u.province = l.province and u.school_name = l.school_name and u.programme = ${of.programme} and u.batch = l.batch and u.category = l.category
        and u.school_id in (l.group_code, l.school_code || l.group_code)))
    order by l.year desc, l.source_id, l.row_number limit 200`.execute(ctx.tx);
  const filed = new Set(own.map(({ channel, year, batch }) => `${channel} ${year} ${batch}`));
  const rows = [...own, ...lines.filter(({ channel, year, batch }) => !filed.has(`${channel} ${year} ${batch}`))];
  return {
    items: rows
      .sort((a, b) => b.year - a.year)
      .map(({ season_name, last_score, last_rank, ...row }) => ({ ...row, seasonName: season_name, lastScore: last_score, lastRank: last_rank })),
    next: null,
  };
} // prettier-ignore
