import type { ReleaseData } from "@tixi/engines/cycle";
import { standards } from "@tixi/standards";
import { noteSentence, parameterLines } from "../notes.ts";
import type { ReportModel } from "./model.ts";

/** What a report says besides the figures. */
export interface ReportFacts {
  title: string;
  version: string;
  sample: boolean;
  publisher: string;
  /** ISO date, null for a draft */
  publishedOn: string | null;
  /** postings with unlawful conditions */
  breaching: number;
  inputs: { name: string; sha256: string; rows: number }[];
  versions: Record<string, string>;
}

/** The printed report of a release: nothing but its release.json and the facts of its publication. */
export function reportModel(data: ReleaseData, facts: ReportFacts): ReportModel {
  const base = data.totals.find((t) => t.year === data.year)!;
  const byCode = <T extends { code: string }>(lines: T[], codes: string[]) =>
    codes
      .map((code) => lines.find((line) => line.code === code))
      .filter((line): line is T => line !== undefined);
  const exact = (value: number) => ({ value, low: value, high: value });
  const { counts } = data;
  return {
    title: facts.title,
    regionName: data.region.name,
    year: data.year,
    version: facts.version,
    sample: facts.sample,
    publisher: facts.publisher,
    publishedOn: facts.publishedOn,
    totals: base,
    countsOnlyGap: base.countsOnly.gap,
    counts: {
      postings: counts.postings,
      vacancies: counts.vacancies,
      coded: counts.coded,
      abstained: counts.uncoded,
      undated: counts.undated,
      breaching: facts.breaching,
      offerings: counts.offerings,
      surveys: counts.surveys,
      suppressed: data.disclosure.primary + data.disclosure.secondary,
    },
    shortages: byCode(data.occupations, data.first.shortages),
    surpluses: byCode(data.programmes, data.first.surpluses),
    prices: byCode(data.programmes, data.first.prices),
    occupations: data.occupations,
    programmes: data.programmes,
    cities: data.cities,
    trend: [
      ...data.history
        .filter((h) => h.demand !== null && h.supply !== null)
        .map((h) => ({
          year: h.year,
          kind: "measured" as const,
          demand: exact(h.demand!),
          supply: exact(h.supply!),
        })),
      ...data.totals.map((t) => ({
        year: t.year,
        kind: t.year > data.year ? ("forecast" as const) : ("measured" as const),
        demand: t.demand,
        supply: t.supply,
      })),
    ],
    method: METHOD,
    doubts: [
      ...data.notes.map((note) => noteSentence(note, "zh-CN")),
      ...standards()
        .provenance()
        .flatMap((p) => p.doubts),
    ],
    inputs: facts.inputs,
    parameters: parameterLines(data.parameters),
    versions: Object.entries(facts.versions).map(([name, value]) => ({ name, value })),
  };
}

const METHOD = [
  "编码：按标题、描述、行业将每条招聘信息编入职业分类大典细类，给出校准的可信度和依据词句；依据不足的不编码。人工更正成为经复核的别名。",
  "去重与需求：同一雇主、同一城市、内容近似的信息合并为一个岗位；按最近一次发布的人数折算年用人需求；以雇主为单位重抽样给出区间。",
  "供给：由在校生分年级人数按巩固率推算毕业生，扣除升学和离省，得出在本省求职人数。",
  "预测：阻尼趋势法，短序列向总体收缩；区间按保形方法由历史误差得出。",
  "平衡：专业与职业有对应关系、层次相当者方可匹配，跨城市计成本；以线性规划求总匹配价值最大，同等情形均匀分配，结果与输入次序无关。",
];
