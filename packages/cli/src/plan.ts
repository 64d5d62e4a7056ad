/** `tixi plan`: a cycle, the offerings and the limits in, the enrolment plan out, without a server. */
import { defineCommand, required, text, texts, WrongUsage, wholeNumber } from "./command.ts";
import { InputFault } from "./faults.ts";
import { decisionsFrom } from "./files.ts";
import { readJson } from "./read-json.ts";

export const plan = defineCommand({
  name: "plan",
  usage:
    "--cycle DIR --offerings F… [--cards cards.csv] [--limits F.json] --scale secondary=N,college=N,bachelor=N --year Y --out DIR [--lock F.csv] [--map FILE]",
  about:
    "在国家核定规模和各项限制之内算出招生计划，逐点说明理由；不能同时满足时指出互相冲突的要求和须改到多少。 Computes the enrolment plan within its limits, with reasons; where they clash, says which and how far each would have to move.\n    写出 writes plan.csv, reasons.ndjson, rejected.csv, manifest.json; 冲突时 in a conflict conflict.json, rejected.csv, manifest.json\n    可新开 may be opened: 表中只有当年的专业点 offerings named for the year alone, 结论为 add 的专业点 cards “add”（学校|专业代码|城市代码）\n    --lock: offering,seats    --cards: offering,decision（tixi adjust 的 cards.csv）",
  options: {
    cycle: { type: "string" },
    offerings: { type: "string", multiple: true },
    cards: { type: "string" },
    limits: { type: "string" },
    scale: { type: "string" },
    year: { type: "string" },
    out: { type: "string" },
    lock: { type: "string" },
    map: { type: "string" },
  },
  positionals: { min: 0, max: 0 },
  run: async (words) => {
    const { runFilePlan } = await import("@tixi/server/files");
    const offerings = texts(words, "offerings");
    if (offerings.length === 0) throw new WrongUsage("缺少 --offerings。");
    const year = wholeNumber(words, "year");
    if (year === undefined) throw new WrongUsage("缺少 --year。");
    const outcome = await runFilePlan({
      cycle: required(words, "cycle"),
      offerings,
      cards: text(words, "cards"),
      limits: await readJson(text(words, "limits")),
      scale: scaleOf(required(words, "scale")),
      year,
      out: required(words, "out"),
      lock: text(words, "lock"),
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
    return outcome.kind === "plan" ? 0 : 1;
  },
});

/** "secondary=1000,college=2000". @throws WrongUsage */
function scaleOf(words: string): Record<string, number> {
  const scale: Record<string, number> = {};
  for (const part of words.split(",")) {
    const found = /^(secondary|college|bachelor)=(\d{1,8})$/.exec(part.trim());
    if (!found)
      throw new WrongUsage(`--scale 应如 secondary=1000,college=2000,bachelor=300，而不是 “${part}”。`);
    scale[found[1]!] = Number(found[2]);
  }
  return scale;
}
