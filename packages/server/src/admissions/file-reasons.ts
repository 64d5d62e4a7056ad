/** reasons.ndjson by several threads, in the order of the candidates. */
import type { Worker } from "node:worker_threads";
import type { Season, SeasonResult } from "@tixi/engines/allocation";
import { startWorker } from "../platform/worker-thread.ts";
import type { IdIndex } from "./file-ids.ts";
import type { Block, BlockLines, ReasonsTask } from "./file-reasons-worker.ts";

/** Entries of a block: some megabytes of lines. */
const ENTRIES = 50_000;
/** Blocks that a thread may be ahead. */
const AHEAD = 3;

/**
 * Gives the lines of all candidates to `add`, block after block in ascending order. Memory does not depend on the number of
 * candidates beyond the season's own.
 */
export async function writeReasons(
  season: Season,
  ids: IdIndex,
  result: SeasonResult,
  threads: number,
  add: (bytes: Uint8Array) => Promise<void>,
  progress: (stage: string, done?: number, total?: number | null) => void,
): Promise<void> {
  const blocks = blocksOf(season);
  const { candidates, ...rest } = season;
  const { id: _, ...columns } = candidates;
  const task = shared({ season: { ...rest, candidates: columns }, ids, result } satisfies ReasonsTask);
  const workers = await Promise.all(
    Array.from({ length: Math.max(1, Math.min(threads, blocks.length)) }, () =>
      startWorker(import.meta.url, "file-reasons-worker", { workerData: task }),
    ),
  );
  try {
    await inOrder(workers, blocks, async ({ block, bytes }) => {
      progress("reasons", block + 1, blocks.length);
      await add(bytes);
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function blocksOf({ candidates, filed }: Season): Block[] {
  const blocks: Block[] = [];
  let from = 0;
  let entries = 0;
  for (let c = 0; c < candidates.count; c++) {
    entries += 1;
    for (const { start } of filed) entries += start[c + 1]! - start[c]!;
    if (entries < ENTRIES && c + 1 < candidates.count) continue;
    blocks.push({ block: blocks.length, from, to: c + 1 });
    from = c + 1;
    entries = 0;
  }
  return blocks;
}

/** Hands blocks to whichever worker is free and takes them back in their order; those ahead wait for their turn. */
function inOrder(
  workers: readonly Worker[],
  blocks: readonly Block[],
  take: (lines: BlockLines) => Promise<void>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let asked = 0;
    let taken = 0;
    let taking = false;
    const ready = new Map<number, BlockLines>();
    const idle = workers.flatMap((worker) => Array.from({ length: 2 }, () => worker));
    const ask = (): void => {
      while (asked < blocks.length && asked < taken + AHEAD * workers.length && idle.length > 0)
        idle.shift()!.postMessage(blocks[asked++]);
    };
    const drain = async (): Promise<void> => {
      if (taking) return;
      taking = true;
      for (let next = ready.get(taken); next; next = ready.get(taken)) {
        ready.delete(taken);
        await take(next);
        taken++;
        ask();
      }
      taking = false;
      if (taken === blocks.length) resolve();
    };
    for (const worker of workers) {
      worker.on("message", (lines: BlockLines) => {
        ready.set(lines.block, lines);
        idle.push(worker);
        ask();
        drain().catch(reject);
      });
      worker.once("error", reject);
      worker.once("exit", () => reject(new Error("a thread that writes reasons ended early")));
    }
    ask();
    if (blocks.length === 0) resolve();
  });
}

/** The same value with its typed arrays in memory that threads share, so that they are not copied for each. */
function shared<T>(value: T): T {
  if (ArrayBuffer.isView(value)) {
    const view = value as unknown as Int32Array;
    if (view.buffer instanceof SharedArrayBuffer) return value;
    const buffer = new SharedArrayBuffer(view.byteLength);
    const copy = new (view.constructor as new (b: SharedArrayBuffer) => Int32Array)(buffer);
    copy.set(view);
    return copy as unknown as T;
  }
  if (Array.isArray(value)) return value.map(shared) as T;
  if (value instanceof Map || value instanceof Set || typeof value !== "object" || value === null)
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, shared(inner as unknown)]),
  ) as T;
}
