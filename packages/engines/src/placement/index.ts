/** Students into posts: lawful, under nested caps, stable. See README.md and docs/placement.md. */
export { placementFaultSentence } from "./faults.ts";
export { ageOn } from "./lawful.ts";
export { placementCounts, placementLines, reasonLines, unlawfulLines } from "./lines.ts";
export { answers, place, type Answer, type Placement } from "./place.ts";
export { PlacementRows, type PlacementInput } from "./rows.ts";
export { checkPlacementRules } from "./rules.ts";
export { stablePlacement, type Market, type Stable } from "./stable.ts";
export type * from "./types.ts";
