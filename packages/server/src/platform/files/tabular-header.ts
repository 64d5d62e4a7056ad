/** Where a table's header is: titles and notes above it are passed over. */
import { TableUnreadable } from "./tabular-error.ts";

/** A header is looked for among so many rows. */
const SEARCHED_ROWS = 12;

/**
 * The header is the first of the leading rows that fills at least two thirds of the columns that rows commonly fill.
 * Sheets often begin with a title in one cell, or a line on how to fill them in.
 * @param rows the first rows of the table, empty ones left out
 * @throws TableUnreadable if there is no row with content
 */
export function findHeader(rows: readonly string[][]): { headerRows: number; headers: string[] } {
  if (rows.length === 0) throw new TableUnreadable("表里没有内容");
  const filled = rows.map((row) => row.filter((value) => value.trim() !== "").length);
  const sorted = [...filled].sort((a, b) => a - b);
  const common = sorted[Math.floor(sorted.length / 2)]!;
  const enough = Math.max(Math.min(2, Math.max(...filled)), Math.ceil(common * (2 / 3)));
  const found = filled.slice(0, SEARCHED_ROWS).findIndex((count) => count >= enough);
  const at = found < 0 ? 0 : found;
  const headers = rows[at]!.map(tidyHeader);
  if (headers.every((header) => header === "")) throw new TableUnreadable("没有表头", "第 1 行");
  return { headerRows: at + 1, headers };
}

/** On one line, without marks of the file's encoding. */
export function tidyHeader(header: string): string {
  return header.replaceAll("\ufeff", "").replace(/\s+/g, " ").trim();
}
