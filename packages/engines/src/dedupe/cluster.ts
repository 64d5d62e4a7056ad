/** Postings → vacancies: near-duplicates of one employer in one city become one. */
import type { PostingColumns } from "../types/index.ts";
import { sortBy } from "./order.ts";
import {
  SIGNATURE_BYTES,
  TEXT_AT,
  TEXT_MINIMA,
  textResemblance,
  textSize,
  titleResemblance,
} from "./signature.ts";

export interface DedupeOptions {
  /** descriptions at least so alike are one vacancy where the titles' cores are the same */
  sameTitle: number;
  /** … where the employer has hundreds of postings of that title in the city, an agency say */
  crowdedTitle: number;
  /** … and where the titles are only alike */
  likeTitle: number;
  /** how alike such titles must be */
  titleFloor: number;
  /** a shorter description that lies to this share in the longer one (a cut copy) is one vacancy with it */
  containment: number;
  /** where no employer is named, the descriptions must be at least so alike */
  unnamed: number;
}

export const DEDUPE_DEFAULTS: DedupeOptions = {
  sameTitle: 0.45,
  crowdedTitle: 0.65,
  likeTitle: 0.85,
  titleFloor: 0.7,
  containment: 0.8,
  unnamed: 0.9,
};

/** The columns that clustering reads. */
export type DedupeColumns = Pick<
  PostingColumns,
  "count" | "key" | "employer" | "city" | "headcount" | "day" | "signature"
>;

export interface Vacancies {
  /** vacancy of each posting, numbered from 0 in the order of the vacancies' smallest keys */
  vacancyOf: Uint32Array;
  /** number of vacancies */
  count: number;
  /** postings of each vacancy */
  postings: Uint32Array;
  /** head count of each vacancy: the latest one stated; else 65535 if a posting says "several", else 0 */
  headcount: Uint16Array;
  /** row of the latest posting of each vacancy */
  latest: Uint32Array;
  /** days since 1970-01-01 on which it was first and last published, -1 = not told */
  firstDay: Int32Array;
  lastDay: Int32Array;
}

/** Blocks up to this size are compared pair by pair; larger ones through bands. */
const SMALL_BLOCK = 48;
/** An employer with so many postings of one title in one city has many vacancies of it, and texts made alike. */
const MANY_OF_A_TITLE = 256;
/** In a bucket of look-alikes each is compared with so many neighbours at most. */
const NEIGHBOURS = 96;
/** Minima (half bytes) a band, for postings of the same title and for those of alike titles. */
const NARROW_BAND = 3;
const WIDE_BAND = 5;
/** A description with fewer triples of characters tells nothing. */
const FEWEST_TRIPLES = 24;
/** … and with fewer than this not enough to put two titles together. */
const ALIKE_TRIPLES = 60;
/** A cut copy must be so long to be recognised. */
const CONTAINED_TRIPLES = 40;
const SEVERAL = 65_535;

/**
 * Puts the postings of one employer in one city together that advertise the same vacancy, whatever board or day they
 * come from. Two postings are linked if their titles' cores are the same and their descriptions alike (or one is a cut
 * copy of the other), or their titles are alike and their descriptions nearly the same; vacancies are what links
 * connect. A posting whose description says nothing joins the largest vacancy of the same title. Without an employer's
 * name, only postings with the same title and nearly the same description are one.
 *
 * The partition depends on the postings' content only, not on their order. Time: O(n) for the sorts, and O(n · 96) at
 * most for comparisons; memory: about 40 bytes a posting.
 */
export function clusterVacancies(
  columns: DedupeColumns,
  options: DedupeOptions = DEDUPE_DEFAULTS,
): Vacancies {
  const n = columns.count;
  const order = canonicalOrder(columns);
  const rank = new Uint32Array(n);
  for (let i = 0; i < n; i++) rank[order[i]!] = i;
  const scratch = new Uint32Array(n);
  const digits = new Uint16Array(n);
  const titles = titleHashes(columns.signature, n);
  const blocks = order.slice();
  sortBy(blocks, scratch, digits, titles);
  sortBy(blocks, scratch, digits, columns.city);
  sortBy(blocks, scratch, digits, columns.employer);

  const sets = new DisjointSets(n, rank);
  const linker = new Linker(columns, titles, rank, sets, options);
  let from = 0;
  while (from < n) {
    const first = blocks[from]!;
    let to = from + 1;
    while (
      to < n &&
      columns.employer[blocks[to]!] === columns.employer[first] &&
      columns.city[blocks[to]!] === columns.city[first]
    )
      to++;
    if (to - from > 1) linker.linkBlock(blocks.subarray(from, to), columns.employer[first] !== 0);
    from = to;
  }
  return describe(columns, order, rank, sets);
}

/** Rows by key: an order that the content gives, whatever order they came in. */
function canonicalOrder(columns: DedupeColumns): Uint32Array {
  const order = Uint32Array.from({ length: columns.count }, (_, i) => i);
  const scratch = new Uint32Array(columns.count);
  const digits = new Uint16Array(columns.count);
  sortBy(order, scratch, digits, columns.key, 2, 1);
  sortBy(order, scratch, digits, columns.key, 2, 0);
  return order;
}

function titleHashes(signatures: Uint8Array, n: number): Uint32Array {
  const hashes = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const at = i * SIGNATURE_BYTES;
    hashes[i] =
      (signatures[at]! |
        (signatures[at + 1]! << 8) |
        (signatures[at + 2]! << 16) |
        (signatures[at + 3]! << 24)) >>>
      0;
  }
  return hashes;
}

/** Union–find whose representative is the row that comes first in canonical order. */
class DisjointSets {
  readonly #parent: Uint32Array;
  readonly #rank: Uint32Array;

  constructor(n: number, rank: Uint32Array) {
    this.#parent = Uint32Array.from({ length: n }, (_, i) => i);
    this.#rank = rank;
  }

  find(row: number): number {
    const parent = this.#parent;
    let at = row;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  }

  union(a: number, b: number): void {
    const x = this.find(a);
    const y = this.find(b);
    if (x === y) return;
    if (this.#rank[x]! < this.#rank[y]!) this.#parent[y] = x;
    else this.#parent[x] = y;
  }
}

/** Which pairs are compared now: those of one title, from which resemblance on, or those of alike titles. */
type Terms = { titles: "same"; floor: number; cutCopies: boolean } | { titles: "alike" };

class Linker {
  readonly #signatures: Uint8Array;
  readonly #titles: Uint32Array;
  readonly #rank: Uint32Array;
  readonly #sets: DisjointSets;
  readonly #options: DedupeOptions;

  constructor(
    columns: DedupeColumns,
    titles: Uint32Array,
    rank: Uint32Array,
    sets: DisjointSets,
    options: DedupeOptions,
  ) {
    this.#signatures = columns.signature;
    this.#titles = titles;
    this.#rank = rank;
    this.#sets = sets;
    this.#options = options;
  }

  /** @param rows one employer and city, sorted by title, within a title in canonical order */
  linkBlock(rows: Uint32Array, named: boolean): void {
    const titles = this.#titles;
    let from = 0;
    while (from < rows.length) {
      let to = from + 1;
      while (to < rows.length && titles[rows[to]!] === titles[rows[from]!]) to++;
      if (to - from > 1) this.#linkTitle(rows.subarray(from, to), named);
      from = to;
    }
    if (named) {
      this.#linkPairs(this.#told(rows), WIDE_BAND, { titles: "alike" });
      for (from = 0; from < rows.length;) {
        let to = from + 1;
        while (to < rows.length && titles[rows[to]!] === titles[rows[from]!]) to++;
        if (to - from > 1) this.#joinUntold(rows.subarray(from, to));
        from = to;
      }
    }
  }

  #linkTitle(rows: Uint32Array, named: boolean): void {
    const { sameTitle, crowdedTitle, unnamed } = this.#options;
    const floor = !named ? unnamed : rows.length > MANY_OF_A_TITLE ? crowdedTitle : sameTitle;
    this.#linkPairs(this.#told(rows), NARROW_BAND, { titles: "same", floor, cutCopies: named });
  }

  /** Rows whose description tells something. */
  #told(rows: Uint32Array): Uint32Array {
    return rows.filter((row) => this.#tells(row));
  }

  #tells(row: number): boolean {
    return textSize(this.#signatures, row * SIGNATURE_BYTES) >= FEWEST_TRIPLES;
  }

  #linkPairs(rows: Uint32Array, bandWidth: number, terms: Terms): void {
    if (rows.length < 2) return;
    const distinct = rows.length > SMALL_BLOCK ? this.#mergeIdentical(rows, terms) : rows;
    if (distinct.length > SMALL_BLOCK) {
      this.#linkBands(distinct, bandWidth, terms);
      return;
    }
    for (let i = 0; i < distinct.length; i++) {
      for (let j = i + 1; j < distinct.length; j++) this.#link(distinct[i]!, distinct[j]!, terms);
    }
  }

  /** Postings with the same signature are one; one of each goes on, so that a thousand copies cost nothing. */
  #mergeIdentical(rows: Uint32Array, terms: Terms): Uint32Array {
    const buckets = new Map<number, number[]>();
    const distinct: number[] = [];
    for (const row of rows) {
      const hash = this.#hash(row);
      const bucket = buckets.get(hash);
      const first = bucket?.find((other) => this.#identical(other, row));
      if (first !== undefined) this.#link(first, row, terms);
      else {
        distinct.push(row);
        if (bucket) bucket.push(row);
        else buckets.set(hash, [row]);
      }
    }
    return Uint32Array.from(distinct);
  }

  #hash(row: number): number {
    let hash = 0;
    for (let i = row * SIGNATURE_BYTES; i < (row + 1) * SIGNATURE_BYTES; i++) {
      hash = Math.imul(hash ^ this.#signatures[i]!, 0x01000193);
    }
    return hash;
  }

  #identical(a: number, b: number): boolean {
    for (let i = 0; i < SIGNATURE_BYTES; i++) {
      if (this.#signatures[a * SIGNATURE_BYTES + i] !== this.#signatures[b * SIGNATURE_BYTES + i])
        return false;
    }
    return true;
  }

  #linkBands(rows: Uint32Array, width: number, terms: Terms): void {
    const bands = Math.floor(TEXT_MINIMA / width);
    const values = new Uint32Array(rows.length);
    const order = new Uint32Array(rows.length);
    const scratch = new Uint32Array(rows.length);
    const digits = new Uint16Array(rows.length);
    for (let band = 0; band < bands; band++) {
      for (let i = 0; i < rows.length; i++) {
        let value = 0;
        for (let k = 0; k < width; k++) value = (value << 4) | this.#minimum(rows[i]!, band * width + k);
        values[i] = value;
        order[i] = i;
      }
      sortBy(order, scratch, digits, values);
      for (let i = 0; i < order.length; i++) {
        const a = order[i]!;
        const last = Math.min(order.length, i + 1 + NEIGHBOURS);
        for (let j = i + 1; j < last; j++) {
          const b = order[j]!;
          if (values[a] !== values[b]) break;
          this.#link(rows[a]!, rows[b]!, terms);
        }
      }
    }
  }

  #minimum(row: number, index: number): number {
    return (this.#signatures[row * SIGNATURE_BYTES + TEXT_AT + (index >> 1)]! >> ((index & 1) << 2)) & 15;
  }

  #link(a: number, b: number, terms: Terms): void {
    if (this.#sets.find(a) === this.#sets.find(b)) return;
    if (this.#sameVacancy(a, b, terms)) this.#sets.union(a, b);
  }

  #sameVacancy(a: number, b: number, terms: Terms): boolean {
    const s = this.#signatures;
    const atA = a * SIGNATURE_BYTES;
    const atB = b * SIGNATURE_BYTES;
    const sameTitle = this.#titles[a] === this.#titles[b];
    if (sameTitle !== (terms.titles === "same")) return false;
    const alike = textResemblance(s, atA, s, atB);
    if (terms.titles === "alike") {
      const { likeTitle, titleFloor } = this.#options;
      return (
        alike >= likeTitle &&
        textSize(s, atA) >= ALIKE_TRIPLES &&
        titleResemblance(s, atA, s, atB) >= titleFloor
      );
    }
    if (alike >= terms.floor) return true;
    const short = Math.min(textSize(s, atA), textSize(s, atB));
    const long = Math.max(textSize(s, atA), textSize(s, atB));
    if (!terms.cutCopies || short < CONTAINED_TRIPLES || alike < 0.15) return false;
    // |A ∩ B| = J (|A| + |B|) / (1 + J)
    return (alike * (short + long)) / ((1 + alike) * short) >= this.#options.containment;
  }

  /** Postings without a telling description join the largest vacancy of their title, the first one among equals. */
  #joinUntold(rows: Uint32Array): void {
    const untold = rows.filter((row) => !this.#tells(row));
    if (untold.length === 0) return;
    const sizes = new Map<number, number>();
    for (const row of rows) {
      if (!this.#tells(row)) continue;
      const root = this.#sets.find(row);
      sizes.set(root, (sizes.get(root) ?? 0) + 1);
    }
    let best = untold[0]!;
    let most = 0;
    for (const [root, size] of sizes) {
      if (size > most || (size === most && this.#rank[root]! < this.#rank[best]!)) {
        best = root;
        most = size;
      }
    }
    for (const row of untold) this.#sets.union(best, row);
  }
}

function describe(
  columns: DedupeColumns,
  order: Uint32Array,
  rank: Uint32Array,
  sets: DisjointSets,
): Vacancies {
  const n = columns.count;
  const vacancyOf = new Uint32Array(n);
  let count = 0;
  // The representative comes before all its postings in canonical order, so it has its number by then.
  for (const row of order) {
    const root = sets.find(row);
    if (root === row) vacancyOf[row] = count++;
    else vacancyOf[row] = vacancyOf[root]!;
  }
  const postings = new Uint32Array(count);
  const headcount = new Uint16Array(count);
  const latest = new Uint32Array(count);
  const firstDay = new Int32Array(count).fill(-1);
  const lastDay = new Int32Array(count).fill(-1);
  const headcountDay = new Int32Array(count).fill(-2);
  for (const row of order) {
    const v = vacancyOf[row]!;
    const day = columns.day[row]!;
    if (postings[v] === 0 || day > lastDay[v]!) latest[v] = row;
    postings[v]!++;
    if (day > lastDay[v]!) lastDay[v] = day;
    if (day >= 0 && (firstDay[v] === -1 || day < firstDay[v]!)) firstDay[v] = day;
    const stated = columns.headcount[row]!;
    if (stated === SEVERAL) {
      if (headcount[v] === 0) headcount[v] = SEVERAL;
    } else if (stated > 0 && day > headcountDay[v]!) {
      headcount[v] = stated;
      headcountDay[v] = day;
    }
  }
  return { vacancyOf, count, postings, headcount, latest, firstDay, lastDay };
}
