/** Times and days of an entry, and what breaks a rule: said before it is sent; the server says it again. */
import type { Entry, Logbook } from "./api.ts";

const DAY = 86_400_000;

/** The day it is in China by the clock of this phone. */
export const todayHere = (now = new Date()): string => new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10); // prettier-ignore
export const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10); // prettier-ignore
export const clock = (minute: number | null): string =>
  minute === null
    ? ""
    : `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
export const minuteOf = (text: string): number | null =>
  /^\d\d:\d\d/.test(text) ? Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5)) : null;

/** Minutes worked; null where a time is missing. */
export function minutesOf(startsAt: number | null, endsAt: number | null, pause: number): number | null {
  if (startsAt === null || endsAt === null) return null;
  return (endsAt > startsAt ? endsAt : endsAt + 1440) - startsAt - pause;
}

export function isRest(book: Pick<Logbook, "daysOff" | "worked">, day: string): boolean {
  if (book.daysOff.includes(day)) return true;
  return [0, 6].includes(new Date(day).getUTCDay()) && !book.worked.includes(day);
}

export function warningsOf(
  book: Pick<Logbook, "daysOff" | "worked">,
  entries: readonly Pick<Entry, "day" | "minutes">[],
  day: string,
  times: { startsAt: number | null; endsAt: number | null; pause: number },
): string[] {
  const minutes = minutesOf(times.startsAt, times.endsAt, times.pause);
  if (minutes === null) return [];
  const monday = dayAfter(day, -((new Date(day).getUTCDay() + 6) % 7));
  const others = entries.filter((one) => one.day >= monday && one.day <= dayAfter(monday, 6) && one.day !== day);
  const end = times.endsAt! > times.startsAt! ? times.endsAt! : times.endsAt! + 1440;
  const found: string[] = [];
  if (minutes > 480) found.push("hours-day");
  if (minutes + others.reduce((sum, one) => sum + one.minutes, 0) > 2400) found.push("hours-week");
  if (times.startsAt! < 360 || end > 1320) found.push("night");
  if (isRest(book, day)) found.push("rest-day");
  return found;
} // prettier-ignore
