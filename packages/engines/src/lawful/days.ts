/** Calendar arithmetic on days since 1970-01-01 (proleptic Gregorian), without Date objects in the hot path. */

/** @throws Error where the text is no date of the form YYYY-MM-DD */
export function dayOf(iso: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  const day = match && dayFrom(+match[1]!, +match[2]!, +match[3]!);
  if (day === null || isoOf(day) !== iso) throw new Error(`不是日期：${iso}`);
  return day;
}

/** ISO date of a day. */
export const isoOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Days since 1970 of a civil date (H. Hinnant, “chrono-compatible low-level date algorithms”). */
export function dayFrom(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  );
}

/** Year, month and day as one whole number: 20261127. Its order is that of the days. */
export function civil(day: number): number {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const part = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * part + 2) / 5) + 1;
  const month = part < 10 ? part + 3 : part - 9;
  return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0)) * 10_000 + month * 100 + date;
}

/** Whole years from birth to a day: the birthday itself counts. Born on 29 February: 1 March in other years. */
export const ageOn = (birth: number, day: number): number => Math.floor((civil(day) - civil(birth)) / 10_000);

/** The day so many months later; where that month is shorter, its last day. */
export function monthsLater(day: number, months: number): number {
  const date = civil(day);
  const index = Math.floor(date / 10_000) * 12 + (Math.floor(date / 100) % 100) - 1 + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  const last = dayFrom(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - 1;
  return Math.min(dayFrom(year, month, 1) + (date % 100) - 1, last);
}
