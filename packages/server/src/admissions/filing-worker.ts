/** A thread of a run: one task in, progress and one answer out. It starts threads of its own to read and to write. */
import { parentPort, workerData } from "node:worker_threads";
import { alikeIn, type Alike } from "./filing-alike.ts";
import {
  runFileAllocation,
  type FileAllocationOptions,
  type FileAllocationOutcome,
} from "./file-allocation.ts";
import { publishPseudonyms } from "./publish-pseudonyms.ts";
import { simulate, type Simulation, type SimulationTask } from "./simulate-rules.ts";
import { verifyFileAllocation, type AllocationFiles, type AllocationVerdict } from "./verify-allocation.ts";

export type FilingTask =
  | ({ kind: "allocate" } & FileAllocationOptions)
  | { kind: "verify"; files: AllocationFiles; threads: number }
  | { kind: "alike"; candidates: string }
  | { kind: "open"; folder: string; out: string }
  | ({ kind: "simulate" } & SimulationTask);

export interface FilingAnswers {
  allocate: FileAllocationOutcome;
  verify: AllocationVerdict;
  alike: Alike;
  open: null;
  simulate: Simulation;
}

export type FilingMessage =
  | { progress: { stage: string; done: number; total: number | null } }
  | { answer: FilingAnswers[keyof FilingAnswers] }
  | { error: { message: string; stack: string } };

const port = parentPort;
if (port) {
  const tell = (message: FilingMessage) => port.postMessage(message);
  const task = workerData as FilingTask;
  perform(task, tell).then(
    (answer) => tell({ answer }),
    (error: unknown) => {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      tell({ error: { message, stack: stack ?? "" } });
    },
  );
}

async function perform(
  task: FilingTask,
  tell: (message: FilingMessage) => void,
): Promise<FilingAnswers[keyof FilingAnswers]> {
  switch (task.kind) {
    case "allocate":
      return runFileAllocation(task, (stage, done = 0, total = null) =>
        tell({ progress: { stage, done, total } }),
      );
    case "verify":
      return verifyFileAllocation(task.files, task.threads);
    case "alike":
      return alikeIn(task.candidates);
    case "open":
      await publishPseudonyms(task.folder, task.out);
      return null;
    case "simulate":
      return simulate(task, (stage, done, total) => tell({ progress: { stage, done, total } }));
  }
}
