export { byDefinition, type Given } from "./definition.ts";
export { drawSeason, shuffled, type DrawnSeason, type DrawOptions } from "./draw.ts";
export { largeRound, wishes, type LargeRound, type LargeSize } from "./large.ts";
export { Random } from "../../sample/random.ts";
