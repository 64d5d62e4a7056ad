/** Decimals with up to four places as whole ten-thousandths: sums and products of them are exact below 2^53. */

/** Ten-thousandths of a written decimal: "430.5" → 4305000; NaN where it is none, negative, or has more than four places. */
export function readDecimal(text: string): number {
  const found = /^(\d{1,9})(?:\.(\d{1,4}))?$/.exec(text);
  return found ? Number(found[1]) * 10_000 + Number((found[2] ?? "").padEnd(4, "0")) : NaN;
}

/** Ten-thousandths of a number of rules.json; NaN where it has more than four places, is negative or too large. */
export function decimalOf(value: number): number {
  return readDecimal(String(value));
}

/** A number of 10^−places as the shortest decimal: (43050, 2) → "430.5". */
export function printDecimal(value: number, places: number): string {
  const digits = String(value).padStart(places + 1, "0");
  const fraction = digits.slice(-places).replace(/0+$/, "");
  return digits.slice(0, -places) + (fraction === "" ? "" : `.${fraction}`);
}

/** Composed scores are products of two decimals: hundred-millionths. */
export const printComposed = (value: number): string => printDecimal(value, 8);
export const printScore = (value: number): string => printDecimal(value, 4);
