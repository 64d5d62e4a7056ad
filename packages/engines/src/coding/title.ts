/**
 * Reads a title: folds it into a buffer, splits it into parts at delimiters and brackets, finds the terms of the
 * lexicon, removes those inside a longer one, and says how far each stands from the end of its part, counted in
 * characters that are neither noise, nor a place, nor a rank. Chinese puts the head of a noun phrase last.
 * Nothing is allocated while reading.
 */
import type { Automaton } from "./automaton.ts";
import { CLOSE, DELIMITER, DIGIT, HAN, LETTER, OPEN, OTHER, SPACE } from "./characters.ts";
import { KIND } from "./lexicon.ts";

const MAX_TITLE = 160;
const MAX_MATCHES = 192;
/** Kinds of terms that take the sense out of shorter ones inside them: 工程 says nothing in 工程师. */
const SWALLOWS = KIND.alias | KIND.name | KIND.head | KIND.noise | KIND.place | KIND.rank | KIND.domain;

export class TitleReader {
  /** matches that count, in order of their end */
  count = 0;
  readonly termOf = new Int32Array(MAX_MATCHES);
  readonly start = new Int16Array(MAX_MATCHES);
  readonly end = new Int16Array(MAX_MATCHES);
  /** 1 = swallowed by a longer match */
  readonly inside = new Uint8Array(MAX_MATCHES);
  /** significant characters between the match and the end of its part */
  readonly distance = new Int16Array(MAX_MATCHES);
  /** significant characters of the match */
  readonly size = new Int16Array(MAX_MATCHES);
  /** 0 = primary part, 1 = any other part */
  readonly later = new Uint8Array(MAX_MATCHES);
  readonly bracketed = new Uint8Array(MAX_MATCHES);
  /** significant characters of the primary part, and those that terms cover */
  significant = 0;
  covered = 0;

  /** position of a buffered character in the title as it was given */
  readonly origin = new Int16Array(MAX_TITLE);
  private readonly classes = new Uint16Array(MAX_TITLE);
  private readonly types = new Uint8Array(MAX_TITLE);
  private readonly part = new Uint8Array(MAX_TITLE);
  private readonly deep = new Uint8Array(MAX_TITLE);
  private readonly skip = new Uint8Array(MAX_TITLE);
  private readonly cover = new Uint8Array(MAX_TITLE);
  private length = 0;

  private readonly automaton: Automaton;
  private readonly kinds: Uint8Array;
  private readonly lengths: Uint8Array;
  private readonly typeOf: Uint8Array;

  constructor(automaton: Automaton, kinds: Uint8Array, lengths: Uint8Array, typeOf: Uint8Array) {
    this.automaton = automaton;
    this.kinds = kinds;
    this.lengths = lengths;
    this.typeOf = typeOf;
  }

  read(title: string): void {
    this.buffer(title);
    this.find();
    this.swallow();
    this.mask();
    this.measure();
  }

  /** Copies the title without the white space that separates nothing: "司 机", "Java 开发". */
  private buffer(title: string): void {
    const { typeOf, types, classes, origin, part, deep, skip, cover } = this;
    const map = this.automaton.classes;
    const n = Math.min(title.length, 2 * MAX_TITLE);
    let k = 0;
    let depth = 0;
    let segment = 0;
    let run = 0;
    for (let i = 0; i < n && k < MAX_TITLE; i++) {
      const u = title.charCodeAt(i);
      let type = typeOf[u]!;
      if (type === SPACE) {
        const before = k > 0 ? types[k - 1]! : OTHER;
        const after = i + 1 < n ? typeOf[title.charCodeAt(i + 1)]! : OTHER;
        const lone = before === HAN && after === HAN && run === 1;
        if (lone || (before === LETTER && after === HAN) || (before === HAN && after === LETTER)) continue;
        if (before !== LETTER || after !== LETTER) type = DELIMITER;
      }
      // A delimiter of the lexicon's own terms ("c++", ".net") is kept as a class but still ends a part.
      if (type === OPEN) {
        if (depth < 3) depth++;
        segment++;
      } else if (type === CLOSE) {
        if (depth > 0) depth--;
        segment++;
      } else if (type === DELIMITER) segment++;
      run = type === HAN ? run + 1 : 0;
      types[k] = type;
      classes[k] = map[u]!;
      origin[k] = i;
      part[k] = segment > 255 ? 255 : segment;
      deep[k] = depth;
      cover[k] = 0;
      skip[k] = type === HAN || type === LETTER ? 0 : 1;
      k++;
    }
    this.length = k;
  }

  private find(): void {
    const { base, check, fail, term, link } = this.automaton;
    const { classes, types, lengths } = this;
    let state = 0;
    let m = 0;
    for (let k = 0; k < this.length; k++) {
      const c = classes[k]!;
      for (;;) {
        const t = base[state]! + c;
        if (check[t] === state) {
          state = t;
          break;
        }
        if (state === 0) break;
        state = fail[state]!;
      }
      let out = term[state]! >= 0 ? state : link[state]!;
      while (out !== 0 && m < MAX_MATCHES) {
        const id = term[out]!;
        const from = k - lengths[id]! + 1;
        if (wholeWord(types, from, k, this.length)) {
          this.termOf[m] = id;
          this.start[m] = from;
          this.end[m] = k;
          this.inside[m] = 0;
          m++;
        }
        out = link[out]!;
      }
    }
    this.count = m;
  }

  /** A term inside a longer term of the lexicon says nothing of its own: 会计 in 会计师事务所. */
  private swallow(): void {
    const { start, end, kinds, termOf, count } = this;
    for (let a = 0; a < count; a++) {
      const ka = kinds[termOf[a]!]!;
      if ((ka & SWALLOWS) === 0) continue;
      const strong = (ka & (KIND.alias | KIND.name)) !== 0;
      for (let b = a - 1; b >= 0 && end[b]! >= start[a]!; b--) this.swallowOne(a, b, strong);
      for (let b = a + 1; b < count && end[b]! === end[a]!; b++) this.swallowOne(a, b, strong);
    }
  }

  private swallowOne(a: number, b: number, strong: boolean): void {
    const { start, end, inside, kinds, termOf } = this;
    if (start[b]! < start[a]! || end[b]! > end[a]!) {
      // Overlapping only in part: a name of work wins over noise and places ("上海安装" is not 海安).
      if (strong && (kinds[termOf[b]!]! & (KIND.alias | KIND.name)) === 0) inside[b] = 1;
      return;
    }
    if (end[b]! - start[b]! < end[a]! - start[a]!) inside[b] = 1;
  }

  /** Marks characters that are not significant. */
  private mask(): void {
    const { types, skip, kinds, termOf, start, end, inside, count, length } = this;
    for (let m = 0; m < count; m++) {
      const kind = kinds[termOf[m]!]!;
      if (inside[m] === 1 || (kind & (KIND.noise | KIND.place | KIND.rank)) === 0) continue;
      for (let k = start[m]!; k <= end[m]!; k++) skip[k] = 1;
    }
    // Digits and the letters or units that hang on them: job numbers, pay, shifts.
    for (let k = 0; k < length; k++) {
      if (types[k] !== DIGIT) continue;
      for (let b = k - 1; b >= 0 && types[b] === LETTER && k - b <= 3; b--) skip[b] = 1;
      if (k + 1 < length && types[k + 1] === LETTER) skip[k + 1] = 1;
    }
    for (let m = 0; m < count; m++) {
      const kind = kinds[termOf[m]!]!;
      if ((kind & (KIND.alias | KIND.name | KIND.domain)) === 0 || inside[m] === 1) continue;
      if ((kind & (KIND.noise | KIND.rank)) !== 0 && (kind & KIND.alias) === 0) continue;
      for (let k = start[m]!; k <= end[m]!; k++) this.cover[k] = 1;
    }
  }

  private measure(): void {
    const { skip, part, deep, start, end, kinds, termOf, inside, count, length, cover } = this;
    let primary = -1;
    for (let pass = 0; pass < 2 && primary < 0; pass++)
      for (let m = 0; m < count; m++) {
        if (inside[m] === 1 || (kinds[termOf[m]!]! & (KIND.alias | KIND.name)) === 0) continue;
        if (pass === 0 && deep[end[m]!] !== 0) continue;
        if (primary < 0 || part[end[m]!]! < primary) primary = part[end[m]!]!;
      }
    this.significant = 0;
    this.covered = 0;
    for (let k = 0; k < length; k++) {
      if (primary >= 0 && part[k] !== primary) continue;
      if (skip[k] === 1) continue;
      this.significant++;
      this.covered += cover[k]!;
    }
    for (let m = 0; m < count; m++) {
      const e = end[m]!;
      const segment = part[e]!;
      let distance = 0;
      for (let k = e + 1; k < length && part[k] === segment; k++) if (skip[k] === 0) distance++;
      this.distance[m] = distance;
      this.size[m] = e - start[m]! + 1;
      this.later[m] = segment === primary ? 0 : 1;
      this.bracketed[m] = deep[e] === 0 ? 0 : 1;
    }
  }
}

/** A term that begins or ends with a Latin letter must not continue: "it" is not in "unity". */
export function wholeWord(types: Uint8Array, from: number, to: number, length: number): boolean {
  if (types[from] === LETTER && from > 0 && types[from - 1] === LETTER) return false;
  if (types[to] === LETTER && to + 1 < length && types[to + 1] === LETTER) return false;
  return true;
}
