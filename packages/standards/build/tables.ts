/** Tab-separated tables with one header line, no quoting: how the official tables come and how they are carried. */
import { readFileSync } from "node:fs";

export type Row = Record<string, string | undefined>;

/** 层次 as the catalogue writes it, and as the relation table does. */
export const LEVEL_OF: Record<string, "secondary" | "college" | "bachelor"> = {
  中等职业教育: "secondary",
  中职: "secondary",
  高等职业教育专科: "college",
  高职专业: "college",
  高等职业教育本科: "bachelor",
  职教本科: "bachelor",
};

export function readTable(path: string): Row[] {
  const [header = "", ...lines] = readFileSync(path, "utf8").replace(/^\uFEFF/, "").replaceAll("\r", "").split("\n"); // prettier-ignore
  const columns = header.split("\t");
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const cells = line.split("\t");
      return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ""]));
    });
}

export function writeTable(columns: string[], rows: Row[]): string {
  const line = (cells: (string | undefined)[]) => `${cells.map((c) => c ?? "").join("\t")}\n`;
  return line(columns) + rows.map((row) => line(columns.map((column) => row[column]))).join("");
}
