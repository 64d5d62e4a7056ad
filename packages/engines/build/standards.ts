/** Reads the tables of the classification that the lexicon is built from. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Occupation {
  code: string;
  name: string;
  definition: string;
  tasks: string;
  workTypes: string[];
}

export interface Table {
  rows: Record<string, string>[];
}

export function readTable(path: string): Record<string, string>[] {
  const lines = readFileSync(path, "utf8").replace(/^\uFEFF/, "").split("\n");
  const columns = (lines[0] ?? "").trim().split("\t");
  return lines
    .slice(1)
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const cells = line.replace(/\r$/, "").split("\t");
      return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ""]));
    });
}

export function firstExisting(...paths: string[]): string {
  const found = paths.find((path) => existsSync(path));
  if (!found) throw new Error(`none of these exists: ${paths.join(", ")}`);
  return found;
}

export function standardsFolder(root: string): string {
  return firstExisting(join(root, "packages/standards/data"), join(root, "../shared/data/standards"));
}
