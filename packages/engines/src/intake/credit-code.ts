/** Unified social credit code, GB 32100-2015 (rules STD-01), with the organisation code inside it, GB 11714. */

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const INNER_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** Whether both check characters are right. Letters may be small. */
export function isCreditCode(text: string): boolean {
  const code = text.trim().toUpperCase();
  if (code.length !== 18) return false;
  let sum = 0;
  for (let i = 0; i < 17; i++) {
    const value = ALPHABET.indexOf(code[i]!);
    if (value < 0) return false;
    sum += value * WEIGHTS[i]!;
  }
  if (ALPHABET[(31 - (sum % 31)) % 31] !== code[17]) return false;
  return organisationCheck(code.slice(8, 16)) === code[16];
}

/** Check character of the first eight characters of an organisation code. */
export function organisationCheck(eight: string): string {
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += parseInt(eight[i]!, 36) * INNER_WEIGHTS[i]!;
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? "X" : String(check);
}
