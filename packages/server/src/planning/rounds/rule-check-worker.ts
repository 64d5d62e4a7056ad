/** The thread that asks rules what they forbid: it unpacks the facts of a run once, and then answers question by question. */
import { parentPort, workerData } from "node:worker_threads";
import { rulesForbidding } from "@tixi/engines/adjustment";
import { officialTables } from "../adjustment/official-tables.ts";
import { unpackTask } from "../adjustment/pack-facts.ts";
import type { RuleAnswer, RuleQuestion } from "./rule-check-thread.ts";

const port = parentPort;
if (port) {
  const { facts, year, factsThrough } = unpackTask(Buffer.from(workerData as Uint8Array));
  const { programme } = officialTables();
  port.on("message", ({ id, ruleSets, asked }: RuleQuestion & { id: number }) => {
    const answer = (message: RuleAnswer) => port.postMessage({ id, ...message });
    try {
      const input = { facts, programme, missing: null };
      answer({ verdicts: ruleSets.map((rules) => rulesForbidding(input, rules, { year, factsThrough }, asked)) });
    } catch (error) {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      answer({ error: { message, stack: stack ?? "" } });
    }
  });
} // prettier-ignore
