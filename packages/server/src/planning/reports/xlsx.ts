import ExcelJS from "exceljs";
import { LEVEL_NAMES, SAMPLE_MARK, summarySentence, type ReportModel } from "./model.ts";

type Column = { header: string; width: number; format?: string };

/** The release as a workbook: one sheet per question, numbers as numbers, "—" where nothing is published. */
export async function reportXlsx(model: ReportModel): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  book.creator = model.publisher;
  book.title = model.title;
  const stamp = new Date(`${model.publishedOn?.slice(0, 10) ?? `${model.year}-01-01`}T00:00:00Z`);
  book.created = stamp;
  book.modified = stamp;

  const about = book.addWorksheet("说明");
  about.columns = [{ width: 24 }, { width: 100 }];
  const line = (name: string, value: string | number) =>
    (about.addRow([name, value]).getCell(2).alignment = { wrapText: true, vertical: "top" });
  about.addRow([model.title]).font = { bold: true, size: 16 };
  if (model.sample) about.addRow([SAMPLE_MARK]).font = { bold: true, color: { argb: "FFB00020" } };
  line("版本", model.version);
  line("发布", model.publishedOn ?? "未发布");
  line("发布单位", model.publisher);
  line("主要结论", summarySentence(model));
  for (const text of model.method) line("方法", text);
  for (const text of model.doubts) line("疑点", text);
  for (const input of model.inputs)
    line("输入文件", `${input.name}（${input.rows} 行）SHA-256 ${input.sha256}`);
  for (const p of [...model.parameters, ...model.versions]) line(p.name, p.value);
  line("符号", "—：为保护单个雇主或个人而不公布，或没有数据");

  const person = "#,##0";
  sheet(book, "职业", [
    { header: "职业编码", width: 13 }, { header: "职业", width: 28 }, { header: "需求（人）", width: 12, format: person },
    { header: "下限", width: 10, format: person }, { header: "上限", width: 10, format: person }, { header: "可匹配（人）", width: 12, format: person },
    { header: "结构性短缺（人）", width: 15, format: person }, { header: "边际价值", width: 10, format: "0.00" }, { header: "主要城市", width: 30 },
  ], model.occupations.map((o) => [o.code, o.name, o.demand, o.low, o.high, o.matched, o.shortage, o.price, o.where.join("、")])); // prettier-ignore
  sheet(book, "专业", [
    { header: "专业代码", width: 12 }, { header: "专业", width: 30 }, { header: "层次", width: 11 }, { header: "供给（人）", width: 12, format: person },
    { header: "可匹配（人）", width: 12, format: person }, { header: "结构性过剩（人）", width: 15, format: person }, { header: "仅比数量（人）", width: 14, format: person },
    { header: "多一名的价值", width: 13, format: "0.00" }, { header: "对偶上界", width: 10, format: "0.00" }, { header: "主要城市", width: 30 },
  ], model.programmes.map((p) => [p.code, p.name, LEVEL_NAMES[p.level], p.supply, p.matched, p.surplus, p.countsOnlyGap, p.priceMin, p.priceMax, p.where.join("、")])); // prettier-ignore
  sheet(book, "城市", [
    { header: "代码", width: 10 }, { header: "城市", width: 16 }, { header: "需求（人）", width: 12, format: person }, { header: "供给（人）", width: 12, format: person },
    { header: "结构性短缺（人）", width: 15, format: person }, { header: "结构性过剩（人）", width: 15, format: person },
  ], model.cities.map((c) => [c.code, c.name, c.demand, c.supply, c.shortage, c.surplus])); // prettier-ignore
  sheet(book, "预测", [
    { header: "年份", width: 8 }, { header: "性质", width: 8 }, { header: "需求（人）", width: 12, format: person }, { header: "需求下限", width: 12, format: person }, { header: "需求上限", width: 12, format: person },
    { header: "供给（人）", width: 12, format: person }, { header: "供给下限", width: 12, format: person }, { header: "供给上限", width: 12, format: person },
  ], model.trend.map((t) => [t.year, t.kind === "forecast" ? "预测" : "已有", t.demand.value, t.demand.low, t.demand.high, t.supply.value, t.supply.low, t.supply.high])); // prettier-ignore
  return Buffer.from(await book.xlsx.writeBuffer());
}

function sheet(
  book: ExcelJS.Workbook,
  name: string,
  columns: Column[],
  rows: (string | number | null)[][],
): void {
  const target = book.addWorksheet(name, { views: [{ state: "frozen", ySplit: 1 }] });
  target.columns = columns.map(({ header, width }) => ({ header, width }));
  const head = target.getRow(1);
  head.font = { bold: true };
  head.fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FFE8EEF4" } };
  for (const values of rows) target.addRow(values.map((value) => value ?? "—"));
  columns.forEach((column, i) => {
    if (!column.format) return;
    const cells = target.getColumn(i + 1);
    cells.numFmt = column.format;
    cells.alignment = { horizontal: "right" };
  });
  target.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } };
}
