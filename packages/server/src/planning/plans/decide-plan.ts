import type { FastifyRequest } from "fastify";
import { recordAction, requireMatch, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { closeDesk } from "./desk.ts";
import { PLAN, requirePlan, requireWorkable } from "./make-plan.ts";
import { procedure, type PlanFacts, type PlanStep } from "./plan-state.ts";
import { findPlan, insertPlanFile, lockPlan, PLAN_LOG, standingPlans, type PlanRow } from "./plans.sql.ts";
import { etagOfPlan, presentPlan, type PlanRecord } from "./present.ts";
import { publishedFiles } from "./publish-files.ts";
import { tellOfPlan } from "./told.ts";
import { NotFound } from "../../platform/index.ts"; // prettier-ignore

export type PlanDecision = Exclude<PlanStep, "start" | "supersede">;

/**
 * Takes a plan one step on. Publishing freezes its files, makes its seats readable by anyone and what admission works
 * with, and takes the place of the round's earlier plan.
 * @throws Conflict if the step may not follow, or a guard says why not yet; VersionChanged (If-Match)
 */
export async function decidePlan(
  ctx: Context,
  request: FastifyRequest,
  input: { id: string; step: PlanDecision; note: string },
): Promise<PlanRecord> {
  const seen = await requirePlan(ctx, input.id);
  const right = procedure.steps[input.step].right as "makePlan" | "reviewPlan" | "publishPlan";
  access.authorize(ctx.actor, right, { region: seen.province });
  requireMatch(request, etagOfPlan(seen));
  // seats stand still from here: of two at once the second sees what the first made
  await lockPlan(ctx, input.id);
  const plan = await findPlan(ctx, input.id);
  if (!plan) throw new NotFound(PLAN);
  requireMatch(request, etagOfPlan(plan));
  procedure.require(procedure.stateOf(plan.actions), input.step, factsOf(plan), { note: input.note });
  if (input.step === "conclude") requireWorkable(plan);
  if (input.step === "publish") await publish(ctx, plan);
  await recordAction(ctx, PLAN_LOG, plan, plan.actions.length + 1, input.step, { note: input.note });
  await ctx.audit(
    `plan.${input.step}`,
    `plan:${plan.id}`,
    { state: procedure.stateOf(plan.actions) },
    { step: input.step },
    input.note || undefined,
  );
  await tellOfPlan(ctx, plan, input.step);
  if (input.step === "conclude" || input.step === "withdraw") ctx.afterCommit(() => closeDesk(plan.id));
  return presentPlan((await findPlan(ctx, plan.id))!);
}

function factsOf(plan: PlanRow): PlanFacts {
  const levels = plan.summary?.totals.levels ?? [];
  const names = { secondary: "中职", college: "高职专科", bachelor: "职业本科" };
  return {
    solved: plan.summary !== null && !["waiting", "running"].includes(plan.state),
    offScale: levels
      .filter(({ seats, scale }) => scale !== null && seats !== scale)
      .map(({ level, seats, scale }) => ({ level: names[level], off: seats - scale! })),
    unanswered: plan.unanswered,
    broken: (plan.summary?.broken ?? []).filter(({ kind }) => kind !== "level").length,
  };
}

async function publish(ctx: Context, plan: PlanRow): Promise<void> {
  for (const id of await standingPlans(ctx, plan.province, plan.round_id)) {
    const earlier = (await findPlan(ctx, id))!;
    await recordAction(ctx, PLAN_LOG, earlier, earlier.actions.length + 1, "supersede", { note: `由“${plan.name}”替代` });
    await ctx.audit("plan.supersede", `plan:${id}`, null, { by: plan.id });
  }
  for (const file of await publishedFiles(ctx, plan)) await insertPlanFile(ctx, plan, file);
} // prettier-ignore
