/** Keys and students share one number: rank × 2^26 + place in the draw, exact below 2^53. */
const SPAN = 67_108_864;

/** Students, posts and the caps above them, as bare arrays. */
export interface Market {
  /** entries of student s: start[s] … start[s + 1] − 1, the most wanted first */
  start: Int32Array;
  /** post of each entry */
  post: Int32Array;
  /** rank that the post gives to the student of each entry, from 1 */
  rank: Int32Array;
  /** place of each student in the draw, all different, from 0 */
  draw: Int32Array;
  /** most students of each cap; caps 0 … posts − 1 are those of the posts themselves */
  max: Int32Array;
  /** cap directly above each cap, −1 = none; a cap above has a higher number than those below it */
  above: Int32Array;
  posts: number;
}

export interface Stable {
  /** entry that each student got, −1 = none */
  got: Int32Array;
  /** students within each cap */
  held: Int32Array;
  /** worst key within each cap (rank × 2^26 + draw), −1 = nobody; see `rankOf` */
  worst: Float64Array;
}

/** Rank within a key of `worst`; null for −1. */
export const rankOf = (key: number): number | null => (key < 0 ? null : Math.floor(key / SPAN));

/**
 * The stable matching under nested caps that is best for the students: deferred acceptance, students proposing, where the
 * caps choose greedily from the pairs (Kojima, Tamura, Yokoo 2018; a laminar family is a matroid, so one pair comes in and
 * at most one goes out: the worst within the smallest full cap above the post). The order of proposals changes nothing.
 * Time: O(proposals × (depth of caps + log posts + log largest post)); memory: entries and posts.
 * @throws RangeError for 2^26 students or more, or a rank above 2^26
 */
export function stablePlacement(market: Market): Stable {
  const { start, post, rank, draw, max, above, posts } = market;
  const students = start.length - 1;
  if (students >= SPAN) throw new RangeError("2^26 students or more");
  const studentAt = new Int32Array(students);
  for (let s = 0; s < students; s++) studentAt[draw[s]!] = s;

  const wishes = new Int32Array(posts);
  for (let e = 0; e < post.length; e++) {
    if (rank[e]! > SPAN) throw new RangeError("a rank above 2^26");
    wishes[post[e]!]!++;
  }
  const order = nested(above, posts);
  const heaps = new Heaps(posts, (p) => Math.min(Math.max(max[p]!, 0), wishes[p]!));
  const worst = new WorstOf(order.postAt, heaps);
  const held = new Int32Array(max.length);
  const next = start.slice(0, students);

  for (let first = 0; first < students; first++) {
    for (let s = first; s >= 0;) {
      const end = start[s + 1]!;
      const lot = draw[s]!;
      let out = -1;
      let e = next[s]!;
      for (; e < end; e++) {
        const p = post[e]!;
        const key = rank[e]! * SPAN + lot;
        // the smallest full cap above the post decides
        let full: number = p;
        while (full >= 0 && held[full]! < max[full]!) full = above[full]!;
        if (full < 0) {
          heaps.push(p, key);
          worst.changed(order.at[p]!);
          for (let cap: number = p; cap >= 0; cap = above[cap]!) held[cap]!++;
          break;
        }
        if (max[full]! <= 0) continue;
        const leaf = full < posts ? full : worst.within(order.first[full]!, order.last[full]!);
        const top = heaps.top(leaf);
        if (key > top) continue;
        heaps.pop(leaf);
        heaps.push(p, key);
        worst.changed(order.at[leaf]!);
        if (leaf !== p) {
          worst.changed(order.at[p]!);
          for (let cap: number = leaf; cap !== full; cap = above[cap]!) held[cap]!--;
          for (let cap: number = p; cap !== full; cap = above[cap]!) held[cap]!++;
        }
        out = studentAt[top - Math.floor(top / SPAN) * SPAN]!;
        break;
      }
      next[s] = e < end ? e + 1 : end + 1;
      s = out;
    }
  }

  const got = new Int32Array(students);
  for (let s = 0; s < students; s++) got[s] = next[s]! > start[s + 1]! ? -1 : next[s]! - 1;
  const worstIn = Float64Array.from(max, (_, cap) => {
    if (held[cap]! === 0) return -1;
    return heaps.top(cap < posts ? cap : worst.within(order.first[cap]!, order.last[cap]!));
  });
  return { got, held, worst: worstIn };
}

interface Nested {
  /** position of each post in an order in which the posts of every cap stand together */
  at: Int32Array;
  /** post at each position */
  postAt: Int32Array;
  /** first and last position of the posts of each cap; first > last where it has none */
  first: Int32Array;
  last: Int32Array;
}

/** Brings the posts of each cap together. */
function nested(above: Int32Array, posts: number): Nested {
  const caps = above.length;
  const size = new Int32Array(caps);
  for (let cap = 0; cap < caps; cap++) {
    if (cap < posts) size[cap] = 1;
    if (above[cap]! >= 0) size[above[cap]!]! += size[cap]!;
  }
  // from the highest caps down: each takes the next free stretch of the one above it
  const first = new Int32Array(caps);
  const free = new Int32Array(caps);
  let outside = 0;
  for (let cap = caps - 1; cap >= 0; cap--) {
    const over = above[cap]!;
    first[cap] = over < 0 ? outside : free[over]!;
    if (over < 0) outside += size[cap]!;
    else free[over]! += size[cap]!;
    free[cap] = first[cap]!;
  }
  const at = first.slice(0, posts);
  const postAt = new Int32Array(posts);
  for (let p = 0; p < posts; p++) postAt[at[p]!] = p;
  return { at, postAt, first, last: Int32Array.from(first, (from, cap) => from + size[cap]! - 1) };
}

/** The pairs that each post holds: heaps with the worst on top, one behind the other in one array. */
class Heaps {
  readonly #base: Float64Array;
  readonly #count: Int32Array;
  readonly #keys: Float64Array;

  constructor(posts: number, most: (post: number) => number) {
    this.#base = new Float64Array(posts + 1);
    for (let p = 0; p < posts; p++) this.#base[p + 1] = this.#base[p]! + most(p);
    this.#count = new Int32Array(posts);
    this.#keys = new Float64Array(this.#base[posts]!);
  }

  /** The worst key of a post, −1 where it holds nobody. */
  top(post: number): number {
    return this.#count[post] === 0 ? -1 : this.#keys[this.#base[post]!]!;
  }

  push(post: number, key: number): void {
    const keys = this.#keys;
    const base = this.#base[post]!;
    let at = this.#count[post]!++;
    while (at > 0) {
      const over = (at - 1) >> 1;
      if (keys[base + over]! >= key) break;
      keys[base + at] = keys[base + over]!;
      at = over;
    }
    keys[base + at] = key;
  }

  pop(post: number): void {
    const keys = this.#keys;
    const base = this.#base[post]!;
    const count = --this.#count[post]!;
    const key = keys[base + count]!;
    let at = 0;
    for (let under = 1; under < count; under = 2 * at + 1) {
      if (under + 1 < count && keys[base + under + 1]! > keys[base + under]!) under++;
      if (keys[base + under]! <= key) break;
      keys[base + at] = keys[base + under]!;
      at = under;
    }
    keys[base + at] = key;
  }
}

/** Which post of a stretch of positions holds the worst pair: a tree of winners over the positions. */
class WorstOf {
  readonly #size: number;
  readonly #winner: Int32Array;
  readonly #heaps: Heaps;

  constructor(postAt: Int32Array, heaps: Heaps) {
    this.#size = postAt.length;
    this.#winner = new Int32Array(2 * this.#size);
    this.#winner.set(postAt, this.#size);
    this.#heaps = heaps;
    for (let node = this.#size - 1; node > 0; node--)
      this.#winner[node] = this.#worse(2 * node, 2 * node + 1);
  }

  #worse(a: number, b: number): number {
    const [p, q] = [this.#winner[a]!, this.#winner[b]!];
    return this.#heaps.top(q) > this.#heaps.top(p) ? q : p;
  }

  /** What the post at a position holds has changed. */
  changed(position: number): void {
    for (let node = (position + this.#size) >> 1; node > 0; node >>= 1)
      this.#winner[node] = this.#worse(2 * node, 2 * node + 1);
  }

  /** Post with the worst pair between two positions, both included. */
  within(from: number, to: number): number {
    const winner = this.#winner;
    let best = winner[from + this.#size]!;
    let low = from + this.#size;
    let high = to + this.#size + 1;
    for (; low < high; low >>= 1, high >>= 1) {
      if (low & 1) best = this.#better(best, winner[low++]!);
      if (high & 1) best = this.#better(best, winner[--high]!);
    }
    return best;
  }

  #better(p: number, q: number): number {
    return this.#heaps.top(q) > this.#heaps.top(p) ? q : p;
  }
}
