/** Margins as the table that disclosure control works on: trees of groups, cities and levels. */
import type { MarginTable } from "../disclosure/index.ts";
import type { Margin, ScopesOf } from "./margins.ts";

class Tree {
  readonly #at = new Map<string, number>();
  readonly parent: number[] = [];

  /** The node of a name; it is made below `parent` (−1 = root) where it is new. */
  node(name: string, parent: number): number {
    let at = this.#at.get(name);
    if (at === undefined) {
      this.#at.set(name, (at = this.parent.length));
      this.parent.push(parent);
    }
    return at;
  }
}

/** One cell of the table for each margin, in the same order. */
export function disclosureTable<Scope extends string>(
  list: readonly Margin<Scope>[],
  value: Float64Array,
  primary: Uint8Array,
  scopesOf: ScopesOf<Scope>,
): MarginTable {
  const codes = new Tree();
  const cities = new Tree();
  const levels = new Tree();
  const rootCity = cities.node("", -1);
  const rootLevel = levels.node("", -1);
  const narrowest = scopesOf("")[0]![0];
  // Groups below one another: from all down to the code, so that each finds its parent.
  const place = (code: string): void => {
    let above = -1;
    for (const [scope, of] of [...scopesOf(code)].reverse()) above = codes.node(`${scope}\t${of}`, above);
  };
  for (const margin of list) if (margin.scope === narrowest) place(margin.code);
  const nodes = new Int32Array(list.length * 3);
  list.forEach((margin, m) => {
    nodes[m * 3] = codes.node(`${margin.scope}\t${margin.code}`, -1);
    nodes[m * 3 + 1] = margin.city === "" ? rootCity : cities.node(margin.city, rootCity);
    nodes[m * 3 + 2] = margin.level === "" ? rootLevel : levels.node(margin.level, rootLevel);
  });
  return {
    dimensions: [codes, cities, levels].map((tree) => Int32Array.from(tree.parent)),
    cells: list.length,
    nodes,
    value,
    primary,
  };
}
