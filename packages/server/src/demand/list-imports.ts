import { fieldsOf } from "@tixi/engines/intake";
import type { IntakeKind } from "@tixi/engines/types";
import { NotFound, decodeCursor, toPage, type Context, csvCell } from "../platform/index.ts";
import { access, provinceOf } from "./access.ts";
import { findImport, listImportRecords, listRejections } from "./imports.sql.ts";
import { importDetail, importView } from "./present-import.ts";
import type { ImportView } from "./schemas.ts";

interface PageQuery {
  cursor?: string | undefined;
  limit: number;
}

/** Imports, newest first. */
export async function listImports(
  ctx: Context,
  query: PageQuery,
): Promise<{ items: ImportView[]; next: string | null }> {
  access.authorize(ctx.actor, "read", { region: provinceOf(ctx.actor) });
  const key = decodeCursor(query.cursor, 2);
  const after = key ? { at: String(key[0]), id: String(key[1]) } : null;
  const records = await listImportRecords(ctx, provinceOf(ctx.actor), after, query.limit + 1);
  return toPage(records, query.limit, (row) => [row.created_at.toISOString(), row.id], importView);
}

/** @throws NotFound */
export async function showImport(ctx: Context, id: string): Promise<ImportView> {
  access.authorize(ctx.actor, "read", { region: provinceOf(ctx.actor) });
  const record = await findImport(ctx, provinceOf(ctx.actor), id);
  if (!record) throw new NotFound({ zh: "导入", en: "import" });
  return importDetail(ctx, record);
}

export interface RejectionView {
  row: number;
  field: string;
  value: string;
  code: string;
  reason: string;
}

/** Rejected values in the order of the file's rows. @throws NotFound */
export async function listImportRejections(
  ctx: Context,
  id: string,
  query: PageQuery,
): Promise<{ items: RejectionView[]; next: string | null }> {
  await showImport(ctx, id);
  const key = decodeCursor(query.cursor, 2);
  const after = key ? { row: Number(key[0]), part: Number(key[1]) } : null;
  const records = await listRejections(ctx, provinceOf(ctx.actor), id, after, query.limit + 1);
  return toPage(
    records,
    query.limit,
    (row) => [row.row_number, row.part],
    ({ row_number, field, value, code, reason }) => ({ row: row_number, field, value, code, reason }),
  );
}

const PAGE = 5000;

/** The next rejected values behind a place in the file, for the download. */
export async function rejectionsAfter(
  ctx: Context,
  id: string,
  after: { row: number; part: number } | null,
): Promise<RejectionView[]> {
  access.authorize(ctx.actor, "read", { region: provinceOf(ctx.actor) });
  const records = await listRejections(ctx, provinceOf(ctx.actor), id, after, PAGE);
  return records.map(({ row_number, field, value, code, reason }) => ({
    row: row_number,
    field,
    value,
    code,
    reason,
  }));
}

/**
 * The rejected rows as CSV that a spreadsheet opens (UTF-8 with BOM): row, field by its name in the templates, value,
 * reason. A value that a spreadsheet would run as a formula is written as text.
 */
export async function* rejectedCsv(
  kind: IntakeKind,
  page: (after: { row: number; part: number } | null) => Promise<RejectionView[]>,
): AsyncGenerator<string> {
  const labels = new Map(fieldsOf(kind).map(({ field, label }) => [field, label.zh]));
  yield "\uFEFF行号,字段,值,原因\r\n";
  let after: { row: number; part: number } | null = null;
  let part = 0;
  for (;;) {
    const rows = await page(after);
    let text = "";
    for (const row of rows) {
      part = after && row.row === after.row ? part + 1 : 0;
      after = { row: row.row, part };
      text += `${row.row},${csvCell(labels.get(row.field) ?? row.field)},${csvCell(row.value)},${csvCell(row.reason)}\r\n`;
    }
    if (text !== "") yield text;
    if (rows.length < PAGE) return;
  }
}
