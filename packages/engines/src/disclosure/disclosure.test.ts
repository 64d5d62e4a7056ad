import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { loadHighs } from "../cycle/index.ts";
import type { LpSolver } from "../cycle/types.ts";
import { attack, bounds, relationsOf, suppress } from "./index.ts";
import { cubeOf } from "./testing/index.ts";

// The same instances in every run; another seed is another test.
fc.configureGlobal({ seed: 20221221 });

const protection = 0.1;

const tables = fc
  .record({
    groups: fc.integer({ min: 1, max: 3 }),
    codes: fc.integer({ min: 1, max: 3 }),
    cities: fc.integer({ min: 1, max: 4 }),
    values: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 })), { minLength: 36, maxLength: 36 }),
    hidden: fc.array(fc.boolean(), { minLength: 36, maxLength: 36 }),
  })
  .map(({ groups, codes, cities, values, hidden }) => cubeOf(groups, codes, cities, values, (at) => hidden[at]! && values[at]! > 0)); // prettier-ignore

describe("disclosure control", () => {
  let highs: LpSolver;
  beforeAll(async () => {
    highs = await loadHighs();
  });

  it("finds the sums along every dimension", () => {
    fc.assert(
      fc.property(tables, (table) => {
        for (const { total, parts } of relationsOf(table))
          expect(parts.reduce((sum, part) => sum + table.value[part]!, 0)).toBe(table.value[total]);
      }),
    );
  });

  it("leaves no withheld figure that a linear programme can work out", async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (table) => {
        const { status } = suppress(table, { protection });
        const primary = [...status.keys()].filter((cell) => status[cell] === 1);
        for (const { cell, value, low, high } of await attack(table, status, primary, highs)) {
          expect(low).toBeLessThanOrEqual(value + 1e-6);
          expect(high).toBeGreaterThanOrEqual(value - 1e-6);
          // One that stands in no sum is bounded by nothing; else its range must be wide enough.
          expect(high - low, `cell ${cell} = ${value}`).toBeGreaterThanOrEqual(protection * value - 1e-6);
        }
      }),
      { numRuns: 400 },
    );
  }, 120_000);

  it("would be found out without complementary suppression: the attack is a real one", async () => {
    const table = cubeOf(1, 1, 3, [7, 20, 30], (at) => at === 0);
    const alone = Uint8Array.from(table.primary);
    const target = alone.indexOf(1);
    const [before] = await attack(table, alone, [target], highs);
    expect(before).toMatchObject({ value: 7, low: 7, high: 7 });
    const { status, secondary } = suppress(table, { protection });
    expect(secondary).toBeGreaterThan(0);
    const [after] = await attack(table, status, [target], highs);
    expect(after!.high - after!.low).toBeGreaterThan(1);
  });

  it("withholds every primary figure, marks nothing else as primary, and counts what it did", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const found = suppress(table, { protection });
        found.status.forEach((s, cell) => expect(s === 1).toBe(table.primary[cell] === 1));
        expect(found.primary).toBe(found.status.filter((s) => s === 1).length);
        expect(found.secondary).toBe(found.status.filter((s) => s === 2).length);
      }),
    );
  });

  it("has nothing to hide where nothing is primary", () => {
    const table = cubeOf(2, 2, 3, [...Array(12).keys()], () => false);
    expect(suppress(table, { protection })).toMatchObject({ primary: 0, secondary: 0 });
  });

  it("bounds by sums are never tighter than those of the attack", async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (table) => {
        const { status } = suppress(table, { protection });
        const hidden = [...status.keys()].filter((cell) => status[cell] !== 0).slice(0, 4);
        const { low, high } = bounds(table, relationsOf(table), status);
        for (const found of await attack(table, status, hidden, highs)) {
          expect(low[found.cell]).toBeLessThanOrEqual(found.low + 1e-6);
          expect(high[found.cell]).toBeGreaterThanOrEqual(found.high - 1e-6);
        }
      }),
      { numRuns: 40 },
    );
  });
});
