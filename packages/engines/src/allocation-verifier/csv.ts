/** Rows of CSV out of bytes, without a string a field. Commas, quotes ("") within a line, LF or CRLF; UTF-8 or GB18030. */
import { isUtf8 } from "node:buffer";
import { faultAt, VerifierFault } from "./faults.ts";

const COMMA = 44;
const QUOTE = 34;
const LF = 10;
const CR = 13;

/** The page allows no line break within quotes, so that a file can be cut at any line. */
export const UNCLOSED = { zh: "引号没有在同一行内结束", en: "a quote does not end within its line" };

/** The bytes in UTF-8 without a mark at the beginning; GB18030 is recognised by not being UTF-8. */
export function asUtf8(bytes: Uint8Array): Uint8Array {
  const plain = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  return isUtf8(plain) ? plain : new TextEncoder().encode(new TextDecoder("gb18030").decode(plain));
}

/** Header names and where the rows begin. */
export function readHeader(bytes: Uint8Array): { names: string[]; end: number } {
  let end = bytes.indexOf(LF);
  if (end < 0) end = bytes.length;
  const line = new TextDecoder().decode(bytes.slice(0, end)).replace(/\r$/, "");
  const names = line.split(",").map((name) => name.trim().replace(/^"(.*)"$/, "$1").replaceAll('""', '"')); // prettier-ignore
  return { names, end: Math.min(bytes.length, end + 1) };
}

/** Which field of the file each column is; −1 where an optional one is missing. @throws VerifierFault for a required one */
export function placesOf(
  file: string,
  names: string[],
  columns: { name: string; also: string[]; optional?: boolean }[],
): Int32Array {
  return Int32Array.from(columns, ({ name, also, optional }) => {
    const found = names.findIndex((n) => n === name || also.includes(n));
    if (found < 0 && !optional)
      throw new VerifierFault(file, {
        zh: `${file}：缺少列 ${name}${also[0] ? `（${also[0]}）` : ""}`,
        en: `${file}: column ${name} is missing`,
      });
    return found;
  });
}

/**
 * Calls `onRow` for each row of bytes [from, to), which begin at a row, with the bounds of the wanted fields. A doubled
 * quote is made one in place. Empty lines are passed over.
 * @param file its name, for what is at fault
 * @param places field of the file for each wanted column, −1 = none (its bounds stay 0, 0)
 * @returns lines seen
 * @throws VerifierFault where a quote does not end within its line
 */
export function readRows(
  file: string,
  bytes: Uint8Array,
  from: number,
  to: number,
  places: Int32Array,
  onRow: (starts: Int32Array, ends: Int32Array, line: number) => void,
): number {
  const fields = Math.max(...places) + 1;
  const slotOf = new Int32Array(fields).fill(-1);
  places.forEach((field, slot) => field >= 0 && (slotOf[field] = slot));
  const starts = new Int32Array(places.length);
  const ends = new Int32Array(places.length);
  let line = 0;
  for (let i = from; i < to; line++) {
    if (bytes[i] === LF || (bytes[i] === CR && bytes[i + 1] === LF)) {
      i += bytes[i] === LF ? 1 : 2;
      continue;
    }
    starts.fill(0);
    ends.fill(0);
    for (let field = 0; ; field++) {
      const slot = field < fields ? slotOf[field]! : -1;
      let start = i;
      let end: number;
      if (bytes[i] === QUOTE) {
        start = end = ++i;
        for (; i < to && bytes[i] !== LF; i++) {
          if (bytes[i] === QUOTE) {
            if (bytes[i + 1] !== QUOTE) break;
            i++;
          }
          bytes[end++] = bytes[i]!;
        }
        if (bytes[i] !== QUOTE || i >= to) faultAt(file, line + 2, "", '"', UNCLOSED);
        while (i < to && bytes[i] !== COMMA && bytes[i] !== LF) i++;
      } else {
        while (i < to && bytes[i] !== COMMA && bytes[i] !== LF) i++;
        end = i > start && (i === to || bytes[i] === LF) && bytes[i - 1] === CR ? i - 1 : i;
      }
      if (slot >= 0) {
        starts[slot] = start;
        ends[slot] = end;
      }
      if (i >= to || bytes[i++] === LF) break;
    }
    onRow(starts, ends, line);
  }
  return line;
}

const decoder = new TextDecoder();

/** The text of bytes [from, to). Short plain ones, which most are, are put together without the decoder. */
export function textAt(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > 24) return decoder.decode(bytes.slice(from, to));
  let text = "";
  for (let i = from; i < to; i++) {
    if (bytes[i]! > 127) return decoder.decode(bytes.slice(from, to));
    text += String.fromCharCode(bytes[i]!);
  }
  return text;
}

const FLAGS = new Map<string, number>();
for (const word of ["", "0", "否", "false", "no"]) FLAGS.set(word, 0);
for (const word of ["1", "是", "true", "yes"]) FLAGS.set(word, 1);

/** 1 or 0, −1 where it is no flag. */
export function readFlag(bytes: Uint8Array, from: number, to: number): number {
  if (from === to) return 0;
  if (to - from === 1) return bytes[from] === 49 ? 1 : bytes[from] === 48 ? 0 : -1;
  return FLAGS.get(textAt(bytes, from, to).toLowerCase()) ?? -1;
}
