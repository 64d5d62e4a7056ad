import fc from "fast-check";
import { expect, test } from "vitest";
import {
  buildGraph,
  findRoutes,
  followRoute,
  ruleSentence,
  RULES,
  type Closed,
  type PathwayData,
  type PathwayQuery,
  type RuleId,
  type Stage,
} from "./index.ts";
import { agreement, catalogue, query, small } from "./testing/index.ts"; // prettier-ignore

const keys = (data: PathwayData, asked: Partial<PathwayQuery>) =>
  findRoutes(buildGraph(data), query({ limit: 500, ...asked })).routes.map(({ key }) => key);

test("from a programme: the official way first, then those of its class, each with its length and its rules", () => {
  const { routes, yearsLeft } = findRoutes(buildGraph(small), query({ stage: "secondary", programme: "660301", status: "studying", yearOfStudy: 2, ends: ["college", "bachelor", "university"] })); // prettier-ignore
  expect(yearsLeft).toBe(2);
  const found = routes.map(({ key }) => key);
  // straight on by the official list, then what is longer or leaves it
  expect(found[0]).toBe("460301");
  expect([...found].sort()).toEqual([
    "260301", "460301", "460301>260301", "460301>普通本科:机械电子工程",
    "general>260301", "general>460301", "general>460301>260301", "general>460301>普通本科:机械电子工程", "general>520201",
  ]); // prettier-ignore
  const [first] = routes;
  expect(first).toMatchObject({ key: "460301", years: 5 });
  expect(first!.steps[0]).toMatchObject({
    link: "official",
    offeringCount: 1,
    tuition: { from: 6000, to: 6000 },
  });
  const ways = Object.fromEntries(first!.steps[0]!.ways.map((way) => [way.move, way]));
  expect(Object.keys(ways)).toEqual(["entrance-exam", "separate", "exempt", "adult"]);
  expect(ways["adult"]).toMatchObject({ open: false, rules: [{ rule: "adult", state: "broken" }] });
  expect(first).toMatchObject({ cost: { from: 18_000, to: 18_000, complete: true } });
  expect(first!.steps[0]!.creditRules).toBe(2);
  expect(ways["entrance-exam"]!.rules.map(({ rule, state }) => [rule, state])).toEqual([
    ["EXM-01", "met"],
    ["EXM-12", "must"],
    ["EXM-13", "must"],
  ]);
  expect(ways["exempt"]).toMatchObject({ open: false });
  expect(routes.find(({ key }) => key === "460301>普通本科:机械电子工程")!.steps[1]!.link).toBe("name");
});

test("a class of an agreement is for those who are in it, or who have still to enter", () => {
  const data = { ...small, agreements: [agreement({ firstCohort: 2025, lastCohort: 2027 })] };
  const way = (asked: Partial<PathwayQuery>) =>
    findRoutes(buildGraph(data), query({ limit: 500, ...asked }))
      .routes.flatMap(({ steps }) => steps)
      .flatMap(({ ways }) => ways)
      .find(({ move }) => move === "3+2");
  const studying = { stage: "secondary", programme: "660301", status: "studying", yearOfStudy: 3 } as const;
  expect(way({ ...studying, agreement: "a" })).toMatchObject({ open: true, places: 40 });
  expect(way(studying)).toMatchObject({ open: false, rules: [{ rule: "EXM-18", state: "broken" }] });
  expect(way({ stage: "junior", year: 2027 })).toMatchObject({ open: true });
  const closed = way({ stage: "junior", year: 2028 });
  expect(closed).toMatchObject({ open: false, rules: [{ rule: "cohort", state: "broken", figures: { first: 2025, last: 2027, cohort: 2028 } }] }); // prettier-ignore
  expect(ruleSentence("cohort", closed!.rules[0]!.figures, "zh")).toBe(
    "协议招收 2025—2027 级；按您的情况为 2028 级。",
  );
});

test("a finished college student cannot upgrade, the rule says so; a veteran can, and adult education is open", () => {
  const asked = { stage: "college", programme: "460301", status: "graduated" } as const;
  const late = findRoutes(buildGraph(small), query({ ...asked, programmes: ["260301"] }));
  expect(late.routes).toEqual([]);
  expect(late.closed.map(({ to, ways }) => [to.key, ways.map(({ rules }) => rules[0]!.rule)])).toEqual([
    ["260301", ["EXM-20"]],
  ]);
  expect(followRoute(buildGraph(small), query(asked), "260301")).toMatchObject({
    stopped: { to: { key: "260301" } },
  });
  expect(followRoute(buildGraph(small), query(asked), "520201")).toEqual({ stopped: null });
  expect(late.unreached.map(({ to, rules }) => [to.key, rules.map(({ rule }) => rule)])).toEqual([
    ["260301", ["EXM-20"]],
  ]);
  const grown = findRoutes(buildGraph(small), query(asked)).routes;
  expect(grown.map(({ key }) => key)).toEqual(["普通本科:机械电子工程"]);
  expect(grown[0]!.steps[0]!.ways.map(({ move, open }) => [move, open])).toEqual([["upgrade", false], ["adult", true]]); // prettier-ignore
  expect(findRoutes(buildGraph(small), query({ ...asked, veteran: true })).total).toBe(2);
  expect(findRoutes(buildGraph(small), query({ ...asked, status: "studying", yearOfStudy: 3 })).total).toBe(2); // prettier-ignore
});

test("what is wanted and cannot be reached has its rule", () => {
  const rules = (asked: Partial<PathwayQuery>) =>
    findRoutes(buildGraph(small), query(asked)).unreached.flatMap((one) => one.rules.map(({ rule }) => rule));
  expect(rules({ stage: "secondary", programme: "660301", programmes: ["520201"] })).toEqual(["EXM-12-category"]); // prettier-ignore
  expect(rules({ stage: "college", programme: "520201", status: "studying", yearOfStudy: 1, programmes: ["460301", "660301"] })).toEqual(["same-stage", "same-stage"]); // prettier-ignore
  expect(rules({ programmes: ["460301", "260301"] })).toEqual([]);
});

test("technician and comprehensive schools are ways of their own; a score is set beside past lines and closes nothing", () => {
  const offering = (school: string, schoolKind: string, programme = "660301") => ({ programme, school, schoolName: school, schoolKind, city: "420100", places: 50, seats: {}, tuition: null, lines: [] }); // prettier-ignore
  const past = (year: number, score: number) => ({
    year,
    season: `${year}年职教高考`,
    category: "装备制造类",
    score,
    rank: 900,
    listed: 4000,
    vacancies: 0,
  });
  const data: PathwayData = {
    ...small,
    offerings: [
      offering("a", "secondary-school"),
      offering("t", "technician-school"),
      offering("c", "comprehensive-high-school"),
      // the newest line counts, not the lowest of all years
      { ...small.offerings[0]!, lines: [past(2026, 431), past(2025, 380)] },
    ],
  };
  const ways = (asked: Partial<PathwayQuery>, key: string) =>
    findRoutes(buildGraph(data), query({ limit: 100, ...asked })).routes.find((one) => one.key === key)!.steps[0]!.ways; // prettier-ignore
  expect(ways({}, "660301").map(({ move, places }) => [move, places])).toEqual([["enrol", 50], ["technician", 50], ["comprehensive", 50]]); // prettier-ignore
  const general = (schools: number) =>
    findRoutes(buildGraph({ ...data, comprehensiveSchools: schools }), query({ limit: 100 })).routes.find(({ key }) => key === "general")!
      .steps[0]!.ways.map(({ move, rules }) => [move, rules.map(({ rule }) => rule)]); // prettier-ignore
  expect(general(1)).toEqual([
    ["general-school", []],
    ["comprehensive", ["POL-9-comprehensive"]],
  ]);
  expect(general(0)[1]).toEqual(["comprehensive", ["POL-9-comprehensive", "no-comprehensive"]]);
  const at = { stage: "secondary", programme: "660301", status: "studying", yearOfStudy: 3 } as const;
  const line = (score: number | null) =>
    ways({ ...at, score }, "460301").find(({ move }) => move === "entrance-exam")!;
  expect(line(440).rules).toContainEqual({ rule: "cutoff", state: "met", figures: { score: 440, reached: 1, of: 1, lowest: 431, year: 2026 } }); // prettier-ignore
  expect(line(400)).toMatchObject({ open: true });
  expect(line(400).rules.find(({ rule }) => rule === "cutoff")!.state).toBe("must");
  expect(line(null).rules.map(({ rule }) => rule)).not.toContain("cutoff");
});

test("whoever works and holds a certificate and a title of model worker is exempt as the rule says", () => {
  const exempt = (asked: Partial<PathwayQuery>) =>
    findRoutes(buildGraph(small), query({ stage: "secondary", programme: "660301", ...asked }))
      .routes.find(({ key }) => key === "460301")!
      .steps[0]!.ways.find(({ move }) => move === "exempt")!.open;
  const model = { award: "model-worker", working: true, certificate: "senior" } as const;
  expect(exempt(model)).toBe(true);
  expect(exempt({ ...model, certificate: "none" })).toBe(false);
  expect(exempt({ ...model, working: false })).toBe(false);
  expect(exempt({ award: "provincial" })).toBe(true);
});

test("five years in one go are open where an agreement takes the cohort", () => {
  const data = { ...small, agreements: [agreement({ kind: "five-year", lowerProgramme: "460301" })] };
  const { routes } = findRoutes(buildGraph(data), query({ programmes: ["460301"], ends: ["college"] }));
  const five = routes.find(({ steps }) => steps[0]!.ways.some(({ move }) => move === "five-year"));
  expect(five).toMatchObject({ key: "460301", years: 5 });
  expect(keys(small, { programmes: ["460301"], ends: ["college"] })).not.toContain("460301");
});

test("wishes choose: an occupation's routes pass through programmes that lead to it", () => {
  const { routes, total } = findRoutes(buildGraph(small), query({ occupations: ["6-31-01-03"], limit: 500 }));
  expect(total).toBe(routes.length);
  for (const { key, meets } of routes) {
    expect(key).toContain("460301");
    expect(meets.occupation).toBe(true);
  }
  expect(keys(small, { categories: ["66"] })).toEqual(expect.arrayContaining(["660301", "660302>460301"]));
  expect(keys(small, { categories: ["66"] }).filter((key) => !/[624]6\d{4}/.test(key))).toEqual([]);
});

test("every rule has words in both languages and a source", () => {
  for (const [id, rule] of Object.entries(RULES)) {
    expect(rule.zh, id).toMatch(/\p{Script=Han}/u);
    expect(rule.en.length * rule.source.zh.length * rule.source.en.length, id).toBeGreaterThan(0);
  }
});

/** All routes by the words of the rules alone, without graph or search. */
function byHand(data: PathwayData, asked: PathwayQuery): Set<string> {
  const found = new Set<string>();
  const stageOf = (key: string): Stage =>
    key === "junior" || key === "general" ? key : key.includes(":") ? "university" : data.programmes.find(({ code }) => code === key)!.level; // prettier-ignore
  const category = (code: string) => Number(code.slice(0, 2)) % 20;
  const onward = (key: string, first: boolean, entered: number | null, year: number): string[] => {
    const stage = stageOf(key);
    const of = (...levels: Stage[]) => data.programmes.filter(({ level }) => levels.includes(level)).map(({ code }) => code); // prettier-ignore
    if (stage === "junior")
      return [
        "general",
        ...of("secondary"),
        ...data.agreements.filter((a) => a.kind === "five-year" && a.firstCohort <= year && year <= (a.lastCohort ?? 9999)).map((a) => a.upperProgramme!),
      ]; // prettier-ignore
    if (stage === "general") {
      const changes = first && asked.status === "studying" && (asked.yearOfStudy ?? 1) <= 2;
      return [...of("college", "bachelor"), ...(changes ? of("secondary") : [])];
    }
    const linked = data.progression
      .filter(({ from }) => from === key)
      .map(({ to, toName }) => to ?? `普通本科:${toName}`);
    const alike = (stage === "secondary" ? of("college", "bachelor") : of("bachelor")).filter((code) => category(code) === category(key)); // prettier-ignore
    const agreed = data.agreements.filter((a) => a.kind !== "five-year" && a.lowerProgramme === key).map((a) => a.upperProgramme!); // prettier-ignore
    const changes =
      stage === "secondary" && first && asked.status === "studying" && (asked.yearOfStudy ?? 1) <= 2;
    if (stage === "secondary") return [...linked, ...alike, ...agreed, ...(changes ? ["general"] : [])];
    if (stage === "college") {
      const upgrade = !first || asked.status === "studying" || asked.veteran;
      const own = first
        ? data.agreements.filter((a) => a.id === asked.agreement && a.lowerProgramme === key)
        : data.agreements.filter((a) => a.lowerProgramme === key && entered !== null && a.firstCohort <= entered && entered <= (a.lastCohort ?? 9999)); // prettier-ignore
      // adult education takes whoever is not at school, to an undergraduate programme
      const adult = linked.filter((one) => one.includes(":"));
      return upgrade ? [...linked, ...alike, ...agreed] : [...own.map((a) => a.upperProgramme!), ...adult];
    }
    return [];
  };
  const rise: Record<Stage, number> = { junior: 0, general: 1, secondary: 1, college: 2, bachelor: 3, university: 3 }; // prettier-ignore
  const length = (from: string, to: string) =>
    stageOf(from) === "junior" && stageOf(to) === "college" ? 5 : (data.programmes.find(({ code }) => code === to)?.years ?? (to === "general" ? 3 : 4)); // prettier-ignore
  const walk = (path: string[], key: string, entered: number | null, year: number): void => {
    for (const to of new Set(onward(key, path.length === 0, entered, year))) {
      if (path.length > 0 && rise[stageOf(to)] <= rise[stageOf(key)]) continue;
      const next = [...path, to];
      found.add(next.join(">"));
      if (next.length < 4) walk(next, to, year, year + length(key, to));
    }
  };
  const begin = asked.programme ?? asked.stage;
  const years =
    asked.stage === "general" ? 3 : (data.programmes.find(({ code }) => code === begin)?.years ?? 0);
  const left = asked.status === "graduated" || asked.stage === "junior" ? 0 : Math.max(1, years - ((asked.yearOfStudy ?? 1) - 1)); // prettier-ignore
  walk([], begin, null, asked.year + Math.max(0, left - 1));
  return found;
}

const codes = (level: string) =>
  small.programmes.filter((one) => one.level === level).map(({ code }) => code);
const agreements = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("3+2" as const), lowerProgramme: fc.constantFrom(...codes("secondary")), upperProgramme: fc.constantFrom(...codes("college")) }),
    fc.record({ kind: fc.constant("3+4" as const), lowerProgramme: fc.constantFrom(...codes("secondary")), upperProgramme: fc.constantFrom(...codes("bachelor")) }),
    fc.record({ kind: fc.constant("five-year" as const), lowerProgramme: fc.constant("460301"), upperProgramme: fc.constantFrom(...codes("college")) }),
    fc.record({ kind: fc.constant("college-3+2" as const), lowerProgramme: fc.constantFrom(...codes("college")), upperProgramme: fc.constantFrom(...codes("bachelor")) }),
  ),
  { maxLength: 6 },
); // prettier-ignore
const standing = fc.oneof(
  fc.constant({ stage: "junior" as const, programme: null }),
  fc.constant({ stage: "general" as const, programme: null }),
  fc.constantFrom(...codes("secondary")).map((programme) => ({ stage: "secondary" as const, programme })),
  fc.constantFrom(...codes("college")).map((programme) => ({ stage: "college" as const, programme })),
);

test("finds exactly the routes that the rules allow, in whatever order the input is; durations add up", () => {
  fc.assert(
    fc.property(
      agreements, standing, fc.boolean(), fc.integer({ min: 1, max: 3 }), fc.boolean(), fc.integer({ min: 2024, max: 2029 }), fc.infiniteStream(fc.nat(1)),
      (made, where, studying, yearOfStudy, veteran, year, bits) => {
        const data: PathwayData = {
          ...small,
          agreements: made.map((one, i) => agreement({ ...one, id: `a${i}`, quota: 10 + i, firstCohort: 2024 + (i % 3), lastCohort: i % 2 ? 2026 + (i % 4) : null })),
        };
        const asked = query({
          ...where, status: studying ? "studying" : "graduated", yearOfStudy: studying ? yearOfStudy : null, veteran, year,
          agreement: made.length > 0 ? "a0" : null, limit: 5000,
        });
        const graph = buildGraph(data);
        const answer = findRoutes(graph, asked);
        expect(new Set(answer.routes.map(({ key }) => key))).toEqual(byHand(data, asked));
        expect(answer.total).toBe(answer.routes.length);
        for (const route of answer.routes) {
          expect(route.years).toBe(route.steps.reduce((sum, { years }) => sum + years, answer.yearsLeft));
          expect(followRoute(graph, asked, route.key)).toEqual({ route });
          for (const step of route.steps) {
            expect(step.ways.some(({ open }) => open)).toBe(true);
            for (const way of step.ways) expect(way.open).toBe(way.rules.every(({ state }) => state !== "broken"));
          }
        }
        const shuffle = <T>(list: readonly T[]): T[] => {
          const copy = [...list];
          for (let i = copy.length - 1; i > 0; i--) if (bits.next().value) [copy[i], copy[0]] = [copy[0]!, copy[i]!];
          return copy;
        };
        const mixed = { ...data, programmes: shuffle(data.programmes), progression: shuffle(data.progression), agreements: shuffle(data.agreements) };
        expect(findRoutes(buildGraph(mixed), asked)).toEqual(answer);
      },
    ),
    { seed: 20261127, numRuns: 150 },
  );
}); // prettier-ignore

/** What would have to be otherwise for a rule not to stand in the way; what is asked, or the province's data. */
function relaxed(data: PathwayData, asked: PathwayQuery, from: string, { to, ways }: Closed, rule: RuleId): { data: PathwayData; asked: PathwayQuery } {
  switch (rule) {
    case "EXM-14":
      return {
        data: { ...data, progression: [...data.progression, { from, to: to.code, toName: to.name, toLevel: to.stage as "college" }] },
        asked: { ...asked, award: "national" },
      };
    case "EXM-18":
      return { data, asked: { ...asked, agreement: ways.flatMap(({ agreements }) => agreements)[0]!.id } };
    case "EXM-20":
      return { data, asked: { ...asked, veteran: true } };
    case "POL-9-track":
      return { data, asked: { ...asked, status: "studying", yearOfStudy: 1 } };
    case "adult":
      return { data, asked: { ...asked, status: "graduated", yearOfStudy: null } };
    case "cohort":
      return { data: { ...data, agreements: data.agreements.map((one) => ({ ...one, firstCohort: 2000, lastCohort: null })) }, asked };
    default:
      throw new Error(`no relaxation is known of ${rule}`);
  }
} // prettier-ignore

test("what is closed is closed by the rules that it names: without any one of them it would be open, or named by others", () => {
  const seen = new Set<RuleId>();
  fc.assert(
    fc.property(agreements, standing, fc.boolean(), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 2024, max: 2029 }), (made, where, studying, yearOfStudy, year) => {
      const data: PathwayData = { ...small, agreements: made.map((one, i) => agreement({ ...one, id: `a${i}`, firstCohort: 2024 + (i % 3), lastCohort: 2026 + (i % 2) })) };
      const asked = query({ ...where, status: studying ? "studying" : "graduated", yearOfStudy: studying ? yearOfStudy : null, year, limit: 5000 });
      const firstSteps = (of: PathwayData, by: PathwayQuery): Closed[] => {
        const { routes, closed } = findRoutes(buildGraph(of), by);
        return [...closed, ...routes.filter(({ steps }) => steps.length === 1).map(({ steps }) => steps[0]!)];
      };
      for (const step of firstSteps(data, asked))
        for (const way of step.ways.filter(({ open }) => !open)) {
          const broken = way.rules.filter(({ state }) => state === "broken");
          expect(broken.length).toBeGreaterThan(0);
          for (const { rule } of broken) {
            seen.add(rule);
            const other = relaxed(data, asked, where.programme ?? where.stage, { ...step, ways: [way] }, rule);
            const again = firstSteps(other.data, other.asked).find(({ to }) => to.key === step.to.key)!.ways.find(({ move }) => move === way.move)!;
            expect(again.open, `${rule} of ${way.move} to ${step.to.key}`).toBe(true);
          }
        }
    }),
    { seed: 20261127, numRuns: 100 },
  );
  expect([...seen].sort()).toEqual(["EXM-14", "EXM-18", "EXM-20", "POL-9-track", "adult", "cohort"]);
}); // prettier-ignore

test("the best of many are the first of all, within the variety that is asked for", () => {
  const graph = buildGraph(catalogue(500));
  const few = findRoutes(graph, query({ stage: "secondary", programme: "660301", limit: 10 }));
  const many = findRoutes(graph, query({ stage: "secondary", programme: "660301", limit: 1000 }));
  expect(few.total).toBe(many.total);
  expect(few.routes[0]).toEqual(many.routes[0]);
  expect(few.routes).toHaveLength(10);
  const order = many.routes.map(({ key }) => key);
  const places = few.routes.map(({ key }) => order.indexOf(key));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(() => findRoutes(graph, query({ stage: "college", programme: "660301" }))).toThrow("660301");
});
