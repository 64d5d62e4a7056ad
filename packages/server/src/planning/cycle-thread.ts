import type { CycleParameters, CycleResult, CycleStage } from "@tixi/engines/cycle";
import type { CycleInput } from "@tixi/engines/types";
import { regionName } from "../registry/index.ts";
import { startWorker } from "../platform/worker-thread.ts";

/** What the thread is given: plain data, so that the columns of postings change hands instead of being copied. */
export interface CycleTask {
  input: CycleInput;
  parameters: CycleParameters;
  /** names of the region and its cities by code */
  regionNames: Record<string, string>;
  /** also make the files with every figure */
  internal: boolean;
}

/** A data file of a cycle, as published or (internal) with every figure. */
export interface CycleFile {
  name: string;
  text: string;
}

export interface ComputedCycle {
  result: CycleResult;
  /** disclosure-controlled: what a release carries */
  published: CycleFile[];
  /** the same files with every figure, for the department itself */
  internal: CycleFile[];
  stages: { name: string; ms: number }[];
}

export type CycleThreadAnswer =
  | { progress: { stage: CycleStage; done: number; total: number } }
  | { computed: ComputedCycle }
  | { error: { message: string; stack: string } };

/**
 * Computes a cycle in a thread of its own, so that the server goes on answering.
 * @param input its posting columns are handed over and empty afterwards
 * @throws the signal's reason when it fires; the engine's own error otherwise
 */
export async function computeInThread(
  input: CycleInput,
  parameters: CycleParameters,
  progress: (stage: string, done: number, total: number) => void,
  options: { signal?: AbortSignal; internal?: boolean } = {},
): Promise<ComputedCycle> {
  const { signal } = options;
  signal?.throwIfAborted();
  const regionNames = Object.fromEntries(
    [input.region, ...input.cities].map((code) => [code, regionName(code)]),
  );
  const task: CycleTask = { input, parameters, regionNames, internal: options.internal ?? false };
  const columns = Object.values(input.postings).filter((value): value is Uint8Array =>
    ArrayBuffer.isView(value),
  );
  const buffers = [...new Set(columns.map((column) => column.buffer as ArrayBuffer))];
  const worker = await startWorker(import.meta.url, "cycle-worker", {
    workerData: task,
    transferList: buffers,
  });
  let stop: (() => void) | undefined;
  try {
    return await new Promise<ComputedCycle>((resolve, reject) => {
      stop = () => reject(signal!.reason as Error);
      signal?.addEventListener("abort", stop, { once: true });
      worker.on("error", reject);
      worker.on("exit", () => reject(new Error("the computing thread ended early")));
      worker.on("message", (answer: CycleThreadAnswer) => {
        if ("progress" in answer)
          progress(answer.progress.stage, answer.progress.done, answer.progress.total);
        else if ("computed" in answer) resolve(answer.computed);
        else reject(Object.assign(new Error(answer.error.message), { stack: answer.error.stack }));
      });
    });
  } finally {
    if (stop) signal?.removeEventListener("abort", stop);
    await worker.terminate();
  }
}
