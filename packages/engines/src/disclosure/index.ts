export { bounds, relationsOf, suppress } from "./suppress.ts";
export { attack } from "./attack.ts";
export type { Recovered } from "./attack.ts";
export type * from "./types.ts";
