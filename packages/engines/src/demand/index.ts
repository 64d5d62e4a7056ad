export { estimateDemand } from "./estimate.ts";
export { sectionOf } from "./calibrate.ts";
export { lowerRank, mix } from "./bootstrap.ts";
export type * from "./types.ts";
