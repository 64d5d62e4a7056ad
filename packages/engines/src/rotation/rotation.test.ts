import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  certifies, checkInput, clashesOf, conflictSentences, limitsOf, planRotation, staysOf,
  type Cell, type Limit, type Need, type RotationAnswer, type RotationInput, type Timetable,
} from "./index.ts"; // prettier-ignore
import { plantedRotation } from "./testing/index.ts";

const FAST = { milliseconds: 20_000, conflictMilliseconds: 20_000, improveMilliseconds: 50 };

/** Every timetable of one cohort that breaks none of its own limits, by trying all cells. */
function ways(input: RotationInput, c: number): Cell[][] {
  const alone: RotationInput = {
    ...input,
    places: input.places.map((place) => ({ ...place, capacity: null })),
    cohorts: [input.cohorts[c]!],
  };
  const choices: Cell[] = [null, ...input.cohorts[c]!.needs.flatMap(({ key, places }) => places.map((place) => ({ need: key, place })))]; // prettier-ignore
  const found: Cell[][] = [];
  const row: Cell[] = [];
  const fill = (): void => {
    if (row.length === input.weeks) {
      if (clashesOf(alone, [row]).length === 0) found.push([...row]);
      return;
    }
    for (const cell of choices) {
      row.push(cell);
      fill();
      row.pop();
    }
  };
  fill();
  return found;
}

/** The cheapest timetable by stays, by trying all ways of all cohorts together; null = there is none. */
function bruteForce(input: RotationInput): number | null {
  const all = input.cohorts.map((_, c) => ways(input, c));
  let best: number | null = null;
  const chosen: Cell[][] = [];
  const use = new Map<string, number>();
  const move = (way: Cell[], people: number): boolean => {
    let fits = true;
    way.forEach((cell, at) => {
      if (cell === null) return;
      const key = `${cell.place} ${at}`;
      use.set(key, (use.get(key) ?? 0) + people);
      const { capacity } = input.places.find(({ id }) => id === cell.place)!;
      const most = capacity === null || typeof capacity === "number" ? capacity : capacity[at]!;
      if (most !== null && use.get(key)! > most) fits = false;
    });
    return fits;
  };
  const choose = (): void => {
    if (chosen.length === input.cohorts.length) {
      const stays = staysOf(input, chosen);
      if (best === null || stays < best) best = stays;
      return;
    }
    const { people } = input.cohorts[chosen.length]!;
    for (const way of all[chosen.length]!) {
      const fits = move(way, people);
      chosen.push(way);
      if (fits) choose();
      chosen.pop();
      move(way, -people);
    }
  };
  choose();
  return best;
}

const PLACES = ["a", "b"];
const week = fc.integer({ min: 0, max: 4 });
/** None, and now and then one. */
const rarely = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.option(of, { nil: null, freq: 1 }).map((one) => (one === null ? [] : [one]));
const need = (key: string, other: string): fc.Arbitrary<Need> =>
  fc
    .record({
      places: fc.constantFrom(["a"], ["b"], ["a", "b"]),
      weeks: fc.constantFrom(1, 2, 2, 3),
      minRun: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
      longer: fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined }),
      after: fc.option(fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }), { nil: null, freq: 1 }),
    })
    .map(({ longer, after, ...own }) => ({
      ...own,
      key,
      ...(longer === undefined ? {} : { maxRun: (own.minRun ?? 1) + longer }),
      ...(after === null ? {} : { after: [{ need: other, ...(after === undefined ? {} : { weeks: after }) }] }),
    })); // prettier-ignore

const small: fc.Arbitrary<RotationInput> = fc
  .record({
    weeks: fc.constantFrom(3, 4, 5, 5),
    places: fc.tuple(
      ...PLACES.map((id) =>
        fc.record({
          id: fc.constant(id),
          kind: fc.constant("centre" as const),
          capacity: fc.constantFrom(null, 2, 3, 3, 4, 5),
          closed: rarely(week),
        }),
      ),
    ),
    cohorts: fc.array(
      fc.record({
        people: fc.integer({ min: 1, max: 3 }),
        needs: fc.tuple(need("x", "y"), need("y", "x")).chain(([x, y]) => fc.constantFrom([x], [x, y])),
        off: rarely(week),
        fixed: rarely(fc.record({ week, place: fc.constantFrom(null, ...PLACES) })),
        barred: rarely(fc.record({ place: fc.constantFrom(...PLACES), weeks: fc.tuple(week) })),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ weeks, places, cohorts }) => {
    const within = (list: readonly number[]): number[] => list.filter((one) => one < weeks);
    return {
      weeks,
      places: places.map((place) => ({ ...place, closed: within(place.closed) })),
      cohorts: cohorts.map(({ needs, ...one }, c) => {
        const own = needs.length === 1 ? needs.map(({ after: _, ...rest }) => rest) : needs;
        const off = within(one.off);
        const known = new Set(own.flatMap((each) => each.places));
        return {
          ...one,
          id: `c${c}`,
          needs: own,
          off,
          fixed: one.fixed.filter(({ week: at, place }) => at < weeks && (place === null || (known.has(place) && !off.includes(at)))), // prettier-ignore
          barred: one.barred.map((each) => ({ ...each, weeks: within(each.weeks) })),
        };
      }),
    };
  });

/** Two rooms, few people more or less than they hold. */
const uneven: fc.Arbitrary<RotationInput> = fc
  .record({
    weeks: fc.constant(3),
    capacities: fc.tuple(fc.integer({ min: 3, max: 5 }), fc.integer({ min: 3, max: 5 })),
    cohorts: fc.array(
      fc.record({
        people: fc.integer({ min: 1, max: 3 }),
        needs: fc.array(fc.record({ places: fc.constantFrom(["a"], ["b"], ["a", "b"]), weeks: fc.integer({ min: 1, max: 2 }) }), { minLength: 1, maxLength: 2 }),
      }),
      { minLength: 4, maxLength: 5 },
    ),
  })
  .map(({ weeks, capacities, cohorts }) => ({
    weeks,
    places: PLACES.map((id, p) => ({ id, kind: "centre" as const, capacity: capacities[p]! })),
    cohorts: cohorts.map(({ people, needs }, c) => ({
      id: `c${c}`,
      people,
      needs: needs.map((own, n) => ({ ...own, key: `n${n}` })),
    })),
  })); // prettier-ignore

/** The input without some of its limits, told without the solver's own way of leaving them out. */
function without(input: RotationInput, dropped: readonly Limit[]): RotationInput {
  const gone = (kind: Limit["kind"], about: Partial<Record<string, unknown>>): boolean =>
    dropped.some((limit) => limit.kind === kind && Object.entries(about).every(([key, value]) => (limit as Record<string, unknown>)[key] === value)); // prettier-ignore
  return {
    ...input,
    places: input.places.map((place) => ({
      ...place,
      capacity: gone("capacity", { place: place.id }) ? null : place.capacity,
      closed: gone("closed", { place: place.id }) ? [] : (place.closed ?? []),
    })),
    cohorts: input.cohorts.map((cohort) => {
      const cohortId = { cohort: cohort.id };
      const needs = cohort.needs.filter(({ key }) => !gone("need", { ...cohortId, need: key }));
      const left = new Set(needs.map(({ key }) => key));
      const kept = (cohort.fixed ?? []).filter(({ week: at }) => !gone("fixed", { ...cohortId, week: at }));
      // A cell that may have been meant for a need left out only says where the cohort is not.
      const loose = ({ place }: { place: string | null }): boolean =>
        place !== null && cohort.needs.some((own) => !left.has(own.key) && own.places.includes(place));
      return {
        ...cohort,
        needs: needs.map(({ minRun, maxRun, after, ...own }): Need => {
          const about = { ...cohortId, need: own.key };
          return {
            ...own,
            ...(minRun === undefined || gone("min-run", about) ? {} : { minRun }),
            ...(maxRun === undefined || gone("max-run", about) ? {} : { maxRun }),
            after: (after ?? []).filter(({ need: other }) => left.has(other) && !gone("order", { ...about, after: other })), // prettier-ignore
          };
        }),
        fixed: kept.filter((cell) => !loose(cell)),
        barred: [
          ...(cohort.barred ?? []).filter(({ place }) => !gone("barred", { ...cohortId, place })),
          ...kept.filter(loose).flatMap(({ week: at, place }) => input.places.filter(({ id }) => id !== place).map(({ id }) => ({ place: id, weeks: [at] }))), // prettier-ignore
        ],
      };
    }),
  };
}

const isPlan = (answer: RotationAnswer): answer is Extract<RotationAnswer, { kind: "plan" }> =>
  answer.kind === "plan";

describe("on small instances", () => {
  test("there is a timetable if and only if trying everything finds one, and it breaks nothing", async () => {
    let plans = 0;
    let none = 0;
    await fc.assert(
      fc.asyncProperty(small, async (input) => {
        expect(checkInput(input)).toEqual([]);
        const best = bruteForce(input);
        const answer = await planRotation(input, FAST);
        expect(answer.kind).toBe(best === null ? "conflict" : "plan");
        if (!isPlan(answer)) return void none++;
        plans++;
        expect(clashesOf(input, answer.plan.timetable)).toEqual([]);
        expect(answer.plan.stays).toBe(staysOf(input, answer.plan.timetable));
        expect(answer.plan.cost).toBe(10 * answer.plan.stays);
        expect(answer.plan.bound).toBeLessThanOrEqual(10 * best!);
        expect(answer.plan.stays).toBeGreaterThanOrEqual(best!);
      }),
      { seed: 20261127, numRuns: 250 },
    );
    expect(Math.min(plans, none)).toBeGreaterThan(40);
  });

  test("uneven cohorts in rooms that only just suffice, where shares of cohorts would fit: still only what trying everything says", async () => {
    let exhausted = 0;
    await fc.assert(
      fc.asyncProperty(uneven, async (input) => {
        const best = bruteForce(input);
        const answer = await planRotation(input, FAST);
        expect(answer.kind).toBe(best === null ? "conflict" : "plan");
        if (answer.kind !== "conflict") return;
        const { limits, minimal, certificate } = answer.conflict;
        if (certificate === null) exhausted++;
        expect(minimal).toBe(true);
        const others = limitsOf(input).filter((limit) => !limits.some((one) => JSON.stringify(one) === JSON.stringify(limit))); // prettier-ignore
        expect(bruteForce(without(input, others))).toBeNull();
        for (const limit of limits) expect(bruteForce(without(input, [...others, limit]))).not.toBeNull();
      }),
      { seed: 20261130, numRuns: 80 },
    );
    // Some of them no prices prove: the branches were gone through.
    expect(exhausted).toBeGreaterThan(2);
  });

  test("a conflict leaves no timetable by itself, and none of its limits can be spared", async () => {
    await fc.assert(
      fc.asyncProperty(small, async (input) => {
        const answer = await planRotation(input, FAST);
        fc.pre(answer.kind === "conflict");
        const { limits, single, minimal, certificate } = answer.conflict;
        expect([single, minimal]).toEqual([true, true]);
        const others = limitsOf(input).filter((limit) => !limits.some((one) => JSON.stringify(one) === JSON.stringify(limit))); // prettier-ignore
        expect(bruteForce(without(input, others))).toBeNull();
        for (const limit of limits) expect(bruteForce(without(input, [...others, limit]))).not.toBeNull();
        if (certificate) expect(certifies(input, limits, certificate)).toBe(true);
      }),
      { seed: 20261128, numRuns: 250 },
    );
  });

  test("given cells stay as they are and the rest stays close to the earlier timetable", async () => {
    await fc.assert(
      fc.asyncProperty(small, fc.nat(), async (input, pick) => {
        const first = await planRotation(input, FAST);
        fc.pre(isPlan(first));
        const near: Timetable = first.plan.timetable;
        const again = await planRotation(input, { ...FAST, near, change: 0, moved: 1 });
        expect(isPlan(again) && again.plan.timetable).toEqual(near);
        const c = pick % input.cohorts.length;
        const at = pick % input.weeks;
        fc.pre(!(input.cohorts[c]!.fixed ?? []).some((cell) => cell.week === at));
        const place = near[c]![at]?.place ?? null;
        const locked = {
          ...input,
          cohorts: input.cohorts.with(c, {
            ...input.cohorts[c]!,
            fixed: [...(input.cohorts[c]!.fixed ?? []), { week: at, place }],
          }),
        };
        const kept = await planRotation(locked, FAST);
        expect(isPlan(kept) && (kept.plan.timetable[c]![at]?.place ?? null)).toBe(place);
      }),
      { seed: 20261129, numRuns: 80 },
    );
  });
});

test("shares of cohorts are no timetable: three cohorts that fit two at a time by people, one at a time as a whole", async () => {
  // 45 people for three weeks, one week each of 30: by people 1.5 cohorts a week would do in two weeks
  const input: RotationInput = {
    weeks: 2,
    places: [{ id: "车间", kind: "centre", capacity: 45 }],
    cohorts: ["甲", "乙", "丙"].map((id) => ({
      id,
      people: 30,
      needs: [{ key: "实训", places: ["车间"], weeks: 1 }],
    })),
  };
  const answer = await planRotation(input, FAST);
  expect(answer).toMatchObject({ kind: "conflict", conflict: { minimal: true } });
  if (answer.kind !== "conflict") return;
  expect(answer.conflict.limits).toHaveLength(4);
  expect(conflictSentences(input, answer.conflict, "zh")).toEqual([
    "没有可行的课表：下列 4 项要求（涉及 3 个班组）不能同时满足，放宽其中任何一项即可。",
    "甲的“实训”要在 车间 上 1 周（该班组共有 2 周可用）",
    "乙的“实训”要在 车间 上 1 周（该班组共有 2 周可用）",
    "丙的“实训”要在 车间 上 1 周（该班组共有 2 周可用）",
    "车间每周最多 45 人",
  ]);
  expect(answer.conflict.certificate).not.toBeNull();

  // Without time nothing is claimed: the nearest that was found, and what is wrong with it.
  const hasty = await planRotation(input, { ...FAST, milliseconds: 0 });
  if (hasty.kind !== "undecided") throw new Error(`expected no decision, found ${hasty.kind}`);
  expect(hasty.clashes).toEqual(clashesOf(input, hasty.timetable));
  expect(hasty.clashes).toMatchObject([{ kind: "capacity", place: "车间", people: 60, capacity: 45 }]);
});

test("a city's centres too small for all: which kinds of limits clash, proven by prices that anybody can check", async () => {
  const input = plantedRotation({ cohorts: 24, weeks: 12, places: 12, slack: 0 }, 3);
  const short = {
    ...input,
    places: input.places.map((place) => (place.kind === "centre" && typeof place.capacity === "number" ? { ...place, capacity: Math.floor(place.capacity / 3) } : place)),
  }; // prettier-ignore
  const answer = await planRotation(short, { ...FAST, conflictMilliseconds: 3_000 });
  if (answer.kind !== "conflict") throw new Error(`expected a conflict, found ${answer.kind}`);
  const { limits, certificate } = answer.conflict;
  expect(certificate && certifies(short, limits, certificate)).toBe(true);
  // The same prices prove nothing where the centres are as large as they were planted.
  expect(certifies(input, limits, certificate!)).toBe(false);
  // With none of the capacities the rest is no conflict.
  const without = limits.filter(({ kind }) => kind !== "capacity");
  expect(certifies(short, without, certificate!)).toBe(false);
});

test("the same input gives the same timetable", async () => {
  const input = plantedRotation({ cohorts: 10, weeks: 12, places: 12, slack: 0 });
  const options = { milliseconds: 30_000, improveMilliseconds: 20_000 };
  const first = await planRotation(input, options);
  expect(first.kind).toBe("plan");
  expect(await planRotation(input, options)).toEqual(first);
});
