/** The worker thread of the postings pipeline: one message in, one batch out. */
import { parentPort, workerData } from "node:worker_threads";
import { BatchMaker, type BatchSettings, type PostingBatch } from "./posting-batch.ts";
import { createPostingEngines, type EngineSettings } from "./posting-engines.ts";

export interface WorkerSettings {
  batch: BatchSettings;
  engines: EngineSettings;
}

export interface WorkerTask {
  sequence: number;
  piece: Uint8Array | string[][];
  skip: number;
}

export type WorkerAnswer =
  { sequence: number; batch: PostingBatch } | { sequence: number; error: { message: string; stack: string } };

/** Buffers that change hands instead of being copied. */
function transfers(batch: PostingBatch): ArrayBuffer[] {
  const arrays: (Uint8Array | Uint16Array | Uint32Array | Float32Array | Int32Array | Float64Array)[] = [
    batch.row,
    batch.key,
    batch.idKey,
    batch.employer,
    batch.city,
    batch.occupation,
    batch.confidence,
    batch.education,
    batch.headcount,
    batch.day,
    batch.industry,
    batch.signature,
    batch.breaching,
    batch.time,
  ];
  for (const rows of [batch.posting, batch.text, batch.lines])
    if (rows) arrays.push(rows.bytes, rows.offsets);
  return arrays.map((array) => array.buffer as ArrayBuffer);
}

const port = parentPort;
if (port) {
  const settings = workerData as WorkerSettings;
  let maker: Promise<BatchMaker> | null = null;
  port.on("message", (task: WorkerTask) => {
    maker ??= Promise.resolve(createPostingEngines(settings.engines)).then(
      (engines) => new BatchMaker(settings.batch, engines),
    );
    maker
      .then((ready) => {
        const batch = ready.make(task.piece, task.skip);
        port.postMessage({ sequence: task.sequence, batch } satisfies WorkerAnswer, transfers(batch));
      })
      .catch((error: unknown) => {
        const { message, stack } = error instanceof Error ? error : new Error(String(error));
        port.postMessage({
          sequence: task.sequence,
          error: { message, stack: stack ?? "" },
        } satisfies WorkerAnswer);
      });
  });
}
