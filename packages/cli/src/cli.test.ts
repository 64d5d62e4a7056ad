import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { writeSample } from "@tixi/engines/sample";
import { randomOf } from "@tixi/engines/cycle/testing";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { run } from "./main.ts";

let folder = "";
let files: Awaited<ReturnType<typeof writeSample>>;
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "tixi-cli-"));
  files = await writeSample(at("sample"), { postings: 600, offerings: 20, seed: 3 });
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const at = (...names: string[]) => path.join(folder, ...names);
const write = (name: string, content: string | Uint8Array) => {
  fs.writeFileSync(at(name), content);
  return at(name);
};

/** Runs the command as a terminal does: words in; exit code and what it wrote out. */
async function tixi(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const stdout = vi
    .spyOn(process.stdout, "write")
    .mockImplementation((chunk) => ((out += String(chunk)), true));
  const stderr = vi
    .spyOn(process.stderr, "write")
    .mockImplementation((chunk) => ((err += String(chunk)), true));
  try {
    return { code: await run(words), out, err };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

const REGION = "990000";
const cycleWords = (out: string, postings = files.postings) => [
  "cycle", "--postings", postings, "--offerings", files.offerings, "--surveys", files.surveys, "--industry-plan", files.industryPlan,
  "--region", REGION, "--year", "2026", "--out", at(out),
]; // prettier-ignore
const DATA = ["release.json", "occupations.csv", "programmes.csv", "cells.csv"];
const hashes = (out: string, names = DATA) =>
  names.map((name) =>
    createHash("sha256")
      .update(fs.readFileSync(at(out, name)))
      .digest("hex"),
  );

describe("tixi code", () => {
  const header = ["岗位名称", "单位名称", "工作地点", "薪资", "学历要求", "招聘人数", "岗位描述"];
  const rows = [
    ["焊工", "示例厂", "济南市", "6-8千/月", "不限", "招3人", "焊接"],
    ["会计", "示例店", "青岛市", "面议", "大专", "若干", "记账，限女性"],
    ["数控车工", "示例厂", "烟台市", "200元/天", "中专", "", "车床"],
  ];
  const names = [
    "title",
    "company",
    "region_text",
    "salary_text",
    "education_text",
    "headcount",
    "description",
  ];

  test.each([
    ["CSV", async () => write("a.csv", [header, ...rows].map((row) => row.map((c) => `"${c}"`).join(",")).join("\n"))],
    ["NDJSON", async () => write("a.ndjson", rows.map((row) => JSON.stringify(Object.fromEntries(names.map((n, i) => [n, row[i]])))).join("\n"))],
    ["XLSX", async () => {
      const book = new ExcelJS.Workbook();
      book.addWorksheet("岗位").addRows([header, ...rows]);
      return write("a.xlsx", new Uint8Array(await book.xlsx.writeBuffer()));
    }],
  ])("%s: one object a line, in the order of the file, in the shape that is promised", async (_, make) => {
    const { code, err } = await tixi("code", await make(), "--out", at("coded.ndjson"));
    expect([code, err.includes("读入 3")]).toEqual([0, true]);
    const lines = fs.readFileSync(at("coded.ndjson"), "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
    expect(lines.map((line) => line.region.code)).toEqual(["370100", "370200", "370600"]);
    const named = { code: expect.any(String), name: expect.any(String) };
    for (const line of lines) {
      expect(Object.keys(line).sort()).toEqual(
        ["candidates", "education", "evidence", "flags", "headcount", "id", "occupation", "programmes", "region", "salary"],
      );
      expect(line.occupation).toEqual({ ...named, confidence: expect.any(Number) });
      expect(line.candidates.length).toBeLessThanOrEqual(5);
      for (const one of line.candidates) expect(one).toEqual({ ...named, confidence: expect.any(Number) });
      for (const one of line.programmes) expect(one).toEqual({ code: expect.any(String), level: expect.stringMatching(/^(secondary|college|bachelor)$/), weight: expect.any(Number) });
      for (const one of line.evidence) expect(one).toEqual({ field: expect.any(String), text: expect.any(String), term: expect.any(String) });
      for (const one of line.flags) expect(one).toEqual({ rule: expect.stringMatching(/^LEG-/), quote: expect.any(String) });
    }
    expect(lines[0]).toMatchObject({ salary: { min: 6000, max: 8000 }, headcount: 3, education: "none", flags: [] });
    expect(lines[1]).toMatchObject({ salary: null, education: "college", flags: [{ rule: "LEG-19" }] });
    expect(lines[2]).toMatchObject({ salary: { min: 4350, max: 4350 }, education: "secondary" });
  }); // prettier-ignore

  test("a column that nobody knows is named by --map; without it the answer says which is missing", async () => {
    const file = write("odd.csv", "招什么人,详情\n焊工,焊接\n");
    const refused = await tixi("code", file);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("odd.csv");
    expect(refused.err).toContain("title");
    const map = write("map.json", JSON.stringify({ 招什么人: "title" }));
    expect((await tixi("code", file, "--map", map, "--out", at("odd.ndjson"))).code).toBe(0);
    expect(JSON.parse(fs.readFileSync(at("odd.ndjson"), "utf8")).occupation).not.toBeNull();
    const broken = await tixi("code", file, "--map", write("broken.json", "{"));
    expect([broken.code, broken.err.includes("broken.json")]).toEqual([1, true]);
  });

  test("rejected rows are written with row, field, value and reason", async () => {
    const file = write("bad.csv", "岗位名称,招聘人数\n焊工,-3\n焊工,2\n");
    const { code } = await tixi("code", file, "--out", at("bad.ndjson"), "--rejected", at("rejected.csv"));
    expect(code).toBe(0);
    const [header_, line] = fs.readFileSync(at("rejected.csv"), "utf8").replace("\ufeff", "").split("\r\n");
    expect(header_).toBe("file,row,field,value,reason");
    expect(line).toMatch(/^bad\.csv,1,headcount,'?-3,.+/);
  });
});

describe("tixi cycle", { timeout: 150_000 }, () => {
  test("the same inputs give the same bytes with one and two workers; verify recomputes them, and names a changed byte", async () => {
    const first = await tixi(...cycleWords("one"), "--workers", "1");
    expect(first.code, first.err).toBe(0);
    for (const name of [...DATA, "rejected.csv", "report.docx", "report.xlsx", "report.pdf", "manifest.json"])
      expect(first.out).toContain(path.join(at("one"), name));
    expect((await tixi(...cycleWords("two"), "--workers", "2")).code).toBe(0);
    expect(hashes("two", [...DATA, "rejected.csv"])).toEqual(hashes("one", [...DATA, "rejected.csv"]));

    const manifest = JSON.parse(fs.readFileSync(at("one", "manifest.json"), "utf8"));
    expect(manifest.outputs.map(({ sha256 }: { sha256: string }) => sha256)).toEqual(hashes("one"));
    for (const { sha256, counts } of manifest.inputs) {
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(counts.read).toBe(counts.accepted + counts.duplicate + counts.rejected);
    }
    expect(await tixi("cycle", "verify", at("one"))).toMatchObject({ code: 0 });

    // one byte of a data file
    const cells = fs.readFileSync(at("one", "cells.csv"));
    cells[cells.length - 3]! ^= 1;
    fs.writeFileSync(at("one", "cells.csv"), cells);
    const changed = await tixi("cycle", "verify", at("one"));
    expect(changed.code).toBe(1);
    expect(changed.out).toMatch(/DIFFERENT {2}cells\.csv/);
    expect(changed.out).toMatch(/same {2}occupations\.csv/);

    // the order of rows changes no figure
    const lines = fs.readFileSync(files.postings, "utf8").trimEnd().split("\n");
    const random = randomOf(9);
    const shuffled = lines.slice(1).map((line) => [random(), line] as const).sort((a, b) => a[0] - b[0]).map(([, line]) => line); // prettier-ignore
    const other = write("shuffled.csv", [lines[0], ...shuffled].join("\n") + "\n");
    expect((await tixi(...cycleWords("three", other))).code).toBe(0);
    expect(hashes("three", DATA.slice(1))).toEqual(hashes("two", DATA.slice(1)));

    // one byte of an input
    fs.appendFileSync(other, "\n");
    const input = await tixi("cycle", "verify", at("three"));
    expect(input.code).toBe(1);
    expect(input.err).toContain("shuffled.csv");
  });

  test("takes the real enrolment plans as they are", async (context) => {
    const plan = path.resolve(import.meta.dirname, "../../../../shared/data/supply/hubei_2026_zhuanke_plan.csv");
    if (!fs.existsSync(plan)) return context.skip(`${plan} is not here`);
    const postings = write("hubei.csv", "岗位名称,单位名称,工作地点,发布日期\n焊工,示例厂,武汉市,2026-03-01\n");
    const words = ["cycle", "--postings", postings, "--offerings", plan, "--region", "420000", "--year", "2026", "--out", at("hubei")];
    const { code, err } = await tixi(...words);
    expect(code, err).toBe(0);
    const { inputs } = JSON.parse(fs.readFileSync(at("hubei", "manifest.json"), "utf8"));
    const { counts } = inputs.find(({ kind }: { kind: string }) => kind === "offerings");
    expect(counts.read).toBe(9907);
    expect(counts.read).toBe(counts.accepted + counts.duplicate + counts.rejected);
    expect(counts.accepted).toBeGreaterThan(1000);
    const rejected = fs.readFileSync(at("hubei", "rejected.csv"), "utf8").trimEnd().split("\r\n").slice(1);
    expect(new Set(rejected.map((line) => line.split(",")[1])).size).toBe(counts.rejected);
  }); // prettier-ignore
});

describe("tixi adjust", { timeout: 150_000 }, () => {
  const DECISIONS = ["cards.csv", "fired.ndjson", "missing.csv", "manifest.json"];
  const words = (out: string, ...more: string[]) => [
    "adjust", "--cycle", at("judged"), "--offerings", files.offerings, "--conditions", files.conditions, "--year", "2027", "--out", at(out), ...more,
  ]; // prettier-ignore

  test("gives each offering a card with its reasons, and the same bytes from the same input", async () => {
    expect((await tixi(...cycleWords("judged"))).code).toBe(0);
    const first = await tixi(...words("cards", "--rules", "fujian-2023"));
    expect(first, first.err).toMatchObject({ code: 0 });
    expect((await tixi(...words("cards-again", "--rules", "fujian-2023"))).code).toBe(0);
    expect(hashes("cards-again", DECISIONS)).toEqual(hashes("cards", DECISIONS));
    const manifest = JSON.parse(fs.readFileSync(at("cards", "manifest.json"), "utf8")) as { counts: Record<string, number>; ruleSet: { key: string } }; // prettier-ignore
    const lines = fs.readFileSync(at("cards", "fired.ndjson"), "utf8").trim().split("\n").map((line) => JSON.parse(line) as { decision: string }); // prettier-ignore
    const { add: _missing, ...decided } = manifest.counts;
    expect(Object.values(decided).reduce((sum, n) => sum + n, 0)).toBe(lines.length);
    for (const [decision, n] of Object.entries(decided))
      expect(lines.filter((line) => line.decision === decision).length, decision).toBe(n);
    expect(manifest.ruleSet.key).toBe("fujian-2023");
    expect(first.err).toContain("福建 2023");
  });

  test("a rule set of one's own is read, and its fault is named with the place", async () => {
    const { ruleSet } = JSON.parse(fs.readFileSync(at("cards", "manifest.json"), "utf8")) as { ruleSet: { rules: { when: unknown }[] } }; // prettier-ignore
    const own = await tixi(...words("own", "--rules", write("own.json", JSON.stringify(ruleSet))));
    expect(own, own.err).toMatchObject({ code: 0 });
    expect(hashes("own", ["cards.csv"])).toEqual(hashes("cards", ["cards.csv"]));
    ruleSet.rules[0]!.when = { indicator: "employment-rat", op: "<", value: 1 };
    const broken = await tixi(...words("own", "--rules", write("broken.json", JSON.stringify(ruleSet))));
    expect(broken.code).toBe(1);
    expect(broken.err).toContain("rules[0].when.indicator");
    expect(broken.err).toContain("employment-rate");
    expect((await tixi(...words("own", "--rules", "fujan"))).code).toBe(1);
  });

  test("verifies a run from its manifest: a changed card, a changed input and a changed rule are told", async () => {
    const good = await tixi("adjust", "verify", at("cards"));
    expect(good, good.err).toMatchObject({ code: 0 });
    const changed = (folder: string, name: string, change: (text: string) => string) => {
      fs.cpSync(at("cards"), at(folder), { recursive: true });
      const file = at(folder, name);
      fs.writeFileSync(file, change(fs.readFileSync(file, "utf8")));
      return tixi("adjust", "verify", at(folder));
    };
    const card = await changed("cards-card", "cards.csv", (text) => text.replace(/,keep,/, ",warn,"));
    expect(card.code).toBe(1);
    expect(card.out).toContain("不同 DIFFERENT  cards.csv");
    const rule = await changed("cards-rule", "manifest.json", (text) => text.replace(/"value": 0\.5\b/, '"value": 0.95'));
    expect(rule.code).toBe(1);
    expect(rule.out).toContain("重新计算的结果不同");
    const input = await changed("cards-input", "manifest.json", (text) => text.replace(/"sha256": "[0-9a-f]{4}/, '"sha256": "0000'));
    expect(input.code).toBe(1);
    expect(input.err).toContain("文件已改变");
    expect((await tixi("adjust", "verify", at("judged"))).code).toBe(1);
  }); // prettier-ignore
});

describe("exit codes", () => {
  test.each([
    [0, ["--help"]],
    [0, ["standards", "lookup", "数控技术"]],
    [1, ["code", "no-such-file.csv"]],
    [1, ["cycle", "verify", "no-such-folder"]],
    [
      1,
      ["cycle", "--postings", "no-such-file.csv", "--region", REGION, "--year", "2026", "--out", "nowhere"],
    ],
    [2, []],
    [2, ["dance"]],
    [2, ["code"]],
    [2, ["code", "a.csv", "b.csv"]],
    [2, ["code", "a.csv", "--nonsense"]],
    [2, ["code", "a.csv", "--workers", "two"]],
    [2, ["cycle", "--region", REGION, "--year", "2026", "--out", "x"]],
    [2, ["cycle", "--postings", "a.csv", "--region", REGION, "--year", "MMXXVI", "--out", "x"]],
  ])("%i: tixi %s", async (code, words) => {
    const answer = await tixi(...words.map((word) => (word.startsWith("no") ? at(word) : word)));
    expect(answer.code).toBe(code);
    if (code > 0) expect(answer.err.trim().length).toBeGreaterThan(0);
  });

  test("a region that does not exist, an unreadable manifest and unknown parameters are the input's fault", async () => {
    const region = await tixi(
      "cycle",
      "--postings",
      files.postings,
      "--region",
      "123456",
      "--year",
      "2026",
      "--out",
      at("x"),
    );
    expect([region.code, region.err.includes("123456")]).toEqual([1, true]);
    fs.mkdirSync(at("broken"), { recursive: true });
    fs.writeFileSync(at("broken", "manifest.json"), "{ not json");
    const manifest = await tixi("cycle", "verify", at("broken"));
    expect([manifest.code, manifest.err.includes("manifest.json")]).toEqual([1, true]);
    const parameters = write("p.json", JSON.stringify({ nonsense: 1 }));
    const odd = await tixi(...cycleWords("y"), "--parameters", parameters);
    expect([odd.code, odd.err.includes("nonsense")]).toEqual([1, true]);
  });
});
