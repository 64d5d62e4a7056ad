export { forecastSeries, sizeOf } from "./forecast.ts";
export { dampedTrend } from "./holt.ts";
export type * from "./types.ts";
