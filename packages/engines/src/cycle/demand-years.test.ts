import { describe, expect, it } from "vitest";
import { estimateDemand } from "../demand/index.ts";
import type { IndustryPlanRow } from "../types/index.ts";
import { demandYears } from "./demand-years.ts";
import { defaultParameters } from "./parameters.ts";

/** Thirty posts of 2026 in one occupation: `inManufacturing` of them in section C, the others in section I. */
function estimateOf(inManufacturing: number) {
  const count = 30;
  return estimateDemand(
    {
      year: 2026,
      cities: ["990100"],
      occupations: ["6-18-01-01"],
      postings: {
        count,
        key: Uint32Array.from({ length: 2 * count }, (_, k) => 1 + k),
        employer: Uint32Array.from({ length: count }, (_, i) => 1 + i),
        city: new Uint16Array(count),
        occupation: new Uint16Array(count),
        confidence: new Float32Array(count).fill(0.9),
        education: new Uint8Array(count),
        headcount: new Uint16Array(count).fill(2),
        day: new Int32Array(count).fill(Date.UTC(2026, 5, 1) / 86_400_000),
        industry: Uint8Array.from({ length: count }, (_, i) => (i < inManufacturing ? 3 : 9)),
        signature: new Uint8Array(32 * count),
      },
      clusters: { vacancyOf: Uint32Array.from({ length: count }, (_, i) => i), count },
      surveys: [],
    },
    { ...defaultParameters.demand, graduateShare: [1, 1, 1, 1, 1], maxYears: 8 },
  );
}
const plan = (year: number, growth: number): IndustryPlanRow => ({ industryCode: "C", city: null, year, growth, newPosts: null, document: "" }); // prettier-ignore
const factors = (inManufacturing: number, rows: IndustryPlanRow[]): number[] =>
  demandYears(estimateOf(inManufacturing), 2026, rows, defaultParameters).growth.get(0)!.factor;

describe("the growth that industry plans expect", () => {
  it("joins the trend by its weight: 10 % a year at one half is the root of 1.1, then 1.1", () => {
    const found = factors(30, [plan(2027, 0.1), plan(2028, 0.1)]);
    expect(found[0]).toBeCloseTo(Math.sqrt(1.1), 9);
    expect(found[1]).toBeCloseTo(1.1, 9);
    // No plan for 2029: what was planned until then stays.
    expect(found[2]).toBeCloseTo(1.1, 9);
  });

  it("weighs by the share of the hires that it covers", () => {
    expect(factors(15, [plan(2027, 0.1)])[0]).toBeCloseTo(1.1 ** 0.25, 9);
  });

  it("changes nothing where there is none", () => {
    expect(factors(30, [])).toEqual([1, 1, 1, 1, 1]);
    expect(factors(0, [plan(2027, 0.1)])).toEqual([1, 1, 1, 1, 1]);
  });
});
