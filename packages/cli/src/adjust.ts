/** `tixi adjust`: a cycle and the offerings in, a card for each offering out, without a server. */
import { defineCommand, required, text, texts, WrongUsage, wholeNumber } from "./command.ts";
import { InputFault } from "./faults.ts";
import { decisionsFrom } from "./files.ts";
import { readJson } from "./read-json.ts";

export const adjust = defineCommand({
  name: "adjust",
  usage:
    "--cycle DIR --offerings F… [--conditions F…] [--rules PRESET|FILE.json] --year Y --out DIR [--map FILE]",
  about:
    "按规则集给每个专业点一张建议卡，并列出没有学校开设的紧缺专业。 Judges every offering by a rule set and lists programmes that are missing.\n    规则集 presets: national, fujian-2023, shanxi-2024, shandong-2017, demonstration",
  options: {
    cycle: { type: "string" },
    offerings: { type: "string", multiple: true },
    conditions: { type: "string", multiple: true },
    rules: { type: "string" },
    year: { type: "string" },
    out: { type: "string" },
    map: { type: "string" },
  },
  positionals: { min: 0, max: 0 },
  run: async (words) => {
    const { runFileAdjustment } = await import("@tixi/server/files");
    const offerings = texts(words, "offerings");
    if (offerings.length === 0) throw new WrongUsage("缺少 --offerings。");
    const year = wholeNumber(words, "year");
    if (year === undefined) throw new WrongUsage("缺少 --year。");
    const rules = text(words, "rules") ?? "national";
    const outcome = await runFileAdjustment({
      cycle: required(words, "cycle"),
      offerings,
      conditions: texts(words, "conditions"),
      rules: rules.endsWith(".json") ? (await readJson(rules))! : rules,
      year,
      out: required(words, "out"),
      map: await decisionsFrom(text(words, "map")),
    }).catch((error: unknown) => {
      throw error instanceof Error && !("code" in error) ? new InputFault(error.message) : error;
    });
    for (const { name, counts } of outcome.files)
      process.stderr.write(
        `${name}：读入 ${counts.read} = 接受 ${counts.accepted} + 重复 ${counts.duplicate} + 退回 ${counts.rejected}\n`,
      );
    process.stderr.write(`${outcome.summary}\n`);
    for (const path of outcome.written) process.stdout.write(`${path}\n`);
    return 0;
  },
});

export const adjustVerify = defineCommand({
  name: "adjust verify",
  usage: "DIR",
  about:
    "按清单重新判断并逐个比较：tixi adjust 写的文件夹，或从系统下载的决定文件（decision.json、facts.json.gz、cards.csv、decisions.csv）。 Recomputes an adjustment from its manifest: a folder of `tixi adjust`, or the files of a decision.",
  options: {},
  positionals: { min: 1, max: 1 },
  run: async (words) => {
    const { verifyFileAdjustment } = await import("@tixi/server/files");
    const found = await verifyFileAdjustment(words.positionals[0]!).catch((error: unknown) => {
      throw error instanceof Error && !("code" in error) ? new InputFault(error.message) : error;
    });
    for (const { name, same, why } of found)
      process.stdout.write(`${same ? "一致 same" : "不同 DIFFERENT"}  ${name}${why ? `  ${why}` : ""}\n`);
    return found.every(({ same }) => same) ? 0 : 1;
  },
});
