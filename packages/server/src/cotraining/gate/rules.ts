import { sql } from "kysely";
import { checkRuleSet, conditionSentence, EXEMPTION_WORDS, findPreset, PRESETS } from "@tixi/engines/lawful";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { BadInput, Conflict, defineJob, jsonText, NotFound, type Context } from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { access } from "../access.ts";
import { RULES, rulesInForce, type RulesRow } from "./in-force.ts";
import { checkAll } from "./judge.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

/** The rules in force, one by one with their sources, what may be put in force, and what waits for a second person. */
export async function showRules(ctx: Context): Promise<z.infer<typeof s.rules>> {
  const { province } = await installation(ctx);
  const { rows } = await sql<RulesRow>`select ${RULES} where province = ${province} order by proposed_at desc, id desc limit 50`.execute(ctx.tx);
  const inForce = await rulesInForce(ctx, province);
  const office = access.reach(ctx.actor.role, "setGateRules") !== undefined && ctx.actor.region === province;
  const waiting = rows.find(({ in_force_at }) => in_force_at === null);
  return {
    key: inForce.key,
    version: inForce.version,
    name: inForce.name,
    source: inForce.source,
    rules: inForce.rules.map(({ id, name, kind, exemption, holds, basis, note }) => ({
      id,
      name,
      kind,
      exemption: EXEMPTION_WORDS[exemption],
      words: { zh: conditionSentence(holds, "zh"), en: conditionSentence(holds, "en") },
      basis: { article: basis.article, source: basis.source ?? "", trust: basis.trust },
      note: note ?? null,
    })),
    presets: PRESETS.map(({ key, version, name, source, trust }) => ({ key, version, name, source, trust })),
    waiting: waiting ? { id: waiting.id, key: waiting.key, by: waiting.proposed_by_name, at: new Date(waiting.proposed_at).toISOString(), mayConfirm: office && waiting.proposed_by !== ctx.actor.userId } : null,
    history: rows.filter(({ in_force_at }) => in_force_at !== null).map((row) => ({ key: row.key, version: row.version, proposedBy: row.proposed_by_name, confirmedBy: row.confirmed_by_name, at: new Date(row.in_force_at!).toISOString() })),
    mayPropose: office && !waiting,
  };
} // prettier-ignore

/** Proposes that other rules be put in force. @throws NotFound for a preset that is none; Conflict while one waits */
export async function proposeRules(ctx: Context, { key }: { key: string }): Promise<z.infer<typeof s.rules>> {
  const { province } = await installation(ctx);
  access.authorize(ctx.actor, "setGateRules", { region: province });
  const preset = findPreset(key);
  if (!preset) throw new NotFound({ zh: "规则", en: "rule set" });
  const faults = checkRuleSet(preset);
  if (faults.length > 0) throw new BadInput(faults.map(({ path, message }) => ({ part: "body", field: path, reason: message.zh })));
  const waiting = await sql`select 1 from cotraining.gate_rules where province = ${province} and in_force_at is null`.execute(ctx.tx);
  if (waiting.rows.length > 0) throw new Conflict({ zh: "已有一套规则等待第二人确认。", en: "One waits for a second person already." });
  const id = uuidv7();
  await sql`insert into cotraining.gate_rules (province, id, key, version, rules, proposed_by, proposed_by_name, proposed_at)
    values (${province}, ${id}, ${preset.key}, ${preset.version}, ${jsonText(preset)}::jsonb, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("gate-rules.propose", `gate-rules:${id}`, null, { key, version: preset.version });
  return showRules(ctx);
} // prettier-ignore

export const RECHECK = "cotraining.recheck";

/** A second person puts them in force; every running placement is looked at again. @throws NotFound; Conflict for the same person */
export async function confirmRules(ctx: Context, id: string): Promise<{ job: string }> {
  const { province } = await installation(ctx);
  access.authorize(ctx.actor, "setGateRules", { region: province });
  const { rows } = await sql<RulesRow>`select ${RULES} where province = ${province} and id = ${id}`.execute(ctx.tx);
  const row = rows[0];
  if (!row) throw new NotFound({ zh: "规则", en: "rule set" });
  if (row.in_force_at !== null) throw new Conflict({ zh: "已经生效。", en: "It is in force already." });
  if (row.proposed_by === ctx.actor.userId) throw new Conflict({ zh: "须由另一人确认。", en: "Another person has to confirm it." });
  await sql`update cotraining.gate_rules set confirmed_by = ${ctx.actor.userId}, confirmed_by_name = ${ctx.actor.name}, in_force_at = ${ctx.now} where province = ${province} and id = ${id}`.execute(ctx.tx);
  await ctx.audit("gate-rules.confirm", `gate-rules:${id}`, null, { key: row.key, version: row.version });
  return { job: await ctx.jobs.start(RECHECK, {}) };
} // prettier-ignore

export const recheckJob = defineJob<Record<string, never>, { judged: number; changed: number }>(RECHECK, (inTransaction, _payload, progress) => {
  progress("check");
  return inTransaction(async (ctx) => checkAll(ctx, (await installation(ctx)).province, "rules"));
}); // prettier-ignore
