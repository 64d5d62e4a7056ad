/**
 * Brings the postings of a file into the table. Groups of rows are committed together with the counters and the
 * offset of the next unread row, so that at every moment, whatever ends the process, in = accepted + duplicate +
 * rejected holds for exactly the rows before that offset, and the import goes on there.
 */
import { sql } from "kysely";
import type { Rejection } from "@tixi/engines/types";
import type { Context, JobProgress, JobTransaction } from "../platform/index.ts";
import { COPY_HEADER, COPY_TRAILER, CopyWriter, keptSlices } from "./copy-format.ts";
import { importedIds } from "./postings.sql.ts";
import { hashText, KeySet } from "./key-set.ts";
import { addProgress, setCoderVersion, type ImportRecord } from "./imports.sql.ts";
import { POSTING_COPY_COLUMNS, shiftRowNumbers, TEXT_COPY_COLUMNS } from "./posting-batch.ts";
import { runPipeline, type PipelineBatch, type PipelineFile, type PipelineSummary } from "./pipeline.ts";
import type { EngineSettings } from "./posting-engines.ts";

/** A group is committed when it has so many rows or bytes. */
const GROUP_ROWS = 25_000;
const GROUP_BYTES = 32 << 20;

export interface PostingImport {
  record: ImportRecord;
  file: PipelineFile;
  engines: EngineSettings;
  cities: string[];
  occupations: string[];
  coderVersion: string;
  workers?: number;
}

/** @throws the signal's reason when it aborts; whatever was committed stays */
export async function importPostings(
  inTransaction: JobTransaction,
  input: PostingImport,
  progress: JobProgress,
  signal: AbortSignal,
): Promise<PipelineSummary> {
  const { record } = input;
  await inTransaction((ctx) => sql`select demand.ensure_partition(${record.province})`.execute(ctx.tx));

  const ids = await inTransaction((ctx) => idsSoFar(ctx, record));

  let group: Prepared[] = [];
  let rows = 0;
  let bytes = 0;
  let committing: Promise<void> = Promise.resolve();
  let committedRows = record.rows_read;

  // One group is written while the threads prepare the next; its failure surfaces at the next turn.
  const commit = async () => {
    const ready = group;
    group = [];
    rows = 0;
    bytes = 0;
    await committing;
    signal.throwIfAborted();
    committing = commitGroup(inTransaction, input, ready, committedRows).then((count) => {
      committedRows += count;
      const nextByte = ready.at(-1)?.batch.nextByte ?? 0;
      progress(
        "import",
        record.format === "xlsx" ? committedRows : nextByte,
        record.format === "xlsx" ? null : record.bytes,
      );
    });
    committing.catch(() => undefined);
  };

  const summary = await runPipeline(
    {
      file: input.file,
      engines: input.engines,
      province: record.province,
      cities: input.cities,
      occupations: input.occupations,
      output: "copy",
      importId: record.id,
      start: { byte: record.next_byte, row: record.rows_read },
      signal,
      ...(input.workers ? { workers: input.workers } : {}),
    },
    async (batch) => {
      group.push(prepare(batch, ids));
      rows += batch.rows;
      bytes += (batch.posting?.bytes.length ?? 0) + (batch.text?.bytes.length ?? 0);
      if (rows >= GROUP_ROWS || bytes >= GROUP_BYTES) await commit();
    },
  ).finally(() => committing);
  if (group.length > 0) await commit();
  await committing;
  progress("finish");
  await inTransaction((ctx) => setCoderVersion(ctx, record.province, record.id, input.coderVersion));
  return summary;
}

interface Prepared {
  batch: PipelineBatch;
  posting: Uint8Array[];
  text: Uint8Array[];
}

/** Leaves out the rows whose id came before in this file; the key catches all other duplicates. */
function prepare(batch: PipelineBatch, ids: KeySet): Prepared {
  const { posting, text } = batch;
  if (!posting || !text) throw new Error("The pipeline was not asked for COPY rows.");
  const kept = new Uint8Array(batch.accepted);
  for (let i = 0; i < kept.length; i++)
    kept[i] = ids.add(batch.idKey[i * 2]!, batch.idKey[i * 2 + 1]!) ? 1 : 0;
  shiftRowNumbers(posting, batch.firstRow);
  return { batch, posting: [...keptSlices(posting, kept)], text: [...keptSlices(text, kept)] };
}

/** The ids of the rows that an interrupted run of this import committed. */
async function idsSoFar(ctx: Context, record: ImportRecord): Promise<KeySet> {
  const ids = new KeySet(1 << 16);
  if (record.accepted === 0) return ids;
  const words = new Uint32Array(2);
  for await (const id of importedIds(ctx, record.province, record.id)) {
    hashText(id, words);
    ids.add(words[0]!, words[1]!);
  }
  return ids;
}

async function commitGroup(
  inTransaction: JobTransaction,
  { record }: PostingImport,
  group: readonly Prepared[],
  rowsBefore: number,
): Promise<number> {
  const last = group.at(-1);
  if (!last) return 0;
  const rows = sum(group, ({ batch }) => batch.rows);
  const accepted = sum(group, ({ batch }) => batch.accepted);
  const rejected = sum(group, ({ batch }) => batch.rejected);
  await inTransaction(async (ctx) => {
    let inserted = 0;
    if (accepted > 0) {
      const posting = group.flatMap((part) => part.posting);
      const text = group.flatMap((part) => part.text);
      inserted = (await copy(ctx, "demand.posting", POSTING_COPY_COLUMNS, posting)).inserted;
      await copy(ctx, "demand.posting_text", TEXT_COPY_COLUMNS, text);
    }
    const rejections = group.flatMap(({ batch }) => batch.rejections);
    await writeRejections(ctx, record, rejections);
    const mine = await addProgress(ctx, record.province, record.id, rowsBefore, {
      rows,
      accepted: inserted,
      duplicate: accepted - inserted,
      rejected,
      nextByte: last.batch.nextByte,
    });
    if (!mine) throw new ImportTakenOver();
  });
  return rows;
}

/** The import is not where this process left it: another one carries it on, or it was stopped. */
export class ImportTakenOver extends Error {
  override readonly name = "ImportTakenOver";
}

/** Rows that are there already are left out: the key is their content. */
function copy(
  ctx: Context,
  table: string,
  columns: string,
  parts: readonly Uint8Array[],
): Promise<{ copied: number; inserted: number }> {
  async function* stream(): AsyncGenerator<Uint8Array> {
    yield COPY_HEADER;
    yield* parts;
    yield COPY_TRAILER;
  }
  return ctx.copyIn(
    { table, columns: columns.split(","), format: "binary", onConflict: "nothing" },
    stream(),
  );
}

const LONGEST_VALUE = 500;

/** Stores rejected values; several of one row are numbered. */
export async function writeRejections(
  ctx: Context,
  record: { province: string; id: string },
  rejections: readonly Rejection[],
): Promise<void> {
  if (rejections.length === 0) return;
  const out = new CopyWriter();
  const importId = Buffer.from(record.id.replaceAll("-", ""), "hex");
  let row = -1;
  let part = 0;
  for (const rejection of rejections) {
    part = rejection.row === row ? part + 1 : 0;
    row = rejection.row;
    out.row(8);
    out.text(record.province);
    out.bytes(importId);
    out.int8(Math.floor(row / 2 ** 32), row >>> 0);
    out.int2(part);
    out.text(rejection.field);
    out.text(rejection.value.slice(0, LONGEST_VALUE));
    out.text(rejection.code);
    out.text(rejection.reason);
  }
  await copy(ctx, "demand.import_rejection", "province,import_id,row_number,part,field,value,code,reason", [
    out.take().bytes,
  ]);
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
