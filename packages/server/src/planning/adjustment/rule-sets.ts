import { checkRuleSet, PRESETS, type RuleSet } from "@tixi/engines/adjustment";
import type { FastifyRequest } from "fastify";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { provinceOf } from "../../demand/index.ts";
import type { Context } from "../../platform/context.ts";
import { BadInput, Conflict, NotFound, recordAction } from "../../platform/index.ts";
import { etagOf, requireMatch } from "../../platform/http/versions.ts";
import { access } from "../access.ts";
import { ruleSetProcedure, type RuleSetStep } from "./rule-set-state.ts";
import {
  adoptedOf,
  findRuleSet,
  insertRuleSet,
  listRuleSets,
  RULE_SET_LOG,
  type RuleSetRow,
} from "./rule-sets.sql.ts";
import type { ruleSetView } from "./schemas.ts";

const RULE_SET = { zh: "规则集", en: "rule set" };
type View = z.infer<typeof ruleSetView>;

/** Rule sets that come with Tixi, each figure with its source and how sure it is. */
export const rulePresets = (): { items: RuleSet[] } => ({ items: [...PRESETS] });

/** All versions that the actor may read: his office's, and for anybody those that are or were in force. */
export async function ruleSets(ctx: Context): Promise<{ items: View[] }> {
  return { items: (await listRuleSets(ctx)).map(presentRuleSet) };
}

/** @throws NotFound unless the actor may read it */
export async function ruleSetById(ctx: Context, id: string): Promise<View> {
  return presentRuleSet(await requireRuleSet(ctx, id));
}

/**
 * Keeps a new version as a draft. What is in force does not change by it.
 * @throws BadInput naming every place of the rules that cannot be read
 */
export async function draftRuleSet(ctx: Context, content: RuleSet): Promise<View> {
  const province = provinceOf(ctx.actor);
  access.authorize(ctx.actor, "editRules", { region: province });
  checkRules(ctx, content);
  const id = uuidv7();
  const version = await insertRuleSet(ctx, { province, id, content });
  await recordAction(ctx, RULE_SET_LOG, { province, id }, 1, "draft", { note: "" });
  await ctx.audit("rule-set.draft", `rule-set:${id}`, null, { key: content.key, version });
  return ruleSetById(ctx, id);
}

/** @throws BadInput naming every place that cannot be read */
export function checkRules(ctx: Context, content: RuleSet): void {
  const faults = checkRuleSet(content);
  if (faults.length === 0) return;
  throw new BadInput(
    faults.map(({ path, message }) => ({
      part: "body",
      field: path,
      reason: ctx.locale === "en" ? message.en : message.zh,
    })),
  );
}

/**
 * Takes a version one step on. Adopting it supersedes the version of the same key that was in force.
 * @throws Conflict if the step may not follow, or the one who drafted reviews it himself
 */
export async function decideRuleSet(
  ctx: Context,
  request: FastifyRequest,
  input: { id: string; step: Exclude<RuleSetStep, "draft" | "supersede">; note: string },
): Promise<View> {
  const row = await requireRuleSet(ctx, input.id);
  access.authorize(ctx.actor, "editRules", { region: row.province });
  requireMatch(request, etagOf(row.id, row.actions.length));
  ruleSetProcedure.requireState(ruleSetProcedure.stateOf(row.actions), input.step);
  if (input.step === "review" && row.created_by === ctx.actor.userId)
    throw new Conflict({
      zh: "规则由起草人以外的人审核。",
      en: "Rules are reviewed by somebody other than the one who drafted them.",
    });
  if (input.step === "adopt")
    for (const id of await adoptedOf(ctx, row.province, row.key)) {
      const earlier = await requireRuleSet(ctx, id);
      await recordAction(ctx, RULE_SET_LOG, earlier, earlier.actions.length + 1, "supersede", {
        note: `由第${row.version}版替代`,
      });
    }
  await recordAction(ctx, RULE_SET_LOG, row, row.actions.length + 1, input.step, { note: input.note });
  await ctx.audit(
    `rule-set.${input.step}`,
    `rule-set:${row.id}`,
    { state: ruleSetProcedure.stateOf(row.actions) },
    { note: input.note },
  );
  return ruleSetById(ctx, row.id);
}

export async function requireRuleSet(ctx: Context, id: string): Promise<RuleSetRow> {
  const row = await findRuleSet(ctx, id);
  if (!row) throw new NotFound(RULE_SET);
  return row;
}

function presentRuleSet(row: RuleSetRow): View {
  const state = ruleSetProcedure.stateOf(row.actions);
  return {
    id: row.id,
    key: row.key,
    version: row.version,
    content: row.content as unknown as Record<string, unknown>,
    state,
    next: ruleSetProcedure
      .open(state, ["editRules"])
      .filter((step): step is Exclude<RuleSetStep, "draft" | "supersede"> => step !== "supersede"),
    etag: etagOf(row.id, row.actions.length),
    used: row.used,
    createdBy: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    actions: row.actions.map(({ action, by_name, at, note }) => ({ action, by: by_name, at, note })),
  };
}
