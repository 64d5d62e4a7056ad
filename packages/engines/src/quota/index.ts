export { defaultLimits, defaultOptions } from "./defaults.ts";
export { openQuota } from "./session.ts";
export { CARDS } from "./types.ts";
export type * from "./types.ts";
