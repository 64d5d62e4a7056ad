/** The comparison that stands beside the balance: heads against heads, without levels, distance or alternatives. */
import type { Crosswalk } from "../balance/index.ts";
import type { DemandCell, SupplyCell } from "./types.ts";

/**
 * Shares the demand of each occupation out to the programmes of the official links and profiles, in proportion to their
 * graduates. Fills `countsOnlyDemand` and `countsOnlyGap` (demand − supply) of the supply cells.
 * @returns hires in occupations that at least one offered programme is linked to
 */
export function countsOnly(
  demand: readonly DemandCell[],
  supply: readonly SupplyCell[],
  crosswalk: Crosswalk,
  levels: readonly string[],
): number {
  const wanted = new Map<string, number>();
  for (const cell of demand)
    if (levels.includes(cell.level))
      wanted.set(cell.occupation, (wanted.get(cell.occupation) ?? 0) + cell.demand);
  const links = new Map<string, string[]>();
  const graduates = new Map<string, number>();
  for (const cell of supply) {
    let own = links.get(cell.programme);
    if (!own) {
      own = crosswalk.links(cell.programme).filter((link) => link.kind !== "class").map((link) => link.occupation); // prettier-ignore
      links.set(cell.programme, own);
    }
    for (const occupation of own) graduates.set(occupation, (graduates.get(occupation) ?? 0) + cell.supply);
  }
  for (const cell of supply) {
    let share = 0;
    for (const occupation of links.get(cell.programme)!) {
      const all = graduates.get(occupation)!;
      if (all > 0) share += ((wanted.get(occupation) ?? 0) * cell.supply) / all;
    }
    cell.countsOnlyDemand = share;
    cell.countsOnlyGap = share - cell.supply;
  }
  let linked = 0;
  for (const [occupation, hires] of wanted) if ((graduates.get(occupation) ?? 0) > 0) linked += hires;
  return linked;
}
