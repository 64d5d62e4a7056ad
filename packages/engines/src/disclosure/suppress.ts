/** Complementary suppression over hierarchical margins. See README.md. */
import { freedom } from "./freedom.ts";
import type { DisclosureOptions, DisclosureResult, MarginTable, Relation } from "./types.ts";

/** Every sum relation between listed cells: along each dimension, a cell and its children (or nearest listed ones). */
export function relationsOf(table: MarginTable): Relation[] {
  const { dimensions, cells, nodes } = table;
  const width = dimensions.length;
  const sizes = dimensions.map((d) => d.length);
  const keyOf = (at: number, dimension: number, node: number): number => {
    let key = 0;
    for (let d = 0; d < width; d++) key = key * sizes[d]! + (d === dimension ? node : nodes[at * width + d]!);
    return key;
  };
  const byKey = new Map<number, number>();
  for (let c = 0; c < cells; c++) byKey.set(keyOf(c, -1, 0), c);
  const groups = new Map<number, number[]>();
  for (let c = 0; c < cells; c++) {
    for (let d = 0; d < width; d++) {
      for (let up = dimensions[d]![nodes[c * width + d]!]!; up >= 0; up = dimensions[d]![up]!) {
        const total = byKey.get(keyOf(c, d, up));
        if (total === undefined) continue;
        const at = total * width + d;
        const group = groups.get(at);
        if (group) group.push(c);
        else groups.set(at, [c]);
        break;
      }
    }
  }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([at, parts]) => ({ total: Math.floor(at / width), parts }));
}

/** The audit is rough while there is something to find, and thorough before it says that there is nothing. */
const AUDITS = [
  { draws: 4, tolerance: 1e-3 },
  { draws: 12, tolerance: 1e-5 },
];
/** Half of the protection would do (`freedom`); the rest allows for the draws. */
const MARGIN = 0.6;

/** Rounds after which the widening gives up; each hides at least one more cell, so that tables end far earlier. */
const MOST_ROUNDS = 200;

/**
 * Marks further cells until no primary one can be worked out from the sums: no relation has a single unknown, the
 * unknowns beside a primary cell leave it uncertain enough, bounds carried from relation to relation do not close in on
 * it, and no combination of sums does (`freedom`). The order of the cells decides ties only through `value` and index,
 * so give them canonically.
 */
export function suppress(table: MarginTable, options: DisclosureOptions): DisclosureResult {
  const relations = relationsOf(table);
  const status = Uint8Array.from(table.primary, (flag) => (flag ? 1 : 0));
  const touching = membership(table.cells, relations);
  const around = (cell: number) => touching.items.subarray(touching.first[cell]!, touching.first[cell + 1]!);
  const tries = new Map<number, number>();
  let rounds = 0;
  let pending = new Set(relations.keys());
  while (pending.size > 0 && rounds < MOST_ROUNDS) {
    rounds++;
    for (const r of pending) {
      // Taken off first: what is added again is visited again.
      pending.delete(r);
      for (const added of protect(relations[r]!, table, status, options.protection))
        for (const next of around(added)) pending.add(next);
    }
    pending = new Set();
    for (const cell of uncertainTooLittle(table, relations, status, options.protection)) {
      // One more cell, then two, then four: what resists is given room, since every round costs an audit of all.
      const times = 2 * (tries.get(cell) ?? 0.5);
      tries.set(cell, times);
      for (let k = 0; k < times; k++) {
        const more = widen(cell, table, relations, around, status, options.protection * table.value[cell]!);
        if (more < 0) break;
        status[more] = 2;
        for (const next of around(more)) pending.add(next);
      }
    }
  }
  let primary = 0;
  let secondary = 0;
  for (const s of status) {
    if (s === 1) primary++;
    else if (s === 2) secondary++;
  }
  return { status, primary, secondary, rounds };
}

/** Primary cells that the sums still tell too well; first by bounds, which are quick, then by all combinations. */
function uncertainTooLittle(
  table: MarginTable,
  relations: readonly Relation[],
  status: Uint8Array,
  protection: number,
): number[] {
  const primary = [...status.keys()].filter((cell) => status[cell] === 1 && table.value[cell]! > 0);
  if (primary.length === 0) return [];
  const { low, high } = bounds(table, relations, status);
  const closed = primary.filter((c) => high[c]! - low[c]! < protection * table.value[c]! - 1e-9);
  if (closed.length > 0) return closed;
  for (const audit of AUDITS) {
    const free = freedom(table, relations, status, audit);
    const tight = primary.filter((c) => free[c]! < MARGIN * protection);
    if (tight.length > 0) return tight;
  }
  return [];
}

interface Membership {
  first: Int32Array;
  items: Int32Array;
}

function membership(cells: number, relations: readonly Relation[]): Membership {
  const first = new Int32Array(cells + 1);
  const each = (visit: (cell: number, relation: number) => void): void =>
    relations.forEach((relation, r) => {
      visit(relation.total, r);
      for (const part of relation.parts) visit(part, r);
    });
  each((cell) => first[cell + 1]!++);
  for (let c = 0; c < cells; c++) first[c + 1]! += first[c]!;
  const next = first.slice(0, cells);
  const items = new Int32Array(first[cells]!);
  each((cell, r) => (items[next[cell]!++] = r));
  return { first, items };
}

/** Suppresses what a relation needs; returns the cells added. */
function protect(relation: Relation, table: MarginTable, status: Uint8Array, protection: number): number[] {
  const { total, parts } = relation;
  const { value } = table;
  const added: number[] = [];
  for (;;) {
    let unknown = 0;
    let hidden = 0;
    let largest = 0;
    let anyPrimary = false;
    for (const part of parts) {
      if (!status[part]) continue;
      unknown++;
      hidden += value[part]!;
      if (status[part] === 1) {
        anyPrimary = true;
        largest = Math.max(largest, value[part]!);
      }
    }
    if (status[total]) {
      // An unknown total with known parts is their sum.
      if (unknown > 0) return added;
    } else {
      if (unknown === 0) return added;
      const enough = !anyPrimary || hidden - largest >= protection * largest;
      if (unknown >= 2 && enough) return added;
    }
    const pick = smallestOpen(parts, value, status);
    const chosen = pick >= 0 ? pick : status[total] ? -1 : total;
    if (chosen < 0) return added;
    status[chosen] = 2;
    added.push(chosen);
  }
}

function smallestOpen(parts: readonly number[], value: Float64Array, status: Uint8Array): number {
  let best = -1;
  for (const part of parts) {
    if (status[part] || value[part]! <= 0) continue;
    if (best < 0 || value[part]! < value[best]! || (value[part] === value[best] && part < best)) best = part;
  }
  return best;
}

/**
 * The next cell to hide so that cell `c` becomes less certain: among the open ones in its own sums the smallest that is
 * large enough to make a difference, else the largest; else the same in the sums of the hidden cells around it, and so
 * on outwards. −1 when everything around is hidden already.
 */
function widen(
  c: number,
  table: MarginTable,
  relations: readonly Relation[],
  around: (cell: number) => Int32Array,
  status: Uint8Array,
  least: number,
): number {
  const { value } = table;
  const better = (a: number, b: number): boolean => {
    const enough = value[a]! >= least;
    if (enough !== value[b]! >= least) return enough;
    return value[a] === value[b] ? a < b : value[a]! < value[b]! === enough;
  };
  const seen = new Set([c]);
  for (let ring = [c]; ring.length > 0;) {
    let best = -1;
    const next: number[] = [];
    for (const r of new Set(ring.flatMap((cell) => [...around(cell)]))) {
      const { total, parts } = relations[r]!;
      const open = (cell: number) => !status[cell] && value[cell]! > 0;
      const choices = parts.filter(open);
      // A total goes only where none of its parts is left to hide.
      if (choices.length === 0 && open(total)) choices.push(total);
      for (const cell of choices) if (best < 0 || better(cell, best)) best = cell;
      for (const cell of [total, ...parts]) {
        if (!status[cell] || seen.has(cell)) continue;
        seen.add(cell);
        next.push(cell);
      }
    }
    if (best >= 0) return best;
    ring = next;
  }
  return -1;
}

/**
 * What an attacker who knows all open cells can say about the others: bounds carried back and forth through the sums
 * (the shuttle algorithm of Buzzigoli and Giusti, 1999). They are never tighter than the exact ones of the attack.
 */
export function bounds(
  table: MarginTable,
  relations: readonly Relation[],
  status: Uint8Array,
  rounds = 12,
): { low: Float64Array; high: Float64Array } {
  const { value, cells } = table;
  const low = new Float64Array(cells);
  const high = new Float64Array(cells).fill(Number.POSITIVE_INFINITY);
  for (let c = 0; c < cells; c++) if (!status[c]) low[c] = high[c] = value[c]!;
  const active = relations.filter((r) => status[r.total] || r.parts.some((part) => status[part]));
  for (let round = 0; round < rounds; round++) {
    let moved = false;
    for (const { total, parts } of active) {
      let sumLow = 0;
      let sumHigh = 0;
      let infinite = 0;
      for (const part of parts) {
        sumLow += low[part]!;
        if (high[part] === Number.POSITIVE_INFINITY) infinite++;
        else sumHigh += high[part]!;
      }
      if (status[total]) {
        if (sumLow > low[total]! + 1e-9) {
          low[total] = sumLow;
          moved = true;
        }
        if (infinite === 0 && sumHigh < high[total]! - 1e-9) {
          high[total] = sumHigh;
          moved = true;
        }
      }
      for (const part of parts) {
        if (!status[part]) continue;
        const most = high[total]! - (sumLow - low[part]!);
        if (most < high[part]! - 1e-9) {
          if (high[part] === Number.POSITIVE_INFINITY) infinite--;
          else sumHigh -= high[part]!;
          high[part] = Math.max(low[part]!, most);
          sumHigh += high[part]!;
          moved = true;
        }
        const othersInfinite = infinite - (high[part] === Number.POSITIVE_INFINITY ? 1 : 0);
        if (othersInfinite > 0) continue;
        const others = high[part] === Number.POSITIVE_INFINITY ? sumHigh : sumHigh - high[part]!;
        const least = low[total]! - others;
        if (least > low[part]! + 1e-9) {
          sumLow += least - low[part]!;
          low[part] = Math.min(high[part]!, least);
          moved = true;
        }
      }
    }
    if (!moved) break;
  }
  return { low, high };
}
