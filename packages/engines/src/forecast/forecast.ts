/** Forecasts of many short series, with pooling, a rolling-origin test and conformal intervals. See README.md. */
import { dampedTrend } from "./holt.ts";
import { MIN_SCORES, noiseOf, spreadOf, type Score } from "./intervals.ts";
import type { Backtest, ForecastOptions, ForecastResult, Series, SeriesForecast } from "./types.ts";

/** A group must have had this many a year for its trend to be taken. */
const MIN_MEAN = 20;
/** Growth of more than this in a year is a change in the sources, not in the economy. */
const MAX_YEARLY = 1.5;
/** Growth paths and interval widths of all series. The order of the series changes nothing. */
export function forecastSeries(series: readonly Series[], options: ForecastOptions): ForecastResult {
  const ordered = [...series].sort((a, b) => (a.key < b.key ? -1 : 1));
  const length = Math.max(0, ...ordered.map((s) => s.values.length));
  const paths = growthPaths(ordered, length, options.horizon, options);
  const scores: Score[] = [];
  const origins: number[] = [];
  let error = 0;
  let naive = 0;
  let scale = 0;
  let tests = 0;
  for (let origin = Math.max(options.minLength, 2); origin < length; origin++) {
    const ahead = Math.min(options.horizon, length - origin);
    const past = ordered.map((s) => ({
      ...s,
      values: s.values.slice(0, Math.max(0, origin - (length - s.values.length))),
    }));
    const found = growthPaths(past, origin, ahead, options);
    origins.push(origin);
    ordered.forEach((s, at) => {
      const offset = length - s.values.length;
      const last = s.values[origin - offset - 1];
      if (last === undefined) return;
      for (let h = 1; h <= ahead; h++) {
        const actual = s.values[origin - offset + h - 1]!;
        const forecast = last * found[at]!.growth[h - 1]!;
        scores.push({
          key: s.key,
          forecast,
          horizon: h,
          miss: Math.abs(Math.log((1 + actual) / (1 + forecast))),
        });
        if (h === 1) {
          error += Math.abs(actual - forecast);
          naive += Math.abs(actual - last);
          scale += Math.abs(actual - last);
          tests++;
        }
      }
    });
  }
  const noise = noiseOf(scores, options);
  const backtest: Backtest = {
    series: ordered.length,
    origins: origins.length,
    error: tests > 0 && scale > 0 ? error / scale : null,
    naiveError: tests > 0 && scale > 0 ? naive / scale : null,
    coverage: coverage(scores, options),
    nominal: options.interval,
  };
  return {
    series: ordered.map((s, at) => {
      const path = paths[at]!;
      const last = s.values[s.values.length - 1] ?? 0;
      return { ...path, spread: path.growth.map((g, h) => spreadOf(noise, last * g, h + 1)) };
    }),
    backtest,
    noise,
  };
}

function growthPaths(
  series: readonly Series[],
  length: number,
  horizon: number,
  options: ForecastOptions,
): Omit<SeriesForecast, "spread">[] {
  const sums = new Map<string, number[]>();
  for (const s of series) {
    const offset = length - s.values.length;
    for (const group of s.groups) {
      let sum = sums.get(group);
      if (!sum) sums.set(group, (sum = new Array<number>(length).fill(0)));
      for (let t = 0; t < s.values.length; t++) sum[t + offset]! += s.values[t]!;
    }
  }
  const known = new Map<string, number[] | null>();
  const groupGrowth = (group: string): number[] | null => {
    if (!known.has(group)) known.set(group, growthOf(sums.get(group) ?? [], horizon, options));
    return known.get(group)!;
  };
  return series.map((s) => {
    const own = growthOf(s.values, horizon, options);
    if (own) return { key: s.key, basis: "own" as const, growth: own };
    for (const group of s.groups) {
      const growth = groupGrowth(group);
      if (growth) return { key: s.key, basis: "group" as const, growth };
    }
    return { key: s.key, basis: "flat" as const, growth: new Array<number>(horizon).fill(1) };
  });
}

function growthOf(values: readonly number[], horizon: number, options: ForecastOptions): number[] | null {
  const n = values.length;
  if (n < options.minLength || values[0] === 0) return null;
  let sum = 0;
  for (const value of values) sum += value;
  if (sum / n < MIN_MEAN || values[n - 1]! <= 0) return null;
  const last = 1 + values[n - 1]!;
  return dampedTrend(values, horizon, options.alphaSteps, options.damping).path.map((log, h) => {
    const most = MAX_YEARLY ** (h + 1);
    return Math.min(most, Math.max(1 / most, Math.exp(log) / last));
  });
}

/** Cross-conformal check: intervals of each half of the series come from the other half. */
function coverage(scores: readonly Score[], options: ForecastOptions): number | null {
  if (scores.length < 2 * MIN_SCORES) return null;
  const half = (key: string): number => {
    let h = 0;
    for (let k = 0; k < key.length; k++) h = (h * 31 + key.charCodeAt(k)) | 0;
    return (h >>> 4) & 1;
  };
  let inside = 0;
  for (const side of [0, 1]) {
    const noise = noiseOf(
      scores.filter((s) => half(s.key) !== side),
      options,
    );
    for (const s of scores)
      if (half(s.key) === side && s.miss <= spreadOf(noise, s.forecast, s.horizon)) inside++;
  }
  return inside / scores.length;
}
