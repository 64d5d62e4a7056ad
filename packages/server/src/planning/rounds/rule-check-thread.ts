import type { Worker } from "node:worker_threads";
import type { FiredRule, Growth, NotJudged, RuleSet } from "@tixi/engines/adjustment";
import { startWorker } from "../../platform/worker-thread.ts";

/** Rules in force, and who wants what to grow. */
export interface RuleQuestion {
  ruleSets: readonly RuleSet[];
  asked: { growth: Growth; programme: string; level: string; city: string; school: string | null };
}

/** By rule set, in the order of the question. */
export interface RuleVerdict {
  fired: FiredRule[];
  notJudged: NotJudged[];
}

export type RuleAnswer = { verdicts: RuleVerdict[] } | { error: { message: string; stack: string } };

interface Waiting {
  resolve(verdicts: RuleVerdict[]): void;
  reject(error: Error): void;
}

/** The facts of a province take a while to unpack: the thread of the run that was last asked about stays for a while. */
const IDLE_MS = 5 * 60_000;

class RuleThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;
  #idle: NodeJS.Timeout | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    // nobody waits for it when the program ends
    worker.unref();
    worker.on("message", ({ id, ...answer }: RuleAnswer & { id: number }) => {
      const one = this.#waiting.get(id);
      this.#waiting.delete(id);
      if ("verdicts" in answer) one?.resolve(answer.verdicts);
      else one?.reject(Object.assign(new Error(answer.error.message), { stack: answer.error.stack }));
    });
    worker.on("error", (error: Error) => this.#fail(error));
    worker.on("exit", () => this.#fail(new Error("the thread of the rule check has ended")));
  }

  static async open(packed: Uint8Array): Promise<RuleThread> {
    return new RuleThread(await startWorker(import.meta.url, "rule-check-worker", { workerData: packed }));
  }

  ask(question: RuleQuestion): Promise<RuleVerdict[]> {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.end(), IDLE_MS).unref();
    const id = this.#asked++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...question });
    });
  }

  async end(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    if (warm?.thread === this) warm = null;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

let warm: { run: string; thread: RuleThread } | null = null;

/** Asks in a thread that holds the facts of the run. @throws the engine's own error */
export async function askRules(
  run: string,
  packed: () => Promise<Uint8Array>,
  question: RuleQuestion,
): Promise<RuleVerdict[]> {
  if (warm?.run === run) return warm.thread.ask(question);
  const thread = await RuleThread.open(await packed());
  const before = warm;
  warm = { run, thread };
  await before?.thread.end();
  return thread.ask(question);
}
