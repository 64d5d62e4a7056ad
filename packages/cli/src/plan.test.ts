import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { writeSample } from "@tixi/engines/sample";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { run } from "./main.ts";

const YEAR = 2027;
let folder = "";
let files: Awaited<ReturnType<typeof writeSample>>;
/** columns of the offerings' file, and its rows of the last year */
let header: string[];
let running: Record<string, string>[];
const at = (...names: string[]) => path.join(folder, ...names);
const write = (name: string, content: string) => {
  fs.writeFileSync(at(name), content);
  return at(name);
};
const read = (...names: string[]) => fs.readFileSync(at(...names), "utf8").replace("\ufeff", "");
/** Rows of a CSV file without quoted cells before the last column. */
const rowsOf = (text: string) => {
  const [names = "", ...lines] = text.trimEnd().split(/\r?\n/);
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(names.split(",").map((name, i) => [name, cells[i] ?? ""]));
  });
};

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "tixi-plan-"));
  files = await writeSample(at("sample"), { postings: 600, offerings: 24, seed: 3 });
  const text = fs.readFileSync(files.offerings, "utf8").replace("\ufeff", "");
  header = text.split(/\r?\n/)[0]!.split(",");
  running = rowsOf(text).filter((row) => row[header[5]!] === String(YEAR - 1));
  const words = [
    "cycle",
    "--postings",
    files.postings,
    "--offerings",
    files.offerings,
    "--surveys",
    files.surveys,
  ];
  expect((await tixi(...words, "--region", "990000", "--year", "2026", "--out", at("cycle"))).code).toBe(0);
}, 150_000);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

async function tixi(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => ((out += String(chunk)), true));
  const stderr = vi.spyOn(process.stderr, "write").mockImplementation((chunk) => ((err += String(chunk)), true));
  try {
    return { code: await run(words), out, err };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
} // prettier-ignore

/** Last year's seats by level, which is what the year may have. */
function scale(): Record<string, number> {
  const levels: Record<string, number> = {};
  for (const row of rowsOf(read("first", "plan.csv"))) levels[row["level"]!] = (levels[row["level"]!] ?? 0) + Number(row["last"]);
  return levels;
} // prettier-ignore
const scaleWord = (levels: Record<string, number>) =>
  Object.entries(levels).map(([level, n]) => `${level}=${n}`).join(","); // prettier-ignore
const plan = (out: string, levels: Record<string, number>, ...more: string[]) =>
  tixi("plan", "--cycle", at("cycle"), "--offerings", files.offerings, "--year", String(YEAR), "--scale", scaleWord(levels), "--out", at(out), ...more); // prettier-ignore

describe("tixi plan", { timeout: 150_000 }, () => {
  test("keeps the scale, gives each offering its reasons, and the same bytes from the same input", async () => {
    // a first plan, at whatever scale holds, tells last year's seats
    const any = write("any.json", JSON.stringify({ limits: { classes: false } }));
    const free = await plan("first", { secondary: lastOf("secondary"), college: lastOf("college"), bachelor: lastOf("bachelor") }, "--limits", any); // prettier-ignore
    expect(free, free.err).toMatchObject({ code: 0 });
    const again = await plan("again", scale(), "--limits", any);
    expect(again.code).toBe(0);
    const hash = (folder_: string, name: string) =>
      createHash("sha256").update(read(folder_, name)).digest("hex");
    for (const name of ["plan.csv", "reasons.ndjson", "rejected.csv"])
      expect(hash("again", name), name).toBe(hash("first", name));
    const rows = rowsOf(read("first", "plan.csv"));
    const reasons = read("first", "reasons.ndjson").trimEnd().split("\n").map((line) => JSON.parse(line) as { key: string; seats: number; en: string }); // prettier-ignore
    expect(reasons.map(({ key, seats }) => [key, String(seats)])).toEqual(rows.map((row) => [row["offering"], row["seats"]])); // prettier-ignore
    for (const [level, n] of Object.entries(scale()))
      expect(rows.filter((row) => row["level"] === level).reduce((sum, row) => sum + Number(row["seats"]), 0)).toBe(n); // prettier-ignore
    const manifest = JSON.parse(read("first", "manifest.json")) as { outputs: { name: string; sha256: string }[]; answer: { kind: string } }; // prettier-ignore
    expect(manifest.answer.kind).toBe("plan");
    for (const { name, sha256 } of manifest.outputs) expect(createHash("sha256").update(fs.readFileSync(at("first", name))).digest("hex"), name).toBe(sha256); // prettier-ignore
  });

  test("a lock holds; a bad line in the file of locks is named", async () => {
    const any = at("any.json");
    const row = rowsOf(read("first", "plan.csv")).find(({ seats }) => Number(seats) > 20)!;
    const seats = Number(row["seats"]) - 3;
    const lock = write("lock.csv", `offering,seats\r\n${row["offering"]},${seats}\r\n`);
    expect((await plan("locked", scale(), "--limits", any, "--lock", lock)).code).toBe(0);
    expect(rowsOf(read("locked", "plan.csv")).find(({ offering }) => offering === row["offering"])!["seats"]).toBe(String(seats)); // prettier-ignore
    for (const [text, said] of [
      [`offering,seats\n${row["offering"]},30\n${row["offering"]},many\n`, ["第 3 行", "many"]],
      [`offering,seats\n${row["offering"]},\n`, ["第 2 行"]],
      [`offering,seats\n\n某校|460103|990100,30\n`, ["第 3 行", "某校|460103|990100"]],
      [`offering,places\n`, ["seats"]],
    ] as const) {
      const wrong = await plan("wrong", scale(), "--lock", write("wrong.csv", text));
      expect(wrong.code, text).toBe(1);
      for (const part of said) expect(wrong.err).toContain(part);
    }
    expect(fs.existsSync(at("wrong"))).toBe(false);
  });

  test("a conflict names its limits and how far each would have to be moved", async () => {
    const wanted = { ...scale(), college: 1 };
    const clash = await plan("clash", wanted);
    expect(clash.code).toBe(1);
    expect(fs.existsSync(at("clash", "plan.csv"))).toBe(false);
    const { limits, zh } = JSON.parse(read("clash", "conflict.json")) as { limits: { kind: string; nearest: number | null; zh: string }[]; zh: string }; // prettier-ignore
    expect(clash.err).toContain(zh);
    const level = limits.find(({ kind }) => kind === "level")!;
    expect(level.zh).toContain("高职专科");
    expect(level.nearest).toBeGreaterThan(1);
    expect((await plan("moved", { ...wanted, college: level.nearest! })).code).toBe(0);
    expect((await plan("short", { ...wanted, college: level.nearest! - 1 })).code).toBe(1);
  });

  test("what may be opened: offerings named for the year itself, and cards that say so, where the limits allow", async () => {
    const any = at("any.json");
    const sample = running[0]!;
    const opened = header.map((name, i) => (i === 0 ? "示例新办学院" : i === 5 ? String(YEAR) : (sample[name] ?? ""))).join(","); // prettier-ignore
    const more = write("more.csv", `${header.join(",")}\r\n${opened}\r\n`);
    const known = rowsOf(read("first", "plan.csv"))[0]!;
    const added = `示例另一学院|${known["programme_code"]}|${known["city_code"]}`;
    const cards = write("cards.csv", `offering,decision\r\n${added},add\r\n`);
    const words = ["--offerings", more, "--cards", cards];
    const allowed = await plan("opened", scale(), "--limits", any, ...words);
    expect(allowed, allowed.err).toMatchObject({ code: 0 });
    const rows = rowsOf(read("opened", "plan.csv"));
    const one = rows.find(({ school }) => school === "示例新办学院")!;
    expect(one).toMatchObject({ last: "0", card: "keep" });
    expect(rows.find(({ offering }) => offering === added)).toMatchObject({ last: "0", card: "add" });
    // no openings: the card's may still be opened, the other not
    const closed = write("closed.json", JSON.stringify({ limits: { classes: false, openings: false } }));
    expect((await plan("closed", scale(), "--limits", closed, ...words)).code).toBe(0);
    expect(rowsOf(read("closed", "plan.csv")).find(({ school }) => school === "示例新办学院")).toMatchObject({ seats: "0" }); // prettier-ignore
    const odd = await plan("odd", scale(), "--cards", write("odd.csv", "offering,decision\n某校|460103|990100,maybe\n")); // prettier-ignore
    expect([odd.code, odd.err.includes("第 2 行"), odd.err.includes("maybe")]).toEqual([1, true, true]);
  });

  test("rejected rows come back with their reasons; a fault in the limits is named with its place", async () => {
    const broken = header.map((_, i) => (i === 5 ? "某年" : "某")).join(",");
    const bad = write("bad.csv", `${header.join(",")}\r\n${broken}\r\n`);
    const answer = await plan("refused", scale(), "--limits", at("any.json"), "--offerings", bad);
    expect(answer, answer.err).toMatchObject({ code: 0 });
    expect(answer.err).toContain("退回 1");
    expect(read("refused", "rejected.csv").split("\r\n").length).toBeGreaterThan(2);
    const limits = write("limits.json", JSON.stringify({ limits: { openingMin: "viele" } }));
    const wrong = await plan("wrong", scale(), "--limits", limits);
    expect([wrong.code, wrong.err.includes("limits.openingMin")]).toEqual([1, true]);
    expect((await tixi("plan", "--year", "2027")).code).toBe(2);
  });
});

/** Seats of a level in last year's rows. */
function lastOf(level: string): number {
  const name = { secondary: "中职", college: "高职专科", bachelor: "职业本科" }[level]!;
  return running.filter((row) => Object.values(row).includes(name)).reduce((sum, row) => sum + Number(row[header[7]!]), 0);
} // prettier-ignore
