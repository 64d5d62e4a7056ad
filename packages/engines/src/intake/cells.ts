/** What the checkers of all kinds share: the cells of a row, and where failures go. */
import type { IntakeKind, Rejection } from "../types/index.ts";
import type { Codes } from "./codes.ts";
import type { ColumnMapping } from "./columns.ts";
import { reject, type Note } from "./reasons.ts";
import type { RegionIndex } from "./regions.ts";

/** What a checker of one kind sees: cells by field, and where failures go. */
export interface Cells {
  kind: IntakeKind;
  values: readonly string[];
  row: number;
  rejections: Rejection[] | null;
  notes: Note[] | null;
}

export interface CheckerParts {
  codes: Codes;
  regions: RegionIndex;
  scope: string | null;
  sourceName: string;
  year: number | null;
  mapping: ColumnMapping;
  /** position of a field's column, -1 if there is none */
  at(field: string): number;
  /** header over a field's column, "" if there is none */
  header(field: string): string;
}

export type RowParser<R> = (cells: Cells) => R | null;

/** Records a failed field. */
export function fail(cells: Cells, field: string, value: string, code: string, candidates?: string[]): null {
  (cells.rejections ??= []).push(reject(cells.kind, cells.row, field, value, code, candidates));
  return null;
}

/** The cell at a position, without white space at its ends and without NUL; "" if the column is absent. */
export function cell(cells: Cells, at: number): string {
  if (at < 0) return "";
  const text = cells.values[at] ?? "";
  return (text.includes("\0") ? text.replaceAll("\0", "") : text).trim();
}
