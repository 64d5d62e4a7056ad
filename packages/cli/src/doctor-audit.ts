/** `tixi doctor audit`: recomputes the chain of the audit trail and names what was manipulated. */
import { defineCommand, wholeNumber } from "./command.ts";
import { InputFault } from "./faults.ts";
import { progressOn } from "./progress.ts";

const WORDS: Record<string, string> = {
  changed: "被改动 changed",
  deleted: "被删除 deleted",
  inserted: "被插入 inserted",
  reordered: "次序被改 reordered",
  "missing-links": "链条缺失 links missing",
  cut: "尾部被截断 cut off",
  rewritten: "链条被重写 rewritten",
  "forged-checkpoint": "检查点被伪造 checkpoint forged",
};

export const doctorAudit = defineCommand({
  name: "doctor audit",
  usage: "[--json] [--most N]",
  about:
    "逐条重算审计记录的哈希链，指出被改动、删除、插入或截断之处。 Recomputes the chain of the audit trail and names every entry that was changed, deleted, put in or cut off.",
  options: { json: { type: "boolean" }, most: { type: "string" } },
  positionals: { min: 0, max: 0 },
  run: async (words) => {
    const { doctorAudit: verify, StartError } = await import("@tixi/server/maintenance");
    const most = wholeNumber(words, "most", 100);
    const progress = progressOn();
    const report = await verify((done, total) => progress("核对审计记录", done, total)).catch(
      (error: unknown) => {
        throw error instanceof StartError ? new InputFault(error.message) : error;
      },
    );
    progress.end();
    if (words.values["json"]) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    else {
      for (const one of report.broken.slice(0, most)) {
        const named = [one.seq === null ? "" : `#${one.seq}`, one.at ?? "", one.action ?? "", one.id ?? ""];
        process.stdout.write(`${WORDS[one.what]}  ${named.filter(Boolean).join("  ")}  ${one.detail}\n`);
      }
      process.stdout.write(
        `${report.breaks === 0 ? "完整 intact" : `${report.breaks} 处被动过 BROKEN`}：核对 checked ${report.checked}，待入链 waiting ${report.waiting}，检查点 checkpoints ${report.checkpoints}，${report.seconds.toFixed(1)} s\n`,
      );
    }
    return report.breaks === 0 ? 0 : 1;
  },
});
