import type { FastifyRequest } from "fastify";
import type { z } from "zod";
import {
  cardSentences,
  firedSentence,
  notJudgedSentence,
  type Card,
  type Decision,
  type Rule,
  type RuleSet,
} from "@tixi/engines/adjustment";
import { INDICATORS, UNKNOWN_WORDS } from "@tixi/engines/indicators";
import type { Context } from "../../platform/context.ts";
import { BadInput, Conflict, decodeCursor, NotFound, recordAction, toPage } from "../../platform/index.ts";
import { etagOf, requireMatch } from "../../platform/http/versions.ts";
import { regionName } from "../../registry/index.ts";
import { access } from "../access.ts";
import { programmeName, programmesNamed } from "../names.ts";
import { adjustmentProcedure } from "./adjustment-state.ts";
import {
  cardSteps,
  findCard,
  listCards,
  type CardFilter,
  type CardRow,
  type CardStepRow,
} from "./cards.sql.ts";
import { requireAdjustment } from "./decide-adjustment.ts";
import { tellOfCard } from "./notices.ts";
import type { Sheet } from "./sheet.ts";
import { requireRuleSet } from "./rule-sets.ts";
import type { cardLine, cardView } from "./schemas.ts"; // prettier-ignore

const CARD = { zh: "专业点的调整建议", en: "card" };
type Line = z.infer<typeof cardLine>;
type View = z.infer<typeof cardView>;

/** Cards of a run that the actor may see, the gravest first, by school and programme. */
export async function cards(
  ctx: Context,
  adjustment: string,
  query: CardFilter & { cursor?: string | undefined; limit: number },
) {
  await requireAdjustment(ctx, adjustment);
  const key = decodeCursor(query.cursor, 4) as [number, string, string, string] | null;
  const rows = await listCards(
    ctx,
    adjustment,
    { ...query, named: programmesNamed(query.q) },
    key,
    query.limit + 1,
  );
  const page = toPage(rows, query.limit, (row) => [row.gravity, row.school_name, row.programme, row.city]);
  return { ...page, items: page.items.map(lineOf) };
}

export function lineOf(row: CardRow & { objected?: boolean }): Line {
  return {
    offering: row.offering_id,
    school: { id: row.school, name: row.school_name },
    programme: { code: row.programme, name: programmeName(row.programme) },
    level: row.level,
    city: { code: row.city, name: regionName(row.city) },
    proposed: row.decision,
    decision: row.final,
    reason: row.final_reason,
    warned: row.warned,
    rules: row.content.fired.map(({ rule }) => rule),
    notJudged: row.content.notJudged.length,
    blind: row.content.blind,
    objected: row.objected ?? false,
  };
}

/** One card: what fired with its figures and legal basis, what could not be judged and why, what was said to it. */
export async function cardRecord(ctx: Context, adjustment: string, offering: string): Promise<View> {
  const run = await requireAdjustment(ctx, adjustment);
  const card = await findCard(ctx, adjustment, offering);
  if (!card) throw new NotFound(CARD);
  const rules = (await requireRuleSet(ctx, run.rule_set_id)).content;
  const steps = await cardSteps(ctx, adjustment, offering);
  const stage = adjustmentProcedure.stateOf(run.actions);
  return {
    ...lineOf({ ...card, objected: steps.at(-1)?.action === "object" }),
    adjustment: { id: run.id, year: run.year, forYear: run.round_year, title: run.round_title, stage },
    ruleSet: { id: run.rule_set_id, ...run.rule_set },
    explained: explained(card, rules, ctx.locale),
    alternatives: card.content.alternatives,
    history: card.content.history,
    balance: card.content.balance,
    indicators: indicatorLines(card.content.values, ctx.locale),
    steps: steps.map(({ action, decision, reason, by_name, at }) => ({ action, decision, reason, by: by_name, at: at.toISOString() })),
    may: mayOf(ctx, card, stage),
    etag: etagOf(adjustment, offering, steps.length),
  }; // prettier-ignore
}

/** Why a card says what it says, in sentences: the same that files and documents carry. */
export function explained(
  row: Pick<CardRow, "content" | "offering_id" | "decision">,
  rules: RuleSet,
  locale: "zh-CN" | "en",
): View["explained"] {
  const language = locale === "en" ? "en" : "zh";
  const card: Card = {
    ...row.content,
    offering: -1,
    key: row.offering_id,
    decision: row.decision as Card["decision"],
  };
  const ruleOf = new Map<string, Rule>(rules.rules.map((rule) => [rule.id, rule]));
  const told = (id: string, sentence: string) => {
    const rule = ruleOf.get(id);
    return {
      rule: id,
      name: rule?.name[language] ?? id,
      sentence,
      basis: rule?.basis.article ?? "",
      trust: rule?.basis.trust ?? "",
    };
  };
  return {
    // what is said of the card as a whole, beside its rules
    summary: cardSentences(rules, card, language).slice(
      card.fired.length,
      card.notJudged.length > 0 ? -card.notJudged.length : undefined,
    ),
    fired: card.fired.map((fired) => told(fired.rule, firedSentence(rules, fired, language))),
    notJudged: card.notJudged.map((one) => told(one.rule, notJudgedSentence(rules, one, language))),
  };
}

/** Every indicator of an offering with its figure, or in words why there is none. */
export function indicatorLines(values: Sheet["values"], locale: "zh-CN" | "en"): View["indicators"] {
  const language = locale === "en" ? "en" : "zh";
  return INDICATORS.flatMap(({ key, name, unit, direction }) => {
    const value = values[key];
    if (value === undefined) return [];
    const known = typeof value === "number";
    return [
      {
        key,
        name: name[language],
        unit,
        direction,
        value: known ? value : null,
        why: known ? null : UNKNOWN_WORDS[value][language],
      },
    ];
  });
}

/** object: the school, while the run is open to it; answer and set: the office, until the run is decided. */
function mayOf(ctx: Context, card: CardRow, stage: string): ("object" | "answer" | "set")[] {
  const { actor } = ctx;
  const own = access.reach(actor.role, "objectToCard") !== undefined && actor.organisation === card.school;
  const office = access.reach(actor.role, "decideCards") !== undefined && actor.region === card.province;
  if (stage === "opened" && own && card.school !== null) return ["object"];
  return office && (stage === "opened" || stage === "computed") ? ["answer", "set"] : [];
}

/** The school says why its card is wrong. @throws Conflict unless the run is open to schools */
export async function objectToCard(
  ctx: Context,
  request: FastifyRequest,
  at: { adjustment: string; offering: string; reason: string },
): Promise<View> {
  const { card, steps, stage } = await cardForStep(ctx, request, "objectToCard", at);
  if (stage !== "opened")
    throw new Conflict({ zh: "现在不是学校核对的时间。", en: "The run is not open to schools now." });
  await addStep(ctx, card, steps, "object", null, at.reason);
  return cardRecord(ctx, at.adjustment, at.offering);
}

/** The office decides on an objection, or decides otherwise than the rules. A decision always has a reason. */
export async function decideCard(
  ctx: Context,
  request: FastifyRequest,
  at: { adjustment: string; offering: string; decision: Decision; reason: string },
): Promise<View> {
  const { card, steps, stage } = await cardForStep(ctx, request, "decideCards", at);
  if (stage !== "opened" && stage !== "computed")
    throw new Conflict({
      zh: "该次调整已作出决定，不能再改。",
      en: "The run is decided; it cannot be changed.",
    });
  if (at.decision === "add")
    throw new BadInput([{ part: "body", field: "decision", reason: "已有的专业点不能“增设”" }]);
  await addStep(
    ctx,
    card,
    steps,
    steps.at(-1)?.action === "object" ? "answer" : "set",
    at.decision,
    at.reason,
  );
  return cardRecord(ctx, at.adjustment, at.offering);
}

async function cardForStep(
  ctx: Context,
  request: FastifyRequest,
  right: "objectToCard" | "decideCards",
  at: { adjustment: string; offering: string },
) {
  const run = await requireAdjustment(ctx, at.adjustment);
  const card = await findCard(ctx, at.adjustment, at.offering);
  if (!card) throw new NotFound(CARD);
  access.authorize(ctx.actor, right, { region: card.province, organisation: card.school });
  const steps = await cardSteps(ctx, at.adjustment, at.offering);
  requireMatch(request, etagOf(at.adjustment, at.offering, steps.length));
  return { card, steps, stage: adjustmentProcedure.stateOf(run.actions) };
}

async function addStep(
  ctx: Context,
  card: CardRow,
  steps: readonly CardStepRow[],
  action: CardStepRow["action"],
  decision: Decision | null,
  reason: string,
): Promise<void> {
  await recordAction(
    ctx,
    { table: "planning.card_step", subject: "adjustment_id" },
    { province: card.province, id: card.adjustment_id },
    steps.length + 1,
    action,
    { offering_id: card.offering_id, decision, reason },
  );
  await ctx.audit(
    `card.${action}`,
    `offering:${card.offering_id}`,
    { decision: card.final },
    { decision: decision ?? card.final, reason },
  );
  await tellOfCard(ctx, card, action, reason);
}
