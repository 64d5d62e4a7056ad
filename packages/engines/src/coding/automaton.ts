/**
 * Aho–Corasick automaton on a double array (Aho & Corasick 1975; Aoe 1989). States are slots of the arrays:
 * the child of state s by character class c is t = base[s] + c when check[t] === s. Time to build O(total length
 * of the terms) in practice, time to scan O(length of the text + matches), no allocation while scanning.
 */

export interface Automaton {
  /** class of every UTF-16 code unit after folding, 0 = occurs in no term */
  classes: Uint16Array;
  base: Int32Array;
  check: Int32Array;
  fail: Int32Array;
  /** term that ends in this state, -1 = none */
  term: Int32Array;
  /** nearest proper suffix state in which a term ends, 0 = none */
  link: Int32Array;
}

const FREE = -1;

/** Builds the automaton of distinct folded terms; the index of a term is its number in every table. */
export function buildAutomaton(terms: readonly string[], fold: (unit: number) => number): Automaton {
  const classes = classesOf(terms, fold);
  const order = terms.map((_, i) => i).sort((a, b) => compare(terms[a]!, terms[b]!, classes));
  const keys = order.map((i) => terms[i]!);
  let size = 1024;
  for (const key of keys) size += key.length;
  size = size * 3 + 4 * 65536;
  const base = new Int32Array(size);
  const check = new Int32Array(size).fill(FREE);
  const term = new Int32Array(size).fill(-1);
  check[0] = -2;
  const free = new FreeSlots(check);
  let used = 1;
  // Breadth first, so that the fail state of a node is complete before its children are looked at.
  const queue: { from: number; to: number; depth: number; state: number }[] = [];
  queue.push({ from: 0, to: keys.length, depth: 0, state: 0 });
  const states: number[] = [];
  for (let head = 0; head < queue.length; head++) {
    const { from, to, depth, state } = queue[head]!;
    let start = from;
    while (start < to && keys[start]!.length === depth) {
      term[state] = order[start]!;
      start++;
    }
    if (start === to) continue;
    const childClass: number[] = [];
    const childFrom: number[] = [];
    for (let i = start; i < to; i++) {
      const c = classes[keys[i]!.charCodeAt(depth)]!;
      if (childClass.length === 0 || childClass[childClass.length - 1] !== c) {
        childClass.push(c);
        childFrom.push(i);
      }
    }
    const b = free.base(childClass);
    base[state] = b;
    childClass.forEach((c, k) => {
      const child = b + c;
      check[child] = state;
      used = Math.max(used, child + 1);
      states.push(child);
      queue.push({ from: childFrom[k]!, to: childFrom[k + 1] ?? to, depth: depth + 1, state: child });
    });
  }
  const count = used + maxClass(classes) + 1;
  const fail = new Int32Array(count);
  const link = new Int32Array(count);
  for (const state of states) {
    const parent = check[state]!;
    const c = state - base[parent]!;
    if (parent !== 0) {
      let f = fail[parent]!;
      while (f !== 0 && check[base[f]! + c] !== f) f = fail[f]!;
      const t = base[f]! + c;
      fail[state] = check[t] === f ? t : 0;
    }
    const f = fail[state]!;
    link[state] = term[f]! >= 0 ? f : link[f]!;
  }
  return {
    classes,
    base: base.slice(0, count),
    check: check.slice(0, count),
    fail,
    term: term.slice(0, count),
    link,
  };
}

/**
 * Free slots as a list. Nodes with one child take the first free slot; for nodes with several, the search starts where
 * the last hard search ended, because what lies before is nearly full (the heuristic of Darts).
 */
class FreeSlots {
  private readonly next: Int32Array;
  private readonly check: Int32Array;
  private from = 1;

  constructor(check: Int32Array) {
    this.check = check;
    this.next = new Int32Array(check.length + 1);
    for (let i = 0; i <= check.length; i++) this.next[i] = i;
  }

  /** First free slot at or after i, with path compression over taken ones. */
  find(i: number): number {
    const { next, check } = this;
    let j = i;
    while (check[j] !== FREE) j = next[j]! > j ? next[j]! : j + 1;
    let k = i;
    while (k < j) {
      const n = next[k]! > k ? next[k]! : k + 1;
      next[k] = j;
      k = n;
    }
    return j;
  }

  base(children: readonly number[]): number {
    const first = children[0]!;
    let slot = this.find(Math.max(children.length === 1 ? 1 : this.from, first + 1));
    for (let tries = 0; ; tries++) {
      const b = slot - first;
      let fits = true;
      for (let i = children.length - 1; i > 0 && fits; i--) fits = this.check[b + children[i]!] === FREE;
      if (fits) {
        if (tries > 300 && slot > this.from) this.from = slot;
        return b;
      }
      slot = this.find(slot + 1);
    }
  }
}

/** One step: the state after reading a character of class c. */
export function step(a: Automaton, state: number, c: number): number {
  const { base, check, fail } = a;
  let s = state;
  for (;;) {
    const t = base[s]! + c;
    if (check[t] === s) return t;
    if (s === 0) return 0;
    s = fail[s]!;
  }
}

function classesOf(terms: readonly string[], fold: (unit: number) => number): Uint16Array {
  const counts = new Map<number, number>();
  for (const term of terms)
    for (let i = 0; i < term.length; i++) {
      const u = term.charCodeAt(i);
      counts.set(u, (counts.get(u) ?? 0) + 1);
    }
  // Frequent characters get small classes: the arrays become denser.
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const dense = new Uint16Array(65536);
  ranked.forEach(([u], i) => (dense[u] = i + 1));
  const classes = new Uint16Array(65536);
  for (let u = 0; u < 65536; u++) classes[u] = dense[fold(u)]!;
  return classes;
}

function maxClass(classes: Uint16Array): number {
  let max = 0;
  for (const c of classes) if (c > max) max = c;
  return max;
}

function compare(a: string, b: string, classes: Uint16Array): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const d = classes[a.charCodeAt(i)]! - classes[b.charCodeAt(i)]!;
    if (d !== 0) return d;
  }
  return a.length - b.length;
}
