import { describe, expect, test } from "vitest";
import {
  allocateSeason,
  allocationLines,
  checkRules,
  cutoffLines,
  explainer,
  matching,
  parallel,
  seasonFromRows,
} from "./index.ts";
import type { Season, SeasonResult } from "./index.ts";
import {
  byDefinition,
  drawSeason,
  largeRound,
  shuffled,
  type DrawnSeason,
  type DrawOptions,
} from "./testing/index.ts";

const seasonOf = ({ rules, rows }: DrawnSeason): Season => {
  const checked = checkRules(rules);
  expect(checked.faults).toEqual([]);
  const read = seasonFromRows(checked.rules!, rows);
  expect(read.faults).toEqual([]);
  return read.season!;
};

/** Who got what, as one line each. */
const given = (season: Season, result: SeasonResult): string[] =>
  [...allocationLines(season, result)].slice(1).map((line) => line.trimEnd());

const expected = (season: Season, drawn: DrawnSeason): string[] =>
  [...byDefinition(season.rules, drawn.rows)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { unit, no, round, quota, assigned }]) =>
      [id, unit, no, round, ...(season.rules.quotas.length > 0 ? [quota] : []), ...(season.rules.structure === "group" ? [assigned] : [])].join(","),
    ); // prettier-ignore

describe("the engine equals the definition, tried out on every small season drawn", () => {
  const cases: [string, DrawOptions][] = [
    ["A", { engine: "parallel", structure: "programme", quotas: false }],
    ["A with reserves", { engine: "parallel", structure: "programme", quotas: true }],
    ["B", { engine: "matching", quotas: false }],
    ["B with reserves", { engine: "matching", quotas: true }],
    ["C", { engine: "sequential", structure: "programme", quotas: false }],
    ["C with reserves", { engine: "sequential", structure: "programme", quotas: true }],
    ["A over groups", { engine: "parallel", structure: "group" }],
    ["C over groups", { engine: "sequential", structure: "group" }],
  ];
  test.each(cases)("%s", (_, options) => {
    for (let seed = 1; seed <= 400; seed++) {
      const drawn = drawSeason(seed, options);
      const season = seasonOf(drawn);
      const result = allocateSeason(season);
      expect({ seed, given: given(season, result) }).toEqual({ seed, given: expected(season, drawn) });
    }
  });
});

test("the order of rows changes nothing: not a byte of the results", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const drawn = drawSeason(seed);
    const all = (season: Season): string[] => {
      const result = allocateSeason(season);
      const explain = explainer(season, result);
      const people = Array.from({ length: season.candidates.count }, (_, c) => explain(c));
      return [...allocationLines(season, result), ...cutoffLines(season, result), ...people];
    };
    expect(all(seasonOf({ ...drawn, rows: shuffled(drawn.rows, seed) }))).toEqual(all(seasonOf(drawn)));
  }
});

describe("what a candidate can rely on", () => {
  /** His preference_no and whether he was admitted, the later the worse. */
  const luck = (season: Season, id: string): number => {
    const result = allocateSeason(season);
    for (let c = 0; c < season.candidates.count; c++)
      if (season.candidates.id(c) === id)
        return result.unit[c]! < 0
          ? Infinity
          : 1e6 * result.round[c]! + season.filed[result.round[c]!]!.no![result.entry[c]!]!;
    throw new Error(`no ${id}`);
  };

  test.each(["parallel", "matching"] as const)("a better score never worsens his own result: %s", (engine) => {
    for (let seed = 1; seed <= 150; seed++) {
      const drawn = drawSeason(seed, { engine, structure: "programme", ties: "cut" });
      for (const row of drawn.rows.candidates) {
        const better = drawn.rows.candidates.map((r) =>
          r === row ? { ...r, culture: String(Number(r["culture"]) + 1), skill: String(Number(r["skill"]) + 1) } : r,
        );
        const id = row["candidate_id"]!;
        const before = luck(seasonOf(drawn), id);
        const after = luck(seasonOf({ ...drawn, rows: { ...drawn.rows, candidates: better } }), id);
        expect({ seed, id, worse: after > before }).toEqual({ seed, id, worse: false });
      }
    }
  }); // prettier-ignore

  test("B is A where all units rank by one list", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const drawn = drawSeason(seed, { engine: "matching", quotas: false, oneList: true });
      const asA = { ...drawn, rules: { ...drawn.rules, engine: "A" } };
      const [a, b] = [seasonOf(asA), seasonOf(drawn)];
      expect(given(a, allocateSeason(a))).toEqual(given(b, allocateSeason(b)));
    }
  });
});

test("the engines over arrays give a stable matching of thousands, by selection and by heaps alike", () => {
  for (const preferences of [2, 12]) {
    const { round, left, lists } = largeRound({ candidates: 6000, preferences, units: 90, lists: 3 }, preferences);
    const key = (c: number, u: number): number => lists.places[c * lists.lists + lists.listOf[u]!]!;
    const got = matching(round, left.slice(), lists);
    const taken = Array.from(left, () => [] as number[]);
    got.forEach((e, c) => e >= 0 && taken[round.unit[e]!]!.push(key(c, round.unit[e]!)));
    const worst = taken.map((keys) => Math.max(...keys));
    taken.forEach((keys, u) => expect(keys.length).toBeLessThanOrEqual(left[u]!));
    for (let c = 0; c < got.length; c++)
      for (let e = round.start[c]!; e < (got[c]! >= 0 ? got[c]! : round.start[c + 1]!); e++) {
        const u = round.unit[e]!;
        expect(taken[u]!.length === left[u] && worst[u]! < key(c, u)).toBe(true);
      }
    const one = { ...lists, listOf: new Int32Array(left.length) };
    expect(matching(round, left.slice(), one)).toEqual(parallel(round, left.slice()));
  }
}); // prettier-ignore
