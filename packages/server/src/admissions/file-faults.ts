/** Faults of the input files, the first of each in the order of files and lines, and opening a table. */
import path from "node:path";
import {
  faultSentence,
  readHeader,
  REASONS,
  type AllocationRules,
  type Fault,
  type TableName,
} from "@tixi/engines/allocation";
import { readHeaderLine, type Header, type Scan } from "./file-lines.ts";

/** Faults that are kept to be told; the others are counted. */
export const MOST_FAULTS = 50;
const ORDER: TableName[] = ["plans", "candidates", "preferences"];

export class Faults {
  #kept: Fault[] = [];
  count = 0;

  add(fault: Fault): void {
    this.count++;
    this.#kept.push(fault);
    if (this.#kept.length >= 20 * MOST_FAULTS) this.#kept = this.first();
  }

  /** Takes over what a thread found: the first faults of `count`. */
  addAll(faults: readonly Fault[], count: number): void {
    for (const fault of faults) this.add(fault);
    this.count += count - faults.length;
  }

  addScan(table: TableName, scan: Scan, before: number): void {
    for (const line of scan.unclosed)
      this.add({ table, line: before + line, column: "", value: '"', reason: UNCLOSED });
    if (scan.long > 0)
      this.add({ table, line: before + scan.long, column: "", value: "", reason: REASONS.longLine });
  }

  /** The first faults in the order of files, lines and columns. */
  first(): Fault[] {
    const key = ({ table, column }: Fault): string => `${ORDER.indexOf(table)} ${column}`;
    return [...this.#kept]
      .sort((a, b) => ORDER.indexOf(a.table) - ORDER.indexOf(b.table) || a.line - b.line || (key(a) < key(b) ? -1 : 1))
      .slice(0, MOST_FAULTS);
  } // prettier-ignore

  sentences(files: Record<TableName, string>): string[] {
    return this.first().map((fault) => faultSentence(fault, path.basename(files[fault.table])));
  }
}

const UNCLOSED = {
  zh: "引号没有在同一行内结束",
  en: "a quote does not end within the line",
};

export interface OpenTable {
  path: string;
  header: Header;
  /** index of each column, −1 = not there */
  at: Record<string, number>;
}

/** Reads the header of a file; null, with the faults told, where columns are missing. */
export function openTable(
  rules: AllocationRules,
  table: TableName,
  file: string,
  faults: Faults,
): OpenTable | null {
  const header = readHeaderLine(file);
  if (!header) {
    faults.add({ table, line: 1, column: "", value: "", reason: NO_HEADER });
    return null;
  }
  const read = readHeader(rules, table, header.names);
  for (const fault of read.faults) faults.add(fault);
  return read.faults.length > 0 ? null : { path: file, header, at: read.at };
}

const NO_HEADER = {
  zh: "没有表头，或首行超过 64 KiB，或不是 UTF-8、GB18030 文本",
  en: "there is no header, or the first line is longer than 64 KiB, or no text in UTF-8 or GB18030",
};
