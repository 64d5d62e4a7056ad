export { drawInstance } from "./draw.ts";
export { inputFiles, resultFiles, sha256, type InputFiles, type ResultFiles } from "./files.ts";
export { MUTATIONS, type Mutated } from "./mutate.ts";
export { allocateNaively, type Instance, type World } from "./naive.ts";
export { writeLargeSeason, type LargeSeason } from "./large.ts";
