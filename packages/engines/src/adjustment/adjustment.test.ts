import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { standards } from "@tixi/standards";
import {
  factsOf,
  findIndicator,
  INDICATORS,
  NATIONAL_PARAMETERS,
  prepare,
  programmeFacts,
  type OfferingYear,
  type SchoolYear,
} from "../indicators/index.ts";
import { adjust, cardSentences, checkRuleSet, earlierCards, findPreset, isMonotone, monotonyOf, PRESETS, rulesForbidding, severityOf, whatHappened, type AdjustmentInput, type Condition, type EarlierCard, type Rule, type RuleSet } from "./index.ts"; // prettier-ignore
import { remember } from "./cards.ts";
import { Evaluator, leavesOf } from "./evaluate.ts";
import { inventFacts, offeringYear, randomFrom, schoolYear } from "./testing/index.ts";

const table = standards();
const programme = (code: string) => table.findProgramme(code);
const input = (offerings: OfferingYear[], schools: SchoolYear[] = []): AdjustmentInput => ({
  facts: factsOf(offerings, schools, []),
  programme,
  missing: null,
});
const national = findPreset("national")!;
const only = (when: Condition, action: Rule["action"], more: Partial<RuleSet> = {}): RuleSet => ({
  ...national,
  ...more,
  rules: [{ ...national.rules[0]!, id: "r", when, action }],
});
const prepareFor = (facts: AdjustmentInput["facts"], set: RuleSet) =>
  prepare(facts, { ...NATIONAL_PARAMETERS, limit: set.limit }, 2026);
const severityRank = (decision: EarlierCard["decision"]) =>
  decision === "expand" ? -1 : severityOf(decision);
const PROGRAMMES = [["410101", "college"], ["410102", "college"], ["460104", "college"], ["510201", "college"]] as const; // prettier-ignore
const YEARS = [2021, 2022, 2023, 2024, 2025];

describe("the presets", () => {
  it.each(PRESETS.map((preset) => [preset.key, preset] as const))("%s is valid, and monotone as it claims", (_, preset) => {
    expect(checkRuleSet(preset)).toEqual([]);
    expect(checkRuleSet(JSON.parse(JSON.stringify(preset)))).toEqual([]);
    expect(isMonotone(preset)).toBe(true);
    for (const rule of preset.rules) expect(rule.basis.source, rule.id).not.toBe("");
  }); // prettier-ignore

  it("withdraws after three years without intake, and says why", () => {
    const rows = [2023, 2024, 2025].map((year) => offeringYear({ key: "o", year, plan: 0, registered: 0 }));
    const [card] = adjust(input(rows), national, { year: 2026 }).cards;
    expect(card!.decision).toBe("withdraw");
    expect(card!.fired[0]!.figures[0]).toMatchObject({
      indicator: "years-without-intake",
      values: [3],
      threshold: 3,
    });
    expect(cardSentences(national, card!, "zh")[0]).toContain("2025 年 3 年（达到 3 年）");
    expect(cardSentences(national, card!, "en").join()).toContain("no intake three years running");
  });

  it("Shanxi keeps what still has students on roll", () => {
    const shanxi = findPreset("shanxi-2024")!;
    const decide = (onRoll: number) =>
      adjust(input([2023, 2024, 2025].map((year) => offeringYear({ key: "o", year, registered: 0, enrolment: [0, onRoll] }))), shanxi, { year: 2026 }).cards[0]!.decision; // prettier-ignore
    expect(decide(12)).toBe("keep");
    expect(decide(0)).toBe("withdraw");
  });

  it("Fujian warns the last tenth of two years running, and lets no programme grow over twenty offerings", () => {
    const fujian = findPreset("fujian-2023")!;
    const rows = Array.from({ length: 30 }, (_, i) =>
      [2024, 2025].map((year) => offeringYear({ key: `o${String(i).padStart(2, "0")}`, school: `s${i}`, year, plan: 40, registered: 40, graduates: 100, employed: i === 2 && year === 2024 ? 99 : 50 + i, furtherStudy: 0 })),
    ).flat(); // prettier-ignore
    const cards = adjust(input(rows), fujian, { year: 2026 }).cards;
    expect(cards.filter(({ decision }) => decision === "warn").map(({ key }) => key)).toEqual(["o00", "o01"]);
    expect(cards[0]!.alternatives).toEqual(["suspend"]);
    expect(cards[9]!.forbids).toEqual(["add"]);
    const asked = {
      growth: "add",
      programme: "410101",
      level: "college",
      city: "350200",
      school: "s1",
    } as const;
    expect(rulesForbidding(input(rows), fujian, { year: 2026 }, asked).fired.map(({ rule }) => rule)).toContain("FJ-points-college"); // prettier-ignore
  });

  it("what the source leaves open is not judged, and said", () => {
    const shandong = findPreset("shandong-2017")!;
    const rows = [2024, 2025].map((year) => offeringYear({ key: "o", year, plan: 9, registered: 9, graduates: 10, employed: 0, furtherStudy: 0 })); // prettier-ignore
    const result = adjust(input(rows), shandong, { year: 2026 });
    expect(result.idle).toContainEqual({ rule: "SD-employment", reason: "no-threshold" });
    expect(result.cards[0]!.notJudged.find(({ rule }) => rule === "SD-employment")!.because[0]!.reason).toBe("no-threshold"); // prettier-ignore
    expect(cardSentences(shandong, result.cards[0]!, "zh").join()).toContain("来源未给出");
  });

  it("one condition below the limit line warns, two suspend, one for the third year suspends", () => {
    const decide = (rows: Partial<SchoolYear>[]) =>
      adjust(
        input([offeringYear({ key: "o", year: 2025, plan: 9 })], rows.map((row, i) => schoolYear({ school: "s0", year: 2025 - i, studentsFull: 1000, teachersFull: 100, teachersGraduate: 50, ...row }))),
        national, { year: 2026 },
      ).cards[0]!.decision; // prettier-ignore
    expect(decide([{}])).toBe("keep");
    expect(decide([{ teachersGraduate: 5 }])).toBe("warn");
    expect(decide([{ teachersGraduate: 5, books: 10 }])).toBe("suspend");
    expect(decide([{ teachersGraduate: 5 }, { teachersGraduate: 5 }, { teachersGraduate: 5 }])).toBe(
      "suspend",
    );
  });
});

describe("judging", () => {
  it("a rule with a figure that is not known does not fire and says what is missing", () => {
    const rules = only(
      { indicator: "employment-rate", op: "<", value: 0.5, years: 2 },
      { decision: "suspend" },
    );
    const rows = [offeringYear({ key: "o", year: 2025, graduates: 10, employed: 1, furtherStudy: 0 }), offeringYear({ key: "o", year: 2024, graduates: 10 })]; // prettier-ignore
    const [card] = adjust(input(rows), rules, { year: 2026 }).cards;
    expect(card).toMatchObject({ decision: "keep", fired: [], blind: true });
    expect(card!.notJudged[0]!.because).toEqual([{ indicator: "employment-rate", reason: "not-stated", year: 2024, fields: ["employed", "furtherStudy"] }]); // prettier-ignore
  });

  it("a figure may be a year old where the set allows it, and its year is told", () => {
    const rows = [offeringYear({ key: "o", year: 2025, plan: 9 }), offeringYear({ key: "o", year: 2024, admitted: 10, registered: 1 })]; // prettier-ignore
    const when = { indicator: "registration-rate", op: "<", value: 0.5 } as const;
    const decide = (maxAge: number) => adjust(input(rows), only(when, { decision: "warn" }, { maxAge }), { year: 2026 }).cards[0]!; // prettier-ignore
    expect(decide(0).decision).toBe("keep");
    expect(decide(1)).toMatchObject({ decision: "warn", fired: [{ figures: [{ years: [2024] }] }] });
  });

  it("agrees with a plain three-valued reading on random conditions", () => {
    const { facts } = inventFacts(30, YEARS, 5, PROGRAMMES);
    const keys = INDICATORS.filter(({ about }) => about !== "region").map(({ key }) => key);
    const leaf = fc.record({ indicator: fc.constantFrom(...keys), op: fc.constantFrom("<", ">=" as const), value: fc.double({ min: 0, max: 20, noNaN: true }) }); // prettier-ignore
    const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.record({ all: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }) }),
        fc.record({ any: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }) }),
        fc.array(tie("tree"), { minLength: 2, maxLength: 3 }).map((of) => ({ atLeast: 2, of })),
      ),
    }));
    const evaluator = evaluatorOf(facts);
    const plainly = (c: Condition, o: number): boolean | null => {
      if ("indicator" in c) {
        const found = evaluator.value(c.indicator, evaluator.offering(o), 2025);
        if (typeof found !== "number" || !("op" in c)) return null;
        return c.op === "<" ? found < c.value! : found >= c.value!;
      }
      const parts = ("all" in c ? c.all : "any" in c ? c.any : c.of).map((part) => plainly(part, o));
      const needed = "all" in c ? parts.length : "any" in c ? 1 : c.atLeast;
      if (parts.filter((p) => p === true).length >= needed) return true;
      return parts.filter((p) => p !== false).length < needed ? false : null;
    };
    fc.assert(
      fc.property(tree, fc.integer({ min: 0, max: 29 }), (condition, o) => {
        expect(evaluator.judge(condition, evaluator.offering(o)).holds).toBe(plainly(condition, o));
      }),
      { numRuns: 400, seed: 3 },
    );
  });

  const evaluatorOf = (facts: AdjustmentInput["facts"]) => {
    const set = { ...national, maxAge: 0 };
    return new Evaluator(prepareFor(facts, set), set, programme);
  };
});

describe("monotone", () => {
  it("is denied to a rule that lets a worse figure off", () => {
    const bad = only({ indicator: "employment-rate", op: ">", value: 0.5 }, { decision: "warn" });
    expect(monotonyOf(bad)).toEqual([
      { rule: "r", indicators: { "employment-rate": "no" }, monotone: false },
    ]);
    expect(
      isMonotone(only({ indicator: "employment-rate", op: ">", value: 0.5 }, { decision: "expand" })),
    ).toBe(true);
    expect(
      isMonotone(only({ indicator: "years-without-intake", op: "==", value: 3 }, { decision: "warn" })),
    ).toBe(false);
    expect(monotonyOf(only({ indicator: "school-age", op: "<", value: 3 }, { decision: "warn" }))[0]!.indicators).toEqual({ "school-age": "undirected" }); // prettier-ignore
  });

  /** Gives one offering the figures that it is told, the same in every year. */
  class Told extends Evaluator {
    target = -1;
    figures = new Map<string, number>();
    override value(...[key, subject, year]: Parameters<Evaluator["value"]>) {
      const told = subject.index === this.target ? this.figures.get(key) : undefined;
      return told ?? super.value(key, subject, year);
    }
  }

  it("worsening an indicator never gives a milder decision, in any preset and with any earlier card", () => {
    const verdictOf = (evaluator: Evaluator, set: RuleSet, o: number, earlier: EarlierCard[]) => {
      let worst: Exclude<EarlierCard["decision"], "add"> = "keep";
      let grows = false;
      let forbidden = false;
      for (const rule of set.rules.filter(({ kind }) => kind !== "target")) {
        if (evaluator.rule(rule, evaluator.offering(o)).holds !== true) continue;
        forbidden ||= rule.action.forbids?.includes("expand") ?? false;
        if (rule.action.decision === "expand") grows = true;
        else if (rule.action.decision && severityOf(rule.action.decision) > severityOf(worst)) worst = rule.action.decision; // prettier-ignore
      }
      if (worst === "keep" && grows && !forbidden) worst = "expand";
      return remember(worst, severityOf(worst) <= severityOf("keep"), 2026, earlier, set.cards).decision;
    };
    const { facts } = inventFacts(25, YEARS, 9, PROGRAMMES);
    const decision = fc.constantFrom("keep", "warn", "suspend") as fc.Arbitrary<EarlierCard["decision"]>;
    const worlds = new Map(PRESETS.map((set) => [set.key, prepareFor(facts, set)]));
    const asked = PRESETS.map((set) => {
      const leaves = set.rules.flatMap(({ kind, when }) =>
        kind === "target" ? [] : [...leavesOf(when, "")],
      );
      const thresholds = new Map<string, number[]>();
      for (const { leaf } of leaves) {
        const threshold = "op" in leaf ? leaf.value : 0.6;
        if (threshold !== null && findIndicator(leaf.indicator)!.direction !== "none")
          thresholds.set(leaf.indicator, [...(thresholds.get(leaf.indicator) ?? []), threshold]);
      }
      return { set, thresholds: [...thresholds] };
    });
    // Most figures are good; some stand at a threshold of a rule or just beside it.
    const place = fc.record({
      good: fc.integer({ min: 0, max: 4 }),
      which: fc.nat(5),
      by: fc.constantFrom(-0.01, 0, 0.01),
    });
    const places = fc.array(place, { minLength: 40, maxLength: 40 });
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(
        fc.nat(asked.length - 1),
        fc.integer({ min: 0, max: 24 }),
        places,
        places,
        fc.array(fc.record({ decision, clean: fc.boolean() }), { maxLength: 4 }),
        (which, o, here, there, past) => {
          const { set, thresholds } = asked[which]!;
          const earlier = past.map((card, i) => ({ key: "o", year: 2025 - i, ...card }));
          const evaluator = new Told(worlds.get(set.key)!, set, programme);
          evaluator.target = o;
          const at = (i: number, { good, which, by }: (typeof here)[number]): number => {
            const [key, list] = thresholds[i]!;
            const best = findIndicator(key)!.direction === "higher-better" ? 1e9 : -1e9;
            return good > 0 ? best : list[which % list.length]! + by;
          };
          thresholds.forEach(([key], i) => evaluator.figures.set(key, at(i, here[i]!)));
          const before = verdictOf(evaluator, set, o, earlier);
          const worse = new Told(worlds.get(set.key)!, set, programme);
          worse.target = o;
          thresholds.forEach(([key], i) => {
            const [a, b] = [at(i, here[i]!), at(i, there[i]!)];
            worse.figures.set(
              key,
              findIndicator(key)!.direction === "higher-better" ? Math.min(a, b) : Math.max(a, b),
            );
          });
          const after = verdictOf(worse, set, o, earlier);
          const step = `${before} → ${after}`;
          if (after !== before) seen.set(step, (seen.get(step) ?? 0) + 1);
          expect(severityRank(after)).toBeGreaterThanOrEqual(severityRank(before));
        },
      ),
      { numRuns: 1500, seed: 8 },
    );
    // It would prove nothing if decisions did not change.
    for (const step of [
      "expand → keep",
      "keep → warn",
      "keep → suspend",
      "warn → suspend",
      "warn → withdraw",
    ])
      expect(seen.get(step) ?? 0, step).toBeGreaterThan(3);
  });
});

describe("the memory of cards", () => {
  const card = (year: number, decision: EarlierCard["decision"], clean = false): EarlierCard => ({ key: "o", year, decision, clean }); // prettier-ignore

  it("a third warning running suspends; a gap or a clean run breaks the row", () => {
    expect(remember("warn", false, 2026, [card(2025, "warn"), card(2024, "warn")], national.cards)).toMatchObject({ decision: "suspend", effect: { kind: "escalated", years: 3 } }); // prettier-ignore
    expect(
      remember("warn", false, 2026, [card(2025, "warn"), card(2023, "warn")], national.cards).decision,
    ).toBe("warn");
    expect(remember("warn", false, 2026, [card(2025, "warn", true), card(2024, "warn")], national.cards).decision).toBe("warn"); // prettier-ignore
  });

  it("a card is left after two clean runs, not after one", () => {
    expect(remember("keep", true, 2026, [card(2025, "suspend")], national.cards)).toMatchObject({ decision: "suspend", effect: { kind: "held", years: 1 } }); // prettier-ignore
    expect(remember("keep", true, 2026, [card(2025, "suspend", true), card(2024, "suspend")], national.cards).decision).toBe("keep"); // prettier-ignore
    expect(remember("warn", false, 2026, [card(2025, "suspend")], national.cards).decision).toBe("suspend");
  });

  it("carries from one run to the next", () => {
    const rules = only({ indicator: "registration-rate", op: "<", value: 0.5 }, { decision: "warn" });
    const rows = [2022, 2023, 2024, 2025].map((year) => offeringYear({ key: "o", year, admitted: 10, registered: year === 2025 ? 9 : 1 })); // prettier-ignore
    let previousCards: EarlierCard[] = [];
    const decisions = [2023, 2024, 2025, 2026].map((year) => {
      const result = adjust(input(rows), rules, { year, previousCards });
      previousCards = [...previousCards, ...earlierCards(result)];
      return result.cards[0]!.decision;
    });
    expect(decisions).toEqual(["warn", "warn", "suspend", "suspend"]);
  });
});

describe("a run", () => {
  it("the order of rows changes nothing, and a back-dated run sees nothing later", () => {
    const { facts, offerings, conditions } = inventFacts(300, YEARS, 21, PROGRAMMES);
    const random = randomFrom(4);
    const shuffled = <T>(list: T[]): T[] => list.map((item) => ({ item, at: random() })).sort((a, b) => a.at - b.at).map(({ item }) => item); // prettier-ignore
    const run = (f: AdjustmentInput["facts"], year: number) => adjust({ facts: f, programme, missing: null }, findPreset("demonstration")!, { year }); // prettier-ignore
    const again = factsOf(shuffled(offerings), shuffled(conditions), facts.balances);
    expect(run(again, 2026)).toEqual(run(facts, 2026));
    const then = factsOf(offerings.filter(({ year }) => year <= 2023), conditions.filter(({ year }) => year <= 2023), []); // prettier-ignore
    expect(run(facts, 2024).cards).toEqual(run(then, 2024).cards);
    const after = whatHappened(run(facts, 2024), facts);
    expect(after.reduce((sum, { offerings: n }) => sum + n, 0)).toBe(run(facts, 2024).cards.length);
    expect(after.some(({ employment }) => employment.known > 0)).toBe(true);
  });

  it("an offering without any figure is not judged but named", () => {
    const rows = [offeringYear({ key: "o", year: 2025, plan: 5 }), offeringYear({ key: "p", year: 2025 })];
    expect(adjust(input(rows), national, { year: 2026 }).absent).toEqual(["p"]);
  });

  it("a rule that forbids growth keeps what else would expand", () => {
    const grows = only({ indicator: "registration-rate", op: ">", value: 0.5 }, { decision: "expand" });
    const rows = [offeringYear({ key: "o", year: 2025, admitted: 10, registered: 9 })];
    expect(adjust(input(rows), grows, { year: 2026 }).cards[0]!.decision).toBe("expand");
    const stopped = { ...grows, rules: [...grows.rules, { ...grows.rules[0]!, id: "s", action: { forbids: ["expand" as const] } }] }; // prettier-ignore
    expect(adjust(input(rows), stopped, { year: 2026 }).cards[0]!.decision).toBe("keep");
  });
});

it("finds programmes that nobody offers, with the school that has siblings first", () => {
  const target = table.programmes.find((p) => p.level === "college" && p.years === 3 && table.occupationsOf(p.code).some(({ weight }) => weight >= 0.5))!; // prettier-ignore
  const sibling = table.programmes.find((p) => p.classCode === target.classCode && p.code !== target.code)!;
  const other = table.programmes.find((p) => p.categoryCode === target.categoryCode && p.classCode !== target.classCode)!; // prettier-ignore
  const { code: occupation, weight } = table.occupationsOf(target.code)[0]!;
  const rows = [
    offeringYear({
      key: "a",
      school: "near",
      programmeCode: sibling.code,
      year: 2025,
      plan: 40,
      teachers: 12,
    }),
    offeringYear({ key: "b", school: "far", programmeCode: other.code, year: 2025, plan: 40 }),
  ];
  const cell = { year: 2026, programme: sibling.code, city: "350100", supply: 1, surplus: 0, priceMin: 0, priceMax: 0, countsOnlyDemand: 0, countsOnlyGap: 0 }; // prettier-ignore
  const balance = programmeFacts(2026, [cell, { ...cell, year: 2029 }]);
  const demand = [{ year: 2029, city: "350100", occupation, level: "college" as const, shortage: 500 }, { year: 2029, city: "350100", occupation, level: "bachelor" as const, shortage: 900 }]; // prettier-ignore
  const { missing } = adjust(
    { facts: factsOf(rows, [], [balance]), programme, missing: { demand, programmes: table.programmes, occupationsOf: (code) => table.occupationsOf(code) } },
    { ...national, missing: { ...national.missing!, region: 1000, perCity: 1000 } },
    { year: 2026 },
  ); // prettier-ignore
  const found = missing.find((m) => m.programme === target.code && m.city === "")!;
  // posts for bachelors are beyond a college programme
  expect(found.shortage).toBeCloseTo(500 * weight);
  expect(found.schools.map(({ school }) => school)).toEqual(["near", "far"]);
  expect(found.schools[0]).toMatchObject({ siblings: [sibling.code], siblingTeachers: 12 });
  expect(missing.some((m) => m.programme === sibling.code)).toBe(false);
});

it("a fault in a rule set is named with its place", () => {
  const set = JSON.parse(JSON.stringify(findPreset("shanxi-2024"))) as RuleSet & Record<string, unknown>;
  (set.rules[0]!.when as { all: { indicator: string }[] }).all[1]!.indicator = "on-rol";
  (set.rules[1]!.action as Record<string, unknown>)["decision"] = "add";
  set.rules[2]!.basis = { ...set.rules[2]!.basis, trust: "mem-low" };
  (set.rules[3] as unknown as Record<string, unknown>)["whn"] = 1;
  set.rules[4]!.id = set.rules[0]!.id;
  const faults = checkRuleSet(set);
  expect(faults.map(({ path }) => path)).toEqual(["rules[0].when.all[1].indicator", "rules[1].action.decision", "rules[2].basis.trust", "rules[3].whn", "rules[4].id"]); // prettier-ignore
  expect(faults[0]!.message.en).toBe("unknown “on-rol”, did you mean “on-roll”?");
  expect(() => adjust(input([]), set, { year: 2026 })).toThrow("rules[0].when.all[1].indicator");
  for (const broken of [null, [], {}, { rules: [null, { when: { all: [] } }] }]) expect(checkRuleSet(broken).length).toBeGreaterThan(0); // prettier-ignore
});
