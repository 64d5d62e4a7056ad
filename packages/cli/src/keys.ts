/** `tixi keys rotate`: a new key for what is sealed, while the server runs. */
import { defineCommand } from "./command.ts";
import { InputFault } from "./faults.ts";
import { progressOn } from "./progress.ts";

export const keys = defineCommand({
  name: "keys rotate",
  usage: "",
  about:
    "更换个人信息加密密钥，服务无需停止；中断后再次运行即可继续。 Seals personal data with a new key while the server runs; goes on where it was cut short.",
  options: {},
  positionals: { min: 0, max: 0 },
  run: async () => {
    const { rotateDataKeys, StartError } = await import("@tixi/server/maintenance");
    const progress = progressOn();
    const rotation = await rotateDataKeys((column, done, total) => progress(column, done, total)).catch(
      (error: unknown) => {
        throw error instanceof StartError ? new InputFault(error.message) : error;
      },
    );
    progress.end();
    process.stdout.write(
      `${rotation.added ? "新密钥 new key" : "继续使用密钥 going on with key"} ${rotation.current}\n`,
    );
    for (const { column, resealed, broken } of rotation.columns)
      process.stdout.write(
        `${column}  重新加密 sealed anew ${resealed}${broken ? `  无法打开 CANNOT BE OPENED ${broken}` : ""}\n`,
      );
    for (const id of rotation.retired) process.stdout.write(`已停用密钥 retired key ${id}\n`);
    const stuck = rotation.columns.some(({ broken }) => broken > 0);
    if (stuck)
      process.stderr.write(
        "有的数据无法打开，旧密钥予以保留。 Some values cannot be opened; the old key is kept.\n",
      );
    return stuck ? 1 : 0;
  },
});
