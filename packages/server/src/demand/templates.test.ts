import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import ExcelJS from "exceljs";
import {
  createRowChecker,
  detectKind,
  fieldsOf,
  INTAKE_KINDS,
  recogniseColumns,
  RegionIndex,
} from "@tixi/engines/intake";
import type { IntakeKind } from "@tixi/engines/types";
import { standards } from "@tixi/standards";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTable } from "../platform/files/tabular.ts";
import { templateWorkbook } from "./templates.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tixi-templates-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What somebody fills in, by the header of the column. */
const FILLED: Record<IntakeKind, Record<string, ExcelJS.CellValue>> = {
  postings: {
    岗位名称: "维修电工",
    单位名称: "示例机械有限公司",
    城市: "武汉市",
    薪资: "6-8千/月",
    学历要求: "大专",
    招聘人数: "招3人",
    岗位描述: "负责设备检修\n能适应倒班",
    发布日期: new Date(Date.UTC(2026, 2, 1)),
  },
  offerings: {
    学校名称: "示例职业技术学院",
    专业代码: "460306",
    专业名称: "电气自动化技术",
    层次: "高职专科",
    所在城市: "宜昌市",
    年份: 2025,
    学制: 3,
    招生计划数: 120,
    毕业生数: 95,
  },
  surveys: {
    企业名称: "示例机械有限公司",
    所在城市: "襄阳市",
    岗位名称: "数控车工",
    需求人数: 12,
    年份: 2026,
  },
  "industry-plan": { 行业: "34", 地区: "武汉市", 年份: 2026, 年均增长率: 0.08, 依据文件: "示例规划" },
  conditions: {
    学校名称: "示例职业技术学院",
    所在城市: "宜昌市",
    年份: 2025,
    办学条件类别: "工农林",
    全日制在校生数: 6200,
    专任教师数: 310,
    "占地面积（平方米）": 402000.5,
    "教学科研仪器设备值（元）": 46_000_000,
    "图书（册）": 410_000,
  },
};

async function filled(kind: IntakeKind, values: Record<string, ExcelJS.CellValue>): Promise<string> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await templateWorkbook(kind)).buffer as ArrayBuffer);
  const sheet = book.worksheets[0]!;
  const headers = (sheet.getRow(1).values as string[]).slice(1).map((header) => header.replace("*", ""));
  for (const header of Object.keys(values)) expect(headers).toContain(header);
  headers.forEach((header, i) => {
    const value = values[header];
    if (value !== undefined) sheet.getRow(2).getCell(i + 1).value = value;
  });
  const file = path.join(folder, `${kind}-${Object.keys(values).length}.xlsx`);
  await writeFile(file, new Uint8Array(await book.xlsx.writeBuffer()));
  return file;
}

describe.each(INTAKE_KINDS)("the template of %s", (kind) => {
  it("has every field under a header that the intake knows exactly", async () => {
    const table = await openTable(await filled(kind, {}));
    const mapping = recogniseColumns(kind, table.headers);
    expect(mapping.missing).toEqual([]);
    expect(mapping.columns.map((column) => column.field)).toEqual(fieldsOf(kind).map((field) => field.field));
    expect(mapping.columns.every((column) => column.how === "exact")).toBe(true);
    expect(detectKind(table.headers)?.kind).toBe(kind);
    expect(table.sample).toEqual([]);
  });

  it("is read back by the intake when it is filled in", async () => {
    const table = await openTable(await filled(kind, FILLED[kind]));
    const tables = standards();
    const divisions = tables.regions.map(({ code, name, parent }) => ({ code, name, parent: parent ?? "" }));
    const checker = createRowChecker(kind, recogniseColumns(kind, table.headers), {
      regions: new RegionIndex(divisions),
      standards: tables,
      scopeRegion: null,
      sourceName: "模板",
    });
    const rows = [];
    for await (const batch of table.rows()) {
      for (const { rowNumber, values } of batch) rows.push(checker.check(values, rowNumber));
    }
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ ok: true });
    const row = rows[0]!.ok ? (rows[0] as { row: object }).row : {};
    expect(row).toMatchObject(EXPECTED[kind]);
  });
});

const EXPECTED: Record<IntakeKind, object> = {
  postings: {
    title: "维修电工",
    city: "420100",
    salary: { min: 6000, max: 8000 },
    education: "college",
    headcount: 3,
    publishedAt: "2026-03-01",
  },
  offerings: {
    programmeCode: "460306",
    level: "college",
    city: "420500",
    year: 2025,
    plan: 120,
    graduates: 95,
  },
  surveys: { city: "420600", postTitle: "数控车工", wanted: 12, year: 2026 },
  "industry-plan": { city: "420100", year: 2026, growth: 0.08 },
  conditions: {
    city: "420500",
    year: 2025,
    schoolType: "engineering",
    studentsFull: 6200,
    teachersFull: 310,
    landArea: 402000.5,
    equipmentValue: 4_600_000_000,
    books: 410_000,
    dormArea: null,
  },
};

it("offers the official codes as choices", async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await templateWorkbook("offerings")).buffer as ArrayBuffer);
  expect(book.worksheets.map((sheet) => sheet.name)).toEqual(["专业点", "填表说明", "地区代码", "专业代码"]);
  const programmes = book.getWorksheet("专业代码")!;
  expect(programmes.rowCount).toBe(standards().programmes.length + 1);
  const level = fieldsOf("offerings").findIndex((field) => field.type === "level") + 1;
  expect(book.worksheets[0]!.getRow(2).getCell(level).dataValidation.formulae).toEqual([
    '"中职,高职专科,职业本科"',
  ]);
});
