/** Rows of preferences.csv in a range of bytes: ids become numbers, faults are told. Runs in threads. */
import { readFlag, REASONS, type Fault } from "@tixi/engines/allocation";
import { findId, type IdIndex } from "./file-ids.ts";
import { scanLines, textOf, type Encoding, type Fields, type Scan } from "./file-lines.ts";

/** Bit of a unit's number that says that the candidate consents. */
export const CONSENTS = 1 << 30;

export interface PreferenceRange {
  path: string;
  begin: number;
  end: number;
  encoding: Encoding;
  /** index of the columns in a row, −1 = not there */
  at: { candidate: number; batch: number; round: number; no: number; unit: number; consent: number };
  batches: string[];
  candidates: IdIndex;
  units: IdIndex;
}

export interface Slot {
  batch: number;
  round: number;
}

export interface RangeRead {
  /** the rounds that occur, in the order in which they came */
  slots: Slot[];
  rows: number;
  scan: Scan;
  faults: Fault[];
  faultCount: number;
}

/** Faults of a range that are told one by one. */
const MOST = 50;
const MOST_PREFERENCES = 1_000_000;

/**
 * Calls `onRow` for each row without fault. Time: linear in the bytes; a candidate, batch or round like that of the row before
 * is not looked up again where it stands before the other columns.
 */
export function readPreferenceRows(
  range: PreferenceRange,
  onRow: (candidate: number, slot: number, no: number, unit: number, consent: number, line: number) => void,
): RangeRead {
  const { at, candidates, units, encoding } = range;
  const slots: Slot[] = [];
  const slotNumbers = new Map<string, number>();
  const faults: Fault[] = [];
  let faultCount = 0;
  let rows = 0;
  let candidate = -1;
  let batch = -1;
  let round = -1;
  let slot = -1;
  const encoder = new TextEncoder();

  const scan = scanLines(range.path, range.begin, range.end, Math.max(...Object.values(at)) + 1, (fields, line) => {
    const { bytes, from, to, high, same } = fields;
    rows++;
    const c = at.candidate;
    if (c >= same) candidate = lookUp(candidates, fields, c);
    const b = at.batch;
    const r = at.round;
    if (b >= same || r >= same) {
      batch = range.batches.indexOf(textOf(bytes, from[b]!, to[b]!, encoding) ?? "");
      round = r < 0 || to[r] === from[r] ? 1 : wholeIn(bytes, from[r]!, to[r]!);
      slot = batch < 0 || round < 1 ? -1 : slotOf(batch, round);
    }
    const unit = high ? lookUp(units, fields, at.unit) : findId(units, bytes, from[at.unit]!, to[at.unit]!);
    const no = wholeIn(bytes, from[at.no]!, to[at.no]!);
    let consent = 0;
    if (at.consent >= 0 && to[at.consent]! > from[at.consent]!) {
      const flag = bytes[from[at.consent]!]!;
      consent =
        to[at.consent]! - from[at.consent]! === 1 && (flag === 48 || flag === 49)
          ? flag - 48
          : readFlag(textOf(bytes, from[at.consent]!, to[at.consent]!, encoding) ?? "?");
    }
    if (candidate >= 0 && slot >= 0 && no > 0 && no <= MOST_PREFERENCES && unit >= 0 && consent >= 0)
      return void onRow(candidate, slot, no, unit, consent, line);
    const fault = (column: string, k: number, reason: Fault["reason"]): void => {
      if (faultCount++ >= MOST) return;
      const value = textOf(bytes, from[k]!, to[k]!, encoding);
      const said = value === null ? REASONS.encoding : to[k] === from[k] ? REASONS.empty : reason;
      faults.push({ table: "preferences", line, column, value: value ?? "", reason: said });
    };
    if (candidate < 0) fault("candidate_id", c, REASONS.unknown.candidate);
    if (batch < 0) fault("batch", b, REASONS.unknown.batch);
    if (round < 1) fault("round", r, REASONS.positive);
    if (no < 1 || no > MOST_PREFERENCES) fault("preference_no", at.no, REASONS.positive);
    if (unit < 0) fault("unit_id", at.unit, REASONS.unknown.unit);
    if (consent < 0) fault("consent", at.consent, REASONS.flag);
  }); // prettier-ignore
  return { slots, rows, scan, faults, faultCount };

  function slotOf(b: number, r: number): number {
    const key = `${b} ${r}`;
    let known = slotNumbers.get(key);
    if (known === undefined) {
      slotNumbers.set(key, (known = slots.length));
      slots.push({ batch: b, round: r });
    }
    return known;
  }

  function lookUp(index: IdIndex, { bytes, from, to, high }: Fields, k: number): number {
    if (!high || encoding === "utf-8") return findId(index, bytes, from[k]!, to[k]!);
    const text = textOf(bytes, from[k]!, to[k]!, encoding);
    if (text === null) return -1;
    const id = encoder.encode(text);
    return findId(index, id, 0, id.length);
  }
}

/** A whole number of up to nine digits, −1 where it is none. */
function wholeIn(bytes: Uint8Array, from: number, to: number): number {
  if (to === from || to - from > 9) return -1;
  let value = 0;
  for (let p = from; p < to; p++) {
    const digit = bytes[p]! - 48;
    if (digit < 0 || digit > 9) return -1;
    value = 10 * value + digit;
  }
  return value;
}
