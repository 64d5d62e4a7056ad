import { expect, test } from "vitest";
import { dayInChina } from "../day.ts";
import { ageOn, isMinor, needsGuardian, workingDaysAfter } from "./ages.ts";

test("one is a year older on the day itself, and who was born on 29 February on 1 March", () => {
  expect([ageOn("2008-11-26", "2026-11-25"), ageOn("2008-11-26", "2026-11-26")]).toEqual([17, 18]);
  expect([ageOn("2012-02-29", "2026-02-28"), ageOn("2012-02-29", "2026-03-01")]).toEqual([13, 14]);
  expect([isMinor("2008-11-26", "2026-11-25"), isMinor("2008-11-26", "2026-11-26"), isMinor(null, "2026-11-26")]).toEqual([true, false, false]);
  expect([needsGuardian("2012-11-27", "2026-11-26"), needsGuardian("2012-11-26", "2026-11-26")]).toEqual([true, false]);
}); // prettier-ignore

test("fifteen working days are three weeks, wherever in the week they begin", () => {
  expect(workingDaysAfter("2026-11-26", 15)).toBe("2026-12-17");
  expect(workingDaysAfter("2026-11-28", 15)).toBe("2026-12-18");
  expect(workingDaysAfter("2026-11-26", 0)).toBe("2026-11-26");
  expect(dayInChina(new Date("2026-11-25T16:00:00Z"))).toBe("2026-11-26");
});
