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
  const lines = readFileSync(path, "utf8")
    .replace(/^\uFEFF/, "")
    .split("\n");
  const columns = (lines[0] ?? "").trim().split("\t");
  return lines
    .slice(1)
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const cells = line.replace(/\r$/, "").split("\t");
      return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ""]));
    });
}

/** The collected official tables with their texts. Only the terms derived from them become part of the project. */
export function standardsFolder(root: string): string {
  const folder = join(root, "../shared/data/standards");
  if (!existsSync(folder)) throw new Error(`the official texts are not here: ${folder}`);
  return folder;
}
