import { sql } from "kysely";
import { etagOf, VersionChanged, type Context } from "../platform/index.ts";
import { CONFIRMED, type SeasonBase } from "./score-season.ts";

export interface SavedList {
  version: number;
  units: string[];
  consents: boolean[];
  receipt: string;
  savedAt: Date;
}

/** Somebody who files preferences, with what decides whether he may and what his list is worth. */
export interface Filer {
  province: string;
  candidate: string;
  person: string;
  number: string;
  category: string;
  quotas: string[];
  confirmed: boolean;
  /** admitted already this year, in whatever season */
  admitted: boolean;
  points: Record<string, number | null>;
  rank: number | null;
  /** the newest list of this batch and round */
  last: SavedList | null;
  opens: Date;
  closes: Date;
  ready: boolean;
  /** the database's time */
  now: Date;
}

type Row = Omit<Filer, "last"> & { last: (Omit<SavedList, "savedAt"> & { savedAt: string }) | null };

/** The actor as a candidate of a season, at a batch and round; null where he is none, or there is no such time. One round trip. */
export async function findFiler(ctx: Context, season: SeasonBase, of: { batch: string; round: number }): Promise<Filer | null> {
  const { rows } = await sql<Row>`select c.province, c.id as candidate, c.person, c.number, c.category, c.quotas, ${CONFIRMED} as confirmed,
      exists (select from admissions.admission m where m.province = c.province and m.year = ${season.year} and m.person = c.person) as admitted,
      coalesce((select jsonb_object_agg(k.subject, k.points) from admissions.score k where k.province = c.province and k.candidate_id = c.id), '{}') as points,
      (select t.rank from admissions.standing t where t.province = c.province and t.candidate_id = c.id) as rank,
      (select jsonb_build_object('version', l.version, 'units', l.units, 'consents', l.consents, 'receipt', l.receipt, 'savedAt', l.saved_at)
        from admissions.preference_list l where l.province = c.province and l.candidate_id = c.id and l.batch = f.batch and l.round = f.round
        order by l.version desc limit 1) as last,
      f.opens, f.closes, now() as now, f.round = 1 or exists (select from admissions.filing g where g.province = f.province and g.season_id = f.season_id
        and g.batch = f.batch and g.round = f.round - 1 and (select a.action from admissions.filing_action a where a.province = g.province
          and a.filing_id = g.id order by a.seq desc limit 1) = 'confirm') as ready
    from admissions.candidate c join admissions.filling f on f.province = c.province and f.season_id = c.season_id
    where c.province = ${season.province} and c.season_id = ${season.id} and c.person = ${ctx.actor.personId} and c.number is not null
      and f.batch = ${of.batch} and f.round = ${of.round}`.execute(ctx.tx);
  const row = rows[0];
  if (!row) return null;
  return { ...row, last: row.last && { ...row.last, savedAt: new Date(row.last.savedAt) } };
} // prettier-ignore

/** All versions of a candidate's list, the newest first. */
export async function versionsOf(ctx: Context, filer: Pick<Filer, "province" | "candidate">, of: { batch: string; round: number }): Promise<SavedList[]> {
  const { rows } = await sql<SavedList>`select version, units, consents, receipt, saved_at as "savedAt" from admissions.preference_list
    where province = ${filer.province} and candidate_id = ${filer.candidate} and batch = ${of.batch} and round = ${of.round}
    order by version desc limit 500`.execute(ctx.tx);
  return rows;
} // prettier-ignore

const UNIQUE = "23505";

/** @throws VersionChanged where another tab saved the same version a moment ago */
export async function insertList(
  ctx: Context,
  season: SeasonBase,
  filer: Filer,
  of: { batch: string; round: number },
  list: SavedList,
): Promise<void> {
  try {
    await sql`insert into admissions.preference_list (province, season_id, candidate_id, batch, round, version, units, consents, receipt, saved_at)
      values (${filer.province}, ${season.id}, ${filer.candidate}, ${of.batch}, ${of.round}, ${list.version}, ${list.units}::text[],
        ${list.consents}::boolean[], ${list.receipt}, ${list.savedAt})`.execute(ctx.tx);
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE) throw error;
    throw new VersionChanged();
  }
}

export const listEtag = (
  filer: Pick<Filer, "candidate" | "last">,
  of: { batch: string; round: number },
): string => etagOf(filer.candidate, of.batch, of.round, filer.last?.version ?? 0);

/** The newest list of each candidate of a batch and round, for the office; the database shows none before the lock. */
export interface LockedList extends SavedList {
  candidate: string;
  number: string;
  category: string;
}

export async function lockedLists(
  ctx: Context,
  season: SeasonBase,
  of: { batch: string; round: number },
  after: string | null,
  limit: number,
): Promise<LockedList[]> {
  const { rows } = await sql<LockedList>`select c.id as candidate, c.number, c.category, l.version, l.units, l.consents, l.receipt, l.saved_at as "savedAt"
    from admissions.candidate c cross join lateral (select * from admissions.preference_list p where p.province = c.province and p.candidate_id = c.id
      and p.batch = ${of.batch} and p.round = ${of.round} order by p.version desc limit 1) l
    where c.province = ${season.province} and c.season_id = ${season.id} and c.number is not null
      ${after === null ? sql`` : sql`and c.number > ${after}`}
    order by c.number limit ${limit}`.execute(ctx.tx);
  return rows;
} // prettier-ignore
