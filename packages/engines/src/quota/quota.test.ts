import { describe, expect, test } from "vitest";
import { solveBalance } from "../balance/index.ts";
import { defaultParameters } from "../cycle/index.ts";
import { Random } from "../sample/random.ts";
import { openQuota } from "./index.ts";
import {
  drawQuota,
  everyPlan,
  keepsLimits,
  plantedQuota,
  sampleProvince,
  sampleTables,
} from "./testing/index.ts";
import type { Drawn } from "./testing/index.ts";
import type { Limit, QuotaInput } from "./types.ts";
import { conflictSentence, reasonsSentence } from "./words.ts";

const EXACT = { gap: 0, milliseconds: 60_000 };
const MOST = 14;

/** The best plan by looking at all of them; null = there is none. */
function bruteForce({ input, tables }: Drawn): number | null {
  const session = openQuota(input, tables);
  let best: number | null = null;
  for (const seats of everyPlan(input.offerings.length, MOST)) {
    if (!keepsLimits(input, seats)) continue;
    best = Math.max(best ?? 0, session.valueOf(seats));
  }
  return best;
}

/** Bounds every offering, so that all plans can be looked at. */
function bounded(drawn: Drawn): Drawn {
  const schools = drawn.input.schools.map((s) => ({ ...s, ceiling: Math.min(s.ceiling ?? MOST, MOST) }));
  return { ...drawn, input: { ...drawn.input, schools } };
}

describe("a plan of a few offerings", () => {
  test("is the best of all plans that keep the limits, and says so; without any the conflict is told", async () => {
    let plans = 0;
    let conflicts = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const drawn = bounded(drawQuota(seed));
      const session = openQuota(drawn.input, drawn.tables);
      const best = bruteForce(drawn);
      const answer = await session.solve(EXACT);
      expect(answer.kind, `seed ${seed}`).toBe(best === null ? "conflict" : "plan");
      if (answer.kind === "conflict") {
        conflicts++;
        continue;
      }
      plans++;
      const { plan } = answer;
      expect(keepsLimits(drawn.input, plan.seats), `seed ${seed}`).toBe(true);
      expect(session.broken(plan.seats)).toEqual([]);
      expect(plan.value, `seed ${seed}`).toBeCloseTo(best!, 6);
      expect(plan.bound).toBeGreaterThanOrEqual(best! - 1e-9);
      expect(plan.proven).toBe(true);
    }
    expect(plans).toBeGreaterThan(10);
    expect(conflicts).toBeGreaterThan(10);
  }, 120_000);

  test("`broken` knows exactly the plans that keep the limits", () => {
    for (let seed = 1; seed <= 25; seed++) {
      const { input, tables } = drawQuota(seed);
      const session = openQuota(input, tables);
      const random = new Random(seed);
      for (let n = 0; n < 200; n++) {
        const seats = input.offerings.map((o) => Math.max(0, o.last + random.between(-4, 4)));
        expect(session.broken(seats).length === 0, `seed ${seed}: ${seats}`).toBe(keepsLimits(input, seats));
      }
    }
  });

  test("is worth what the balance says", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const { input, tables } = drawQuota(seed);
      const seats = input.offerings.map((o) => o.last);
      const market = input.markets[0]!;
      const supply = [
        ...input.offerings.map(({ programme, level, city, conversion }, k) => ({
          programme,
          level,
          city,
          amount: conversion * seats[k]!,
        })),
        ...market.other,
      ];
      const { objective } = solveBalance(
        { cities: input.cities, supply, demand: market.demand, crosswalk: tables.crosswalk },
        { ...defaultParameters.balance, ...input.balance, unitsPerPerson: 1000 },
      );
      expect(openQuota(input, tables).valueOf(seats), `seed ${seed}`).toBeCloseTo(objective, 6);
    }
  });

  test("does not depend on the order of rows", async () => {
    for (let seed = 1; seed <= 15; seed++) {
      const { input, tables } = drawQuota(seed);
      const turned: QuotaInput = {
        ...input,
        cities: input.cities.toReversed(),
        offerings: input.offerings.toReversed(),
        schools: input.schools.toReversed(),
        markets: input.markets.map((m) => ({
          ...m,
          demand: m.demand.toReversed(),
          other: m.other.toReversed(),
        })),
      };
      const one = await openQuota(input, tables).solve(EXACT);
      const other = await openQuota(turned, tables).solve(EXACT);
      if (one.kind === "plan" && other.kind === "plan") {
        expect(other.plan.seats.toReversed()).toEqual(one.plan.seats);
        expect(other.plan.warm).toEqual(one.plan.warm);
      } else expect(other).toEqual(one);
    }
  });
});

describe("a conflict", () => {
  test("is one, and without any of its limits there is none", async () => {
    let seen = 0;
    let relaxable = 0;
    for (let seed = 1; seed <= 90; seed++) {
      const drawn = drawQuota(seed);
      const answer = await openQuota(drawn.input, drawn.tables).solve(EXACT);
      if (answer.kind !== "conflict") continue;
      const { limits } = answer.conflict;
      if (
        drawn.input.offerings.length > 3 ||
        limits.some((l) => l.kind === "opening" || l.kind === "class-size")
      )
        continue;
      seen++;
      for (const [i, limit] of limits.entries()) {
        const to = answer.conflict.nearest![i]!;
        if (to === null || !["level", "school"].includes(limit.kind)) continue;
        const kindWith = async (n: number) =>
          (await openQuota(changed(drawn.input, limit, n), drawn.tables).solve(EXACT)).kind;
        expect(await kindWith(to), `seed ${seed} ${limit.id}`).toBe("plan");
        expect(await kindWith(to + Math.sign(limit.limit - to)), `seed ${seed} ${limit.id}`).toBe("conflict");
        relaxable++;
      }
      expect(conflictSentence(answer.conflict, "zh-CN").length).toBeGreaterThan(10);
      const holds = (kept: readonly Limit[]): boolean => {
        for (const seats of everyPlan(drawn.input.offerings.length, 30))
          if (kept.every((limit) => keeps(limit, drawn.input, seats))) return true;
        return false;
      };
      expect(holds(limits), `seed ${seed}`).toBe(false);
      for (const limit of limits)
        expect(holds(limits.filter((other) => other !== limit)), `seed ${seed} without ${limit.id}`).toBe(
          true,
        );
    }
    expect(seen).toBeGreaterThan(5);
    expect(relaxable).toBeGreaterThan(5);
  }, 120_000);
});

/** The input with another number of a level or a ceiling. */
const changed = (input: QuotaInput, { kind, of }: Limit, to: number): QuotaInput =>
  kind === "level"
    ? { ...input, scale: { ...input.scale, [of]: to } }
    : { ...input, schools: input.schools.map((s) => (s.key === of ? { ...s, ceiling: to } : s)) };

function keeps(limit: Limit, input: QuotaInput, seats: readonly number[]): boolean {
  let value = 0;
  input.offerings.forEach((o, k) => {
    const one = seats[k]!;
    const counts = {
      school: o.school === limit.of,
      openings: o.school === limit.of && o.last === 0,
      programme: o.programme === limit.of,
      level: o.level === limit.of,
      city: o.city === limit.of && (limit.detail === "" || o.level === limit.detail),
      shortage: o.shortage && (limit.detail === "" || o.level === limit.detail),
      locked: o.key === limit.of,
      card: o.key === limit.of,
      change: o.key === limit.of,
      proposal: o.key === limit.of,
      opening: o.key === limit.of,
      "class-size": o.key === limit.of,
    }[limit.kind];
    if (counts) value += ["openings", "programme"].includes(limit.kind) ? Number(one > 0) : one;
  });
  if (limit.side === "least") return value >= limit.limit;
  return limit.side === "most" ? value <= limit.limit : value === limit.limit;
}

describe("reasons", () => {
  test("without classes: a named upper limit, relaxed, lets the plan rise where the next seat is wanted; a slack one does nothing", async () => {
    let rose = 0;
    let still = 0;
    for (let seed = 1; seed <= 120; seed++) {
      const { input, tables } = drawQuota(seed, { plain: true });
      const free = { ...input, scale: {}, limits: { ...input.limits, openings: true } };
      const session = openQuota(free, tables);
      const answer = await session.solve(EXACT);
      if (answer.kind !== "plan") continue;
      const { seats, value, warm } = answer.plan;
      for (const reasons of session.explain(seats, undefined, warm)) {
        expect(reasonsSentence(reasons, "zh-CN")).toContain(String(reasons.seats));
        const change = [...reasons.up].filter((l) => l.kind === "change" || l.kind === "school");
        const only = reasons.up.length === 1 && change.length === 1 ? change[0]! : null;
        if (only && reasons.marginal > 0.01) {
          const after = await openQuota(relaxed(free, only), tables).solve(EXACT);
          expect(after.kind === "plan" && after.plan.value, `seed ${seed} ${only.id}`).toBeGreaterThan(value);
          rose++;
        }
      }
      const named = new Set(
        session.explain(seats, undefined, warm).flatMap((r) => [...r.up, ...r.down].map((l) => l.id)),
      );
      for (const school of free.schools) {
        const id = `school ${school.key}`;
        if (school.ceiling === null || named.has(id) || !session.limits().some((l) => l.id === id)) continue;
        const limit = session.limits().find((l) => l.id === id)!;
        const after = await openQuota(relaxed(free, limit), tables).solve(EXACT);
        expect(after.kind === "plan" && after.plan.value, `seed ${seed} ${id}`).toBeCloseTo(value, 6);
        still++;
      }
    }
    expect(rose).toBeGreaterThan(5);
    expect(still).toBeGreaterThan(5);
  }, 120_000);

  test("with classes: the only limit before the next size, relaxed by that step, lets the plan rise; another lets nobody move alone", async () => {
    let rose = 0;
    let still = 0;
    let together = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const { input, tables } = drawQuota(seed, { plain: true });
      const random = new Random(seed);
      const offerings = input.offerings.map((o) => {
        const min = random.between(2, 3);
        return { ...o, classSize: { min, max: min + random.below(2) } };
      });
      // nothing but ceilings and changes: plans, not conflicts
      const limits = { ...input.limits, openings: true, proposals: "ignore" as const };
      const free = { ...input, offerings, scale: {}, cityFloors: [], shortageFloors: [], limits };
      const session = openQuota(free, tables);
      const answer = await session.solve(EXACT);
      if (answer.kind !== "plan") continue;
      const { seats, value, warm } = answer.plan;
      const editor = session.edit(seats);
      const explained = session.explain(seats, undefined, warm);
      for (const { key, seats: now, nextUp, up } of explained) {
        const to = nextUp ?? now + 1;
        // whole classes say how large the step is, not that it may not be taken
        const inTheWay = nextUp === null ? up : up.filter((l) => l.kind !== "class-size");
        const [only] = inTheWay;
        if (inTheWay.length !== 1 || !["change", "school"].includes(only!.kind)) continue;
        if (editor.costOf(new Map([[key, to]])).difference < 0.01) continue;
        const after = await openQuota(relaxed(free, only!, to - now), tables).solve(EXACT);
        expect(after.kind === "plan" && after.plan.value, `seed ${seed} ${only!.id}`).toBeGreaterThan(value);
        rose++;
      }
      const named = new Set(explained.flatMap((r) => [...r.up, ...r.down].map((l) => l.id)));
      for (const limit of session.limits()) {
        const slack = limit.kind === "school" && limit.side === "most" && !named.has(limit.id);
        if (!slack) continue;
        const after = await openQuota(relaxed(free, limit), tables).solve(EXACT);
        if (after.kind !== "plan") throw new Error("a wider limit left no plan");
        if (after.plan.value < value + 1e-6) still++;
        else {
          const moved = after.plan.seats.filter((n, k) => n !== seats[k]);
          expect(moved.length, `seed ${seed} ${limit.id}`).toBeGreaterThan(1);
          together++;
        }
      }
    }
    expect(rose).toBeGreaterThan(5);
    expect(still).toBeGreaterThan(5 * together);
  }, 240_000);
});

/** The input with a ceiling or an upward change wider by so many seats. */
function relaxed(input: QuotaInput, limit: Limit, by = 1): QuotaInput {
  if (limit.kind === "school")
    return {
      ...input,
      schools: input.schools.map((s) => (s.key === limit.of ? { ...s, ceiling: s.ceiling! + by } : s)),
    };
  const { change } = input.limits;
  // A card of its own for the one offering whose limit is relaxed: "expand" with one seat more than it had.
  return {
    ...input,
    offerings: input.offerings.map((o) => (o.key === limit.of ? { ...o, card: "expand" } : o)),
    limits: {
      ...input.limits,
      cards: { ...input.limits.cards, expand: input.limits.cards.keep },
      change: {
        ...change,
        expand: {
          down: change.keep.down,
          up: { share: 0, seats: limit.limit + by - lastOf(input, limit.of) },
        },
      },
    },
  };
}

const lastOf = (input: QuotaInput, key: string): number => input.offerings.find((o) => o.key === key)!.last;

describe("edits", () => {
  test("cost what a new plan is worth less than the old one, and leave nothing behind", () => {
    const random = new Random(5);
    for (let seed = 1; seed <= 40; seed++) {
      const { input, tables } = drawQuota(seed);
      const session = openQuota(input, tables);
      const seats = input.offerings.map((o) => o.last);
      const editor = session.edit(seats);
      for (let n = 0; n < 12; n++) {
        const k = random.below(seats.length);
        const wanted = random.below(10);
        const after = seats.with(k, wanted);
        const changes = new Map([[input.offerings[k]!.key, wanted]]);
        const cost = editor.costOf(changes);
        expect(cost.after).toBeCloseTo(session.valueOf(after), 6);
        expect(cost.broken).toEqual(session.broken(after));
        expect(editor.seats).toEqual(seats);
        if (n % 3 > 0) continue;
        expect(editor.apply(changes).difference).toBeCloseTo(cost.difference, 6);
        seats[k] = wanted;
      }
    }
  });
});

describe("larger plans", () => {
  test("a planted optimum is found within the gap, and no way in use comes as near", async () => {
    const { input, tables, optimum } = plantedQuota(300, 3);
    const session = openQuota(input, tables);
    const answer = await session.solve();
    expect(answer.kind).toBe("plan");
    if (answer.kind !== "plan") return;
    const { plan } = answer;
    expect(plan.bound).toBeGreaterThanOrEqual(optimum - 1e-6);
    expect(plan.value).toBeLessThanOrEqual(optimum + 1e-6);
    expect(plan.value).toBeGreaterThanOrEqual(0.995 * optimum);
    expect(session.broken(plan.seats)).toEqual([]);
    for (const { kind, value, feasible, seats } of await session.baselines()) {
      if (feasible) expect(session.broken(seats), kind).toEqual([]);
      expect(plan.value, kind).toBeGreaterThanOrEqual(value);
    }
  }, 60_000);

  test("a province's plan is proven, keeps every limit, and a lock is answered from it", async () => {
    const input = sampleProvince(900, 2);
    const session = openQuota(input, sampleTables);
    const answer = await session.solve();
    expect(answer.kind).toBe("plan");
    if (answer.kind !== "plan") return;
    const { plan } = answer;
    expect(plan.gap).toBeLessThanOrEqual(0.005);
    expect(plan.proven).toBe(true);
    expect(keepsLimits(input, plan.seats)).toBe(true);
    const k = plan.seats.findIndex((seats) => seats > 60);
    const key = input.offerings[k]!.key;
    const locked = session.withLocks(new Map([[key, plan.seats[k]! - 7]]));
    const again = await locked.solve({ warm: plan.warm });
    expect(again.kind).toBe("plan");
    if (again.kind !== "plan") return;
    expect(again.plan.seats[k]).toBe(plan.seats[k]! - 7);
    expect(again.plan.gap).toBeLessThanOrEqual(0.005);
    expect(locked.broken(again.plan.seats)).toEqual([]);
    const moved = again.plan.seats.filter((seats, i) => seats !== plan.seats[i]).length;
    expect(moved).toBeLessThan(20);
  }, 120_000);
});
