import { describe, expect, test } from "vitest";
import {
  allocateSeason,
  allocationLines,
  checkRules,
  cutoffLines,
  explainer,
  seasonFromRows,
} from "./index.ts";
import type { Season, SeasonResult } from "./index.ts";
import { byDefinition, drawSeason, shuffled, type DrawnSeason, type DrawOptions } from "./testing/index.ts";

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
