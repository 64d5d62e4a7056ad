/** What a spreadsheet would run as a formula is written as text. */
export const plainText = (value: string): string => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);

/** One cell of a CSV file. */
export function csvCell(value: string): string {
  const safe = plainText(value);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
