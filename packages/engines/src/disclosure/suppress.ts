/** Complementary suppression over hierarchical margins. See README.md. */
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

/**
 * Marks further cells until no primary one can be worked out from the sums: no relation has a single unknown, the
 * unknowns beside a primary cell leave it uncertain enough, and bounds carried from relation to relation do not
 * close in on it. The order of the cells decides ties only through `value` and index, so give them canonically.
 */
export function suppress(table: MarginTable, options: DisclosureOptions): DisclosureResult {
  const relations = relationsOf(table);
  const status = Uint8Array.from(table.primary, (flag) => (flag ? 1 : 0));
  const touching = membership(table.cells, relations);
  let rounds = 0;
  let pending = relations.map((_, r) => r);
  while (pending.length > 0 && rounds < 100) {
    rounds++;
    const queue = new Set(pending);
    for (const r of queue) {
      for (const added of protect(relations[r]!, table, status, options.protection)) {
        for (let k = touching.first[added]!; k < touching.first[added + 1]!; k++)
          queue.add(touching.items[k]!);
        queue.delete(r);
        queue.add(r);
      }
    }
    pending = [];
    const { low, high } = bounds(table, relations, status);
    for (let c = 0; c < table.cells; c++) {
      if (status[c] !== 1 || high[c]! - low[c]! >= options.protection * table.value[c]! - 1e-9) continue;
      const more = widen(c, table, relations, touching, status);
      if (more < 0) continue;
      status[more] = 2;
      for (let k = touching.first[more]!; k < touching.first[more + 1]!; k++)
        pending.push(touching.items[k]!);
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

/** The next cell to hide so that cell `c` becomes less certain: the smallest open one among its relations. */
function widen(
  c: number,
  table: MarginTable,
  relations: readonly Relation[],
  touching: Membership,
  status: Uint8Array,
): number {
  let best = -1;
  for (let k = touching.first[c]!; k < touching.first[c + 1]!; k++) {
    const relation = relations[touching.items[k]!]!;
    const pick = smallestOpen(relation.parts, table.value, status);
    const chosen = pick >= 0 ? pick : status[relation.total] ? -1 : relation.total;
    if (chosen < 0) continue;
    if (best < 0 || table.value[chosen]! < table.value[best]!) best = chosen;
  }
  return best;
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
