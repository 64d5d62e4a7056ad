import ExcelJS from "exceljs";
import { IMPORT_COLUMNS } from "./import-columns.ts";
import { KIND_WORDS, KINDS } from "./kinds.ts";

/** Rows that have a list to choose the kind from; more may be filled in without. */
const CHECKED_ROWS = 2000;

/** A workbook of organisations to fill in, with a list of kinds and notes on every column. */
export async function importTemplate(): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.creator = "Tixi";
  book.title = "机构（模板）";
  // A fixed date: the same columns give the same file.
  book.created = book.modified = new Date(Date.UTC(2026, 0, 1));
  const sheet = book.addWorksheet("机构", { views: [{ state: "frozen", ySplit: 1 }] });
  const header = sheet.addRow(IMPORT_COLUMNS.map((column) => column.zh + (column.required ? "*" : "")));
  header.height = 24;
  IMPORT_COLUMNS.forEach((column, i) => {
    const cells = sheet.getColumn(i + 1);
    cells.width = Math.max(
      12,
      column.zh.length * 2 + 4,
      ["name", "address", "website"].includes(column.field) ? 30 : 0,
    );
    // codes stay text, so that no leading zero is lost
    cells.numFmt = column.field === "since" ? "yyyy-mm-dd" : "@";
    const cell = header.getCell(i + 1);
    cell.numFmt = "@";
    cell.font = { bold: true, ...(column.required ? { color: { argb: "FFB00020" } } : {}) };
    cell.fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FFEDF2F7" } };
    cell.note = `${column.required ? "必填" : "选填"}。${column.how}`;
    if (column.field !== "kind") return;
    for (let row = 2; row <= CHECKED_ROWS + 1; row++)
      sheet.getCell(row, i + 1).dataValidation = {
        type: "list",
        allowBlank: true,
        showErrorMessage: true,
        errorStyle: "warning",
        error: column.how,
        formulae: [`'机构类别'!$A$2:$A$${KINDS.length + 1}`],
      };
  });
  const kinds = book.addWorksheet("机构类别");
  kinds.addRow(["机构类别", "代码", "也认识的写法"]).font = { bold: true };
  for (const kind of KINDS) kinds.addRow([KIND_WORDS[kind][0], kind, KIND_WORDS[kind].slice(1).join("、")]);
  [24, 26, 40].forEach((width, i) => (kinds.getColumn(i + 1).width = width));
  const notes = book.addWorksheet("填表说明");
  notes.addRow(["列名", "英文名", "必填", "怎样填写", "也认识的表头"]).font = { bold: true };
  for (const { zh, en, required, how, also } of IMPORT_COLUMNS)
    notes.addRow([zh, en, required ? "是" : "", how, also.join("、")]);
  [20, 20, 8, 60, 40].forEach((width, i) => (notes.getColumn(i + 1).width = width));
  return new Uint8Array(await book.xlsx.writeBuffer());
}
