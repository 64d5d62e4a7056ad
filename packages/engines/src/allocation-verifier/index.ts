export { VerifierFault, type Words } from "./faults.ts";
export { Findings, RULES, type Breach, type Check, type Rule } from "./findings.ts";
export { joinPreferences, preferenceLayout, readPreferences, roomForRows, type PreferenceLayout, type PreferencePiece } from "./preferences.ts"; // prettier-ignore
export { checkReasons, joinReasons, type ReasonsPart } from "./reasons.ts";
export { checkReport, type ReportFacts } from "./report.ts";
export { readRules, type Rules } from "./rules.ts";
export type { Standing } from "./outcomes.ts";
export { openSeason, readPeople, verifyAllocation, type People } from "./verify.ts";
