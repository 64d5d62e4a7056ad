import {
  figure,
  LEVEL_NAMES,
  SAMPLE_MARK,
  summarySentence,
  withInterval,
  type ReportModel,
} from "./model.ts";
import type { Figure } from "./figures.ts";

/** The parts of a printed release, in order. DOCX and PDF render the same list. */
export type Block =
  | { kind: "heading"; text: string }
  | { kind: "paragraph"; text: string }
  | { kind: "figure"; figure: Figure }
  | {
      kind: "table";
      caption: string;
      head: string[];
      align: ("left" | "right")[];
      widths: number[];
      rows: string[][];
    };

/**
 * The text of the release report after the customary order of an official document: summary, demand, supply, balance,
 * places, forecast, programmes' worth, data and method, doubts, annex. Widths of table columns are shares of the text width.
 */
export function reportBlocks(
  model: ReportModel,
  figures: Record<"shortages" | "surpluses" | "trend", Figure>,
): Block[] {
  const { totals, counts } = model;
  const blocks: Block[] = [];
  const heading = (text: string) => blocks.push({ kind: "heading", text });
  const paragraph = (text: string) => blocks.push({ kind: "paragraph", text });
  if (model.sample) paragraph(SAMPLE_MARK);
  paragraph(
    "为落实《关于深化现代职业教育体系建设改革的意见》第四条“搭建人才供需信息平台，推行产业规划和人才需求发布制度”的要求，现发布本年度人才需求。",
  );

  heading("一、主要结论");
  paragraph(summarySentence(model));
  paragraph(
    `若只比较数量而不考虑专业能否胜任、层次是否相当、城市是否可及，需求与供给之差为${figure(model.countsOnlyGap)}人；` +
      `该数与结构性短缺、过剩并列给出，供对照。`,
  );

  heading("二、人才需求");
  paragraph(
    `本期计入招聘信息${figure(counts.postings)}条，合并多处发布的同一岗位后，已编入《中华人民共和国职业分类大典》职业的岗位${figure(counts.coded)}个；` +
      `另有${figure(counts.abstained)}条依据不足未编码，不计入分职业数字；${figure(counts.undated)}条没有发布日期，按本年度计。` +
      `年用人需求${withInterval(totals.demand)}人。`,
  );
  if (counts.breaching > 0)
    paragraph(
      `有${figure(counts.breaching)}条招聘信息含有涉嫌妨碍平等就业的条件（职业教育法第五十三条、就业促进法等），已逐条标明原文和条款。`,
    );
  blocks.push({ kind: "figure", figure: figures.shortages });
  blocks.push({
    kind: "table",
    caption: "表1 短缺最多的十个职业（人）",
    head: ["职业编码", "职业", "需求", "可匹配", "短缺", "边际价值", "主要城市"],
    align: ["left", "left", "right", "right", "right", "right", "left"],
    widths: [0.13, 0.22, 0.09, 0.09, 0.09, 0.11, 0.27],
    rows: model.shortages.map((o) => [
      o.code, o.name, figure(o.demand), figure(o.matched), figure(o.shortage), figure(o.price, 2), o.where.join("、"),
    ]), // prettier-ignore
  });

  heading("三、人才供给");
  paragraph(
    `依据${figure(counts.offerings)}条专业点记录（在校生分年级、巩固率、升学和留省情况）测算，本年度职业学校毕业生中预计在本省求职${withInterval(totals.supply)}人。`,
  );
  blocks.push({ kind: "figure", figure: figures.surpluses });
  blocks.push({
    kind: "table",
    caption: "表2 过剩最多的十个专业（人）",
    head: ["专业代码", "专业", "层次", "供给", "可匹配", "过剩", "主要城市"],
    align: ["left", "left", "left", "right", "right", "right", "left"],
    widths: [0.11, 0.23, 0.12, 0.09, 0.09, 0.09, 0.27],
    rows: model.surpluses.map((p) => [
      p.code, p.name, LEVEL_NAMES[p.level], figure(p.supply), figure(p.matched), figure(p.surplus), p.where.join("、"),
    ]), // prettier-ignore
  });

  heading("四、多培养一名毕业生的价值");
  paragraph(
    "在最优匹配下，某专业每增加一名毕业生所增加的匹配价值（供给约束的对偶价格，1 相当于多填补一个完全对口的岗位）。两数不等时为最优解的对偶区间，取小者为“多一名”的价值。",
  );
  blocks.push({
    kind: "table",
    caption: "表3 最值得增加的专业",
    head: ["专业代码", "专业", "层次", "供给（人）", "价值", "对偶区间"],
    align: ["left", "left", "left", "right", "right", "right"],
    widths: [0.14, 0.3, 0.14, 0.14, 0.12, 0.16],
    rows: model.prices.map((p) => [
      p.code, p.name, LEVEL_NAMES[p.level], figure(p.supply), figure(p.priceMin, 2), `${figure(p.priceMin, 2)}～${figure(p.priceMax, 2)}`,
    ]), // prettier-ignore
  });

  heading("五、分城市情况");
  blocks.push({
    kind: "table",
    caption: "表4 分城市供需（人）",
    head: ["城市", "需求", "供给", "结构性短缺", "结构性过剩"],
    align: ["left", "right", "right", "right", "right"],
    widths: [0.28, 0.18, 0.18, 0.18, 0.18],
    rows: model.cities.map((c) => [
      c.name,
      figure(c.demand),
      figure(c.supply),
      figure(c.shortage),
      figure(c.surplus),
    ]),
  });

  heading("六、五年预测");
  blocks.push({ kind: "figure", figure: figures.trend });
  blocks.push({
    kind: "table",
    caption: "表5 需求与供给预测（人，括号内为区间；＊为预测）",
    head: ["年份", "用人需求", "毕业生供给"],
    align: ["left", "right", "right"],
    widths: [0.2, 0.4, 0.4],
    rows: model.trend.map((t) => [
      `${t.year}${t.kind === "forecast" ? "＊" : ""}`,
      withInterval(t.demand),
      withInterval(t.supply),
    ]),
  });

  heading("七、数据与方法");
  for (const line of model.method) paragraph(line);
  paragraph(
    `披露控制：少于规定雇主数或由单一雇主主导的单元不公布，并作补充隐去，使其不能由合计推出；本期隐去${figure(counts.suppressed)}个单元，表中以“—”表示。`,
  );
  heading("八、已知疑点");
  for (const line of model.doubts) paragraph(line);

  heading("附：可复算记录");
  blocks.push({
    kind: "table",
    caption: "输入文件",
    head: ["文件", "行数", "SHA-256"],
    align: ["left", "right", "left"],
    widths: [0.3, 0.12, 0.58],
    rows: model.inputs.map((i) => [i.name, figure(i.rows), i.sha256]),
  });
  blocks.push({
    kind: "table",
    caption: "参数与版本",
    head: ["名称", "值"],
    align: ["left", "left"],
    widths: [0.4, 0.6],
    rows: [...model.parameters, ...model.versions].map((p) => [p.name, p.value]),
  });
  return blocks;
}
