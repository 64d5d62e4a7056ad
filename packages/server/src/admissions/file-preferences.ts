/** preferences.csv as one row of units for each candidate and round. */
import { stat } from "node:fs/promises";
import { REASONS, type AllocationRules, type Fault, type Filed } from "@tixi/engines/allocation";
import { startWorker } from "../platform/worker-thread.ts";
import type { Faults, OpenTable } from "./file-faults.ts";
import type { IdIndex } from "./file-ids.ts";
import { CONSENTS, readPreferenceRows, type PreferenceRange, type Slot } from "./file-preference-rows.ts";
import type { RangeRuns } from "./file-preferences-worker.ts";

/** Bytes for which a further thread is worth its start. */
const RANGE = 1 << 24;

export interface PreferencesRead {
  rows: number;
  filed: Filed[];
}

/**
 * Reads and checks preferences.csv with several threads, each a range of bytes. Memory: 4 bytes a row, and as many for the
 * runs of the threads while they are joined; 20 where the rows of candidates are scattered over the file.
 */
export async function readPreferences(
  rules: AllocationRules,
  table: OpenTable,
  candidates: IdIndex,
  units: IdIndex,
  threads: number,
  faults: Faults,
): Promise<PreferencesRead> {
  const { at, header } = table;
  const { size } = await stat(table.path);
  const count = Math.max(1, Math.min(threads, Math.ceil((size - header.bytes) / RANGE)));
  const share = Math.ceil((size - header.bytes) / count);
  const range = (k: number): PreferenceRange => ({
    path: table.path,
    begin: header.bytes + k * share,
    end: k + 1 === count ? Infinity : header.bytes + (k + 1) * share,
    encoding: header.encoding,
    at: {
      candidate: at["candidate_id"]!,
      batch: at["batch"]!,
      round: at["round"]!,
      no: at["preference_no"]!,
      unit: at["unit_id"]!,
      consent: rules.structure === "group" || at["consent"]! >= 0 ? at["consent"]! : -1,
    },
    batches: rules.batches.map(({ id }) => id),
    candidates,
    units,
  });
  const ranges = await Promise.all(Array.from({ length: count }, (_, k) => runsIn(range(k))));
  let lines = header.lines;
  for (const { scan, faults: found, faultCount } of ranges) {
    const shift = (fault: Fault): Fault => ({ ...fault, line: lines + fault.line });
    faults.addAll(found.map(shift), faultCount);
    faults.addScan("preferences", scan, lines);
    lines += scan.lines;
  }
  const rows = ranges.reduce((sum, r) => sum + r.rows, 0);
  if (faults.count > 0) return { rows, filed: [] };
  const people = candidates.offsets.length - 1;
  const joined = joinRuns(ranges, people, rules);
  if (joined.faulty.length > 0)
    locate({ ...range(0), end: Infinity }, joined.faulty, header.lines, rules, faults);
  return { rows, filed: joined.filed };
}

async function runsIn(range: PreferenceRange): Promise<RangeRuns> {
  const worker = await startWorker(import.meta.url, "file-preferences-worker", { workerData: range });
  return new Promise((resolve, reject) => {
    worker.once("message", (runs: RangeRuns) => {
      resolve(runs);
      void worker.terminate();
    });
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("a thread that read preferences ended early")));
  });
}

/** A preference whose number occurs twice, or that is one too many. */
interface Faulty extends Slot {
  candidate: number;
  no: number;
  kind: "again" | "too-many";
}

function joinRuns(
  ranges: readonly RangeRuns[],
  people: number,
  rules: AllocationRules,
): { filed: Filed[]; faulty: Faulty[] } {
  const all = new Map<string, Slot>();
  for (const { slots } of ranges) for (const slot of slots) all.set(`${slot.batch} ${slot.round}`, slot);
  const slots = [...all.values()].sort((a, b) => a.batch - b.batch || a.round - b.round);
  const numberOf = (slot: Slot): number =>
    slots.findIndex(({ batch, round }) => batch === slot.batch && round === slot.round);
  const starts = slots.map(() => new Int32Array(new SharedArrayBuffer(4 * (people + 1))));
  const regular = slots.map(() => true);
  const consents = slots.map(() => false);
  const runs = (each: (values: Int32Array, head: number, slot: number) => void): void => {
    for (const { slots: own, chunks } of ranges) {
      const global = own.map(numberOf);
      for (const { values, used } of chunks)
        for (let head = 0; head < used; head += 4 + values[head + 3]!)
          each(values, head, global[values[head + 1]!]!);
    }
  };
  runs((values, head, s) => {
    const start = starts[s]!;
    const c = values[head]!;
    if (values[head + 2] !== start[c + 1]! + 1) regular[s] = false;
    start[c + 1]! += values[head + 3]!;
  });
  for (const start of starts) for (let c = 0; c < people; c++) start[c + 1]! += start[c]!;
  const units = starts.map((start) => new Int32Array(new SharedArrayBuffer(4 * start[people]!)));
  const numbers = starts.map((start, s) =>
    regular[s] ? null : new Int32Array(new SharedArrayBuffer(4 * start[people]!)),
  );
  const next = starts.map((start) => start.slice(0, people));
  runs((values, head, s) => {
    const to = units[s]!;
    const no = numbers[s];
    const c = values[head]!;
    const count = values[head + 3]!;
    let w = next[s]![c]!;
    next[s]![c] = w + count;
    for (let k = 0; k < count; k++, w++) {
      const value = values[head + 4 + k]!;
      to[w] = value;
      if (value >= CONSENTS) consents[s] = true;
      if (no) no[w] = values[head + 2]! + k;
    }
  });
  const faulty: Faulty[] = [];
  const filed = slots.map((slot, s): Filed => {
    const [start, unit, no] = [starts[s]!, units[s]!, numbers[s]!];
    const consent = consents[s] ? new Uint8Array(new SharedArrayBuffer(unit.length)) : null;
    if (no) sortRows(start, unit, no);
    if (consent)
      for (let e = 0; e < unit.length; e++) {
        consent[e] = unit[e]! >= CONSENTS ? 1 : 0;
        unit[e]! &= CONSENTS - 1;
      }
    const most = rules.maxPreferences ?? Infinity;
    for (let c = 0; c < people; c++) {
      const [from, to] = [start[c]!, start[c + 1]!];
      if (to - from > most)
        faulty.push({ ...slot, candidate: c, no: no ? no[from + most]! : most + 1, kind: "too-many" });
      if (no)
        for (let e = from + 1; e < to; e++)
          if (no[e] === no[e - 1]) faulty.push({ ...slot, candidate: c, no: no[e]!, kind: "again" });
    }
    return { ...slot, start, unit, no, consent: rules.structure === "group" ? consent : null };
  });
  return { filed, faulty };
}

/** Puts the entries of each candidate in the order of their numbers. */
function sortRows(start: Int32Array, unit: Int32Array, no: Int32Array): void {
  for (let c = 0; c + 1 < start.length; c++) {
    const [from, to] = [start[c]!, start[c + 1]!];
    for (let e = from + 1; e < to; e++) {
      const [n, u] = [no[e]!, unit[e]!];
      let w = e;
      for (; w > from && no[w - 1]! > n; w--) {
        no[w] = no[w - 1]!;
        unit[w] = unit[w - 1]!;
      }
      no[w] = n;
      unit[w] = u;
    }
  }
}

/** Reads the file once more for the lines of what is at fault. */
function locate(
  range: PreferenceRange,
  faulty: readonly Faulty[],
  before: number,
  rules: AllocationRules,
  faults: Faults,
): void {
  const wanted = new Map(faulty.map((f) => [`${f.batch} ${f.round} ${f.candidate} ${f.no}`, { ...f, line: 0 }]));
  const people = new Set(faulty.map(({ candidate }) => candidate));
  const seen: { candidate: number; slot: number; no: number; line: number }[] = [];
  const { slots } = readPreferenceRows(range, (candidate, slot, no, _unit, _consent, line) => {
    if (people.has(candidate)) seen.push({ candidate, slot, no, line: before + line });
  });
  for (const { candidate, slot, no, line } of seen) {
    const { batch, round } = slots[slot]!;
    const found = wanted.get(`${batch} ${round} ${candidate} ${no}`);
    if (!found) continue;
    const fault = { table: "preferences", line, column: "preference_no", value: String(no) } as const;
    if (found.kind === "too-many" && found.line === 0)
      faults.add({ ...fault, reason: REASONS.tooMany(rules.maxPreferences!) });
    else if (found.line > 0) faults.add({ ...fault, reason: REASONS.again(found.line) });
    found.line ||= line;
  }
} // prettier-ignore
