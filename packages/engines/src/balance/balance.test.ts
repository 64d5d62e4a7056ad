import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { loadHighs } from "../cycle/index.ts";
import type { LpSolver } from "../cycle/types.ts";
import { EDUCATIONS, LEVELS } from "../types/index.ts";
import { solveBalance, type BalanceInput, type BalanceOptions, type CrosswalkLink } from "./index.ts";
import { balanceProgramme } from "./testing/index.ts";

// The same instances in every run; another seed is another test.
fc.configureGlobal({ seed: 20221221 });

const options: BalanceOptions = {
  weights: { official: 1, post: 0.9, class: 0.5 },
  moveCost: 0.2,
  cityCosts: {},
  maxEdges: 1_000_000,
  tranches: 4,
  unitsPerPerson: 1,
  levels: EDUCATIONS,
};

/** Small instances with every kind of trouble: no links, nothing wanted, closed levels, equal claimants. */
const instances = fc
  .record({
    cities: fc.constantFrom(["a"], ["a", "b"], ["a", "b", "c"]),
    programmes: fc.array(
      fc.record({
        level: fc.constantFrom(...LEVELS),
        links: fc.uniqueArray(
          fc.record({
            occupation: fc.constantFrom("o1", "o2", "o3", "o4"),
            kind: fc.constantFrom("official" as const, "post" as const, "class" as const),
          }),
          { maxLength: 3, selector: (link) => `${link.occupation} ${link.kind}` },
        ),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    supply: fc.array(fc.tuple(fc.nat(3), fc.nat(2), fc.nat(30)), { maxLength: 8 }),
    demand: fc.array(fc.tuple(fc.nat(3), fc.nat(2), fc.nat(4), fc.nat(30)), { maxLength: 10 }),
  })
  .map(({ cities, programmes, supply, demand }): BalanceInput => {
    const links = new Map<string, CrosswalkLink[]>(programmes.map((p, i) => [`p${i}`, p.links]));
    const once = <T>(rows: T[], key: (row: T) => string) => [
      ...new Map(rows.map((row) => [key(row), row])).values(),
    ];
    return {
      cities,
      crosswalk: { links: (programme) => links.get(programme) ?? [] },
      supply: once(
        supply.map(([p, c, amount]) => {
          const programme = p % programmes.length;
          return {
            programme: `p${programme}`,
            level: programmes[programme]!.level,
            city: cities[c % cities.length]!,
            amount,
          };
        }),
        (s) => `${s.programme} ${s.city}`,
      ),
      demand: once(
        demand.map(([o, c, e, amount]) => ({
          occupation: `o${o + 1}`,
          city: cities[c % cities.length]!,
          level: EDUCATIONS[e]!,
          amount,
        })),
        (d) => `${d.occupation} ${d.city} ${d.level}`,
      ),
    };
  });

const shifted = (input: BalanceInput, side: "supply" | "demand", row: number, by: number): BalanceInput => ({
  ...input,
  [side]: input[side].map((node, at) => (at === row ? { ...node, amount: node.amount + by } : node)),
});
const value = (input: BalanceInput): number => solveBalance(input, options).objective;

describe("the balance", () => {
  let highs: LpSolver;
  beforeAll(async () => {
    highs = await loadHighs();
  });

  it("is worth what HiGHS finds for the programme written out edge by edge", async () => {
    await fc.assert(
      fc.asyncProperty(
        instances,
        fc.constantFrom<Record<string, number>[]>({}, { "a>b": 0.4, "b>a": 0.1, "a>c": 0.95, "a>a": 0.05 }),
        async (input, cityCosts) => {
          const found = solveBalance(input, { ...options, cityCosts });
          const { text } = balanceProgramme(input, { ...options, cityCosts });
          const best = text === "" ? 0 : (await highs(text)).objective;
          expect(found.objective).toBeCloseTo(best, 6);
          expect(found.dualObjective).toBeCloseTo(best, 6);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("fills nobody twice: flows add up to what is matched, and none is above supply or demand", () => {
    fc.assert(
      fc.property(instances, (input) => {
        const found = solveBalance(input, options);
        const sum = (test: (flow: (typeof found.flows)[number]) => boolean): number =>
          found.flows.filter(test).reduce((total, flow) => total + flow.value, 0);
        input.supply.forEach((s, row) => {
          const out = sum((f) => f.programme === s.programme && f.cityFrom === s.city);
          expect(out).toBe(found.supplyMatched[row]);
          expect(out).toBeLessThanOrEqual(s.amount);
        });
        input.demand.forEach((d, row) => {
          const filled = sum(
            (f) => f.occupation === d.occupation && f.cityTo === d.city && f.level === d.level,
          );
          expect(filled).toBe(found.demandMatched[row]);
          expect(filled).toBeLessThanOrEqual(d.amount);
        });
      }),
    );
  });

  it("sends graduates only along links of the crosswalk, to posts that their level suffices for", () => {
    fc.assert(
      fc.property(instances, (input) => {
        const levelOf = new Map(input.supply.map((s) => [s.programme, s.level]));
        for (const flow of solveBalance(input, options).flows) {
          expect(input.crosswalk.links(flow.programme).map((l) => `${l.occupation} ${l.kind}`)).toContain(
            `${flow.occupation} ${flow.kind}`,
          );
          expect(EDUCATIONS.indexOf(flow.level)).toBeLessThanOrEqual(
            1 + LEVELS.indexOf(levelOf.get(flow.programme)!),
          );
        }
      }),
    );
  });

  it("prices one more and one fewer graduate as the value of the whole changes", () => {
    fc.assert(
      fc.property(instances, fc.nat(), (input, at) => {
        const found = solveBalance(input, options);
        if (input.supply.length > 0) {
          const row = at % input.supply.length;
          expect(value(shifted(input, "supply", row, 1)) - found.objective).toBeCloseTo(found.supplyPriceMin[row]!, 6); // prettier-ignore
          if (input.supply[row]!.amount > 0)
            expect(found.objective - value(shifted(input, "supply", row, -1))).toBeCloseTo(found.supplyPriceMax[row]!, 6); // prettier-ignore
        }
        if (input.demand.length > 0) {
          const row = at % input.demand.length;
          expect(value(shifted(input, "demand", row, 1)) - found.objective).toBeCloseTo(found.demandPriceMin[row]!, 6); // prettier-ignore
        }
      }),
      { numRuns: 200 },
    );
  });

  it("keeps complementary slackness: what is left over has no price, and a flow's price is its worth", () => {
    fc.assert(
      fc.property(instances, (input) => {
        const found = solveBalance(input, options);
        input.supply.forEach((s, row) => {
          if (found.supplyMatched[row]! < s.amount) expect(found.supplyPriceMin[row]).toBe(0);
          expect(found.supplyPriceMin[row]).toBeLessThanOrEqual(found.supplyPriceMax[row]!);
        });
        const supplyAt = new Map(input.supply.map((s, row) => [`${s.programme} ${s.city}`, row]));
        const demandAt = new Map(input.demand.map((d, row) => [`${d.occupation} ${d.city} ${d.level}`, row]));
        for (const flow of found.flows) {
          const s = supplyAt.get(`${flow.programme} ${flow.cityFrom}`)!;
          const d = demandAt.get(`${flow.occupation} ${flow.cityTo} ${flow.level}`)!;
          const worth = options.weights[flow.kind] - (flow.cityFrom === flow.cityTo ? 0 : options.moveCost);
          // The least supply prices go with the greatest demand prices: together they are one dual optimum.
          expect(found.supplyPriceMin[s]! + found.demandPriceMax[d]!).toBeCloseTo(worth, 6);
        }
      }),
    );
  });

  it("gives the same answer whatever the order of rows and cities", () => {
    fc.assert(
      fc.property(instances, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), (input, draws) => {
        const found = solveBalance(input, options);
        const turned = {
          ...input,
          cities: [...input.cities].reverse(),
          supply: shuffled(input.supply, draws),
          demand: shuffled(input.demand, draws),
        };
        const again = solveBalance(turned, options);
        expect(again.flows).toEqual(found.flows);
        turned.supply.forEach((s, row) => {
          const before = input.supply.indexOf(s);
          expect(again.supplyPriceMin[row]).toBe(found.supplyPriceMin[before]);
          expect(again.supplyPriceMax[row]).toBe(found.supplyPriceMax[before]);
        });
        turned.demand.forEach((d, row) => {
          expect(again.demandMatched[row]).toBe(found.demandMatched[input.demand.indexOf(d)]);
        });
      }),
    );
  });

  it("fills equal claimants evenly", () => {
    const found = solveBalance(
      {
        cities: ["a"],
        crosswalk: { links: () => ["o1", "o2"].map((occupation) => ({ occupation, kind: "official" })) },
        supply: [{ programme: "p", level: "college", city: "a", amount: 100 }],
        demand: ["o1", "o2"].map((occupation) => ({ occupation, city: "a", level: "none", amount: 100 })),
      },
      options,
    );
    expect([...found.demandMatched]).toEqual([50, 50]);
  });

  it("drops the class links of the programmes with most of them first, and says how many", () => {
    const crosswalk = {
      links: (programme: string): CrosswalkLink[] =>
        programme === "p0"
          ? [{ occupation: "o1", kind: "official" }, { occupation: "o2", kind: "class" }]
          : [{ occupation: "o3", kind: "class" }],
    }; // prettier-ignore
    const input: BalanceInput = {
      cities: ["a"],
      crosswalk,
      supply: ["p0", "p1"].map((programme) => ({ programme, level: "college", city: "a", amount: 5 })),
      demand: ["o1", "o2", "o3"].map((occupation) => ({ occupation, city: "a", level: "none", amount: 5 })),
    };
    expect(solveBalance(input, options)).toMatchObject({ edges: 3, pruned: 0, objective: 7.5 });
    const two = solveBalance(input, { ...options, maxEdges: 2 });
    expect(two.edges).toBe(2);
    expect(two.pruned).toBe(1);
  });
});

function shuffled<T>(rows: readonly T[], draws: readonly number[]): T[] {
  const left = [...rows];
  return rows.map((_, k) => left.splice(draws[k]! % left.length, 1)[0]!);
}
