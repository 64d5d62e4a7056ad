/** What of `rotation` needs no solver: what is wrong with a timetable or with an input, in words. Small enough for a page. */
export type * from "../rotation/types.ts";
export { clashesOf } from "../rotation/check.ts";
export { checkInput } from "../rotation/validate.ts";
export { clashSentence } from "../rotation/words.ts";
