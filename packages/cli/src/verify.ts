/** `tixi cycle verify`: recomputes a cycle from its manifest and compares every byte. */
import { defineCommand } from "./command.ts";
import { InputFault } from "./faults.ts";
import { progressOn } from "./progress.ts";

export const verify = defineCommand({
  name: "cycle verify",
  usage: "DIR",
  about:
    "按 manifest.json 重新计算并逐字节比较数据文件。 Recomputes a cycle from its manifest and compares the data files byte by byte.",
  options: { workers: { type: "string" } },
  positionals: { min: 1, max: 1 },
  run: async (words) => {
    const { verifyFileCycle } = await import("@tixi/server/files");
    const progress = progressOn();
    const found = await verifyFileCycle(words.positionals[0]!, (stage, done, total) =>
      progress(stage, done, total),
    ).catch((error: unknown) => {
      throw error instanceof Error && !("code" in error) ? new InputFault(error.message) : error;
    });
    progress.end();
    for (const { name, same, why } of found)
      process.stdout.write(`${same ? "一致 same" : "不同 DIFFERENT"}  ${name}${why ? `  ${why}` : ""}\n`);
    return found.every((f) => f.same) ? 0 : 1;
  },
});
