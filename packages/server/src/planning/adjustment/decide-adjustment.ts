import type { FastifyRequest } from "fastify";
import type { Context } from "../../platform/context.ts";
import { NotFound, recordAction } from "../../platform/index.ts";
import { requireMatch } from "../../platform/http/versions.ts";
import { access } from "../access.ts";
import { adjustmentProcedure, type AdjustmentStep } from "./adjustment-state.ts";
import { ADJUSTMENT_LOG, findAdjustment, standingOf, type AdjustmentRow } from "./adjustments.sql.ts";
import { freezeDecision } from "./decision-files.ts";
import { tellSchools } from "./notices.ts";
import { adjustmentEtag, presentAdjustment, type AdjustmentView } from "./present.ts";

const ADJUSTMENT = { zh: "专业调整", en: "programme adjustment" };

export async function requireAdjustment(ctx: Context, id: string): Promise<AdjustmentRow> {
  const row = await findAdjustment(ctx, id);
  if (!row) throw new NotFound(ADJUSTMENT);
  return row;
}

/**
 * Takes a run one step on: open to the schools, decide, publish, withdraw. Publishing supersedes the round's earlier run.
 * @throws Conflict if the step may not follow, or objections wait for an answer
 */
export async function decideAdjustment(
  ctx: Context,
  request: FastifyRequest,
  input: { id: string; step: Exclude<AdjustmentStep, "start" | "supersede">; note: string },
): Promise<AdjustmentView> {
  const row = await requireAdjustment(ctx, input.id);
  access.authorize(ctx.actor, "decideCards", { region: row.province });
  requireMatch(request, adjustmentEtag(row));
  const state = adjustmentProcedure.stateOf(row.actions);
  adjustmentProcedure.require(state, input.step, {
    backDated: row.round_id === null,
    computed: row.state === "done",
    unanswered: row.unanswered,
  });
  if (input.step === "publish")
    for (const id of await standingOf(ctx, row.province, row.round_id!)) {
      const earlier = await requireAdjustment(ctx, id);
      await recordAction(ctx, ADJUSTMENT_LOG, earlier, earlier.actions.length + 1, "supersede", { note: "" });
      await ctx.audit("adjustment.supersede", `adjustment:${id}`, null, { by: row.id });
    }
  if (input.step === "decide") await freezeDecision(ctx, row);
  await recordAction(ctx, ADJUSTMENT_LOG, row, row.actions.length + 1, input.step, { note: input.note });
  await ctx.audit(`adjustment.${input.step}`, `adjustment:${row.id}`, { state }, { note: input.note });
  if (input.step === "open" || input.step === "publish") await tellSchools(ctx, row, input.step);
  return presentAdjustment(await requireAdjustment(ctx, row.id), ctx);
}
