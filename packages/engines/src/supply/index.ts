export { estimateSupply } from "./estimate.ts";
export type * from "./types.ts";
