/** Tables for tests and benches: groups of codes × cities, with all their sums. */
import type { MarginTable } from "../types.ts";

/**
 * A cube of `groups` × `codes` codes and `cities` cities; details are taken from `values` in the order of code and city.
 * @param hidden which details, by their position, must not be published
 */
export function cubeOf(
  groups: number,
  codes: number,
  cities: number,
  values: readonly number[],
  hidden: (detail: number) => boolean,
): MarginTable {
  // Tree of codes: 0 = all, then the groups, then the codes of each; tree of cities: 0 = all.
  const codeTree = [-1, ...Array.from({ length: groups }, () => 0)];
  for (let g = 0; g < groups; g++) for (let c = 0; c < codes; c++) codeTree.push(1 + g);
  const cityTree = [-1, ...Array.from({ length: cities }, () => 0)];
  const nodes: number[] = [];
  const value: number[] = [];
  const primary: number[] = [];
  for (let code = 0; code < codeTree.length; code++)
    for (let city = 0; city < cityTree.length; city++) {
      nodes.push(code, city);
      const details = detailsUnder(code, city, groups, codes, cities);
      value.push(details.reduce((sum, at) => sum + (values[at] ?? 0), 0));
      primary.push(details.length === 1 && code > groups && city > 0 && hidden(details[0]!) ? 1 : 0);
    }
  return {
    dimensions: [Int32Array.from(codeTree), Int32Array.from(cityTree)],
    cells: value.length,
    nodes: Int32Array.from(nodes),
    value: Float64Array.from(value),
    primary: Uint8Array.from(primary),
  };
}

function detailsUnder(code: number, city: number, groups: number, codes: number, cities: number): number[] {
  const leaves: number[] = [];
  for (let leaf = 0; leaf < groups * codes; leaf++) {
    const group = Math.floor(leaf / codes);
    if (code !== 0 && code !== 1 + group && code !== 1 + groups + leaf) continue;
    for (let c = 0; c < cities; c++) if (city === 0 || city === 1 + c) leaves.push(leaf * cities + c);
  }
  return leaves;
}
