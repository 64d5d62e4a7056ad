import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { ChunkReader } from "./row-chunks.ts";
import { parseCsv, parseNdjson } from "./row-parser.ts";

const folder = mkdtempSync(join(tmpdir(), "tixi-chunks-"));
afterAll(() => rmSync(folder, { recursive: true }));

const quote = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

async function rowsInPieces(text: string, chunkBytes: number, start = 0): Promise<string[][]> {
  const path = join(folder, "rows.csv");
  writeFileSync(path, text);
  const reader = new ChunkReader(path, { start, quoted: true, delimiter: 44, chunkBytes });
  const rows: string[][] = [];
  for (let chunk = await reader.next(); chunk; chunk = await reader.next()) {
    parseCsv(Buffer.from(chunk.bytes).toString("utf8"), ",", (values) => rows.push(values));
  }
  await reader.close();
  return rows;
}

describe("a CSV file cut into pieces", () => {
  const cell = fc.string({
    unit: fc.constantFrom("a", "工", ",", '"', "\n", "\r\n", " ", "7"),
    maxLength: 12,
  });
  const table = fc.array(fc.tuple(fc.constant("x"), cell, cell, cell), { maxLength: 40 });

  it("gives back what was written, whatever the size of a piece", async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 40, max: 400 }), async (rows, chunkBytes) => {
        const text = rows.map((row) => row.map(quote).join(",") + "\n").join("");
        expect(await rowsInPieces(text, chunkBytes)).toEqual(rows);
      }),
      { seed: 20261123, numRuns: 150 },
    );
  });

  it("sees the same pieces when it begins again where an earlier one ended", async () => {
    const text = Array.from({ length: 300 }, (_, i) => `r${i},"多行\n文字 ""${i}""",尾\n`).join("");
    const path = join(folder, "again.csv");
    writeFileSync(path, text);
    const first = new ChunkReader(path, { quoted: true, delimiter: 44, chunkBytes: 512 });
    const ends: number[] = [];
    for (let chunk = await first.next(); chunk; chunk = await first.next()) ends.push(chunk.end);
    const half = ends[Math.floor(ends.length / 2)]!;
    const second = new ChunkReader(path, { start: half, quoted: true, delimiter: 44, chunkBytes: 512 });
    const later: number[] = [];
    for (let chunk = await second.next(); chunk; chunk = await second.next()) later.push(chunk.end);
    expect(later).toEqual(ends.filter((end) => end > half));
    await first.close();
    await second.close();
  });

  it("loses one row, not the file, to a quote that never closes", async () => {
    const rows = await rowsInPieces('a,b\n1,"never closed\n2,x\n', 1 << 20);
    expect(rows).toEqual([
      ["a", "b"],
      ["1", '"never closed'],
      ["2", "x"],
    ]);
  });

  it("keeps stray quotes, ragged rows and a last row without a line end; skips empty lines", async () => {
    expect(await rowsInPieces('5" 管,b\r\n\r\nonly\r\n"q"tail,c,', 1 << 20)).toEqual([
      ['5" 管', "b"],
      ["only"],
      ["qtail", "c", ""],
    ]);
  });
});

describe("NDJSON", () => {
  it("reads values by name and hands back lines that are no object", () => {
    const rows: string[][] = [];
    const broken: string[] = [];
    parseNdjson(
      '{"a":"甲","b":3}\n[1]\n{bad\n\n{"b":null,"c":{"d":1}}',
      ["a", "b", "c"],
      (row) => rows.push(row),
      (line) => broken.push(line),
    );
    expect(rows).toEqual([
      ["甲", "3", ""],
      ["", "", '{"d":1}'],
    ]);
    expect(broken).toEqual(["[1]", "{bad"]);
  });
});
