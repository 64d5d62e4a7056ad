export { solveBalance } from "./solve.ts";
export type * from "./types.ts";
