import type { AdjustmentResult, EarlierCard, MissingInput, RuleSet } from "@tixi/engines/adjustment";
import type { Facts } from "@tixi/engines/indicators";
import type { Sheet } from "./sheet.ts";
import { startWorker } from "../../platform/worker-thread.ts";

/** What the thread is given: plain data. The official tables it reads itself. */
export interface AdjustmentTask {
  facts: Facts;
  demand: MissingInput["demand"];
  rules: RuleSet;
  /** those who enter in this year are decided on */
  year: number;
  /** nothing later than this is read */
  factsThrough: number;
  previousCards: EarlierCard[];
}

export interface Judged {
  result: AdjustmentResult;
  /** by card */
  sheets: Sheet[];
  /** how long the judging took */
  ms: number;
}

export type AdjustmentAnswer = Judged | { error: { message: string; stack: string } };

/** Judges in a thread of its own, so that the server goes on answering. @throws the engine's own error */
export async function adjustInThread(task: AdjustmentTask, signal?: AbortSignal): Promise<Judged> {
  signal?.throwIfAborted();
  const worker = await startWorker(import.meta.url, "adjustment-worker", { workerData: task });
  let stop: (() => void) | undefined;
  try {
    return await new Promise((resolve, reject) => {
      stop = () => reject(signal!.reason as Error);
      signal?.addEventListener("abort", stop, { once: true });
      worker.on("error", reject);
      worker.on("exit", () => reject(new Error("the judging thread ended early")));
      worker.on("message", (answer: AdjustmentAnswer) => {
        if ("result" in answer) resolve(answer);
        else reject(Object.assign(new Error(answer.error.message), { stack: answer.error.stack }));
      });
    });
  } finally {
    if (stop) signal?.removeEventListener("abort", stop);
    await worker.terminate();
  }
}
