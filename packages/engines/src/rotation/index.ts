/** Work–study rotation: cohorts × weeks × places. See README.md. */
export type * from "./types.ts";
export { clashesOf } from "./check.ts";
export { limitsOf } from "./conflict.ts";
export { certifies, defaultOptions, planRotation, staysOf } from "./solve.ts";
export { checkInput } from "./validate.ts";
export { clashSentence, conflictSentences, limitSentence, type Language } from "./words.ts";
