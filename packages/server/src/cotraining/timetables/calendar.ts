/** Timetables as iCalendar (RFC 5545). What stands in it is cohorts, places and needs: never a name of a person. */
import { createHash } from "node:crypto";
import type { Cell } from "@tixi/engines/rotation-check";

/** One cohort of a published timetable. */
export interface CalendarCohort {
  timetable: string;
  title: string;
  /** the Monday of week 1 */
  startsOn: string;
  cohort: string;
  cells: readonly Cell[];
  /** how often each week was changed */
  sequences: readonly number[];
  publishedAt: Date;
}

const DAY = 86_400_000;
/** Octets of a line before it must be folded. */
const LINE = 75;

/** The day that lies so many days after another. */
export const dayAfter = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10); // prettier-ignore

/**
 * A calendar with an event a week and cohort, from Monday to Friday: the week keeps its UID wherever the cohort is sent, and its
 * SEQUENCE tells how often that changed.
 * @param only a place: weeks elsewhere are left out
 */
export function calendarText(
  name: string,
  cohorts: readonly CalendarCohort[],
  only: string | null = null,
): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Tixi//Rotation timetable//ZH",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `X-WR-CALNAME:${escaped(name)}`,
    "X-WR-TIMEZONE:Asia/Shanghai",
    "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    "X-PUBLISHED-TTL:PT6H",
  ];
  for (const cohort of cohorts)
    cohort.cells.forEach((cell, week) => {
      if (cell && (only === null || cell.place === only)) lines.push(...eventLines(cohort, cell, week));
    });
  lines.push("END:VCALENDAR");
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

function eventLines(of: CalendarCohort, cell: NonNullable<Cell>, week: number): string[] {
  const monday = dayAfter(of.startsOn, 7 * week);
  return [
    "BEGIN:VEVENT",
    `UID:${createHash("sha256").update(`${of.timetable}\n${of.cohort}\n${week}`).digest("hex").slice(0, 32)}@rotation.tixi.invalid`,
    `DTSTAMP:${stamp(of.publishedAt)}`,
    `LAST-MODIFIED:${stamp(of.publishedAt)}`,
    `SEQUENCE:${of.sequences[week] ?? 0}`,
    // days without a time: they are the same days wherever the calendar is read
    `DTSTART;VALUE=DATE:${monday.replaceAll("-", "")}`,
    `DTEND;VALUE=DATE:${dayAfter(monday, 5).replaceAll("-", "")}`,
    `SUMMARY:${escaped(`${of.cohort} · ${cell.place}`)}`,
    `LOCATION:${escaped(cell.place)}`,
    `DESCRIPTION:${escaped(`${of.title}\n第 ${week + 1} 周 · ${cell.need}`)}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ];
} // prettier-ignore

const stamp = (at: Date): string => `${at.toISOString().replace(/[-:]|\.\d+/g, "")}`;

/** A text value (3.3.11): backslash, semicolon, comma, line breaks; other control characters have no place in it. */
const escaped = (text: string): string =>
  text
    .replace(/[\\;,]/g, "\\$&")
    .replace(/\r\n|\r|\n/g, "\\n")
    .replace(/[\0-\x08\x0b-\x1f\x7f]/g, "");

/** Lines of at most 75 octets, the rest behind a blank; no character is cut in two. */
export function folded(line: string): string {
  let out = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LINE) {
      out += "\r\n ";
      octets = 1;
    }
    out += character;
    octets += size;
  }
  return out;
}
