/** `tixi code`: postings in, one JSON object a line out, in the order of the file. */
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { defineCommand, text, wholeNumber } from "./command.ts";
import { InputFault } from "./faults.ts";
import { decisionsFrom } from "./files.ts";
import { progressOn } from "./progress.ts";

/** Occupation column of a posting that the coder abstained on. */
const NONE = 65535;

export const code = defineCommand({
  name: "code",
  usage: "IN [--out FILE] [--map FILE] [--region CODE] [--rejected FILE] [--workers N]",
  about:
    "给招聘信息编职业代码，每行一个 JSON，次序同输入。 Codes postings to occupations; one JSON object a line, in input order.",
  options: {
    out: { type: "string" },
    map: { type: "string" },
    region: { type: "string" },
    rejected: { type: "string" },
    workers: { type: "string" },
  },
  positionals: { min: 1, max: 1 },
  run: async (words) => {
    const { readPostings, RejectedRows } = await import("@tixi/server/files");
    const out = text(words, "out");
    const target = out ? createWriteStream(out) : process.stdout;
    if (out) await once(target, "open");
    const rejected = new RejectedRows();
    const progress = progressOn();
    const path = words.positionals[0]!;
    const counts = { read: 0, coded: 0, abstained: 0, rejected: 0 };
    const options = {
      region: text(words, "region") ?? null,
      map: await decisionsFrom(text(words, "map")),
      workers: wholeNumber(words, "workers"),
      output: "lines" as const,
      evidence: true,
    };
    await readPostings(path, options, async (batch) => {
      if (batch.lines && batch.lines.bytes.length > 0 && !target.write(batch.lines.bytes))
        await once(target, "drain");
      counts.read += batch.rows;
      counts.rejected += batch.rejected;
      for (let i = 0; i < batch.accepted; i++) {
        if (batch.occupation[i] !== NONE) counts.coded++;
        else counts.abstained++;
      }
      rejected.add(path, batch.rejections);
      progress("编码", counts.read);
    }).catch((error: unknown) => {
      throw error instanceof Error && !("code" in error) ? new InputFault(error.message) : error;
    });
    if (out) {
      target.end();
      await finished(target);
    }
    progress.end();
    const file = text(words, "rejected");
    if (file) await rejected.write(file);
    process.stderr.write(
      `读入 ${counts.read}：编码 ${counts.coded}，不编码 ${counts.abstained}，退回 ${counts.rejected}` +
        `${counts.rejected > 0 && !file ? "（--rejected FILE 写出原因）" : ""}\n`,
    );
    if (!file) for (const line of rejected.first(5)) process.stderr.write(`  ${line}\n`);
    return counts.read > 0 && counts.rejected === counts.read ? 1 : 0;
  },
});
