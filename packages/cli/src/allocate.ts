/** `tixi allocate`: rules, plans, candidates and preferences in, who is admitted where and why out, without a server. */
import { defineCommand, required, text, WrongUsage, wholeNumber } from "./command.ts";
import { progressOn } from "./progress.ts";

const STAGES: Record<string, string> = {
  plans: "读计划", candidates: "读考生", preferences: "读志愿", allocate: "投档", write: "写结果", reasons: "写理由",
}; // prettier-ignore

export const allocate = defineCommand({
  name: "allocate",
  usage: "--rules R.json --plans P.csv --candidates C.csv --preferences F.csv --out DIR [--threads N]",
  about:
    "按规则投档录取（平行志愿、一档多投自动撮合、顺序志愿），逐个志愿说明理由；格式见 docs/allocation.md。 Admits by parallel preferences, matching or sequential preferences, with the reason for each preference.",
  options: {
    rules: { type: "string" },
    plans: { type: "string" },
    candidates: { type: "string" },
    preferences: { type: "string" },
    out: { type: "string" },
    threads: { type: "string" },
  },
  positionals: { min: 0, max: 0 },
  run: async (words) => {
    const { runFileAllocation } = await import("@tixi/server/files");
    const threads = wholeNumber(words, "threads");
    if (text(words, "threads") !== undefined && !threads) throw new WrongUsage("--threads 至少为 1。");
    const progress = progressOn();
    const outcome = await runFileAllocation(
      {
        rules: required(words, "rules"),
        plans: required(words, "plans"),
        candidates: required(words, "candidates"),
        preferences: required(words, "preferences"),
        out: required(words, "out"),
        threads,
      },
      (stage, done, total) => progress(STAGES[stage] ?? stage, done, total),
    );
    progress.end();
    if (outcome.kind === "faults") {
      for (const fault of outcome.faults) process.stderr.write(`${fault}\n`);
      process.stderr.write(
        `共 ${outcome.count} 处有误${outcome.count > outcome.faults.length ? `，以上为前 ${outcome.faults.length} 处` : ""}；没有写出任何结果。 ${outcome.count} faults; nothing was written.\n`,
      );
      return 1;
    }
    process.stderr.write(`${outcome.summary}\n`);
    for (const file of outcome.written) process.stdout.write(`${file}\n`);
    return 0;
  },
});
