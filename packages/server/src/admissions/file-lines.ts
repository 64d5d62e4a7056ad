/** Lines of a CSV file as bytes: no text is made of what nobody asks for, and memory does not depend on the file. */
import { closeSync, openSync, readSync } from "node:fs";

/** A line may be this long, line feed included. */
export const LONGEST_LINE = 65_536;
const BLOCK = 1 << 22;
const COMMA = 44;
const QUOTE = 34;
const LF = 10;
const CR = 13;

/** The fields of the line at hand: bytes from[k] … to[k] − 1 of `bytes`. Valid until the next line is read. */
export interface Fields {
  bytes: Uint8Array;
  from: Int32Array;
  to: Int32Array;
  /** how many fields the line has; more than were asked for are only counted */
  count: number;
  /** there may be a byte above 127 in the line */
  high: boolean;
  /** so many fields at the front are those of the row before, byte for byte */
  same: number;
}

export interface Scan {
  /** lines that were read, blank ones too */
  lines: number;
  /** line that is longer than LONGEST_LINE: the scan ended there; 0 = none */
  long: number;
  /** lines with a quote that does not end within the line */
  unclosed: number[];
}

/**
 * Reads the lines that begin in bytes `begin` … `end` − 1 of a file and calls `onRow` for each that is not blank.
 * Fields may be quoted (RFC 4180), but not hold line breaks, so a file can be cut anywhere. GB18030 is read like UTF-8:
 * neither has a comma, a quote or a line feed among the bytes of another character.
 * @param most fields of a line that are wanted, from the first on
 * @param onRow gets the line's number within the range, from 1; false ends the scan
 */
export function scanLines(
  path: string,
  begin: number,
  end: number,
  most: number,
  onRow: (fields: Fields, line: number) => boolean | void,
): Scan {
  const file = openSync(path, "r");
  try {
    return new Scanner(file, end, most, onRow).run(begin);
  } finally {
    closeSync(file);
  }
}

class Scanner {
  readonly #file: number;
  readonly #end: number;
  readonly #most: number;
  readonly #onRow: (fields: Fields, line: number) => boolean | void;
  readonly #bytes = new Uint8Array(BLOCK + LONGEST_LINE + 1);
  readonly #fields: Fields;
  readonly #scan: Scan = { lines: 0, long: 0, unclosed: [] };

  constructor(file: number, end: number, most: number, onRow: (fields: Fields, line: number) => boolean | void) {
    this.#file = file;
    this.#end = end;
    this.#most = most;
    this.#onRow = onRow;
    this.#fields = { bytes: this.#bytes, from: new Int32Array(most), to: new Int32Array(most), count: 0, high: false, same: 0 };
  } // prettier-ignore

  run(begin: number): Scan {
    const bytes = this.#bytes;
    // a line belongs to the range in which its first byte lies
    let skipping = begin > 0;
    let position = skipping ? begin - 1 : 0;
    let kept = 0;
    for (;;) {
      const read = readSync(this.#file, bytes, kept, BLOCK, position);
      const first = position - kept;
      position += read;
      let filled = kept + read;
      const over = read === 0;
      if (over && filled > 0 && bytes[filled - 1] !== LF) bytes[filled++] = LF;
      let at = 0;
      if (skipping) {
        const feed = bytes.subarray(0, filled).indexOf(LF);
        at = feed < 0 ? filled : feed + 1;
        skipping = feed < 0;
      }
      const stop = filled === 0 ? 0 : bytes.lastIndexOf(LF, filled - 1) + 1;
      if (first + at >= this.#end || !this.#lines(at, stop, first)) return this.#scan;
      at = Math.max(at, stop);
      kept = filled - at;
      if (kept >= LONGEST_LINE) {
        this.#scan.long = ++this.#scan.lines;
        return this.#scan;
      }
      if (over || first + at >= this.#end) return this.#scan;
      bytes.copyWithin(0, at, filled);
    }
  }

  /** Whole lines from `at` to `stop`; false ends the scan. `first` is the position of byte 0 in the file. */
  #lines(at: number, stop: number, first: number): boolean {
    const { from, to } = this.#fields;
    const bytes = this.#bytes;
    const most = this.#most;
    let p = at;
    // the row before, as long as its bytes and fields are still there
    let before = -1;
    let known = 0;
    let high = 0;
    while (p < stop) {
      const begin = p;
      if (first + begin >= this.#end) return false;
      let same = 0;
      let start = p;
      let quoted = false;
      if (before >= 0) {
        // rows often begin like the one before: those fields need no search for commas
        let q = before;
        while (q < begin && bytes[p] === bytes[q]) {
          p++;
          q++;
        }
        while (same < known && to[same]! < q) same++;
        const shift = begin - before;
        for (let k = 0; k < same; k++) {
          from[k]! += shift;
          to[k]! += shift;
        }
        start = p = same > 0 ? to[same - 1]! + 1 : begin;
      }
      if (same === 0) high = 0;
      let count = same;
      for (;;) {
        const c = bytes[p]!;
        if (c === COMMA) {
          if (count < most) {
            from[count] = start;
            to[count] = p;
          }
          count++;
          start = ++p;
        } else if (c === LF) break;
        else if (c === QUOTE && p === start) {
          quoted = true;
          break;
        } else {
          high |= c;
          p++;
        }
      }
      const line = ++this.#scan.lines;
      if (quoted) {
        while (bytes[p] !== LF) p++;
        count = this.#quoted(begin, p, line);
        same = 0;
        high = 128;
      } else {
        const end = p > start && bytes[p - 1] === CR ? p - 1 : p;
        if (count < most) {
          from[count] = start;
          to[count] = end;
        }
        count++;
        if (count === 1 && end === start) count = 0;
      }
      p++;
      if (p - begin > LONGEST_LINE) {
        this.#scan.long = line;
        return false;
      }
      before = quoted || count === 0 ? -1 : begin;
      if (count === 0) continue;
      // the last field has no comma behind it
      known = Math.min(count - 1, most);
      for (let k = count; k < most; k++) from[k] = to[k] = 0;
      this.#fields.count = count;
      this.#fields.high = high > 127;
      this.#fields.same = same;
      if (this.#onRow(this.#fields, line) === false) return false;
    }
    return true;
  }

  /** A line in which a field begins with a quote; doubled quotes are drawn together in place. */
  #quoted(begin: number, feed: number, line: number): number {
    const bytes = this.#bytes;
    const end = feed > begin && bytes[feed - 1] === CR ? feed - 1 : feed;
    let count = 0;
    let p = begin;
    for (;;) {
      let start = p;
      let stop: number;
      if (bytes[p] === QUOTE) {
        start = stop = ++p;
        for (;;) {
          if (p >= end) {
            this.#scan.unclosed.push(line);
            return 0;
          }
          if (bytes[p] === QUOTE && bytes[p + 1] !== QUOTE) break;
          if (bytes[p] === QUOTE) p++;
          bytes[stop++] = bytes[p++]!;
        }
        p++;
        while (p < end && bytes[p] !== COMMA) bytes[stop++] = bytes[p++]!;
      } else {
        while (p < end && bytes[p] !== COMMA) p++;
        stop = p;
      }
      if (count < this.#most) {
        this.#fields.from[count] = start;
        this.#fields.to[count] = stop;
      }
      count++;
      if (p >= end) return count;
      p++;
    }
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const gb18030 = new TextDecoder("gb18030", { fatal: true });

export type Encoding = "utf-8" | "gb18030" | "either";

/** The text of bytes; null where they are no text of this encoding. "either": UTF-8 where it can be. */
export function textOf(bytes: Uint8Array, from: number, to: number, encoding: Encoding): string | null {
  const part = bytes.subarray(from, to);
  for (const decoder of encoding === "utf-8" ? [utf8] : encoding === "gb18030" ? [gb18030] : [utf8, gb18030])
    try {
      return decoder.decode(part);
    } catch {
      // the next one
    }
  return null;
}

export interface Header {
  names: string[];
  /** where the rows begin */
  bytes: number;
  /** lines up to and with the header */
  lines: number;
  /** what the header's own characters tell; "either" where it is plain ASCII */
  encoding: Encoding;
}

/** The header of a file: its first line. Null where the file has none, or it is longer than LONGEST_LINE or no text. */
export function readHeaderLine(path: string): Header | null {
  const bytes = new Uint8Array(LONGEST_LINE + 3);
  const file = openSync(path, "r");
  let filled: number;
  try {
    filled = readSync(file, bytes, 0, bytes.length, 0);
  } finally {
    closeSync(file);
  }
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const feed = bytes.subarray(0, filled).indexOf(LF);
  if (filled === mark || (feed < 0 && filled === bytes.length)) return null;
  const end = feed < 0 ? filled : feed;
  const high = bytes.subarray(mark, end).some((c) => c > 127);
  const asUtf8 = textOf(bytes, mark, end, "utf-8");
  const text = asUtf8 ?? textOf(bytes, mark, end, "gb18030");
  if (text === null) return null;
  const names = text.replace(/\r$/, "").split(",").map((name) => name.trim().replace(/^"(.*)"$/, "$1")); // prettier-ignore
  return {
    names,
    bytes: feed < 0 ? filled : feed + 1,
    lines: 1,
    encoding: high ? (asUtf8 === null ? "gb18030" : "utf-8") : mark > 0 ? "utf-8" : "either",
  };
}
