export type * from "./types.ts";
export { computeCycle, type CycleTables } from "./compute.ts";
export { dataFiles, type DataFile } from "./files.ts";
export type { FileOptions, Names } from "./figures.ts";
export type { CityLine, OccupationLine, ProgrammeLine, Published, ReleaseData } from "./release-data.ts";
export { loadHighs } from "./highs.ts";
export { defaultParameters, mergeParameters } from "./parameters.ts";
export { engineVersions } from "./versions.ts";
