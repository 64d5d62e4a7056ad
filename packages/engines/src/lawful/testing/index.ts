/** Invented placements, for tests and the bench. */
export * from "./builders.ts";
export { manyPlacements } from "./many.ts";
