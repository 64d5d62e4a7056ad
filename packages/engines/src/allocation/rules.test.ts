import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  allocateSeason,
  allocationPresets,
  checkRules,
  explainer,
  printComposed,
  printScore,
  readDecimal,
  seasonFromRows,
} from "./index.ts";
import type { SeasonRows } from "./index.ts";

const least = { engine: "A", score: { culture: 1, skill: 1 }, batches: [{ id: "college" }] };
const faultsOf = (rules: unknown): string[] => checkRules(rules).faults.map(({ path }) => path);

describe("rules.json", () => {
  test("the least gets its defaults", () => {
    expect(checkRules(least).rules).toMatchObject({
      engine: "parallel",
      ties: [],
      lastPlaceTies: "cut",
      structure: "programme",
      ratio: 1,
      assign: "score",
      missingScore: "fault",
    });
  });

  test.each<[string, object, string[]]>([
    ["an unknown key", { tie: ["skill"] }, ["tie"]],
    ["an unknown key deep inside", { batches: [{ id: "a", categories: { k: { least: 1 } } }] }, ["batches[0].categories.k.least"]],
    ["a weight with five places", { score: { culture: 0.12345 } }, ["score.culture"]],
    ["a sum with the name of a column", { sums: { skill: ["culture", "english"] } }, ["sums.skill"]],
    ["a sum of one column", { sums: { all: ["skill"] } }, ["sums.all"]],
    ["a sum that names a column twice", { sums: { all: ["skill", "skill"] } }, ["sums.all"]],
    ["a sum of sums", { sums: { one: ["skill", "culture"], two: ["one", "skill"] } }, ["sums.two[0]"]],
    ["a line below zero", { batches: [{ id: "a", min: { skill: -1 } }] }, ["batches[0].min.skill"]],
    ["a batch twice", { batches: [{ id: "a" }, { id: "a" }] }, ["batches[1].id"]],
    ["a draw without seed", { lastPlaceTies: "draw" }, ["seed"]],
    ["rankings outside of matching", { rankings: { r: { score: { skill: 1 } } } }, ["rankings"]],
    ["a ratio above 1.2", { structure: "group", ratio: 1.3 }, ["ratio"]],
    ["a ratio without groups", { ratio: 1.1 }, ["ratio"]],
    ["groups with matching", { engine: "B", structure: "group" }, ["engine"]],
    ["groups with all", { structure: "group", lastPlaceTies: "all" }, ["lastPlaceTies"]],
    ["groups with quotas", { structure: "group", quotas: [{ id: "q" }] }, ["quotas"]],
    ["an order that is none", { quotas: [{ id: "q", order: "first" }] }, ["quotas[0].order"]],
    ["a range upside down", { range: { skill: [9, 1] } }, ["range.skill"]],
  ])("at fault: %s", (_, part, paths) => {
    expect(faultsOf({ ...least, ...part })).toEqual(paths);
  });

  test("what is missing is named", () => expect(faultsOf({})).toEqual(["engine", "score", "batches"]));
}); // prettier-ignore

test("the examples of the page are rules", () => {
  const page = readFileSync(path.join(import.meta.dirname, "../../../../docs/allocation.md"), "utf8");
  const examples = [...page.matchAll(/```json\n([^`]*)```/g)].map(([, text]) => checkRules(JSON.parse(text!)).faults);
  expect(examples).toEqual([[], [], []]);
}); // prettier-ignore

test("the presets are rules, and every field that they state has a source or a doubt", () => {
  expect(allocationPresets.map(({ id }) => id)).toEqual(["zhejiang", "chongqing", "jiangsu", "guangxi", "shandong"]);
  for (const { id, rules, sources, doubts } of allocationPresets) {
    expect([id, checkRules(rules).faults]).toEqual([id, []]);
    const told = [...sources, ...doubts].map(({ field }) => field.split(".")[0]);
    for (const field of Object.keys(rules)) expect([id, told.includes(field) || field]).toEqual([id, true]);
    for (const { text } of doubts) expect(text.zh !== "" && text.en !== "").toBe(true);
    for (const { trust, page } of sources) expect(trust === "mem" ? page === null : true).toBe(true);
  }
}); // prettier-ignore

test("decimals are exact", () => {
  expect([readDecimal("430.5"), readDecimal("0.0001"), readDecimal("1.00001"), readDecimal("-1"), readDecimal("")]).toEqual([4305000, 1, NaN, NaN, NaN]);
  expect([printScore(4305000), printScore(1), printScore(0), printComposed(33_000_000)]).toEqual(["430.5", "0.0001", "0", "0.33"]);
}); // prettier-ignore

describe("rows at fault are named by table, line and column", () => {
  const rows: SeasonRows = {
    plans: [{ unit_id: "u", category: "k", batch: "college", capacity: "1" }],
    candidates: [{ candidate_id: "c", category: "k", culture: "1", skill: "2" }],
    preferences: [{ candidate_id: "c", batch: "college", preference_no: "1", unit_id: "u" }],
  };
  const faultsIn = (part: Partial<SeasonRows>, rules: object = {}): string[] =>
    seasonFromRows(checkRules({ ...least, ...rules }).rules!, { ...rows, ...part }).faults.map(
      ({ table, line, column }) => `${table} ${line} ${column}`,
    );

  test.each<[string, Partial<SeasonRows>, object, string[]]>([
    ["nothing", {}, {}, []],
    ["a candidate twice", { candidates: [...rows.candidates, ...rows.candidates] }, {}, ["candidates 3 candidate_id"]],
    ["a score out of range", {}, { range: { skill: [0, 1] } }, ["candidates 2 skill"]],
    ["an empty score", { candidates: [{ ...rows.candidates[0]!, skill: "" }] }, {}, ["candidates 2 skill"]],
    ["an empty score that counts as zero", { candidates: [{ ...rows.candidates[0]!, skill: "" }] }, { missingScore: "zero" }, []],
    ["an unknown unit", { preferences: [{ ...rows.preferences[0]!, unit_id: "v" }] }, {}, ["preferences 2 unit_id"]],
    ["two first preferences", { preferences: [...rows.preferences, ...rows.preferences] }, {}, ["preferences 3 preference_no"]],
    ["one preference too many", { preferences: [...rows.preferences, { ...rows.preferences[0]!, preference_no: "2" }] }, { maxPreferences: 1 }, ["preferences 3 preference_no"]],
    ["a unit of two categories", { plans: [rows.plans[0]!, { ...rows.plans[0]!, category: "l", quota: "q" }] }, { quotas: [{ id: "q" }] }, ["plans 3 category"]],
    ["a capacity that is none", { plans: [{ ...rows.plans[0]!, capacity: "1.5" }] }, {}, ["plans 2 capacity", "preferences 2 unit_id"]],
  ])("%s", (_, part, rules, expected) => {
    expect(faultsIn(part, rules)).toEqual(expected);
  });
}); // prettier-ignore

test("the reasons say why, with figures", () => {
  const rules = checkRules({
    ...least,
    batches: [{ id: "b", minScore: 5 }],
    quotas: [{ id: "soldier", minScore: 1, flowBack: false }],
  }).rules!;
  const unit = (unit_id: string, capacity: string, more = {}) => ({ unit_id, category: "k", batch: "b", capacity, ...more });
  const person = (candidate_id: string, culture: string, skill: string, more = {}) => ({ candidate_id, category: "k", culture, skill, ...more });
  const wishes = (candidate_id: string, ...units: string[]) =>
    units.map((unit_id, k) => ({ candidate_id, batch: "b", preference_no: String(k + 1), unit_id }));
  const { season } = seasonFromRows(rules, {
    plans: [unit("u1", "1"), unit("u2", "0"), unit("u2", "1", { quota: "soldier" }), unit("u3", "5", { min_score: "12" }), unit("u4", "1", { category: "l" })],
    candidates: [person("a", "9", "9"), person("b", "5", "5"), person("c", "1", "1.5", { soldier: "1" }), person("d", "1", "1")],
    preferences: [...wishes("a", "u1", "u3"), ...wishes("b", "u4", "u1", "u1", "u3"), ...wishes("c", "u1", "u2"), ...wishes("d", "u1")],
  });
  const result = allocateSeason(season!);
  const explain = explainer(season!, result);
  const reasons = [0, 1, 2, 3].map((c) => JSON.parse(explain(c)));
  expect(reasons.map(({ rank, admitted }) => [rank, admitted?.unit_id ?? null])).toEqual([[1, "u1"], [2, null], [3, "u2"], [4, null]]);
  const outcomes = reasons.map(({ preferences }) => preferences.map(({ batch: _b, round: _r, no: _n, unit: _u, ...rest }: Record<string, unknown>) => rest));
  expect(outcomes).toEqual([
    [{ outcome: "admitted" }, { outcome: "not-needed" }],
    [{ outcome: "category" }, { outcome: "full", last_rank: 1, last_score: "18" }, { outcome: "repeated" }, { outcome: "line", line: "unit", needed: "12", had: "10" }],
    [{ outcome: "line", line: "batch", needed: "5", had: "2.5" }, { outcome: "admitted" }],
    [{ outcome: "line", line: "batch", needed: "5", had: "2" }],
  ]);
  expect(reasons[2].admitted).toEqual({ unit_id: "u2", preference_no: 2, batch: "b", round: 1, quota: "soldier" });
}); // prettier-ignore
