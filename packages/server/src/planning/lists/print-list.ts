import { createHash } from "node:crypto";
import ExcelJS from "exceljs";
import { csvCell, dayInChina, type Context } from "../../platform/index.ts";
import { plainText } from "../../platform/files/csv-cell.ts";
import { regionName } from "../../registry/index.ts";
import { mediaTypeOf } from "../data-files.ts";
import { versionName } from "../present.ts";
import { chineseDate } from "../reports/model.ts";
import { officialDocx, type OfficialBlock } from "../reports/official.ts";
import type { ListKind } from "./content.ts";
import { fieldsOf, HEADINGS, LIST_NAMES, type Fields } from "./fields.ts";
import { allEntries, type EntryRow, type VersionRow } from "./versions.sql.ts";

export const FILES = ["list.csv", "list.xlsx", "list.docx", "manifest.json"] as const;
export type ListFileName = (typeof FILES)[number];

const SOURCES = { computed: "测算", stated: "企业填报", entered: "人工录入" } as const;
const CONFIDENCE = { high: "高", medium: "中", low: "低" } as const;
const SAMPLE_MARK = "示例数据：本清单由生成的示例数据编制，不反映任何真实地区的情况。";
/** What fits on a printed page; the workbook holds every column. */
const PRINTED: Record<ListKind, readonly (readonly [string, number])[]> = {
  demand: [["occupation", 0.2], ["level", 0.09], ["city", 0.12], ["now", 0.1], ["in3", 0.1], ["shortage", 0.1], ["grade", 0.09], ["programmes", 0.2]],
  industry: [["title", 0.2], ["city", 0.1], ["industries", 0.2], ["enterprises", 0.17], ["growth", 0.08], ["newPosts", 0.08], ["talents", 0.17]],
  policy: [["title", 0.18], ["instrument", 0.07], ["eligibility", 0.23], ["amount", 0.15], ["office", 0.15], ["validTo", 0.1], ["document", 0.12]],
}; // prettier-ignore
const NUMBERS = new Set(["now", "in1", "in3", "shortage", "price", "urgency", "stated", "newPosts"]);
const PRINTED_ROWS = 200;

interface Line {
  title: string;
  fields: Fields;
  source: string;
  confidence: string;
}

/** The files of a version. `publishedOn` null = a preview of the draft. */
export async function printedFiles(ctx: Context, version: VersionRow, publishedOn: Date | null) {
  const rows = await allEntries(ctx, version);
  const csv = listCsv(version, rows);
  const xlsx = await listXlsx(version, rows, publishedOn);
  const docx = await listDocx(version, rows, publishedOn);
  const hashed = [["list.csv", csv], ["list.xlsx", xlsx], ["list.docx", docx]] as const; // prettier-ignore
  const outputs = hashed.map(([name, content]) => ({ name, bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") })); // prettier-ignore
  const manifest = Buffer.from(JSON.stringify({ ...version.manifest, version: version.id, entries: version.entries, outputs }, null, 2) + "\n"); // prettier-ignore
  return [...hashed, ["manifest.json", manifest] as const].map(([name, content]) => ({ name, mediaType: mediaTypeOf(name), content })); // prettier-ignore
}

const lineOf = ({ title, content, source, source_name, confidence }: EntryRow): Line => ({
  title,
  fields: fieldsOf(content),
  source: `${SOURCES[source]}：${source_name}`,
  confidence: CONFIDENCE[confidence],
});

const columnsOf = (rows: readonly Line[]): string[] => Object.keys(rows[0]?.fields ?? {});

function listCsv(version: VersionRow, rows: readonly EntryRow[]): Buffer {
  const lines = rows.map(lineOf);
  const columns = columnsOf(lines);
  const head = ["名称", ...columns.map((one) => HEADINGS[one] ?? one), "来源", "可信度", ...(version.sample ? ["示例"] : [])];
  const body = lines.map(({ title, fields, source, confidence }) => [
    title, ...columns.map((one) => String(fields[one] ?? "")), source, confidence, ...(version.sample ? ["示例数据"] : []),
  ]);
  const text = [head, ...body].map((line) => line.map(csvCell).join(",")).join("\r\n");
  // spreadsheets read Chinese wrongly without the byte order mark
  return Buffer.from(`\uFEFF${text}\r\n`);
} // prettier-ignore

async function listXlsx(
  version: VersionRow,
  rows: readonly EntryRow[],
  publishedOn: Date | null,
): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  book.creator = version.publisher;
  book.title = version.title;
  const stamp = publishedOn ?? new Date(`${version.year}-01-01T00:00:00Z`);
  book.created = stamp;
  book.modified = stamp;
  const lines = rows.map(lineOf);
  const columns = columnsOf(lines);
  const about = book.addWorksheet("说明");
  about.columns = [{ width: 16 }, { width: 100 }];
  about.addRow([version.title]).font = { bold: true, size: 16 };
  if (version.sample) about.addRow([SAMPLE_MARK]).font = { bold: true, color: { argb: "FFB00020" } };
  for (const [name, value] of aboutLines(version, publishedOn))
    about.addRow([name, plainText(value)]).getCell(2).alignment = { wrapText: true, vertical: "top" };
  const sheet = book.addWorksheet(LIST_NAMES[version.kind].zh, { views: [{ state: "frozen", ySplit: 1 }] });
  sheet.columns = [
    { header: "名称", width: 28 },
    ...columns.map((one) => ({ header: HEADINGS[one] ?? one, width: NUMBERS.has(one) ? 13 : 22 })),
    { header: "来源", width: 36 },
    { header: "可信度", width: 8 },
  ];
  const first = sheet.getRow(1);
  first.font = { bold: true };
  first.fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FFE8EEF4" } };
  const cell = (value: string | number | null) => (typeof value === "string" ? plainText(value) : value);
  for (const { title, fields, source, confidence } of lines)
    sheet.addRow([cell(title), ...columns.map((one) => cell(fields[one] ?? null)), cell(source), confidence]);
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length + 3 } };
  return Buffer.from(await book.xlsx.writeBuffer());
}

function aboutLines(version: VersionRow, publishedOn: Date | null): [string, string][] {
  const { demand, stated } = METHOD;
  return [
    ["清单", LIST_NAMES[version.kind].zh],
    ["地区", regionName(version.province)],
    ["年度", String(version.year)],
    ["版本", versionName(version.version)],
    ["发布", publishedOn ? chineseDate(dayInChina(publishedOn)) : "未发布"],
    ["发布单位", version.publisher],
    ["依据", version.release_title ?? "—"],
    ...(version.kind === "demand" ? ([["方法", demand], ["方法", stated]] as [string, string][]) : []),
    ["来源", "测算＝由已发布的人才需求或产业规划得出；企业填报＝企业陈述并同意公开；人工录入＝由主管部门录入，未经系统核算"],
  ];
} // prettier-ignore

const METHOD = {
  demand: "紧缺度（0～100）＝70%×（结构性短缺÷需求）＋30%×岗位稀缺价格；80 以上为急需，50 以上为紧缺，20 以上为偏紧。为保护单个用人单位而不公布的数字不列入。",
  stated: "企业填报合计只在三家以上企业且无一家超过 75% 时公布，只按全省汇总。",
}; // prettier-ignore

const dropEmpty = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== ""));

async function listDocx(
  version: VersionRow,
  rows: readonly EntryRow[],
  publishedOn: Date | null,
): Promise<Buffer> {
  const columns = PRINTED[version.kind];
  const table = (caption: string, some: readonly EntryRow[]): OfficialBlock => ({
    kind: "table",
    caption,
    head: columns.map(([one]) => HEADINGS[one] ?? one),
    widths: columns.map(([, width]) => width),
    align: columns.map(([one]) => (NUMBERS.has(one) ? "right" : "left")),
    rows: some.map(({ content, title }) => {
      // a post without an occupation of the official table stands by its own name
      const fields: Fields = { title, occupation: title, ...dropEmpty(fieldsOf(content)) };
      return columns.map(([one]) => String(fields[one] ?? "—"));
    }),
  });
  const printed = rows.filter(({ city }) => version.kind !== "demand" || city === "").slice(0, PRINTED_ROWS);
  const rest = rows.length - printed.length;
  const counts = (["computed", "stated", "entered"] as const)
    .map((source) => [source, rows.filter((row) => row.source === source).length] as const)
    .filter(([, count]) => count > 0)
    .map(([source, count]) => `${SOURCES[source]}${count}条`);
  const blocks: OfficialBlock[] = [
    { kind: "heading", text: "一、说明" },
    { kind: "paragraph", text: `本清单共${rows.length}条，其中${counts.join("、")}。${version.release_title ? `数据依据《${version.release_title}》。` : ""}${version.note}` },
    ...(version.kind === "demand" ? [{ kind: "paragraph", text: METHOD.demand } as const, { kind: "paragraph", text: METHOD.stated } as const] : []),
    ...(version.sample ? [{ kind: "paragraph", text: SAMPLE_MARK } as const] : []),
    { kind: "heading", text: "二、清单" },
    table(`${LIST_NAMES[version.kind].zh}（${regionName(version.province)}，${version.year}年）`, printed),
    ...(rest > 0 ? [{ kind: "paragraph", text: `其余${rest}条${version.kind === "demand" ? "（分城市、分层次）" : ""}见电子表格。` } as const] : []),
  ];
  const edition = publishedOn ? `${chineseDate(dayInChina(publishedOn))}发布` : "未发布";
  return officialDocx({
    title: version.title,
    subtitle: `（${versionName(version.version)}，${edition}）`,
    blocks,
    office: version.publisher,
    date: publishedOn ? dayInChina(publishedOn) : null,
    sample: version.sample,
  });
} // prettier-ignore
