import { expect, test } from "vitest";
import { calendarText, folded, type CalendarCohort } from "./calendar.ts";

const COHORT: CalendarCohort = {
  timetable: "t1", title: "秋季；一, 二\\三", startsOn: "2026-12-28", cohort: "数控2401班",
  cells: [{ need: "教学", place: "学校" }, null, { need: "岗位", place: "砺锋精密制造有限公司第二机加工车间,东区" }],
  sequences: [0, 0, 3], publishedAt: new Date("2026-11-23T01:02:03.456Z"),
}; // prettier-ignore

test("an event a week, from Monday to Friday, over the turn of the year", () => {
  const text = calendarText("数控2401班", [COHORT]);
  expect(text.startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")).toBe(true);
  expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
  expect([...text.matchAll(/DTSTART;VALUE=DATE:(\d+)\r\nDTEND;VALUE=DATE:(\d+)/g)].map(([, from, to]) => [from, to])).toEqual([
    ["20261228", "20270102"],
    ["20270111", "20270116"],
  ]);
  expect(text).toContain("SEQUENCE:3\r\n");
  expect(text).toContain("DTSTAMP:20261123T010203Z\r\n");
}); // prettier-ignore

test("text is escaped; lines have at most 75 octets and no character is cut", () => {
  const text = calendarText("名", [{ ...COHORT, cohort: "a\r\nATTACH:x\0" }]);
  expect(text).not.toMatch(/^ATTACH/m);
  const lines = text.split("\r\n");
  expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
  const whole = text.replaceAll("\r\n ", "");
  expect(whole).toContain("LOCATION:砺锋精密制造有限公司第二机加工车间\\,东区");
  expect(whole).toContain("DESCRIPTION:秋季；一\\, 二\\\\三\\n第 3 周 · 岗位");
  expect(text).not.toContain("\ufffd");
  expect(folded("x".repeat(75))).toBe("x".repeat(75));
  expect(folded("x".repeat(76))).toBe(`${"x".repeat(75)}\r\n x`);
});

test("a place's calendar has only the weeks there; a week keeps its uid in all calendars", () => {
  const uids = (text: string) => [...text.matchAll(/UID:(\S+)/g)].map(([, uid]) => uid);
  const all = uids(calendarText("a", [COHORT]));
  expect(new Set(all).size).toBe(2);
  expect(uids(calendarText("b", [COHORT], "学校"))).toEqual([all[0]]);
});
