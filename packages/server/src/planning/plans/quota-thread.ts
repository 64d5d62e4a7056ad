import type { Worker } from "node:worker_threads";
import type {
  Baseline,
  EditCost,
  Limit,
  LimitUse,
  OfferingReasons,
  QuotaAnswer,
  QuotaInput,
  QuotaOptions,
  QuotaWarm,
} from "@tixi/engines/quota";
import { startWorker } from "../../platform/worker-thread.ts";

/** Seats by offering key: what an edit changes. */
export type SeatChange = readonly [offering: string, seats: number];

export type QuotaCall =
  | { method: "open"; input: QuotaInput; seats: readonly number[] | null }
  | { method: "solve"; locked: readonly SeatChange[]; options: Partial<QuotaOptions> }
  | { method: "baselines" }
  | { method: "explain"; seats: readonly number[] | null; keys?: readonly string[]; warm?: QuotaWarm | null }
  | { method: "broken"; seats: readonly number[] | null }
  | { method: "value"; seats: readonly number[] }
  | { method: "cost"; changes: readonly SeatChange[] }
  | { method: "apply"; changes: readonly SeatChange[] }
  | { method: "reopen"; seats: readonly number[] };

interface Answers {
  open: { limits: Limit[]; value: number | null };
  solve: QuotaAnswer;
  baselines: Baseline[];
  explain: OfferingReasons[];
  broken: LimitUse[];
  value: number;
  cost: EditCost;
  apply: EditCost;
  reopen: number;
}

export type QuotaReply =
  { id: number; value: unknown } | { id: number; error: { message: string; stack: string } };

/** A thread with one plan's network; the server goes on answering while it computes. */
export class QuotaThread {
  private readonly waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  private next = 0;
  private readonly worker: Worker;

  private constructor(worker: Worker) {
    this.worker = worker;
    // a warm plan keeps no process alive
    worker.unref();
    worker.on("message", (reply: QuotaReply) => {
      const caller = this.waiting.get(reply.id);
      this.waiting.delete(reply.id);
      if ("error" in reply)
        caller?.reject(Object.assign(new Error(reply.error.message), { stack: reply.error.stack }));
      else caller?.resolve(reply.value);
    });
    const fail = (error: Error) => {
      for (const { reject } of this.waiting.values()) reject(error);
      this.waiting.clear();
    };
    worker.on("error", fail);
    worker.on("exit", () => fail(new Error("the planning thread ended early")));
  }

  static async start(): Promise<QuotaThread> {
    return new QuotaThread(await startWorker(import.meta.url, "quota-worker", {}));
  }

  /** @throws the engine's own error; the signal's reason when it fires (the thread is ended then) */
  async ask<C extends QuotaCall>(call: C, signal?: AbortSignal): Promise<Answers[C["method"]]> {
    signal?.throwIfAborted();
    const id = this.next++;
    let stop: (() => void) | undefined;
    this.worker.ref();
    try {
      return await new Promise((resolve, reject) => {
        this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
        stop = () => reject(signal!.reason as Error);
        signal?.addEventListener("abort", stop, { once: true });
        this.worker.postMessage({ id, call });
      });
    } finally {
      if (stop) signal?.removeEventListener("abort", stop);
      if (this.waiting.size === 0) this.worker.unref();
    }
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}
