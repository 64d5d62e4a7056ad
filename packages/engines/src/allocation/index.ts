/** Allocation: who is admitted where, and why. See README.md and docs/allocation.md. */
export { scoreColumns, neededColumns } from "./columns.ts";
export { printComposed, printScore, readDecimal } from "./decimals.ts";
export { faultSentence, REASONS, readFlag, readWhole, type Fault, type TableName } from "./faults.ts";
export { columnsOf, readHeader } from "./header.ts";
export { composedLimit } from "./limits.ts";
export { matching, type UnitLists } from "./matching.ts";
export { explainer } from "./outcomes.ts";
export { parallel } from "./parallel.ts";
export type { Round } from "./round.ts";
export { seasonFromRows, type SeasonRows, type TextRow } from "./rows.ts";
export { checkRules } from "./rules.ts";
export { allocateSeason } from "./season.ts";
export { allocationLines, cutoffLines } from "./tables.ts";
export { readUnits, unitTable, type PlanText } from "./units.ts";
export { compareIds } from "./ids.ts";
export { ENGINES } from "./types.ts";
export type * from "./types.ts";
