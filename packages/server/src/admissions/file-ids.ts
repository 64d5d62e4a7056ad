/** Ids as bytes of their UTF-8 text: their order, and an index over them that several threads read. */

/** Ids in one run of bytes: id k is bytes offsets[k] … offsets[k + 1] − 1. */
export interface IdBytes {
  bytes: Uint8Array;
  offsets: Int32Array;
}

/** Index of ids: open addressing with linear probing, −1 = free. */
export interface IdIndex extends IdBytes {
  slots: Int32Array;
}

/** Gathers ids one after the other. */
export class IdStore {
  #bytes = new Uint8Array(1 << 16);
  #offsets = new Int32Array(1 << 12);
  count = 0;

  /** Takes the bytes as the next id. @throws RangeError where all ids are 2 GiB or more */
  add(bytes: Uint8Array, from: number, to: number): void {
    const at = this.#offsets[this.count]!;
    const end = at + to - from;
    if (end > 0x7fffffff) throw new RangeError("ids of 2 GiB and more");
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, Math.min(2 * this.#bytes.length, 0x7fffffff)));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    for (let k = from, w = at; k < to; k++, w++) this.#bytes[w] = bytes[k]!;
    if (this.count + 2 > this.#offsets.length) {
      const larger = new Int32Array(2 * this.#offsets.length);
      larger.set(this.#offsets);
      this.#offsets = larger;
    }
    this.#offsets[++this.count] = end;
  }

  ids(): IdBytes {
    return { bytes: this.#bytes, offsets: this.#offsets.subarray(0, this.count + 1) };
  }
}

/** Longest id that is sorted byte by byte; behind this many bytes ids are compared. */
const RADIX_BYTES = 48;

/** Numbers of the ids in ascending order of their bytes; equal ones in the order in which they came. Time: linear in the bytes. */
export function orderOfIds({ bytes, offsets }: IdBytes): Int32Array {
  const count = offsets.length - 1;
  let from: Int32Array = Int32Array.from({ length: count }, (_, k) => k);
  let longest = 0;
  let sorted = true;
  for (let k = 0; k < count; k++) {
    longest = Math.max(longest, offsets[k + 1]! - offsets[k]!);
    if (sorted && k > 0 && compare(bytes, offsets, k - 1, k) > 0) sorted = false;
  }
  if (sorted) return from;
  if (longest > RADIX_BYTES)
    return Int32Array.from(Array.from(from).sort((a, b) => compare(bytes, offsets, a, b)));
  let to: Int32Array = new Int32Array(count);
  const places = new Int32Array(258);
  for (let digit = longest - 1; digit >= 0; digit--) {
    places.fill(0);
    // 0 = the id has ended
    const at = (k: number): number =>
      offsets[k]! + digit < offsets[k + 1]! ? bytes[offsets[k]! + digit]! + 1 : 0;
    for (let k = 0; k < count; k++) places[at(k) + 1]!++;
    for (let d = 1; d < 258; d++) places[d]! += places[d - 1]!;
    for (let i = 0; i < count; i++) to[places[at(from[i]!)]!++] = from[i]!;
    [from, to] = [to, from];
  }
  return from;
}

function compare(bytes: Uint8Array, offsets: Int32Array, a: number, b: number): number {
  const [x, y] = [offsets[a]!, offsets[b]!];
  const [n, m] = [offsets[a + 1]! - x, offsets[b + 1]! - y];
  for (let k = 0; k < n && k < m; k++)
    if (bytes[x + k] !== bytes[y + k]) return bytes[x + k]! - bytes[y + k]!;
  return n - m;
}

export const sameIds = ({ bytes, offsets }: IdBytes, a: number, b: number): boolean =>
  compare(bytes, offsets, a, b) === 0;

/** An index over ids that are all different, in the given order, in memory that threads share. */
export function indexIds(ids: IdBytes, order: Int32Array): IdIndex {
  const count = order.length;
  const bytes = new Uint8Array(new SharedArrayBuffer(Math.max(1, ids.offsets[ids.offsets.length - 1]!)));
  const offsets = new Int32Array(new SharedArrayBuffer(4 * (count + 1)));
  let size = 16;
  while (size < 2 * count) size *= 2;
  const slots = new Int32Array(new SharedArrayBuffer(4 * size)).fill(-1);
  let at = 0;
  for (let k = 0; k < count; k++) {
    const from = ids.offsets[order[k]!]!;
    const to = ids.offsets[order[k]! + 1]!;
    for (let b = from; b < to; b++) bytes[at++] = ids.bytes[b]!;
    offsets[k + 1] = at;
    let slot = hash(ids.bytes, from, to) & (size - 1);
    while (slots[slot]! >= 0) slot = (slot + 1) & (size - 1);
    slots[slot] = k;
  }
  return { bytes, offsets, slots };
}

/** The number of the id with these bytes, −1 = there is none. */
export function findId(index: IdIndex, bytes: Uint8Array, from: number, to: number): number {
  const { slots, offsets } = index;
  const own = index.bytes;
  const mask = slots.length - 1;
  for (let slot = hash(bytes, from, to) & mask; ; slot = (slot + 1) & mask) {
    const k = slots[slot]!;
    if (k < 0) return -1;
    const at = offsets[k]!;
    if (offsets[k + 1]! - at !== to - from) continue;
    let b = 0;
    while (b < to - from && own[at + b] === bytes[from + b]) b++;
    if (b === to - from) return k;
  }
}

function hash(bytes: Uint8Array, from: number, to: number): number {
  let h = 0x811c9dc5;
  for (let k = from; k < to; k++) h = Math.imul(h ^ bytes[k]!, 0x01000193);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return h ^ (h >>> 13);
}

/** The bytes of an id as a text of as many characters. */
export function idInBytes({ bytes, offsets }: IdBytes, k: number): string {
  let text = "";
  for (let b = offsets[k]!; b < offsets[k + 1]!; b++) text += String.fromCharCode(bytes[b]!);
  return text;
}

const decoder = new TextDecoder();

/** The text of an id. */
export function idText({ bytes, offsets }: IdBytes, k: number): string {
  const from = offsets[k]!;
  const to = offsets[k + 1]!;
  let text = "";
  for (let b = from; b < to; b++) {
    // decoding reads no shared memory
    if (bytes[b]! > 127) return decoder.decode(bytes.slice(from, to));
    text += String.fromCharCode(bytes[b]!);
  }
  return text;
}
