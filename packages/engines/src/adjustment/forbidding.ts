/** What rules forbid to grow: a new offering, or more seats. */
import type { Evaluator, Subject } from "./evaluate.ts";
import type { Card, Growth } from "./types.ts";

/** Rules that forbid a growth of the subject, and those that could not be judged. */
export function forbidding(evaluator: Evaluator, growth: Growth, subject: Subject) {
  const fired: Card["fired"] = [];
  const notJudged: Card["notJudged"] = [];
  for (const rule of evaluator.ruleSet.rules) {
    if (rule.kind === "target" || !rule.action.forbids?.includes(growth)) continue;
    const verdict = evaluator.rule(rule, subject);
    if (verdict.holds) fired.push({ rule: rule.id, figures: verdict.figures });
    else if (verdict.holds === null) notJudged.push({ rule: rule.id, because: verdict.because });
  }
  return { fired, notJudged };
}
