/** `tixi cycle`: files in, the files of a release out, without a server. */
import { defineCommand, required, text, texts, WrongUsage, wholeNumber } from "./command.ts";
import { InputFault } from "./faults.ts";
import { decisionsFrom } from "./files.ts";
import { progressOn } from "./progress.ts";
import { readJson } from "./read-json.ts";

const STAGES: Record<string, string> = {
  postings: "读招聘信息", offerings: "读专业点", surveys: "读企业调查", "industry-plan": "读产业规划", conditions: "读办学条件", read: "读入", check: "核对", code: "编码",
  flags: "公平用工", signature: "签名", write: "汇集", "other-tables": "其他表", dedupe: "去重", demand: "需求", supply: "供给", forecast: "预测",
  balance: "平衡", disclosure: "披露控制", tables: "汇总", files: "数据文件", reports: "报告",
}; // prettier-ignore

export const cycle = defineCommand({
  name: "cycle",
  usage:
    "--postings F… --offerings F… [--surveys F…] [--industry-plan F…] [--conditions F…] --region CODE --year Y --out DIR [--map FILE] [--parameters FILE]",
  about:
    "从表格文件算出一次供需测算并写出发布文件。 Computes a planning cycle from files and writes the files of a release.",
  options: {
    postings: { type: "string", multiple: true },
    offerings: { type: "string", multiple: true },
    surveys: { type: "string", multiple: true },
    "industry-plan": { type: "string", multiple: true },
    conditions: { type: "string", multiple: true },
    region: { type: "string" },
    year: { type: "string" },
    out: { type: "string" },
    map: { type: "string" },
    parameters: { type: "string" },
    workers: { type: "string" },
    title: { type: "string" },
  },
  positionals: { min: 0, max: 0 },
  run: async (words) => {
    const { runFileCycle } = await import("@tixi/server/files");
    const postings = texts(words, "postings");
    if (postings.length === 0) throw new WrongUsage("缺少 --postings。");
    const year = wholeNumber(words, "year");
    if (year === undefined) throw new WrongUsage("缺少 --year。");
    const progress = progressOn();
    const outcome = await runFileCycle(
      {
        region: required(words, "region"),
        year,
        postings,
        offerings: texts(words, "offerings"),
        surveys: texts(words, "surveys"),
        industryPlan: texts(words, "industry-plan"),
        conditions: texts(words, "conditions"),
        out: required(words, "out"),
        map: await decisionsFrom(text(words, "map")),
        parameters: await readJson(text(words, "parameters")),
        workers: wholeNumber(words, "workers"),
        title: text(words, "title"),
      },
      (stage, done, total) => progress(STAGES[stage] ?? stage, done, total),
    ).catch((error: unknown) => {
      throw error instanceof Error && !("code" in error) ? new InputFault(error.message) : error;
    });
    progress.end();
    for (const { name, counts } of outcome.files)
      process.stderr.write(
        `${name}：读入 ${counts.read} = 接受 ${counts.accepted} + 重复 ${counts.duplicate} + 退回 ${counts.rejected}\n`,
      );
    process.stderr.write(`${stagesLine(outcome.stages)}\n${outcome.summary}\n`);
    for (const path of outcome.written) process.stdout.write(`${path}\n`);
    return 0;
  },
});

/** "用时 55.2 秒：编码 20.0 秒（36 %）…", the stages that took a hundredth or more, the longest first. */
function stagesLine(stages: readonly { name: string; ms: number }[]): string {
  const total = stages.reduce((sum, { ms }) => sum + ms, 0);
  const parts = stages
    .filter(({ ms }) => ms >= total / 100)
    .toSorted((a, b) => b.ms - a.ms)
    .map(
      ({ name, ms }) =>
        `${STAGES[name] ?? name} ${(ms / 1000).toFixed(1)} 秒（${Math.round((100 * ms) / total)} %）`,
    );
  return `用时 ${(total / 1000).toFixed(1)} 秒：${parts.join("，")}`;
}
