import type { RuleSet } from "@tixi/engines/adjustment";
import { sql } from "kysely";
import type { Context } from "../../platform/context.ts";
import { jsonText } from "../../platform/db/json.ts";
import { lastAction } from "../../platform/index.ts";
import type { RuleSetStep } from "./rule-set-state.ts";

export const RULE_SET_LOG = { table: "planning.rule_set_action", subject: "rule_set_id" };

export interface RuleSetRow {
  province: string;
  id: string;
  key: string;
  version: number;
  content: RuleSet;
  created_by: string | null;
  created_by_name: string;
  created_at: Date;
  actions: { seq: number; action: RuleSetStep; by_name: string; at: string; note: string }[];
  /** runs that used it */
  used: number;
}

const RULE_SET = sql`r.province, r.id, r.key, r.version, r.content, r.created_by, r.created_by_name, r.created_at,
  (select json_agg(json_build_object('seq', a.seq, 'action', a.action, 'by_name', a.by_name, 'at', a.at, 'note', a.note) order by a.seq)
    from planning.rule_set_action a where a.province = r.province and a.rule_set_id = r.id) as actions,
  (select count(*)::int from planning.adjustment x where x.province = r.province and x.rule_set_id = r.id) as used`;

export async function findRuleSet(ctx: Context, id: string): Promise<RuleSetRow | undefined> {
  const { rows } =
    await sql<RuleSetRow>`select ${RULE_SET} from planning.rule_set r where r.id = ${id}`.execute(ctx.tx);
  return rows[0];
}

/** Newest version of each key first; row-level security decides which are seen. */
export async function listRuleSets(ctx: Context): Promise<RuleSetRow[]> {
  const { rows } = await sql<RuleSetRow>`select ${RULE_SET} from planning.rule_set r
    order by r.province, r.key, r.version desc limit 500`.execute(ctx.tx);
  return rows;
}

/** The next version of a key; two drafts at once collide on the unique key. */
export async function insertRuleSet(
  ctx: Context,
  row: { province: string; id: string; content: RuleSet },
): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    insert into planning.rule_set (province, id, key, version, content, created_by, created_by_name, created_at)
    select ${row.province}, ${row.id}, ${row.content.key}, coalesce(max(version), 0) + 1,
      jsonb_set(${jsonText(row.content)}::jsonb, '{version}', to_jsonb((coalesce(max(version), 0) + 1)::text)),
      ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now}
    from planning.rule_set where province = ${row.province} and key = ${row.content.key}
    returning version`.execute(ctx.tx);
  return rows[0]!.version;
}

/** The versions of a key that are in force: at most one. */
export async function adoptedOf(ctx: Context, province: string, key: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select r.id from planning.rule_set r
    where r.province = ${province} and r.key = ${key}
      and ${lastAction(RULE_SET_LOG, sql`r.province`, sql`r.id`)} = 'adopt'`.execute(ctx.tx);
  return rows.map((row) => row.id);
}
