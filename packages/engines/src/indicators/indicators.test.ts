import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { offeringYear, schoolYear, inventFacts } from "../adjustment/testing/index.ts";
import {
  checkConditions, DEFINITIONS, definitionOf, factsOf, figureWords, findIndicator, INDICATORS, NATIONAL_LIMIT, NATIONAL_PARAMETERS, offeringCap, prepare, programmeFacts,
  shareBelow, SHOWN, subjectOf, UNKNOWN_WORDS, urgencyOf, type OfferingYear, type SchoolYear,
} from "./index.ts"; // prettier-ignore

const offering = (row: Partial<OfferingYear>) => offeringYear({ key: "o", year: 2025, ...row });

function value(
  key: string,
  offerings: OfferingYear[],
  schools: SchoolYear[] = [],
  entry = 2026,
  year = entry - 1,
) {
  const world = prepare(factsOf(offerings, schools, []), NATIONAL_PARAMETERS, entry);
  const indicator = findIndicator(key)!;
  return indicator.compute(world, subjectOf(world, indicator, 0), year);
}

describe("indicators of an offering", () => {
  it("counts further study as placed, and never takes what is missing for nothing", () => {
    expect(value("employment-rate", [offering({ graduates: 50, employed: 30, furtherStudy: 10 })])).toBe(0.8);
    expect(value("employment-rate", [offering({ graduates: 50, employed: 30 })])).toEqual({ unknown: "not-stated", fields: ["furtherStudy"] }); // prettier-ignore
    expect(value("employment-rate", [offering({ graduates: 0, employed: 0, furtherStudy: 0 })])).toEqual({ unknown: "no-graduates", fields: ["graduates"] }); // prettier-ignore
    expect(value("matched-rate", [offering({ employed: 40, matchedEmployed: 10 })])).toBe(0.25);
    // records of those trained jointly stand beside what the school states, and never in its place
    expect(value("tracked-matched-rate", [offering({ employed: 40, matchedEmployed: 10, trackedCoded: 4, trackedMatched: 3 })])).toBe(0.75); // prettier-ignore
    expect(value("tracked-matched-rate", [offering({ employed: 40, matchedEmployed: 10 })])).toEqual({ unknown: "not-stated", fields: ["trackedCoded", "trackedMatched"] }); // prettier-ignore
    expect(value("registration-rate", [offering({ admitted: 40, registered: 30 })])).toBe(0.75);
    expect(value("complaints-per-100", [offering({ complaints: 3, enrolment: [50, 50, 50] })])).toBe(2);
  });

  it("counts the years without intake back to the last intake or to where nothing is stated", () => {
    const years = (figures: (number | null)[]) =>
      figures.map((registered, i) => offering({ year: 2025 - i, registered }));
    expect(value("years-without-intake", years([0, 0, 5]))).toBe(2);
    expect(value("years-without-intake", years([0, 0, 0, null]))).toBe(3);
    expect(value("years-without-intake", years([null, 0, 0]))).toMatchObject({ unknown: "not-stated" });
    expect(
      value("years-without-intake", [offering({ plan: 0 }), offering({ year: 2024, registered: 9 })]),
    ).toBe(1);
  });

  it("ranks a tie by the lowest place, so that equals stand or fall together", () => {
    expect([...shareBelow(Float64Array.from([0.5, 0.5, 0.9, NaN, 0.1]), ["a", "a", "a", "a", "b"])]).toEqual([0, 0, 2 / 3, NaN, 0]); // prettier-ignore
  });

  it("reads nothing later than the run may know", () => {
    const rows = [offering({ year: 2024, admitted: 40, registered: 20 }), offering({ year: 2025, admitted: 40, registered: 40 })]; // prettier-ignore
    expect(value("registration-rate", rows, [], 2025, 2025)).toMatchObject({ unknown: "not-stated" });
    expect(value("registration-rate", rows, [], 2025, 2024)).toBe(0.5);
  });
});

describe("definitions", () => {
  it("defines each figure once, and every list and report that shows one names a definition", () => {
    const keys = DEFINITIONS.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(SHOWN.filter(({ key }) => !keys.includes(key))).toEqual([]);
    expect(definitionOf("demand-list", "price")).toBe("post-worth");
    expect(definitionOf("demand-list", "skills")).toBeUndefined();
  });

  it("grades a shortage by its share of the demand and by how many are short", () => {
    expect(urgencyOf(80, 100)).toEqual({ score: 80, grade: "severe" });
    // a whole share of very few is no urgency of a province
    expect(urgencyOf(4, 4)).toEqual({ score: 100, grade: "none" });
    expect(urgencyOf(15, 15)).toEqual({ score: 100, grade: "high" });
    expect(urgencyOf(0, 0)).toEqual({ score: 0, grade: "none" });
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.integer({ min: 1, max: 500 }), (a, b, wanted) => {
        const order = ["none", "some", "high", "severe"];
        const [less, more] = [urgencyOf(Math.min(a, b), wanted), urgencyOf(Math.max(a, b), wanted)];
        expect(more.score).toBeGreaterThanOrEqual(less.score);
        expect(order.indexOf(more.grade)).toBeGreaterThanOrEqual(order.indexOf(less.grade));
      }),
      { seed: 20261127 },
    );
  }); // prettier-ignore
});

describe("the balance", () => {
  const cell = (year: number, priceMin: number, surplus: number) => ({ year, programme: "410101", city: "350100", supply: 100, surplus, priceMin, priceMax: 1, countsOnlyDemand: 0, countsOnlyGap: -5 }); // prettier-ignore
  const facts = (duration: number) =>
    factsOf([offering({ duration, registered: 1 })], [], [
      programmeFacts(2026, [cell(2026, 0.9, 0), cell(2029, 0.2, 60), cell(2031, 0.1, 90)]),
      programmeFacts(2028, [cell(2028, 0.5, 50)]),
    ]); // prettier-ignore
  const at = (key: string, entry: number, duration = 3) => {
    const world = prepare(facts(duration), NATIONAL_PARAMETERS, entry);
    return findIndicator(key)!.compute(world, 0, entry - 1);
  };

  it("is asked for the year in which those who enter graduate, no later than the horizon", () => {
    expect(at("price", 2026)).toBe(0.9);
    expect(at("price-at-graduation", 2026)).toBe(0.2);
    expect(at("gap-share-at-graduation", 2026)).toBe(0.6);
    expect(at("gap-trend", 2026)).toBe(0.6);
    expect(at("price-at-graduation", 2026, 9)).toBe(0.1);
    expect(at("counts-only-gap", 2026)).toBe(-5);
  });

  it("uses the newest cycle that was there at the time", () => {
    expect(at("price", 2025)).toMatchObject({ unknown: "no-cycle" });
    expect(at("price", 2028)).toBe(0.5);
  });
});

describe("school conditions", () => {
  const school = (row: Partial<SchoolYear>) => schoolYear({ school: "s0", year: 2025, ...row });

  it("counts ten evening students as three, and outside teachers as half of at most a quarter", () => {
    const base = { studentsFull: 1000, teachersFull: 40, teachersPart: 100 };
    const before = value("equivalent-students", [offering({})], [school(base)]) as number;
    expect(value("equivalent-students", [offering({})], [school({ ...base, evening: 10 })])).toBeCloseTo(
      before + 3,
    );
    expect(value("equivalent-students", [offering({})], [school({ ...base, masters: 10 })])).toBeCloseTo(
      before + 5,
    );
    expect(value("equivalent-teachers", [offering({})], [school(base)])).toBe(45);
    expect(value("students-per-teacher", [offering({})], [school(base)])).toBeCloseTo(1000 / 45);
  });

  it("counts what fails the line of the school's type, and knows the exception for large libraries", () => {
    const poor = school({ studentsFull: 1000, teachersFull: 40, teachersGraduate: 2, books: 90_000 });
    expect(value("limit-failures", [offering({})], [poor])).toBe(2);
    expect(value("limit-failures", [offering({})], [school({ ...poor, schoolType: null })])).toMatchObject({ unknown: "school-type-unknown" }); // prettier-ignore
    const large = school({ studentsFull: 40_000, books: 40_000, booksNew: 95_000 });
    const world = prepare(factsOf([offering({})], [large], []), NATIONAL_PARAMETERS, 2026);
    expect(checkConditions(world, NATIONAL_LIMIT, 0, 2025).find(({ item }) => item === "books")).toMatchObject({ met: true, excepted: true }); // prettier-ignore
  });

  it("takes money from fen to yuan, once", () => {
    expect(
      value("equipment", [offering({})], [school({ studentsFull: 100, equipmentValue: 40_000_000 })]),
    ).toBe(4000);
  });

  it("counts offerings against the school's size", () => {
    const rows = ["a", "b", "c"].map((key) => offering({ key, plan: 30 }));
    expect(value("students-per-offering", rows, [school({ studentsFull: 750 })])).toBe(250);
    expect(offeringCap(750, 300)).toBe(2);
  });

  it("tells new offerings only where the year before is known", () => {
    const rows = [offering({ key: "a", year: 2024, plan: 30 }), offering({ key: "a", plan: 30 }), offering({ key: "b", plan: 30 })]; // prettier-ignore
    expect(value("new-offerings", rows)).toBe(1);
    expect(value("new-offerings", [offering({ key: "a", plan: 30 })])).toMatchObject({
      unknown: "one-year-only",
    });
  });
});

it("every indicator has its words, its lineage and its basis, and answers a finite figure or a reason", () => {
  expect(new Set(INDICATORS.map(({ key }) => key)).size).toBe(INDICATORS.length);
  const odd: string[] = [];
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      const { facts } = inventFacts(40, [2022, 2023, 2024, 2025], seed, [["410101", "college"], ["510201", "college"]]); // prettier-ignore
      const world = prepare(facts, NATIONAL_PARAMETERS, 2026);
      for (const indicator of INDICATORS) {
        if (indicator.lineage.length === 0) odd.push(`${indicator.key} without lineage`);
        for (let o = 0; o < 40; o++)
          for (const year of [2021, 2023, 2025, 2026]) {
            const found = indicator.compute(world, subjectOf(world, indicator, o), year);
            const good = typeof found === "number" ? Number.isFinite(found) : found.unknown in UNKNOWN_WORDS;
            if (!good) odd.push(`${indicator.key} ${year} ${String(found)}`);
          }
      }
      expect(odd).toEqual([]);
    }),
    { numRuns: 20, seed: 11 },
  );
});

it("writes figures alike everywhere", () => {
  expect(figureWords(0.916, "share", "zh")).toBe("91.6 %");
  expect(figureWords(18.44, "persons-per-teacher", "zh")).toBe("18.4∶1");
  expect(figureWords(12345.6, "yuan", "zh")).toBe("12,346 元");
  expect(figureWords(-0.25, "share", "en")).toBe("−25 %");
});
