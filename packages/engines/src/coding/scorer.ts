/**
 * Collects the evidence of one posting into one row of features per occupation. All buffers are allocated once;
 * rows touched by a posting are cleared at the start of the next one.
 */
import { HAN, LETTER, characterTypes } from "./characters.ts";
import { FEATURE_COUNT } from "./features.ts";
import { KIND, type Lexicon } from "./lexicon.ts";
import { TitleReader } from "./title.ts";

export const MAX_DESCRIPTION = 1000;
const STRONG = KIND.alias | KIND.name;

export interface ScorerInput {
  title: string;
  description: string;
  company: string;
  industry: string;
  education: string;
}

export class Scorer {
  readonly lexicon: Lexicon;
  readonly title: TitleReader;
  /** features[o * FEATURE_COUNT + f] */
  readonly features: Float32Array;
  /** occupations with any evidence, the first `touchedCount` are valid */
  readonly touched: Uint16Array;
  touchedCount = 0;
  private readonly isTouched: Uint8Array;
  private readonly lengths: Uint8Array;
  private readonly types = characterTypes();
  private readonly lengthWeight = new Float32Array(64);
  private readonly decay = new Float32Array(256);
  private bestHead = 255;
  private bestHeadDistance = 0;

  constructor(lexicon: Lexicon) {
    this.lexicon = lexicon;
    this.lengths = Uint8Array.from(lexicon.terms, (t) => t.length);
    this.title = new TitleReader(lexicon.automaton, lexicon.kinds, this.lengths, this.types);
    const n = lexicon.occupations.length;
    this.features = new Float32Array(n * FEATURE_COUNT);
    this.touched = new Uint16Array(n);
    this.isTouched = new Uint8Array(n);
    this.setShape(lexicon.parameters);
  }

  /** Takes over decay and length scale; the fit calls it with other values. */
  setShape(p: { decay: number; lengthScale: number }): void {
    for (let i = 0; i < 64; i++) this.lengthWeight[i] = 1 - Math.exp(-i / p.lengthScale);
    for (let i = 0; i < 256; i++) this.decay[i] = Math.exp(-p.decay * i);
  }

  collect(input: ScorerInput): void {
    this.clear();
    this.readTitle(input.title);
    this.readDescription(input.description);
    if (input.industry !== "") this.readField(input.industry, 10);
    if (input.company !== "") this.readField(input.company, 11);
    this.addContext(input.education);
  }

  private clear(): void {
    const { features } = this;
    for (let i = 0; i < this.touchedCount; i++) {
      const o = this.touched[i]!;
      this.isTouched[o] = 0;
      // A call of fill() costs more than so few numbers.
      for (let f = o * FEATURE_COUNT, end = f + FEATURE_COUNT; f < end; f++) features[f] = 0;
    }
    this.touchedCount = 0;
  }

  private at(o: number): number {
    if (this.isTouched[o] === 0) {
      this.isTouched[o] = 1;
      this.touched[this.touchedCount++] = o;
    }
    return o * FEATURE_COUNT;
  }

  private readTitle(text: string): void {
    const { title, lexicon, features } = this;
    const { kinds, titleStart, titleOccupation, titleWeight, textStart, textOccupation, textWeight } =
      lexicon;
    const p = lexicon.parameters;
    title.read(text);
    this.bestHead = 255;
    this.bestHeadDistance = 255;
    const gramScale = 1 / Math.sqrt(Math.max(4, title.significant));
    for (let m = 0; m < title.count; m++) {
      const id = title.termOf[m]!;
      const kind = kinds[id]!;
      const size = title.size[m]!;
      let place = this.decay[Math.min(255, title.distance[m]!)]!;
      if (title.bracketed[m] === 1) place *= p.bracket;
      else if (title.later[m] === 1) place *= p.laterPart;
      if ((kind & KIND.head) !== 0 && title.later[m] === 0 && title.distance[m]! < this.bestHeadDistance) {
        this.bestHeadDistance = title.distance[m]!;
        this.bestHead = lexicon.headClass[id]!;
      }
      if ((kind & STRONG) !== 0 && title.inside[m] === 0) {
        const value = (place * this.lengthWeight[Math.min(63, size)]!) / 255;
        const main = title.later[m] === 0;
        for (let e = titleStart[id]!; e < titleStart[id + 1]!; e++) {
          const row = this.at(titleOccupation[e]!);
          const v = value * titleWeight[e]!;
          if (main) {
            features[row] = features[row]! + v;
            if (v > features[row + 1]!) features[row + 1] = v;
            if ((kind & KIND.name) !== 0 && v > features[row + 2]!) features[row + 2] = v;
          } else features[row + 6] = features[row + 6]! + v;
        }
      }
      if ((kind & KIND.domain) !== 0 && title.inside[m] === 0) {
        const weak = title.bracketed[m] === 1 ? 0.6 : 1;
        for (let e = textStart[id]!; e < textStart[id + 1]!; e++) {
          const row = this.at(textOccupation[e]!) + 3;
          features[row] = features[row]! + (weak * textWeight[e]!) / 255;
        }
      } else if ((kind & KIND.gram) !== 0) {
        const weak = (title.bracketed[m] === 1 ? 0.5 : 1) * gramScale;
        for (let e = textStart[id]!; e < textStart[id + 1]!; e++) {
          const row = this.at(textOccupation[e]!) + 4;
          features[row] = features[row]! + (weak * textWeight[e]!) / 255;
        }
      }
    }
  }

  private readDescription(text: string): void {
    const { base, check, fail, term, link, classes } = this.lexicon.automaton;
    const { kinds, titleStart, titleOccupation, titleWeight, textStart, textOccupation, textWeight } =
      this.lexicon;
    const { features, lengths } = this;
    const n = Math.min(text.length, MAX_DESCRIPTION);
    const scale = 1 / (255 * Math.sqrt(Math.max(40, n)));
    let state = 0;
    for (let k = 0; k < n; k++) {
      const c = classes[text.charCodeAt(k)]!;
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
      let strongest = true;
      while (out !== 0) {
        const id = term[out]!;
        const kind = kinds[id]!;
        if ((kind & (KIND.gram | KIND.domain)) !== 0) {
          const f = (kind & KIND.domain) !== 0 ? 9 : 8;
          if (f === 8 || this.isWord(text, k - lengths[id]! + 1, k, n))
            for (let e = textStart[id]!; e < textStart[id + 1]!; e++) {
              const row = this.at(textOccupation[e]!) + f;
              features[row] = features[row]! + scale * textWeight[e]!;
            }
        }
        // Only the longest name that ends here: 会计 says nothing more where 总账会计 stands.
        if (strongest && (kind & STRONG) !== 0 && this.isWord(text, k - lengths[id]! + 1, k, n)) {
          strongest = false;
          const value = (this.lengthWeight[Math.min(63, lengths[id]!)]! * (k < 60 ? 1.5 : 1)) / 255;
          for (let e = titleStart[id]!; e < titleStart[id + 1]!; e++) {
            const row = this.at(titleOccupation[e]!) + 7;
            const old = features[row]!;
            // Repetition adds less and less.
            features[row] = old + (value * titleWeight[e]!) / (1 + 1.5 * old);
          }
        }
        out = link[out]!;
      }
    }
  }

  private isWord(text: string, from: number, to: number, n: number): boolean {
    const { types } = this;
    if (types[text.charCodeAt(from)] === HAN) return true;
    if (from > 0 && types[text.charCodeAt(from)] === LETTER && types[text.charCodeAt(from - 1)] === LETTER)
      return false;
    return !(
      to + 1 < n &&
      types[text.charCodeAt(to)] === LETTER &&
      types[text.charCodeAt(to + 1)] === LETTER
    );
  }

  /** Fields of work named by the industry or by the employer's own name. */
  private readField(text: string, feature: number): void {
    const { base, check, fail, term, link, classes } = this.lexicon.automaton;
    const { kinds, textStart, textOccupation, textWeight } = this.lexicon;
    const { features, lengths } = this;
    const n = Math.min(text.length, 80);
    let state = 0;
    for (let k = 0; k < n; k++) {
      const c = classes[text.charCodeAt(k)]!;
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
      while (out !== 0) {
        const id = term[out]!;
        if ((kinds[id]! & KIND.domain) !== 0 && this.isWord(text, k - lengths[id]! + 1, k, n))
          for (let e = textStart[id]!; e < textStart[id + 1]!; e++) {
            const row = this.at(textOccupation[e]!) + feature;
            features[row] = Math.max(features[row]!, textWeight[e]! / 255);
          }
        out = link[out]!;
      }
    }
  }

  private addContext(education: string): void {
    const { features, touched, lexicon } = this;
    const n = lexicon.occupations.length;
    const high = /本科|硕士|博士|研究生|学士/.test(education) ? 1 : 0;
    const low = /初中|高中|中专|中技|职高|技校|小学|不限/.test(education) ? 1 : 0;
    const members = lexicon.headMembers;
    const head = this.bestHead;
    for (let i = 0; i < this.touchedCount; i++) {
      const o = touched[i]!;
      const row = o * FEATURE_COUNT;
      if (head !== 255) features[row + 5] = members[head * n + o]! / 255;
      features[row + 12] = lexicon.prior[o]! / 255;
      const group = lexicon.occupations[o]!.charCodeAt(0);
      features[row + 13] = group === 50 ? high - low : 0;
      features[row + 14] = group === 54 ? low - high : 0;
    }
  }
}
