export { forecastSeries } from "./forecast.ts";
export { spreadOf } from "./intervals.ts";
export { dampedTrend } from "./holt.ts";
export type * from "./types.ts";
