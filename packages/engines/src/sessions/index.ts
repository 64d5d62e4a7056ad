/** Sessions of skill tests: who is tested where and when. See README.md. */
export { scheduleSessions } from "./schedule.ts";
export { mergedTimes, slotsOf } from "./slots.ts";
export type * from "./types.ts";
