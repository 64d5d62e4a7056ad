import { sql } from "kysely";
import type { Context, OpenWork } from "../../platform/index.ts";
import { procedure, type PlanState, type PlanStep } from "./plan-state.ts";

/** Where a plan is nobody's work any more. */
const ENDED: readonly PlanState[] = ["published", "superseded", "withdrawn"];

/** Plans that somebody made, or that were handed to him, and that are neither published nor withdrawn. */
export async function openPlans(
  ctx: Context,
  holder: { userId: string | null },
  handed: readonly string[],
): Promise<OpenWork[]> {
  const { rows } = await sql<{ id: string; name: string; title: string; since: string; last: PlanStep }>`
    select p.id, p.name, r.title, to_json(p.created_at) #>> '{}' as since, planning.plan_last(p.province, p.id) as last
    from planning.plan p join planning.round r on r.province = p.province and r.id = p.round_id
    where p.created_by = ${holder.userId} or 'plan:' || p.id = any (${handed}::text[]) order by p.id`.execute(ctx.tx);
  return rows
    .filter(({ last }) => !ENDED.includes(procedure.steps[last].to))
    .map(({ id, name, title, since }) => ({ subject: `plan:${id}`, kind: "plan", title: `${title} ${name}`, path: `/plans/${id}`, since, fate: "pass" }));
} // prettier-ignore
