/** Programme adjustment: rule sets as data, and the cards that a run of one gives. See README.md. */
export type * from "./types.ts";
export { DECISIONS } from "./types.ts";
export { adjust, ADJUSTMENT_ENGINE, earlierCards, rulesForbidding, worldOf } from "./adjust.ts";
export { whatHappened } from "./aftermath.ts";
export { severityOf } from "./cards.ts";
export { adjustmentFiles, type AdjustmentFile, type AdjustmentNames } from "./files.ts";
export { isMonotone, monotonyOf } from "./monotone.ts";
export { findPreset, PRESETS } from "./presets/index.ts";
export { assertRuleSet, checkRuleSet, RuleSetInvalid } from "./validate.ts";
export {
  cardEffectSentence,
  cardSentences,
  DECISION_WORDS,
  figureSentence,
  firedSentence,
  GROWTH_WORDS,
  notJudgedSentence,
  TRUST_WORDS,
  type Language,
} from "./words.ts";
