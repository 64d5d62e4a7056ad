import { officialDocx, type OfficialBlock } from "../../planning/index.ts";
import type { Evaluated, Result } from "./evaluate.ts";
import type { ReportOf } from "./evaluation.ts";
import { NOT_OFFICIAL } from "./indicators.ts";

const GROUPS = [
  ["base", "一、基础性指标"],
  ["substantive", "二、实质性指标"],
  ["negative", "三、否定性指标"],
] as const;
const UNITS: Readonly<Record<Result["unit"], string>> = { times: "次", items: "项", percent: "%", yuan: "元", people: "人", provinces: "省", kinds: "类", yes: "" }; // prettier-ignore
const VERDICTS: Readonly<Record<Result["verdict"], string>> = { reached: "达到", short: "未达到", hit: "命中", clear: "未命中", unknown: "无数据" }; // prettier-ignore
const OUTCOMES: Readonly<Record<Evaluated["outcome"], string>> = {
  met: "基础性指标全部达到，未命中否定性指标",
  "base-short": "有基础性指标未达到",
  "negative-hit": "命中否定性指标，应当整改",
  unknown: "有基础性指标缺少数据，不能下结论",
};

const figure = ({ value, unit }: Pick<Result, "value" | "unit">): string =>
  value === null ? "—" : unit === "yes" ? (value > 0 ? "是" : "否") : `${value.toLocaleString("zh-CN", { maximumFractionDigits: 2 })}${UNITS[unit]}`; // prettier-ignore

/** The self-report of a year as a Word document: figures by group, what is missing, own words, and the list of what proves them. */
export function selfReportDocx({ row, year, edition, evaluated }: ReportOf): Promise<Buffer> {
  const { results, outcome, score, unknown } = evaluated;
  const gaps = results.filter(({ gap }) => gap !== null);
  const proved = results.filter(({ evidence, proof }) => evidence.length > 0 || proof !== "");
  const number = new Map(proved.map(({ key }, i) => [key, i + 1]));
  const blocks: OfficialBlock[] = [
    { kind: "paragraph", text: `结论：${OUTCOMES[outcome]}；实质性指标得分${score}分（满分100分${unknown > 0 ? `，其中${unknown}分因缺少数据未计` : ""}）。` },
    { kind: "paragraph", text: NOT_OFFICIAL.zh },
    ...GROUPS.flatMap(([group, heading]): OfficialBlock[] => [
      { kind: "heading", text: heading },
      {
        kind: "table", caption: `${year}年度${heading.slice(2)}`, head: ["指标", "观测点", "数值", "要求", "结果", "证据"], align: ["left", "left", "right", "right", "left", "left"], widths: [18, 34, 14, 12, 12, 10],
        rows: results.filter((one) => one.group === group).map((one) => [
          one.name.zh, `${one.observed.zh}（${one.rule}）`, `${figure(one)}${one.source === "stated" ? "（自报）" : ""}`, figure({ value: one.target, unit: one.unit }),
          `${VERDICTS[one.verdict]}${one.points === null ? "" : ` ${one.points}/${one.weight}`}`, number.has(one.key) ? `证据${number.get(one.key)}` : "—",
        ]),
      },
      ...results.filter((one) => one.group === group && one.words !== "").map((one): OfficialBlock => ({ kind: "paragraph", text: `${one.name.zh}：${one.words}` })),
    ]),
    { kind: "heading", text: "四、差距" },
    ...(gaps.length === 0 ? [{ kind: "paragraph" as const, text: "没有差距。" }] : gaps.map((one): OfficialBlock => ({ kind: "paragraph", text: `${one.name.zh}：${one.gap!.zh}` }))),
    { kind: "heading", text: "五、证据清单" },
    ...(proved.length === 0 ? [{ kind: "paragraph" as const, text: "没有证据。" }] : proved.flatMap((one): OfficialBlock[] => [
      { kind: "subheading", text: `证据${number.get(one.key)} ${one.name.zh}` },
      ...(one.proof ? [{ kind: "paragraph" as const, text: `秘书处填报，依据：${one.proof}` }] : []),
      ...one.evidence.map((it, i): OfficialBlock => ({ kind: "paragraph", text: `${i + 1}. ${it.title}${it.on ? `（${it.on}）` : ""}` })),
    ])),
  ];
  return officialDocx({
    title: `${row.name}${year}年度建设自评报告`,
    subtitle: edition === null ? "按导出时的业务数据" : `第${edition.no}版 · ${edition.at.slice(0, 10)}`,
    blocks, office: row.name, date: edition === null ? null : edition.at.slice(0, 10), sample: row.sample,
  });
} // prettier-ignore
