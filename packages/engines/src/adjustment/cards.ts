/** The memory of cards (MAJ-09): a warning that comes back becomes a suspension, and a card is left only after clean runs. */
import type { CardEffect, CardRules, Decision, EarlierCard } from "./types.ts";

const SEVERITY: Record<Decision, number> = { add: 0, expand: 0, keep: 1, warn: 2, suspend: 3, withdraw: 4 };

export const severityOf = (decision: Decision): number => SEVERITY[decision];

type Kept = Exclude<Decision, "add">;

/**
 * The decision of the rules, with what earlier cards make of it. Only runs of the years right before count: a gap ends the
 * memory. A run in which no rule could be judged is not clean.
 */
export function remember(
  decision: Kept,
  clean: boolean,
  year: number,
  earlier: readonly EarlierCard[],
  rules: CardRules | null,
): { decision: Kept; effect: CardEffect | null } {
  if (!rules || earlier.length === 0) return { decision, effect: null };
  const byYear = new Map(earlier.map((card) => [card.year, card]));
  let now = decision;
  let effect: CardEffect | null = null;
  const escalate = (from: Kept, needed: number | null, to: Kept): void => {
    if (now !== from || needed === null) return;
    let years = 1;
    for (let y = year - 1; ; y--) {
      const card = byYear.get(y);
      if (!card || card.clean || severityOf(card.decision) < severityOf(from)) break;
      years++;
    }
    if (years < needed) return;
    now = to;
    effect = { kind: "escalated", from: decision, years, needed };
  };
  // The later step first: one run raises a card by one step.
  escalate("suspend", rules.suspendYears, "withdraw");
  if (!effect) escalate("warn", rules.warnYears, "suspend");

  const last = byYear.get(year - 1);
  const onCard = last && (last.decision === "warn" || last.decision === "suspend");
  if (onCard && rules.cleanYears !== null && severityOf(now) < severityOf(last.decision)) {
    let years = clean ? 1 : 0;
    for (let y = year - 1; clean && byYear.get(y)?.clean; y--) years++;
    if (years < rules.cleanYears)
      return {
        decision: last.decision as Kept,
        effect: { kind: "held", from: decision, years, needed: rules.cleanYears },
      };
  }
  return { decision: now, effect };
}
