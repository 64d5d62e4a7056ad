import { uuidv7 } from "uuidv7";
import { z } from "zod";
import {
  BadInput,
  Conflict,
  NotFound,
  recordAction,
  requireMatch,
  type Context,
} from "../../platform/index.ts";
import type { FastifyRequest } from "fastify";
import { access } from "../access.ts";
import { requireRound } from "../rounds/rounds.ts";
import { planParameters, type PlanParametersGiven } from "./parameters.ts";
import { procedure } from "./plan-state.ts";
import { endPlan, findPlan, insertPlan, listPlans, PLAN_LOG, setPlanJob, type PlanRow } from "./plans.sql.ts";
import { etagOfPlan, presentPlan, type PlanRecord } from "./present.ts";
import { SOLVE_PLAN } from "./run-plan.ts";

export const PLAN = { zh: "招生计划方案", en: "plan" };
/** Scenarios that one round may hold. */
const MOST_PLANS = 40;

/** @throws NotFound */
export async function requirePlan(ctx: Context, id: string): Promise<PlanRow> {
  if (!z.uuid().safeParse(id).success) throw new NotFound(PLAN);
  const plan = await findPlan(ctx, id);
  if (!plan) throw new NotFound(PLAN);
  return plan;
}

/**
 * A new scenario of a round, put in the queue to be solved.
 * @throws Conflict where the round holds too many; NotFound for another province's round; BadInput where it is to begin with
 * the locks of another round's plan
 */
export async function startPlan(
  ctx: Context,
  input: {
    roundId: string;
    name: string;
    parameters?: PlanParametersGiven | undefined;
    /** a scenario of the same round whose locked cells it begins with */
    basedOn?: string | undefined;
  },
): Promise<PlanRecord> {
  const round = await requireRound(ctx, input.roundId);
  access.authorize(ctx.actor, "makePlan", { region: round.province });
  const parameters = planParameters.parse(input.parameters ?? {});
  if ((await listPlans(ctx, round.id)).length >= MOST_PLANS)
    throw new Conflict({
      zh: `一个轮次最多 ${MOST_PLANS} 个方案。`,
      en: `A round holds at most ${MOST_PLANS} plans.`,
    });
  const basedOn = input.basedOn === undefined ? null : await requirePlan(ctx, input.basedOn);
  if (basedOn && basedOn.round_id !== round.id)
    throw new BadInput([
      {
        part: "body",
        field: "basedOn",
        value: basedOn.id,
        reason: "只能以同一轮次的方案为起点 / a plan of the same round only",
      },
    ]);
  const id = uuidv7();
  const { province, sample } = round;
  await insertPlan(ctx, {
    province,
    id,
    roundId: round.id,
    name: input.name,
    parameters,
    basedOn: basedOn?.id ?? null,
    sample,
  });
  await recordAction(ctx, PLAN_LOG, { province, id }, 1, "start", { note: "" });
  await setPlanJob(ctx, id, await ctx.jobs.start(SOLVE_PLAN, { province, planId: id }));
  await ctx.audit("plan.start", `plan:${id}`, null, {
    name: input.name,
    parameters: input.parameters ?? {},
    basedOn: basedOn?.id ?? null,
  });
  return presentPlan(await requirePlan(ctx, id));
}

/**
 * Solves a plan again, around the cells that are locked.
 * @throws Conflict unless its seats may be changed; VersionChanged if they changed meanwhile (If-Match)
 */
export async function solveAgain(ctx: Context, request: FastifyRequest, id: string): Promise<PlanRecord> {
  const plan = await requirePlan(ctx, id);
  access.authorize(ctx.actor, "makePlan", { region: plan.province });
  requireMatch(request, etagOfPlan(plan));
  requireWorkable(plan);
  await setPlanJob(ctx, id, await ctx.jobs.start(SOLVE_PLAN, { province: plan.province, planId: id }));
  await ctx.audit("plan.solve-again", `plan:${id}`, null, { version: plan.version });
  return presentPlan(await requirePlan(ctx, id));
}

/** @throws Conflict if it has ended already */
export async function cancelPlan(ctx: Context, id: string): Promise<PlanRecord> {
  const plan = await requirePlan(ctx, id);
  access.authorize(ctx.actor, "makePlan", { region: plan.province });
  if (!["waiting", "running"].includes(plan.state))
    throw new Conflict({ zh: "该方案的测算已结束。", en: "The plan's computation has ended." });
  if (plan.job_id) await ctx.jobs.cancel(plan.job_id);
  await endPlan(ctx, id, "cancelled", "已取消");
  await ctx.audit("plan.cancel", `plan:${id}`);
  return presentPlan(await requirePlan(ctx, id));
}

/** @throws Conflict unless the seats of the plan may be changed now */
export function requireWorkable(plan: PlanRow): void {
  const state = procedure.stateOf(plan.actions);
  if (state !== "draft" && state !== "open") {
    const { zh, en } = procedure.states[state];
    throw new Conflict({
      zh: `该方案${zh}，席位不能再改。`,
      en: `The plan is ${en}; its seats stand.`,
    });
  }
  if (plan.state === "waiting" || plan.state === "running")
    throw new Conflict({
      zh: "方案正在测算，请待完成或取消后再改。",
      en: "The plan is being solved; wait or cancel first.",
    });
}

export async function plansOf(ctx: Context, roundId: string | null) {
  return { items: (await listPlans(ctx, roundId)).map(presentPlan), next: null };
}

export async function planById(ctx: Context, id: string): Promise<PlanRecord> {
  return presentPlan(await requirePlan(ctx, id));
}
