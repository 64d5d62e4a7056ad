/**
 * Cuts a large CSV or NDJSON file into pieces of whole rows, so that worker threads can decode and parse them.
 * The main thread only looks for quotes and line ends; a piece's bounds depend on its start alone, so an
 * interrupted import that starts again at a stored offset sees exactly the same pieces.
 *
 * Bytes are enough for UTF-8 and GB18030: no trail byte of either can be a quote, a delimiter or a line end.
 */
import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;

/** Bytes read at once; a piece is the whole rows among them. */
export const CHUNK_BYTES = 1 << 20;
/** A quoted field may not be longer than this; beyond it the quote is taken as a plain character. */
const LONGEST_ROW = 8 << 20;

export interface ByteChunk {
  /** the rows' bytes in a buffer of their own, which may be transferred to another thread */
  bytes: Uint8Array;
  start: number;
  /** offset of the first byte after the piece */
  end: number;
}

export interface ChunkOptions {
  /** offset to begin at; must be the start of a row */
  start?: number;
  /** CSV quotes may hide line ends; NDJSON has none */
  quoted: boolean;
  /** the field delimiter, one byte */
  delimiter?: number;
  chunkBytes?: number;
  /** also computes the SHA-256 of what is read */
  hash?: boolean;
}

/**
 * Yields the file's rows in pieces of about `chunkBytes`, in order. The last row may lack its line end.
 * @throws the file system's error if the file can't be read
 */
export class ChunkReader {
  #file: FileHandle | null = null;
  #position: number;
  readonly #hash;

  readonly path: string;
  readonly options: ChunkOptions;
  constructor(path: string, options: ChunkOptions) {
    this.path = path;
    this.options = options;
    this.#position = options.start ?? 0;
    this.#hash = options.hash ? createHash("sha256") : null;
  }

  async next(): Promise<ByteChunk | null> {
    this.#file ??= await open(this.path, "r");
    let size = this.options.chunkBytes ?? CHUNK_BYTES;
    for (;;) {
      const buffer = Buffer.from(new ArrayBuffer(size));
      const length = await readFully(this.#file, buffer, this.#position);
      if (length === 0) return null;
      const atEnd = length < size;
      let end = atEnd ? length : this.#lastRowEnd(buffer, length);
      if (end === 0) {
        if (size < LONGEST_ROW) {
          size *= 2;
          continue;
        }
        // A quote that never closes, or a row beyond every measure: fall back to plain lines.
        end = buffer.lastIndexOf(LINE_FEED, length - 1) + 1 || length;
      }
      const bytes = new Uint8Array(buffer.buffer, 0, end);
      this.#hash?.update(bytes);
      const start = this.#position;
      this.#position += end;
      return { bytes, start, end: this.#position };
    }
  }

  /** SHA-256 of everything read so far, in hexadecimal; null unless asked for. */
  digest(): string | null {
    return this.#hash ? this.#hash.copy().digest("hex") : null;
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }

  #lastRowEnd(buffer: Buffer, length: number): number {
    return this.options.quoted
      ? lastQuotedRowEnd(buffer, length, this.options.delimiter ?? 44)
      : buffer.lastIndexOf(LINE_FEED, length - 1) + 1;
  }
}

async function readFully(file: FileHandle, buffer: Buffer, position: number): Promise<number> {
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, position + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}

/**
 * The offset after the last line end outside quotes, 0 if there is none. Jumps from quote to quote; a quote
 * opens a field only where a field begins, as in the parser (`parseCsv`).
 */
export function lastQuotedRowEnd(buffer: Buffer, length: number, delimiter: number): number {
  let end = 0;
  let at = 0;
  for (;;) {
    let quote = buffer.indexOf(QUOTE, at);
    if (quote < 0 || quote >= length) quote = length;
    if (quote > at) {
      const feed = buffer.lastIndexOf(LINE_FEED, quote - 1);
      if (feed >= at) end = feed + 1;
    }
    if (quote === length) return end;
    const before = quote === 0 ? LINE_FEED : buffer[quote - 1];
    if (before !== delimiter && before !== LINE_FEED && before !== CARRIAGE_RETURN) {
      at = quote + 1;
      continue;
    }
    let close = quote + 1;
    for (;;) {
      close = buffer.indexOf(QUOTE, close);
      if (close < 0 || close >= length) return end;
      // A quote at the very end may be the first half of an escaped one: wait for more bytes.
      if (close + 1 >= length) return end;
      if (buffer[close + 1] !== QUOTE) break;
      close += 2;
    }
    at = close + 1;
  }
}
