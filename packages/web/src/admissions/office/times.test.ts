import { expect, test } from "vitest";
import { workingDays } from "./times.ts";

test("a site is open on each day of the tests in China, by day, whatever the hour at which they begin and end", () => {
  const days = workingDays("2027-03-09T23:00:00+08:00", "2027-03-11T01:00:00+08:00");
  expect(days).toEqual([
    { from: "2027-03-09T00:30:00.000Z", until: "2027-03-09T09:30:00.000Z" },
    { from: "2027-03-10T00:30:00.000Z", until: "2027-03-10T09:30:00.000Z" },
    { from: "2027-03-11T00:30:00.000Z", until: "2027-03-11T09:30:00.000Z" },
  ]);
});

test("no more than sixty days, and one where the tests end on the day on which they begin", () => {
  expect(workingDays("2027-03-10T09:00:00+08:00", "2027-03-10T17:00:00+08:00")).toHaveLength(1);
  expect(workingDays("2027-01-01T09:00:00+08:00", "2028-01-01T17:00:00+08:00")).toHaveLength(60);
});
