import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import type { Context, Logger } from "../context.ts";
import { NotFound } from "../http/problems.ts";
import { defineJob, type JobDefinition, type JobTransaction } from "../jobs/define.ts";
import type { Platform } from "../platform.ts";
import { StoreUnavailable } from "./content-store.ts";
import { isPicture } from "./media-types.ts";
import { dropObjects, keepObject } from "./objects.ts";
import { cleanPicture } from "./picture.ts";
import { findFile, type FileRow, type FileState } from "./rows.ts";
import { ScannerSilent, type Verdict } from "./scanner.ts";
import { makeThumbnail } from "./thumbnail.ts";

interface Work {
  inTransaction: JobTransaction;
  platform: Platform;
  file: FileRow;
  signal: AbortSignal;
  log: Logger;
}

/** Tries in one go, about two minutes; then others get their turn and it comes back behind them. */
const TRIES = 7;

/**
 * What is done with an upload after it was answered: scanned, and, if it is a clean picture, made small. A scanner or
 * a store that does not answer is asked again for as long as it takes; meanwhile the file waits and is not served.
 */
export const processFile = (platform: Platform): JobDefinition =>
  defineJob<{ file: string }, { state: FileState }>(
    "platform.process-file",
    async (inTransaction, payload, progress, signal, { log }) => {
      const file = await inTransaction((ctx) => findOrNull(ctx, payload.file));
      if (!file) return { state: "removed" };
      const work = { inTransaction, platform, file, signal, log };
      progress("scan");
      const state = file.state === "pending" ? await scan(work) : file.state;
      if (state === "pending") {
        await inTransaction((ctx) => ctx.jobs.start("platform.process-file", payload));
      } else if (state === "clean" && isPicture(file.mediaType) && file.thumbnail === null) {
        progress("thumbnail");
        await shrink(work);
      }
      return { state };
    },
    { concurrency: 2 },
  );

/** Removed meanwhile is no failure. */
async function findOrNull(ctx: Context, id: string): Promise<FileRow | null> {
  try {
    return await findFile(ctx, id);
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

async function scan(work: Work): Promise<FileState> {
  const { inTransaction, platform, file } = work;
  const verdict = await askScanner(work);
  if (verdict === null) return "pending";
  const state = verdict.clean ? "clean" : "infected";
  const finding = verdict.clean ? null : verdict.finding;
  const scannedAt = platform.uploads.scanner ? platform.clock() : null;
  const changed = await inTransaction(async (ctx) => {
    const { numAffectedRows } = await sql`update platform.file
      set state = ${state}, finding = ${finding}, scanned_at = ${scannedAt}
      where id = ${file.id} and state = 'pending'`.execute(ctx.tx);
    if (!numAffectedRows) return false;
    await ctx.audit("file.scan", `file:${file.id}`, { state: "pending" }, { state, finding });
    return true;
  });
  if (!changed) return "removed";
  if (state === "infected") await dropObjects(platform, file.id);
  return state;
}

/** null = no answer within the tries */
async function askScanner({ platform, file, signal, log }: Work): Promise<Verdict | null> {
  const { scanner } = platform.uploads;
  // It was taken out of the settings while the file waited.
  if (!scanner) return { clean: true };
  for (let tries = 1; ; tries++) {
    try {
      const { store, name } = platform.uploads.locate(file.path);
      return await scanner.scan(await store.fetch(name), signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ScannerSilent || error instanceof StoreUnavailable)) throw error;
      log.warn({ file: file.id, tries, reason: error.message }, "the file could not be scanned yet");
      if (tries === TRIES) return null;
    }
    await sleep(1000 * 2 ** (tries - 1), undefined, { signal });
  }
}

async function shrink({ inTransaction, platform, file, signal, log }: Work): Promise<void> {
  const { store, name } = platform.uploads.locate(file.path);
  const picture = cleanPicture(file.mediaType, await buffer(await store.fetch(name)));
  const made = await makeThumbnail(picture, signal);
  signal.throwIfAborted();
  if (!made) return log.warn({ file: file.id }, "the picture cannot be decoded and has no small one");
  const local = await platform.files.receive(Readable.from([made.content]));
  const path = await keepObject(platform, file.id, "thumbnail", local);
  await inTransaction(async (ctx) => {
    await sql`update platform.file set thumbnail = ${path} where id = ${file.id} and state = 'clean'`.execute(
      ctx.tx,
    );
    await ctx.audit("file.thumbnail", `file:${file.id}`);
  });
}
