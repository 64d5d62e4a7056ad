/** The thread that asks rules what they forbid an application: one question in, one answer for each rule set out. */
import { parentPort, workerData } from "node:worker_threads";
import { rulesForbidding } from "@tixi/engines/adjustment";
import { officialTables } from "../adjustment/official-tables.ts";
import { unpackTask } from "../adjustment/pack-facts.ts";
import type { RuleAnswer, RuleQuestion } from "./rule-check-thread.ts";

const port = parentPort;
if (port) {
  const answer = (message: RuleAnswer) => port.postMessage(message);
  try {
    const { packed, ruleSets, asked } = workerData as RuleQuestion;
    const { facts, year, factsThrough } = unpackTask(Buffer.from(packed));
    const { programme } = officialTables();
    answer({
      verdicts: ruleSets.map((rules) =>
        rulesForbidding({ facts, programme, missing: null }, rules, { year, factsThrough }, asked),
      ),
    });
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    answer({ error: { message, stack: stack ?? "" } });
  }
}
