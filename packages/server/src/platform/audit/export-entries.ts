import ExcelJS from "exceljs";
import { createReadStream } from "node:fs";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import type { z } from "zod";
import type { Context } from "../context.ts";
import { csvCell, plainText } from "../files/csv-cell.ts";
import { Conflict } from "../http/problems.ts";
import { selectEntries, whereOf, type EntryRow } from "./entries.sql.ts";
import type * as s from "./schemas.ts";

/** More than that no spreadsheet opens with pleasure; a month of a busy province fits. */
const MOST = 200_000;
const BATCH = 2000;
const HEADER = [
  "序号 No.", "时间 Time", "类别 Kind", "办理人 Actor", "角色 Role", "受谁委托 On behalf of", "机构 Organisation", "地区 Region",
  "操作 Action", "对象 Subject", "原因 Why", "地址 Address", "请求 Request", "变更前 Before", "变更后 After", "记录 Id", "哈希 Hash",
]; // prettier-ignore

export interface ExportFile {
  name: string;
  type: string;
  /** deletes what lies behind it once it was read */
  content: Readable;
}

/**
 * The entries of a filter as a table. What a spreadsheet would run as a formula is written as text, and the export
 * itself is an entry of the trail.
 * @throws Conflict where there are more than 200,000
 */
export async function exportEntries(ctx: Context, query: z.infer<typeof s.exportQuery>): Promise<ExportFile> {
  const { format, ...filter } = query;
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "tixi-audit-"));
  const file = path.join(folder, `audit.${format}`);
  try {
    const rows = await (format === "csv" ? writeCsv : writeXlsx)(file, entriesOf(ctx, filter));
    await ctx.audit("audit.export", "audit:entries", null, { filter, format, rows });
  } catch (error) {
    await fs.rm(folder, { recursive: true, force: true });
    throw error;
  }
  const content = createReadStream(file);
  content.once("close", () => void fs.rm(folder, { recursive: true, force: true }));
  const day = new Date(ctx.now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  const type =
    format === "csv"
      ? "text/csv; charset=utf-8"
      : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  return { name: `audit-${day}.${format}`, type, content };
}

async function* entriesOf(ctx: Context, filter: s.Filter): AsyncGenerator<string[]> {
  let below: string | null = null;
  for (let n = 0; ;) {
    const rows: EntryRow[] = await selectEntries(ctx, whereOf(filter, below), BATCH);
    n += rows.length;
    if (n > MOST)
      throw new Conflict({
        zh: "符合条件的记录超过 20 万条，请缩小时间或其他条件后再导出。",
        en: "More than 200,000 entries fit; narrow the time or another condition first.",
      });
    for (const row of rows) yield cellsOf(row);
    below = rows.at(-1)?.id ?? null;
    if (rows.length < BATCH) return;
  }
}

function cellsOf(row: EntryRow): string[] {
  const json = (value: unknown) => (value === null ? "" : JSON.stringify(value));
  return [
    row.seq === null ? "" : String(row.seq), row.at, row.kind, row.actor.name, row.actor.role, row.actingFor ?? "",
    row.organisation ?? "", row.region, row.action, row.subject, row.why ?? "", row.address ?? "", row.requestId ?? "",
    json(row.before), json(row.after), row.id, row.hash ?? "",
  ]; // prettier-ignore
}

async function writeCsv(file: string, rows: AsyncIterable<string[]>): Promise<number> {
  const handle = await fs.open(file, "wx", 0o600);
  try {
    await handle.write(`\uFEFF${HEADER.map(csvCell).join(",")}\r\n`);
    let [count, text] = [0, ""];
    for await (const row of rows) {
      text += `${row.map(csvCell).join(",")}\r\n`;
      if (++count % BATCH === 0) {
        await handle.write(text);
        text = "";
      }
    }
    await handle.write(text);
    return count;
  } finally {
    await handle.close();
  }
}

async function writeXlsx(file: string, rows: AsyncIterable<string[]>): Promise<number> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file });
  const sheet = book.addWorksheet("审计记录");
  sheet.columns = HEADER.map((header, n) => ({ header, width: n === 13 || n === 14 ? 50 : 20 }));
  let count = 0;
  for await (const row of rows) {
    // A cell takes 32,767 characters.
    sheet.addRow(row.map((cell) => plainText(cell.slice(0, 32_000)))).commit();
    count++;
  }
  await book.commit();
  return count;
}
