import { writeFile } from "node:fs/promises";
import type { Rejection } from "@tixi/engines/types";

/** Rows that could not be used, with field, value and reason; written as CSV that a spreadsheet opens. */
export class RejectedRows {
  readonly #lines: string[] = [];
  #total = 0;

  add(file: string, rejections: readonly Rejection[]): void {
    const name = file.split(/[/\\]/).at(-1)!;
    for (const { row, field, value, reason } of rejections) {
      this.#total++;
      this.#lines.push(
        [csvCell(name), String(row), csvCell(field), csvCell(value), csvCell(reason)].join(","),
      );
    }
  }

  get count(): number {
    return this.#total;
  }

  first(count: number): string[] {
    return this.#lines.slice(0, count);
  }

  text(): string {
    return `\uFEFFfile,row,field,value,reason\r\n${this.#lines.map((line) => `${line}\r\n`).join("")}`;
  }

  write(path: string): Promise<void> {
    return writeFile(path, this.text());
  }
}

/** What a spreadsheet would run as a formula is written as text. */
export function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
