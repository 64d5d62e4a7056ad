/** Rows of a piece of CSV or NDJSON text. Runs in worker threads; see row-chunks.ts for how a file is cut. */

/**
 * Calls `onRow` for each row that is not empty. Quotes follow RFC 4180; a quote inside an unquoted field is a
 * plain character, and a quoted field that never closes is read as plain text up to the end of its line, so that
 * one broken row costs one row. Time: linear in the text.
 */
export function parseCsv(text: string, delimiter: string, onRow: (values: string[]) => void): void {
  const mark = delimiter.charCodeAt(0);
  const length = text.length;
  let at = 0;
  while (at < length) {
    const values: string[] = [];
    for (;;) {
      let value: string;
      if (text.charCodeAt(at) === 34) {
        const close = closingQuote(text, at + 1);
        if (close < 0) {
          const stop = fieldEnd(text, at, mark, length);
          value = text.slice(at, stop);
          at = stop;
        } else {
          value = text.slice(at + 1, close);
          if (value.indexOf('"') >= 0) value = value.replaceAll('""', '"');
          at = close + 1;
          const stop = fieldEnd(text, at, mark, length);
          if (stop > at) value += text.slice(at, stop);
          at = stop;
        }
      } else {
        const stop = fieldEnd(text, at, mark, length);
        value = text.slice(at, stop);
        at = stop;
      }
      values.push(value);
      if (at < length && text.charCodeAt(at) === mark) {
        at++;
        if (at === length) {
          values.push("");
          break;
        }
        continue;
      }
      break;
    }
    if (text.charCodeAt(at) === 13) at++;
    if (text.charCodeAt(at) === 10) at++;
    if (values.length > 1 || values[0]!.trim() !== "") onRow(values);
  }
}

function fieldEnd(text: string, from: number, mark: number, length: number): number {
  let at = from;
  while (at < length) {
    const c = text.charCodeAt(at);
    if (c === mark || c === 10 || c === 13) break;
    at++;
  }
  return at;
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text.charCodeAt(at + 1) === 34) at = text.indexOf('"', at + 2);
  return at;
}

/** Calls `onRow` with each line's values in the order of `headers`, or `onBroken` with a line that is no object. */
export function parseNdjson(
  text: string,
  headers: readonly string[],
  onRow: (values: string[]) => void,
  onBroken: (line: string) => void,
): void {
  let at = 0;
  const length = text.length;
  while (at < length) {
    let stop = text.indexOf("\n", at);
    if (stop < 0) stop = length;
    const line = text.slice(at, stop);
    at = stop + 1;
    if (line.trim() === "") continue;
    let record: unknown;
    try {
      record = JSON.parse(line);
    } catch {
      onBroken(line);
      continue;
    }
    if (record === null || typeof record !== "object" || Array.isArray(record)) {
      onBroken(line);
      continue;
    }
    const fields = record as Record<string, unknown>;
    onRow(headers.map((header) => cellText(fields[header])));
  }
}

function cellText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (typeof value === "object") return JSON.stringify(value);
  return String(value as number | boolean | bigint);
}
