/** The thread that computes a cycle: one task in, progress and one answer out. */
import { parentPort, workerData } from "node:worker_threads";
import { computeCycle, dataFiles } from "@tixi/engines/cycle";
import type { CycleTask, CycleThreadAnswer, ComputedCycle } from "./cycle-thread.ts";
import { cycleTables, namesWith } from "./cycle-tables.ts";

const port = parentPort;
if (port) {
  const answer = (message: CycleThreadAnswer) => port.postMessage(message);
  try {
    answer({ computed: compute(workerData as CycleTask, answer) });
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    answer({ error: { message, stack: stack ?? "" } });
  }
}

function compute(task: CycleTask, answer: (message: CycleThreadAnswer) => void): ComputedCycle {
  const stages: { name: string; ms: number }[] = [];
  let since = performance.now();
  let stage = "";
  const lap = (next: string) => {
    const now = performance.now();
    const last = stages.at(-1);
    if (stage !== "" && last?.name === stage) last.ms += Math.round(now - since);
    else if (stage !== "") stages.push({ name: stage, ms: Math.round(now - since) });
    stage = next;
    since = now;
  };
  const result = computeCycle(task.input, task.parameters, cycleTables(), (next, done, total) => {
    lap(next);
    answer({ progress: { stage: next, done, total } });
  });
  lap("files");
  const names = namesWith(task.regionNames);
  const published = dataFiles(result, names, { controlled: true });
  const internal = task.internal ? dataFiles(result, names, { controlled: false }) : [];
  lap("");
  return { result, published, internal, stages };
}
