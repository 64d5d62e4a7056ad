import type { z } from "zod";
import type { Context } from "../../platform/context.ts";
import { etagOf } from "../../platform/http/versions.ts";
import { access } from "../access.ts";
import { adjustmentProcedure, type AdjustmentStep } from "./adjustment-state.ts";
import { decidedCounts, type AdjustmentRow } from "./adjustments.sql.ts";
import type { adjustmentView } from "./schemas.ts";

export type AdjustmentView = z.infer<typeof adjustmentView>;

export const adjustmentEtag = (row: Pick<AdjustmentRow, "id" | "actions">): string =>
  etagOf(row.id, row.actions.length);

/** A run as its page shows it, with the steps that this actor may take now. */
export function presentAdjustment(row: AdjustmentRow, ctx: Pick<Context, "actor">): AdjustmentView {
  const stage = adjustmentProcedure.stateOf(row.actions);
  const decides =
    access.reach(ctx.actor.role, "decideCards") !== undefined && ctx.actor.region === row.province;
  const next =
    row.state === "done" && row.round_id !== null && decides
      ? adjustmentProcedure.open(stage, ["decideCards"])
      : [];
  return {
    id: row.id,
    round: row.round_id === null ? null : { id: row.round_id, title: row.round_title ?? "", year: row.round_year ?? row.year + 1 },
    ruleSet: { id: row.rule_set_id, ...row.rule_set },
    cycle: { id: row.cycle_id, year: row.cycle_year },
    year: row.year,
    state: row.state,
    stage,
    job: row.job_id,
    counts: row.counts,
    manifest: row.manifest,
    message: row.message,
    objections: row.objections,
    unanswered: row.unanswered,
    changed: row.changes.reduce((sum, { count }) => sum + count, 0),
    changes: row.changes,
    decisions: decidedCounts(row),
    next: next.filter((step): step is Exclude<AdjustmentStep, "start" | "supersede"> => step !== "supersede" && step !== "start"),
    etag: adjustmentEtag(row),
    createdBy: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    actions: row.actions.map(({ action, by_name, at, note }) => ({ action, by: by_name, at, note })),
  }; // prettier-ignore
}
