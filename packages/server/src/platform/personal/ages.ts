/** Ages that the law draws lines at. Dates are ISO days of China; without a date of birth nothing is known. */

/** Whole years from one day to another; who is born on 29 February is a year older on 1 March of other years. */
export function ageOn(bornOn: string, on: string): number {
  const years = Number(on.slice(0, 4)) - Number(bornOn.slice(0, 4));
  return on.slice(5) < bornOn.slice(5) ? years - 1 : years;
}

/** Under 18 (Law on the protection of minors, article 2): nothing about him is public. */
export const isMinor = (bornOn: string | null, on: string): boolean =>
  bornOn !== null && ageOn(bornOn, on) < 18;

/** Under 14 (PIPL articles 28 and 31): everything about him is sensitive, and a guardian has to agree. */
export const needsGuardian = (bornOn: string | null, on: string): boolean =>
  bornOn !== null && ageOn(bornOn, on) < 14;

/** The nth working day after a day, Monday to Friday; public holidays are not known years ahead and count. */
export function workingDaysAfter(day: string, n: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  for (let left = n; left > 0;) {
    date.setUTCDate(date.getUTCDate() + 1);
    if (date.getUTCDay() !== 0 && date.getUTCDay() !== 6) left--;
  }
  return date.toISOString().slice(0, 10);
}
