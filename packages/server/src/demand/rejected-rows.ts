import { writeFile } from "node:fs/promises";
import type { Rejection } from "@tixi/engines/types";
import { csvCell } from "../platform/index.ts";

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
