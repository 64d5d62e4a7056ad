/** Reads the rows of a binary COPY … TO STDOUT as they arrive. */

const SIGNATURE_BYTES = 11;

/** One row: `at(i)` is the offset of field i in `bytes`, `size(i)` its length, −1 = null. Valid until the next row. */
export interface CopyRow {
  bytes: Buffer;
  at: Int32Array;
  size: Int32Array;
}

/**
 * Calls `onRow` for every row of the stream. Memory is a piece of the stream.
 * @throws Error if the stream ends inside a row or has another number of fields
 */
export async function readBinaryCopy(
  source: AsyncIterable<Buffer>,
  fields: number,
  onRow: (row: CopyRow) => void,
): Promise<void> {
  const row: CopyRow = { bytes: Buffer.alloc(0), at: new Int32Array(fields), size: new Int32Array(fields) };
  let rest: Buffer = Buffer.alloc(0);
  let headed = false;
  for await (const chunk of source) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    if (!headed) {
      if (bytes.length < SIGNATURE_BYTES + 8) {
        rest = bytes;
        continue;
      }
      from = SIGNATURE_BYTES + 8 + bytes.readInt32BE(SIGNATURE_BYTES + 4);
      headed = true;
    }
    row.bytes = bytes;
    for (;;) {
      const end = rowEnd(bytes, from, fields, row);
      if (end === 0) break;
      if (end < 0) return;
      onRow(row);
      from = end;
    }
    rest = bytes.subarray(from);
  }
  throw new Error("COPY ended in the middle of a row");
}

/** Finds the fields of the row at `from`. @returns its end, 0 = not all there yet, −1 = the trailer */
function rowEnd(bytes: Buffer, from: number, fields: number, row: CopyRow): number {
  if (from + 2 > bytes.length) return 0;
  const count = bytes.readInt16BE(from);
  if (count === -1) return -1;
  if (count !== fields) throw new Error(`COPY row with ${count} fields, ${fields} expected`);
  let at = from + 2;
  for (let i = 0; i < fields; i++) {
    if (at + 4 > bytes.length) return 0;
    const size = bytes.readInt32BE(at);
    at += 4;
    row.at[i] = at;
    row.size[i] = size;
    if (size > 0) at += size;
    if (at > bytes.length) return 0;
  }
  return at;
}
