import { DECISION_WORDS, type Decision } from "@tixi/engines/adjustment";
import type { Context } from "../../platform/context.ts";
import { dayInChina, NotFound } from "../../platform/index.ts";
import { installation, regionName } from "../../registry/index.ts";
import { programmeName } from "../names.ts";
import { LEVEL_NAMES } from "../reports/model.ts";
import { officialDocx, type OfficialBlock } from "../reports/official.ts";
import { adjustmentProcedure } from "./adjustment-state.ts";
import type { AdjustmentRow } from "./adjustments.sql.ts";
import { cardSteps, listCards, type CardRow } from "./cards.sql.ts";
import { explained } from "./cards.ts";
import { requireAdjustment } from "./decide-adjustment.ts";
import { requireRuleSet } from "./rule-sets.ts";

/** The gravest first; what is kept is not listed one by one. */
const LISTED: readonly Decision[] = ["withdraw", "suspend", "warn", "expand"];
const MOST = 20_000;

const heading = (text: string): OfficialBlock => ({ kind: "heading", text });
const paragraph = (text: string): OfficialBlock => ({ kind: "paragraph", text });
const word = (decision: Decision): string => DECISION_WORDS[decision].zh;

/** The day on which a run took its last step of a kind. */
const dayOf = (run: AdjustmentRow, ...steps: string[]): string | null => {
  const found = run.actions.findLast(({ action }) => steps.includes(action));
  return found ? dayInChina(new Date(found.at)) : null;
};

/**
 * The decisions of a year as an official document: how they came about, and every offering whose card is not 保留.
 * Before the decision it says that it is a proposal.
 * @throws NotFound unless the run has ended
 */
export async function resultDocument(ctx: Context, id: string): Promise<Buffer> {
  const run = await requireAdjustment(ctx, id);
  if (run.state !== "done") throw new NotFound({ zh: "已完成的专业调整", en: "finished programme adjustment" });
  const cards = await listCards(ctx, id, {}, null, MOST);
  const { publisher, sample } = await installation(ctx);
  const decided = ["decided", "published", "superseded"].includes(adjustmentProcedure.stateOf(run.actions));
  const of = (decision: Decision) => cards.filter((card) => card.final === decision);
  const year = run.round_year ?? run.year + 1;
  const rules = `《${run.rule_set.name.zh}》第${run.rule_set.version}版`;
  const numbers = LISTED.map((decision) => `${word(decision)}${of(decision).length}个`).join("、");
  return officialDocx({
    title: `${year}年职业教育专业动态调整${decided ? "结果" : "建议"}`,
    ...(decided ? {} : { subtitle: "（未决定，供核对）" }),
    blocks: [
      paragraph(
        `依据${run.cycle_year}年供需测算和${rules}，对${cards.length}个专业点逐一研判，${decided ? "决定" : "建议"}：${numbers}、${word("keep")}${of("keep").length}个。${run.objections > 0 ? `学校提出异议${run.objections}条，` : ""}主管部门另行决定${run.changes.reduce((sum, { count }) => sum + count, 0)}个。`,
      ),
      ...LISTED.flatMap((decision): OfficialBlock[] => {
        const listed = of(decision);
        return listed.length === 0 ? [] : [heading(`${word(decision)}（${listed.length}个）`), cardTable(decision, listed)];
      }),
    ],
    office: decided ? publisher : null,
    date: dayOf(run, "publish", "decide"),
    sample,
  });
} // prettier-ignore

const cardTable = (decision: Decision, cards: readonly CardRow[]): OfficialBlock => ({
  kind: "table",
  caption: `${word(decision)}的专业点`,
  head: ["学校", "专业", "层次", "设区市", "依据规则"],
  widths: [0.3, 0.25, 0.12, 0.13, 0.2],
  align: ["left", "left", "left", "left", "left"],
  rows: cards.map((card) => [
    card.school_name,
    `${programmeName(card.programme)}（${card.programme}）`,
    LEVEL_NAMES[card.level as keyof typeof LEVEL_NAMES],
    regionName(card.city),
    card.final === card.decision ? card.content.fired.map(({ rule }) => rule).join("、") : "主管部门另行决定",
  ]),
});

/**
 * What a school is told of its offerings: each card that is not 保留, with the rules, figures and legal basis, and how to
 * object.
 * @throws NotFound unless the actor may see cards of the school in this run
 */
export async function schoolDocument(ctx: Context, id: string, school: string): Promise<Buffer> {
  const run = await requireAdjustment(ctx, id);
  const cards = await listCards(ctx, id, { school }, null, MOST);
  if (run.state !== "done" || cards.length === 0)
    throw new NotFound({ zh: "该校的调整建议", en: "cards of the school" });
  const rules = (await requireRuleSet(ctx, run.rule_set_id)).content;
  const { publisher, sample } = await installation(ctx);
  const stage = adjustmentProcedure.stateOf(run.actions);
  const decided = stage !== "computed" && stage !== "opened";
  const told = cards.filter((card) => card.final !== "keep" || card.decision !== "keep");
  const blocks: OfficialBlock[] = [
    paragraph(
      `在${run.round_title ?? `${run.year + 1}年专业动态调整`}中，你校${cards.length}个专业点参加研判，其中${told.length}个的${decided ? "决定" : "建议"}告知如下，其余保留。`,
    ),
  ];
  for (const [i, card] of told.entries()) {
    blocks.push(heading(`${i + 1}. ${programmeName(card.programme)}（${card.programme}）：${word(card.final)}`));
    const { fired, summary } = explained(card, rules, "zh-CN");
    for (const sentence of [...fired.map((one) => one.sentence), ...summary]) blocks.push(paragraph(sentence));
    for (const step of await cardSteps(ctx, id, card.offering_id))
      blocks.push(paragraph(`${step.action === "object" ? "学校异议" : `主管部门（${word(step.decision!)}）`}：${step.reason}`));
  }
  if (stage === "opened")
    blocks.push(paragraph("对上述建议有异议的，请在作出决定前通过系统提出，并说明理由、附上依据。"));
  return officialDocx({
    title: `关于${run.round_year ?? run.year + 1}年专业动态调整${decided ? "决定" : "建议"}的告知书`,
    addressee: cards[0]!.school_name,
    blocks,
    office: publisher,
    date: dayOf(run, "publish", "decide", "open"),
    sample,
  });
} // prettier-ignore
