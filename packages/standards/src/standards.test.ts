import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compile } from "../build/compile.ts";
import { standards } from "./index.ts";
import { dataFolder } from "./tables.ts";

const tables = standards();
const source = fileURLToPath(new URL("../../../../shared/data/standards", import.meta.url));

describe("the official tables", () => {
  it("hold the programmes of the catalogue, level by level", () => {
    const of2021 = tables.programmes.filter((p) => p.stage === "2021");
    const count = (level: string) => of2021.filter((p) => p.level === level).length;
    expect([count("secondary"), count("college"), count("bachelor")]).toEqual([358, 744, 247]);
  });

  it("have unique codes", () => {
    for (const table of [
      tables.programmes,
      tables.occupations,
      tables.groups,
      tables.classes,
      tables.regions,
    ]) {
      const codes = table.map((row) => row.code);
      expect(new Set(codes).size).toBe(codes.length);
    }
  });

  it("link only codes that exist, from both ends alike", () => {
    for (const programme of tables.programmes)
      for (const link of tables.occupationsOf(programme.code)) {
        expect(tables.findOccupation(link.code), `${programme.code} → ${link.code}`).toBeDefined();
        expect(tables.programmesOf(link.code).some((back) => back.code === programme.code)).toBe(true);
      }
  });

  it("leave out occupations that only the draft has, and invent no code", () => {
    expect(tables.occupations.some((o) => o.name === "版权服务师")).toBe(false);
    expect(tables.occupations.every((o) => /^\d-\d{2}-\d{2}-\d{2}$/.test(o.code))).toBe(true);
    expect(tables.uncoded.occupations).toHaveLength(15);
  });

  it("say of mechanical links that they are doubtful", () => {
    const doubtful = tables.programmes.flatMap((p) =>
      tables.occupationsOf(p.code).filter((link) => link.doubtful),
    );
    expect(doubtful.length).toBeGreaterThan(100);
    expect(doubtful.every((link) => link.kind === "official" && link.weight < 0.5)).toBe(true);
  });

  it("find a State-controlled programme with and without its suffix", () => {
    const controlled = tables.programmes.find((p) => p.controlled)!;
    expect(controlled.code).toMatch(/K$/);
    expect(tables.findProgramme(controlled.code.slice(0, 6))).toBe(controlled);
  });

  it("show where a programme leads and what leads to it", () => {
    const profile = tables.profile("460301");
    expect(profile.onward.map((o) => o.code)).toContain("260301");
    expect(profile.from.map((f) => f.code)).toContain("660301");
    expect(profile.coreCourses.length).toBeGreaterThan(3);
  });
});

describe("search", () => {
  it.each([
    ["机电一体化", "460301"],
    ["jdyth", "460301"],
    ["460301", "460301"],
    ["电工", "6-31-01-03"],
    ["杭州", "330100"],
  ])("%s finds %s first", (query, code) => {
    expect(tables.search(query)[0]?.code).toBe(code);
  });

  it("finds occupations by the name of a work type", () => {
    expect(tables.search("劳务派遣员").map((hit) => hit.match)).toContain("work-type");
  });

  it("answers nonsense with nothing", () => {
    for (const query of ["", "   ", "%%%", "zzzzqqq", "\u0000", "💥"])
      expect(tables.search(query)).toEqual([]);
  });
});

describe("compiling", () => {
  it.skipIf(!existsSync(source))(
    "the collected tables again gives the committed bytes (skipped without ../shared)",
    () => {
      for (const [name, content] of compile(source))
        expect(readFileSync(join(dataFolder(), name), "utf8") === content, name).toBe(true);
    },
  );
});
