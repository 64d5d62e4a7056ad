import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { allocateNaively, drawInstance, inputFiles, resultFiles, writeLargeSeason, type InputFiles, type ResultFiles } from "@tixi/engines/allocation-verifier/testing"; // prettier-ignore
import { verifyFileAllocation } from "./verify-allocation.ts";

const folder = mkdtempSync(join(tmpdir(), "tixi-verify-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inputs = { rules: join(folder, "rules.json"), plans: join(folder, "plans.csv"), candidates: join(folder, "candidates.csv"), preferences: join(folder, "preferences.csv"), result: folder }; // prettier-ignore

function write(input: InputFiles, result: ResultFiles): void {
  for (const name of ["rules", "plans", "candidates", "preferences"] as const)
    writeFileSync(inputs[name], input[name]);
  writeFileSync(join(folder, "allocation.csv"), result.allocation);
  writeFileSync(join(folder, "cutoffs.csv"), result.cutoffs);
  writeFileSync(join(folder, "reasons.ndjson"), result.reasons);
  writeFileSync(join(folder, "report.json"), result.report);
}

test("a correct result passes, a changed one is named, on small seasons", async () => {
  for (let seed = 1; seed <= 12; seed++) {
    const instance = drawInstance(seed);
    const input = inputFiles(instance);
    const right = resultFiles(allocateNaively(instance), input);
    write(input, right);
    const verdict = await verifyFileAllocation(inputs, 2);
    expect(verdict.breaches, `seed ${seed}`).toEqual([]);
    expect(verdict.checks.map((c) => c.rule)).toContain("report");
    write(input, { ...right, reasons: right.reasons.replace('"rank":', '"rank":1') });
    const other = await verifyFileAllocation(inputs, 2);
    expect(other.breaches.map((b) => b.rule)).toEqual(expect.arrayContaining(["figures", "report"]));
  }
});

test("a season of many pieces passes; one changed byte of a reason is found", async () => {
  writeLargeSeason(folder, { candidates: 8_000, preferences: 60, units: 800, reasons: true });
  const { breaches, checks } = await verifyFileAllocation(inputs, 2);
  expect(breaches).toEqual([]);
  expect(checks.find((c) => c.rule === "reasons")!.examined).toBe(8_000);
  const { openSync, writeSync, closeSync, statSync } = await import("node:fs");
  const file = openSync(join(folder, "reasons.ndjson"), "r+");
  writeSync(file, " ", Math.floor(statSync(join(folder, "reasons.ndjson")).size / 2));
  closeSync(file);
  const changed = await verifyFileAllocation(inputs, 2);
  expect(changed.breaches.length).toBeGreaterThan(0);
});

test("what is not there is said", async () => {
  rmSync(join(folder, "reasons.ndjson"));
  const { absent } = await verifyFileAllocation(inputs, 2);
  expect(absent).toEqual(["reasons.ndjson"]);
  rmSync(join(folder, "cutoffs.csv"));
  await expect(verifyFileAllocation(inputs, 2)).rejects.toThrow(/ENOENT/);
});
