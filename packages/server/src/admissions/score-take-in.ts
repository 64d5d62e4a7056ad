import { sql } from "kysely";
import { Conflict, type Context, defineJob, jobNotice } from "../platform/index.ts";
import { findImport, setImport } from "./score-import.sql.ts";
import { requireSeason, type SeasonBase } from "./score-season.ts";

export const TAKE_SCORES = "admissions.take-scores";

/** @throws Conflict once the scores were handed in, and before registration is closed */
export function requireOpenForScores(season: SeasonBase): void {
  if (season.state === "confirmed" || season.state === "seated") return;
  throw new Conflict({
    zh: "只能在报名截止之后、成绩提交之前录入成绩；已提交的须先退回。",
    en: "Scores are entered after registration is closed and before they are handed in; what was handed in has to be returned first.",
  });
}

/** Takes a checked file in as a whole or not at all; each row keeps what it replaced. */
export const takeScoresJob = defineJob<{ importId: string }, { taken: number } | null>(
  TAKE_SCORES,
  async (inTransaction, { importId }, progress) => {
    progress("scores");
    try {
      return await inTransaction((ctx) => takeIn(ctx, importId));
    } catch (error) {
      await inTransaction(async (ctx) => {
        const found = await findImport(ctx, importId, true);
        const message = error instanceof Error ? error.message : String(error);
        if (found?.state === "taking") await setImport(ctx, found, { state: "failed", message, finished: ctx.now });
      });
      throw error;
    }
  },
  { notice: jobNotice({ zh: "成绩入库", en: "taking in scores" }, ({ payload }) => `/score-imports/${payload.importId}`) },
); // prettier-ignore

/**
 * Puts back what a file that was taken in replaced; scores that it added are gone. What another file or a review changed
 * after it stays.
 * @returns how many scores were put back
 */
export async function putBack(ctx: Context, of: { province: string; id: string }): Promise<number> {
  const touched = sql`admissions.score_row r cross join jsonb_each(r.scores) e
    where r.province = ${of.province} and r.import_id = ${of.id} and r.outcome = 'accepted' and k.province = r.province
      and k.candidate_id = r.candidate_id and k.subject = e.key and k.source = ${`import:${of.id}`}`;
  const gone = await sql`delete from admissions.score k using ${touched} and not coalesce(r.before ? e.key, false)`.execute(ctx.tx);
  const back = await sql`update admissions.score k set points = (r.before ->> e.key)::bigint, absent = (r.before ->> e.key) is null,
    source = ${`back:${of.id}`}, revision = k.revision + 1, changed_at = ${ctx.now} from ${touched}`.execute(ctx.tx);
  return Number(gone.numAffectedRows ?? 0) + Number(back.numAffectedRows ?? 0);
} // prettier-ignore

async function takeIn(ctx: Context, importId: string): Promise<{ taken: number } | null> {
  const found = await findImport(ctx, importId, true);
  if (found?.state !== "taking") return null;
  requireOpenForScores(await requireSeason(ctx, found.season_id, true));
  const rows = sql`admissions.score_row r where r.province = ${found.province} and r.import_id = ${importId} and r.outcome = 'accepted'`;
  await sql`update admissions.score_row r set before = t.before from (
      select r.row_number, jsonb_object_agg(k.subject, k.points) as before from admissions.score_row r
        join admissions.score k on k.province = r.province and k.candidate_id = r.candidate_id and r.scores ? k.subject
      where r.province = ${found.province} and r.import_id = ${importId} and r.outcome = 'accepted' group by 1) t
    where r.province = ${found.province} and r.import_id = ${importId} and r.row_number = t.row_number`.execute(ctx.tx);
  const { numAffectedRows } = await sql`insert into admissions.score as k (province, season_id, candidate_id, subject, points, absent, source, changed_at)
    select ${found.province}, ${found.season_id}, r.candidate_id, e.key, (e.value #>> '{}')::bigint, (e.value #>> '{}') is null,
      ${`import:${importId}`}, ${ctx.now}::timestamptz
    from (select * from ${rows}) r cross join jsonb_each(r.scores) e
    on conflict (province, candidate_id, subject) do update set points = excluded.points, absent = excluded.absent, source = excluded.source,
      revision = k.revision + 1, changed_at = excluded.changed_at
    where k.points is distinct from excluded.points`.execute(ctx.tx);
  const taken = Number(numAffectedRows ?? 0);
  await setImport(ctx, found, { state: "done", finished: ctx.now });
  await ctx.audit("scores.take-in", `season:${found.season_id}`, null, { import: importId, sha256: found.sha256, scores: taken });
  return { taken };
} // prettier-ignore
