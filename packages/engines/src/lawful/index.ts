/** The legal gate of placements: rules as data, and what they find on one or on many. See README.md. */
export type * from "./types.ts";
export { STATES, VERDICTS } from "./types.ts";
export { columnsOf } from "./columns.ts";
export { isoOf } from "./days.ts";
export { AGREEMENT_FIELDS, ALL_FIELDS, HAZARDS, SIGNATURES, type Fact } from "./fields.ts";
export { changesOf, crowdings, findingsOf, gate, stateOf, verdictOf, type Change } from "./gate.ts";
export { findPreset, PRESETS } from "./presets/index.ts";
export { checkRuleSet } from "./validate.ts";
export {
  conditionSentence,
  EXEMPTION_WORDS,
  factWords,
  figureSentence,
  findingSentence,
  rulesTable,
  STATE_WORDS,
  VERDICT_WORDS,
  type Language,
} from "./words.ts";
