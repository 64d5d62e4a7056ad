/** `tixi doctor`: looks at everything on which an installation depends, one line each. */
import { defineCommand } from "./command.ts";
import { InputFault } from "./faults.ts";
import { progressOn } from "./progress.ts";

const STATES = { ok: "正常 ok", warning: "注意 WARNING", fault: "故障 FAULT" } as const;

export const doctor = defineCommand({
  name: "doctor",
  usage: "[--json]",
  about:
    "检查设置、数据库、角色、结构、行级安全、磁盘、时钟、任务和每个文件；有故障时退出码为 1。 Examines the installation, one line a check; exit code 1 where something is at fault.",
  options: { json: { type: "boolean" } },
  positionals: { min: 0, max: 0 },
  run: async (words) => {
    const { examineInstallation, StartError } = await import("@tixi/server/maintenance");
    const progress = progressOn();
    const findings = await examineInstallation((stage, done, total) => progress(stage, done, total)).catch(
      (error: unknown) => {
        throw error instanceof StartError ? new InputFault(error.message) : error;
      },
    );
    progress.end();
    if (words.values["json"]) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
    else
      for (const { what, state, detail } of findings)
        process.stdout.write(`${STATES[state]}  ${what.zh} ${what.en}：${detail.zh} / ${detail.en}\n`);
    return findings.some(({ state }) => state === "fault") ? 1 : 0;
  },
});
