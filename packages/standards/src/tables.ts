/** Reads the compiled tables of `data/`. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Folder of the compiled tables; found through the package, so that a bundled program finds it too. */
export function dataFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve("@tixi/standards/package.json")), "data");
}

export const readText = (name: string): string => readFileSync(join(dataFolder(), name), "utf8");

/** Rows of one table as arrays of cells in the order of `columns`. @throws Error when the table lacks a column */
export function readRows<C extends string>(table: string, columns: readonly C[]): Record<C, string>[] {
  const lines = readText(`${table}.tsv`).split("\n");
  const header = lines[0]!.split("\t");
  const at = columns.map((column) => {
    const index = header.indexOf(column);
    if (index < 0) throw new Error(`table ${table} has no column ${column}`);
    return index;
  });
  const rows: Record<C, string>[] = [];
  for (let i = 1; i < lines.length; i++) {
    if (lines[i] === "") continue;
    const cells = lines[i]!.split("\t");
    const row = {} as Record<C, string>;
    for (let c = 0; c < columns.length; c++) row[columns[c]!] = cells[at[c]!] ?? "";
    rows.push(row);
  }
  return rows;
}

export const list = (cell: string): string[] => (cell === "" ? [] : cell.split("|"));
