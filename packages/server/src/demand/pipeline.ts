/**
 * The file pipeline: postings files → read, check, code, flag, sign, over worker threads. It knows no database; an
 * import writes its batches by COPY, `tixi cycle` collects them as columns, `tixi code` writes lines.
 *
 * Batches arrive in file order whatever thread made them, so everything derived from them is deterministic. Memory:
 * a few pieces of the file a thread, whatever the file's size. Time: linear in the bytes.
 */
import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import { openTable } from "../platform/files/tabular.ts";
import { type BatchOutput, type PostingBatch, STAGES } from "./posting-batch.ts";
import type { EngineSettings } from "./posting-engines.ts";
import type { WorkerAnswer, WorkerSettings, WorkerTask } from "./pipeline-worker.ts";
import { ChunkReader } from "../platform/files/row-chunks.ts";
import { startWorker } from "../platform/worker-thread.ts";

export interface PipelineFile {
  path: string;
  format: "csv" | "ndjson" | "xlsx";
  encoding: string;
  delimiter: string;
  headers: string[];
  /** rows above the first data row in a CSV file, the header included */
  headerRows: number;
}

export interface PipelineStart {
  /** offset of the first unread row (CSV, NDJSON); 0 = the beginning */
  byte: number;
  /** data rows before it */
  row: number;
}

export interface PipelineOptions {
  file: PipelineFile;
  engines: EngineSettings;
  province: string;
  cities: string[];
  occupations: string[];
  output: BatchOutput;
  importId?: string;
  start?: PipelineStart;
  workers?: number;
  chunkBytes?: number;
  /** also computes the file's SHA-256 while reading (CSV and NDJSON) */
  hash?: boolean;
  signal?: AbortSignal;
}

export interface PipelineBatch extends PostingBatch {
  /** data rows of the file before this batch */
  firstRow: number;
  /** where the next batch begins */
  nextByte: number;
}

export interface PipelineSummary {
  rows: number;
  bytes: number;
  sha256: string | null;
  /** milliseconds a stage, summed over threads */
  stages: Record<(typeof STAGES)[number], number>;
}

/**
 * Runs the file through the engines and hands every batch to `onBatch`, one at a time and in order; the next one
 * waits until it resolves.
 * @throws whatever a thread or `onBatch` throws, after all threads have ended; AbortError when the signal fires
 */
export async function runPipeline(
  options: PipelineOptions,
  onBatch: (batch: PipelineBatch) => Promise<void> | void,
): Promise<PipelineSummary> {
  const pool = await WorkerPool.start(options);
  const source = openSource(options);
  const total = new Float64Array(STAGES.length);
  let row = options.start?.row ?? 0;
  let nextByte = options.start?.byte ?? 0;
  const pending: { answer: Promise<PostingBatch>; end: number }[] = [];
  let atEnd = false;
  try {
    for (;;) {
      while (!atEnd && pending.length < pool.size * 3) {
        options.signal?.throwIfAborted();
        const piece = await source.next();
        if (piece === null) atEnd = true;
        else pending.push({ answer: pool.run(piece.data, piece.skip), end: piece.end });
      }
      const next = pending.shift();
      if (!next) break;
      const batch = await next.answer;
      options.signal?.throwIfAborted();
      batch.time.forEach((ms, i) => (total[i] = total[i]! + ms));
      nextByte = next.end;
      const firstRow = row;
      row += batch.rows;
      for (const rejection of batch.rejections) rejection.row += firstRow;
      await onBatch({ ...batch, firstRow, nextByte });
    }
  } finally {
    for (const { answer } of pending) answer.catch(() => undefined);
    await pool.end();
    await source.close();
  }
  const stages = Object.fromEntries(STAGES.map((name, i) => [name, total[i]!])) as PipelineSummary["stages"];
  return { rows: row, bytes: nextByte, sha256: source.digest(), stages };
}

interface Piece {
  data: Uint8Array | string[][];
  skip: number;
  end: number;
}

interface Source {
  next(): Promise<Piece | null>;
  digest(): string | null;
  close(): Promise<void>;
}

function openSource(options: PipelineOptions): Source {
  const { file } = options;
  if (file.format === "xlsx") return rowSource(options);
  const start = options.start?.byte ?? 0;
  const reader = new ChunkReader(file.path, {
    start,
    quoted: file.format === "csv",
    delimiter: file.delimiter.charCodeAt(0),
    ...(options.chunkBytes ? { chunkBytes: options.chunkBytes } : {}),
    hash: options.hash === true && start === 0,
  });
  return {
    async next() {
      const chunk = await reader.next();
      if (chunk === null) return null;
      const skip = chunk.start === 0 && file.format === "csv" ? file.headerRows : 0;
      return { data: chunk.bytes, skip, end: chunk.end };
    },
    digest: () => reader.digest(),
    close: () => reader.close(),
  };
}

/** Workbooks are read on this thread and passed on as rows; a resumed one is read again up to where it was. */
function rowSource(options: PipelineOptions): Source {
  const done = options.start?.row ?? 0;
  let seen = 0;
  let rows: AsyncIterator<{ rowNumber: number; values: string[] }[]> | null = null;
  return {
    async next() {
      rows ??= (await openTable(options.file.path)).rows()[Symbol.asyncIterator]();
      for (;;) {
        const { value, done: finished } = await rows.next();
        if (finished) return null;
        const before = seen;
        seen += value.length;
        if (seen <= done) continue;
        const fresh = before < done ? value.slice(done - before) : value;
        return { data: fresh.map((entry) => entry.values), skip: 0, end: seen };
      }
    },
    digest: () => null,
    close: async () => {
      await rows?.return?.();
    },
  };
}

/** Threads with a queue each; a task goes to the thread with the shortest one. */
class WorkerPool {
  readonly #threads: { worker: Worker; load: number }[];
  readonly #waiting = new Map<
    number,
    { thread: number; resolve: (batch: PostingBatch) => void; reject: (error: Error) => void }
  >();
  #sequence = 0;
  #failure: Error | null = null;

  private constructor(workers: Worker[]) {
    this.#threads = workers.map((worker) => ({ worker, load: 0 }));
    workers.forEach((worker, thread) => {
      worker.on("message", (answer: WorkerAnswer) => this.#settle(thread, answer));
      worker.on("error", (error) => this.#fail(error));
    });
  }

  static async start(options: PipelineOptions): Promise<WorkerPool> {
    const count = Math.max(1, options.workers ?? availableParallelism());
    const settings: WorkerSettings = {
      batch: {
        format: options.file.format === "xlsx" ? "rows" : options.file.format,
        encoding: options.file.format === "xlsx" ? "utf-8" : options.file.encoding,
        delimiter: options.file.delimiter,
        headers: options.file.headers,
        cities: options.cities,
        occupations: options.occupations,
        province: options.province,
        importId: options.importId ?? null,
        output: options.output,
      },
      engines: { ...options.engines, headers: options.file.headers },
    };
    const starting: Promise<Worker>[] = [];
    for (let i = 0; i < count; i++) {
      starting.push(
        startWorker(import.meta.url, "pipeline-worker", {
          workerData: settings,
          resourceLimits: { maxOldGenerationSizeMb: 400, maxYoungGenerationSizeMb: 32 },
        }),
      );
    }
    return new WorkerPool(await Promise.all(starting));
  }

  get size(): number {
    return this.#threads.length;
  }

  run(piece: Uint8Array | string[][], skip: number): Promise<PostingBatch> {
    if (this.#failure) return Promise.reject(this.#failure);
    let thread = 0;
    this.#threads.forEach(({ load }, i) => {
      if (load < this.#threads[thread]!.load) thread = i;
    });
    const sequence = this.#sequence++;
    this.#threads[thread]!.load++;
    const task: WorkerTask = { sequence, piece, skip };
    this.#threads[thread]!.worker.postMessage(
      task,
      Array.isArray(piece) ? [] : [piece.buffer as ArrayBuffer],
    );
    return new Promise((resolve, reject) => this.#waiting.set(sequence, { thread, resolve, reject }));
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #settle(thread: number, answer: WorkerAnswer): void {
    const waiting = this.#waiting.get(answer.sequence);
    if (!waiting) return;
    this.#waiting.delete(answer.sequence);
    this.#threads[thread]!.load--;
    if ("batch" in answer) waiting.resolve(answer.batch);
    else waiting.reject(Object.assign(new Error(answer.error.message), { stack: answer.error.stack }));
  }

  #fail(error: Error): void {
    this.#failure = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
