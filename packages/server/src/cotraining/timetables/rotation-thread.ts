import type { RotationAnswer, RotationInput, RotationOptions } from "@tixi/engines/rotation";
import { startWorker } from "../../platform/worker-thread.ts";

export interface RotationCall {
  input: RotationInput;
  options: Partial<RotationOptions>;
}
export interface RotationReply {
  answer: RotationAnswer;
  /** of a conflict: which limits clash */
  sentences: { zh: string[]; en: string[] } | null;
  /** a conflict whose certificate proves by itself that there is no timetable */
  certified: boolean;
}

/**
 * Plans in a thread of its own, so that the server goes on answering.
 * @throws the engine's own error; the signal's reason when it fires (the thread is ended then)
 */
export async function planInThread(call: RotationCall, signal: AbortSignal): Promise<RotationReply> {
  signal.throwIfAborted();
  const worker = await startWorker(import.meta.url, "rotation-worker", { workerData: call });
  let stop: (() => void) | undefined;
  try {
    return await new Promise<RotationReply>((resolve, reject) => {
      stop = () => reject(signal.reason as Error);
      signal.addEventListener("abort", stop, { once: true });
      worker.once("message", (reply: RotationReply | { error: string }) => {
        if ("error" in reply) reject(new Error(reply.error));
        else resolve(reply);
      });
      worker.once("error", reject);
      worker.once("exit", () => reject(new Error("the thread of the timetable ended early")));
    });
  } finally {
    if (stop) signal.removeEventListener("abort", stop);
    await worker.terminate();
  }
}
