/** Reads a range of preferences.csv into runs: [candidate, slot, first number, count, units …] in chunks of 32-bit numbers. */
import { parentPort, workerData } from "node:worker_threads";
import {
  CONSENTS,
  readPreferenceRows,
  type PreferenceRange,
  type RangeRead,
} from "./file-preference-rows.ts";

export interface RangeRuns extends RangeRead {
  /** runs one after the other; the rest of a chunk behind `used` is empty */
  chunks: { values: Int32Array; used: number }[];
}

const CHUNK = 1 << 20;

if (parentPort) parentPort.postMessage(runsOf(workerData as PreferenceRange));

function runsOf(range: PreferenceRange): RangeRuns {
  const chunks: RangeRuns["chunks"] = [];
  let values: Int32Array = new Int32Array(0);
  let used = 0;
  let head = -1;
  let candidate = -1;
  let slot = -1;
  let next = -1;
  const close = (): void => {
    if (head >= 0) values[head + 3] = used - head - 4;
    if (used > 0) chunks.push({ values, used });
  };
  const read = readPreferenceRows(range, (c, s, no, unit, consent) => {
    if (c !== candidate || s !== slot || no !== next || used === values.length) {
      if (used + 5 > values.length) {
        close();
        values = new Int32Array(new SharedArrayBuffer(4 * CHUNK));
        used = 0;
      } else if (head >= 0) values[head + 3] = used - head - 4;
      head = used;
      values[used] = candidate = c;
      values[used + 1] = slot = s;
      values[used + 2] = no;
      used += 4;
    }
    values[used++] = consent === 1 ? unit | CONSENTS : unit;
    next = no + 1;
  });
  close();
  return { ...read, chunks };
}
