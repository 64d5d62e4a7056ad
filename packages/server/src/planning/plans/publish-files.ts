/** The published plan as bytes: CSV and JSON for machines, a workbook, and the official document. */
import { createHash } from "node:crypto";
import ExcelJS from "exceljs";
import { csvCell, dayInChina, type Context } from "../../platform/index.ts";
import { installation, regionName } from "../../registry/index.ts";
import { mediaTypeOf } from "../data-files.ts";
import { className, programmeName } from "../names.ts";
import { LEVEL_NAMES } from "../reports/model.ts";
import { officialDocx, type OfficialBlock } from "../reports/official.ts";
import { listEdits, pageOfCells, type CellRow } from "./cells.sql.ts";
import type { PlanRow } from "./plans.sql.ts";

export interface PlanFile {
  name: string;
  mediaType: string;
  sha256: string;
  content: Buffer;
}

/** Offerings with seats, by school, programme and city: the order of the printed list. */
export async function plannedSeats(ctx: Context, plan: string): Promise<CellRow[]> {
  const rows = await pageOfCells(ctx, plan, { after: null, limit: 1_000_000, since: null });
  return rows
    .filter((row) => row.seats > 0)
    .sort(
      (a, b) =>
        compare(a.school_name, b.school_name) || compare(a.programme, b.programme) || compare(a.city, b.city),
    );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** All files of a plan that is published now. */
export async function publishedFiles(ctx: Context, plan: PlanRow): Promise<PlanFile[]> {
  const seats = await plannedSeats(ctx, plan.id);
  const [last] = await listEdits(ctx, plan.id, null, 1);
  const { publisher } = await installation(ctx);
  const data = [
    file("plan.csv", Buffer.from("\ufeff" + planCsv(seats))),
    file("plan.json", Buffer.from(planJson(plan, seats))),
  ];
  const manifest = {
    ...plan.manifest,
    planId: plan.id,
    name: plan.name,
    publishedOn: dayInChina(ctx.now),
    version: plan.version,
    seatsSha256: last!.seats_sha256,
    value: plan.summary!.value,
    bound: plan.summary!.bound,
    broken: plan.summary!.broken.length,
    outputs: data.map(({ name, content, sha256 }) => ({ name, bytes: content.length, sha256 })),
  };
  return [
    ...data,
    file("plan.xlsx", await planXlsx(plan, seats, publisher, ctx.now)),
    file("plan.docx", await planDocx(plan, seats, publisher, ctx.now)),
    file("manifest.json", Buffer.from(JSON.stringify(manifest, null, 2) + "\n")),
  ];
}

const file = (name: string, content: Buffer): PlanFile => ({
  name,
  mediaType: mediaTypeOf(name),
  sha256: createHash("sha256").update(content).digest("hex"),
  content,
});

const HEAD = [
  "offering",
  "school",
  "programme_code",
  "programme",
  "level",
  "city_code",
  "city",
  "last_year",
  "seats",
];

export function planCsv(seats: readonly CellRow[]): string {
  const lines = seats.map((row) => [row.offering_id, row.school_name, row.programme, programmeName(row.programme), row.level, row.city, regionName(row.city), row.last, row.seats]);
  return [HEAD, ...lines].map((line) => line.map((cell) => csvCell(String(cell))).join(",") + "\n").join("");
} // prettier-ignore

function planJson(plan: PlanRow, seats: readonly CellRow[]): string {
  return (
    JSON.stringify(
      {
        kind: "tixi-enrolment-plan",
        plan: plan.id,
        year: plan.round_year,
        region: plan.province,
        sample: plan.sample,
        seats: seats.map(({ offering_id, school, school_name, programme, level, city, last, seats: n }) => ({ offering: offering_id, school, schoolName: school_name, programme, level, city, last, seats: n })),
      },
      null,
      1,
    ) + "\n"
  );
} // prettier-ignore

async function planXlsx(plan: PlanRow, seats: readonly CellRow[], publisher: string, at: Date): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  book.creator = publisher;
  book.title = titleOf(plan);
  book.created = at;
  book.modified = at;
  const sheet = book.addWorksheet("招生计划", { views: [{ state: "frozen", ySplit: plan.sample ? 2 : 1 }] });
  const columns = [
    { header: "学校", width: 32 }, { header: "专业代码", width: 11 }, { header: "专业", width: 28 }, { header: "专业类", width: 18 },
    { header: "层次", width: 11 }, { header: "城市", width: 14 }, { header: "上年计划", width: 10 }, { header: "计划数", width: 10 }, { header: "增减", width: 8 },
  ];
  sheet.columns = columns.map(({ width }) => ({ width }));
  if (plan.sample) sheet.addRow(["【示例数据】"]).font = { bold: true, color: { argb: "FFB00020" } };
  sheet.addRow(columns.map(({ header }) => header)).font = { bold: true };
  for (const row of seats)
    sheet.addRow([row.school_name, row.programme, programmeName(row.programme), className(row.programme.slice(0, 4)), LEVEL_NAMES[row.level], regionName(row.city), row.last, row.seats, row.seats - row.last]);
  const totals = book.addWorksheet("合计");
  totals.addRow(["层次", "核定规模", "上年计划", "计划数"]).font = { bold: true };
  for (const { level, scale, last, seats: n } of plan.summary!.totals.levels) totals.addRow([LEVEL_NAMES[level], scale ?? "—", last, n]);
  return Buffer.from(await book.xlsx.writeBuffer());
} // prettier-ignore

export const titleOf = (plan: { round_year: number }): string => `${plan.round_year}年职业教育招生计划`;

async function planDocx(plan: PlanRow, seats: readonly CellRow[], publisher: string, at: Date): Promise<Buffer> {
  const { totals } = plan.summary!;
  const count = (n: number) => n.toLocaleString("zh-CN");
  const schools = new Map<string, CellRow[]>();
  for (const row of seats) schools.set(row.school_name, [...(schools.get(row.school_name) ?? []), row]);
  const cities = new Map<string, { seats: number; last: number; offerings: number }>();
  for (const row of seats) {
    const sum = cities.get(row.city) ?? { seats: 0, last: 0, offerings: 0 };
    cities.set(row.city, { seats: sum.seats + row.seats, last: sum.last + row.last, offerings: sum.offerings + 1 });
  }
  const blocks: OfficialBlock[] = [
    { kind: "paragraph", text: `${plan.round_year}年安排职业教育招生计划 ${count(totals.seats)} 人，涉及 ${count(schools.size)} 所学校 ${count(totals.offerings)} 个专业点；新开 ${count(totals.opened)} 个，停止招生 ${count(totals.closed)} 个。现予公布，请遵照执行。` },
    { kind: "heading", text: "一、分层次计划" },
    {
      kind: "table", caption: "分层次计划（人）", head: ["层次", "核定规模", "上年计划", "计划数"], align: ["left", "right", "right", "right"], widths: [0.34, 0.22, 0.22, 0.22],
      rows: totals.levels.map(({ level, scale, last, seats: n }) => [LEVEL_NAMES[level], scale === null ? "—" : count(scale), count(last), count(n)]),
    },
    { kind: "heading", text: "二、分地区计划" },
    {
      kind: "table", caption: "分地区计划（人）", head: ["地区", "专业点", "上年计划", "计划数"], align: ["left", "right", "right", "right"], widths: [0.34, 0.22, 0.22, 0.22],
      rows: [...cities].sort(([a], [b]) => compare(a, b)).map(([city, sum]) => [regionName(city), count(sum.offerings), count(sum.last), count(sum.seats)]),
    },
    { kind: "heading", text: "三、分学校计划" },
    {
      kind: "table", caption: "分学校计划（人）", head: ["学校", "专业点", "计划数"], align: ["left", "right", "right"], widths: [0.6, 0.2, 0.2],
      rows: [...schools].map(([name, rows]) => [name, count(rows.length), count(rows.reduce((all, row) => all + row.seats, 0))]),
    },
    { kind: "paragraph", text: `各专业点计划数见附件。测算以供需均衡价值为准，方案价值 ${plan.summary!.value.toFixed(0)}，不超过上界 ${plan.summary!.bound.toFixed(0)}；输入、参数与校验值见清单文件，可据以复算。` },
  ];
  return officialDocx({
    title: `${publisher}关于下达${titleOf(plan)}的通知`,
    addressee: "各市（州）教育主管部门，各有关学校",
    blocks,
    attachments: [`${titleOf(plan)}分专业点明细表（plan.xlsx）`],
    office: publisher,
    date: dayInChina(at),
    sample: plan.sample,
  });
} // prettier-ignore
