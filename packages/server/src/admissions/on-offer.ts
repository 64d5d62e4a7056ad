/** What other mechanisms may know of admission: what anybody may read, the same for whoever asks. */
import { standards } from "@tixi/standards";
import { sql } from "kysely";
import type { Context } from "../platform/index.ts";

/** Years of announced lines that are looked back. */
const YEARS = 3;

/** A programme of a school that may be filed for. */
interface OfAdmission {
  year: number;
  season: string;
  channel: "entrance-exam" | "separate" | "upgrade";
  school: string | null;
  schoolName: string;
  programme: string;
  programmeName: string;
  level: "college" | "bachelor" | "undergraduate";
  /** GB/T 2260; "" = not said */
  city: string;
}

export interface SeatsOnOffer extends OfAdmission {
  /** seats of all quotas, persons */
  seats: number;
  /** yuan a year, lowest and highest of its units; null = not said */
  tuitionFrom: number | null;
  tuitionTo: number | null;
}

export interface AnnouncedLine extends OfAdmission {
  category: string;
  /** composed score of the last one admitted, in points */
  score: number;
  rank: number | null;
  /** candidates on the published list of the category; null = none is published */
  listed: number | null;
  /** places left empty: the line kept nobody out */
  vacancies: number;
}

/** Changes whenever `seatsOnOffer` or `announcedLines` does: published units stay as they are. The same for everybody. */
export async function admissionsStamp(ctx: Context): Promise<string> {
  const { rows } = await sql<{ stamp: string }>`select concat_ws(' ',
      (select string_agg(f::text, ',' order by f) from admissions.filings_reached('announce') f),
      (select string_agg(l.id::text, ',' order by l.id) from admissions.past_source l),
      (select string_agg(p::text, ',' order by p) from admissions.seasons_reached('publish-units') p)) as stamp`.execute(
    ctx.tx,
  );
  return rows[0]!.stamp;
}

const COLUMNS = sql`s.year, s.name as season, s.channel, u.school::text as school, u.school_name as "schoolName", u.programme, u.programme_name as "programmeName",
  u.level, u.city`;

/**
 * Seats and tuition of the newest year of each channel in which units are published, by school, programme and place. A unit
 * without seats is not on offer.
 */
export async function seatsOnOffer(ctx: Context, province: string): Promise<SeatsOnOffer[]> {
  const { rows } = await sql<SeatsOnOffer>`with published as (select x.id, x.year, x.name, x.channel from admissions.season x
        where x.province = ${province} and x.id in (select admissions.seasons_reached('publish-units')))
    select ${COLUMNS}, sum(u.capacity)::int as seats, min(u.tuition) as "tuitionFrom", max(u.tuition) as "tuitionTo"
    from published s join admissions.unit u on u.province = ${province} and u.season_id = s.id
    where s.year = (select max(n.year) from published n where n.channel = s.channel)
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9 having sum(u.capacity) > 0 order by u.school_name, u.programme, u.city, s.name`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/**
 * Last places of the first rounds of the entrance examination, general seats, over the last years, the newest first: of seasons
 * that were announced here and not withdrawn, and published lines that were taken in for batches of years without one.
 */
export async function announcedLines(ctx: Context, province: string): Promise<AnnouncedLine[]> {
  const { rows: own } = await sql<AnnouncedLine & { batch: string }>`with announced as (select distinct on (f.season_id, f.batch) f.id, f.season_id, f.batch from admissions.filing f
        where f.province = ${province} and f.round = 1 and f.id in (select admissions.filings_reached('announce')) order by f.season_id, f.batch, f.id desc)
    select ${COLUMNS}, u.batch, coalesce(g.name, u.category) as category, k.last_score::float8 as score, k.last_rank as rank, k.vacancies,
      (select max(e.cumulative) from admissions.score_step e where e.province = ${province} and e.season_id = s.id and e.category = u.category
        and s.id in (select admissions.seasons_reached('release-scores'))) as listed
    from announced f join admissions.season s on s.province = ${province} and s.id = f.season_id
      join admissions.unit u on u.province = s.province and u.season_id = s.id and u.batch = f.batch and u.quota = ''
      join admissions.cutoff k on k.province = s.province and k.filing_id = f.id and k.unit_id = u.unit_id and k.quota = ''
      left join admissions.category g on g.province = s.province and g.season_id = s.id and g.key = u.category
    where s.channel = 'entrance-exam' and k.last_score is not null
    order by s.year desc, u.school_name, u.programme, u.unit_id`.execute(ctx.tx);
  const { rows: taken } = await sql<Omit<AnnouncedLine, "level"> & { batch: string }>`select l.year, p.title as season, l.channel, null as school, l.school_name as "schoolName",
      l.programme, l.programme as "programmeName", '' as city, l.batch, l.category, l.last_score::float8 as score, l.last_rank as rank, 0 as vacancies, l.listed
    from admissions.past_line l join admissions.past_source p on p.province = l.province and p.id = l.source_id
    where l.province = ${province} and l.channel = 'entrance-exam' and l.kind = '' and l.programme <> '' and l.last_score is not null
    order by l.year desc, l.source_id, l.row_number`.execute(ctx.tx);
  const filed = new Set(own.map(({ year, batch }) => `${year} ${batch}`));
  const lines = [...own, ...taken.filter(({ year, batch }) => !filed.has(`${year} ${batch}`)).flatMap(ofProgramme)];
  const newest = Math.max(...lines.map(({ year }) => year));
  return lines.filter(({ year }) => year > newest - YEARS).sort((a, b) => b.year - a.year);
} // prettier-ignore

/** A published line names its programme by code or by name: each programme of the catalogue that it may be, else an undergraduate one. */
function ofProgramme(line: Omit<AnnouncedLine, "level">): AnnouncedLine[] {
  const { programme } = line;
  const found = standards().findProgramme(programme);
  const meant = found ? [found] : standards().programmes.filter(({ name, level }) => name === programme && level !== "secondary");
  if (meant.length === 0) return [{ ...line, level: "undergraduate" }];
  return meant.flatMap(({ code, name, level }) => (level === "secondary" ? [] : [{ ...line, programme: code, programmeName: name, level }]));
} // prettier-ignore
