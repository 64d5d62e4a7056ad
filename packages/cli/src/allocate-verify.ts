/** `tixi allocate verify`: judges a published allocation against its inputs; shares no code with what made it. */
import type { checkManifest } from "@tixi/server/files";
import { defineCommand, required, text, WrongUsage } from "./command.ts";
import { InputFault } from "./faults.ts";

export const allocateVerify = defineCommand({
  name: "allocate verify",
  usage:
    "--rules rules.json --plans plans.csv --candidates candidates.csv --preferences preferences.csv [--key HEX] DIR",
  about:
    "独立核验已公布的投档录取结果：逐条列出检查项与违规之处；DIR 里有 manifest.json 时核对签名与文件校验值，--key 为主管部门公布的公钥。 Verifies a published allocation against its inputs, independently: each check, each breach; a manifest.json beside it is checked too, against the key that the authority has published.",
  options: {
    rules: { type: "string" },
    plans: { type: "string" },
    candidates: { type: "string" },
    preferences: { type: "string" },
    key: { type: "string" },
  },
  positionals: { min: 1, max: 1 },
  run: async (words) => {
    const { checkManifest, verifyFileAllocation } = await import("@tixi/server/files");
    const key = text(words, "key")?.toLowerCase();
    if (key !== undefined && !/^[0-9a-f]{64}$/.test(key))
      throw new WrongUsage("--key 须是 64 位十六进制数。 --key is 64 hexadecimal digits.");
    const record = await checkManifest(words.positionals[0]!, key).catch((error: unknown) => {
      throw error instanceof SyntaxError ? new InputFault(`manifest.json：${error.message}`) : error;
    });
    if (key !== undefined && record === null)
      throw new InputFault("没有 manifest.json，无法核对签名。 There is no manifest.json to check.");
    const verdict = await verifyFileAllocation({
      rules: required(words, "rules"),
      plans: required(words, "plans"),
      candidates: required(words, "candidates"),
      preferences: required(words, "preferences"),
      result: words.positionals[0]!,
    }).catch((error: unknown) => {
      throw error instanceof Error && error.name === "VerifierFault" ? new InputFault(error.message) : error;
    });
    let broken = record ? tellRecord(record, key !== undefined) : 0;
    for (const { rule, title, examined, breaches } of verdict.checks) {
      broken += breaches;
      const found = breaches === 0 ? "符合 holds" : `违规 ${breaches} breaches`;
      process.stdout.write(
        `${breaches === 0 ? "✓" : "✗"} ${rule} ${title.zh} ${title.en}：${examined}，${found}\n`,
      );
    }
    for (const name of verdict.absent)
      process.stdout.write(`- 没有 ${name}，未检查。 ${name} is absent and was not checked.\n`);
    for (const { rule, words: said } of verdict.breaches)
      process.stdout.write(`✗ ${rule}：${said.zh}\n  ${said.en}\n`);
    const told = verdict.breaches.length;
    if (broken > told)
      process.stderr.write(
        `共 ${broken} 处违规，列出 ${told} 处。 ${broken} breaches, ${told} of them listed.\n`,
      );
    return broken === 0 ? 0 : 1;
  },
});

type Record = NonNullable<Awaited<ReturnType<typeof checkManifest>>>;

/** Says whose record it is and what differs from it. @returns how many faults */
function tellRecord({ key, signed, altered, absent }: Record, pinned: boolean): number {
  const whose = pinned ? "" : " 公钥取自清单本身，请与主管部门公布的对照。 The key is the manifest's own: compare it.";
  process.stdout.write(
    signed
      ? `✓ record 清单签名有效 the signature fits：${key}${whose}\n`
      : `✗ record 清单签名不符 the signature of the manifest does not fit\n`,
  );
  for (const name of altered) process.stdout.write(`✗ record：${name} 与清单不符。 ${name} is not as the manifest says.\n`);
  for (const name of absent) process.stdout.write(`- 没有 ${name}，未核对。 ${name} is absent and was not compared.\n`);
  return altered.length + (signed ? 0 : 1);
} // prettier-ignore
