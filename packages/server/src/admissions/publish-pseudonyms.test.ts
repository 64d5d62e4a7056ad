/** Random seasons with every feature of the rules, published under tokens: the same result, and nothing of the numbers. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { drawInstance, inputFiles } from "@tixi/engines/allocation-verifier/testing"; // prettier-ignore
import { runFileAllocation } from "./file-allocation.ts";
import { publishPseudonyms } from "./publish-pseudonyms.ts";
import { inputsIn } from "./run-filing.ts";
import { verifyFileAllocation } from "./verify-allocation.ts";

const folder = mkdtempSync(join(tmpdir(), "tixi-pseudonyms-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SEASONS = Number(process.env.SEASONS ?? 40);

test("what is published under tokens gives the same result, passes the verifier and holds no number", async () => {
  const inputs = inputsIn(folder);
  for (let seed = 1; seed <= SEASONS; seed++) {
    const input = inputFiles(drawInstance(30_000 + seed, 14));
    for (const name of ["rules", "plans", "candidates", "preferences"] as const) writeFileSync(inputs[name], asWritten(name, input[name])); // prettier-ignore
    expect((await runFileAllocation({ ...inputs, out: folder, threads: 1 })).kind, `seed ${seed}`).toBe(
      "done",
    );
    const out = join(folder, "open");
    // a result that differs is an error of its own
    await publishPseudonyms(folder, out).catch((error: unknown) => {
      throw new Error(`seed ${seed}: ${input.rules}`, { cause: error });
    });
    const { breaches, absent } = await verifyFileAllocation({ ...inputsIn(out), result: out }, 1);
    expect([breaches.map(({ words }) => words.en), absent], `seed ${seed}`).toEqual([[], []]);
    const numbers = candidates(readFileSync(inputs.candidates, "utf8"));
    const published = candidates(readFileSync(join(out, "candidates.csv"), "utf8"));
    expect(published).toHaveLength(numbers.length);
    expect(published.filter((token) => numbers.includes(token))).toEqual([]);
    expect(published.every((token) => /^[0-9a-f]{20}$/.test(token))).toBe(true);
    expect(published).toEqual([...published].sort());
  }
}, 240_000);

const candidates = (text: string): string[] =>
  text
    .split("\n")
    .slice(1)
    .filter((line) => line !== "")
    .map((line) => line.split(",", 1)[0]!);

/** Rows as a run of ours writes them: the candidate first, all rows of a candidate together. */
function asWritten(name: string, text: string): string {
  if (name !== "candidates" && name !== "preferences") return text;
  const [head, ...lines] = text.replace("\uFEFF", "").split(/\r?\n/).filter((line) => line !== "");
  const columns = head!.split(",");
  const first = columns.indexOf("candidate_id");
  const moved = (line: string): string => {
    const cells = line.split(",");
    return [cells[first], ...cells.filter((_, k) => k !== first)].join(",");
  };
  const rows = lines.map(moved).sort((a, b) => (a.split(",", 1)[0]! < b.split(",", 1)[0]! ? -1 : 1));
  return [moved(head!), ...rows].join("\n") + "\n";
} // prettier-ignore
