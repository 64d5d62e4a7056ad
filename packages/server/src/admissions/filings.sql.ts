import { sql } from "kysely";
import type { ActionLog, Context } from "../platform/index.ts";
import { jsonText } from "../platform/db/json.ts";
import type { FilingStep } from "./filing-state.ts";

export const FILING_LOG: ActionLog = { table: "admissions.filing_action", subject: "filing_id" };

export type Solving = "waiting" | "running" | "done" | "failed" | "cancelled";

export interface FilingAction {
  action: FilingStep;
  note: string;
  payload: Record<string, unknown>;
  by_user: string | null;
  by_name: string;
  at: string;
}

/** Counts of a run, as its page shows them. */
export interface FilingSummary {
  rounds: { batch: string; round: number; candidates: number; preferences: number; admitted: number; places: number }[];
  candidates: number;
  preferences: number;
  /** preferences of those who withdrew or were admitted elsewhere are not filed: how many persons */
  leftOut: number;
  /** admitted in this run's own batch and round */
  admitted: number;
  milliseconds: number;
  /** how far the rows of candidates tell them apart */
  alike: { candidates: number; alone: number; belowFive: number };
} // prettier-ignore

export interface Verdict {
  checks: { rule: string; zh: string; en: string; examined: number; breaches: number }[];
  breaches: { rule: string; zh: string; en: string }[];
  absent: string[];
  at: string;
}

export interface FilingRow {
  province: string;
  id: string;
  season_id: string;
  batch: string;
  round: number;
  state: Solving;
  job_id: string | null;
  message: string | null;
  manifest: Record<string, unknown> | null;
  summary: FilingSummary | null;
  verified: Verdict | null;
  sample: boolean;
  created_by: string | null;
  created_by_name: string;
  created_at: Date;
  finished_at: Date | null;
  season: string;
  year: number;
  channel: string;
  rules: unknown;
  subjects: { key: string }[];
  notice_days: number;
  actions: FilingAction[];
  unanswered: number;
  upheld: number;
}

const FILING = sql`f.province, f.id, f.season_id, f.batch, f.round, f.state, f.job_id, f.message, f.manifest, f.summary, f.verified,
  f.sample, f.created_by, f.created_by_name, f.created_at, f.finished_at, s.name as season, s.year, s.channel, s.rules, s.subjects, s.notice_days,
  (select coalesce(jsonb_agg(jsonb_build_object('action', a.action, 'note', a.note, 'payload', a.payload, 'by_user', a.by_user, 'by_name', a.by_name, 'at', a.at)
    order by a.seq), '[]') from admissions.filing_action a where a.province = f.province and a.filing_id = f.id) as actions,
  (select count(*)::int from admissions.objection o where o.province = f.province and o.filing_id = f.id and o.upheld is null) as unanswered,
  (select count(*)::int from admissions.objection o where o.province = f.province and o.filing_id = f.id and o.upheld) as upheld
  from admissions.filing f join admissions.season s on s.province = f.province and s.id = f.season_id`; // prettier-ignore

export async function findFiling(ctx: Context, id: string): Promise<FilingRow | undefined> {
  const { rows } = await sql<FilingRow>`select ${FILING} where f.id = ${id}`.execute(ctx.tx);
  return rows[0];
}

/** Runs of a season (or of all), the newest first. */
export async function listFilings(
  ctx: Context,
  of: { season: string | null; province: string | null; after: string | null; limit: number },
): Promise<FilingRow[]> {
  const { rows } = await sql<FilingRow>`select ${FILING} where true
    ${of.season === null ? sql`` : sql`and f.season_id = ${of.season}`} ${of.province === null ? sql`` : sql`and f.province = ${of.province}`}
    ${of.after === null ? sql`` : sql`and f.id < ${of.after}`}
    order by f.id desc limit ${of.limit}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** Results that are public, by the day of their announcement, the newest first. */
export async function listAnnounced(
  ctx: Context,
  of: { season: string | null; after: readonly [at: string, id: string] | null; limit: number },
): Promise<(FilingRow & { announced: string })[]> {
  const { rows } = await sql<FilingRow & { announced: string }>`select x.*, to_json(n.at) #>> '{}' as announced from (select ${FILING} where true
      ${of.season === null ? sql`` : sql`and f.season_id = ${of.season}`}) x
    cross join lateral (select max((e ->> 'at')::timestamptz) as at from jsonb_array_elements(x.actions) e where e ->> 'action' = 'announce') n
    where x.actions -> -1 ->> 'action' in ('announce', 'confirm')
      ${of.after === null ? sql`` : sql`and (n.at, x.id) < (${of.after[0]}::timestamptz, ${of.after[1]}::uuid)`}
    order by n.at desc, x.id desc limit ${of.limit}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** Of two persons who act on a run at once the second waits here. */
export async function lockFiling(ctx: Context, id: string): Promise<void> {
  await sql`select id from admissions.filing where id = ${id} for update`.execute(ctx.tx);
}

/** What a run begins with, of its season. */
export interface SeasonOfRun {
  province: string;
  id: string;
  name: string;
  rules: unknown;
  sample: boolean;
  begun: string | null;
}

export async function seasonOfRun(ctx: Context, id: string): Promise<SeasonOfRun | undefined> {
  const { rows } = await sql<SeasonOfRun>`select province, id, name, rules, sample, admissions.season_last(province, id) as begun
    from admissions.season where id = ${id}`.execute(ctx.tx);
  return rows[0];
} // prettier-ignore

/** So that two runs of one filling cannot begin at once. */
export async function lockSeason(ctx: Context, id: string): Promise<void> {
  await sql`select id from admissions.season where id = ${id} for update`.execute(ctx.tx);
}

export interface FillingRow {
  batch: string;
  round: number;
  closes: Date;
  /** by the clock of the database, which is what shows or hides the preferences */
  locked: boolean;
  /** the run that stands for it: neither withdrawn nor failed; the moment from which its input was taken */
  filing: string | null;
  last: FilingStep | null;
  taken: Date | null;
}

/** Fillings of a season with the run that stands for each. */
export async function fillingsWithRuns(ctx: Context, season: string): Promise<FillingRow[]> {
  const { rows } = await sql<FillingRow>`select f.batch, f.round, f.closes, f.closes <= now() as locked, r.id as filing, r.last, r.created_at as taken
    from admissions.filling f left join lateral (
      select x.id, x.created_at, (select a.action from admissions.filing_action a where a.province = x.province and a.filing_id = x.id order by a.seq desc limit 1) as last
      from admissions.filing x where x.province = f.province and x.season_id = f.season_id and x.batch = f.batch and x.round = f.round
        and x.state not in ('failed', 'cancelled')
        and not exists (select from admissions.filing_action a where a.province = x.province and a.filing_id = x.id and a.action = 'withdraw')
      order by x.id desc limit 1) r on true
    where f.season_id = ${season}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

export async function insertFiling(
  ctx: Context,
  of: { province: string; id: string; season: string; batch: string; round: number; sample: boolean },
): Promise<void> {
  await sql`insert into admissions.filing (province, id, season_id, batch, round, state, sample, created_by, created_by_name, created_at)
    values (${of.province}, ${of.id}, ${of.season}, ${of.batch}, ${of.round}, 'waiting', ${of.sample}, ${ctx.actor.userId},
      ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
} // prettier-ignore

export async function setFilingJob(ctx: Context, id: string, job: string): Promise<void> {
  await sql`update admissions.filing set job_id = ${job} where id = ${id}`.execute(ctx.tx);
}

/** waiting → running, or running again after a crash. @returns false if somebody ended it meanwhile */
export async function beginFiling(ctx: Context, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`update admissions.filing set state = 'running' where id = ${id}
    and state in ('waiting', 'running')`.execute(ctx.tx);
  return (numAffectedRows ?? 0n) > 0n;
}

export async function endFiling(ctx: Context, id: string, state: "failed" | "cancelled", message: string): Promise<void> {
  await sql`update admissions.filing set state = ${state}, message = ${message}, finished_at = ${ctx.now} where id = ${id}
    and state in ('waiting', 'running')`.execute(ctx.tx);
} // prettier-ignore

export async function finishFiling(
  ctx: Context,
  id: string,
  of: { manifest: object; summary: FilingSummary; verified: Verdict },
): Promise<void> {
  await sql`update admissions.filing set state = 'done', finished_at = ${ctx.now}, manifest = ${jsonText(of.manifest)}::jsonb,
    summary = ${jsonText(of.summary)}::jsonb, verified = ${jsonText(of.verified)}::jsonb
    where id = ${id} and state = 'running'`.execute(ctx.tx);
} // prettier-ignore

export interface FilingFile {
  name: string;
  mediaType: string;
  bytes: number;
  sha256: string;
  /** below the folder of files */
  path: string;
  open: boolean;
}

export async function insertFilingFile(ctx: Context, of: { province: string; id: string }, file: FilingFile): Promise<void> {
  await sql`insert into admissions.filing_file (province, filing_id, name, media_type, bytes, sha256, path, open)
    values (${of.province}, ${of.id}, ${file.name}, ${file.mediaType}, ${file.bytes}, ${file.sha256}, ${file.path}, ${file.open})`.execute(ctx.tx);
} // prettier-ignore

/** The files of a run that this actor may know of, by name. */
export async function filingFiles(ctx: Context, id: string): Promise<FilingFile[]> {
  const { rows } = await sql<FilingFile>`select name, media_type as "mediaType", bytes::float8 as bytes, sha256, path, open
    from admissions.filing_file where filing_id = ${id} order by name`.execute(ctx.tx);
  return rows;
} // prettier-ignore
