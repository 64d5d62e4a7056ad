/** The thread that judges offerings: one task in, one answer out. */
import { parentPort, workerData } from "node:worker_threads";
import { adjust } from "@tixi/engines/adjustment";
import { sheets } from "./sheet.ts";
import { officialTables } from "./official-tables.ts";
import type { AdjustmentAnswer, AdjustmentTask } from "./adjustment-thread.ts";

const port = parentPort;
if (port) {
  const answer = (message: AdjustmentAnswer) => port.postMessage(message);
  try {
    const { facts, demand, rules, ...options } = workerData as AdjustmentTask;
    const since = performance.now();
    const { programme, programmes, occupationsOf } = officialTables();
    const result = adjust(
      { facts, programme, missing: { demand, programmes, occupationsOf } },
      rules,
      options,
    );
    const ms = Math.round(performance.now() - since);
    const sheetOf = sheets(facts, rules, options.year, options.factsThrough);
    answer({ result, ms, sheets: result.cards.map((card) => sheetOf(card.offering)) });
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    answer({ error: { message, stack: stack ?? "" } });
  }
}
