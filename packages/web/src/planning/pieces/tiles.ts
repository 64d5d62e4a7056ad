import type { Tile } from "../../charts/TileMap.tsx";
import type { CityCell } from "../api.ts";

/** A city's balance: people too many minus people too few. */
export const gapOf = (cell: { shortage: number | null; surplus: number | null }): number | null =>
  cell.shortage === null && cell.surplus === null ? null : (cell.surplus ?? 0) - (cell.shortage ?? 0);

/** @param open whether anybody sees it: the office sees its own figures, also those that a release withholds */
export const tilesOf = (cells: CityCell[], open: boolean): Tile[] =>
  cells.map((cell) => ({
    code: cell.city,
    name: cell.name,
    x: cell.x,
    y: cell.y,
    demand: cell.demand,
    supply: cell.supply,
    gap: gapOf(cell),
    suppressed: open && cell.suppressed,
  }));
