/** Exact decimals as whole numbers: scores and weights in ten-thousandths, composed scores in hundred-millionths. */

export const SCORE_PLACES = 4;
export const COMPOSED_PLACES = 8;

/** The decimal at bytes [from, to) times 10^4; NaN where it is none, is negative or has more than four places. */
export function readScore(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  let places = -1;
  for (let i = from; i < to; i++) {
    const digit = bytes[i]! - 48;
    if (digit >= 0 && digit <= 9) {
      if (places >= 0 && ++places > SCORE_PLACES) {
        if (digit !== 0) return NaN;
        continue;
      }
      value = value * 10 + digit;
    } else if (digit === -2 && places < 0 && i > from && i < to - 1) places = 0;
    else return NaN;
  }
  if (to === from) return NaN;
  const scaled = value * 10 ** (SCORE_PLACES - Math.min(SCORE_PLACES, Math.max(0, places)));
  return Number.isSafeInteger(scaled) ? scaled : NaN;
}

/** A JSON number times 10^4; NaN where it has more places or is negative. */
export function scaledNumber(value: unknown): number {
  if (typeof value !== "number" || !(value >= 0)) return NaN;
  const bytes = Uint8Array.from(String(value), (c) => c.charCodeAt(0));
  return readScore(bytes, 0, bytes.length);
}

/** A whole number at bytes [from, to), up to nine digits; −1 where it is none. */
export function readWhole(bytes: Uint8Array, from: number, to: number): number {
  if (to === from || to - from > 9) return -1;
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = bytes[i]! - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** The shortest decimal of `value` / 10^places. */
export function decimalText(value: number, places: number = COMPOSED_PLACES): string {
  const sign = value < 0 ? "-" : "";
  const digits = String(Math.abs(value)).padStart(places + 1, "0");
  const whole = digits.slice(0, -places);
  const rest = digits.slice(-places).replace(/0+$/, "");
  return sign + (rest === "" ? whole : `${whole}.${rest}`);
}
