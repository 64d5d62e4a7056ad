/** The thread that plans a rotation: a step of the solver blocks. */
import { parentPort, workerData } from "node:worker_threads";
import { certifies, conflictSentences, planRotation } from "@tixi/engines/rotation";
import type { RotationCall, RotationReply } from "./rotation-thread.ts";

async function plan({ input, options }: RotationCall): Promise<RotationReply> {
  const answer = await planRotation(input, options);
  if (answer.kind !== "conflict") return { answer, sentences: null, certified: false };
  const { conflict } = answer;
  const say = (language: "zh" | "en") => conflictSentences(input, conflict, language);
  return {
    answer,
    sentences: { zh: say("zh"), en: say("en") },
    // by a reading of its own that searches nothing
    certified: conflict.certificate !== null && certifies(input, conflict.limits, conflict.certificate),
  };
}

if (parentPort) {
  const port = parentPort;
  plan(workerData as RotationCall).then(
    (reply) => port.postMessage(reply),
    (error: unknown) => port.postMessage({ error: error instanceof Error ? error.message : String(error) }),
  );
}
