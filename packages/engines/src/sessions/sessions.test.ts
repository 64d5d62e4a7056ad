import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scheduleSessions, slotsOf, type SessionInput, type SessionPlan } from "./index.ts";

const CITIES = ["a", "b", "c"];
const KEYS = ["x", "y"];

const small: fc.Arbitrary<SessionInput> = fc.record({
  breakMinutes: fc.constantFrom(0, 5, 10),
  categories: fc.constant([
    { key: "x", minutes: 30 },
    { key: "y", minutes: 20 },
  ]),
  sites: fc
    .array(
      fc.record({
        city: fc.constantFrom(...CITIES),
        places: fc.record({ x: fc.integer({ min: 0, max: 4 }), y: fc.integer({ min: 0, max: 3 }) }),
        open: fc.array(
          fc.record({ from: fc.integer({ min: 0, max: 100 }), length: fc.integer({ min: 0, max: 80 }) }),
          { maxLength: 2 },
        ),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map(
      (sites) =>
      sites.map((site, i) => ({ ...site, id: `s${i}`, open: site.open.map(({ from, length }) => ({ from, until: from + length })) })), // prettier-ignore
    ),
  candidates: fc
    .array(
      fc.record({
        category: fc.constantFrom(...KEYS),
        city: fc.constantFrom("", ...CITIES),
        school: fc.constantFrom("", "s", "t"),
      }),
      { maxLength: 14 },
    )
    .map((people) => people.map((one, i) => ({ ...one, id: `p${String(i).padStart(2, "0")}` }))),
});

type Planned = Extract<SessionPlan, { ok: true }>;
const awayOf = (input: SessionInput, plan: Planned): number => {
  const city = new Map(input.sites.map((site) => [site.id, site.city]));
  const wanted = new Map(input.candidates.map((one) => [one.id, one.city]));
  return plan.sessions.flatMap(({ site, seats }) => seats.filter((id) => wanted.get(id) !== "" && wanted.get(id) !== city.get(site))).length; // prettier-ignore
};

/** What of a plan breaks a rule, told without the scheduler's own code. */
function faults(input: SessionInput, { sessions }: Planned): string[] {
  const found: string[] = [];
  const category = new Map(input.candidates.map((one) => [one.id, one.category]));
  const minutes = new Map(input.categories.map((one) => [one.key, one.minutes]));
  const seated = sessions.flatMap(({ seats }) => seats);
  if (new Set(seated).size !== seated.length) found.push("twice");
  if (seated.length !== input.candidates.length) found.push("not all");
  for (const [i, one] of sessions.entries()) {
    const site = input.sites.find(({ id }) => id === one.site)!;
    if (one.seats.length === 0 || one.seats.length > (site.places[one.category] ?? 0)) found.push("places");
    if (one.seats.some((id) => category.get(id) !== one.category)) found.push("category");
    if (one.ends - one.begins !== minutes.get(one.category)) found.push("length");
    for (let minute = one.begins; minute < one.ends; minute++)
      if (!site.open.some(({ from, until }) => from <= minute && minute < until)) found.push("closed");
    for (const other of sessions.slice(i + 1))
      if (other.site === one.site && other.category === one.category &&
        other.begins < one.ends + input.breakMinutes && one.begins < other.ends + input.breakMinutes)
        found.push("clash"); // prettier-ignore
  }
  return found;
}

/** Fewest away and then fewest sessions of one category, by trying every set of sessions. */
function best(input: SessionInput, key: string): { away: number; sessions: number } | null {
  const { minutes } = input.categories.find((one) => one.key === key)!;
  const slots = input.sites.flatMap((site) => slotsOf(site, key, minutes, input.breakMinutes));
  const people = input.candidates.filter(({ category }) => category === key);
  let found: { away: number; sessions: number } | null = null;
  for (let set = 0; set < 1 << slots.length; set++) {
    const held = slots.filter((_, i) => (set >> i) & 1);
    if (held.reduce((sum, { places }) => sum + places, 0) < people.length) continue;
    let away = 0;
    for (const city of CITIES) {
      const places = held.filter(({ site }) => site.city === city).reduce((sum, slot) => sum + slot.places, 0); // prettier-ignore
      away += Math.max(0, people.filter((one) => one.city === city).length - places);
    }
    if (!found || away < found.away || (away === found.away && held.length < found.sessions))
      found = { away, sessions: held.length };
  }
  return found;
}

const slotCount = (input: SessionInput) =>
  Math.max(...input.categories.map(({ key, minutes }) => input.sites.flatMap((site) => slotsOf(site, key, minutes, input.breakMinutes)).length)); // prettier-ignore

describe("on small instances", () => {
  test("everybody sits, by every rule, the most in their city and then in the fewest sessions of all plans", () => {
    fc.assert(
      fc.property(small, (input) => {
        fc.pre(slotCount(input) <= 10);
        const plan = scheduleSessions(input);
        const wanted = KEYS.map((key) => best(input, key));
        if (!plan.ok) {
          expect(wanted).toContain(null);
          return;
        }
        expect(faults(input, plan)).toEqual([]);
        expect(plan.away).toBe(awayOf(input, plan));
        expect(plan.away).toBe(wanted.reduce((sum, one) => sum + one!.away, 0));
        expect(plan.sessions.length).toBe(wanted.reduce((sum, one) => sum + one!.sessions, 0));
        expect(plan.bound).toBeLessThanOrEqual(plan.sessions.length);
      }),
      { seed: 20261127, numRuns: 400 },
    );
  });

  test("what lacks is exact: so many places more are enough, one fewer are not", () => {
    fc.assert(
      fc.property(small, (input) => {
        const plan = scheduleSessions(input);
        fc.pre(!plan.ok);
        const more = (less: number): SessionInput => ({
          ...input,
          sites: [
            ...input.sites,
            ...(plan.ok ? [] : plan.lacks).map(({ category, short }) => {
              const { minutes } = input.categories.find(({ key }) => key === category)!;
              return { id: `more-${category}`, city: "a", places: { [category]: short - less }, open: [{ from: 0, until: minutes }] }; // prettier-ignore
            }),
          ],
        });
        expect(scheduleSessions(more(0)).ok).toBe(true);
        expect(scheduleSessions(more(1)).ok).toBe(false);
      }),
      { seed: 20261127, numRuns: 200 },
    );
  });

  test("the order of the rows changes nothing", () => {
    fc.assert(
      fc.property(small, (input) => {
        const turned = {
          ...input,
          sites: [...input.sites].reverse(),
          candidates: [...input.candidates].reverse(),
          categories: [...input.categories].reverse(),
        };
        expect(scheduleSessions(turned)).toEqual(scheduleSessions(input));
      }),
      { seed: 20261127, numRuns: 200 },
    );
  });
});

test("a school's candidates follow one another, and those without a place go to the nearest city with one", () => {
  const open = [{ from: 0, until: 60 }];
  const plan = scheduleSessions({
    breakMinutes: 0,
    categories: [{ key: "x", minutes: 60 }],
    sites: [
      { id: "1", city: "a", places: { x: 2 }, open },
      { id: "2", city: "b", places: { x: 3 }, open },
      { id: "3", city: "c", places: { x: 3 }, open },
    ],
    candidates: ["q", "p", "q", "p", "q", "q"].map((school, i) => ({ id: String(i), category: "x", city: "a", school })), // prettier-ignore
    distance: (from, to) => (from === to ? 0 : to === "c" ? 50 : 90),
  });
  expect(plan).toMatchObject({ ok: true, away: 4, bound: 2 });
  if (!plan.ok) return;
  expect(plan.sessions.map(({ site, seats }) => [site, seats])).toEqual([
    ["1", ["1", "3"]],
    ["2", ["5"]],
    ["3", ["0", "2", "4"]],
  ]);
});

test("a category without a site lacks all its places", () => {
  const candidates = [{ id: "1", category: "x", city: "", school: "" }];
  expect(scheduleSessions({ breakMinutes: 5, categories: [{ key: "x", minutes: 30 }], sites: [], candidates })).toEqual(
    { ok: false, lacks: [{ category: "x", candidates: 1, places: 0, short: 1, sites: 0 }] },
  ); // prettier-ignore
});
