import { startWorker } from "../platform/worker-thread.ts";
import type { FilingAnswers, FilingMessage, FilingTask } from "./filing-worker.ts";

const STARTS = ["file-preferences-worker", "file-reasons-worker", "verify-allocation-worker"];

/**
 * Allocates or verifies in a thread of its own, so that the server goes on answering.
 * @throws the signal's reason when it fires (the thread is ended then); the error of the work otherwise
 */
export async function inFilingThread<T extends FilingTask>(
  task: T,
  progress: (stage: string, done: number, total: number | null) => void,
  signal?: AbortSignal,
): Promise<FilingAnswers[T["kind"]]> {
  signal?.throwIfAborted();
  const worker = await startWorker(import.meta.url, "filing-worker", { workerData: task }, STARTS);
  let stop: (() => void) | undefined;
  try {
    return await new Promise<FilingAnswers[T["kind"]]>((resolve, reject) => {
      stop = () => reject(signal!.reason as Error);
      signal?.addEventListener("abort", stop, { once: true });
      worker.on("error", reject);
      worker.on("exit", () => reject(new Error("the filing thread ended early")));
      worker.on("message", (message: FilingMessage) => {
        if ("progress" in message) {
          const { stage, done, total } = message.progress;
          progress(stage, done, total);
        } else if ("answer" in message) resolve(message.answer as FilingAnswers[T["kind"]]);
        else reject(Object.assign(new Error(message.error.message), { stack: message.error.stack }));
      });
    });
  } finally {
    if (stop) signal?.removeEventListener("abort", stop);
    await worker.terminate();
  }
}
