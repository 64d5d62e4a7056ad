/** `tixi allocate verify`: judges a published allocation against its inputs; shares no code with what made it. */
import { defineCommand, required } from "./command.ts";
import { InputFault } from "./faults.ts";

export const allocateVerify = defineCommand({
  name: "allocate verify",
  usage: "--rules rules.json --plans plans.csv --candidates candidates.csv --preferences preferences.csv DIR",
  about:
    "独立核验已公布的投档录取结果：逐条列出检查项与违规之处。 Verifies a published allocation against its inputs, independently: each check, each breach.",
  options: {
    rules: { type: "string" },
    plans: { type: "string" },
    candidates: { type: "string" },
    preferences: { type: "string" },
  },
  positionals: { min: 1, max: 1 },
  run: async (words) => {
    const { verifyFileAllocation } = await import("@tixi/server/files");
    const verdict = await verifyFileAllocation({
      rules: required(words, "rules"),
      plans: required(words, "plans"),
      candidates: required(words, "candidates"),
      preferences: required(words, "preferences"),
      result: words.positionals[0]!,
    }).catch((error: unknown) => {
      throw error instanceof Error && error.name === "VerifierFault" ? new InputFault(error.message) : error;
    });
    let broken = 0;
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
