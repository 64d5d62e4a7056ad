import { sql } from "kysely";
import { lastAction, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import {
  adjustmentProcedure,
  type AdjustmentState,
  type AdjustmentStep,
} from "../adjustment/adjustment-state.ts";
import { ADJUSTMENT_LOG } from "../adjustment/adjustments.sql.ts";
import { procedure as planProcedure, type PlanState, type PlanStep } from "../plans/plan-state.ts";
import { PLAN_LOG } from "../plans/plans.sql.ts";
import { countByLast } from "./applications.sql.ts";
import type { StepKey } from "./calendar.ts";
import { dueStep, procedure } from "./procedure.ts"; // prettier-ignore

/** A run of the rules for the round that is neither withdrawn nor superseded, as far as the actor may know of it. */
export interface RunOfRound {
  id: string;
  computed: boolean;
  stage: AdjustmentState;
  /** objections of schools that nobody has answered */
  unanswered: number;
}

/** Of several the one that is furthest, the newest of those. */
export async function runOf(ctx: Context, round: string): Promise<RunOfRound | null> {
  const { rows } = await sql<{ id: string; computed: boolean; last: AdjustmentStep; unanswered: number }>`
    select a.id, a.state = 'done' as computed, ${lastAction(ADJUSTMENT_LOG, sql`a.province`, sql`a.id`)} as last,
      (select count(*)::int from (select distinct on (s.offering_id) s.action from planning.card_step s
        where s.province = a.province and s.adjustment_id = a.id order by s.offering_id, s.seq desc) l where l.action = 'object') as unanswered
    from planning.adjustment a where a.round_id = ${round} and a.state <> 'failed' order by a.created_at desc, a.id desc`.execute(ctx.tx);
  const runs = rows.map(({ last, ...run }) => ({ ...run, stage: adjustmentProcedure.steps[last].to }));
  for (const stage of ["published", "decided", "opened", "computed"] as const) {
    const found = runs.find((run) => run.stage === stage);
    if (found) return found;
  }
  return null;
} // prettier-ignore

/** A scenario of the round's enrolment plan that is neither withdrawn nor superseded. */
export interface PlanOfRound {
  id: string;
  name: string;
  solved: boolean;
  stage: PlanState;
  seats: number | null;
  /** offerings whose proposal nobody has answered */
  unanswered: number;
}

const FURTHEST: readonly PlanState[] = ["published", "reviewed", "concluded", "open", "draft"];

/** The furthest first, of those the newest. */
export async function plansOf(ctx: Context, round: string): Promise<PlanOfRound[]> {
  const { rows } = await sql<{ id: string; name: string; solved: boolean; last: PlanStep; seats: number | null; unanswered: number }>`
    select p.id, p.name, p.summary is not null as solved, ${lastAction(PLAN_LOG, sql`p.province`, sql`p.id`)} as last,
      (p.summary -> 'totals' ->> 'seats')::float8 as seats,
      (select count(*)::int from (select distinct on (s.offering_id) s.action from planning.seat_step s
        where s.province = p.province and s.plan_id = p.id order by s.offering_id, s.seq desc) l where l.action = 'propose') as unanswered
    from planning.plan p where p.round_id = ${round} order by p.created_at desc, p.id desc`.execute(ctx.tx);
  return rows
    .map(({ last, ...plan }) => ({ ...plan, stage: planProcedure.steps[last].to }))
    .filter(({ stage }) => FURTHEST.includes(stage))
    .sort((a, b) => FURTHEST.indexOf(a.stage) - FURTHEST.indexOf(b.stage));
} // prettier-ignore

/** Whether a plan of the round stands published; anybody knows. */
export async function planStands(ctx: Context, round: string): Promise<boolean> {
  const { rows } = await sql`select 1 from planning.public_plan where round_id = ${round} and current limit 1`.execute(ctx.tx);
  return rows.length > 0;
} // prettier-ignore

/**
 * What each step of the calendar has left to do: applications by the step that they wait for; cards, list and plan are one
 * thing each until they are done. Of cards and proposals only those who work in the office know.
 */
export async function undoneSteps(
  ctx: Context,
  round: { id: string; list_id: string | null },
): Promise<Map<StepKey, number>> {
  const undone = new Map<StepKey, number>();
  const add = (step: StepKey, n: number) => undone.set(step, (undone.get(step) ?? 0) + n);
  for (const { action, lane, n } of await countByLast(ctx, round.id)) {
    const step = dueStep(procedure.steps[action].to, lane);
    if (step !== null) add(step as StepKey, n);
  }
  if (round.list_id === null) add("list", 1);
  if (!(await planStands(ctx, round.id))) add("plan", 1);
  if (access.reach(ctx.actor.role, "read") === undefined) return undone;
  const run = await runOf(ctx, round.id);
  if (run === null || run.stage === "computed") add("cards", 1);
  if (run?.stage === "opened") {
    if (run.unanswered > 0) add("answers", run.unanswered);
    add("decide", 1);
  }
  const waiting = (await plansOf(ctx, round.id)).reduce((sum, plan) => sum + plan.unanswered, 0);
  if (waiting > 0) add("proposals", waiting);
  return undone;
}
