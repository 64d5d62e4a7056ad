/** CSV and NDJSON: encoding, delimiter and header found out from samples, rows streamed. */
import { open, stat, type FileHandle } from "node:fs/promises";
import { ChunkReader } from "./row-chunks.ts";
import { parseCsv, parseNdjson } from "./row-parser.ts";
import type { Table, TableRow } from "./tabular.ts";
import { TableUnreadable } from "./tabular-error.ts";
import { findHeader } from "./tabular-header.ts";

const HEAD_BYTES = 1 << 20;
/** Further samples for the encoding: a file may be plain ASCII for its first megabyte. */
const PROBES = 4;
const PROBE_BYTES = 1 << 16;
const SAMPLE_ROWS = 50;
/** Rows of the head that the delimiter and the estimate are taken from. */
const SNIFF_ROWS = 200;
/** Lines of NDJSON whose keys become the header. */
const KEY_LINES = 2000;
const DELIMITERS = [",", "\t", ";", "|"] as const;

/** @throws TableUnreadable if there is no header or the bytes are no text */
export async function openTextTable(path: string): Promise<Table> {
  const { size } = await stat(path);
  const samples = await readSamples(path, size);
  const encoding = detectEncoding(samples);
  const whole = size <= HEAD_BYTES;
  let head = new TextDecoder(encoding).decode(samples[0]!.bytes);
  if (!whole) head = head.slice(0, head.lastIndexOf("\n") + 1) || head;
  if (head.trim() === "") throw new TableUnreadable("文件里没有内容");
  return head.trimStart().startsWith("{")
    ? ndjsonTable(path, encoding, head, size)
    : csvTable(path, encoding, head, size);
}

interface Sample {
  at: number;
  bytes: Uint8Array;
  /** the sample ends inside the file, perhaps inside a character */
  cut: boolean;
}

async function readSamples(path: string, size: number): Promise<Sample[]> {
  const file = await open(path, "r");
  try {
    const samples = [await readSample(file, 0, HEAD_BYTES, size)];
    for (let i = 1; i <= PROBES; i++) {
      const at = Math.floor(((size - PROBE_BYTES) * i) / PROBES);
      if (at <= HEAD_BYTES) continue;
      const sample = await readSample(file, at, PROBE_BYTES, size);
      // Begin at a line, lest the first character be half of one.
      const feed = sample.bytes.indexOf(10);
      if (feed >= 0) samples.push({ ...sample, at: at + feed + 1, bytes: sample.bytes.subarray(feed + 1) });
    }
    return samples;
  } finally {
    await file.close();
  }
}

async function readSample(file: FileHandle, at: number, length: number, size: number): Promise<Sample> {
  const buffer = Buffer.alloc(Math.min(length, size - at));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
  return { at, bytes: buffer.subarray(0, bytesRead), cut: at + bytesRead < size };
}

/**
 * UTF-8 if all samples are; else the one of UTF-8 and GB18030 that leaves fewer characters unread, because a file
 * that was cut or glued by bytes has a few broken ones in it.
 */
function detectEncoding(samples: readonly Sample[]): "utf-8" | "gb18030" {
  if (samples.every((s) => isValid(s, "utf-8"))) return "utf-8";
  if (samples.every((s) => isValid(s, "gb18030"))) return "gb18030";
  const total = samples.reduce((sum, s) => sum + s.bytes.length, 0);
  const utf8 = samples.reduce((sum, s) => sum + unread(s, "utf-8"), 0);
  const gb = samples.reduce((sum, s) => sum + unread(s, "gb18030"), 0);
  if (Math.min(utf8, gb) > total / 200 + 2) {
    const { at, row } = firstUnread(samples, utf8 <= gb ? "utf-8" : "gb18030");
    throw new TableUnreadable(
      "既不是 UTF-8 也不是 GB18030 编码的文本",
      row > 0 ? `第 ${row} 行` : `约第 ${at} 字节`,
    );
  }
  return utf8 <= gb ? "utf-8" : "gb18030";
}

function isValid({ bytes, cut }: Sample, encoding: string): boolean {
  try {
    // A cut sample may end inside a character; `stream` leaves that unjudged.
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: cut });
    return true;
  } catch {
    return false;
  }
}

function unread({ bytes, cut }: Sample, encoding: string): number {
  return new TextDecoder(encoding).decode(bytes, { stream: cut }).split("\ufffd").length - 1;
}

function firstUnread(samples: readonly Sample[], encoding: string): { at: number; row: number } {
  for (const { at, bytes } of samples) {
    const text = new TextDecoder(encoding).decode(bytes);
    const broken = text.indexOf("\ufffd");
    if (broken < 0) continue;
    const before = text.slice(0, broken);
    return { at: at + Buffer.byteLength(before) + 1, row: at === 0 ? before.split("\n").length : 0 };
  }
  return { at: 1, row: 1 };
}

function csvTable(path: string, encoding: "utf-8" | "gb18030", head: string, size: number): Table {
  const delimiter = sniffDelimiter(head);
  const rows = firstRows(head, delimiter, SNIFF_ROWS);
  const { headerRows, headers } = findHeader(rows);
  const data = rows.slice(headerRows);
  return {
    format: "csv",
    encoding,
    delimiter,
    headerRows,
    headers,
    sample: data.slice(0, SAMPLE_ROWS),
    rowsEstimate: estimate(
      size,
      head,
      rows.length === SNIFF_ROWS ? delimiter : null,
      data.length,
      headerRows,
    ),
    sheet: null,
    rows: () =>
      textRows(
        path,
        encoding,
        { quoted: true, delimiter: delimiter.charCodeAt(0) },
        headerRows,
        (text, onRow) => parseCsv(text, delimiter, onRow),
      ),
  };
}

function estimate(
  size: number,
  head: string,
  delimiter: string | null,
  known: number,
  headerRows: number,
): number {
  const headBytes = Buffer.byteLength(head);
  if (delimiter === null && headBytes >= size - 3) return known;
  let rows = 0;
  parseCsv(head, delimiter ?? ",", () => rows++);
  // UTF-8 bytes of the head are near enough to the file's own for a guess.
  const bytes = Math.min(size, Math.max(headBytes, 1));
  return Math.max(known, Math.round((rows * size) / bytes) - headerRows);
}

function ndjsonTable(path: string, encoding: "utf-8" | "gb18030", head: string, size: number): Table {
  const keys = new Set<string>();
  let lines = 0;
  let bytes = 0;
  for (const line of head.split("\n")) {
    if (line.trim() === "") continue;
    if (++lines > KEY_LINES) break;
    bytes += Buffer.byteLength(line) + 1;
    const record = parseObject(line);
    if (!record) continue;
    for (const key of Object.keys(record)) keys.add(key);
  }
  if (keys.size === 0) throw new TableUnreadable("这一行不是有效的 JSON 对象", "第 1 行");
  const headers = [...keys];
  const sample: string[][] = [];
  const start = head.split("\n", SAMPLE_ROWS).join("\n");
  parseNdjson(
    start,
    headers,
    (values) => sample.push(values),
    () => sample.push([]),
  );
  return {
    format: "ndjson",
    encoding,
    delimiter: ",",
    headerRows: 0,
    headers,
    sample,
    rowsEstimate:
      bytes >= size ? lines : Math.max(1, Math.round((Math.min(lines, KEY_LINES) * size) / bytes)),
    sheet: null,
    rows: () =>
      textRows(path, encoding, { quoted: false }, 0, (text, onRow) =>
        parseNdjson(text, headers, onRow, () => onRow([])),
      ),
  };
}

function parseObject(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === "object" && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

async function* textRows(
  path: string,
  encoding: string,
  chunks: { quoted: boolean; delimiter?: number },
  skip: number,
  parse: (text: string, onRow: (values: string[]) => void) => void,
): AsyncGenerator<TableRow[]> {
  const reader = new ChunkReader(path, chunks);
  const decoder = new TextDecoder(encoding);
  let seen = 0;
  try {
    for (;;) {
      const chunk = await reader.next();
      if (chunk === null) return;
      const batch: TableRow[] = [];
      parse(decoder.decode(chunk.bytes), (values) => {
        seen++;
        if (seen > skip) batch.push({ rowNumber: seen - skip, values });
      });
      if (batch.length > 0) yield batch;
    }
  } finally {
    await reader.close();
  }
}

/** The delimiter under which most rows have the same number of cells, more than one; a comma if none does. */
function sniffDelimiter(head: string): string {
  let best = ",";
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const rows = firstRows(head, delimiter, SNIFF_ROWS);
    const widths = new Map<number, number>();
    for (const row of rows) if (row.length > 1) widths.set(row.length, (widths.get(row.length) ?? 0) + 1);
    for (const [width, count] of widths) {
      const score = (count / rows.length) * Math.log2(width + 1);
      if (score > bestScore + 1e-9) {
        best = delimiter;
        bestScore = score;
      }
    }
  }
  return best;
}

function firstRows(head: string, delimiter: string, count: number): string[][] {
  const rows: string[][] = [];
  // Rows are short: a slice is parsed first, all of the head only where it did not hold enough rows.
  for (const length of [1 << 16, head.length]) {
    rows.length = 0;
    parseCsv(head.slice(0, length), delimiter, (values) => {
      if (rows.length <= count) rows.push(values);
    });
    if (rows.length > count || length >= head.length) break;
  }
  return rows.slice(0, count);
}
