import { describe, expect, test } from "vitest";
import {
  checkInput,
  clashesOf,
  clashSentence,
  planRotation,
  type Cell,
  type RotationInput,
} from "./index.ts";

describe("what is wrong with a timetable moved by hand", () => {
  const input: RotationInput = {
    weeks: 4,
    places: [
      { id: "校", kind: "school", capacity: null },
      { id: "厂", kind: "enterprise", capacity: [30, 30, 60, 60], closed: [0] },
    ],
    cohorts: [
      {
        id: "甲",
        people: 30,
        off: [3],
        needs: [
          { key: "理论", places: ["校"], weeks: 1, maxRun: 1 },
          { key: "实习", places: ["厂"], weeks: 2, minRun: 2, after: [{ need: "理论" }] },
        ],
        barred: [{ place: "厂", weeks: [3] }],
      },
      {
        id: "乙",
        people: 31,
        needs: [{ key: "实习", places: ["厂"], weeks: 2 }],
        fixed: [{ week: 1, place: null }],
      },
    ],
  };
  const theory: Cell = { need: "理论", place: "校" };
  const work: Cell = { need: "实习", place: "厂" };

  test("nothing, if it is lawful", () => {
    expect(clashesOf(input, [[theory, work, work, null], [null, null, null, null]].with(1, [null, null, null, work]))).toEqual([
      { kind: "weeks", cohort: "乙", need: "实习", has: 1, wants: 2 },
    ]); // prettier-ignore
  });

  test("each kind of clash is told once, with its figures, in words", () => {
    const found = clashesOf(input, [
      [work, theory, theory, work],
      [null, work, { need: "实习", place: "校" }, work],
    ]);
    expect(found.map((clash) => clashSentence(clash, "zh"))).toEqual([
      "甲第 4 周不上课，却有安排",
      "甲第 1 周起在厂连续 1 周“实习”，应不少于 2 周",
      "甲第 1 周开始“实习”时“理论”只上了 0 周，应先满 1 周",
      "甲第 2 周起在校连续 2 周“理论”，应不超过 1 周",
      "甲的“理论”有 2 周，应为 1 周",
      "甲的“实习”有 1 周，应为 2 周",
      "甲第 4 周不得在厂",
      "乙第 3 周：“实习”不能在校上",
      "乙的“实习”有 3 周，应为 2 周",
      "乙第 2 周固定为不安排，现为厂",
      "厂第 1 周不开放，却安排了 甲",
      "厂第 2 周 31 人，超过 30 人：乙",
      "厂第 4 周 61 人，超过 60 人：甲、乙",
    ]);
  });
});

test("input that cannot be read is refused with its place", async () => {
  const input: RotationInput = {
    weeks: 4,
    places: [{ id: "a", kind: "centre", capacity: [1, 2] }],
    cohorts: [
      {
        id: "c",
        people: 0,
        off: [2],
        needs: [{ key: "x", places: ["b"], weeks: 2, after: [{ need: "x" }] }],
        fixed: [{ week: 2, place: "a" }],
        barred: [{ place: "a", weeks: [4] }],
      },
    ],
  };
  expect(checkInput(input).map(({ path }) => path)).toEqual([
    "places[a].capacity",
    "cohorts[c].people",
    "cohorts[c].needs[x].places[0]",
    "cohorts[c].needs[x].after[0]",
    "cohorts[c].fixed[0]",
    "cohorts[c].fixed[0].place",
    "cohorts[c].barred[0].weeks[0]",
  ]);
  await expect(planRotation(input)).rejects.toThrow("cohorts[c].people");
});
