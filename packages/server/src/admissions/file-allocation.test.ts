import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  allocateSeason,
  allocationLines,
  checkRules,
  cutoffLines,
  explainer,
  seasonFromRows,
  type TextRow,
} from "@tixi/engines/allocation";
import { drawSeason, shuffled } from "@tixi/engines/allocation/testing";
import { afterAll, describe, expect, test } from "vitest";
import { runFileAllocation } from "./file-allocation.ts";

const root = mkdtempSync(path.join(tmpdir(), "tixi-allocation-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let made = 0;
const RULES = { engine: "A", score: { culture: 1, skill: 1 }, ties: ["skill"], batches: [{ id: "college" }] };
const PLANS = "unit_id,category,batch,capacity\nu1,k,college,1\nu2,k,college,1\n";
const CANDIDATES = "candidate_id,category,culture,skill\na,k,100,200.5\nb,k,90,200\n";
const PREFERENCES =
  "candidate_id,batch,preference_no,unit_id\na,college,1,u1\nb,college,1,u1\nb,college,2,u2\n";

interface Given {
  rules?: object;
  plans?: string | Uint8Array;
  candidates?: string | Uint8Array;
  preferences?: string | Uint8Array;
}

/** Writes the files into a folder of their own and allocates. */
async function run(given: Given, threads = 1) {
  const folder = path.join(root, String(++made));
  mkdirSync(folder);
  const at = (name: string) => path.join(folder, name);
  writeFileSync(at("rules.json"), JSON.stringify(given.rules ?? RULES));
  writeFileSync(at("plans.csv"), given.plans ?? PLANS);
  writeFileSync(at("candidates.csv"), given.candidates ?? CANDIDATES);
  writeFileSync(at("preferences.csv"), given.preferences ?? PREFERENCES);
  const outcome = await runFileAllocation({
    rules: at("rules.json"),
    plans: at("plans.csv"),
    candidates: at("candidates.csv"),
    preferences: at("preferences.csv"),
    out: at("out"),
    threads,
  });
  const read = (name: string) => readFileSync(path.join(at("out"), name), "utf8");
  return { outcome, read, out: at("out") };
}

const csv = (columns: string[], rows: readonly TextRow[]) =>
  [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))]
    .map((cells) => `${cells.join(",")}\n`)
    .join("");

test("who is admitted, the cut-offs, the reasons and the report", async () => {
  const { outcome, read } = await run({});
  expect(outcome).toMatchObject({ kind: "done", summary: expect.stringContaining("录取 2 人") });
  expect(read("allocation.csv")).toBe("candidate_id,unit_id,preference_no,round\na,u1,1,1\nb,u2,2,1\n");
  expect(read("cutoffs.csv")).toBe(
    "unit_id,admitted,vacancies,last_score,last_rank\nu1,1,0,300.5,1\nu2,1,0,290,2\n",
  );
  expect(JSON.parse(read("reasons.ndjson").split("\n")[1]!)).toMatchObject({
    candidate_id: "b",
    preferences: [{ outcome: "full", last_rank: 1, last_score: "300.5" }, { outcome: "admitted" }],
  });
  // the page shows this very example
  const page = readFileSync(path.join(import.meta.dirname, "../../../../docs/allocation.md"), "utf8");
  expect(page).toContain(read("reasons.ndjson").split("\n")[1]!);
  const report = JSON.parse(read("report.json"));
  expect(report.inputs.preferences.rows).toBe(3);
  expect(report.rounds).toEqual([
    { batch: "college", round: 1, candidates: 2, preferences: 3, admitted: 2, places: 2 },
  ]);
  for (const [name, sha256] of Object.entries(report.outputs))
    expect(createHash("sha256").update(read(name)).digest("hex")).toBe(sha256);
});

test("files give what rows in memory give, in whatever order they come", async () => {
  for (let seed = 1; seed <= 12; seed++) {
    const { rules, rows } = drawSeason(seed);
    const season = seasonFromRows(checkRules(rules).rules!, rows).season!;
    const result = allocateSeason(season);
    const explain = explainer(season, result);
    const quotas = season.rules.quotas.map(({ id }) => id);
    for (const { plans, candidates, preferences } of [rows, shuffled(rows, seed)]) {
      const { outcome, read } = await run({
        rules,
        plans: csv(
          ["unit_id", "category", "batch", "capacity", "school_id", "min_score", "quota", "ranking"],
          plans,
        ),
        candidates: csv(["candidate_id", "category", "culture", "skill", ...quotas], candidates),
        preferences: csv(
          ["candidate_id", "batch", "round", "preference_no", "unit_id", "consent"],
          preferences,
        ),
      });
      expect([seed, outcome.kind]).toEqual([seed, "done"]);
      expect(read("allocation.csv")).toBe([...allocationLines(season, result)].join(""));
      expect(read("cutoffs.csv")).toBe([...cutoffLines(season, result)].join(""));
      expect(read("reasons.ndjson")).toBe(candidates.map((_, c) => `${explain(c)}\n`).join(""));
    }
  }
}, 120_000);

test("several threads, quotes, Windows line ends, blank lines, Chinese headers and names in both encodings", async () => {
  const gb = (hex: string) => Buffer.from(hex, "hex");
  // 类别 = C0E0B1F0, 机电 = BBFAB5E7 in GB18030
  const category = Buffer.concat([gb("bbfab5e7")]);
  const candidates = Buffer.concat([
    Buffer.from("candidate_id,"),
    gb("c0e0b1f0"),
    Buffer.from(',culture,skill,note\r\n"a",'),
    category,
    Buffer.from(',1,2,"x, ""y"""\r\n\r\nb,'),
    category,
    Buffer.from(",1,1,"),
  ]);
  const { outcome, read } = await run(
    {
      plans: "\uFEFF投档单位,专业类别,批次,计划数\r\nu1,机电,college,1\r\n",
      candidates,
      preferences: "志愿序号,考生号,批次,志愿代码\n1,b,college,u1\n1,a,college,u1",
    },
    2,
  );
  expect(outcome).toMatchObject({ kind: "done" });
  expect(read("allocation.csv")).toBe("candidate_id,unit_id,preference_no,round\na,u1,1,1\n");
  expect(JSON.parse(read("reasons.ndjson").split("\n")[0]!).category).toBe("机电");
});

describe("input at fault is answered with place and reason, and nothing is written", () => {
  test.each<[string, Given, string[]]>([
    [
      "a candidate twice",
      { candidates: `${CANDIDATES}a,k,1,1\n` },
      ["candidates.csv, line 4, candidate_id “a”: occurs already in line 2"],
    ],
    [
      "an unknown unit",
      { preferences: `${PREFERENCES}a,college,2,u9\n` },
      ["preferences.csv, line 5, unit_id “u9”: there is no such unit"],
    ],
    [
      "an unknown candidate",
      { preferences: `${PREFERENCES}z,college,2,u1\n` },
      ["preferences.csv, line 5, candidate_id “z”: there is no such candidate"],
    ],
    [
      "two first preferences",
      { preferences: `${PREFERENCES}b,college,1,u2\n` },
      ["preferences.csv, line 5, preference_no “1”: occurs already in line 3"],
    ],
    [
      "a score out of range",
      { rules: { ...RULES, range: { culture: [0, 95] } } },
      ["candidates.csv, line 2, culture “100”: is outside of 0–95"],
    ],
    [
      "a number that is none",
      { candidates: CANDIDATES.replace("200.5", "2e2") },
      ["candidates.csv, line 2, skill “2e2”: must be a number"],
    ],
    [
      "one preference too many",
      { rules: { ...RULES, maxPreferences: 1 } },
      ["preferences.csv, line 4, preference_no “2”: one candidate has at most 1"],
    ],
    [
      "missing columns",
      { plans: "unit_id,category,batch\n", preferences: "a\n" },
      [
        "plans.csv, line 1, capacity",
        "preferences.csv, line 1, batch",
        "preferences.csv, line 1, candidate_id",
        "preferences.csv, line 1, preference_no",
        "preferences.csv, line 1, unit_id",
      ],
    ],
    ["an empty file", { plans: "" }, ["plans.csv, line 1"]],
    [
      "a quote that does not end",
      { plans: `${PLANS}"u3,k,college,1\nu4,k,college,1\n` },
      ["plans.csv, line 4"],
    ],
    ["an unknown key of the rules", { rules: { ...RULES, tie: [] } }, ["rules.json, tie: unknown key"]],
  ])("%s", async (_, given, expected) => {
    const { outcome, out } = await run(given);
    const faults = outcome.kind === "faults" ? outcome.faults : [];
    expect(faults.length).toBe(expected.length);
    for (const [k, words] of expected.entries()) expect(faults[k]).toContain(words);
    expect(existsSync(out)).toBe(false);
  });

  test("a line of gigabytes is refused by its number, in fixed memory", async () => {
    const file = path.join(root, "long.csv");
    const long = openSync(file, "w");
    writeSync(long, `${PREFERENCES}a,college,2,`);
    // the rest of the file is a hole of 2 GiB without a line break
    writeSync(long, "u", 2 ** 31);
    closeSync(long);
    const before = process.memoryUsage().rss;
    const at = (name: string) => path.join(root, "1", name);
    const outcome = await runFileAllocation({
      rules: at("rules.json"),
      plans: at("plans.csv"),
      candidates: at("candidates.csv"),
      preferences: file,
      out: at("none"),
      threads: 2,
    });
    expect(outcome).toMatchObject({
      kind: "faults",
      count: 1,
      faults: [expect.stringContaining("long.csv, line 5, ")],
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 2 ** 20);
    expect(existsSync(at("none"))).toBe(false);
  }, 120_000);
});
