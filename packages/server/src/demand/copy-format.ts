/**
 * Writes rows in PostgreSQL's binary COPY format (docs: sql-copy, "Binary Format"). Runs in worker threads; the
 * main thread only passes slices on, and leaves out duplicates by their row offsets.
 */

export const COPY_HEADER = new Uint8Array([
  0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00, 0, 0, 0, 0, 0, 0, 0, 0,
]);
export const COPY_TRAILER = new Uint8Array([0xff, 0xff]);

const OID_TEXT = 25;
const OID_INT4 = 23;
/** PostgreSQL counts days from 2000-01-01. */
const DAYS_TO_2000 = 10957;

/** A growing buffer of rows. Every method writes one field; `row` begins a row of so many fields. */
export class CopyWriter {
  #buffer: Buffer;
  #at = 0;
  #offsets: number[] = [];

  constructor(capacity = 1 << 20) {
    this.#buffer = Buffer.from(new ArrayBuffer(capacity));
  }

  row(fields: number): void {
    this.#room(2);
    this.#offsets.push(this.#at);
    this.#at = this.#buffer.writeInt16BE(fields, this.#at);
  }

  null(): void {
    this.#room(4);
    this.#at = this.#buffer.writeInt32BE(-1, this.#at);
  }

  /** NUL can't be stored in a PostgreSQL text and is left out; a lone surrogate becomes U+FFFD. */
  text(value: string | null): void {
    if (value === null) return this.null();
    const clean = value.includes("\0") ? value.replaceAll("\0", "") : value;
    this.#room(4 + clean.length * 3);
    const length = this.#buffer.write(clean, this.#at + 4, "utf8");
    this.#buffer.writeInt32BE(length, this.#at);
    this.#at += 4 + length;
  }

  int2(value: number): void {
    this.#room(6);
    this.#at = this.#buffer.writeInt32BE(2, this.#at);
    this.#at = this.#buffer.writeInt16BE(value, this.#at);
  }

  int4(value: number | null): void {
    if (value === null) return this.null();
    this.#room(8);
    this.#at = this.#buffer.writeInt32BE(4, this.#at);
    this.#at = this.#buffer.writeInt32BE(value | 0, this.#at);
  }

  /** A 64-bit integer given as two unsigned 32-bit words. */
  int8(high: number, low: number): void {
    this.#room(12);
    this.#at = this.#buffer.writeInt32BE(8, this.#at);
    this.#at = this.#buffer.writeUInt32BE(high >>> 0, this.#at);
    this.#at = this.#buffer.writeUInt32BE(low >>> 0, this.#at);
  }

  float4(value: number): void {
    this.#room(8);
    this.#at = this.#buffer.writeInt32BE(4, this.#at);
    this.#at = this.#buffer.writeFloatBE(value, this.#at);
  }

  /** Days since 1970-01-01; -1 is "unknown" and becomes '-infinity'. */
  date(day: number): void {
    this.int4(day === -1 ? -0x80000000 : day - DAYS_TO_2000);
  }

  bytes(value: Uint8Array): void {
    this.#room(4 + value.length);
    this.#at = this.#buffer.writeInt32BE(value.length, this.#at);
    this.#buffer.set(value, this.#at);
    this.#at += value.length;
  }

  jsonb(value: string | null): void {
    if (value === null) return this.null();
    this.#room(5 + value.length * 3);
    const length = this.#buffer.write(value, this.#at + 5, "utf8");
    this.#buffer.writeInt32BE(length + 1, this.#at);
    this.#buffer[this.#at + 4] = 1;
    this.#at += 5 + length;
  }

  textArray(values: readonly string[] | null): void {
    if (values === null) return this.null();
    const start = this.#arrayHeader(values.length, OID_TEXT);
    for (const value of values) this.text(value);
    this.#buffer.writeInt32BE(this.#at - start - 4, start);
  }

  int4Array(values: readonly number[]): void {
    const start = this.#arrayHeader(values.length, OID_INT4);
    for (const value of values) this.int4(value);
    this.#buffer.writeInt32BE(this.#at - start - 4, start);
  }

  /** The rows written so far in a buffer of their own, with the offset of each row and of the end. */
  take(): CopyRows {
    const bytes = new Uint8Array(this.#at);
    bytes.set(this.#buffer.subarray(0, this.#at));
    this.#offsets.push(this.#at);
    const offsets = Uint32Array.from(this.#offsets);
    this.#at = 0;
    this.#offsets = [];
    return { bytes, offsets };
  }

  #arrayHeader(count: number, elementType: number): number {
    this.#room(24);
    const start = this.#at;
    this.#at += 4;
    this.#at = this.#buffer.writeInt32BE(count === 0 ? 0 : 1, this.#at);
    this.#at = this.#buffer.writeInt32BE(0, this.#at);
    this.#at = this.#buffer.writeInt32BE(elementType, this.#at);
    if (count > 0) {
      this.#at = this.#buffer.writeInt32BE(count, this.#at);
      this.#at = this.#buffer.writeInt32BE(1, this.#at);
    }
    return start;
  }

  #room(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.from(new ArrayBuffer(Math.max(needed, this.#buffer.length * 2)));
    larger.set(this.#buffer.subarray(0, this.#at));
    this.#buffer = larger;
  }
}

/** Rows in COPY format without header and trailer. */
export interface CopyRows {
  bytes: Uint8Array;
  /** start of each row, and the end of the last: one longer than the number of rows */
  offsets: Uint32Array;
}

/** The slices of `rows` that hold the rows marked in `keep`, neighbours joined. */
export function* keptSlices(rows: CopyRows, keep: Uint8Array): Generator<Uint8Array> {
  const count = rows.offsets.length - 1;
  let row = 0;
  while (row < count) {
    if (keep[row] !== 1) {
      row++;
      continue;
    }
    const first = row;
    while (row < count && keep[row] === 1) row++;
    yield rows.bytes.subarray(rows.offsets[first]!, rows.offsets[row]!);
  }
}
