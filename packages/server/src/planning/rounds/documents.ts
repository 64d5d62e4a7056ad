import type { Context } from "../../platform/index.ts";
import { dayInChina, NotFound } from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { LEVEL_NAMES } from "../reports/model.ts";
import { officialDocx, type OfficialBlock } from "../reports/official.ts";
import { requireNotice } from "./announce.ts";
import { requireApplication, type ActionRow, type ApplicationRow } from "./applications.sql.ts";
import type { PlaceFigures, ReleaseEvidence } from "./evidence.ts";
import { filesOf, formGroups, turnOf } from "./facts.ts";
import type { Enterprise, Field, FormValue } from "./form.ts";
import { documentsOf, recommendationIn, ruleCheckIn } from "./present.ts";
import type { Action } from "./procedure.ts";
import { criteriaOf } from "./reviews.ts";
import { reviewsOf } from "./reviews.sql.ts";
import type { Item, Listed } from "./schemas.ts";
import { yearListById } from "./year-list.ts";

const KINDS = { open: "新增", change: "调整", withdraw: "撤销" } as const;
const CHANGES = {
  rename: "更名",
  direction: "专业方向",
  expand: "扩大规模",
  shrink: "缩减规模",
  level: "层次变更",
} as const;
const LANES = { record: "备案", provincial: "省级审批", ministry: "教育部审批" } as const;

const heading = (text: string): OfficialBlock => ({ kind: "heading", text });
const paragraph = (text: string): OfficialBlock => ({ kind: "paragraph", text });
const table = (caption: string, head: string[], widths: number[], rows: string[][]): OfficialBlock => ({
  kind: "table", caption, head, widths, rows,
  align: head.map((_, i) => (rows.length > 0 && rows.every((row) => /^[\d,.+−—%]*$/.test(row[i] ?? "")) ? "right" : "left")),
}); // prettier-ignore
const number = (value: number | null): string =>
  value === null ? "—" : Math.round(value).toLocaleString("en-US");
const what = (row: ApplicationRow): string =>
  `${row.school_name}${KINDS[row.kind]}${row.change ? `（${CHANGES[row.change]}）` : ""}“${row.programme_name}”${row.programme ? `（${row.programme}）` : "（目录外）"}专业点`; // prettier-ignore
const lastOf = (row: ApplicationRow, ...actions: Action[]): ActionRow | undefined =>
  row.actions.findLast(({ action }) => actions.includes(action));
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const dayOf = (action: ActionRow | undefined): string | null =>
  action ? dayInChina(new Date(action.at)) : null;

export type DocumentName = "application" | "formal-check" | "review-summary" | "decision";

/** A document of an application, in the layout of official documents. @throws NotFound while there is nothing to write in it */
export async function applicationDocument(ctx: Context, id: string, name: DocumentName): Promise<Buffer> {
  const row = await requireApplication(ctx, id);
  if (!documentsOf(row, ctx.actor.role === "reviewer").includes(name))
    throw new NotFound({ zh: "文书", en: "document" });
  const { publisher } = await installation(ctx);
  switch (name) {
    case "application":
      return applicationForm(ctx, row);
    case "formal-check":
      return formalCheck(row, publisher);
    case "review-summary":
      return reviewSummary(ctx, row, publisher);
    case "decision":
      return decision(row, publisher);
  }
}

async function applicationForm(ctx: Context, row: ApplicationRow): Promise<Buffer> {
  const submitted = lastOf(row, "submit");
  const form = (submitted?.payload["form"] as ApplicationRow["form"] | undefined) ?? row.form;
  const names = new Map((await filesOf(ctx, row.id)).map((file) => [file.id, file.name]));
  const facts = [
    ["申请学校", row.school_name],
    ["申请事项", `${KINDS[row.kind]}${row.change ? `（${CHANGES[row.change]}）` : ""}`],
    ["专业名称及代码", `${row.programme_name}${row.programme ? `（${row.programme}）` : "（目录外，代码待定）"}`],
    ["层次", LEVEL_NAMES[row.level]],
    ["办理方式", LANES[row.lane]],
  ] as string[][];
  const groups = formGroups(row).flatMap((group): OfficialBlock[] => [
    heading(group.title.zh),
    ...group.fields.flatMap((field) => fieldBlocks(field, form[group.key]?.[field.key] ?? null, names)),
  ]);
  const evidence = submitted?.payload["evidence"] as ReleaseEvidence | null | undefined;
  return officialDocx({
    title: `职业教育专业设置申请表`,
    subtitle: `（${row.round_year}年）`,
    blocks: [table("基本情况", ["项目", "内容"], [0.3, 0.7], facts), ...evidenceBlocks(evidence ?? null), ...groups],
    office: row.school_name,
    date: dayOf(submitted),
    sample: row.sample,
  });
} // prettier-ignore

function fieldBlocks(field: Field, value: FormValue, names: ReadonlyMap<string, string>): OfficialBlock[] {
  const label = field.label.zh;
  if (value === null) return [paragraph(`${label}：—`)];
  switch (field.type) {
    case "money":
      return [paragraph(`${label}：${(Number(value) / 100).toLocaleString("en-US", { minimumFractionDigits: 2 })}`)];
    case "integer":
      // a year is no quantity
      return [paragraph(`${label}：${/年份/.test(label) ? String(Number(value)) : number(Number(value))}`)];
    case "files":
      return [paragraph(`${label}：${(value as string[]).map((id) => names.get(id) ?? "（已删除）").join("、")}`)];
    case "enterprises":
      return [table(label, ["企业", "岗位", "人数"], [0.5, 0.35, 0.15], (value as Enterprise[]).map((e) => [e.name, e.post, number(e.people)]))];
    default:
      return [paragraph(`${label}：${typeof value === "object" ? "" : value}`)];
  }
} // prettier-ignore

function evidenceBlocks(evidence: ReleaseEvidence | null): OfficialBlock[] {
  if (!evidence) return [];
  const { release, programme, occupations, year } = evidence;
  const line = (name: string) => (f: PlaceFigures): string[] => [
    name, f.place, number(f.demand), number(f.supply), f.gap === null ? "—" : f.gap > 0 ? `+${number(f.gap)}` : number(f.gap).replace("-", "−"),
    f.price ? (f.price.min === f.price.max ? f.price.min.toFixed(2) : `${f.price.min.toFixed(2)}～${f.price.max.toFixed(2)}`) : "—",
  ];
  const rows = [...programme.map(line("本专业")), ...occupations.flatMap(({ name, figures }) => figures.map(line(name)))];
  return [
    heading("供需情况"),
    paragraph(`以下数字取自《${release.title}》${release.version}（编号 ${release.id}${release.publishedAt ? `，${dayInChina(new Date(release.publishedAt))} 发布` : ""}），年度 ${year}，由系统填入。“—”表示没有数字或依法不予公开。`),
    table("供需与稀缺程度", ["专业、职业", "地区", "需求", "供给", "差额", "稀缺价格"], [0.28, 0.16, 0.14, 0.14, 0.14, 0.14], rows),
  ];
} // prettier-ignore

/** What the rules in force said to it. */
function ruleBlocks(row: ApplicationRow): OfficialBlock[] {
  const check = ruleCheckIn(row);
  if (!check || check.forbids.length === 0) return [];
  return [
    paragraph(`经核对施行中的规则（${check.ruleSets.map(({ name, version }) => `${name.zh}第${version}版`).join("、")}），有以下 ${check.forbids.length} 条限制：`),
    ...check.forbids.map(({ words }, i) => paragraph(`${i + 1}. ${words.zh}`)),
  ];
} // prettier-ignore

function formalCheck(row: ApplicationRow, publisher: string): Promise<Buffer> {
  const action = lastOf(row, "accept", "return")!;
  const passed = action.action === "accept";
  const note = text(action.payload["note"]);
  return officialDocx({
    title: passed ? "专业设置申请形式审查通过通知书" : "专业设置申请补正通知书",
    addressee: row.school_name,
    blocks: [
      paragraph(`你校提交的${what(row)}的申请，经形式审查，${passed ? "材料齐全、符合要求，予以受理并转入专家评审。" : "材料需要补正，现予退回。"}`),
      ...ruleBlocks(row),
      ...(note ? [paragraph(passed ? `审查意见：${note}` : `需要补正的内容：${note}`)] : []),
      ...(passed ? [] : [paragraph("请补正后在系统中重新提交，补正前可查看已提交的内容。")]),
    ],
    office: publisher,
    date: dayOf(action),
    sample: row.sample,
  });
} // prettier-ignore

/** Scores and reasons; reviewers are numbered and not named. */
async function reviewSummary(ctx: Context, row: ApplicationRow, publisher: string): Promise<Buffer> {
  const concluded = lastOf(row, "conclude")!;
  const recommendation = recommendationIn(row) ?? (concluded.payload["recommendation"] as NonNullable<ReturnType<typeof recommendationIn>>); // prettier-ignore
  const reviews = (await reviewsOf(ctx, row.id)).filter(({ state, turn }) => state === "scored" && turn === turnOf(row));
  const criteria = criteriaOf(row);
  const names = reviews.map((_, i) => `专家${i + 1}`);
  // a school sees the result, not the single scores
  const single = reviews.length > 0;
  const short = (label: string): string => label.replace(/^[一二三四五六七]、/, "");
  return officialDocx({
    title: "专业设置申请专家评审汇总",
    blocks: [
      paragraph(`${what(row)}的申请，由${recommendation.scores}名与申请学校没有利益关系的专家独立评分，平均${recommendation.average}分，${recommendation.inFavour}名同意。评审结论：${recommendation.recommend ? "建议同意" : "建议不予同意"}。`),
      ...(single
        ? [
            table("评分", ["项目", ...names], [0.4, ...names.map(() => 0.6 / names.length)], [
              ...criteria.map(({ key, label }) => [short(label.zh), ...reviews.map(({ scores }) => String(scores?.[key] ?? "—"))]),
              ["平均", ...reviews.map(({ total }) => (total ?? 0).toFixed(1))],
              ["是否同意", ...reviews.map(({ recommend }) => (recommend ? "同意" : "不同意"))],
            ]),
            heading("评审意见"),
            ...reviews.map(({ opinion }, i) => paragraph(`专家${i + 1}：${opinion ?? ""}`)),
          ]
        : []),
      ...(text(concluded.payload["note"]) ? [heading("汇总说明"), paragraph(text(concluded.payload["note"]))] : []),
    ],
    office: publisher,
    date: dayOf(concluded),
    sample: row.sample,
  });
} // prettier-ignore

function decision(row: ApplicationRow, publisher: string): Promise<Buffer> {
  const action = lastOf(row, "record", "approve", "refuse", "forward", "enter-approval", "enter-refusal")!;
  const note = text(action.payload["note"]);
  const document = text(action.payload["document"]);
  const titles: Partial<Record<Action, string>> = {
    record: "关于同意专业设置备案的函",
    approve: "关于批准设置目录外专业的函",
    refuse: "关于不予同意专业设置申请的函",
    forward: "关于报请审批专业设置的函",
    "enter-approval": "关于转发教育部专业设置审批结果的函",
    "enter-refusal": "关于转发教育部专业设置审批结果的函",
  };
  const sentences: Partial<Record<Action, string>> = {
    record: `${what(row)}的申请，经形式审查、专家评审和公示，现予备案，自${row.round_year}年起执行。`,
    approve: `${what(row)}的申请，经形式审查、专家评审和公示，现予批准，专业代码为${text(action.payload["code"])}，自${row.round_year}年起执行。`,
    refuse: `${what(row)}的申请，经研究，不予同意。理由：${note}`,
    forward: `${what(row)}，经形式审查、专家评审和公示，现报请审批，拟自${row.round_year}年起执行。`,
    "enter-approval": `${what(row)}的申请，教育部已批准（${document}），自${row.round_year}年起执行。`,
    "enter-refusal": `${what(row)}的申请，教育部未予同意（${document}）。理由：${note}`,
  };
  const toMinistry = action.action === "forward";
  return officialDocx({
    title: titles[action.action]!,
    // a number that a person entered; the ministry's own stands in the sentence
    ...(document && !action.action.startsWith("enter") ? { number: document } : {}),
    addressee: toMinistry ? "教育部" : row.school_name,
    blocks: [
      paragraph(sentences[action.action]!),
      ...(note && !["refuse", "enter-refusal"].includes(action.action) ? [paragraph(note)] : []),
      ...(toMinistry || action.action.startsWith("enter") || action.action === "refuse" ? [] : [paragraph("请按照备案、批准的专业名称和培养方案组织教学，落实办学条件，并接受检查。")]),
    ],
    office: publisher,
    date: text(action.payload["documentDate"]) || dayOf(action),
    sample: row.sample,
  });
} // prettier-ignore

const itemCells = (item: Omit<Item, "recommend">): string[] => [
  item.school,
  `${item.programme}${item.code ? `（${item.code}）` : "（目录外）"}${item.becomes ? `→${item.becomes}` : ""}`,
  LEVEL_NAMES[item.level],
  `${KINDS[item.kind]}${item.change ? `（${CHANGES[item.change]}）` : ""}`,
];

/** The text of a public notice, for anybody. @throws NotFound */
export async function noticeDocument(ctx: Context, id: string): Promise<Buffer> {
  const notice = await requireNotice(ctx, id);
  return officialDocx({
    title: notice.title,
    blocks: [
      paragraph(`现将${notice.items.length}项专业设置申请及专家评审结论予以公示，公示期为${notice.from_day}至${notice.until_day}。`),
      paragraph("公示期内，任何单位和个人均可在本系统公示页面提出异议，写明事实和理由并留下姓名和联系电话；个人信息仅用于核实，不予公开。每件异议均予答复。"),
      table("公示事项", ["学校", "专业", "层次", "事项", "评审结论"], [0.28, 0.3, 0.12, 0.14, 0.16],
        notice.items.map((item) => [...itemCells(item), item.recommend === null ? "—" : item.recommend ? "建议同意" : "建议不予同意"])),
    ],
    office: notice.publisher,
    date: notice.from_day,
    sample: notice.sample,
  });
} // prettier-ignore

/** The year's list, for anybody. @throws NotFound */
export async function yearListDocument(ctx: Context, id: string): Promise<Buffer> {
  const list = await yearListById(ctx, id);
  const count = (result: Listed["result"]) => list.items.filter((item) => item.result === result).length;
  const part = (title: string, results: (Listed["result"])[], last: string, cell: (item: (typeof list.items)[number]) => string): OfficialBlock[] => {
    const rows = list.items.filter(({ result }) => results.includes(result));
    return rows.length === 0 ? [] : [heading(title), table(title.slice(2), ["学校", "专业", "层次", "事项", last], [0.26, 0.28, 0.1, 0.14, 0.22], rows.map((item) => [...itemCells(item), cell(item)]))];
  };
  return officialDocx({
    title: list.title,
    subtitle: `（第${list.version}版）`,
    blocks: [
      paragraph(`${list.year}年专业设置申请，备案${count("recorded")}项，批准${count("approved")}项，不予同意${count("refused")}项，已报教育部待批${count("pending")}项。未列入备案和批准的专业，${list.year}年不得安排招生。`),
      ...part("一、备案", ["recorded"], "文号", ({ document }) => document ?? "—"),
      ...part("二、批准", ["approved"], "文号", ({ document }) => document ?? "—"),
      ...part("三、待教育部批复", ["pending"], "上报文号", ({ document }) => document ?? "—"),
      ...part("四、不予同意", ["refused"], "理由", ({ reason }) => reason ?? "—"),
      paragraph(`本结果内容的 SHA-256：${list.sha256}`),
    ],
    office: list.publisher,
    date: dayInChina(new Date(list.publishedAt)),
    sample: list.sample,
  });
} // prettier-ignore
