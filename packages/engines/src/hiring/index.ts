/** Hiring: conditions in postings that break the fair-hiring rules. See README.md. */
export { findUnlawfulConditions } from "./find.ts";
export type { HiringTexts, Kind } from "./types.ts";
export { WORDING, type Wording } from "./words.ts";
