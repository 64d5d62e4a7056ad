/** Makes the lines of reasons.ndjson for blocks of candidates, as bytes. */
import { parentPort, workerData } from "node:worker_threads";
import { explainer, type Candidates, type Season, type SeasonResult } from "@tixi/engines/allocation";
import { idInBytes, type IdIndex } from "./file-ids.ts";

export interface ReasonsTask {
  season: Omit<Season, "candidates"> & { candidates: Omit<Candidates, "id"> };
  ids: IdIndex;
  result: SeasonResult;
}

export interface Block {
  block: number;
  from: number;
  to: number;
}

export interface BlockLines {
  block: number;
  bytes: Uint8Array;
}

/**
 * The same value with each text as the bytes of its UTF-8, one character a byte: what is put together from them is written
 * as it is, several times faster than text that has to be encoded.
 */
function inBytes<T>(value: T): T {
  if (typeof value === "string") return Buffer.from(value).toString("latin1") as T;
  if (Array.isArray(value)) return value.map(inBytes) as T;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [inBytes(key), inBytes(inner as unknown)]),
  ) as T;
}

const port = parentPort;
if (port) {
  const { season, ids, result } = workerData as ReasonsTask;
  const explain = explainer(
    {
      ...inBytes(season),
      candidates: { ...season.candidates, id: (candidate) => idInBytes(ids, candidate) },
    },
    result,
  );
  let size = 1 << 22;
  port.on("message", ({ block, from, to }: Block) => {
    let buffer = Buffer.allocUnsafeSlow(size);
    let at = 0;
    for (let c = from; c < to; c++) {
      const line = `${explain(c)}\n`;
      if (at + line.length > buffer.length) {
        const larger = Buffer.allocUnsafeSlow(2 * buffer.length + line.length);
        buffer.copy(larger, 0, 0, at);
        buffer = larger;
        size = larger.length;
      }
      at += buffer.write(line, at, "latin1");
    }
    const bytes = new Uint8Array(buffer.buffer, 0, at);
    port.postMessage({ block, bytes } satisfies BlockLines, [buffer.buffer as ArrayBuffer]);
  });
}
