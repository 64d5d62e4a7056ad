/** What the forecast engine is asked and what it answers. All values are counts a year, never negative. */
export interface Series {
  /** canonical name, e.g. an occupation code */
  key: string;
  /** oldest first, one value a year, all series of a call end in the same year */
  values: readonly number[];
  /** keys of ever larger groups, nearest first; series of one group are pooled where one alone is too short */
  groups: readonly string[];
}

export interface ForecastOptions {
  horizon: number;
  /** shortest series that gets a trend of its own */
  minLength: number;
  /** steps of the grids of α and β */
  alphaSteps: number;
  /** largest damping factor φ; smaller ones are tried too */
  damping: number;
  /** two-sided share of the intervals */
  interval: number;
  /** yearly spread in logarithms where there is no past to measure it on */
  assumedSpread: number;
}

export interface SeriesForecast {
  key: string;
  /** "own" trend, trend of a "group", or "flat" where no group has a past either */
  basis: "own" | "group" | "flat";
  /** growth against the last value, one factor per year ahead */
  growth: number[];
  /** half widths of the interval in logarithms, by year ahead */
  spread: number[];
}

export interface Backtest {
  series: number;
  origins: number;
  /** mean absolute scaled error of the method and of "next year as this year" (by definition about 1 at horizon 1) */
  error: number | null;
  naiveError: number | null;
  /** share of held-out values inside intervals made from the other half of the series */
  coverage: number | null;
  nominal: number;
}

/** How far forecasts miss: the expected square of a miss is base + perPerson ÷ (1 + forecast), in logarithms. */
export interface Noise {
  base: number;
  perPerson: number;
  /** of misses measured by what is expected, by years ahead, as far as was tested; never falling, never empty */
  quantiles: number[];
}

export interface ForecastResult {
  series: SeriesForecast[];
  backtest: Backtest;
  noise: Noise;
}
