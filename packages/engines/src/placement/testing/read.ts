import { checkPlacementRules, place, PlacementRows, type Placement } from "../index.ts";
import type { DrawnPlacement } from "./draw.ts";

/** Takes the rows of files in memory in. */
export function read(given: DrawnPlacement): PlacementRows {
  const rows = new PlacementRows();
  for (const [i, row] of given.students.entries()) rows.student(row, i + 2);
  for (const [i, row] of given.enterprises.entries()) rows.enterprise(row, i + 2);
  for (const [i, row] of given.posts.entries()) rows.post(row, i + 2);
  for (const [i, row] of given.preferences.entries()) rows.preference(row, i + 2);
  return rows;
}

/** Places drawn rows. @throws Error where they are at fault */
export function placed(given: DrawnPlacement): Placement {
  const rows = read(given);
  const input = rows.end();
  const { rules, faults } = checkPlacementRules(given.rules);
  if (!input || !rules) throw new Error(JSON.stringify([...rows.faults, ...faults]));
  const { placement, crossing } = place(rules, input);
  if (!placement) throw new Error(crossing.en);
  return placement;
}
