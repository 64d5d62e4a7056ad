import type { Context } from "../platform/index.ts";
import { findImportOfFile, savedMappings, type ImportRecord } from "./imports.sql.ts";
import type { ImportView } from "./schemas.ts";

/** An import as a list shows it. */
export function importView(record: ImportRecord): ImportView {
  const done = record.state === "done";
  return {
    id: record.id,
    kind: record.kind,
    fileName: record.file_name,
    bytes: record.bytes,
    sha256: record.sha256,
    format: record.format,
    encoding: record.encoding,
    state: record.state,
    headers: record.headers,
    sampleRows: record.sample_rows,
    mapping: record.mapping.columns.map(({ column, field, confidence, how }) => ({
      column,
      field,
      confidence,
      how,
    })),
    savedMappings: [],
    rowsRead: record.rows_read,
    accepted: record.accepted,
    duplicate: record.duplicate,
    rejected: record.rejected,
    breaching: record.breaching,
    rowsTotalEstimate: done ? record.rows_read : record.rows_estimate,
    bytesDone: done ? record.bytes : record.next_byte,
    jobId: record.job_id,
    startedAt: record.started_at?.toISOString() ?? null,
    finishedAt: record.finished_at?.toISOString() ?? null,
    message: record.message,
    createdBy: record.created_by_name,
    createdAt: record.created_at.toISOString(),
  };
}

/** An import as its own page shows it: with the saved mappings that fit, and an earlier import of the same file. */
export async function importDetail(ctx: Context, record: ImportRecord): Promise<ImportView> {
  const saved = await savedMappings(ctx, record.province, record.kind);
  const earlier = await findImportOfFile(ctx, record.province, record.sha256, record.id);
  return {
    ...importView(record),
    savedMappings: saved.map(({ id, name }) => ({ id, name })),
    ...(earlier ? { alreadyImported: earlier } : {}),
  };
}
