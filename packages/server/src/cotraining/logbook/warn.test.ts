import { expect, test } from "vitest";
import { isRest } from "./calendar.ts";
import { minutesOf, mondayOf, warningsOf } from "./warn.ts";

const at = (from: number, to: number, pause = 0) => ({ startsAt: from * 60, endsAt: to * 60, pause });

test("eight hours a day and forty a week are allowed, a minute more is not (INT-06)", () => {
  expect(warningsOf("2026-11-23", at(8, 17, 60), 0)).toEqual([]);
  expect(warningsOf("2026-11-23", at(8, 17, 59), 0)).toEqual(["hours-day"]);
  expect(warningsOf("2026-11-27", at(8, 16), 32 * 60)).toEqual([]);
  expect(warningsOf("2026-11-27", at(8, 16), 32 * 60 + 1)).toEqual(["hours-week"]);
});

test("night is from 22:00 to 6:00; ending and beginning at its edges is day", () => {
  expect(warningsOf("2026-11-23", at(14, 22), 0)).toEqual([]);
  expect(warningsOf("2026-11-23", { startsAt: 14 * 60 + 1, endsAt: 22 * 60 + 1, pause: 0 }, 0)).toEqual([
    "night",
  ]);
  expect(warningsOf("2026-11-23", at(6, 14), 0)).toEqual([]);
  expect(warningsOf("2026-11-23", { startsAt: 359, endsAt: 600, pause: 0 }, 0)).toEqual(["night"]);
  // over midnight
  expect(minutesOf(at(22, 6))).toBe(480);
  expect(warningsOf("2026-11-23", at(20, 4), 0)).toEqual(["night"]);
});

test("weekends and holidays are told apart, and a weekend that is worked for a holiday is a working day", () => {
  expect(warningsOf("2026-11-22", at(8, 12), 0)).toEqual(["rest-day"]);
  expect(warningsOf("2026-10-01", at(8, 12), 0)).toEqual(["holiday"]);
  // a day off around a holiday, and the Saturday that is worked for it
  expect(warningsOf("2026-10-05", at(8, 12), 0)).toEqual(["rest-day"]);
  expect([isRest("2026-10-10"), isRest("2026-10-11"), isRest("2026-10-12")]).toEqual([false, true, false]);
  expect([mondayOf("2026-11-23"), mondayOf("2026-11-29")]).toEqual(["2026-11-23", "2026-11-23"]);
});
