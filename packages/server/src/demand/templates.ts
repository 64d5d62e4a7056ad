/** Workbooks to fill in: one for each kind of table, with notes, choices and the official codes. */
import ExcelJS from "exceljs";
import { fieldsOf, type Field, type FieldType } from "@tixi/engines/intake";
import type { IntakeKind } from "@tixi/engines/types";
import { standards, type Standards } from "@tixi/standards";

/** Rows of the first sheet that have choices and checks; more may be filled in without. */
const CHECKED_ROWS = 5000;

const SHEET_NAME: Record<IntakeKind, string> = {
  postings: "招聘信息",
  offerings: "专业点",
  surveys: "企业用工需求",
  "industry-plan": "产业规划",
  conditions: "办学条件",
};

const ABOUT: Record<IntakeKind, string> = {
  postings: "每行一条招聘信息。同一岗位在几个网站上发布的，可以都填，系统会合并。",
  offerings: "每行一个专业点：一所学校的一个专业在一个年度的招生、在校和毕业情况。",
  surveys: "每行一家企业的一个岗位在一个年度的用工需求。",
  "industry-plan": "每行一个行业在一个年度的预期增长。",
  conditions:
    "每行一所学校在一个年度的学生、教师、用房、设备和图书。没有数据的留空；单位可以写在表头里，如（万元）。",
};

/** How a value of this type is written; shown as a note on the header and on the sheet of notes. */
const HOW: Record<FieldType, string> = {
  text: "文字",
  longtext: "文字，可以换行",
  count: "非负整数；没有数据的留空，不要填 0",
  headcount: "整数，如 3；也可写“招3人”“若干”",
  salary: "如 6000-8000、6-8千/月、1.5万·14薪、200元/天、面议",
  education: "从列表中选，如 大专；不限学历填“不限”",
  experience: "如 1-3年、不限",
  date: "日期，如 2026-03-01",
  year: "四位年份，如 2026",
  region: "城市全称或六位代码，见“地区代码”表",
  level: "从列表中选：中职、高职专科、职业本科",
  programme: "专业代码（六位，国控专业带 K）或专业名称，见“专业代码”表",
  occupation: "职业代码或职业名称，见“职业代码”表",
  industry: "行业代码或名称（国民经济行业分类），见“行业代码”表",
  "credit-code": "18 位统一社会信用代码",
  duration: "年，如 3",
  percent: "百分数，如 8%",
  "school-type": "从列表中选，如 工农林；办学条件的标准随类别不同",
  area: "平方米；也可写 12.5万平方米、85亩",
  money: "元；也可写 1200万元",
  quantity: "非负整数；没有数据的留空，不要填 0",
};

const EDUCATION_CHOICES = ["不限", "中专", "大专", "本科", "硕士", "博士"];
const LEVEL_CHOICES = ["中职", "高职专科", "职业本科"];
const SCHOOL_TYPE_CHOICES = ["综合师范", "工农林", "医药", "财经政法", "体育", "艺术", "中职", "技工"];
const LEVEL_NAMES = { secondary: "中职", college: "高职专科", bachelor: "职业本科" } as const;

/** A sheet of official codes: header, rows, and the column (from A) that choices are taken from. */
interface CodeSheet {
  name: string;
  header: string[];
  widths: number[];
  rows: string[][];
  choice: string;
}

/**
 * The XLSX template of a kind: a sheet to fill in, whose headers the intake knows exactly, a sheet of notes, and the
 * code sheets that its columns refer to.
 */
export async function templateWorkbook(kind: IntakeKind): Promise<Uint8Array> {
  const fields = fieldsOf(kind);
  const codes = codeSheets(fields, standards());
  const book = new ExcelJS.Workbook();
  book.creator = "Tixi";
  book.title = `${SHEET_NAME[kind]}（模板）`;
  // A fixed date: the same tables give the same file.
  book.created = book.modified = new Date(Date.UTC(2026, 0, 1));

  fillInSheet(book, kind, fields, codes);
  notesSheet(book, kind, fields);
  for (const sheet of codes.values()) codeSheet(book, sheet);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

function fillInSheet(
  book: ExcelJS.Workbook,
  kind: IntakeKind,
  fields: readonly Field[],
  codes: ReadonlyMap<FieldType, CodeSheet>,
): void {
  const sheet = book.addWorksheet(SHEET_NAME[kind], { views: [{ state: "frozen", ySplit: 1 }] });
  const header = sheet.addRow(
    fields.map((field) => (field.required ? `${field.label.zh}*` : field.label.zh)),
  );
  header.height = 24;
  fields.forEach((field, i) => {
    const column = sheet.getColumn(i + 1);
    column.width = field.type === "longtext" ? 50 : Math.max(12, field.label.zh.length * 2 + 4);
    const format = numberFormat(field.type);
    if (format) column.numFmt = format;
    const cell = header.getCell(i + 1);
    cell.numFmt = "@";
    cell.font = { bold: true, ...(field.required ? { color: { argb: "FFB00020" } } : {}) };
    cell.fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FFEDF2F7" } };
    cell.alignment = { vertical: "middle" };
    cell.note = noteOf(field);
    const letter = column.letter;
    const rule = validation(field, codes);
    if (rule) rangeValidations(sheet).add(`${letter}2:${letter}${CHECKED_ROWS + 1}`, rule);
  });
}

/** The library keeps rules by cell or range, but its types show only those of single cells. */
function rangeValidations(sheet: ExcelJS.Worksheet): {
  add(range: string, rule: ExcelJS.DataValidation): void;
} {
  return (sheet as unknown as { dataValidations: { add(range: string, rule: ExcelJS.DataValidation): void } })
    .dataValidations;
}

function noteOf(field: Field): string {
  return `${field.required ? "必填" : "选填"}。${HOW[field.type]}`;
}

/** Codes stay text, so that no leading zero is lost. */
function numberFormat(type: FieldType): string | null {
  if (type === "percent") return "0.0%";
  if (type === "date") return "yyyy-mm-dd";
  const numbers: readonly FieldType[] = ["count", "year", "duration", "area", "money", "quantity"];
  return numbers.includes(type) ? null : "@";
}

function validation(field: Field, codes: ReadonlyMap<FieldType, CodeSheet>): ExcelJS.DataValidation | null {
  const base = {
    allowBlank: true,
    showErrorMessage: true,
    errorTitle: field.label.zh,
    error: HOW[field.type],
    showInputMessage: true,
    promptTitle: field.label.zh,
    prompt: noteOf(field),
  } as const;
  // A list only warns: names in other words are understood as well.
  const list = (formula: string): ExcelJS.DataValidation => ({
    ...base,
    type: "list",
    errorStyle: "warning",
    formulae: [formula],
  });
  const sheet = codes.get(field.type);
  if (sheet) return list(`'${sheet.name}'!$${sheet.choice}$2:$${sheet.choice}$${sheet.rows.length + 1}`);
  switch (field.type) {
    case "education":
      return list(`"${EDUCATION_CHOICES.join(",")}"`);
    case "level":
      return list(`"${LEVEL_CHOICES.join(",")}"`);
    case "school-type":
      return list(`"${SCHOOL_TYPE_CHOICES.join(",")}"`);
    case "area":
    case "money":
      return {
        ...base,
        type: "decimal",
        operator: "greaterThanOrEqual",
        errorStyle: "warning",
        formulae: [0],
      };
    case "count":
    case "quantity":
      return { ...base, type: "whole", operator: "greaterThanOrEqual", errorStyle: "stop", formulae: [0] };
    case "year":
      return { ...base, type: "whole", operator: "between", errorStyle: "stop", formulae: [1990, 2100] };
    case "duration":
      return { ...base, type: "decimal", operator: "between", errorStyle: "warning", formulae: [1, 8] };
    case "percent":
      return { ...base, type: "decimal", operator: "between", errorStyle: "warning", formulae: [-0.9, 3] };
    case "credit-code":
      return { ...base, type: "textLength", operator: "equal", errorStyle: "warning", formulae: [18] };
    default:
      return null;
  }
}

function codeSheets(fields: readonly Field[], tables: Standards): Map<FieldType, CodeSheet> {
  const sheets = new Map<FieldType, CodeSheet>();
  const used = new Set(fields.map((field) => field.type));
  if (used.has("region")) sheets.set("region", regionSheet(tables));
  if (used.has("programme")) {
    sheets.set("programme", {
      name: "专业代码",
      header: ["专业代码", "专业名称", "层次", "专业类", "专业大类"],
      widths: [12, 30, 12, 24, 24],
      rows: tables.programmes.map((p) => [p.code, p.name, LEVEL_NAMES[p.level], p.className, p.categoryName]),
      choice: "A",
    });
  }
  if (used.has("occupation")) {
    sheets.set("occupation", {
      name: "职业代码",
      header: ["职业代码", "职业名称", "小类", "版本"],
      widths: [14, 34, 34, 14],
      rows: tables.occupations.map((o) => [
        o.code,
        o.name,
        tables.findGroup(o.groupCode)?.name ?? "",
        o.edition,
      ]),
      choice: "A",
    });
  }
  if (used.has("industry")) {
    sheets.set("industry", {
      name: "行业代码",
      header: ["行业代码", "行业名称", "门类"],
      widths: [12, 46, 36],
      rows: tables.industries.map((i) => [i.code, i.name, tables.findIndustry(i.section)?.name ?? i.section]),
      choice: "A",
    });
  }
  return sheets;
}

/** Prefecture-level cities, and the municipalities themselves. */
function regionSheet(tables: Standards): CodeSheet {
  const provinces = new Map(tables.regions.filter((r) => r.rank === "province").map((r) => [r.code, r.name]));
  const cities = tables.regions.filter((r) => r.rank === "city");
  const withCities = new Set(cities.map((city) => city.parent));
  const rows = [
    ...[...provinces].filter(([code]) => !withCities.has(code)).map(([code, name]) => [name, code, name]),
    ...cities.map((city) => [city.name, city.code, provinces.get(city.parent ?? "") ?? ""]),
  ].sort((a, b) => (a[1]! < b[1]! ? -1 : 1));
  return { name: "地区代码", header: ["城市", "代码", "省份"], widths: [26, 10, 20], rows, choice: "A" };
}

function codeSheet(book: ExcelJS.Workbook, { name, header, widths, rows }: CodeSheet): void {
  const sheet = book.addWorksheet(name, { views: [{ state: "frozen", ySplit: 1 }] });
  sheet.addRow(header).font = { bold: true };
  for (const row of rows) sheet.addRow(row);
  widths.forEach((width, i) => {
    sheet.getColumn(i + 1).width = width;
    sheet.getColumn(i + 1).numFmt = "@";
  });
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: header.length } };
}

function notesSheet(book: ExcelJS.Workbook, kind: IntakeKind, fields: readonly Field[]): void {
  const sheet = book.addWorksheet("填表说明");
  [20, 20, 10, 60, 60].forEach((width, i) => (sheet.getColumn(i + 1).width = width));
  sheet.addRow([`${SHEET_NAME[kind]}填表说明`]).font = { bold: true, size: 14 };
  sheet.addRow([ABOUT[kind]]);
  sheet.addRow(["带 * 的列必填；列的顺序可以改变，不用的列可以删去；表头也可以用英文名或下列其他叫法。"]);
  sheet.addRow([]);
  sheet.addRow(["列名", "英文名", "必填", "怎样填写", "也认识的表头"]).font = { bold: true };
  for (const field of fields) {
    const also = field.aliases.filter((alias) => /[\u4e00-\u9fff]/.test(alias)).slice(0, 6);
    const row = sheet.addRow([
      field.label.zh,
      field.label.en,
      field.required ? "是" : "",
      HOW[field.type],
      also.join("、"),
    ]);
    row.alignment = { wrapText: true, vertical: "top" };
  }
}
