import { CALENDAR, isRest } from "./calendar.ts";

/** What an entry breaks of the rules on time (INT-06, INT-11): shown at once to whoever wrote it, and an alert for the school. */
export const WARNINGS = ["hours-day", "hours-week", "night", "rest-day", "holiday"] as const;
export type Warning = (typeof WARNINGS)[number];

const DAY_MINUTES = 24 * 60;
export const MOST_A_DAY = 8 * 60;
export const MOST_A_WEEK = 40 * 60;
const NIGHT_FROM = 22 * 60;
const NIGHT_TO = 6 * 60;

export interface Times {
  /** minutes of the day; an end not after the beginning is of the next day */
  startsAt: number;
  endsAt: number;
  pause: number;
}

const endOf = ({ startsAt, endsAt }: Times): number => (endsAt > startsAt ? endsAt : endsAt + DAY_MINUTES);

/** Minutes worked; negative where the pause is longer than the day. */
export const minutesOf = (times: Times): number => endOf(times) - times.startsAt - times.pause;

/** Whether work touches the hours from 22:00 to 6:00; ending at 22:00 or beginning at 6:00 does not. */
export function isNight(times: Times): boolean {
  const end = endOf(times);
  return times.startsAt < NIGHT_TO || end > NIGHT_FROM;
}

/** @param restOfWeek minutes of the other days of its week, from Monday */
export function warningsOf(day: string, times: Times, restOfWeek: number): Warning[] {
  const minutes = minutesOf(times);
  const found: Warning[] = [];
  if (minutes > MOST_A_DAY) found.push("hours-day");
  if (minutes + restOfWeek > MOST_A_WEEK) found.push("hours-week");
  if (isNight(times)) found.push("night");
  if (CALENDAR.holidays.includes(day)) found.push("holiday");
  else if (isRest(day)) found.push("rest-day");
  return found;
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  return dayAfter(day, -((at.getUTCDay() + 6) % 7));
}

/** The day so many days later. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
