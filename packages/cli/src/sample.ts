/** `tixi sample`: writes the generated sample province as files. */
import { defineCommand, required, wholeNumber } from "./command.ts";
import { progressOn } from "./progress.ts";

export const sample = defineCommand({
  name: "sample",
  usage: "--out DIR [--postings N] [--offerings N] [--seed N]",
  about:
    "写出生成的示例省数据（示例）。 Writes the generated sample province; default 60,000 postings, 2,500 offerings a year.",
  options: {
    out: { type: "string" },
    postings: { type: "string" },
    offerings: { type: "string" },
    seed: { type: "string" },
  },
  positionals: { min: 0, max: 0 },
  run: async (words) => {
    const { writeSample } = await import("@tixi/engines/sample");
    const progress = progressOn();
    progress("生成示例数据");
    const files = await writeSample(required(words, "out"), {
      postings: wholeNumber(words, "postings", 60_000),
      offerings: wholeNumber(words, "offerings", 2_500),
      seed: wholeNumber(words, "seed", 1),
    });
    progress.end();
    for (const file of Object.values(files)) process.stdout.write(`${String(file)}\n`);
    return 0;
  },
});
