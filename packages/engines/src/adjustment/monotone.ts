/** Whether a rule set can ever answer a worse figure with a milder decision. */
import { findIndicator } from "../indicators/index.ts";
import { leavesOf } from "./evaluate.ts";
import type { RuleMonotony, RuleSet } from "./types.ts";

/**
 * For each rule and each of its indicators: does worsening the figure only ever move the rule towards the harder outcome?
 * Conditions have no "not", so a rule follows its leaves: a rule that restricts must ask for bad figures, one that lets grow
 * for good ones. An equality is neither. Holds for an offering's own figures; a rank also moves with those of others.
 */
export function monotonyOf(ruleSet: RuleSet): RuleMonotony[] {
  return ruleSet.rules.map((rule) => {
    const lenient = rule.action.decision === "expand" || rule.action.decision === "keep";
    const indicators: RuleMonotony["indicators"] = {};
    for (const { leaf } of leavesOf(rule.when, "when")) {
      const direction = findIndicator(leaf.indicator)?.direction ?? "none";
      if (direction === "none") {
        indicators[leaf.indicator] = "undirected";
        continue;
      }
      const asksLow = "op" in leaf ? leaf.op.startsWith("<") : "lowest" in leaf;
      const asksBad = asksLow === (direction === "higher-better");
      const right = !("op" in leaf && leaf.op === "==") && asksBad !== lenient;
      if (indicators[leaf.indicator] !== "no") indicators[leaf.indicator] = right ? "yes" : "no";
    }
    // A rule that both lets grow and forbids cannot be right both ways.
    const torn = lenient && (rule.action.forbids?.length ?? 0) > 0;
    const monotone = !torn && Object.values(indicators).every((answer) => answer !== "no");
    return { rule: rule.id, indicators, monotone };
  });
}

/** No rule of the set answers a worse figure with a milder decision. */
export const isMonotone = (ruleSet: RuleSet): boolean =>
  monotonyOf(ruleSet).every(({ monotone }) => monotone);
