/** What followed a back-dated run: would it have been right? */
import { intakeOf, prepare, NATIONAL_PARAMETERS, type Facts } from "../indicators/index.ts";
import { DECISIONS, type AdjustmentResult, type Aftermath, type Card } from "./types.ts";

const LATER = 2;

/**
 * For each decision of the run the intake of the year decided for against the one before, the placement of graduates two
 * years on, and the price in a later cycle. Only figures that are stated on both sides are counted, and their number told.
 * It compares, it does not prove: the run may itself have changed what followed.
 */
export function whatHappened(
  result: Pick<AdjustmentResult, "year" | "factsThrough" | "cycleYear"> & {
    cards: readonly Pick<Card, "key" | "decision">[];
  },
  facts: Facts,
): Aftermath[] {
  const last = Math.max(
    facts.offerings.years.at(-1) ?? result.year,
    facts.schools.years.at(-1) ?? result.year,
  );
  const world = prepare(facts, NATIONAL_PARAMETERS, last + 1, last);
  const { keys, years, graduates, employed, furtherStudy } = facts.offerings;
  const at = new Map(keys.map((key, i) => [key, i]));
  const before = priceOf(facts, result.cycleYear);
  const after = priceOf(facts, facts.balances.find((b) => b.year >= (result.cycleYear ?? result.year) + LATER)?.year ?? null); // prettier-ignore
  return DECISIONS.filter((decision) => decision !== "add").map((decision): Aftermath => {
    const sum: Aftermath = {
      decision,
      offerings: 0,
      intake: { known: 0, before: 0, after: 0, stopped: 0 },
      employment: { known: 0, graduates: 0, placed: 0 },
      price: { known: 0, before: 0, after: 0 },
    };
    for (const card of result.cards) {
      if (card.decision !== decision) continue;
      sum.offerings++;
      const o = at.get(card.key);
      if (o === undefined) continue;
      const was = intakeOf(world, o, result.year - 1);
      const is = intakeOf(world, o, result.year);
      if (!Number.isNaN(was) && !Number.isNaN(is)) {
        sum.intake.known++;
        sum.intake.before += was;
        sum.intake.after += is;
        if (was > 0 && is === 0) sum.intake.stopped++;
      }
      const i = result.factsThrough + LATER - (years[0] ?? 0);
      const cell = o * years.length + i;
      const placed = i >= 0 && i < years.length ? employed[cell]! + furtherStudy[cell]! : NaN;
      if (!Number.isNaN(placed) && graduates[cell]! > 0) {
        sum.employment.known++;
        sum.employment.graduates += graduates[cell]!;
        sum.employment.placed += placed;
      }
      const place = `${facts.offerings.programme[o]}|${facts.offerings.city[o]}`;
      const [priceThen, priceLater] = [before.get(place), after.get(place)];
      if (priceThen !== undefined && priceLater !== undefined) {
        sum.price.known++;
        sum.price.before += priceThen;
        sum.price.after += priceLater;
      }
    }
    if (sum.price.known > 0) {
      sum.price.before /= sum.price.known;
      sum.price.after /= sum.price.known;
    }
    return sum;
  });
}

/** Prices of a cycle in its own year, by programme and city. */
function priceOf(facts: Facts, year: number | null): Map<string, number> {
  const balance = facts.balances.find((b) => b.year === year);
  const found = new Map<string, number>();
  balance?.programme.forEach((programme, r) => {
    if (balance.at[r] === balance.year && !Number.isNaN(balance.priceMin[r]!))
      found.set(`${programme}|${balance.city[r]}`, balance.priceMin[r]!);
  });
  return found;
}
