/**
 * Preferences: rows become one number each (unit, consent); rows of one candidate whose numbers follow one another are
 * a run. A piece of the file is read without knowing the others, so that threads can share the work.
 */
import { asUtf8, placesOf, readFlag, readHeader, textAt, UNCLOSED } from "./csv.ts";
import { readWhole } from "./decimals.ts";
import { faultAt, VerifierFault } from "./faults.ts";
import { findId, grown, idText, shared, type IdTable } from "./ids.ts";
import type { Rules } from "./rules.ts";

export const CONSENT = 0x80000000;
export const UNIT = 0x7fffffff;

/** No row of the file is shorter ("1,b,1,u" and its line feed), so a byte's place bounds its row's. */
const SHORTEST = 8;
const ROUNDS = 65_536;

/** One batch and one of its rounds. */
export interface Filing {
  batch: number;
  round: number;
}

export interface Preferences {
  /** in the order in which they are filed */
  filings: Filing[];
  /** unit, with CONSENT set where he consents; read through the runs */
  rows: Uint32Array;
  /** runs by candidate, filing and number */
  run: { filing: Uint16Array; no: Uint16Array; start: Uint32Array; length: Uint16Array };
  /** where each candidate's runs begin; one more at the end */
  runStart: Uint32Array;
  /** rows of the file */
  count: number;
}

/** Where the columns are; what a thread needs to read a piece. */
export interface PreferenceLayout {
  /** field of candidate_id, batch, round, preference_no, unit_id, consent; −1 = none */
  places: Int32Array;
  batches: string[];
  candidates: IdTable;
  units: IdTable;
}

export interface PreferencePiece {
  candidate: Uint32Array;
  /** batch × 65,536 + round */
  filing: Uint32Array;
  no: Uint16Array;
  start: Uint32Array;
  length: Uint16Array;
  /** rows of preferences, lines of the file */
  count: number;
  lines: number;
}

/** A place for the rows of a file of so many bytes; untouched memory costs nothing. */
export const roomForRows = (bytes: number): Uint32Array =>
  shared(Uint32Array, Math.ceil(bytes / SHORTEST) + 1);

const COLUMNS = [
  { name: "candidate_id", also: ["考生号"] },
  { name: "batch", also: ["批次"] },
  { name: "round", also: ["轮次"], optional: true },
  { name: "preference_no", also: ["志愿序号"] },
  { name: "unit_id", also: ["投档单位", "志愿代码"] },
  { name: "consent", also: ["服从调剂"], optional: true },
];
const NAME = "preferences.csv";

/** Reads the header at the beginning of the file. @returns the layout and the byte at which rows begin */
export function preferenceLayout(
  head: Uint8Array,
  rules: Rules,
  candidates: IdTable,
  units: IdTable,
): { layout: PreferenceLayout; begin: number } {
  const mark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  const lineEnd = head.indexOf(10, mark);
  const line = head.subarray(mark, lineEnd < 0 ? head.length : lineEnd + 1);
  const { names } = readHeader(asUtf8(line));
  const layout = { places: placesOf(NAME, names, COLUMNS), batches: rules.batches.map((b) => b.id), candidates, units }; // prettier-ignore
  return { layout, begin: mark + line.length };
}

/**
 * Reads whole lines.
 * @param bytes the piece; @param offset where in the file it begins
 * @param rows where the rows of all pieces go
 * @throws VerifierFault for what cannot be read and for unknown candidates, units and batches
 * Complexity: linear in the bytes; no string and no object a row.
 */
export function readPreferences(
  piece: Uint8Array,
  offset: number,
  layout: PreferenceLayout,
  rows: Uint32Array,
): PreferencePiece {
  const bytes = asUtf8(piece);
  const { places, candidates, units, batches } = layout;
  const fields = Math.max(...places) + 1;
  const begins = new Int32Array(fields);
  const ends = new Int32Array(fields);
  const [idField, batchField, roundField, noField, unitField, consentField] = places as unknown as number[];
  const out = {
    candidate: new Uint32Array(1024),
    filing: new Uint32Array(1024),
    no: new Uint16Array(1024),
    start: new Uint32Array(1024),
    length: new Uint16Array(1024),
  };
  const grow = (room: number) => {
    out.candidate = grown(out.candidate, room);
    out.filing = grown(out.filing, room);
    out.no = grown(out.no, room);
    out.start = grown(out.start, room);
    out.length = grown(out.length, room);
  };
  const first = Math.ceil(offset / SHORTEST);
  const to = bytes.length;
  const last = { candidate: -1, from: 0, to: 0, batch: -1, batchFrom: 0, batchTo: 0 };
  // Where candidate, batch and round are the first columns, rows mostly begin like the one before: [lead, lead + leadLength).
  const leading = roundField! < 0 ? 2 : 3;
  const front = Math.max(idField!, batchField!, roundField!) === leading - 1;
  let lead = 0;
  let leadLength = 0;
  let round = 1;
  let run = -1;
  let next = 0; // number that would go on with the run
  let filing = -1;
  let count = 0;
  let lines = 0;
  const fail = (field: number, zh: string, en: string): never =>
    faultAt(NAME, lines + 1, COLUMNS[places.indexOf(field)]!.name, textAt(bytes, begins[field]!, ends[field]!), { zh: `${zh}（行号自第 ${offset} 字节起数）`, en: `${en} (lines counted from byte ${offset})` }); // prettier-ignore
  for (let i = 0; i < to; lines++) {
    let c = bytes[i]!;
    if (c === 10) {
      i++;
      continue;
    }
    let field = 0;
    const begin = i;
    let k = 0;
    while (k < leadLength && bytes[i + k] === bytes[lead + k]) k++;
    const alike = leadLength > 0 && k === leadLength;
    if (alike) {
      i += leadLength;
      field = leading;
    }
    let quoted = false;
    for (;;) {
      let start = i;
      let end: number;
      if (bytes[i] === 34) {
        quoted = true;
        start = end = ++i;
        for (; i < to && bytes[i] !== 10; i++) {
          if (bytes[i] === 34) {
            if (bytes[i + 1] !== 34) break;
            i++;
          }
          bytes[end++] = bytes[i]!;
        }
        if (i >= to || bytes[i] !== 34)
          faultAt(NAME, lines + 1, "", '"', { zh: `${UNCLOSED.zh}（行号自第 ${offset} 字节起数）`, en: `${UNCLOSED.en} (lines counted from byte ${offset})` }); // prettier-ignore
        while (i < to && (c = bytes[i]!) !== 44 && c !== 10) i++;
      } else {
        while (i < to && (c = bytes[i]!) !== 44 && c !== 10) i++;
        end = i;
        if (i > start && bytes[i - 1] === 13 && c !== 44) end--;
      }
      if (field < fields) {
        begins[field] = start;
        ends[field] = end;
      }
      field++;
      i++;
      if (i > to || c === 10) break;
    }
    if (field === 1 && ends[0] === begins[0]) continue; // an empty line
    if (field < fields) {
      if (field <= Math.max(idField!, batchField!, noField!, unitField!))
        faultAt(NAME, lines + 1, "", "", { zh: `列数不足（自第 ${offset} 字节起数）`, en: `too few fields (counted from byte ${offset})` }); // prettier-ignore
      for (; field < fields; field++) begins[field] = ends[field] = 0;
    }
    if (!alike) {
      // Mostly the same candidate and batch as in the row before.
      const idFrom = begins[idField!]!;
      const idTo = ends[idField!]!;
      if (last.candidate < 0 || !same(bytes, last.from, last.to, idFrom, idTo)) {
        last.candidate = findId(candidates, bytes, idFrom, idTo);
        if (last.candidate < 0) fail(idField!, "没有这名考生", "no such candidate");
        filing = -1;
      }
      last.from = idFrom;
      last.to = idTo;
      const batchFrom = begins[batchField!]!;
      const batchTo = ends[batchField!]!;
      if (last.batch < 0 || !same(bytes, last.batchFrom, last.batchTo, batchFrom, batchTo)) {
        last.batch = batches.indexOf(textAt(bytes, batchFrom, batchTo));
        if (last.batch < 0) fail(batchField!, "没有这个批次", "no such batch");
      }
      last.batchFrom = batchFrom;
      last.batchTo = batchTo;
      round = 1;
      if (roundField! >= 0 && begins[roundField!] !== ends[roundField!]) {
        round = readWhole(bytes, begins[roundField!]!, ends[roundField!]!);
        if (round < 1 || round >= ROUNDS)
          fail(roundField!, "轮次应为正整数", "a round is a whole number from 1");
      }
      lead = begin;
      leadLength = front && !quoted ? begins[leading]! - begin : 0;
    }
    const no = readWhole(bytes, begins[noField!]!, ends[noField!]!);
    if (no < 1 || no > 65_535)
      fail(noField!, "志愿序号应为正整数", "a preference_no is a whole number from 1");
    const unit = findId(units, bytes, begins[unitField!]!, ends[unitField!]!);
    if (unit < 0) fail(unitField!, "没有这个投档单位", "no such unit");
    let consent = 0;
    if (consentField! >= 0 && begins[consentField!] !== ends[consentField!]) {
      consent = readFlag(bytes, begins[consentField!]!, ends[consentField!]!);
      if (consent < 0) fail(consentField!, "应为是或否", "should be yes or no");
    }
    const here = last.batch * ROUNDS + round;
    if (here !== filing || no !== next || run < 0 || out.length[run] === 65_535) {
      filing = here;
      if (++run === out.no.length) grow(run + 1);
      out.candidate[run] = last.candidate;
      out.filing[run] = here;
      out.no[run] = no;
      out.start[run] = first + count;
      out.length[run] = 0;
    }
    out.length[run] = out.length[run]! + 1;
    next = no + 1;
    rows[first + count] = consent === 1 ? (unit | CONSENT) >>> 0 : unit;
    count++;
  }
  const runs = run + 1;
  return {
    candidate: out.candidate.slice(0, runs),
    filing: out.filing.slice(0, runs),
    no: out.no.slice(0, runs),
    start: out.start.slice(0, runs),
    length: out.length.slice(0, runs),
    count,
    lines,
  };
}

/** Are two stretches of the same bytes alike? */
function same(bytes: Uint8Array, from: number, to: number, from2: number, to2: number): boolean {
  if (to - from !== to2 - from2) return false;
  for (let i = from, j = from2; i < to; i++, j++) if (bytes[i] !== bytes[j]) return false;
  return true;
}

/** Puts the pieces together. @throws VerifierFault where a preference_no occurs twice or there are too many */
export function joinPreferences(
  pieces: PreferencePiece[],
  rows: Uint32Array,
  candidates: IdTable,
  rules: Rules,
): Preferences {
  const total = pieces.reduce((sum, p) => sum + p.no.length, 0);
  const codes = new Set<number>();
  const runStart = shared(Uint32Array, candidates.count + 1);
  for (const { candidate, filing } of pieces)
    for (let i = 0; i < candidate.length; i++) {
      codes.add(filing[i]!);
      runStart[candidate[i]! + 1] = runStart[candidate[i]! + 1]! + 1;
    }
  for (let c = 0; c < candidates.count; c++) runStart[c + 1] = runStart[c + 1]! + runStart[c]!;
  const sorted = [...codes].sort((a, b) => a - b);
  const placeOf = new Map(sorted.map((code, i) => [code, i]));
  const run = {
    filing: shared(Uint16Array, total),
    no: shared(Uint16Array, total),
    start: shared(Uint32Array, total),
    length: shared(Uint16Array, total),
  };
  const next = runStart.slice();
  for (const piece of pieces)
    for (let i = 0; i < piece.no.length; i++) {
      const filing = placeOf.get(piece.filing[i]!)!;
      const start = runStart[piece.candidate[i]!]!;
      let at = next[piece.candidate[i]!]!++;
      // Mostly they come in order; else they are put in by insertion.
      for (; at > start && before(filing, piece.no[i]!, run.filing[at - 1]!, run.no[at - 1]!); at--) {
        run.filing[at] = run.filing[at - 1]!;
        run.no[at] = run.no[at - 1]!;
        run.start[at] = run.start[at - 1]!;
        run.length[at] = run.length[at - 1]!;
      }
      run.filing[at] = filing;
      run.no[at] = piece.no[i]!;
      run.start[at] = piece.start[i]!;
      run.length[at] = piece.length[i]!;
    }
  for (let c = 0; c < candidates.count; c++) {
    let filed = 0;
    for (let r = runStart[c]!; r < runStart[c + 1]!; r++) {
      const again = r > runStart[c]! && run.filing[r] === run.filing[r - 1];
      if (again && run.no[r]! < run.no[r - 1]! + run.length[r - 1]!)
        throw fault(idText(candidates, c), `志愿序号 ${run.no[r]} 重复`, `preference_no ${run.no[r]} occurs twice`); // prettier-ignore
      filed = again ? filed + run.length[r]! : run.length[r]!;
      if (rules.maxPreferences !== null && filed > rules.maxPreferences)
        throw fault(idText(candidates, c), `志愿多于 ${rules.maxPreferences} 个`, `more than ${rules.maxPreferences} preferences`); // prettier-ignore
    }
  }
  return {
    filings: sorted.map((code) => ({ batch: Math.floor(code / ROUNDS), round: code % ROUNDS })),
    rows,
    run,
    runStart,
    count: pieces.reduce((sum, p) => sum + p.count, 0),
  };
}

const before = (filing: number, no: number, filing2: number, no2: number): boolean =>
  filing < filing2 || (filing === filing2 && no < no2);

const fault = (candidate: string, zh: string, en: string) =>
  new VerifierFault(NAME, { zh: `${NAME}：考生 ${candidate} ${zh}`, en: `${NAME}: candidate ${candidate}: ${en}` }); // prettier-ignore
