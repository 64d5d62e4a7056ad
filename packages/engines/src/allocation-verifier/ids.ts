/** Ids as bytes: found by open addressing, compared as bytes, never made into strings on the way. Shareable between threads. */

export interface IdTable {
  count: number;
  /** bytes of all ids, one behind the other */
  blob: Uint8Array;
  /** where each begins; one more at the end */
  offsets: Uint32Array;
  /** 1 + index, 0 = free; its length is a power of two */
  slots: Int32Array;
}

export function hashBytes(bytes: Uint8Array, from: number, to: number): number {
  let h = 0x811c9dc5 ^ (to - from);
  for (let i = from; i < to; i++) h = Math.imul(h ^ bytes[i]!, 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

/** Index of the id at bytes [from, to), −1 where it is unknown. */
export function findId(table: IdTable, bytes: Uint8Array, from: number, to: number): number {
  const { slots, offsets, blob } = table;
  const mask = slots.length - 1;
  const length = to - from;
  for (let slot = hashBytes(bytes, from, to) & mask; ; slot = (slot + 1) & mask) {
    const index = slots[slot]! - 1;
    if (index < 0) return -1;
    const start = offsets[index]!;
    if (offsets[index + 1]! - start !== length) continue;
    let i = 0;
    while (i < length && blob[start + i] === bytes[from + i]) i++;
    if (i === length) return index;
  }
}

const decoder = new TextDecoder();

export function idText(table: IdTable, index: number): string {
  // A shared buffer is copied: the decoder takes none.
  return decoder.decode(table.blob.slice(table.offsets[index]!, table.offsets[index + 1]!));
}

/** Collects ids in the order of a file; `finish` gives them in ascending order of bytes. */
export class IdCollector {
  #blob = new Uint8Array(1 << 16);
  #offsets = new Uint32Array(1 << 12);
  #size = 0;
  count = 0;

  add(bytes: Uint8Array, from: number, to: number): void {
    const length = to - from;
    if (this.#size + length > this.#blob.length) this.#blob = grown(this.#blob, this.#size + length);
    if (this.count + 2 > this.#offsets.length) this.#offsets = grown(this.#offsets, this.count + 2);
    for (let i = 0; i < length; i++) this.#blob[this.#size + i] = bytes[from + i]!;
    this.#size += length;
    this.#offsets[++this.count] = this.#size;
  }

  /**
   * @returns the table in ascending order, `row` = at which place of the file each stood, and the first id that
   * occurs twice (its later row) or −1
   */
  finish(): { table: IdTable; row: Uint32Array; twice: number } {
    const { count } = this;
    const blob = this.#blob;
    const offsets = this.#offsets;
    const row = Uint32Array.from({ length: count }, (_, i) => i);
    const compare = (a: number, b: number): number => {
      let i = offsets[a]!;
      let j = offsets[b]!;
      const ends = [offsets[a + 1]!, offsets[b + 1]!] as const;
      while (i < ends[0] && j < ends[1]) {
        const difference = blob[i++]! - blob[j++]!;
        if (difference !== 0) return difference;
      }
      return ends[0] - i - (ends[1] - j);
    };
    let sorted = true;
    for (let i = 1; i < count && sorted; i++) sorted = compare(i - 1, i) < 0;
    if (!sorted) row.sort((a, b) => compare(a, b) || a - b);
    let twice = -1;
    for (let i = 1; i < count && twice < 0; i++) if (compare(row[i - 1]!, row[i]!) === 0) twice = row[i]!;
    const table: IdTable = {
      count,
      blob: shared(Uint8Array, this.#size),
      offsets: shared(Uint32Array, count + 1),
      slots: shared(Int32Array, 2 ** Math.ceil(Math.log2(Math.max(4, 2 * count)))),
    };
    let at = 0;
    const mask = table.slots.length - 1;
    for (let i = 0; i < count; i++) {
      const from = offsets[row[i]!]!;
      const to = offsets[row[i]! + 1]!;
      for (let b = from; b < to; b++) table.blob[at++] = blob[b]!;
      table.offsets[i + 1] = at;
      let slot = hashBytes(blob, from, to) & mask;
      while (table.slots[slot] !== 0) slot = (slot + 1) & mask;
      table.slots[slot] = i + 1;
    }
    return { table, row, twice };
  }
}

type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;
type Maker<T extends Numbers> = { new (buffer: SharedArrayBuffer): T; BYTES_PER_ELEMENT: number };

/** Zeros in memory that threads can share. */
export function shared<T extends Numbers>(make: Maker<T>, length: number): T {
  return new make(new SharedArrayBuffer(length * make.BYTES_PER_ELEMENT));
}

/** The same numbers with room for at least `least`. */
export function grown<T extends Numbers>(old: T, least: number): T {
  const next = new (old.constructor as new (length: number) => T)(Math.max(2 * old.length, least));
  next.set(old);
  return next;
}
