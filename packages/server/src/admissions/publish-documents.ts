/** The result as documents: the public table of cut-offs, the announcement, the office's list of the admitted. */
import ExcelJS from "exceljs";
import type { Context } from "../platform/index.ts";
import { officialDocx, type OfficialBlock } from "../planning/index.ts";
import { installation } from "../registry/index.ts";
import { admittedRows } from "./admission-lists.ts";
import { access } from "./access.ts";
import { cutoffRows, type CutoffRow } from "./cutoffs.ts";
import { noticeOf } from "./filing-decisions.ts";
import { requireAnnounced } from "./publish-open.ts";
import { requireFiling } from "./run-filing.ts";
import type { FilingRow } from "./filings.sql.ts"; // prettier-ignore

const ALL = 1_000_000;
const titleOf = (filing: FilingRow): string => `${filing.season}${filing.batch}第${filing.round}轮录取结果`;

async function sheetOf(of: {
  publisher: string;
  at: Date;
  title: string;
  sample: boolean;
  columns: readonly (readonly [header: string, width: number])[];
  rows: readonly (string | number | null)[][];
}): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  book.creator = of.publisher;
  book.title = of.title;
  book.created = of.at;
  book.modified = of.at;
  const sheet = book.addWorksheet("录取结果", { views: [{ state: "frozen", ySplit: of.sample ? 2 : 1 }] });
  sheet.columns = of.columns.map(([, width]) => ({ width }));
  if (of.sample) sheet.addRow(["【示例数据】"]).font = { bold: true, color: { argb: "FFB00020" } };
  sheet.addRow(of.columns.map(([header]) => header)).font = { bold: true };
  for (const row of of.rows) sheet.addRow(row);
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** The cut-offs of a run that is announced, as a workbook for anybody. @throws NotFound */
export async function cutoffsXlsx(ctx: Context, id: string): Promise<Buffer> {
  const filing = await requireAnnounced(ctx, id);
  const rows = await cutoffRows(ctx, filing, { limit: ALL });
  const { publisher } = await installation(ctx);
  return sheetOf({
    publisher,
    at: ctx.now,
    title: titleOf(filing),
    sample: filing.sample,
    columns: [["志愿代码", 14], ["院校", 30], ["专业代码", 10], ["专业", 26], ["专业类别", 16], ["专项", 12], ["计划数", 10], ["免试录取数", 12], ["录取数", 10], ["剩余计划", 10], ["最低分", 12], ["最低位次", 12]],
    rows: rows.map((row) => [row.unit_id, row.school_name, row.programme, row.programme_name, row.category_name, row.quota, row.capacity, row.exempt, row.admitted, row.vacancies, row.last_score === null ? null : Number(row.last_score), row.last_rank]),
  });
} // prettier-ignore

/** The admitted of a confirmed run with their names, for the office to hand to the schools that receive them. @throws NotFound, Forbidden */
export async function admittedXlsx(ctx: Context, id: string): Promise<Buffer> {
  const filing = await requireFiling(ctx, id);
  access.authorize(ctx.actor, "file", { region: filing.province });
  const rows = await admittedRows(ctx, { season: filing.season_id, filing: id }, null, ALL);
  const { publisher } = await installation(ctx);
  const bySchool = [...rows].sort((a, b) => compare(a.school_name, b.school_name) || compare(a.unit_id, b.unit_id) || compare(a.number, b.number));
  return sheetOf({
    publisher,
    at: ctx.now,
    title: `${titleOf(filing)}名单`,
    sample: filing.sample,
    columns: [["录取院校", 30], ["志愿代码", 14], ["录取专业", 26], ["专项", 12], ["考生号", 20], ["姓名", 14], ["专业类别", 16]],
    rows: bySchool.map((row) => [row.school_name, row.unit_id, row.programme_name, row.quota, row.number, row.name, row.category]),
  });
} // prettier-ignore

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The announcement of a result in the layout of official documents; nobody is named in it. @throws NotFound */
export async function announcementDocx(ctx: Context, id: string): Promise<Buffer> {
  const filing = await requireAnnounced(ctx, id);
  const { publisher } = await installation(ctx);
  const notice = noticeOf(filing)!;
  const rows = await cutoffRows(ctx, filing, { limit: ALL });
  const count = (n: number) => n.toLocaleString("zh-CN");
  const sum = (key: "capacity" | "exempt" | "admitted" | "vacancies") => rows.reduce((all, row) => all + row[key], 0);
  const categories = new Map<string, CutoffRow[]>();
  for (const row of rows) categories.set(row.category_name, [...(categories.get(row.category_name) ?? []), row]);
  const blocks: OfficialBlock[] = [
    { kind: "paragraph", text: `${filing.season}${filing.batch}第${filing.round}轮投档录取工作已完成，截至本轮共安排计划 ${count(sum("capacity"))} 人，${sum("exempt") > 0 ? `此前免试录取 ${count(sum("exempt"))} 人，` : ""}投档录取 ${count(sum("admitted"))} 人，剩余计划 ${count(sum("vacancies"))} 人。现将结果予以公示，公示期为 ${notice.from} 至 ${notice.until}。` },
    { kind: "heading", text: "一、各专业类别录取情况" },
    {
      kind: "table", caption: "各专业类别录取情况（人）", head: ["专业类别", "计划数", "录取数", "剩余计划"], align: ["left", "right", "right", "right"], widths: [0.4, 0.2, 0.2, 0.2],
      rows: [...categories].map(([name, of]) => [name, ...(["capacity", "admitted", "vacancies"] as const).map((key) => count(of.reduce((all, row) => all + row[key], 0)))]),
    },
    { kind: "heading", text: "二、查询与异议" },
    { kind: "paragraph", text: "考生可登录系统查看每个志愿的投档情况和理由。对结果有异议的，请在公示期内提出，并留下姓名和联系电话；答复凭异议编号查询。" },
    { kind: "paragraph", text: `本次投档的规则、计划、结果文件及其校验值见系统公示页，任何人可据以独立核验。投档记录签名：${String(filing.manifest?.["signature"] ?? "").slice(0, 16)}……` },
  ];
  return officialDocx({
    title: `${publisher}关于公示${titleOf(filing)}的通告`,
    blocks,
    attachments: [`${titleOf(filing)}最低分和位次表（cutoffs.xlsx）`],
    office: publisher,
    date: notice.from,
    sample: filing.sample,
  });
} // prettier-ignore
