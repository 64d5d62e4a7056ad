import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { run } from "./main.ts";

const folder = mkdtempSync(path.join(tmpdir(), "tixi-place-"));
const at = (name: string) => path.join(folder, name);
const HAN = `岗位编号,企业编号,名额,同类岗位职工数,月报酬,同岗位工资,开始日期,夜班
j1,e1,2,30,4000,5000,2026-09-01,
j2,e1,2,30,4000,5000,2026-09-01,
j3,e2,5,30,3999.99,5000,2026-09-01,
j4,e2,5,30,5000,5000,2026-09-01,是
`;
beforeAll(() => {
  writeFileSync(at("rules.json"), "{}");
  writeFileSync(at("students.csv"), "student_id,birth_date,year_of_study,programme_code\na,2008-01-01,2,460104\nb,2009-01-01,3,460104\nc,2010-09-02,2,460104\n");
  writeFileSync(at("enterprises.csv"), "企业编号,在岗职工数\ne1,15\ne2,100\n");
  writeFileSync(at("posts.csv"), HAN);
  const wishes = ["a", "b", "c"].flatMap((id) => ["j3", "j1", "j2"].map((other, k) => `student,${id},${k + 1},${other}`));
  const lists = ["j1", "j2", "j3"].flatMap((id) => ["b", "c", "a"].map((other, k) => `post,${id},${k + 1},${other}`));
  writeFileSync(at("preferences.csv"), `side,id,rank,other_id\n${[...wishes, ...lists].join("\n")}\n`);
}); // prettier-ignore
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command over the files of the folder, with some of the words replaced. */
async function tixi(command: string[], more: string[], files: Record<string, string> = {}) {
  const names = ["rules", "students", "enterprises", "posts", "preferences"];
  const options = names.flatMap((name) => [`--${name}`, at(files[name] ?? (name === "rules" ? "rules.json" : `${name}.csv`))]); // prettier-ignore
  const said = { out: "", err: "" };
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => ((said.out += String(chunk)), true)); // prettier-ignore
  const stderr = vi.spyOn(process.stderr, "write").mockImplementation((chunk) => ((said.err += String(chunk)), true)); // prettier-ignore
  try {
    return { code: await run([...command, ...options, ...more]), ...said };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

describe("tixi place", () => {
  test("writes four files: who goes where, what is unlawful, why; the same bytes each time", async () => {
    const first = await tixi(["place"], ["--out", at("first")]);
    expect(first).toMatchObject({ code: 0 });
    expect(first.err).toContain("3 students, 1 placed");
    await tixi(["place"], ["--out", at("second")]);
    for (const name of readdirSync(at("first")))
      expect(readFileSync(at(`first/${name}`))).toEqual(readFileSync(at(`second/${name}`)));
    expect(readFileSync(at("first/placement.csv"), "utf8")).toBe("student_id,post_id\nb,j1\n");
    expect(readFileSync(at("first/unlawful.csv"), "utf8")).toBe(
      "post_id,student_id,rule,figure,limit\nj1,c,INT-02,15,16\nj2,c,INT-02,15,16\nj3,,INT-04,3999.99,4000.00\nj4,,INT-03,night,filing_no\n",
    );
    const [a] = readFileSync(at("first/reasons.ndjson"), "utf8").split("\n").map((line) => (line ? JSON.parse(line) : null) as { preferences: object[] }); // prettier-ignore
    expect(a!.preferences[1]).toEqual({ preference: 2, post_id: "j1", outcome: "full", cap: "enterprise", of: "e1", max: 1, last: 1, rank: 2 }); // prettier-ignore
  });

  test("the checker agrees; a changed result is named", async () => {
    await tixi(["place"], ["--out", at("third")]);
    const right = await tixi(["place", "verify"], [at("third")]);
    expect(right).toMatchObject({ code: 0 });
    expect(right.out).toContain("lawful, stable and best");
    cpSync(at("third"), at("changed"), { recursive: true });
    writeFileSync(at("changed/placement.csv"), "student_id,post_id\na,j1\n");
    const wrong = await tixi(["place", "verify"], [at("changed")]);
    expect(wrong.code).toBe(1);
    expect(wrong.out).toContain("b wants j1 more and stands before a");
    expect((await tixi(["place", "verify"], [at("nowhere")])).code).toBe(1);
  });

  test("input at fault: where and why, exit code 1, nothing written; wrong usage: 2", async () => {
    writeFileSync(at("bad.csv"), HAN.replace("j2,e1,2", "j1,e9,two"));
    const { code, err } = await tixi(["place"], ["--out", at("fourth")], { posts: "bad.csv" });
    expect(code).toBe(1);
    expect(err).toContain("bad.csv 第 3 行 post_id “j1”：重复，已见于第 2 行");
    expect(err).toContain("bad.csv, line 3, capacity “two”");
    writeFileSync(at("bad.json"), '{"share":1}');
    expect((await tixi(["place"], ["--out", at("fourth")], { rules: "bad.json" })).err).toContain("share");
    writeFileSync(at("short.csv"), "student_id,birth_date\na,2008-01-01\n");
    const short = await tixi(["place"], ["--out", at("fourth")], { students: "short.csv" });
    expect(short.err).toContain("short.csv：缺少列 year_of_study 年级、programme_code 专业代码");
    expect(readdirSync(folder)).not.toContain("fourth");
    expect((await tixi(["place"], [])).code).toBe(2);
  });
});
