/** The attack: the smallest and largest value of a suppressed cell that agree with everything published, by LP. */
import type { LpSolver } from "../cycle/types.ts";
import { relationsOf } from "./suppress.ts";
import type { MarginTable } from "./types.ts";

export interface Recovered {
  cell: number;
  value: number;
  low: number;
  high: number;
}

/**
 * Bounds of the given cells. Only relations connected to a cell through unknown ones enter its programme.
 * Infinite upper bounds are answered as Infinity.
 */
export async function attack(
  table: MarginTable,
  status: Uint8Array,
  targets: readonly number[],
  solve: LpSolver,
): Promise<Recovered[]> {
  const relations = relationsOf(table);
  const of = new Map<number, number[]>();
  relations.forEach((relation, r) => {
    for (const cell of [relation.total, ...relation.parts]) {
      if (!status[cell]) continue;
      const list = of.get(cell);
      if (list) list.push(r);
      else of.set(cell, [r]);
    }
  });
  const out: Recovered[] = [];
  for (const cell of targets) {
    const block = new Set<number>();
    const unknown = new Set<number>([cell]);
    const stack = [cell];
    while (stack.length > 0) {
      for (const r of of.get(stack.pop()!) ?? []) {
        if (block.has(r)) continue;
        block.add(r);
        for (const next of [relations[r]!.total, ...relations[r]!.parts]) {
          if (!status[next] || unknown.has(next)) continue;
          unknown.add(next);
          stack.push(next);
        }
      }
    }
    const rows: string[] = [];
    for (const r of [...block].sort((a, b) => a - b)) {
      const { total, parts } = relations[r]!;
      let known = status[total] ? 0 : table.value[total]!;
      const terms: string[] = [];
      for (const part of parts) {
        if (status[part]) terms.push(`+ x${part}`);
        else known -= table.value[part]!;
      }
      if (status[total]) terms.push(`- x${total}`);
      if (terms.length > 0) rows.push(` r${r}: ${terms.join(" ")} = ${known}`);
    }
    const bound = async (sense: "Minimize" | "Maximize"): Promise<number> => {
      if (rows.length === 0) return sense === "Minimize" ? 0 : Number.POSITIVE_INFINITY;
      const answer = await solve(`${sense}\n obj: x${cell}\nSubject To\n${rows.join("\n")}\nEnd\n`);
      if (answer.status === "Optimal") return answer.objective;
      return sense === "Minimize" ? 0 : Number.POSITIVE_INFINITY;
    };
    out.push({
      cell,
      value: table.value[cell]!,
      low: await bound("Minimize"),
      high: await bound("Maximize"),
    });
  }
  return out;
}
