import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dampedTrend, forecastSeries, spreadOf, type ForecastOptions, type Series } from "./index.ts";
import { randomWalks } from "./testing/index.ts";

// The same instances in every run; another seed is another test.
fc.configureGlobal({ seed: 20221221 });

const options: ForecastOptions = {
  horizon: 5,
  minLength: 3,
  alphaSteps: 9,
  damping: 0.9,
  interval: 0.8,
  assumedSpread: 0.15,
};
const series = (values: number[], key = "a", groups: string[] = ["all"]): Series => ({ key, values, groups });

describe("the forecast", () => {
  it("keeps a constant series constant", () => {
    const [found] = forecastSeries([series([200, 200, 200, 200, 200])], options).series;
    expect(found).toMatchObject({ basis: "own", growth: [1, 1, 1, 1, 1] });
  });

  it("follows a steady growth, more slowly year by year", () => {
    const [found] = forecastSeries([series([100, 110, 121, 133, 146])], options).series;
    const path = [1, ...found!.growth];
    for (let h = 1; h < path.length; h++) {
      expect(path[h]).toBeGreaterThan(path[h - 1]!);
      expect(path[h]! / path[h - 1]!).toBeLessThan(1.1);
      if (h > 1) expect(path[h]! / path[h - 1]!).toBeLessThan(path[h - 1]! / path[h - 2]!);
    }
  });

  it("is what Holt's equations give by hand", () => {
    // α = 1 and β = 0 fit a series of constant growth factor exactly: level = last value, trend = mean growth.
    const { path, phi } = dampedTrend(
      [99, 199, 399].map((x) => x),
      2,
      1,
      1,
    );
    const trend = (Math.log(400) - Math.log(100)) / 2;
    expect(phi).toBeLessThanOrEqual(1);
    expect(path[0]).toBeCloseTo(Math.log(400) + phi * trend, 9);
    expect(path[1]).toBeCloseTo(Math.log(400) + (phi + phi ** 2) * trend, 9);
  });

  it("pools a short or small series with its group, and says so", () => {
    const grown = forecastSeries(
      [series([100, 120, 144, 173], "a", ["g", "all"]), series([2, 1, 3, 2], "b", ["g", "all"])],
      options,
    ).series;
    expect(grown.map((s) => s.basis)).toEqual(["own", "group"]);
    expect(grown[1]!.growth[0]).toBeGreaterThan(1.05);
    const alone = forecastSeries([series([0, 0, 5])], options).series[0]!;
    expect(alone).toMatchObject({ basis: "flat", growth: [1, 1, 1, 1, 1] });
  });

  it("never gives a negative, infinite or missing figure, whatever the past", () => {
    const pasts = fc.array(
      fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1e7 }), fc.double({ min: 0, max: 1e7, noNaN: true })), { minLength: 0, maxLength: 8 }),
      { maxLength: 6 },
    ); // prettier-ignore
    fc.assert(
      fc.property(pasts, fc.integer({ min: 0, max: 7 }), (list, horizon) => {
        const found = forecastSeries(list.map((values, i) => series(values, `s${i}`)), { ...options, horizon }); // prettier-ignore
        expect(found.series).toHaveLength(list.length);
        for (const { growth, spread } of found.series) {
          expect(growth).toHaveLength(horizon);
          for (const g of growth) expect(g > 0 && Number.isFinite(g)).toBe(true);
          spread.forEach((s, h) => expect(s >= (spread[h - 1] ?? 0) && Number.isFinite(s)).toBe(true));
        }
      }),
    );
  });

  it("does not depend on the order of the series", () => {
    const list = randomWalks(60, 7, 3);
    const found = forecastSeries(list, options);
    expect(forecastSeries([...list].reverse(), options)).toEqual(found);
    expect(found.series.map((s) => s.key)).toEqual(list.map((s) => s.key).sort());
  });

  it("covers on held-out years what its intervals say", () => {
    for (const seed of [1, 2, 3]) {
      const { backtest } = forecastSeries(randomWalks(800, 8, seed), options);
      expect(backtest.coverage).toBeGreaterThan(0.75);
      expect(backtest.coverage).toBeLessThan(0.86);
    }
  });

  it("covers the years that nobody has seen yet", () => {
    const all = randomWalks(1500, 11, 9);
    const known = all.map((s) => ({ ...s, values: s.values.slice(0, 8) }));
    const byKey = new Map(all.map((s) => [s.key, s.values]));
    const { series: found } = forecastSeries(known, { ...options, horizon: 3 });
    for (let h = 0; h < 3; h++) {
      let inside = 0;
      for (const { key, growth, spread } of found) {
        const expected = byKey.get(key)![7]! * growth[h]!;
        const actual = byKey.get(key)![8 + h]!;
        if (Math.abs(Math.log((1 + actual) / (1 + expected))) <= spread[h]!) inside++;
      }
      expect(inside / found.length).toBeGreaterThan(0.72);
      expect(inside / found.length).toBeLessThan(0.92);
    }
  });

  it("tests itself only where there is a past", () => {
    const { backtest } = forecastSeries([series([10])], options);
    expect(backtest).toEqual({ series: 1, origins: 0, error: null, naiveError: null, coverage: null, nominal: 0.8 }); // prettier-ignore
  });

  it("is surer of large figures than of small ones, and never of any entirely", () => {
    const { noise } = forecastSeries(randomWalks(800, 8, 4), options);
    expect(spreadOf(noise, 10, 1)).toBeGreaterThan(1.5 * spreadOf(noise, 5000, 1));
    expect(spreadOf(noise, 1e9, 1)).toBeGreaterThan(0.02);
    // the walks are made with a yearly noise of 0.1 beside that of counts: √(0.1² + trend's error), 80 % of a normal
    expect(spreadOf(noise, 1e9, 1)).toBeGreaterThan(0.1);
    expect(spreadOf(noise, 1e9, 1)).toBeLessThan(0.25);
  });
});
