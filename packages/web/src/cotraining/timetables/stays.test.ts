import { expect, test } from "vitest";
import type { Cell, Timetable } from "./api.ts";
import { inverse, lockStay, moveStay, placeStay, rebase, staysOf, withChanges } from "./stays.ts";

const at = (place: string): Cell => ({ need: place === "校" ? "教学" : "岗位", place });
const of = (text: string, more: object = {}): Pick<Timetable, "input" | "cells"> => ({
  input: { weeks: text.length, places: ["校", "厂", "坊"].map((id) => ({ id, kind: "school", capacity: 30 })), cohorts: [{ id: "一班", people: 30, needs: [], ...more }] },
  cells: [[...text].map((one) => (one === "." ? null : at(one)))],
}); // prettier-ignore
const text = ({ cells }: Pick<Timetable, "cells">): string =>
  cells[0]!.map((cell) => cell?.place ?? ".").join("");
const moved = (document: ReturnType<typeof of>, from: number, to: number, week: number) =>
  withChanges(document, moveStay(document.input.cohorts[0]!, document.cells[0]!, { from, to }, week));

test("a block moves among the weeks, and what lies between moves up", () => {
  expect(text(moved(of("校校厂厂校坊"), 2, 3, 0))).toBe("厂厂校校校坊");
  expect(text(moved(of("校校厂厂校坊"), 2, 3, 4))).toBe("校校校坊厂厂");
  // beyond the end it goes to the end
  expect(text(moved(of("校校厂厂校坊"), 2, 3, 99))).toBe("校校校坊厂厂");
  expect(moveStay(of("校厂").input.cohorts[0]!, of("校厂").cells[0]!, { from: 1, to: 1 }, 1)).toEqual([]);
});

test("weeks off and locked weeks stay where they are, and keep what they hold", () => {
  const document = of("校校厂.厂校坊", { off: [3], fixed: [{ week: 6, place: "坊" }] });
  expect(staysOf(document.input.cohorts[0]!, document.cells[0]!).map(({ from, to }) => [from, to])).toEqual([[0, 1], [2, 4], [5, 5], [6, 6]]); // prettier-ignore
  expect(text(moved(document, 2, 4, 0))).toBe("厂厂校.校校坊");
  expect(text(moved(document, 0, 1, 9))).toBe("厂厂校.校校坊");
  expect(moveStay(document.input.cohorts[0]!, document.cells[0]!, { from: 6, to: 6 }, 0)).toEqual([]);
});

test("every change can be taken back, locks as well", () => {
  const document = of("校校厂厂");
  const cohort = document.input.cohorts[0]!;
  for (const changes of [
    moveStay(cohort, document.cells[0]!, { from: 2, to: 3 }, 0),
    placeStay(cohort, document.cells[0]!, { from: 2, to: 3 }, at("坊")),
  ])
    expect(withChanges(withChanges(document, changes), inverse(document, changes))).toEqual(document);
  const locks = lockStay(cohort, { from: 2, to: 3 }, true);
  const locked = withChanges(document, locks);
  expect(locked.input.cohorts[0]!.fixed).toEqual([{ week: 2, place: "厂" }, { week: 3, place: "厂" }]); // prettier-ignore
  expect(withChanges(locked, inverse(document, locks)).input.cohorts[0]!.fixed).toEqual([]);
});

test("a change of a cell that somebody else changed meanwhile is not made over his", () => {
  const mine = [
    { cohort: "一班", week: 0, cell: at("厂"), was: at("校") },
    { cohort: "一班", week: 1, cell: at("厂"), was: at("校") },
  ];
  const { kept, lost } = rebase(of("坊校"), mine);
  expect([kept, lost]).toEqual([[mine[1]], [mine[0]]]);
});
