export { byDefinition, isLawful, type Pairs } from "./definition.ts";
export { drawPlacement, shuffled, type DrawnPlacement } from "./draw.ts";
export { largeMarket, type LargePlacement } from "./large.ts";
export { placed, read } from "./read.ts";
