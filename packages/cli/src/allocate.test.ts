import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { run } from "./main.ts";

const folder = mkdtempSync(path.join(tmpdir(), "tixi-allocate-"));
const at = (name: string) => path.join(folder, name);
beforeAll(() => {
  writeFileSync(at("rules.json"), '{"engine":"A","score":{"culture":1},"batches":[{"id":"college"}]}');
  writeFileSync(at("plans.csv"), "投档单位,类别,批次,计划数\nu1,机电,college,1\n");
  writeFileSync(at("candidates.csv"), "考生号,类别,文化\na,机电,100\nb,机电,90.5\n");
  writeFileSync(at("preferences.csv"), "考生号,批次,志愿序号,投档单位\na,college,1,u1\nb,college,1,u1\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `tixi allocate` over the files of the folder, with some of the words replaced. */
async function allocate(out: string, files: Record<string, string> = {}) {
  const words = { rules: "rules.json", plans: "plans.csv", candidates: "candidates.csv", preferences: "preferences.csv", ...files }; // prettier-ignore
  let err = "";
  const stdout = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const stderr = vi
    .spyOn(process.stderr, "write")
    .mockImplementation((chunk) => ((err += String(chunk)), true));
  try {
    const options = Object.entries(words).flatMap(([name, file]) => [`--${name}`, at(file)]);
    return { code: await run(["allocate", ...options, "--out", at(out)]), err };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

describe("tixi allocate", () => {
  test("writes four files, the same bytes each time", async () => {
    expect((await allocate("first")).code).toBe(0);
    expect((await allocate("second")).code).toBe(0);
    const names = readdirSync(at("first")).sort();
    expect(names).toEqual(["allocation.csv", "cutoffs.csv", "reasons.ndjson", "report.json"]);
    for (const name of names)
      expect(readFileSync(at(`first/${name}`))).toEqual(readFileSync(at(`second/${name}`)));
    expect(readFileSync(at("first/allocation.csv"), "utf8")).toContain("a,u1,1,1\n");
  });

  test("input at fault: where and why, exit code 1; a missing file too", async () => {
    writeFileSync(at("twice.csv"), "考生号,类别,文化\na,机电,100\na,机电,90.5\nb,机电,x\n");
    const { code, err } = await allocate("third", { candidates: "twice.csv" });
    expect(code).toBe(1);
    expect(err).toContain("twice.csv 第 3 行 candidate_id “a”：重复，已见于第 2 行");
    expect(err).toContain("twice.csv, line 4, culture “x”");
    expect(err).toContain("2 faults; nothing was written");
    expect((await allocate("fourth", { plans: "none.csv" })).code).toBe(1);
    expect(readdirSync(folder)).not.toContain("third");
  });

  test("wrong usage: exit code 2", async () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    expect(await run(["allocate", "--rules", at("rules.json")])).toBe(2);
    stderr.mockRestore();
  });
});
