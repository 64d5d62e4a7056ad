/** What no timetable can cost less than, by Lagrangian relaxation of the capacities (M. Held, R. Karp 1971). */
import { priceOf, rowsOf, type Prices } from "./master.ts";
import { occupy, type Model } from "./model.ts";
import { cheapest } from "./route.ts";

/** Prices are multiples of this: sums of them and of whole costs are exact. */
const GRAIN = 1 / 65_536;
const STEPS = 400;
/** steps without a better bound before they become half as long */
const PATIENCE = 12;

/**
 * The best bound of so many steps; costs are whole, so it is rounded up.
 * @param known cost of a timetable that was found: it sets the length of the steps
 */
export function costBound(model: Model, known: number, until: number): number {
  const { cohorts, weeks, places } = model;
  const rows = rowsOf(model);
  const R = rows.at.length;
  const size = cohorts.reduce((sum, { people }) => sum + people, 0) / Math.max(1, cohorts.length);
  const prices: Prices = { people: new Float64Array(R), cohorts: new Float64Array(R) };
  const price = new Float64Array(places * weeks);
  const use = new Float64Array(places * weeks);
  const heads = new Float64Array(places * weeks);
  let best = -Infinity;
  let length = 1;
  let idle = 0;
  for (let step = 0; step < STEPS && (step === 0 || performance.now() < until); step++) {
    use.fill(0);
    heads.fill(0);
    let value = 0;
    cohorts.forEach((cohort, c) => {
      const route = cheapest(cohort, weeks, priceOf(model, rows, prices, cohort.people, price), true)!;
      value += route.cost;
      occupy(model, c, route.path, use, cohort.people);
      occupy(model, c, route.path, heads, 1);
    });
    for (let r = 0; r < R; r++) value -= prices.people[r]! * rows.people[r]! + prices.cohorts[r]! * rows.cohorts[r]!; // prettier-ignore
    if (value > best) {
      best = value;
      idle = 0;
    } else if (++idle === PATIENCE) {
      length /= 2;
      idle = 0;
    }
    if (Math.ceil(best) >= known) break;
    // Cohorts above their number weigh as much as their people.
    const people = Float64Array.from(rows.at, (at, r) => use[at]! - rows.people[r]!);
    const number = Float64Array.from(rows.at, (at, r) => size * (heads[at]! - rows.cohorts[r]!));
    let norm = 0;
    for (let r = 0; r < R; r++) {
      if (people[r]! > 0 || prices.people[r]! > 0) norm += people[r]! ** 2;
      if (number[r]! > 0 || prices.cohorts[r]! > 0) norm += number[r]! ** 2;
    }
    if (norm === 0) break;
    const far = (length * (known - value)) / norm;
    const moved = (old: number, by: number): number => Math.max(0, Math.round((old + by) / GRAIN) * GRAIN);
    for (let r = 0; r < R; r++) {
      prices.people[r] = moved(prices.people[r]!, far * people[r]!);
      prices.cohorts[r] = moved(prices.cohorts[r]!, far * size * number[r]!);
    }
  }
  return Math.ceil(best);
}
