import type { CycleNote } from "@tixi/engines/cycle";
import { standards } from "@tixi/standards";
import type { Context } from "../platform/context.ts";
import { regionName } from "../registry/index.ts";
import { findCycle, type CycleRow } from "./cycles.sql.ts";
import { levelOf, occupationName, programmeName } from "./names.ts";
import { noteSentence, parameterLines } from "./notes.ts";
import { versionName } from "./present.ts";
import type { ReleaseRow } from "./releases.sql.ts";
import { trend } from "./records.ts";
import { reportDocx } from "./reports/docx.ts";
import type { OccupationLine, ProgrammeLine, ReportModel } from "./reports/model.ts";
import { reportPdf } from "./reports/pdf.ts";
import { reportXlsx } from "./reports/xlsx.ts";
import { draftSource, type Source } from "./source.ts";
import { cityCells, marginOf, overview } from "./views.ts";
import { demandTotals, supplyTotals, topCities } from "./views.sql.ts";

export const REPORTS = {
  "report.xlsx": { mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", render: reportXlsx },
  "report.docx": { mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", render: reportDocx },
  "report.pdf": { mediaType: "application/pdf", render: reportPdf },
} as const;
export type ReportName = keyof typeof REPORTS;

/** The three printed reports of a release. `publishedOn` null = a preview of the draft. */
export async function printedReports(ctx: Context, release: ReleaseRow, publishedOn: Date | null) {
  const model = await reportModel(ctx, release, publishedOn);
  return Promise.all(
    (Object.keys(REPORTS) as ReportName[]).map(async (name) => ({
      name,
      mediaType: REPORTS[name].mediaType,
      content: await REPORTS[name].render(model),
    })),
  );
}

export async function printReport(ctx: Context, release: ReleaseRow, name: ReportName): Promise<Buffer> {
  return REPORTS[name].render(await reportModel(ctx, release, null));
}

async function reportModel(ctx: Context, release: ReleaseRow, publishedOn: Date | null): Promise<ReportModel> {
  const cycle = (await findCycle(ctx, release.cycle_id))!;
  const source = await draftSource(ctx, release.cycle_id);
  const first = await overview(ctx, source, {});
  const { occupations, programmes } = await allLines(ctx, source);
  const byCode = <T extends { code: string }>(lines: T[], codes: string[]) =>
    codes.map((code) => lines.find((l) => l.code === code)).filter((l): l is T => l !== undefined);
  const past = await trend(ctx, source, {});
  const exact = (value: number) => ({ value, low: value, high: value });
  const base = source.totals.find((t) => t.year === source.year)!;
  return {
    title: release.title,
    regionName: regionName(release.province),
    year: release.year,
    version: versionName(release.version),
    sample: release.sample,
    publisher: release.publisher,
    publishedOn: publishedOn ? dateInChina(publishedOn) : null,
    totals: { demand: base.demand, supply: base.supply, matched: base.matched, shortage: base.shortage, surplus: base.surplus },
    countsOnlyGap: base.countsOnly.gap,
    counts: countsOf(cycle, source),
    shortages: byCode(occupations, first.shortages.map((s) => s.occupation.code)),
    surpluses: byCode(programmes, first.surpluses.map((s) => s.programme.code)),
    prices: byCode(programmes, first.prices.map((p) => p.programme.code)),
    occupations,
    programmes,
    cities: (await cityCells(ctx, source, {})).map(({ city, name, demand, supply, shortage, surplus }) => ({
      code: city, name, demand, supply, shortage, surplus,
    })),
    trend: [
      ...past.history
        .filter((h) => h.demand !== null && h.supply !== null)
        .map((h) => ({ year: h.year, kind: "measured" as const, demand: exact(h.demand!), supply: exact(h.supply!) })),
      ...source.totals.map((t) => ({
        year: t.year, kind: t.year > source.year ? ("forecast" as const) : ("measured" as const), demand: t.demand, supply: t.supply,
      })),
    ],
    method: METHOD,
    doubts: [...source.notes.map((note: CycleNote) => noteSentence(note, "zh-CN")), ...standards().provenance().flatMap((p) => p.doubts)],
    inputs: (cycle.inputs ?? []).map(({ name, sha256, rows }) => ({ name, sha256, rows })),
    parameters: parameterLines(cycle.parameters),
    versions: Object.entries(cycle.versions ?? {}).map(([name, value]) => ({ name, value })),
  }; // prettier-ignore
}

const METHOD = [
  "编码：按标题、描述、行业将每条招聘信息编入职业分类大典细类，给出校准的可信度和依据词句；依据不足的不编码。人工更正成为经复核的别名。",
  "去重与需求：同一雇主、同一城市、内容近似的信息合并为一个岗位；按最近一次发布的人数折算年用人需求；以雇主为单位重抽样给出区间。",
  "供给：由在校生分年级人数按巩固率推算毕业生，扣除升学和离省，得出在本省求职人数。",
  "预测：阻尼趋势法，短序列向总体收缩；区间按保形方法由历史误差得出。",
  "平衡：专业与职业有对应关系、层次相当者方可匹配，跨城市计成本；以线性规划求总匹配价值最大，同等情形均匀分配，结果与输入次序无关。",
];

async function allLines(ctx: Context, source: Source): Promise<{ occupations: OccupationLine[]; programmes: ProgrammeLine[] }> {
  const margin = marginOf(source, {});
  const demand = await demandTotals(ctx, source, "occupation", margin);
  const supply = await supplyTotals(ctx, source, "programme", margin);
  const wherePosts = await topCities(ctx, source, "demand", demand.map((d) => d.code), margin); // prettier-ignore
  const whereGraduates = await topCities(ctx, source, "supply", supply.map((s) => s.code), margin); // prettier-ignore
  const names = (found: { city: string }[] | undefined) => (found ?? []).map(({ city }) => regionName(city));
  return {
    occupations: demand.map((d) => ({
      code: d.code, name: occupationName(d.code), demand: d.demand, low: d.low, high: d.high, matched: d.matched, shortage: d.shortage,
      price: d.price_max, where: names(wherePosts.get(d.code)),
    })),
    programmes: supply.map((s) => ({
      code: s.code, name: programmeName(s.code), level: levelOf(s.code), supply: s.supply, matched: s.matched, surplus: s.surplus,
      countsOnlyGap: s.counts_only_gap, priceMin: s.price_min, priceMax: s.price_max, where: names(whereGraduates.get(s.code)),
    })),
  }; // prettier-ignore
}

function countsOf(cycle: CycleRow, source: Source): ReportModel["counts"] {
  const number = (key: string) => Number((cycle.counts as Record<string, unknown> | null)?.[key] ?? 0);
  return {
    postings: source.counts.postings,
    vacancies: source.counts.vacancies,
    coded: source.counts.coded,
    abstained: source.counts.uncoded,
    undated: source.counts.undated,
    breaching: number("breaching"),
    offerings: source.counts.offerings,
    surveys: source.counts.surveys,
    suppressed: Number(cycle.disclosure?.["primary"] ?? 0) + Number(cycle.disclosure?.["secondary"] ?? 0),
  };
}

/** The day in China, whatever the server's clock is set to. */
function dateInChina(at: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(at);
}
