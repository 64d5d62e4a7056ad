/**
 * The compiled lexicon: an automaton over all terms and, for every term, what it says about occupations.
 * Built by `npx tsx packages/engines/build/lexicon.ts`, held in one file (see `encode` and `decode`).
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Automaton } from "./automaton.ts";

/** Kinds of a term, as bits: a term may be several things at once. */
export const KIND = {
  /** curated synonym of occupations */
  alias: 1,
  /** name of an occupation, or a variation of it, or a work type (工种) */
  name: 2,
  /** last word of a title that tells the kind of work: 工程师, 操作工 */
  head: 4,
  /** field of work: 汽车, 保险 */
  domain: 8,
  /** pay, benefits, wishes */
  noise: 16,
  /** name of a place */
  place: 32,
  /** seniority: 高级, 主管, 助理 */
  rank: 64,
  /** pair of characters of the official texts */
  gram: 128,
} as const;

export interface Lexicon {
  version: string;
  /** occupation codes; every `occupation` below is an index into it */
  occupations: string[];
  names: string[];
  terms: string[];
  automaton: Automaton;
  kinds: Uint8Array;
  /** what a term says when it stands in a title: entries titleStart[t] … titleStart[t+1]; weights 0…255 */
  titleStart: Uint32Array;
  titleOccupation: Uint16Array;
  titleWeight: Uint8Array;
  /** weaker association: fields of work and character pairs */
  textStart: Uint32Array;
  textOccupation: Uint16Array;
  textWeight: Uint8Array;
  /** index of the head class of a head term, 255 = none; members[class * occupations + o] = 0…255 */
  headClass: Uint8Array;
  headMembers: Uint8Array;
  /** log of how common an occupation is among postings, scaled to 0…255 */
  prior: Uint8Array;
  programmes: { code: string; level: string }[];
  programmeStart: Uint32Array;
  programmeIndex: Uint16Array;
  programmeWeight: Uint8Array;
  parameters: Parameters;
}

/** Fitted on labelled postings by `packages/engines/build/fit.ts`, held in data/parameters.json. */
export interface Parameters {
  /** how quickly a term loses weight with its distance from the end of its part of the title (per character) */
  decay: number;
  /** a term of n characters counts 1 − exp(−n / lengthScale) */
  lengthScale: number;
  /** weight of a later part of the title, and of text in brackets */
  laterPart: number;
  bracket: number;
  /** one weight per feature, see features.ts */
  weights: number[];
  /** logistic calibration: intercept and weights, see calibration.ts */
  calibration: number[];
  abstainBelow: number;
}

const ARRAYS = {
  classes: Uint16Array,
  base: Int32Array,
  check: Int32Array,
  fail: Int32Array,
  term: Int32Array,
  link: Int32Array,
  kinds: Uint8Array,
  titleStart: Uint32Array,
  titleOccupation: Uint16Array,
  titleWeight: Uint8Array,
  textStart: Uint32Array,
  textOccupation: Uint16Array,
  textWeight: Uint8Array,
  headClass: Uint8Array,
  headMembers: Uint8Array,
  prior: Uint8Array,
  programmeStart: Uint32Array,
  programmeIndex: Uint16Array,
  programmeWeight: Uint8Array,
} as const;

type ArrayName = keyof typeof ARRAYS;
const AUTOMATON = new Set<string>(["classes", "base", "check", "fail", "term", "link"]);

/** One deflated file: length of the JSON head, the head, then the arrays in the order the head names them. */
export function encode(lexicon: Lexicon): Uint8Array {
  return deflateRawSync(encodePlain(lexicon), { level: 9 });
}

/** The same before compression: what the drift test compares, because zlib may change between versions. */
export function encodePlain(lexicon: Lexicon): Uint8Array {
  const arrays = (Object.keys(ARRAYS) as ArrayName[]).map((name) => ({ name, data: arrayOf(lexicon, name) }));
  const head = Buffer.from(
    JSON.stringify({
      version: lexicon.version,
      occupations: lexicon.occupations,
      names: lexicon.names,
      terms: lexicon.terms.join("\n"),
      programmes: lexicon.programmes,
      parameters: lexicon.parameters,
      arrays: arrays.map(({ name, data }) => [name, data.length]),
    }),
  );
  const chunks: Uint8Array[] = [new Uint8Array(new Uint32Array([head.length]).buffer), head];
  for (const { data } of arrays) chunks.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return Buffer.concat(chunks);
}

/** @throws Error when the bytes are no lexicon */
export function decode(bytes: Uint8Array): Lexicon {
  const plain = inflateRawSync(bytes);
  const headLength = plain.readUInt32LE(0);
  const head = JSON.parse(plain.subarray(4, 4 + headLength).toString()) as {
    version: string;
    occupations: string[];
    names: string[];
    terms: string;
    programmes: { code: string; level: string }[];
    parameters: Parameters;
    arrays: [ArrayName, number][];
  };
  const tables: Record<string, unknown> = {};
  let at = 4 + headLength;
  for (const [name, length] of head.arrays) {
    const type = ARRAYS[name];
    const size = length * type.BYTES_PER_ELEMENT;
    // Copied, because a typed array must start at a multiple of its element size.
    tables[name] = new type(new Uint8Array(plain.subarray(at, at + size)).buffer);
    at += size;
  }
  const automaton = Object.fromEntries([...AUTOMATON].map((n) => [n, tables[n]])) as unknown as Automaton;
  const rest = Object.fromEntries(Object.entries(tables).filter(([n]) => !AUTOMATON.has(n)));
  return {
    ...(rest as unknown as Omit<Lexicon, "version">),
    version: head.version,
    occupations: head.occupations,
    names: head.names,
    terms: head.terms.split("\n"),
    programmes: head.programmes,
    parameters: head.parameters,
    automaton,
  };
}

function arrayOf(lexicon: Lexicon, name: ArrayName): Uint8Array | Uint16Array | Uint32Array | Int32Array {
  return AUTOMATON.has(name)
    ? lexicon.automaton[name as keyof Automaton]
    : (lexicon[name as keyof Lexicon] as Uint8Array);
}
