/** The engine through its files, judged by the verifier, which shares nothing with it but the page. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { allocateNaively, drawInstance, inputFiles, resultFiles } from "@tixi/engines/allocation-verifier/testing"; // prettier-ignore
import { runFileAllocation } from "./file-allocation.ts";
import { verifyFileAllocation } from "./verify-allocation.ts";

const folder = mkdtempSync(join(tmpdir(), "tixi-allocation-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inputs = { rules: join(folder, "rules.json"), plans: join(folder, "plans.csv"), candidates: join(folder, "candidates.csv"), preferences: join(folder, "preferences.csv") }; // prettier-ignore
const SEASONS = Number(process.env.SEASONS ?? 20);

test("what the engine writes obeys the rules and equals the plain allocation, on random seasons", async () => {
  for (let seed = 1; seed <= SEASONS; seed++) {
    const instance = drawInstance(10_000 + seed, seed % 10 === 0 ? 60 : 14);
    const input = inputFiles(instance);
    for (const name of ["rules", "plans", "candidates", "preferences"] as const)
      writeFileSync(inputs[name], input[name]);
    const out = join(folder, "out");
    rmSync(out, { recursive: true, force: true });
    const outcome = await runFileAllocation({ ...inputs, out, threads: 1 });
    expect(outcome.kind, `seed ${seed}: ${JSON.stringify(outcome)}`).not.toBe("faults");
    const { breaches, absent } = await verifyFileAllocation({ ...inputs, result: out }, 1);
    expect(
      breaches.map((b) => b.words.en),
      `seed ${seed}`,
    ).toEqual([]);
    expect(absent).toEqual([]);
    const plain = resultFiles(allocateNaively(instance), input);
    expect(readFileSync(join(out, "allocation.csv"), "utf8"), `seed ${seed}`).toBe(plain.allocation);
  }
}, 300_000);
