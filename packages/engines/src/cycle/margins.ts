/** Margins of a table of cells: every sum over groups of codes, cities and levels that is published. */

/** One margin: `city` "" = the whole region, `level` "" = every level, `code` "" = all. */
export interface Margin<Scope extends string> {
  scope: Scope;
  code: string;
  city: string;
  level: string;
}

export interface Margins<Scope extends string> {
  list: Margin<Scope>[];
  /** members of margin m: items[first[m]] … items[first[m + 1] − 1], cells in their order */
  first: Uint32Array;
  items: Uint32Array;
}

/** The groups a code belongs to, narrowest first, the code itself included. */
export type ScopesOf<Scope extends string> = (code: string) => readonly (readonly [Scope, string])[];

/**
 * 细类 and all. Only what a page or a file shows is a margin: every further sum that is published is one more from which
 * a withheld figure could be worked out, and costs others their publication.
 */
export const occupationScopes: ScopesOf<"occupation" | "all"> = (code) => [
  ["occupation", code],
  ["all", ""],
];

/** 专业, 专业类 and all. The first digits of a code also tell its level. */
export const programmeScopes: ScopesOf<"programme" | "class" | "all"> = (code) => [
  ["programme", code],
  ["class", code.slice(0, 4)],
  ["all", ""],
];

/** All margins that at least one cell belongs to, in the order of scope, code, city and level. O(20 · cells). */
export function marginsOf<Scope extends string>(
  cells: readonly { code: string; city: string; level: string }[],
  scopesOf: ScopesOf<Scope>,
): Margins<Scope> {
  const index = new Map<string, number>();
  const list: Margin<Scope>[] = [];
  const members: number[][] = [];
  cells.forEach((cell, c) => {
    for (const [scope, code] of scopesOf(cell.code))
      for (const city of cell.city === "" ? [""] : ["", cell.city])
        for (const level of cell.level === "" ? [""] : ["", cell.level]) {
          const key = `${scope}\t${code}\t${city}\t${level}`;
          let at = index.get(key);
          if (at === undefined) {
            index.set(key, (at = list.length));
            list.push({ scope, code, city, level });
            members.push([]);
          }
          members[at]!.push(c);
        }
  });
  const order = [...list.keys()].sort((a, b) => compare(list[a]!, list[b]!));
  const first = new Uint32Array(list.length + 1);
  const items = new Uint32Array(members.reduce((sum, m) => sum + m.length, 0));
  order.forEach((m, k) => {
    items.set(members[m]!, first[k]!);
    first[k + 1] = first[k]! + members[m]!.length;
  });
  return { list: order.map((m) => list[m]!), first, items };
}

function compare<Scope extends string>(a: Margin<Scope>, b: Margin<Scope>): number {
  for (const key of ["scope", "code", "city", "level"] as const) {
    if (a[key] < b[key]) return -1;
    if (a[key] > b[key]) return 1;
  }
  return 0;
}

/** Σ over the members of every margin. */
export function sums<Scope extends string>(
  margins: Margins<Scope>,
  value: (cell: number) => number,
): Float64Array {
  const out = new Float64Array(margins.list.length);
  for (let m = 0; m < out.length; m++)
    for (let k = margins.first[m]!; k < margins.first[m + 1]!; k++) out[m]! += value(margins.items[k]!);
  return out;
}

/** Largest value among the members of every margin. */
export function maxima<Scope extends string>(
  margins: Margins<Scope>,
  value: (cell: number) => number,
): Float64Array {
  const out = new Float64Array(margins.list.length);
  for (let m = 0; m < out.length; m++)
    for (let k = margins.first[m]!; k < margins.first[m + 1]!; k++)
      out[m] = Math.max(out[m]!, value(margins.items[k]!));
  return out;
}
