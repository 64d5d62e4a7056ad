/** Identity of rows: 64 bits by two 32-bit lanes that mix differently. Not for secrets. */

/** Hash of a row's cells with their bounds, written into `out` as [high, low]. Time: linear in the characters. */
export function contentHash(values: readonly string[], out: Uint32Array): void {
  let a = 0x243f6a88;
  let b = 0x85a308d3;
  for (let v = 0; v < values.length; v++) {
    const text = values[v]!;
    const length = text.length;
    const even = length - (length & 1);
    for (let i = 0; i < even; i += 2) {
      const pair = text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16);
      a = Math.imul(a ^ pair, 0x9e3779b1);
      a ^= a >>> 15;
      b = Math.imul(((b << 13) | (b >>> 19)) ^ pair, 0x5f356495);
    }
    if (even < length) {
      const last = text.charCodeAt(even);
      a = Math.imul(a ^ last, 0x9e3779b1);
      a ^= a >>> 15;
      b = Math.imul(((b << 13) | (b >>> 19)) ^ last, 0x5f356495);
    }
    // Bounds count: ["ab", "c"] is not ["a", "bc"].
    a = Math.imul(a ^ 0x10000 ^ text.length, 0x85ebca77);
    b = Math.imul(b ^ 0x10000 ^ text.length, 0xc2b2ae3d) ^ (b >>> 16);
  }
  out[0] = avalanche(a ^ (b >>> 11));
  out[1] = avalanche(b ^ Math.imul(a, 0x27d4eb2f));
}

function avalanche(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

const HEX: string[] = Array.from({ length: 65_536 }, (_, i) => i.toString(16).padStart(4, "0"));

/** 16 hexadecimal digits. */
export function hashText(hash: ArrayLike<number>): string {
  const high = hash[0]!;
  const low = hash[1]!;
  return HEX[high >>> 16]! + HEX[high & 0xffff]! + HEX[low >>> 16]! + HEX[low & 0xffff]!;
}

const scratch = new Uint32Array(2);

/** Id of a posting that brings none: "t" and the hash of its own cells, so the same content gets the same id. */
export function postingId(values: readonly string[]): string {
  contentHash(values, scratch);
  return `t${hashText(scratch)}`;
}

/** A set of 64-bit keys in typed arrays: 16 bytes a key at most, no garbage. */
export class SeenKeys {
  #keys = new Uint32Array(2048);
  #size = 0;
  /** the key (0, 0) marks a free slot, so its own presence is kept apart */
  #zero = false;

  /** @returns true if the key is new. */
  add(high: number, low: number): boolean {
    if (high === 0 && low === 0) {
      const fresh = !this.#zero;
      this.#zero = true;
      return fresh;
    }
    if (this.#size * 4 >= this.#keys.length) this.#grow();
    const slot = this.#slot(this.#keys, high, low);
    if (this.#keys[slot] !== 0 || this.#keys[slot + 1] !== 0) return false;
    this.#keys[slot] = high;
    this.#keys[slot + 1] = low;
    this.#size++;
    return true;
  }

  #slot(keys: Uint32Array, high: number, low: number): number {
    const mask = keys.length / 2 - 1;
    let i = (low ^ (high >>> 7)) & mask;
    for (;;) {
      const h = keys[2 * i]!;
      const l = keys[2 * i + 1]!;
      if ((h === 0 && l === 0) || (h === high && l === low)) return 2 * i;
      i = (i + 1) & mask;
    }
  }

  #grow(): void {
    const larger = new Uint32Array(this.#keys.length * 2);
    for (let i = 0; i < this.#keys.length; i += 2) {
      const high = this.#keys[i]!;
      const low = this.#keys[i + 1]!;
      if (high === 0 && low === 0) continue;
      const slot = this.#slot(larger, high, low);
      larger[slot] = high;
      larger[slot + 1] = low;
    }
    this.#keys = larger;
  }
}
