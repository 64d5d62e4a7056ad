/** One run of a rule set over the facts: a card for each offering, and what is missing. See README.md. */
import { prepare, type World } from "../indicators/index.ts";
import { remember, severityOf } from "./cards.ts";
import { Evaluator, leavesOf, type Subject } from "./evaluate.ts";
import { forbidding } from "./forbidding.ts";
import { findMissing } from "./missing.ts";
import type {
  AdjustmentInput,
  AdjustmentResult,
  Card,
  Decision,
  EarlierCard,
  Growth,
  Rule,
  RuleSet,
  RunOptions,
  TargetResult,
} from "./types.ts";
import { assertRuleSet } from "./validate.ts";

export const ADJUSTMENT_ENGINE = "2";

/** The facts as a run of the rule set sees them: nothing later than the run's own knowledge. */
export function worldOf(input: AdjustmentInput, ruleSet: RuleSet, options: RunOptions): World {
  const { limit, qualified, equivalents } = ruleSet;
  return prepare(input.facts, { limit, qualified, equivalents }, options.year, options.factsThrough);
}

/**
 * Judges every offering. The same facts give the same result whatever the order of the rows they came in, and nothing later
 * than `factsThrough` is read. Time: O(offerings × rules × years).
 * @throws RuleSetInvalid with the place of each fault
 */
export function adjust(input: AdjustmentInput, ruleSet: RuleSet, options: RunOptions): AdjustmentResult {
  assertRuleSet(ruleSet);
  const world = worldOf(input, ruleSet, options);
  const evaluator = new Evaluator(world, ruleSet, (code) => input.programme(code));
  const { keys, years } = world.facts.offerings;
  const earlier = new Map<string, EarlierCard[]>();
  for (const card of options.previousCards ?? []) {
    const list = earlier.get(card.key);
    if (list) list.push(card);
    else earlier.set(card.key, [card]);
  }
  const idle = idleRules(ruleSet);
  const sleeping = new Set(idle.filter((i) => i.reason === "empty-scope").map(({ rule }) => rule));
  const rules = ruleSet.rules.filter((rule) => rule.kind !== "target" && !sleeping.has(rule.id));
  const counts: Record<Decision, number> = { add: 0, expand: 0, keep: 0, warn: 0, suspend: 0, withdraw: 0 };
  const cards: Card[] = [];
  const absent: string[] = [];
  for (let o = 0; o < keys.length; o++) {
    const stated = years.some((_, i) => world.running[o * years.length + i] !== -1);
    if (!stated) {
      absent.push(keys[o]!);
      continue;
    }
    const card = cardOf(evaluator, rules, o, earlier.get(keys[o]!) ?? [], options.year);
    counts[card.decision]++;
    cards.push(card);
  }
  const missing = input.missing ? findMissing(evaluator, input.missing) : [];
  counts.add = missing.length;
  return {
    engine: ADJUSTMENT_ENGINE,
    ruleSet: { key: ruleSet.key, version: ruleSet.version },
    year: options.year,
    factsThrough: world.factsThrough,
    cycleYear: world.balance?.year ?? null,
    cards,
    absent,
    targets: targetsOf(evaluator),
    missing,
    counts,
    idle,
  };
}

function cardOf(
  evaluator: Evaluator,
  rules: readonly Rule[],
  offering: number,
  earlier: readonly EarlierCard[],
  year: number,
): Card {
  const subject = evaluator.offering(offering);
  const fired: Card["fired"] = [];
  const notJudged: Card["notJudged"] = [];
  const alternatives = new Set<Decision>();
  const forbids = new Set<Growth>();
  let worst: Card["decision"] = "keep";
  let asksToExpand = false;
  let judged = 0;
  for (const rule of rules) {
    if (!evaluator.inScope(rule.scope, subject)) continue;
    const verdict = evaluator.judge(rule.when, subject);
    if (verdict.holds === null) notJudged.push({ rule: rule.id, because: verdict.because });
    else judged++;
    if (!verdict.holds) continue;
    fired.push({ rule: rule.id, figures: verdict.figures });
    const { decision, alternatives: others = [], forbids: forbidden = [] } = rule.action;
    for (const growth of forbidden) forbids.add(growth);
    for (const other of others) alternatives.add(other);
    if (decision === "expand") asksToExpand = true;
    else if (decision && severityOf(decision) > severityOf(worst)) worst = decision;
  }
  if (worst === "keep" && asksToExpand && !forbids.has("expand")) worst = "expand";
  const blind = judged === 0;
  const clean = severityOf(worst) <= severityOf("keep") && !blind;
  const { decision, effect } = remember(worst, clean, year, earlier, evaluator.ruleSet.cards);
  alternatives.delete(decision);
  return {
    offering,
    key: evaluator.world.facts.offerings.keys[offering]!,
    decision,
    alternatives: [...alternatives],
    forbids: [...forbids].sort(),
    fired,
    notJudged,
    cardEffect: effect,
    blind,
  };
}

/** Cards as the next year's run takes them. */
export function earlierCards(result: AdjustmentResult): EarlierCard[] {
  return result.cards.map(({ key, decision, cardEffect, blind }) => ({
    key,
    year: result.year,
    decision,
    clean: !blind && severityOf(cardEffect?.from ?? decision) <= severityOf("keep"),
  }));
}

const REGION: Subject = { index: -1, programme: "", level: "", city: "", school: -1 };

function targetsOf(evaluator: Evaluator): TargetResult[] {
  return evaluator.ruleSet.rules
    .filter((rule) => rule.kind === "target")
    .map((rule) => {
      const verdict = evaluator.judge(rule.when, REGION);
      const figures = [...leavesOf(rule.when, "when")].flatMap(({ leaf }) => {
        const value = evaluator.value(leaf.indicator, REGION, evaluator.world.factsThrough);
        if (typeof value !== "number" || !("op" in leaf) || leaf.value === null) return [];
        const { indicator, op } = leaf;
        return [{ indicator, op, threshold: leaf.value, years: [evaluator.world.factsThrough], values: [value] }];
      });
      return { rule: rule.id, met: verdict.holds, figures, notJudged: verdict.because };
    });
} // prettier-ignore

function idleRules(ruleSet: RuleSet): AdjustmentResult["idle"] {
  return ruleSet.rules.flatMap((rule): AdjustmentResult["idle"] => {
    const { levels, categories, programmes, cities } = rule.scope ?? {};
    if ([levels, categories, programmes, cities].some((list) => list?.length === 0))
      return [{ rule: rule.id, reason: "empty-scope" }];
    const leaves = [...leavesOf(rule.when, "when")];
    const open = leaves.some(({ leaf }) => ("op" in leaf ? leaf.value : "lowest" in leaf ? leaf.lowest : leaf.highest) === null); // prettier-ignore
    return open ? [{ rule: rule.id, reason: "no-threshold" }] : [];
  });
}

/**
 * Rules that forbid a growth of a programme at a school: what the formal check of an application asks. The school may be
 * null (any) and the programme may be one that nobody offers.
 */
export function rulesForbidding(
  input: AdjustmentInput,
  ruleSet: RuleSet,
  options: RunOptions,
  asked: { growth: Growth; programme: string; level: string; city: string; school: string | null },
): { fired: Card["fired"]; notJudged: Card["notJudged"] } {
  assertRuleSet(ruleSet);
  const world = worldOf(input, ruleSet, options);
  const evaluator = new Evaluator(world, ruleSet, (code) => input.programme(code));
  const school = asked.school === null ? -1 : world.facts.schools.keys.indexOf(asked.school);
  return forbidding(evaluator, asked.growth, { ...asked, index: -1, school });
}
