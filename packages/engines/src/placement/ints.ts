/** Whole numbers that come one by one, four bytes each. */
export class Ints {
  #values = new Int32Array(1024);
  #count = 0;

  push(value: number): void {
    if (this.#count === this.#values.length) {
      const wider = new Int32Array(2 * this.#count);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.#count++] = value;
  }

  array(): Int32Array {
    return this.#values.slice(0, this.#count);
  }
}
