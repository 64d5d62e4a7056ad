import { expect, test } from "vitest";
import type { Limits } from "./api.ts";
import { limitsOf, pasted, sheetsOf, weeksIn, weeksOut } from "./sheets.ts";

const LIMITS: Limits = {
  weeks: 12,
  places: [{ id: "学校", kind: "school", capacity: null }, { id: "车间", kind: "enterprise", capacity: 60, closed: [4, 5] }],
  cohorts: ["一班", "二班"].map((id) => ({
    id, people: 30, off: [3], fixed: [{ week: 0, place: "学校" }],
    needs: [{ key: "教学", places: ["学校"], weeks: 7 }, { key: "岗位", places: ["车间"], weeks: 4, minRun: 2, after: [{ need: "教学", weeks: 2 }] }],
  })),
}; // prettier-ignore

test("what goes into the sheets comes out of them, with the locks that they do not show", () => {
  const sheets = sheetsOf(LIMITS);
  expect(sheets.needs).toHaveLength(2);
  expect(limitsOf(sheets, 12, LIMITS)).toEqual({ input: LIMITS, faults: [] });
});

test("weeks are counted from one; what is none is named with its line", () => {
  expect(weeksIn("1-3、8，9")).toEqual([0, 1, 2, 7, 8]);
  expect(weeksOut([0, 1, 2, 7])).toBe("1-3, 8");
  const { faults } = limitsOf({ ...sheetsOf(LIMITS), cohorts: [["一班", "三十", "x"]], needs: [["三班", "教学", "学校", "1"]] }, 12, null); // prettier-ignore
  expect(faults).toEqual([
    { sheet: "cohorts", row: 0, what: "x" },
    { sheet: "cohorts", row: 0, what: "三十" },
    { sheet: "needs", row: 0, what: "三班" },
  ]);
});

test("a paste from a spreadsheet fills lines that were not there", () => {
  expect(pasted([["a", "b"]], 0, 1, "1\t2\r\n3\t4\r\n", 2)).toEqual([["a", "1"], ["", "3"]]); // prettier-ignore
});
