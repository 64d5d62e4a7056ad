/** Queries over imports, their rejections and saved mappings. */
import { sql } from "kysely";
import type { ColumnMapping } from "@tixi/engines/intake";
import type { IntakeKind } from "@tixi/engines/types";
import { jsonText } from "../platform/db/json.ts";
import type { Context } from "../platform/context.ts";

export type ImportState = "inspected" | "waiting" | "running" | "done" | "failed" | "cancelled";

export interface ImportRecord {
  id: string;
  province: string;
  kind: IntakeKind;
  file_name: string;
  file_path: string;
  bytes: number;
  sha256: string;
  format: "csv" | "ndjson" | "xlsx";
  encoding: string;
  layout: { delimiter: string; headerRows: number };
  headers: string[];
  sample_rows: string[][];
  mapping: ColumnMapping;
  state: ImportState;
  cancel_asked: boolean;
  job_id: string | null;
  rows_read: number;
  accepted: number;
  duplicate: number;
  rejected: number;
  next_byte: number;
  rows_estimate: number | null;
  breaching: number;
  message: string | null;
  created_by_name: string;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
}

export interface NewImport {
  id: string;
  kind: IntakeKind;
  file_name: string;
  file_path: string;
  bytes: number;
  sha256: string;
  format: string;
  encoding: string;
  layout: ImportRecord["layout"];
  headers: string[];
  sample_rows: string[][];
  mapping: ColumnMapping;
  rows_estimate: number | null;
}

export async function insertImport(ctx: Context, province: string, row: NewImport): Promise<void> {
  await sql`
    insert into demand.import (province, id, kind, file_name, file_path, bytes, sha256, format, encoding, layout, headers,
      sample_rows, mapping, rows_estimate, created_by, created_by_name, created_at)
    values (${province}, ${row.id}, ${row.kind}, ${row.file_name}, ${row.file_path}, ${row.bytes}, ${row.sha256},
      ${row.format}, ${row.encoding}, ${jsonText(row.layout)}::jsonb, ${jsonText(row.headers)}::jsonb,
      ${jsonText(row.sample_rows)}::jsonb, ${jsonText(row.mapping)}::jsonb, ${row.rows_estimate}, ${ctx.actor.userId},
      ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
}

export async function findImport(
  ctx: Context,
  province: string,
  id: string,
  lock = false,
): Promise<ImportRecord | null> {
  const { rows } = await sql<ImportRecord>`
    select * from demand.import where province = ${province} and id = ${id} ${lock ? sql`for update` : sql``}`.execute(
    ctx.tx,
  );
  return rows[0] ?? null;
}

/** The latest import of the same bytes that was begun, if any. */
export async function findImportOfFile(
  ctx: Context,
  province: string,
  sha256: string,
  except: string,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from demand.import where province = ${province} and sha256 = ${sha256} and id <> ${except} and state = 'done'
    order by created_at desc limit 1`.execute(ctx.tx);
  return rows[0]?.id ?? null;
}

export async function listImportRecords(
  ctx: Context,
  province: string,
  after: { at: string; id: string } | null,
  limit: number,
): Promise<ImportRecord[]> {
  const { rows } = await sql<ImportRecord>`
    select * from demand.import where province = ${province}
      ${after ? sql`and (created_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
    order by created_at desc, id desc limit ${limit}`.execute(ctx.tx);
  return rows;
}

export async function setMapping(
  ctx: Context,
  province: string,
  id: string,
  kind: IntakeKind,
  mapping: ColumnMapping,
): Promise<void> {
  await sql`update demand.import set mapping = ${jsonText(mapping)}::jsonb, kind = ${kind}
    where province = ${province} and id = ${id}`.execute(ctx.tx);
}

export async function saveMapping(
  ctx: Context,
  province: string,
  row: { id: string; kind: IntakeKind; name: string; mapping: ColumnMapping },
): Promise<void> {
  await sql`
    insert into demand.saved_mapping (province, id, kind, name, mapping, created_by, created_at)
    values (${province}, ${row.id}, ${row.kind}, ${row.name}, ${jsonText(row.mapping)}::jsonb, ${ctx.actor.userId}, ${ctx.now})
    on conflict (province, kind, name) do update set mapping = excluded.mapping, created_by = excluded.created_by,
      created_at = excluded.created_at`.execute(ctx.tx);
}

export interface SavedMapping {
  id: string;
  name: string;
  mapping: ColumnMapping;
}

export async function savedMappings(
  ctx: Context,
  province: string,
  kind: IntakeKind,
): Promise<SavedMapping[]> {
  const { rows } = await sql<SavedMapping>`
    select id, name, mapping from demand.saved_mapping where province = ${province} and kind = ${kind}
    order by created_at desc limit 50`.execute(ctx.tx);
  return rows;
}

export async function setState(
  ctx: Context,
  province: string,
  id: string,
  change: { state: ImportState; message?: string | null; jobId?: string; cancelAsked?: boolean },
): Promise<void> {
  const finished = change.state === "done" || change.state === "failed" || change.state === "cancelled";
  await sql`
    update demand.import set state = ${change.state}, message = ${change.message ?? null},
      job_id = coalesce(${change.jobId ?? null}, job_id), cancel_asked = ${change.cancelAsked ?? false},
      started_at = ${change.state === "running" ? sql`coalesce(started_at, ${ctx.now})` : sql`started_at`},
      finished_at = ${finished ? ctx.now : null}
    where province = ${province} and id = ${id}`.execute(ctx.tx);
}

export async function askToCancel(ctx: Context, province: string, id: string): Promise<void> {
  await sql`update demand.import set cancel_asked = true where province = ${province} and id = ${id}`.execute(
    ctx.tx,
  );
}

export interface Progress {
  rows: number;
  accepted: number;
  duplicate: number;
  rejected: number;
  nextByte: number;
}

/**
 * Adds one committed group of rows to the counters.
 * @returns false if the import is not where the caller believes it is: somebody else carries it on
 */
export async function addProgress(
  ctx: Context,
  province: string,
  id: string,
  rowsBefore: number,
  progress: Progress,
): Promise<boolean> {
  const result = await sql`
    update demand.import set rows_read = rows_read + ${progress.rows}, accepted = accepted + ${progress.accepted},
      duplicate = duplicate + ${progress.duplicate}, rejected = rejected + ${progress.rejected},
      next_byte = ${progress.nextByte}
    where province = ${province} and id = ${id} and state = 'running' and rows_read = ${rowsBefore}`.execute(
    ctx.tx,
  );
  return Number(result.numAffectedRows ?? 0) === 1;
}

export async function setCoderVersion(
  ctx: Context,
  province: string,
  id: string,
  version: string,
): Promise<void> {
  await sql`
    update demand.import set coder_version = ${version}, breaching = (select count(*) from demand.posting
      where province = ${province} and import_id = ${id} and flag_count > 0)
    where province = ${province} and id = ${id}`.execute(ctx.tx);
}

export interface RejectionRecord {
  row_number: number;
  part: number;
  field: string;
  value: string;
  code: string;
  reason: string;
}

export async function listRejections(
  ctx: Context,
  province: string,
  importId: string,
  after: { row: number; part: number } | null,
  limit: number,
): Promise<RejectionRecord[]> {
  const { rows } = await sql<RejectionRecord>`
    select row_number, part, field, value, code, reason from demand.import_rejection
    where province = ${province} and import_id = ${importId}
      ${after ? sql`and (row_number, part) > (${after.row}::bigint, ${after.part}::smallint)` : sql``}
    order by row_number, part limit ${limit}`.execute(ctx.tx);
  return rows;
}
