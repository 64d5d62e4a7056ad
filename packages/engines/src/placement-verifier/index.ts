/** Checks a published placement. See README.md. */
export { faultsOf, type Arrays } from "./arrays.ts";
export { verifyPlacement, type PlacementBreach, type PlacementRule, type PublishedRows } from "./verify.ts";
export type { GivenRows } from "./world.ts";
