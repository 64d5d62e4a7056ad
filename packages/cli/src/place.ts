/** `tixi place` and `tixi place verify`: students into posts, lawful and stable, without a server. */
import { defineCommand, required, type Words } from "./command.ts";
import { InputFault } from "./faults.ts";

const TABLES = ["rules", "students", "enterprises", "posts", "preferences"] as const;
const options = Object.fromEntries(TABLES.map((table) => [table, { type: "string" as const }]));
const filesOf = (words: Words) =>
  Object.fromEntries(TABLES.map((table) => [table, required(words, table)])) as Record<
    (typeof TABLES)[number],
    string
  >;
const USAGE = "--rules R.json --students S.csv --enterprises E.csv --posts P.csv --preferences F.csv";

export const place = defineCommand({
  name: "place",
  usage: `${USAGE} --out DIR`,
  about:
    "按学生与岗位的意愿安排岗位实习，合法、稳定，逐个意愿说明理由；格式见 docs/placement.md。 Places students in posts, lawfully and stably, with the reason for each preference.",
  options: { ...options, out: { type: "string" } },
  positionals: { min: 0, max: 0 },
  run: async (words) => {
    const { runFilePlacement } = await import("@tixi/server/files");
    const outcome = await runFilePlacement({ ...filesOf(words), out: required(words, "out") });
    if (outcome.kind === "faults") {
      for (const fault of outcome.faults) process.stderr.write(`${fault}\n`);
      process.stderr.write(`共 ${outcome.count} 处有误；没有写出任何结果。 ${outcome.count} faults; nothing was written.\n`);
      return 1;
    }
    process.stderr.write(`${outcome.summary}\n`);
    for (const file of outcome.written) process.stdout.write(`${file}\n`);
    return 0;
  },
}); // prettier-ignore

export const placeVerify = defineCommand({
  name: "place verify",
  usage: `${USAGE} DIR`,
  about:
    "独立核验岗位实习安排：合法、上限、稳定、对学生最优、理由。 Checks a placement independently: lawful, caps, stable, best for the students, reasons.",
  options,
  positionals: { min: 1, max: 1 },
  run: async (words) => {
    const { verifyFilePlacement } = await import("@tixi/server/files");
    const { breaches, placed } = await verifyFilePlacement({ ...filesOf(words), result: words.positionals[0]! }).catch(
      (error: unknown) => {
        throw error instanceof Error && !("code" in error) ? new InputFault(error.message) : error;
      },
    );
    for (const { rule, zh, en } of breaches) process.stdout.write(`✗ ${rule}：${zh}。\n  ${en}.\n`);
    if (breaches.length === 0)
      process.stdout.write(`✓ ${placed} 人的安排合法、稳定、对学生最优。 The placement of ${placed} students is lawful, stable and best for them.\n`);
    return breaches.length === 0 ? 0 : 1;
  },
}); // prettier-ignore
