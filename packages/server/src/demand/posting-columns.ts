import type { PostingColumns } from "@tixi/engines/types";
import { KeySet } from "./key-set.ts";
import type { PostingBatch } from "./posting-batch.ts";

/** Collects batches into the columns that a cycle computes from: 60 bytes a posting, doubling as it grows. */
export class ColumnCollector {
  #columns: PostingColumns;
  readonly #keys = new KeySet(1 << 16);
  #ids = new KeySet(1 << 16);
  readonly #employers = new KeySet(1 << 14);
  duplicates = 0;
  breaching = 0;

  constructor(expected = 1 << 16) {
    this.#columns = allocateColumns(expected);
    this.#employers.number(0, 0); // number 0 = unknown employer
  }

  get count(): number {
    return this.#columns.count;
  }

  /** Ids need only be unique within one file; call this before the next one. */
  nextFile(): void {
    this.#ids = new KeySet(1 << 16);
  }

  /** Adds the postings that are new. @returns for each posting of the batch, 1 if it was */
  add(batch: PostingBatch): Uint8Array {
    const kept = new Uint8Array(batch.accepted);
    this.#room(batch.accepted);
    const into = this.#columns;
    for (let i = 0; i < batch.accepted; i++) {
      const high = batch.key[i * 2]!;
      const low = batch.key[i * 2 + 1]!;
      const freshId = this.#ids.add(batch.idKey[i * 2]!, batch.idKey[i * 2 + 1]!);
      if (!freshId || !this.#keys.add(high, low)) {
        this.duplicates++;
        continue;
      }
      kept[i] = 1;
      const at = into.count++;
      into.key[at * 2] = high;
      into.key[at * 2 + 1] = low;
      into.employer[at] = this.#employers.number(batch.employer[i * 2]!, batch.employer[i * 2 + 1]!);
      into.city[at] = batch.city[i]!;
      into.occupation[at] = batch.occupation[i]!;
      into.confidence[at] = batch.confidence[i]!;
      into.education[at] = batch.education[i]!;
      into.headcount[at] = batch.headcount[i]!;
      into.day[at] = batch.day[i]!;
      into.industry[at] = batch.industry[i]!;
      into.signature.set(batch.signature.subarray(i * 32, i * 32 + 32), at * 32);
      this.breaching += batch.breaching[i]!;
    }
    return kept;
  }

  /** The columns, cut to their length. The collector must not be used afterwards. */
  finish(): PostingColumns {
    const { count } = this.#columns;
    const from = this.#columns;
    return {
      count,
      key: from.key.subarray(0, count * 2),
      employer: from.employer.subarray(0, count),
      city: from.city.subarray(0, count),
      occupation: from.occupation.subarray(0, count),
      confidence: from.confidence.subarray(0, count),
      education: from.education.subarray(0, count),
      headcount: from.headcount.subarray(0, count),
      day: from.day.subarray(0, count),
      industry: from.industry.subarray(0, count),
      signature: from.signature.subarray(0, count * 32),
    };
  }

  #room(more: number): void {
    const capacity = this.#columns.employer.length;
    if (this.#columns.count + more <= capacity) return;
    const from = this.#columns;
    const larger = allocateColumns(Math.max(capacity * 2, from.count + more));
    larger.count = from.count;
    larger.key.set(from.key);
    larger.employer.set(from.employer);
    larger.city.set(from.city);
    larger.occupation.set(from.occupation);
    larger.confidence.set(from.confidence);
    larger.education.set(from.education);
    larger.headcount.set(from.headcount);
    larger.day.set(from.day);
    larger.industry.set(from.industry);
    larger.signature.set(from.signature);
    this.#columns = larger;
  }
}

/** Empty columns with room for so many postings. */
export function allocateColumns(capacity: number): PostingColumns {
  return {
    count: 0,
    key: new Uint32Array(capacity * 2),
    employer: new Uint32Array(capacity),
    city: new Uint16Array(capacity),
    occupation: new Uint16Array(capacity),
    confidence: new Float32Array(capacity),
    education: new Uint8Array(capacity),
    headcount: new Uint16Array(capacity),
    day: new Int32Array(capacity),
    industry: new Uint8Array(capacity),
    signature: new Uint8Array(capacity * 32),
  };
}
