/**
 * The near-duplicate signature of a posting: 32 bytes, title and description apart.
 *
 *   bytes 0–3    hash of the title's core (noise such as 急聘, 双休, brackets of benefits taken off)
 *   bytes 4–11   16 four-bit minima over the pairs of characters of that core (MinHash, one function each)
 *   byte 12      size of the description, 16 · log2(1 + triples of characters)
 *   bytes 13–31  38 four-bit minima over the description's triples (one-permutation hashing, densified)
 *
 * b-bit MinHash: P. Li and A. C. König (2010); one-permutation hashing with densification: A. Shrivastava (2017).
 */

export const SIGNATURE_BYTES = 32;
export const TITLE_MINIMA = 16;
export const TEXT_MINIMA = 38;
const SIZE_AT = 12;
/** where the minima of the description begin */
export const TEXT_AT = SIZE_AT + 1;

/** Class of each UTF-16 unit: 0 = left out, else the unit that stands for it (small, half width). */
const FOLD = foldTable();

function foldTable(): Uint16Array {
  const fold = new Uint16Array(65_536);
  for (let c = 0; c < 65_536; c++) {
    let unit = c;
    if (unit >= 0xff01 && unit <= 0xff5e) unit -= 0xfee0;
    if (unit >= 65 && unit <= 90) unit += 32;
    const letter = unit >= 97 && unit <= 122;
    const digit = unit >= 48 && unit <= 57;
    const han = (unit >= 0x3400 && unit <= 0x9fff) || (unit >= 0xf900 && unit <= 0xfaff);
    const other = unit > 0x00bf && unit < 0x2000;
    const surrogate = unit >= 0xd800 && unit <= 0xdfff;
    if (letter || digit || han || other || surrogate || unit === 43 || unit === 35) fold[c] = unit;
  }
  return fold;
}

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
const isLetter = (unit: number): boolean => unit >= 97 && unit <= 122;

function mix(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Words in titles that tell nothing about the post. Longest first within each alternative. */
const NOISE =
  /急招|急聘|诚聘|高薪|直招|直聘|招聘|热招|聘请|聘|五险一金|六险一金|五险|双休|单休|周末|包吃住|包吃|包住|包食宿|食宿|提供住宿|底薪|无责|月薪|年薪|薪资|待遇优厚|待遇优|上不封顶|可实习|接受应届生|应届生|应届|毕业生|转正|实习可转|长白班|常白班|白班|两班倒|无经验|可兼职|就近安排|就近|不加班|年终奖|带薪|年假|福利好|福利|坐班|朝九晚五|朝九晚六|做五休二|全职|若干名|若干|数名|[一二三四五六七八九十两]?[0-9]*(?:名|人)(?![\p{L}])|[0-9.]+[kw万千元](?:以上|起|\/月)?|[0-9]{4}届|薪(?=[\s)）]|$)/giu;
const SIGNS = /[^\p{L}\p{N}+#]+/gu;

const coreMemo = new Map<string, string>();
const MEMO_LIMIT = 32_768;

/**
 * What a title says about the post: small letters, without signs, numbers and the noise of advertisements. Numbers
 * behind a letter stay (A2 and C1 are licences). A title that is nothing but noise is its own core.
 */
export function titleCore(title: string): string {
  const known = coreMemo.get(title);
  if (known !== undefined) return known;
  const text = title.normalize("NFKC").toLowerCase();
  const bare = text
    .replace(NOISE, " ")
    .replace(/(?<![a-z])[0-9]+/g, "")
    .replace(SIGNS, "")
    .replace(/(?<![a-z+#])[+#]+/g, "");
  const core = bare === "" ? text.replace(SIGNS, "") : bare;
  if (coreMemo.size >= MEMO_LIMIT) coreMemo.clear();
  coreMemo.set(title, core);
  return core;
}

const TITLE_SEEDS = Uint32Array.from({ length: TITLE_MINIMA }, (_, i) => mix(0x51ed27 + i * 0x9e3779b1) | 1);
const titleMinima = new Uint32Array(TITLE_MINIMA);
const textMinima = new Uint32Array(TEXT_MINIMA);
const textFilled = new Uint8Array(TEXT_MINIMA);
const EMPTY = 0xffffffff;

/**
 * Writes the signature of a posting to `out[at … at + 31]`. Spaces, signs, width, case and numbers (head counts,
 * phones, dates) make no difference. Time: linear in the characters; nothing is allocated for the description.
 */
export function signature(title: string, description: string, out: Uint8Array, at: number): void {
  out.fill(0, at, at + SIGNATURE_BYTES);
  writeTitle(titleCore(title), out, at);
  writeText(description, out, at);
}

function writeTitle(core: string, out: Uint8Array, at: number): void {
  let hash = 0x811c9dc5;
  titleMinima.fill(EMPTY);
  let before = 1;
  for (let i = 0; i <= core.length; i++) {
    const unit = i < core.length ? core.charCodeAt(i) : 2;
    if (i < core.length) hash = Math.imul(hash ^ unit, 0x01000193);
    const pair = mix(Math.imul(before, 0x9e3779b1) ^ unit);
    for (let k = 0; k < TITLE_MINIMA; k++) {
      let value = Math.imul(pair ^ TITLE_SEEDS[k]!, 0x85ebca6b);
      value = (value ^ (value >>> 13)) >>> 0;
      if (value < titleMinima[k]!) titleMinima[k] = value;
    }
    before = unit;
  }
  hash = core === "" ? 0 : mix(hash) | 1;
  out[at] = hash;
  out[at + 1] = hash >>> 8;
  out[at + 2] = hash >>> 16;
  out[at + 3] = hash >>> 24;
  for (let k = 0; k < TITLE_MINIMA; k++) putNibble(out, at + 4, k, mix(titleMinima[k]!));
}

function writeText(text: string, out: Uint8Array, at: number): void {
  textMinima.fill(EMPTY);
  textFilled.fill(0);
  let first = 0;
  let second = 0;
  let count = 0;
  const length = text.length;
  for (let i = 0; i < length; i++) {
    const unit = FOLD[text.charCodeAt(i)]!;
    if (unit === 0 || (isDigit(unit) && !isLetter(second))) continue;
    if (first !== 0) {
      let h = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca77) ^ Math.imul(unit, 0xc2b2ae3d);
      h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
      h = (h ^ (h >>> 13)) >>> 0;
      // The upper bits choose the bin, all of them the order within it.
      const bin = ((h >>> 16) * TEXT_MINIMA) >>> 16;
      const value = Math.imul(h, 0x297a2d39) >>> 0;
      if (textFilled[bin] === 0 || value < textMinima[bin]!) {
        textMinima[bin] = value;
        textFilled[bin] = 1;
      }
      count++;
    }
    first = second;
    second = unit;
  }
  out[at + SIZE_AT] = Math.min(255, Math.round(16 * Math.log2(1 + count)));
  if (count === 0) return;
  for (let bin = 0; bin < TEXT_MINIMA; bin++) {
    let from = bin;
    // An empty bin borrows from one that chance, the same for every text, picks for it.
    for (let attempt = 1; textFilled[from] === 0; attempt++) {
      from = ((mix(bin * 0x10001 + attempt * 0x9e3779b1) >>> 16) * TEXT_MINIMA) >>> 16;
    }
    putNibble(out, at + TEXT_AT, bin, mix(textMinima[from]! ^ (from === bin ? 0 : 0x5bd1e995)));
  }
}

function putNibble(out: Uint8Array, base: number, index: number, value: number): void {
  const byte = base + (index >> 1);
  out[byte] = out[byte]! | ((value & 15) << ((index & 1) << 2));
}

/** Number of the description's triples, from the signature; within 5 %. */
export function textSize(signatures: Uint8Array, at: number): number {
  return 2 ** (signatures[at + SIZE_AT]! / 16) - 1;
}

/** Chance that two unlike sets agree in a four-bit minimum. */
const CHANCE = 1 / 16;

function resemblance(equal: number, of: number): number {
  return Math.max(0, (equal / of - CHANCE) / (1 - CHANCE));
}

/** Estimated Jaccard similarity of two titles' cores; a standard error of at most 0.13. */
export function titleResemblance(a: Uint8Array, atA: number, b: Uint8Array, atB: number): number {
  return resemblance(equalNibbles(a, atA + 4, b, atB + 4, TITLE_MINIMA >> 1), TITLE_MINIMA);
}

/** Estimated Jaccard similarity of two descriptions; a standard error of at most 0.09. */
export function textResemblance(a: Uint8Array, atA: number, b: Uint8Array, atB: number): number {
  return resemblance(equalNibbles(a, atA + TEXT_AT, b, atB + TEXT_AT, TEXT_MINIMA >> 1), TEXT_MINIMA);
}

const EQUAL_NIBBLES = Uint8Array.from(
  { length: 256 },
  (_, x) => ((x & 15) === 0 ? 1 : 0) + (x >> 4 === 0 ? 1 : 0),
);

function equalNibbles(a: Uint8Array, atA: number, b: Uint8Array, atB: number, bytes: number): number {
  let equal = 0;
  for (let i = 0; i < bytes; i++) equal += EQUAL_NIBBLES[a[atA + i]! ^ b[atB + i]!]!;
  return equal;
}
