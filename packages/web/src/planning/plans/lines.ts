import type { Cell } from "./shapes.ts";
import type { Line } from "./Grid.tsx";

export const GROUPS = ["school", "city", "class", "card", "level", "none"] as const;
export type GroupBy = (typeof GROUPS)[number];

export interface Filter {
  q: string;
  city: string;
  level: string;
  class: string;
  card: string;
  /** changed against last year, locked, touched by hand, out of its own limits, with a proposal; "" = all */
  only: string;
}

const WANTED: Record<string, (cell: Cell) => boolean> = {
  changed: (cell) => cell.seats !== cell.last,
  locked: (cell) => cell.locked,
  touched: (cell) => cell.by !== "",
  out: (cell) => (cell.lower !== null && cell.seats < cell.lower) || (cell.upper !== null && cell.seats > cell.upper),
  proposed: (cell) => cell.step !== null,
}; // prettier-ignore

/** The lines of the grid: cells that the filters let through, under the heads of their groups with the sums. */
export function linesOf(
  cells: readonly Cell[],
  filter: Filter,
  group: GroupBy,
  closed: ReadonlySet<string>,
): Line[] {
  const words = filter.q.trim().toLowerCase();
  const wanted = WANTED[filter.only] ?? (() => true);
  const found = cells.filter(
    (cell) =>
      (filter.city === "" || cell.city === filter.city) &&
      (filter.level === "" || cell.level === filter.level) &&
      (filter.class === "" || cell.class === filter.class) &&
      (filter.card === "" || cell.card === filter.card) &&
      wanted(cell) &&
      (words === "" || `${cell.school} ${cell.programmeName} ${cell.programme}`.toLowerCase().includes(words)),
  ); // prettier-ignore
  if (group === "none") return found.map((cell) => ({ kind: "cell", cell }));
  const name = (cell: Cell) =>
    ({
      school: cell.school,
      city: cell.cityName,
      class: cell.className,
      card: cell.card,
      level: cell.level,
    })[group];
  const groups = new Map<string, Cell[]>();
  for (const cell of found) {
    const key = name(cell);
    const list = groups.get(key);
    if (list) list.push(cell);
    else groups.set(key, [cell]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .flatMap(([key, list]): Line[] => {
      const head: Line = {
        kind: "group",
        key,
        name: key,
        by: group,
        count: list.length,
        seats: list.reduce((sum, cell) => sum + cell.seats, 0),
        last: list.reduce((sum, cell) => sum + cell.last, 0),
        closed: closed.has(key),
      };
      return closed.has(key) ? [head] : [head, ...list.map((cell): Line => ({ kind: "cell", cell }))];
    });
}
