export { byDefinition, type Given } from "./definition.ts";
export { drawSeason, shuffled, type DrawnSeason, type DrawOptions } from "./draw.ts";
