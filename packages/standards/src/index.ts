/** The official tables that Tixi works with: `standards()` loads them once. */
export * from "./types.ts";
export { standards } from "./standards.ts";
