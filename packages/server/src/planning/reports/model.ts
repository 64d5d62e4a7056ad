import type { CityLine, OccupationLine, ProgrammeLine, Published } from "@tixi/engines/cycle";
import type { Estimate } from "@tixi/engines/types";

export type { CityLine, OccupationLine, ProgrammeLine, Published };

export interface TrendPoint {
  year: number;
  kind: "measured" | "forecast";
  demand: Estimate;
  supply: Estimate;
}

/** All that a printed demand release says. Built once from a frozen release; XLSX, DOCX and PDF are three renderings of it. */
export interface ReportModel {
  title: string;
  regionName: string;
  year: number;
  version: string;
  /** true for the generated sample province: every page then says so */
  sample: boolean;
  publisher: string;
  /** ISO date, null for a draft */
  publishedOn: string | null;
  totals: { demand: Estimate; supply: Estimate; matched: Estimate; shortage: Estimate; surplus: Estimate };
  countsOnlyGap: number;
  counts: {
    postings: number;
    vacancies: number;
    /** vacancies of the year with an occupation, and postings that the coder abstained on */
    coded: number;
    abstained: number;
    undated: number;
    breaching: number;
    offerings: number;
    surveys: number;
    suppressed: number;
  };
  shortages: OccupationLine[];
  surpluses: ProgrammeLine[];
  prices: ProgrammeLine[];
  occupations: OccupationLine[];
  programmes: ProgrammeLine[];
  cities: CityLine[];
  trend: TrendPoint[];
  method: string[];
  doubts: string[];
  inputs: { name: string; sha256: string; rows: number }[];
  parameters: { name: string; value: string }[];
  versions: { name: string; value: string }[];
}

export const LEVEL_NAMES = { secondary: "中职", college: "高职专科", bachelor: "职业本科" } as const;

/** 12,345 below 100,000, then 12.3 万; "—" for what is not published (ui.md, Hand). */
export function figure(value: Published, digits = 0): string {
  if (value === null) return "—";
  if (Math.abs(value) >= 100_000) return `${(value / 10_000).toFixed(1)}万`;
  const [whole = "0", fraction] = Math.abs(value).toFixed(digits).split(".");
  const sign = value < 0 && Number(value.toFixed(digits)) !== 0 ? "−" : "";
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + (fraction ? `.${fraction}` : "");
}

/** 2026-11-23 → 2026年11月23日 */
export function chineseDate(iso: string): string {
  const [year, month, day] = iso.slice(0, 10).split("-").map(Number);
  return `${year}年${month}月${day}日`;
}

/** "（第1版，2026年11月26日发布）": which edition it is, under the title. */
export function editionLine({ version, publishedOn }: ReportModel): string {
  const date = publishedOn ? `${chineseDate(publishedOn)}发布` : "未发布";
  return `（${[version, date].filter((part) => part !== "").join("，")}）`;
}

/** "1,234（1,100～1,400）": a figure with its interval, where it has one. */
export function withInterval(e: Estimate): string {
  if (e.low === e.high) return figure(e.value);
  return `${figure(e.value)}（${figure(e.low)}～${figure(e.high)}）`;
}

/** The answer in one paragraph, the same words in every rendering. */
export function summarySentence(model: ReportModel): string {
  const { totals, year, regionName } = model;
  const first = model.shortages[0];
  const surplus = model.surpluses[0];
  const lead =
    `${year}年${regionName}招聘信息折合年用人需求${withInterval(totals.demand)}人，` +
    `职业学校毕业生中预计在本省求职${withInterval(totals.supply)}人；` +
    `按专业对口、层次相当、城市间流动测算，可匹配${figure(totals.matched.value)}人，` +
    `结构性短缺${withInterval(totals.shortage)}人，结构性过剩${withInterval(totals.surplus)}人。`;
  const worst = first
    ? `短缺最多的职业是${first.name}（${figure(first.shortage)}人${first.where.length ? `，主要在${first.where.join("、")}` : ""}）`
    : "";
  const most = surplus
    ? `过剩最多的专业是${surplus.name}（${LEVEL_NAMES[surplus.level]}，${figure(surplus.surplus)}人）`
    : "";
  return lead + [worst, most].filter(Boolean).join("；") + (worst || most ? "。" : "");
}

export const SAMPLE_MARK = "示例数据：本报告由生成的示例省数据计算，不反映任何真实地区的情况。";
