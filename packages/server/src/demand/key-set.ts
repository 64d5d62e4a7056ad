/**
 * A set of 64-bit keys, each given as two unsigned 32-bit words: 16 bytes a key at most, no garbage. Remembers the
 * order of arrival, so that it also numbers keys.
 */
export class KeySet {
  #high: Uint32Array;
  #low: Uint32Array;
  /** 0 = free, else 1 + number of the key */
  #slots: Uint32Array;
  #size = 0;

  constructor(expected = 1024) {
    let capacity = 1024;
    while (capacity < expected * 2) capacity *= 2;
    this.#slots = new Uint32Array(capacity);
    this.#high = new Uint32Array(capacity / 2);
    this.#low = new Uint32Array(capacity / 2);
  }

  get size(): number {
    return this.#size;
  }

  /** The key's number (0, 1, …), given when it first came, and whether that was now. */
  number(high: number, low: number): number {
    const slot = this.#slotOf(high >>> 0, low >>> 0);
    const held = this.#slots[slot]!;
    if (held !== 0) return held - 1;
    this.#high[this.#size] = high;
    this.#low[this.#size] = low;
    this.#slots[slot] = ++this.#size;
    if (this.#size * 2 >= this.#slots.length) this.#grow();
    return this.#size - 1;
  }

  /** Adds the key. @returns false if the set already held it */
  add(high: number, low: number): boolean {
    const before = this.#size;
    this.number(high, low);
    return this.#size > before;
  }

  has(high: number, low: number): boolean {
    return this.#slots[this.#slotOf(high >>> 0, low >>> 0)] !== 0;
  }

  #slotOf(high: number, low: number): number {
    const mask = this.#slots.length - 1;
    let slot = (Math.imul(low ^ (low >>> 15), 0x85ebca6b) ^ Math.imul(high, 0xc2b2ae35)) >>> 0;
    slot = (slot ^ (slot >>> 16)) & mask;
    for (;;) {
      const held = this.#slots[slot]!;
      if (held === 0) return slot;
      if (this.#low[held - 1] === low && this.#high[held - 1] === high) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const capacity = this.#slots.length * 2;
    const high = new Uint32Array(capacity / 2);
    const low = new Uint32Array(capacity / 2);
    high.set(this.#high.subarray(0, this.#size));
    low.set(this.#low.subarray(0, this.#size));
    this.#high = high;
    this.#low = low;
    this.#slots = new Uint32Array(capacity);
    for (let i = 0; i < this.#size; i++) this.#slots[this.#slotOf(high[i]!, low[i]!)] = i + 1;
  }
}

/** A 64-bit hash of text (two lanes of FNV-like mixing with a final avalanche), written into `out` as [high, low]. */
export function hashText(text: string, out: Uint32Array): void {
  let a = 0x811c9dc5 ^ text.length;
  let b = 0x9e3779b9;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ (c + (b >>> 13)), 0x5bd1e995);
  }
  out[0] = avalanche(a ^ (b >>> 7));
  out[1] = avalanche(b ^ (a << 5));
}

function avalanche(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
