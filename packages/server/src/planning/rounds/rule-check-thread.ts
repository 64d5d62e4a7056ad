import type { FiredRule, Growth, NotJudged, RuleSet } from "@tixi/engines/adjustment";
import { startWorker } from "../../platform/worker-thread.ts";

/** What the thread is given: the packed facts of a run, rules in force, and who wants what to grow. */
export interface RuleQuestion {
  packed: Uint8Array;
  ruleSets: readonly RuleSet[];
  asked: { growth: Growth; programme: string; level: string; city: string; school: string | null };
}

/** By rule set, in the order of the question. */
export interface RuleVerdict {
  fired: FiredRule[];
  notJudged: NotJudged[];
}

export type RuleAnswer = { verdicts: RuleVerdict[] } | { error: { message: string; stack: string } };

/** Asks in a thread of its own: the facts of a province take a while to unpack. @throws the engine's own error */
export async function askRules(question: RuleQuestion): Promise<RuleVerdict[]> {
  const worker = await startWorker(import.meta.url, "rule-check-worker", { workerData: question });
  try {
    return await new Promise((resolve, reject) => {
      worker.on("error", reject);
      worker.on("exit", () => reject(new Error("the thread of the rule check ended early")));
      worker.on("message", (answer: RuleAnswer) => {
        if ("verdicts" in answer) resolve(answer.verdicts);
        else reject(Object.assign(new Error(answer.error.message), { stack: answer.error.stack }));
      });
    });
  } finally {
    await worker.terminate();
  }
}
