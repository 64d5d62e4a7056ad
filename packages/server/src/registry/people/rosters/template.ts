import ExcelJS from "exceljs";
import type { Locale } from "../../../platform/index.ts";
import { COLUMNS, type RosterKind } from "./columns.ts";

const WORDS = {
  "zh-CN": { staff: "人员", students: "学生", notes: "填表说明", head: ["列名", "必填", "怎样填写", "示例"], yes: "是" },
  en: { staff: "People", students: "Students", notes: "Notes", head: ["Column", "Required", "How", "Example"], yes: "yes" },
} as const; // prettier-ignore

/** A workbook to fill in, in one language; the import knows the headers of both. */
export async function rosterTemplate(kind: RosterKind, locale: Locale): Promise<Uint8Array> {
  const words = WORDS[locale];
  const language = locale === "en" ? "en" : "zh";
  const book = new ExcelJS.Workbook();
  book.creator = "Tixi";
  // A fixed date: the same columns give the same file.
  book.created = book.modified = new Date(Date.UTC(2026, 0, 1));
  const sheet = book.addWorksheet(words[kind], { views: [{ state: "frozen", ySplit: 1 }] });
  const columns = COLUMNS[kind];
  const header = sheet.addRow(columns.map((column) => column[language] + (column.required ? "*" : "")));
  columns.forEach((column, i) => {
    // numbers of identity cards and phones stay text: a spreadsheet would round them
    sheet.getColumn(i + 1).numFmt = "@";
    sheet.getColumn(i + 1).width = ["identity", "post"].includes(column.field) ? 24 : 16;
    const cell = header.getCell(i + 1);
    cell.font = { bold: true, ...(column.required ? { color: { argb: "FFB00020" } } : {}) };
    cell.fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FFEDF2F7" } };
    cell.note = column.how[language];
  });
  const notes = book.addWorksheet(words.notes);
  notes.addRow([...words.head]).font = { bold: true };
  for (const column of columns)
    notes.addRow([column[language], column.required ? words.yes : "", column.how[language], column.example]);
  [22, 8, 70, 20].forEach((width, i) => (notes.getColumn(i + 1).width = width));
  return new Uint8Array(await book.xlsx.writeBuffer());
}
