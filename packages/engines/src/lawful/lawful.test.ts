import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  changesOf,
  columnsOf,
  crowdings,
  findingSentence,
  findingsOf,
  findPreset,
  gate,
  isoOf,
  PRESETS,
  rulesTable,
  STATES,
  stateOf,
  verdictOf,
} from "./index.ts";
import { ageOn, dayFrom, dayOf, monthsLater } from "./days.ts";
import { industriesHold, UNKNOWN, YES } from "./evaluate.ts";
import { programmeMatch } from "./derived.ts";
import { peaks } from "./peaks.ts";
import { manyPlacements, one, placement, student } from "./testing/index.ts";
import type { Condition, PlacementColumns, RuleSet } from "./types.ts"; // prettier-ignore

const NATIONAL = findPreset("national-2021")!;
const DAYS = 30;

const spans = fc.array(
  fc.record({
    group: fc.integer({ min: -1, max: 2 }),
    from: fc.integer({ min: 0, max: DAYS }),
    length: fc.integer({ min: 1, max: 12 }),
  }),
  { maxLength: 24 },
);

describe("the sweep", () => {
  test("finds the busiest day of each placement as counting day by day does", () => {
    fc.assert(
      fc.property(spans, (rows) => {
        const group = Int32Array.from(rows, (row) => row.group);
        const from = Int32Array.from(rows, (row) => row.from);
        const to = Int32Array.from(rows, (row) => row.from + row.length - 1);
        const there = (g: number, day: number): number =>
          rows.filter((row) => row.group === g && row.from <= day && day < row.from + row.length).length;
        const wanted = rows.map((row) => {
          if (row.group < 0) return NaN;
          let most = 0;
          for (let day = row.from; day < row.from + row.length; day++)
            most = Math.max(most, there(row.group, day));
          return most;
        });
        expect([...peaks(group, 3, from, to)]).toEqual(wanted);
      }),
      { seed: 20261127, numRuns: 500 },
    );
  });

  test("the crowded days of an enterprise are those on which counting day by day finds too many", () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 0, max: 60 }), (rows, staff) => {
        const facts = columnsOf({
          students: rows.map((_, i) => student({ id: `s${i}` })),
          enterprises: [{ id: "e", staff }],
          posts: [{ id: "p", enterprise: "e" }],
          placements: rows.map(
            ({ from, length, group }, i) =>
            placement({ id: `x${i}`, student: `s${i}`, from: isoOf(from), to: isoOf(from + length - 1), onPost: group >= 0 }), // prettier-ignore
          ),
        });
        const most = Math.floor(staff / 10);
        const counted = Array.from({ length: DAYS + 14 }, (_, day) => rows.filter(({ group, from, length }) => group >= 0 && from <= day && day < from + length).length); // prettier-ignore
        const found = crowdings(facts, "enterprise", [10, 100]);
        const inside = new Set<number>();
        for (const { from, to, peak, most: limit } of found) {
          expect(limit).toBe(most);
          expect(peak).toBe(Math.max(...counted.slice(from, to + 1)));
          for (let day = from; day <= to; day++) inside.add(day);
        }
        expect([...inside].sort((a, b) => a - b)).toEqual(
          counted.flatMap((count, day) => (count > most ? [day] : [])),
        );
      }),
      { seed: 20261128, numRuns: 300 },
    );
  });

  test("peak, not sum: two halves of the year never meet", () => {
    const others = Array.from({ length: 20 }, (_, i) => student({ id: `s${i}` }));
    const base = one({});
    const found = gate(
      columnsOf({
        ...base,
        students: [...base.students, ...others],
        placements: [
          ...others.map(
            ({ id }, i) =>
            placement({ id, student: id, mentor: id, from: i < 10 ? "2026-01-01" : "2026-09-01", to: i < 10 ? "2026-02-28" : "2026-12-31" }), // prettier-ignore
          ),
          ...base.placements,
        ],
      }),
      NATIONAL,
    );
    const finding = findingsOf(found, 20).find(({ rule }) => rule === "INT-05.1")!;
    expect(finding).toMatchObject({ state: "passed", figures: [{ value: 1, limit: 20 }] });
  });
});

/** The conditions told a second time, one placement at a time, without columns. */
function plainly(facts: PlacementColumns, condition: Condition, i: number): boolean | null {
  if ("all" in condition) {
    const parts = condition.all.map((part) => plainly(facts, part, i));
    return parts.includes(false) ? false : parts.includes(null) ? null : true;
  }
  if ("any" in condition) {
    const parts = condition.any.map((part) => plainly(facts, part, i));
    return parts.includes(true) ? true : parts.includes(null) ? null : false;
  }
  if ("not" in condition) {
    const part = plainly(facts, condition.not, i);
    return part === null ? null : !part;
  }
  const own = facts.placements.columns as Record<string, Float64Array>;
  if ("is" in condition) {
    const value = own[condition.fact]![i]!;
    return Number.isNaN(value) ? null : (value === 1) === condition.is;
  }
  if ("fact" in condition && "value" in condition) {
    const value = own[condition.fact]![i]!;
    if (Number.isNaN(value)) return null;
    return condition.op === ">=" ? value >= condition.value : value < condition.value;
  }
  throw new Error("not drawn here");
}

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ fact: fc.constantFrom("fees" as const, "pay" as const), op: fc.constantFrom(">=" as const, "<" as const), value: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ fact: fc.constantFrom("teacher" as const, "agent" as const), is: fc.boolean() }),
); // prettier-ignore
const condition = fc.letrec<{ node: Condition }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.record({ all: fc.array(tie("node"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("node"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie("node") }),
  ),
})).node;

test("conditions over columns say what a plain three-valued reading says, for every placement", () => {
  const row = fc.record({
    fees: fc.option(fc.integer({ min: 0, max: 3 })),
    pay: fc.option(fc.integer({ min: 0, max: 3 })),
    teacher: fc.option(fc.boolean()),
    agent: fc.option(fc.boolean()),
  });
  fc.assert(
    fc.property(
      condition,
      fc.option(condition, { nil: undefined }),
      fc.array(row, { minLength: 1, maxLength: 8 }),
      (holds, when, rows) => {
        const rule = { ...NATIONAL.rules[0]!, holds, ...(when ? { when } : {}) };
        const set: RuleSet = { ...NATIONAL, rules: [rule] };
        const base = one({});
        const facts = columnsOf({ ...base, placements: rows.map((changes, i) => placement({ ...changes, id: `x${i}` })) }); // prettier-ignore
        const result = gate(facts, set);
        rows.forEach((_, i) => {
          const applies = when ? plainly(facts, when, i) : true;
          const held = plainly(facts, holds, i);
          const wanted =
            applies === false
              ? "outside"
              : held
                ? "passed"
                : applies === null || held === null
                  ? "unknown"
                  : "broken";
          expect(stateOf(result, 0, i)).toBe(wanted);
          expect(verdictOf(result, i)).toBe(
            wanted === "outside" || wanted === "passed" ? "clear" : "refused",
          );
        });
      },
    ),
    { seed: 20261129, numRuns: 500 },
  );
});

describe("many at once", () => {
  test("are judged as each would be among the others, and a change of staff names those whom it concerns", () => {
    const facts = manyPlacements(1500);
    const before = gate(facts, NATIONAL);
    const fewer = facts.enterprises.columns.staff!.map((staff, e) => (e === 3 ? 5 : staff));
    const after = gate(
      {
        ...facts,
        enterprises: { ...facts.enterprises, columns: { ...facts.enterprises.columns, staff: fewer } },
      },
      NATIONAL,
    );
    const changes = changesOf(before, after);
    expect(changes.length).toBeGreaterThan(0);
    for (const { placement: i, rule, after: state } of changes) {
      expect(facts.posts.enterprise[facts.placements.post[i]!]).toBe(3);
      expect([rule, state]).toEqual(["INT-05.1", "warned"]);
    }
    expect(new Set(before.states)).toEqual(new Set(["outside", "passed", "unknown", "warned", "broken"].map((state) => STATES.indexOf(state as never)))); // prettier-ignore
  });

  test("a rule set with one rule more or fewer is compared by rule", () => {
    const facts = manyPlacements(200);
    const [first, ...rest] = NATIONAL.rules;
    const before = gate(facts, { ...NATIONAL, rules: rest });
    const after = gate(facts, { ...NATIONAL, rules: [first!, ...rest.slice(1)] });
    const changes = changesOf(before, after);
    expect(new Set(changes.map(({ rule }) => rule))).toEqual(new Set([first!.id, rest[0]!.id]));
    expect(changes.filter(({ rule, before: state }) => rule === first!.id && state === null)).toHaveLength(
      200,
    );
  });
});

describe("facts", () => {
  test("days, ages and months follow the calendar", () => {
    fc.assert(
      fc.property(fc.integer({ min: -40_000, max: 60_000 }), fc.integer({ min: 0, max: 40 }), (day, months) => {
        const date = new Date(day * 86_400_000);
        expect(dayOf(isoOf(day))).toBe(day);
        expect(dayFrom(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())).toBe(day);
        const later = new Date(monthsLater(day, months) * 86_400_000);
        expect(later.getUTCFullYear() * 12 + later.getUTCMonth()).toBe(date.getUTCFullYear() * 12 + date.getUTCMonth() + months);
        expect(later.getUTCDate()).toBeLessThanOrEqual(date.getUTCDate());
      }),
      { seed: 20261130, numRuns: 500 },
    ); // prettier-ignore
    expect(ageOn(dayOf("2010-02-28"), dayOf("2026-02-27"))).toBe(15);
    expect(ageOn(dayOf("2010-02-28"), dayOf("2026-02-28"))).toBe(16);
    expect(ageOn(dayOf("2008-02-29"), dayOf("2026-02-28"))).toBe(17);
    expect(ageOn(dayOf("2008-02-29"), dayOf("2026-03-01"))).toBe(18);
    expect(isoOf(monthsLater(dayOf("2026-08-31"), 6))).toBe("2027-02-28");
    expect(() => dayOf("2026-02-30")).toThrow("不是日期：2026-02-30");
  });

  test("a programme matches itself, its class, its category at any level", () => {
    expect(programmeMatch(660302, ["660302"])).toBe(3);
    expect(programmeMatch(660302, ["6603"])).toBe(2);
    expect(programmeMatch(660302, ["460301"])).toBe(1);
    expect(programmeMatch(660302, ["26"])).toBe(1);
    expect(programmeMatch(660302, ["670101", "61"])).toBe(0);
    expect(programmeMatch(660302, [])).toBe(0);
    expect(programmeMatch(NaN, ["66"])).toBeNaN();
  });

  test("an industry coarser than a barred class cannot tell, unless it is another branch", () => {
    const barred = ["H6233", "R9011"];
    expect(industriesHold(["C3611", "6220"], barred)).toBe(YES);
    expect(industriesHold(["9011"], barred)).toBe(0);
    expect(industriesHold(["90"], barred)).toBe(UNKNOWN);
    expect(industriesHold(["R"], barred)).toBe(UNKNOWN);
    expect(industriesHold(["C"], barred)).toBe(YES);
    expect(industriesHold([], barred)).toBe(UNKNOWN);
    expect(industriesHold(["R", "H6233"], barred)).toBe(0);
  });

  test("the days of several periods at one enterprise are added, each day once", () => {
    const base = one({});
    const periods = [["2026-03-01", "2026-05-31"], ["2026-05-01", "2026-06-30"], ["2026-08-01", "2026-09-30"]]; // prettier-ignore
    const found = gate(
      columnsOf({
        ...base,
        placements: periods.map(([from, to], i) => placement({ id: `x${i}`, from, to })),
      }),
      NATIONAL,
    );
    const finding = findingsOf(found, 0).find(({ rule }) => rule === "INT-06.1")!;
    // March to June and August to September: 122 + 61 days, half a year from 1 March has 184
    expect(finding).toMatchObject({ state: "warned", figures: [{ value: 183, limit: 184, months: 6 }] });
    expect(findingsOf(found, 0).find(({ rule }) => rule === "TIXI-one-place")).toMatchObject({
      state: "broken",
    });
  });

  test("input that cannot be is refused with its place", () => {
    expect(() => columnsOf(one({ placement: { student: "nobody" } }))).toThrow(
      "placements[x].student：没有编号 nobody",
    );
    expect(() => columnsOf(one({ student: { birth: "2008-13-01" } }))).toThrow("students[s].birth：不是日期");
    expect(() => columnsOf(one({ placement: { to: "2026-02-01" } }))).toThrow("早于开始日期");
    expect(() => columnsOf(one({ post: { hazards: ["fire" as never] } }))).toThrow(
      "posts[p].hazards：没有“fire”",
    );
    expect(() => columnsOf(one({ placement: { pay: -1 } }))).toThrow("placements[x].pay：值 -1 不可用");
  });
});

test("a finding says rule, figure, limit, basis and how far the source is to be trusted", () => {
  const result = gate(columnsOf(one({ student: { birth: "2010-05-01" }, enterprise: { staff: 9 } })), NATIONAL); // prettier-ignore
  const sentence = (rule: string, language: "zh" | "en"): string =>
    findingSentence(
      NATIONAL,
      findingsOf(result, 0).find((finding) => finding.rule === rule)!,
      language,
    );
  expect(sentence("INT-02.2", "zh")).toBe(
    "违反，不得安排：未满 16 周岁不得岗位实习。开始时年龄 15（应不低于 16）。依据：职业学校学生实习管理规定（教职成〔2021〕4号） 第十六条（二）（学校或报刊转载）。",
  );
  expect(sentence("INT-05.1", "zh")).toContain(
    "单位同期岗位实习学生最多 1 人（应不超过 0 人 = 在岗职工总数 9 人 × 10 %）",
  );
  expect(sentence("INT-05.1", "en")).toContain(
    "most students at once in the enterprise 1 (must be at most 0 = staff on duty 9 × 10 %)",
  );
});

test("the table in docs/placement-rules.md is that of the rules", () => {
  const squeezed = (text: string): string => text.replace(/-{3,}/g, "---").replace(/ +/g, " ");
  const page = squeezed(
    readFileSync(new URL("../../../../docs/placement-rules.md", import.meta.url), "utf8"),
  );
  for (const line of rulesTable(PRESETS[0]!).split("\n")) expect(page).toContain(squeezed(line));
});
