import { gunzipSync, gzipSync } from "node:zlib";
import type { AdjustmentTask } from "./adjustment-thread.ts";

/** The facts of a run as a file: JSON, packed; typed arrays are named, and NaN (not stated) is null. */
export function packTask(task: AdjustmentTask): Buffer {
  const text = JSON.stringify(task, (_, value: unknown) => {
    if (value instanceof Float64Array)
      return { float64: Array.from(value, (x) => (Number.isNaN(x) ? null : x)) };
    return value instanceof Int32Array ? { int32: Array.from(value) } : value;
  });
  // No time in the header: the same facts are the same bytes.
  return gzipSync(text, { level: 6 });
}

export function unpackTask(packed: Buffer): AdjustmentTask {
  return JSON.parse(gunzipSync(packed).toString("utf8"), (_, value: unknown) => {
    if (typeof value !== "object" || value === null) return value;
    if ("float64" in value)
      return Float64Array.from(value.float64 as (number | null)[], (x) => x ?? Number.NaN);
    return "int32" in value ? Int32Array.from(value.int32 as number[]) : value;
  }) as AdjustmentTask;
}
