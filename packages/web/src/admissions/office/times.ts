/** Times are entered and shown as they are in China, wherever the browser stands. */
const CHINA = 8 * 3_600_000;

/** An instant as a field of the kind datetime-local has it. */
export const toLocal = (iso: string | null): string =>
  iso === null ? "" : new Date(Date.parse(iso) + CHINA).toISOString().slice(0, 16);

/** The instant that such a field names; null for an empty one. */
export const fromLocal = (value: string): string | null =>
  value === "" ? null : new Date(Date.parse(`${value}:00Z`) - CHINA).toISOString();

/** Day and time of day of an instant in China. */
export const dayOf = (iso: string): string => toLocal(iso).slice(0, 10);
export const timeOf = (iso: string): string => toLocal(iso).slice(11, 16);

/** Month and day in China, where the year is seen elsewhere: 9月18日 / 18 Sep. */
export const shortDay = (iso: string, language: "zh-CN" | "en"): string =>
  new Intl.DateTimeFormat(language === "en" ? "en-GB" : "zh-CN", {
    timeZone: "Asia/Shanghai",
    month: language === "en" ? "short" : "long",
    day: "numeric",
  }).format(new Date(iso));

/** A window of each day of a time in China, from 8:30 to 17:30: nobody is tested at night. At most 60 days. */
export function workingDays(from: string, until: string): { from: string; until: string }[] {
  const days: { from: string; until: string }[] = [];
  for (let at = Date.parse(`${dayOf(from)}T00:00:00Z`); days.length < 60; at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    if (day > dayOf(until)) break;
    days.push({ from: fromLocal(`${day}T08:30`)!, until: fromLocal(`${day}T17:30`)! });
  }
  return days;
}
