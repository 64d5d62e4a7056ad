import {
  DECISION_WORDS,
  firedSentence,
  notJudgedSentence,
  type Decision,
  type Growth,
  type RuleSet,
} from "@tixi/engines/adjustment";
import { standards } from "@tixi/standards";
import { sql } from "kysely";
import type { z } from "zod";
import { lastAction, type Context } from "../../platform/index.ts";
import { regionName } from "../../registry/index.ts";
import { RULE_SET_LOG } from "../adjustment/rule-sets.sql.ts";
import { programmeName } from "../names.ts";
import { requireApplication, type ApplicationRow } from "./applications.sql.ts";
import { askRules, type RuleVerdict } from "./rule-check-thread.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

export type RuleCheck = z.infer<typeof s.ruleCheck>;
type Finding = RuleCheck["forbids"][number];

/** What an application wants to grow; a withdrawal, a smaller intake or another direction grow nothing. */
export function growthOf(of: Pick<ApplicationRow, "kind" | "change">): Growth | null {
  if (of.kind === "open") return "add";
  if (of.kind === "withdraw") return null;
  if (of.change === "expand") return "expand";
  return of.change === "rename" || of.change === "level" ? "add" : null;
}

/** What the rules in force say to an application that the actor may read. @throws NotFound */
export async function ruleCheckOf(ctx: Context, id: string): Promise<RuleCheck> {
  return checkRules(ctx, await requireApplication(ctx, id));
}

/**
 * Asks every rule set in force, on the facts of the round's newest run, and the cards that were decided on the school's own
 * offerings of the programme. It informs; people decide (MAJ-13).
 */
export async function checkRules(ctx: Context, row: ApplicationRow): Promise<RuleCheck> {
  const growth = growthOf(row);
  const programme = row.new_programme ?? row.programme;
  const check: RuleCheck = { growth, run: null, year: null, ruleSets: [], forbids: [], notJudged: [] };
  if (growth === null || programme === null) return check;
  const ruleSets = await rulesInForce(ctx, row.province);
  check.ruleSets = ruleSets.map(({ id, version, content }) => ({ id, version, name: content.name, demo: content.demo })); // prettier-ignore
  check.forbids.push(...(await decidedCards(ctx, row, growth, programme)));
  const run = await runFor(ctx, row.id);
  if (!run || ruleSets.length === 0) return check;
  check.run = run.id;
  check.year = run.year;
  const card = growth === "expand" ? await cardRules(ctx, run.id, row.offering_id) : undefined;
  if (card) tell(check, card.rules, forbiddenOn(card, growth));
  else {
    const level = standards().findProgramme(programme)?.level ?? row.level;
    const asked = { growth, programme, level, city: row.city, school: row.school };
    const question = { ruleSets: ruleSets.map(({ content }) => content), asked };
    const verdicts = await askRules(run.id, () => factsFor(ctx, row.id), question);
    for (const [i, verdict] of verdicts.entries()) tell(check, ruleSets[i]!.content, verdict);
  }
  return check;
} // prettier-ignore

/** The newest finished run of the round, as far as the actor may have it judge this application. */
async function runFor(ctx: Context, application: string): Promise<{ id: string; year: number } | undefined> {
  const { rows } = await sql<{ id: string; year: number }>`select adjustment_id as id, year from planning.facts_for(${application})`.execute(ctx.tx);
  return rows[0];
} // prettier-ignore

async function factsFor(ctx: Context, application: string): Promise<Buffer> {
  const { rows } = await sql<{ content: Buffer }>`select content from planning.facts_for(${application})`.execute(ctx.tx);
  return rows[0]!.content;
} // prettier-ignore

interface CardRules extends RuleVerdict {
  rules: RuleSet;
}

/** What the run itself said of an offering that there is, with its own figures; undefined where it judged none. */
async function cardRules(ctx: Context, run: string, offering: string | null): Promise<CardRules | undefined> {
  const { rows } = await sql<{ content: RuleVerdict; rules: RuleSet }>`select c.content, s.content as rules from planning.card_now c
    join planning.adjustment a on a.province = c.province and a.id = c.adjustment_id
    join planning.rule_set s on s.province = a.province and s.id = a.rule_set_id
    where c.adjustment_id = ${run} and c.offering_id = ${offering}`.execute(ctx.tx);
  return rows[0] ? { ...rows[0].content, rules: rows[0].rules } : undefined;
} // prettier-ignore

function forbiddenOn({ fired, notJudged, rules }: CardRules, growth: Growth): RuleVerdict {
  const forbid = new Set(rules.rules.filter(({ action }) => action.forbids?.includes(growth)).map(({ id }) => id)); // prettier-ignore
  return {
    fired: fired.filter(({ rule }) => forbid.has(rule)),
    notJudged: notJudged.filter(({ rule }) => forbid.has(rule)),
  };
}

function tell(check: RuleCheck, ruleSet: RuleSet, { fired, notJudged }: RuleVerdict): void {
  const finding = (id: string, words: Finding["words"]): Finding => {
    const rule = ruleSet.rules.find((one) => one.id === id)!;
    const { article, source, trust } = rule.basis;
    return { rule: id, words, basis: article, source, trust };
  };
  for (const one of fired)
    check.forbids.push(
      finding(one.rule, {
        zh: firedSentence(ruleSet, one, "zh"),
        en: firedSentence(ruleSet, one, "en"),
      }),
    );
  for (const one of notJudged)
    check.notJudged.push(
      finding(one.rule, {
        zh: notJudgedSentence(ruleSet, one, "zh"),
        en: notJudgedSentence(ruleSet, one, "en"),
      }),
    );
}

interface InForce {
  id: string;
  version: number;
  content: RuleSet;
}

async function rulesInForce(ctx: Context, province: string): Promise<InForce[]> {
  const { rows } = await sql<InForce>`select r.id, r.version, r.content from planning.rule_set r where r.province = ${province}
    and ${lastAction(RULE_SET_LOG, sql`r.province`, sql`r.id`)} = 'adopt' order by r.key`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** What stands against growth on the card that was last decided: a stop against both, a warning against more seats. */
const AGAINST: Record<Growth, readonly Decision[]> = { add: ["suspend", "withdraw"], expand: ["warn", "suspend", "withdraw"] }; // prettier-ignore

async function decidedCards(ctx: Context, row: ApplicationRow, growth: Growth, programme: string): Promise<Finding[]> {
  const { rows } = await sql<{ decision: Decision; year: number; city: string; reason: string | null }>`
    select distinct on (c.offering_id) c.final as decision, r.year, c.city, c.final_reason as reason
    from planning.card_now c
    join planning.adjustment a on a.province = c.province and a.id = c.adjustment_id
    join planning.round r on r.province = a.province and r.id = a.round_id
    where c.province = ${row.province} and c.school = ${row.school} and left(c.programme, 6) = ${programme.slice(0, 6)}
      and planning.adjustment_reached(a.province, a.id, 'decide')
    order by c.offering_id, r.year desc, a.created_at desc`.execute(ctx.tx);
  return rows.filter(({ decision }) => AGAINST[growth].includes(decision)).map(({ decision, year, city }) => ({
    rule: "MAJ-09",
    words: {
      zh: `${year} 年专业调整已决定本校在${regionName(city)}的“${programmeName(programme)}”为“${DECISION_WORDS[decision].zh}”，退出前不得${growth === "add" ? "再次申请开设" : "扩大招生"}。`,
      en: `The adjustment of ${year} decided “${DECISION_WORDS[decision].en}” on the school's “${programmeName(programme)}” in ${regionName(city)}; until its card ends it may not ${growth === "add" ? "be opened again" : "take more students"}.`,
    },
    basis: "MAJ-09",
    source: "红黄牌状态为系统设计，依据2025届毕业生就业工作通知“红黄牌提示制度” / cards are Tixi's design after the 2025 notice on employment",
    trust: "design",
  }));
} // prettier-ignore
