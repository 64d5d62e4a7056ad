/** Unified social credit code, GB 32100-2015 (rules STD-01), with the organisation code inside it, GB 11714. */
import { compact, faulty, sound, type Checked } from "./types.ts";

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const INNER_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** Check character of the first seventeen; all of them must be of the alphabet. */
export function creditCheck(seventeen: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += ALPHABET.indexOf(seventeen[i]!) * WEIGHTS[i]!;
  return ALPHABET[(31 - (sum % 31)) % 31]!;
}

/** Check character of the first eight characters of an organisation code. */
export function organisationCheck(eight: string): string {
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += parseInt(eight[i]!, 36) * INNER_WEIGHTS[i]!;
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? "X" : String(check);
}

/**
 * Normalises a unified social credit code and checks it: length, alphabet (no I, O, S, V, Z), region digits, the check
 * character of the code and that of the organisation code inside it.
 */
export function checkCreditCode(text: string): Checked {
  const code = compact(text);
  if (code.length !== 18)
    return faulty(
      "length",
      `统一社会信用代码为 18 位，这里有 ${code.length} 位`,
      `A unified social credit code has 18 characters, this one has ${code.length}`,
    );
  const odd = [...code].findIndex((letter) => !ALPHABET.includes(letter));
  if (odd >= 0)
    return faulty(
      "alphabet",
      `第 ${odd + 1} 位“${code[odd]}”不能用于统一社会信用代码（只用数字和除 I、O、S、V、Z 以外的大写字母）`,
      `Character ${odd + 1}, “${code[odd]}”, does not occur in a unified social credit code (digits and capitals without I, O, S, V, Z)`,
    );
  const region = code.slice(2, 8);
  if (!/^\d{6}$/.test(region))
    return faulty(
      "region",
      `第 3–8 位是登记管理机关的行政区划代码，应为 6 位数字，这里是“${region}”`,
      `Characters 3 to 8 are the six digits of the registering authority's region, here “${region}”`,
    );
  const check = creditCheck(code);
  const inner = organisationCheck(code.slice(8, 16));
  const outerRight = check === code[17];
  if (inner !== code[16])
    return faulty(
      "organisation-check",
      `其中第 9–17 位的组织机构代码校验位不符：应为 ${inner}，这里是 ${code[16]}`,
      `The organisation code in characters 9 to 17 does not agree with its check character: ${inner} expected, ${code[16]} found`,
    );
  if (!outerRight)
    return faulty(
      "check",
      `末位校验码不符：应为 ${check}，这里是 ${code[17]}`,
      `The last character does not agree with the others: ${check} expected, ${code[17]} found`,
    );
  return sound(code);
}

/** Whether it is a unified social credit code. */
export function isCreditCode(text: string): boolean {
  return checkCreditCode(text).ok;
}

/** Normalises an organisation code (GB 11714), nine characters with or without a hyphen before the last, and checks it. */
export function checkOrganisationCode(text: string): Checked {
  const code = compact(text);
  if (!/^[0-9A-Z]{8}[0-9X]$/.test(code))
    return faulty(
      "form",
      "组织机构代码为 8 位数字或大写字母加 1 位校验码（数字或 X）",
      "An organisation code has eight digits or capitals and a check character (a digit or X)",
    );
  const check = organisationCheck(code);
  if (check !== code[8])
    return faulty(
      "check",
      `组织机构代码校验位不符：应为 ${check}，这里是 ${code[8]}`,
      `The organisation code does not agree with its check character: ${check} expected, ${code[8]} found`,
    );
  return sound(code);
}

/**
 * A whole unified social credit code from its parts, for invented organisations and tests.
 * @param start department and kind of body (two characters) and region (six digits)
 * @param eight the organisation code without its check character
 */
export function composeCreditCode(start: string, eight: string): string {
  const seventeen = start + eight + organisationCheck(eight);
  return seventeen + creditCheck(seventeen);
}
