import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OfferingRow } from "../types/index.ts";
import { estimateSupply, type SupplyOptions } from "./index.ts";

// The same instances in every run; another seed is another test.
fc.configureGlobal({ seed: 20221221 });

const none = { secondary: null, college: null, bachelor: null };
const options: SupplyOptions = {
  retention: none,
  furtherStudyShare: none,
  stayShare: none,
  duration: { secondary: 3, college: 3, bachelor: 4 },
  yearsOf: () => null,
  interval: 0.8,
};
const row = (year: number, facts: Partial<OfferingRow> = {}): OfferingRow => ({
  schoolCode: null, schoolName: "示例学校", programmeCode: "660101", level: "secondary", city: "990100", year, duration: 3, plan: null,
  admitted: null, registered: null, enrolment: [], graduates: null, employed: null, matchedEmployed: null, furtherStudy: null,
  stayed: null, ...facts,
}); // prettier-ignore
const at = (rows: OfferingRow[], year: number, horizon = 5, changed: Partial<SupplyOptions> = {}) =>
  estimateSupply({ year: 2026, horizon, offerings: rows }, { ...options, ...changed }).cells.find(
    (cell) => cell.year === year,
  );

describe("the supply", () => {
  it("takes the graduates as stated, less those who study on or leave", () => {
    const found = at([row(2026, { graduates: 100, furtherStudy: 30, stayed: 50 })], 2026);
    expect(found).toMatchObject({
      graduates: 100, furtherStudy: 30, leaving: 20, supply: 50, kind: "measured", flags: ["graduates-stated"], low: 50, high: 50,
    }); // prettier-ignore
  });

  it("follows a cohort by its grades: 100 begin, 90 go on, 81 go on, 72.9 graduate", () => {
    const rows = [
      row(2023, { enrolment: [100, 100, 100], graduates: 90 }),
      row(2024, { enrolment: [100, 90, 90], graduates: 90 }),
      row(2025, { enrolment: [100, 90, 81], graduates: 81 }),
      row(2026, { enrolment: [100, 90, 81] }),
    ];
    // Completion was measured as 90/100, 81/90, 81/90; retention as 90/100 each.
    expect(at(rows, 2027)!.graduates).toBeCloseTo(81 * 0.9, 6);
    expect(at(rows, 2028)!.graduates).toBeCloseTo(90 * 0.9 * 0.9, 6);
    expect(at(rows, 2029)!.graduates).toBeCloseTo(100 * 0.9 * 0.9 * 0.9, 6);
  });

  it("uses the registered, then the admitted, then the plan, and says which", () => {
    expect(at([row(2024, { registered: 80, admitted: 90, plan: 100 })], 2027)!.flags).toContain("from-registered"); // prettier-ignore
    expect(at([row(2024, { admitted: 90, plan: 100 })], 2027)!.flags).toContain("from-admitted");
    expect(at([row(2024, { plan: 100 })], 2027)!.flags).toContain("from-plan");
  });

  it("takes parameters where the files say nothing, and notes where there is neither", () => {
    const rows = [row(2024, { registered: 100 })];
    const bare = at(rows, 2027)!;
    expect(bare.supply).toBe(100);
    expect(bare.flags).toEqual(expect.arrayContaining(["retention-missing", "further-study-missing", "stay-missing"])); // prettier-ignore
    const told = at(rows, 2027, 5, {
      furtherStudyShare: { ...none, secondary: 0.5 },
      stayShare: { ...none, secondary: 0.8 },
    })!;
    expect(told).toMatchObject({ graduates: 100, furtherStudy: 50 });
    expect(told.leaving).toBeCloseTo(10, 9);
    expect(told.supply).toBeCloseTo(40, 9);
    expect(told.flags).toEqual(expect.arrayContaining(["further-study-parameter", "stay-parameter"]));
  });

  it("does not go on with an offering that has ended, nor begin one before it began", () => {
    const others = [2022, 2023, 2024, 2025, 2026].map((year) => row(year, { schoolName: "另一所", registered: 50 })); // prettier-ignore
    const ended = [...others, row(2022, { registered: 40 }), row(2023, { registered: 40 })];
    const schools = (year: number) => at(ended, year)!.schools;
    expect(schools(2026)).toBe(2);
    expect(schools(2027)).toBe(1);
  });

  it("adds up the rows of one school, programme and year, and says how many", () => {
    const found = estimateSupply(
      { year: 2026, horizon: 0, offerings: [row(2026, { graduates: 30 }), row(2026, { graduates: 12 })] },
      options,
    );
    expect(found.merged).toBe(1);
    expect(found.cells[0]).toMatchObject({ graduates: 42, schools: 1 });
  });

  it("takes the years of study from the file, the official table, or the level's usual ones", () => {
    const rows = [row(2024, { duration: null, registered: 60 })];
    expect(at(rows, 2026, 0, { yearsOf: () => 2 })!.flags).not.toContain("duration-assumed");
    expect(at(rows, 2027)!.flags).toContain("duration-assumed");
  });

  const offerings = fc.array(
    fc.record({
      school: fc.nat(3),
      programme: fc.constantFrom("660101", "660102", "730201"),
      year: fc.integer({ min: 2022, max: 2026 }),
      plan: fc.option(fc.nat(200)),
      registered: fc.option(fc.nat(200)),
      enrolment: fc.array(fc.nat(200), { maxLength: 3 }),
      graduates: fc.option(fc.nat(200)),
      furtherStudy: fc.option(fc.nat(200)),
      stayed: fc.option(fc.nat(200)),
    }),
    { maxLength: 25 },
  );
  const rowsOf = (list: readonly { school: number; programme: string; year: number }[]) =>
    list.map(({ school, programme, ...facts }) => row(facts.year, { ...facts, schoolName: `学校${school}`, programmeCode: programme })); // prettier-ignore

  it("conserves persons: graduates = further study + leaving + supply, and nothing is negative or missing", () => {
    fc.assert(
      fc.property(offerings, (list) => {
        for (const cell of estimateSupply({ year: 2026, horizon: 5, offerings: rowsOf(list) }, options)
          .cells) {
          expect(cell.furtherStudy + cell.leaving + cell.supply).toBeCloseTo(cell.graduates, 6);
          for (const value of [cell.graduates, cell.furtherStudy, cell.leaving, cell.supply, cell.low])
            expect(value).toBeGreaterThanOrEqual(0);
          expect(cell.low).toBeLessThanOrEqual(cell.supply);
          expect(cell.high).toBeGreaterThanOrEqual(cell.supply);
          expect(Number.isFinite(cell.high)).toBe(true);
        }
      }),
    );
  });

  it("does not depend on the order of the rows", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(offerings.filter((l) => l.length > 0).map((l) => l[0]!), { selector: (o) => `${o.school} ${o.programme} ${o.year}`, maxLength: 20 }),
        (list) => {
          const rows = rowsOf(list);
          const answer = (r: OfferingRow[]) => estimateSupply({ year: 2026, horizon: 3, offerings: r }, options);
          const close = (r: ReturnType<typeof answer>) => r.cells.map((c) => ({ ...c, supply: Math.round(c.supply * 1e6), graduates: Math.round(c.graduates * 1e6), furtherStudy: 0, leaving: 0, low: 0, high: 0 }));
          expect(close(answer([...rows].reverse()))).toEqual(close(answer(rows)));
        },
      ),
    ); // prettier-ignore
  });
});
