import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { projectFolder, serverFolder } from "./platform/config/folders.ts";

const project = projectFolder();
const read = (name: string) => fs.readFileSync(path.join(project, name), "utf8");

const DOCUMENTS = [
  "docs/security.md",
  "docs/security/inventory.md",
  "docs/security/asvs.md",
  "docs/security/dengbao.md",
];

/** Where a name in these documents leads: from the top of the project, or from the server's sources. */
const found = (name: string): string | undefined =>
  [path.join(project, name), serverFolder(name)].find((full) => fs.existsSync(full));

const marksOf = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!);
const isFile = (mark: string) => /^[\w@.-]+(\/[\w@.-]+)*\.(ts|tsx|mjs|json|sql|md|html)$/.test(mark);
const isFolder = (mark: string) => /^(packages|docs)(\/[\w@.-]+)+$/.test(mark) && !isFile(mark);
const isTest = (mark: string) => /\.test\.tsx?$/.test(mark);

describe.each(DOCUMENTS)("%s", (document) => {
  const marks = [...new Set(marksOf(read(document)))];
  const places = marks.filter((mark) => isFile(mark) || isFolder(mark));

  test("names files that are there", () => {
    expect(places.length).toBeGreaterThan(10);
    expect(places.filter((place) => found(place) === undefined)).toEqual([]);
  });

  test("names settings that are there", () => {
    const folder = serverFolder("platform", "config");
    const settings = fs
      .readdirSync(folder)
      .map((name) => fs.readFileSync(path.join(folder, name), "utf8"))
      .join("\n");
    const named = marks.flatMap((mark) => /^([A-Z][A-Z0-9]*_[A-Z0-9_]+)(=|\/|$)/.exec(mark)?.[1] ?? []);
    expect(named.filter((name) => !new RegExp(`^\\s*${name}:`, "m").test(settings))).toEqual([]);
  });

  test("leads to pages that are there", () => {
    const links = [...read(document).matchAll(/\]\(([^)#\s]+)/g)].map((match) => match[1]!);
    const here = links.filter((link) => !link.startsWith("https:"));
    expect(here.length).toBeGreaterThan(0);
    const broken = here.filter((link) => !fs.existsSync(path.join(project, path.dirname(document), link)));
    expect(broken).toEqual([]);
  });
});

describe("the threat model", () => {
  const threats = read("docs/security.md").split(/^### /m).slice(1);

  test("says of each threat where it is stopped, by which test that is proved, and what remains", () => {
    expect(threats.length).toBeGreaterThan(15);
    for (const threat of threats) {
      const line = (word: string) => new RegExp(`^${word}: (.+)$`, "m").exec(threat)?.[1] ?? "";
      expect(marksOf(line("Where")).length, `${threat.split("\n")[0]}: where`).toBeGreaterThan(0);
      expect(line("Remains"), `${threat.split("\n")[0]}: what remains`).not.toBe("");
      const proofs = marksOf(line("Proof"));
      if (line("Proof") !== "none")
        expect(
          proofs.length > 0 && proofs.every(isTest),
          `${threat.split("\n")[0]}: proof ${proofs.join(" ")}`,
        ).toBe(true);
    }
  });
});

interface Row {
  number: string;
  state: string;
  reason: string;
  level?: string;
}
const cellsOf = (document: string) =>
  read(document)
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").map((cell) => cell.trim()));

const sum = (rows: readonly Row[], state: string) => rows.filter((row) => row.state === state).length;
/** What is claimed to be done names where; what is not says why. */
const bare = (rows: readonly Row[]) =>
  rows
    .filter(({ state, reason }) =>
      ["met", "partly"].includes(state) ? marksOf(reason).length === 0 : reason === "",
    )
    .map(({ number }) => number);

describe("the table of OWASP ASVS", () => {
  const rows = cellsOf("docs/security/asvs.md")
    .filter(([, number]) => /^\d+\.\d+\.\d+$/.test(number!))
    .map(([, number, level, , state, reason]): Row => ({
      number: number!,
      level: level!,
      state: state!,
      reason: reason!,
    }));
  const wanted = JSON.parse(read("docs/security/asvs-5.0.0.json")) as Record<"1" | "2", string[]>;

  test("has every requirement of levels 1 and 2 once, with its level", () => {
    // as many as version 5.0.0 has of each level
    expect([wanted[1].length, wanted[2].length]).toEqual([70, 183]);
    const all = (["1", "2"] as const).flatMap((level) => wanted[level].map((number) => `${number} ${level}`));
    expect(rows.map(({ number, level }) => `${number} ${level}`).sort()).toEqual(all.sort());
  });

  test("has a state, and a place or a reason, for each, and says how many", () => {
    expect(rows.filter(({ state }) => !["met", "partly", "not met", "n/a"].includes(state))).toEqual([]);
    expect(bare(rows)).toEqual([]);
    expect(read("docs/security/asvs.md")).toContain(
      `Of ${rows.length} requirements: ${sum(rows, "met")} met, ${sum(rows, "partly")} partly, ${sum(rows, "not met")} not met, ${sum(rows, "n/a")} n/a.`,
    );
  });

  test("tells of everything that is not met before the tables", () => {
    const open = read("docs/security/asvs.md").split("## V1 ")[0]!;
    for (const { number } of rows.filter(({ state }) => state === "not met")) expect(open).toContain(number);
  });
});

/** How many letters each clause of GB/T 22239-2019, third level, has; 0: one sentence without letters. */
const CLAUSES: Record<string, number> = {
  "8.1.2.1": 5, "8.1.2.2": 2, "8.1.2.3": 0,
  "8.1.3.1": 4, "8.1.3.2": 5, "8.1.3.3": 4, "8.1.3.4": 2, "8.1.3.5": 4, "8.1.3.6": 0,
  "8.1.4.1": 4, "8.1.4.2": 7, "8.1.4.3": 4, "8.1.4.4": 6, "8.1.4.5": 0, "8.1.4.6": 0, "8.1.4.7": 2, "8.1.4.8": 2,
  "8.1.4.9": 3, "8.1.4.10": 2, "8.1.4.11": 2,
  "8.1.5.1": 2, "8.1.5.2": 2, "8.1.5.3": 2, "8.1.5.4": 6,
}; // prettier-ignore

describe("the table of 等保 2.0", () => {
  const rows = cellsOf("docs/security/dengbao.md")
    .filter(([, number]) => /^8\.1\.\d/.test(number!))
    .map(([, number, , state, reason]): Row => ({ number: number!, state: state!, reason: reason! }));

  test("has every clause once", () => {
    const all = Object.entries(CLAUSES).flatMap(([clause, letters]) =>
      letters === 0
        ? [clause]
        : Array.from("abcdefg".slice(0, letters)).map((letter) => `${clause} ${letter}`),
    );
    expect(rows.map(({ number }) => number).sort()).toEqual(all.sort());
  });

  test("has a state, and a place or a reason, for each, and says how many", () => {
    expect(rows.filter(({ state }) => !["met", "partly", "not met", "operator"].includes(state))).toEqual([]);
    expect(bare(rows)).toEqual([]);
    expect(read("docs/security/dengbao.md")).toContain(
      `Of ${rows.length} clauses: ${sum(rows, "met")} met, ${sum(rows, "partly")} partly, ${sum(rows, "not met")} not met, ${sum(rows, "operator")} operator.`,
    );
  });
});
