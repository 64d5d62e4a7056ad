/**
 * Days off in China. 2026: as the State Council's notice moves them; 2027: the days of the decree on public holidays alone,
 * until the notice for that year is out.
 */
interface Calendar {
  /** statutory holidays: no placement may be arranged on them (INT-06) */
  holidays: readonly string[];
  /** days off around them */
  off: readonly string[];
  /** weekends that are worked for them */
  worked: readonly string[];
}

const daysOf = (year: number, month: number, from: number, to: number): string[] =>
  Array.from(
    { length: to - from + 1 },
    (_, n) => `${year}-${String(month).padStart(2, "0")}-${String(from + n).padStart(2, "0")}`,
  );

export const CALENDAR: Calendar = {
  holidays: [
    "2026-01-01", ...daysOf(2026, 2, 16, 19), "2026-04-05", ...daysOf(2026, 5, 1, 2), "2026-06-19", "2026-09-25", ...daysOf(2026, 10, 1, 3),
    "2027-01-01", ...daysOf(2027, 2, 5, 8), "2027-04-05", ...daysOf(2027, 5, 1, 2), "2027-06-09", "2027-09-15", ...daysOf(2027, 10, 1, 3),
  ],
  off: [
    ...daysOf(2026, 1, 1, 3), ...daysOf(2026, 2, 15, 23), ...daysOf(2026, 4, 4, 6), ...daysOf(2026, 5, 1, 5), ...daysOf(2026, 6, 19, 21),
    ...daysOf(2026, 9, 25, 27), ...daysOf(2026, 10, 1, 7),
    "2027-01-01", ...daysOf(2027, 2, 5, 8), "2027-04-05", ...daysOf(2027, 5, 1, 2), "2027-06-09", "2027-09-15", ...daysOf(2027, 10, 1, 3),
  ],
  worked: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
}; // prettier-ignore

/** Whether a placement rests on a day: holidays and weekends, unless the weekend is worked for a holiday. */
export function isRest(day: string): boolean {
  if (CALENDAR.off.includes(day)) return true;
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) && !CALENDAR.worked.includes(day);
}
