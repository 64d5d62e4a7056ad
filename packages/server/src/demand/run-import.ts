import type { Rejection } from "@tixi/engines/types";
import {
  defineJob,
  NotFound,
  type Context,
  type JobProgress,
  type JobTransaction,
  wasCancelled,
} from "../platform/index.ts";
import { acceptedAliases } from "./aliases.sql.ts";
import { provinceOf } from "./access.ts";
import { addProgress, findImport, setState, type ImportRecord } from "./imports.sql.ts";
import { openTable } from "../platform/files/tabular.ts";
import { coderVersionWith, createRowCheck } from "./posting-engines.ts";
import { divisions, regionTables } from "./region-tables.ts";
import { importNotice } from "./notices.ts";
import { importPostings, ImportTakenOver } from "./posting-import.ts";
import { cancelledMessage, IMPORT_JOB } from "./start-import.ts";
import { importTable, type CheckedRow } from "./table-import.ts";

export interface ImportResult {
  rowsRead: number;
  accepted: number;
  duplicate: number;
  rejected: number;
}

/** The job behind POST /api/imports/:id/start. After a crash it is run again and goes on behind the last commit. */
export const importJob = defineJob<{ importId: string }, ImportResult>(
  IMPORT_JOB,
  (inTransaction, { importId }, progress, signal) => runImport(inTransaction, importId, progress, signal),
  { notice: importNotice },
);

/**
 * Carries an import to its end.
 * @throws the signal's reason after a cancellation; the import's own failure, which is also kept as its message
 */
export async function runImport(
  inTransaction: JobTransaction,
  importId: string,
  progress: JobProgress,
  signal: AbortSignal,
): Promise<ImportResult> {
  const begun = await inTransaction(async (ctx) => {
    const province = provinceOf(ctx.actor);
    const record = await findImport(ctx, province, importId, true);
    if (!record) throw new NotFound({ zh: "导入", en: "import" });
    if (record.state !== "waiting" && record.state !== "running") return null;
    await setState(ctx, province, importId, { state: "running", cancelAsked: record.cancel_asked });
    return { record, aliases: await acceptedAliases(ctx, province), region: ctx.actor.region };
  });
  if (!begun) return inTransaction((ctx) => countersOf(ctx, importId));
  const { record } = begun;
  try {
    if (record.kind === "postings") {
      const { cities, occupations } = regionTables(record.province);
      const engines = {
        mapping: record.mapping,
        headers: record.headers,
        region: begun.region,
        divisions: divisions(),
        sourceName: record.file_name,
        aliases: begun.aliases,
      };
      const file = {
        path: record.file_path,
        format: record.format,
        encoding: record.encoding,
        delimiter: record.layout.delimiter,
        headers: record.headers,
        headerRows: record.layout.headerRows,
      };
      const coderVersion = coderVersionWith(begun.aliases);
      await importPostings(
        inTransaction,
        { record, file, engines, cities, occupations, coderVersion },
        progress,
        signal,
      );
    } else {
      await importSmallTable(inTransaction, record, begun.region, progress, signal);
    }
    return await inTransaction(async (ctx) => {
      await setState(ctx, record.province, importId, { state: "done" });
      return ended(ctx, importId, "finish");
    });
  } catch (error) {
    await settle(inTransaction, record, error, signal);
    throw error;
  }
}

async function importSmallTable(
  inTransaction: JobTransaction,
  record: ImportRecord,
  region: string,
  progress: JobProgress,
  signal: AbortSignal,
): Promise<void> {
  const check = createRowCheck(record.kind, record.mapping, {
    region,
    divisions: divisions(),
    sourceName: record.file_name,
  });
  const accepted: CheckedRow[] = [];
  const rejections: Rejection[] = [];
  let read = 0;
  let rejected = 0;
  for await (const batch of (await openTable(record.file_path)).rows()) {
    signal.throwIfAborted();
    for (const { rowNumber, values } of batch) {
      read++;
      const result = check(values, rowNumber);
      if (result.ok) accepted.push({ rowNumber, values, row: result.row as CheckedRow["row"] });
      else {
        rejected++;
        rejections.push(...result.rejections);
      }
    }
    progress("check", read);
  }
  progress("import", read);
  await inTransaction(async (ctx) => {
    const outcome = await importTable(ctx, record, accepted, rejections);
    const mine = await addProgress(ctx, record.province, record.id, 0, {
      rows: read,
      ...outcome,
      rejected,
      nextByte: record.bytes,
    });
    if (!mine) throw new ImportTakenOver();
  });
}

/** Writes down how an import ended that did not reach its end. A pause of the server is no end: it goes on later. */
async function settle(
  inTransaction: JobTransaction,
  record: ImportRecord,
  error: unknown,
  signal: AbortSignal,
): Promise<void> {
  if (error instanceof ImportTakenOver) return;
  await inTransaction(async (ctx) => {
    const now = await findImport(ctx, record.province, record.id, true);
    if (!now || now.state !== "running") return;
    if (now.cancel_asked || wasCancelled(signal)) {
      await setState(ctx, record.province, record.id, {
        state: "cancelled",
        message: cancelledMessage(now.accepted),
      });
      await ended(ctx, record.id, "stop");
    } else if (!signal.aborted) {
      const message = error instanceof Error ? error.message : String(error);
      await setState(ctx, record.province, record.id, { state: "failed", message });
      await ended(ctx, record.id, "fail");
    }
  });
}

/** Leaves the trace of what the import wrote. */
async function ended(ctx: Context, importId: string, how: "finish" | "stop" | "fail"): Promise<ImportResult> {
  const counters = await countersOf(ctx, importId);
  await ctx.audit(`demand.import.${how}`, `import:${importId}`, undefined, counters);
  return counters;
}

async function countersOf(ctx: Context, importId: string): Promise<ImportResult> {
  const record = await findImport(ctx, provinceOf(ctx.actor), importId);
  const { rows_read = 0, accepted = 0, duplicate = 0, rejected = 0 } = record ?? {};
  return { rowsRead: rows_read, accepted, duplicate, rejected };
}
