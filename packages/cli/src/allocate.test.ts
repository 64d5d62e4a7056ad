import { createHash, generateKeyPairSync, sign } from "node:crypto";
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
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

const INPUTS = { rules: "rules.json", plans: "plans.csv", candidates: "candidates.csv", preferences: "preferences.csv" }; // prettier-ignore

/** Runs `tixi` over the files of the folder, with some of the names replaced. */
async function tixi(command: string[], files: Record<string, string>, ...further: string[]) {
  let out = "";
  let err = "";
  const stdout = vi
    .spyOn(process.stdout, "write")
    .mockImplementation((chunk) => ((out += String(chunk)), true));
  const stderr = vi
    .spyOn(process.stderr, "write")
    .mockImplementation((chunk) => ((err += String(chunk)), true));
  try {
    const options = Object.entries({ ...INPUTS, ...files }).flatMap(([name, file]) => [
      `--${name}`,
      at(file),
    ]);
    return { code: await run([...command, ...options, ...further]), out, err };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

const allocate = (out: string, files: Record<string, string> = {}) => tixi(["allocate"], files, "--out", at(out)); // prettier-ignore

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

describe("a malformed file: place and reason, exit code 1, no result", () => {
  const CANDIDATES = "考生号,类别,文化\na,机电,100\nb,机电,90.5\n";
  const PREFERENCES = "考生号,批次,志愿序号,投档单位\na,college,1,u1\nb,college,1,u1\n";
  const RANGE =
    '{"engine":"A","score":{"culture":1},"range":{"culture":[0,100]},"batches":[{"id":"college"}]}';
  test.each<[string, Record<string, string | Buffer>, string]>([
    ["a candidate twice", { "candidates.csv": `${CANDIDATES}b,机电,80\n` }, "candidates.csv 第 4 行 candidate_id “b”：重复，已见于第 3 行"],
    ["a unit that is not planned", { "preferences.csv": `${PREFERENCES}b,college,2,u9\n` }, "preferences.csv 第 4 行 unit_id “u9”：没有这个投档单位"],
    ["a score out of range", { "rules.json": RANGE, "candidates.csv": CANDIDATES.replace("90.5", "100.5") }, "candidates.csv 第 3 行 culture “100.5”：超出范围 0–100"],
    ["two first preferences", { "preferences.csv": `${PREFERENCES}a,college,1,u1\n` }, "preferences.csv 第 4 行 preference_no “1”：重复，已见于第 2 行"],
    ["a line break within quotes", { "preferences.csv": `${PREFERENCES}"a\n",college,2,u1\n` }, "preferences.csv 第 4 行  “\"”：引号没有在同一行内结束"],
    ["neither UTF-8 nor GB18030", { "preferences.csv": Buffer.concat([Buffer.from(`${PREFERENCES}b,college,2,`), Buffer.from([0xff, 0xff, 10])]) }, "preferences.csv 第 4 行 unit_id “”：既不是 UTF-8 也不是 GB18030"],
  ])("%s", async (name, files, words) => {
    const own = `malformed ${name}`;
    const named: Record<string, string> = {};
    mkdirSync(at(own));
    for (const file of Object.values(INPUTS)) copyFileSync(at(file), at(`${own}/${file}`));
    for (const [file, content] of Object.entries(files)) writeFileSync(at(`${own}/${file}`), content);
    for (const [option, file] of Object.entries(INPUTS)) named[option] = `${own}/${file}`;
    const { code, out, err } = await allocate(`${own}/out`, named);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(words);
    expect(err).toMatch(/没有写出任何结果/);
    expect(existsSync(at(`${own}/out`))).toBe(false);
  }); // prettier-ignore

  test("a line of 2 GiB; what lies there already stays as it is", async () => {
    const file = openSync(at("long.csv"), "w");
    writeSync(file, "考生号,批次,志愿序号,投档单位\na,college,1,");
    // a hole without a line feed
    writeSync(file, "u", 2 ** 31);
    closeSync(file);
    expect((await allocate("kept")).code).toBe(0);
    const before = readdirSync(at("kept")).map((name) => readFileSync(at(`kept/${name}`), "utf8"));
    const { code, err } = await allocate("kept", { preferences: "long.csv" });
    expect(code).toBe(1);
    expect(err).toContain("long.csv 第 2 行  “”：这一行超过 64 KiB");
    expect(readdirSync(at("kept")).map((name) => readFileSync(at(`kept/${name}`), "utf8"))).toEqual(before);
  }, 60_000);

  test("the same files in GB18030 give the same result", async () => {
    // 考生号 类别 文化 机电 in GB18030
    const [number, category, culture, field] = ["bfbcc9fabac5", "c0e0b1f0", "cec4bbaf", "bbfab5e7"].map((hex) => Buffer.from(hex, "hex")); // prettier-ignore
    const text = (...parts: (string | Buffer | undefined)[]) => Buffer.concat(parts.map((part) => Buffer.from(part ?? ""))); // prettier-ignore
    writeFileSync(at("gb.csv"), text(number, ",", category, ",", culture, "\na,", field, ",100\nb,", field, ",90.5\n")); // prettier-ignore
    expect((await allocate("utf8")).code).toBe(0);
    expect((await allocate("gb", { candidates: "gb.csv" })).code).toBe(0);
    for (const name of ["allocation.csv", "cutoffs.csv", "reasons.ndjson"])
      expect(readFileSync(at(`gb/${name}`))).toEqual(readFileSync(at(`utf8/${name}`)));
  });
});

describe("tixi allocate verify", () => {
  const verify = (result: string, files: Record<string, string> = {}) =>
    tixi(["allocate", "verify"], files, at(result));
  /** A right result in a folder of its own, in which one file is changed. */
  async function changed(name: string, file: string, change: (text: string) => string) {
    expect((await allocate(name)).code).toBe(0);
    const before = readFileSync(at(`${name}/${file}`), "utf8");
    writeFileSync(at(`${name}/${file}`), change(before));
    expect(readFileSync(at(`${name}/${file}`), "utf8")).not.toBe(before);
    return verify(name);
  }

  test("a right result: every rule holds, exit code 0", async () => {
    expect((await allocate("right")).code).toBe(0);
    const { code, out, err } = await verify("right");
    expect([code, err]).toEqual([0, ""]);
    for (const rule of ["capacity", "envy", "waste", "cutoff", "reasons", "report"])
      expect(out).toMatch(new RegExp(`^✓ ${rule} .*符合 holds$`, "m"));
    expect(out).not.toContain("✗");
  });

  test("somebody else has the place: the rule, the candidate and the unit are named, exit code 1", async () => {
    const { code, out } = await changed("passed-over", "allocation.csv", (text) =>
      text.replace("a,u1", "b,u1"),
    );
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ envy .*违规 1 breaches$/m);
    expect(out).toMatch(/^✗ envy：.*考生 a .*u1/m);
    // the hash of the report is no longer that of the file either
    expect(out).toMatch(/^✗ report：report\.json 的 outputs\.allocation\.csv/m);
  });

  test("a cut-off, a reason, the rules of the report", async () => {
    const cutoff = await changed("cutoff", "cutoffs.csv", (text) => text.replace(",100,1", ",100,2"));
    expect([cutoff.code, cutoff.out]).toEqual([1, expect.stringMatching(/^✗ cutoff：.*last_rank 为 “2”，应为 “1”/m)]); // prettier-ignore
    const reason = await changed("reason", "reasons.ndjson", (text) => text.replace('"last_rank":1', '"last_rank":3')); // prettier-ignore
    expect([reason.code, reason.out]).toEqual([1, expect.stringMatching(/^✗ figures：考生 b /m)]);
    const rules = await changed("rules", "report.json", (text) =>
      text.replace('"culture": 1', '"culture": 2'),
    );
    expect([rules.code, rules.out]).toEqual([
      1,
      expect.stringMatching(/^✗ report：report\.json 的 rules\.score/m),
    ]);
  });

  test("other rules, or a file of the input that was changed afterwards", async () => {
    expect((await allocate("earlier")).code).toBe(0);
    writeFileSync(at("later.csv"), "考生号,类别,文化\na,机电,90\nb,机电,90.5\n");
    const { code, out } = await verify("earlier", { candidates: "later.csv" });
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ envy：.*考生 b .*u1/m);
    expect(out).toMatch(/^✗ report：report\.json 的 inputs\.candidates\.sha256/m);
  });

  test("what is not there: reasons are optional and their absence is said, cut-offs and inputs are not", async () => {
    expect((await allocate("part")).code).toBe(0);
    rmSync(at("part/reasons.ndjson"));
    const { code, out } = await verify("part");
    expect([code, out]).toEqual([0, expect.stringContaining("没有 reasons.ndjson，未检查")]);
    rmSync(at("part/cutoffs.csv"));
    for (const missing of [await verify("part"), await verify("right", { plans: "none.csv" })]) {
      expect(missing.code).toBe(1);
      expect(missing.err).toMatch(/cutoffs\.csv|none\.csv/);
      expect(missing.out).toBe("");
    }
  });

  test("an input that cannot be read is told with its place; wrong usage has exit code 2", async () => {
    writeFileSync(at("unknown.csv"), "考生号,批次,志愿序号,投档单位\na,college,1,u9\n");
    const { code, err } = await verify("right", { preferences: "unknown.csv" });
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/preferences\.csv.*unit_id “u9”：没有这个投档单位/),
    ]);
    expect((await tixi(["allocate", "verify"], {})).code).toBe(2);
  });

  test("a record beside the files: signed by whom, and what differs from it; a key without a record is an error", async () => {
    expect((await allocate("recorded")).code).toBe(0);
    const keyed = (key: string) => tixi(["allocate", "verify", "--key", key], {}, at("recorded"));
    expect((await keyed("ab")).code).toBe(2);
    expect(await keyed("0".repeat(64))).toMatchObject({
      code: 1,
      err: expect.stringContaining("没有 manifest.json"),
    });
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const key = Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url").toString("hex");
    const sha256 = createHash("sha256")
      .update(readFileSync(at("recorded/cutoffs.csv")))
      .digest("hex");
    // in canonical JSON: keys in order, no blanks
    const body = `{"files":[{"name":"cutoffs.csv","sha256":"${sha256}"}],"key":"${key}"}`;
    const signature = sign(null, Buffer.from(body), privateKey).toString("hex");
    writeFileSync(at("recorded/manifest.json"), JSON.stringify({ ...JSON.parse(body), signature }));
    const right = await keyed(key);
    expect([right.code, right.out]).toEqual([0, expect.stringContaining("✓ record 清单签名有效")]);
    expect(await verify("recorded")).toMatchObject({
      code: 0,
      out: expect.stringContaining("公钥取自清单本身"),
    });
    expect(await keyed("0".repeat(64))).toMatchObject({
      code: 1,
      out: expect.stringContaining("✗ record 清单签名不符"),
    });
    writeFileSync(at("recorded/manifest.json"), "{");
    expect(await keyed(key)).toMatchObject({ code: 1, err: expect.stringContaining("manifest.json") });
  });
});
