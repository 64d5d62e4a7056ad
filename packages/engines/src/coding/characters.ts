/**
 * Characters as the coder sees them: folded (case, full width), typed (letter, digit, bracket …).
 * Both are tables over the 65,536 UTF-16 code units, so that a scan costs one load per character.
 */

export const OTHER = 0;
export const HAN = 1;
export const LETTER = 2;
export const DIGIT = 3;
export const SPACE = 4;
export const OPEN = 5;
export const CLOSE = 6;
/** Separates the parts of a title: "采购员/跟单", "北京-项目经理". */
export const DELIMITER = 7;

/** Folds one code unit: full-width forms to ASCII, upper case to lower case. */
export function foldUnit(unit: number): number {
  let u = unit;
  if (u >= 0xff01 && u <= 0xff5e) u -= 0xfee0;
  else if (u === 0x3000 || u === 0xa0 || u === 9 || u === 10 || u === 13) u = 32;
  if (u >= 65 && u <= 90) u += 32;
  return u;
}

/** Folds a term for the lexicon and drops white space that stands next to Han characters. */
export function foldTerm(term: string): string {
  let folded = "";
  for (let i = 0; i < term.length; i++) folded += String.fromCharCode(foldUnit(term.charCodeAt(i)));
  return folded.trim().replace(/(?<![a-z0-9]) +| +(?![a-z0-9])/g, "");
}

const OPENING = "([{<《〈「『【〔";
const CLOSING = ")]}>》〉」』】〕";
const DELIMITING = "/\\、|,，;；:：-—–_~·•。.!！?？\"“”'‘’*=@%^…兼或及";

/** Types of the 65,536 code units. '+' and '#' count as letters because of "c++" and "c#". */
export function characterTypes(): Uint8Array {
  const types = new Uint8Array(65536);
  for (let u = 0; u < 65536; u++) {
    const f = foldUnit(u);
    if (f >= 0x4e00 && f <= 0x9fff) types[u] = HAN;
    else if ((f >= 97 && f <= 122) || f === 35) types[u] = LETTER;
    else if (f >= 48 && f <= 57) types[u] = DIGIT;
    else if (f === 32) types[u] = SPACE;
    else types[u] = OTHER;
  }
  const set = (text: string, type: number) => {
    for (let u = 0; u < 65536; u++) if (text.includes(String.fromCharCode(foldUnit(u)))) types[u] = type;
  };
  set(OPENING, OPEN);
  set(CLOSING, CLOSE);
  set(DELIMITING, DELIMITER);
  types["+".charCodeAt(0)] = DELIMITER;
  types["&".charCodeAt(0)] = DELIMITER;
  types["＋".charCodeAt(0)] = DELIMITER;
  return types;
}
