/**
 * Tables as people have them: CSV (UTF-8, with or without mark, GB18030), NDJSON and XLSX. The kind of file is told
 * by its content, never by its name. Rows are streamed; memory does not grow with the file.
 */
import { open } from "node:fs/promises";
import { TableUnreadable } from "./tabular-error.ts";
import { openTextTable } from "./tabular-text.ts";
import { openWorkbook } from "./tabular-xlsx.ts";

export { TableUnreadable } from "./tabular-error.ts";

export interface TableRow {
  /** from 1 for the first row below the header; rows without any content are not counted */
  rowNumber: number;
  /** as many as there are headers, unless the row itself has more or fewer */
  values: string[];
}

export interface Table {
  format: "csv" | "ndjson" | "xlsx";
  /** "utf-8" or "gb18030" */
  encoding: string;
  /** one character; "," where it has no meaning */
  delimiter: string;
  /** rows above the first data row, the header included; 0 for NDJSON */
  headerRows: number;
  headers: string[];
  /** the first rows below the header, at most 50 */
  sample: string[][];
  /** guessed from the size; null if there is nothing to guess from */
  rowsEstimate: number | null;
  /** name of the sheet that is read, null for text */
  sheet: string | null;
  /**
   * All rows below the header, in batches. A line of NDJSON that is no object becomes a row without values.
   * @throws TableUnreadable where the file is broken
   */
  rows(): AsyncIterable<TableRow[]>;
}

const MAGIC_BYTES = 4096;

/**
 * Opens a table and reads its header and first rows.
 * @throws TableUnreadable with one sentence that names the place; the file system's error if there is no such file
 */
export async function openTable(path: string): Promise<Table> {
  const file = await open(path, "r");
  let head: Buffer;
  try {
    const buffer = Buffer.alloc(MAGIC_BYTES);
    const { bytesRead } = await file.read(buffer, 0, MAGIC_BYTES, 0);
    head = buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
  if (head.length === 0) throw new TableUnreadable("文件是空的");
  if (head.length >= 4 && head.readUInt32BE(0) === 0x504b0304) return openWorkbook(path);
  refuseOtherFormats(head);
  return openTextTable(path);
}

function refuseOtherFormats(head: Buffer): void {
  if (head.length >= 4 && head.readUInt32BE(0) === 0xd0cf11e0) {
    throw new TableUnreadable("这是旧版 .xls 或加了密码的工作簿，请另存为不加密的 .xlsx 或 CSV");
  }
  if (head.length >= 2 && (head.readUInt16BE(0) === 0xfffe || head.readUInt16BE(0) === 0xfeff)) {
    throw new TableUnreadable("文件是 UTF-16 编码，请另存为 UTF-8 的 CSV 或 .xlsx", "第 1 字节");
  }
  if (head.subarray(0, 4).toString("latin1") === "%PDF") {
    throw new TableUnreadable("这是 PDF 文件，不是表格，请提供 .xlsx、CSV 或 NDJSON");
  }
  const zero = head.indexOf(0);
  if (zero >= 0) throw new TableUnreadable("这不是文本表格，也不是 .xlsx", `第 ${zero + 1} 字节`);
  const start = head
    .toString("latin1")
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart()
    .toLowerCase();
  if (/^<(?:!doctype|html|\?xml|table|meta|style)/.test(start)) {
    throw new TableUnreadable("这是网页（HTML 或 XML），不是表格，请用电子表格软件打开后另存为 .xlsx");
  }
  if (/^\[\s*[{\]]/.test(start)) {
    throw new TableUnreadable("这是一个 JSON 数组，请改为 NDJSON：每行一个对象，不加方括号", "第 1 行");
  }
}
