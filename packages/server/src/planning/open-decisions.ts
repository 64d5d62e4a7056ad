import { sql } from "kysely";
import { lastAction, type Context, type OpenWork } from "../platform/index.ts";
import { adjustmentProcedure, type AdjustmentStep } from "./adjustment/adjustment-state.ts";
import { ADJUSTMENT_LOG } from "./adjustment/adjustments.sql.ts";
import { RULE_SET_LOG } from "./adjustment/rule-sets.sql.ts";
import { ruleSetProcedure, type RuleSetStep } from "./adjustment/rule-set-state.ts";
import { procedure as planProcedure, type PlanStep } from "./plans/plan-state.ts";
import { PLAN_LOG } from "./plans/plans.sql.ts";

interface Row<Step> {
  id: string;
  title: string;
  since: string;
  last: Step;
}

/** Rules that somebody drafted, runs and plans that he began, or that were handed to him, and that wait for a step. */
export async function openDecisions(
  ctx: Context,
  holder: { userId: string | null },
  handed: readonly string[],
): Promise<OpenWork[]> {
  const his = (kind: string) => sql`(t.created_by = ${holder.userId} or ${kind} || ':' || t.id = any (${handed}::text[]))`; // prettier-ignore
  const since = sql`to_json(t.created_at) #>> '{}' as since`;
  const last = (log: typeof PLAN_LOG) => sql`${lastAction(log, sql`t.province`, sql`t.id`)} as last`;
  const rules = await sql<
    Row<RuleSetStep>
  >`select t.id, t.content -> 'name' ->> 'zh' as title, ${since}, ${last(RULE_SET_LOG)}
    from planning.rule_set t where ${his("rule-set")}`.execute(ctx.tx);
  const runs = await sql<Row<AdjustmentStep>>`select t.id, r.title, ${since}, ${last(ADJUSTMENT_LOG)}
    from planning.adjustment t join planning.round r on r.province = t.province and r.id = t.round_id
    where t.state = 'done' and ${his("adjustment")}`.execute(ctx.tx);
  const plans = await sql<Row<PlanStep>>`select t.id, t.name as title, ${since}, ${last(PLAN_LOG)}
    from planning.plan t where ${his("plan")}`.execute(ctx.tx);
  const work = (kind: string, path: string, { id, title, since }: Row<unknown>): OpenWork => ({ subject: `${kind}:${id}`, kind, title, path: `${path}/${id}`, since, fate: "pass" }); // prettier-ignore
  return [
    ...rules.rows
      .filter(({ last }) => ["draft", "reviewed"].includes(ruleSetProcedure.steps[last].to))
      .map((row) => work("rule-set", "/rule-sets", row)),
    ...runs.rows
      .filter(({ last }) => ["computed", "opened", "decided"].includes(adjustmentProcedure.steps[last].to))
      .map((row) => work("adjustment", "/adjustments", row)),
    ...plans.rows
      .filter(({ last }) => ["draft", "open", "concluded", "reviewed"].includes(planProcedure.steps[last].to))
      .map((row) => work("plan", "/plans", row)),
  ];
}
