/** Makes the lines of reasons.ndjson for blocks of candidates, as bytes. */
import { parentPort, workerData } from "node:worker_threads";
import { explainer, type Candidates, type Season, type SeasonResult } from "@tixi/engines/allocation";
import { idText, type IdIndex } from "./file-ids.ts";

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

const port = parentPort;
if (port) {
  const { season, ids, result } = workerData as ReasonsTask;
  const explain = explainer(
    { ...season, candidates: { ...season.candidates, id: (candidate) => idText(ids, candidate) } },
    result,
  );
  let size = 1 << 22;
  port.on("message", ({ block, from, to }: Block) => {
    let buffer = Buffer.allocUnsafeSlow(size);
    let at = 0;
    for (let c = from; c < to; c++) {
      const line = `${explain(c)}\n`;
      // at most three bytes for a unit of UTF-16
      if (at + 3 * line.length > buffer.length) {
        const larger = Buffer.allocUnsafeSlow(2 * buffer.length + 3 * line.length);
        buffer.copy(larger, 0, 0, at);
        buffer = larger;
        size = larger.length;
      }
      at += buffer.write(line, at, "utf8");
    }
    const bytes = new Uint8Array(buffer.buffer, 0, at);
    port.postMessage({ block, bytes } satisfies BlockLines, [buffer.buffer as ArrayBuffer]);
  });
}
