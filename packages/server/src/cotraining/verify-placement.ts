/** `tixi place verify`: a published placement looked through beside the files it was made from. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { verifyPlacement, type PlacementBreach } from "@tixi/engines/placement-verifier";
import { openTable } from "../platform/files/tabular.ts";
import type { PlacementFiles } from "./file-placement.ts";
import { PLACEMENT_TABLES, readPlacementTable } from "./placement-tables.ts";

type Row = Record<string, string>;

/**
 * Reads the inputs and the result, and checks the one against the others.
 * @throws Error naming a file that cannot be read as docs/placement.md says
 */
export async function verifyFilePlacement(
  files: PlacementFiles & { result: string },
): Promise<{ breaches: PlacementBreach[]; placed: number }> {
  const given: Record<string, Row[]> = {};
  for (const table of PLACEMENT_TABLES) {
    const rows: Row[] = [];
    const { fault } = await readPlacementTable(table, files[table], (row) => void rows.push(row));
    if (fault !== null) throw new Error(fault);
    given[table] = rows;
  }
  const rules = JSON.parse((await readFile(files.rules, "utf8")).replace(/^\uFEFF/, "")) as Row;
  const { students, enterprises, posts, preferences } = given as Record<(typeof PLACEMENT_TABLES)[number], Row[]>;
  const at = (name: string): string => path.join(files.result, name);
  const placement = await resultRows(at("placement.csv"));
  const reasons = (await readFile(at("reasons.ndjson"), "utf8")).split("\n");
  if (reasons.at(-1) === "") reasons.pop();
  const published = { placement, unlawful: await resultRows(at("unlawful.csv")), reasons };
  return {
    breaches: verifyPlacement({ rules, students, enterprises, posts, preferences }, published),
    placed: placement.length,
  };
} // prettier-ignore

async function resultRows(file: string): Promise<Row[]> {
  const table = await openTable(file);
  const found: Row[] = [];
  for await (const batch of table.rows())
    for (const { values } of batch)
      found.push(Object.fromEntries(table.headers.map((header, k) => [header, values[k] ?? ""])));
  return found;
}
