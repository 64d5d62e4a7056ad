import { standards } from "@tixi/standards";
import { describe, expect, it } from "vitest";
import { checkCreditCode, checkSchoolCode } from "../identifiers/index.ts";
import { SAMPLE_REGIONS, sampleOfferings, samplePostings, sampleRegister } from "./index.ts";

const options = { postings: 5_000, offerings: 500, seed: 3, enterprises: 100 };
const register = sampleRegister(options);
const { organisations } = register;

describe("the register of the sample province", () => {
  it("is invented throughout, with codes that are sound and can be nobody's", () => {
    const codes = new Set<string>();
    const regions = new Set(SAMPLE_REGIONS.map((region) => region.code));
    for (const { name, region, creditCode, schoolCode } of organisations) {
      expect(name).toContain("示例");
      expect(regions).toContain(region);
      for (const code of [creditCode, schoolCode]) {
        if (code === null) continue;
        expect(codes.has(code)).toBe(false);
        codes.add(code);
      }
      if (creditCode !== null) expect(checkCreditCode(creditCode)).toMatchObject({ ok: true });
      if (creditCode !== null) expect(creditCode.slice(2, 4)).toBe("99");
      if (schoolCode !== null)
        expect(checkSchoolCode(schoolCode, region)).toMatchObject({ ok: true, doubt: null });
    }
    expect(standards().regions.some((region) => region.code.startsWith("99"))).toBe(false);
  });

  it("holds every school of the offerings under its name of the year, and the largest employers", () => {
    const named = new Map<string, number[]>();
    for (const [school, , , , , year] of sampleOfferings(options.offerings, options.seed))
      named.set(school!, [...(named.get(school!) ?? []), Number(year)]);
    const now = new Set(organisations.map((one) => one.name));
    const before = new Map(
      organisations.flatMap(({ former }) => (former ? [[former.name, former.until] as const] : [])),
    );
    for (const [school, years] of named) {
      if (now.has(school)) continue;
      const until = before.get(school);
      expect(until, school).toBeDefined();
      expect(Math.max(...years)).toBeLessThan(Number(until!.slice(0, 4)));
    }
    expect(before.size).toBe(1);
    const posts = new Map<string, number>();
    for (const { cells } of samplePostings(options.postings, options.seed))
      posts.set(cells[2]!, (posts.get(cells[2]!) ?? 0) + 1);
    const largest = [...posts].sort((a, b) => b[1] - a[1]).slice(0, 4);
    for (const [name] of largest) expect(now).toContain(name);
  });

  it("names nothing that is not there, and the same again", () => {
    const keys = new Set(organisations.map((one) => one.key));
    expect(keys.size).toBe(organisations.length);
    for (const { parent } of organisations) if (parent !== null) expect(keys).toContain(parent);
    for (const { predecessors, into } of register.mergers)
      for (const key of [...predecessors, into]) expect(keys).toContain(key);
    expect(register.mergers).toHaveLength(1);
    expect(sampleRegister(options)).toEqual(register);
  });
});
