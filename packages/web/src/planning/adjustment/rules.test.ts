import { describe, expect, it } from "vitest";
import {
  blankRules,
  difference,
  group,
  inBothLanguages,
  isSame,
  leavesOf,
  type Rule,
  type RuleSetContent,
} from "./rules.ts";

const basis = { article: "MAJ-08", source: "示例", trust: "B" as const };
const lines = (value: number) => ({
  key: "limit",
  name: { zh: "限制招生", en: "limit line" },
  basis,
  lines: { engineering: { "students-per-teacher": { value, trust: "B" as const } } },
});
const rule = (id: string, value: number | null): Rule => ({
  id,
  name: { zh: "落实率低", en: "low placement" },
  kind: "warn",
  when: { indicator: "employment-rate", op: "<", value, years: 2 },
  action: { decision: "warn", forbids: ["expand"] },
  basis,
});
const set = (patch: Partial<RuleSetContent> = {}): RuleSetContent => ({
  key: "example",
  version: "1",
  jurisdiction: "990000",
  name: { zh: "规则", en: "rules" },
  validFrom: "2026-01-01",
  validTo: null,
  source: "示例",
  trust: "B",
  demo: false,
  maxAge: 1,
  limit: lines(22),
  qualified: lines(18),
  equivalents: { masters: 1.5 },
  rules: [rule("a", 0.5), rule("b", 0.6)],
  cards: null,
  missing: null,
  ...patch,
});

describe("what a version of rules changes", () => {
  it("is nothing where only the version and the order of writing differ", () => {
    const { id, name, kind, when, action } = rule("a", 0.5);
    const other = { basis, action, when, kind, name, id } as Rule;
    expect(isSame(difference(set(), set({ version: "2", rules: [other, rule("b", 0.6)] })))).toBe(true);
  });

  it("names the part of a rule, and not the rule beside it", () => {
    const found = difference(set(), set({ rules: [rule("a", 0.45), rule("b", 0.6)] }));
    expect(found.changed.map(({ after, parts }) => [after.id, parts])).toEqual([["a", ["when"]]]);
    expect([found.added, found.removed, found.figures]).toEqual([[], [], []]);
  });

  it("sees a threshold that was filled in, a scope that was narrowed, a rule that came and one that went", () => {
    const scoped: Rule = { ...rule("a", null), scope: { levels: ["secondary"] } };
    const found = difference(
      set({ rules: [rule("a", null), rule("b", 0.6)] }),
      set({ rules: [{ ...scoped, when: rule("a", 0.5).when }, rule("c", 0.6)] }),
    );
    expect(found.changed.map(({ parts }) => parts)).toEqual([["when", "scope"]]);
    expect([found.added.map(({ id }) => id), found.removed.map(({ id }) => id)]).toEqual([["c"], ["b"]]);
  });

  it("names the place of every other figure, also of one that was not there", () => {
    const cards = { warnYears: 3, suspendYears: null, cleanYears: 2, basis };
    const found = difference(set(), set({ limit: lines(20), cards, maxAge: 2 }));
    const figures = new Map(found.figures.map(({ path, before, after }) => [path, [before, after]]));
    expect(figures.get("limit.lines.engineering.students-per-teacher.value")).toEqual([22, 20]);
    expect(figures.get("maxAge")).toEqual([1, 2]);
    expect(figures.get("cards.warnYears")).toEqual([undefined, 3]);
    expect(figures.get("cards")).toEqual([null, undefined]);
    expect(figures.has("qualified.lines.engineering.students-per-teacher.value")).toBe(false);
  });
});

it("finds the single conditions of a tree, in the order of reading", () => {
  const leaf = (indicator: string) => ({ indicator, op: "<" as const, value: 1 });
  const tree = group("all", [leaf("a"), group("of", [leaf("b"), group("any", [leaf("c"), leaf("d")])], 2)]);
  expect(leavesOf(tree).map(({ indicator }) => indicator)).toEqual(["a", "b", "c", "d"]);
});

describe("rules written from nothing", () => {
  it("begin with a key that no set has, without a rule, for the place and day of the writer", () => {
    const blank = blankRules(set({ note: { zh: "旧", en: "old" } }), ["own-rules", "own-rules-2"], { jurisdiction: "990000", today: "2026-11-27" });
    expect(blank).toMatchObject({ key: "own-rules-3", rules: [], jurisdiction: "990000", validFrom: "2026-11-27", trust: "design" });
    expect(blank.note).toBeUndefined();
    expect(blank.limit).toEqual(lines(22));
  }); // prettier-ignore

  it("say in English what the Chinese says where nothing else was written", () => {
    const written = set({ name: { zh: "本省规则", en: "" }, rules: [{ ...rule("a", 0.5), name: { zh: "落实率低", en: " " } }, rule("b", 0.6)] });
    const both = inBothLanguages(written);
    expect(both.name.en).toBe("本省规则");
    expect(both.rules.map(({ name }) => name.en)).toEqual(["落实率低", "low placement"]);
  }); // prettier-ignore
});
