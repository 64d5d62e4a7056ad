/** Demand of the release year and of the years after it, cell by cell. */
import { EDUCATIONS, type Estimate, type IndustryPlanRow } from "../types/index.ts";
import { sectionOf, type DemandResult } from "../demand/index.ts";
import {
  forecastSeries,
  spreadOf,
  type Backtest,
  type Noise,
  type SeriesForecast,
} from "../forecast/index.ts";
import type { CycleParameters, DemandCell, DemandKind } from "./types.ts";

const SECTIONS = 21;

interface Growth {
  factor: number[];
  kind: DemandKind;
}

export interface DemandYears {
  /** by year, each in the order of the estimate's cells */
  years: DemandCell[][];
  /** growth factors against the release year by occupation index and year ahead */
  growth: Map<number, Growth>;
  backtest: Backtest;
  noise: Noise;
}

/** Cells of every year from the release year on: the estimate, then the estimate times the growth of its occupation. */
export function demandYears(
  estimate: DemandResult,
  year: number,
  plan: readonly IndustryPlanRow[],
  parameters: CycleParameters,
): DemandYears {
  const { horizon } = parameters.forecast;
  const { series, backtest, noise } = forecastSeries(seriesOf(estimate), parameters.forecast);
  const planned = plannedGrowth(estimate, year, plan, horizon);
  const growth: DemandYears["growth"] = new Map();
  const codes = new Map(estimate.occupationCodes.map((code, i) => [code, i]));
  for (const found of series)
    growth.set(codes.get(found.key)!, withPlan(found, planned.get(codes.get(found.key)!), parameters));
  const years = Array.from({ length: horizon + 1 }, (_, h) =>
    Array.from({ length: estimate.cells }, (_, c) =>
      cellOf(estimate, c, year, h, growth.get(estimate.occupation[c]!), noise),
    ),
  );
  return { years, growth, backtest, noise };
}

/** One series an occupation: its hires in the whole region, pooled by group where it is short. */
function seriesOf(estimate: DemandResult) {
  const values = new Map<number, number[]>();
  const { cells, years, history } = estimate;
  for (let c = 0; c < cells; c++) {
    let own = values.get(estimate.occupation[c]!);
    if (!own) values.set(estimate.occupation[c]!, (own = new Array<number>(years.length).fill(0)));
    for (let t = 0; t < years.length; t++) own[t]! += history[t * cells + c]!;
  }
  return [...values].map(([o, list]) => {
    const code = estimate.occupationCodes[o]!;
    // Years before the first posting of any kind say nothing.
    return { key: code, values: list, groups: [code.slice(0, 7), code.slice(0, 4), code.slice(0, 1), "all"] };
  });
}

/** Growth that the industry plans expect, by occupation: the sections' growth weighted by where the occupation is hired. */
function plannedGrowth(
  estimate: DemandResult,
  year: number,
  plan: readonly IndustryPlanRow[],
  horizon: number,
) {
  const yearly = new Map<string, { sum: number; count: number }>();
  for (const row of plan) {
    const section = sectionOf(row.industryCode);
    if (section === 0 || row.city !== null) continue;
    const key = `${section} ${row.year}`;
    const entry = yearly.get(key) ?? { sum: 0, count: 0 };
    yearly.set(key, { sum: entry.sum + row.growth, count: entry.count + 1 });
  }
  const found = new Map<number, { factor: number[]; covered: number }>();
  if (yearly.size === 0) return found;
  estimate.occupationCodes.forEach((_, o) => {
    let total = 0;
    for (let s = 0; s < SECTIONS; s++) total += estimate.industryHires[o * SECTIONS + s]!;
    if (total <= 0) return;
    const factor: number[] = [];
    let level = 1;
    let covered = 0;
    for (let h = 1; h <= horizon; h++) {
      let growth = 0;
      let known = 0;
      for (let s = 1; s < SECTIONS; s++) {
        const expected = yearly.get(`${s} ${year + h}`);
        if (!expected) continue;
        const share = estimate.industryHires[o * SECTIONS + s]! / total;
        growth += (share * expected.sum) / expected.count;
        known += share;
      }
      level *= known > 0 ? 1 + growth / known : 1;
      factor.push(level);
      covered = Math.max(covered, known);
    }
    if (covered > 0) found.set(o, { factor, covered });
  });
  return found;
}

function withPlan(
  found: SeriesForecast,
  planned: { factor: number[]; covered: number } | undefined,
  parameters: CycleParameters,
): Growth {
  const kind = found.basis === "own" ? "trend" : found.basis === "group" ? "pooled" : "flat";
  if (!planned) return { factor: found.growth, kind };
  const weight = parameters.forecast.planWeight * planned.covered;
  return {
    factor: found.growth.map((g, h) => Math.max(1e-6, g) ** (1 - weight) * planned.factor[h]! ** weight),
    kind: weight >= 0.25 ? "planned" : kind,
  };
}

function cellOf(
  estimate: DemandResult,
  c: number,
  year: number,
  ahead: number,
  growth: Growth | undefined,
  noise: Noise,
): DemandCell {
  const base = estimate.hires[c]!;
  const factor = ahead === 0 ? 1 : (growth?.factor[ahead - 1] ?? 1);
  const demand = base * factor;
  const now = { value: base, low: estimate.low[c]!, high: estimate.high[c]! };
  const { low, high } = ahead === 0 ? now : widened(now, demand, ahead, noise);
  return {
    year: year + ahead,
    city: estimate.cityCodes[estimate.city[c]!]!,
    occupation: estimate.occupationCodes[estimate.occupation[c]!]!,
    level: EDUCATIONS[estimate.education[c]!]!,
    demand,
    low,
    high,
    postings: ahead === 0 ? estimate.postings[c]! : 0,
    vacancies: ahead === 0 ? estimate.vacancies[c]! : 0,
    employers: estimate.employers[c]!,
    topShare: estimate.topShare[c]!,
    matched: 0,
    shortage: 0,
    shortageLow: 0,
    shortageHigh: 0,
    priceMin: 0,
    priceMax: 0,
    calibrated: estimate.calibrated[c] === 1,
    linked: false,
    kind: ahead === 0 ? "counted" : (growth?.kind ?? "flat"),
    status: "open",
  };
}

/** The interval of a later year: the release year's in proportion, widened by what a forecast of that size misses. */
export function widened(
  now: Estimate,
  value: number,
  ahead: number,
  noise: Noise,
): { low: number; high: number } {
  const spread = spreadOf(noise, value, ahead);
  return {
    low: value * Math.exp(-Math.hypot(spread, Math.log((1 + now.value) / (1 + now.low)))),
    high: value * Math.exp(Math.hypot(spread, Math.log((1 + now.high) / (1 + now.value)))),
  };
}
