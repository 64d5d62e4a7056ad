import { sql } from "kysely";
import { jsonText } from "../platform/db/json.ts";
import type { Context, Sentence } from "../platform/index.ts";
import type { SubjectFigures } from "./score-distribution.ts";

export type ImportState = "waiting" | "checking" | "checked" | "taking" | "done" | "failed" | "cancelled";

export interface ImportCounts {
  read: number;
  accepted: number;
  duplicate: number;
  rejected: number;
}

/** What taking a file in would change. */
export interface Preview {
  subjects: { subject: string; added: number; changed: number; same: number }[];
  figures: SubjectFigures[];
  warnings: Sentence[];
}

export interface ScoreImport {
  province: string;
  id: string;
  season_id: string;
  file_name: string;
  file_path: string;
  sha256: string;
  state: ImportState;
  job_id: string | null;
  rows_read: number;
  accepted: number;
  duplicate: number;
  rejected: number;
  preview: Preview | null;
  message: string | null;
  created_by_name: string;
  created_at: Date;
  finished_at: Date | null;
}

/** Null where there is none, or it is not the actor's. */
export async function findImport(ctx: Context, id: string, lock = false): Promise<ScoreImport | null> {
  const { rows } = await sql<ScoreImport>`select * from admissions.score_import where id = ${id}
    ${lock ? sql`for update` : sql``}`.execute(ctx.tx);
  return rows[0] ?? null;
}

export async function importsOf(ctx: Context, season: string): Promise<ScoreImport[]> {
  const { rows } = await sql<ScoreImport>`select * from admissions.score_import where season_id = ${season}
    order by id desc limit 100`.execute(ctx.tx);
  return rows;
}

/** Changes what is given and leaves the rest. */
export async function setImport(
  ctx: Context,
  of: Pick<ScoreImport, "province" | "id">,
  to: {
    state: ImportState;
    jobId?: string;
    counts?: ImportCounts;
    preview?: Preview;
    message?: string;
    finished?: Date;
  },
): Promise<void> {
  const { counts, preview } = to;
  await sql`update admissions.score_import set state = ${to.state}, job_id = coalesce(${to.jobId ?? null}, job_id),
      rows_read = coalesce(${counts?.read ?? null}::int, rows_read), accepted = coalesce(${counts?.accepted ?? null}::int, accepted),
      duplicate = coalesce(${counts?.duplicate ?? null}::int, duplicate), rejected = coalesce(${counts?.rejected ?? null}::int, rejected),
      preview = coalesce(${preview ? jsonText(preview) : null}::jsonb, preview), message = coalesce(${to.message ?? null}, message),
      finished_at = coalesce(${to.finished ?? null}::timestamptz, finished_at)
    where province = ${of.province} and id = ${of.id}`.execute(ctx.tx);
}
