import { beforeAll, describe, expect, it } from "vitest";
import { attack, relationsOf } from "../disclosure/index.ts";
import type { CycleInput } from "../types/index.ts";
import { computeCycle, dataFiles, defaultParameters, loadHighs, mergeParameters } from "./index.ts";
import type { CycleResult } from "./types.ts";
import { occupationScopes } from "./margins.ts";
import { disclosureTable } from "./tables.ts";
import { inventInput, officialTables } from "./testing/index.ts";

const names = { occupation: (c: string) => c, programme: (c: string) => c, region: (c: string) => c };
const input = (): CycleInput =>
  inventInput({ postings: 3000, offerings: 120, cities: 4, occupations: 25, seed: 5 });
const sum = <T>(rows: readonly T[], of: (row: T) => number): number =>
  rows.reduce((t, row) => t + of(row), 0);

describe("a planning cycle", () => {
  let result: CycleResult;
  beforeAll(() => {
    result = computeCycle(input(), defaultParameters, officialTables);
  });

  it("adds up: the region's figures are those of its cells, in every year", () => {
    for (const totals of result.totals) {
      const demand = result.demand.filter((cell) => cell.year === totals.year);
      const supply = result.supply.filter((cell) => cell.year === totals.year);
      expect(sum(demand, (c) => c.demand)).toBeCloseTo(totals.demand.value, 6);
      expect(sum(demand, (c) => c.shortage)).toBeCloseTo(totals.shortage.value, 6);
      expect(sum(supply, (c) => c.supply)).toBeCloseTo(totals.supply.value, 6);
      expect(sum(supply, (c) => c.surplus)).toBeCloseTo(totals.surplus.value, 6);
      expect(sum(demand, (c) => c.matched)).toBeCloseTo(totals.matched.value, 6);
      for (const cell of demand) expect(cell.matched + cell.shortage).toBeCloseTo(cell.demand, 9);
      for (const cell of supply) expect(cell.matched + cell.surplus).toBeCloseTo(cell.supply, 9);
    }
  });

  it("is worth as much as its prices say", () => {
    for (const { objective, dualObjective } of result.totals) expect(objective).toBeCloseTo(dualObjective, 6);
  });

  it("has no missing, infinite or negative figure, and every estimate inside its interval", () => {
    const check = (row: object) => {
      for (const [name, value] of Object.entries(row)) {
        if (typeof value !== "number") continue;
        expect(Number.isFinite(value), name).toBe(true);
        if (!name.toLowerCase().includes("gap")) expect(value, name).toBeGreaterThanOrEqual(0);
      }
    };
    for (const rows of [result.demand, result.supply, result.demandTotals, result.supplyTotals, result.flows])
      rows.forEach(check);
    for (const cell of result.demandTotals) {
      expect(cell.low).toBeLessThanOrEqual(cell.demand + 1e-9);
      expect(cell.high).toBeGreaterThanOrEqual(cell.demand - 1e-9);
      expect(cell.shortageLow).toBeLessThanOrEqual(cell.shortage + 1e-9);
      expect(cell.shortageHigh).toBeGreaterThanOrEqual(cell.shortage - 1e-9);
    }
  });

  it("withholds what few employers or graduates stand behind", () => {
    const { minEmployers, maxShare, minGraduates } = defaultParameters.disclosure;
    for (const t of result.demandTotals)
      if (t.status === "open" && t.demand > 0) {
        expect(t.employers).toBeGreaterThanOrEqual(minEmployers);
        expect(t.topShare).toBeLessThanOrEqual(maxShare);
      }
    for (const t of result.supplyTotals)
      if (t.status === "open" && t.graduates > 0) expect(t.graduates).toBeGreaterThanOrEqual(minGraduates);
    expect(result.demandTotals.some((t) => t.status === "primary")).toBe(true);
  });

  it("publishes no total from which a withheld one can be worked out: attacked by linear programmes", async () => {
    const rows = result.demandTotals.filter((t) => t.year === result.year);
    const table = disclosureTable(
      rows.map(({ scope, code, city, level }) => ({ scope, code, city, level })),
      Float64Array.from(rows, (t) => t.demand),
      Uint8Array.from(rows, (t) => (t.status === "primary" ? 1 : 0)),
      occupationScopes,
    );
    expect(relationsOf(table).length).toBeGreaterThan(100);
    const status = Uint8Array.from(rows, (t) => (t.status === "open" ? 0 : t.status === "primary" ? 1 : 2));
    const primary = [...status.keys()].filter((c) => status[c] === 1);
    const targets = primary.filter((_, k) => k % Math.ceil(primary.length / 40) === 0);
    for (const { value, low, high } of await attack(table, status, targets, await loadHighs()))
      expect(high - low).toBeGreaterThanOrEqual(defaultParameters.disclosure.protection * value - 1e-6);
  });

  it("writes withheld figures nowhere in the published files, but all of them in the department's own", () => {
    const read = (controlled: boolean) => {
      const [header, ...lines] = dataFiles(result, names, { controlled }).find((f) => f.name === "cells.csv")!.text.slice(1).trimEnd().split("\r\n"); // prettier-ignore
      const columns = header!.split(",");
      return lines.map((line) => Object.fromEntries(line.split(",").map((v, i) => [columns[i]!, v])));
    };
    for (const row of read(true)) expect(row["value"] === "", row["status"]).toBe(row["status"] !== "open");
    for (const row of read(false)) expect(row["value"]).not.toBe("");
    const published = JSON.stringify(dataFiles(result, names, { controlled: true })[0]);
    expect(published).not.toContain('"topShare"');
  });

  it("gives the same bytes for the same input, and for the same rows in another order", () => {
    const bytes = (from: CycleInput) =>
      dataFiles(computeCycle(from, defaultParameters, officialTables), names, { controlled: true });
    const first = bytes(input());
    expect(bytes(input())).toEqual(first);
    const turned = input();
    turned.offerings.reverse();
    turned.cities.reverse();
    turned.postings.city = turned.postings.city.map((c) => (c < 4 ? 3 - c : c));
    const other = bytes(turned);
    for (const file of first) expect(other.find((f) => f.name === file.name)).toEqual(file);
  });

  it("computes from nothing at all, without a figure that is not one", () => {
    const empty = computeCycle({ ...inventInput({ postings: 0, offerings: 0 }) }, defaultParameters, officialTables); // prettier-ignore
    expect(empty.totals[0]).toMatchObject({ demand: { value: 0 }, supply: { value: 0 }, objective: 0 });
    expect(JSON.stringify(dataFiles(empty, names, { controlled: true }))).not.toMatch(/NaN|Infinity/);
    expect(empty.notes.map((n) => n.key)).toContain("forecast-untested");
  });

  it("has offerings only, or postings only, without trouble", () => {
    const whole = input();
    const offered = computeCycle({ ...whole, postings: inventInput({ postings: 0, offerings: 0 }).postings }, defaultParameters, officialTables); // prettier-ignore
    expect(offered.totals[0]!.surplus.value).toBeCloseTo(offered.totals[0]!.supply.value, 6);
    const wanted = computeCycle({ ...input(), offerings: [] }, defaultParameters, officialTables);
    expect(wanted.totals[0]!.shortage.value).toBeCloseTo(wanted.totals[0]!.demand.value, 6);
  });

  it("moves with its parameters", () => {
    const generous = mergeParameters(defaultParameters, { demand: { absent: 2 } });
    const more = computeCycle(input(), generous, officialTables);
    expect(more.totals[0]!.demand.value).toBeGreaterThan(result.totals[0]!.demand.value);
  });
});

describe("parameters", () => {
  it("name the one that does not exist or is out of its bounds", () => {
    const merge = (changes: Record<string, unknown>) => () => mergeParameters(defaultParameters, changes);
    expect(merge({ demnd: {} })).toThrow("demnd");
    expect(merge({ demand: { severa: 2 } })).toThrow("demand.severa");
    expect(merge({ demand: { several: -1 } })).toThrow(/demand\.several.*1 到 50/);
    expect(merge({ balance: { weights: { official: 3 } } })).toThrow("balance.weights.official");
    expect(merge({ balance: { weights: { offcial: 1 } } })).toThrow("balance.weights.offcial");
    expect(merge({ demand: { calibrationBounds: [2, 1] } })).toThrow("calibrationBounds");
    expect(merge({ forecast: null })).toThrow("forecast");
  });

  it("leave the defaults as they are", () => {
    const changed = mergeParameters(defaultParameters, { balance: { weights: { class: 0.1 } } });
    expect(changed.balance.weights).toEqual({ official: 1, post: 0.9, class: 0.1 });
    expect(defaultParameters.balance.weights.class).toBe(0.5);
  });
});
