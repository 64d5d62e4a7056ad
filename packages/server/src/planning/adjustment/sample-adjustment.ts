import { findPreset } from "@tixi/engines/adjustment";
import { sql } from "kysely";
import { provinceOf } from "../../demand/index.ts";
import type { Context } from "../../platform/context.ts";
import { recordAction } from "../../platform/index.ts";
import { startCycle } from "../cycles.ts";
import { findCycle, listCycles } from "../cycles.sql.ts";
import { openRound } from "../rounds/rounds.ts";
import { adjustmentProcedure } from "./adjustment-state.ts";
import { ADJUSTMENT_LOG, findAdjustment, listAdjustments } from "./adjustments.sql.ts";
import { adoptedOf, RULE_SET_LOG } from "./rule-sets.sql.ts";
import { draftRuleSet } from "./rule-sets.ts";
import { startAdjustment } from "./start-adjustment.ts";

const NOTE = "示例数据，仅供演示。";
const RULES = "national";

/**
 * Begins the sample province's yearly round on its published release: the national rules in force, the round of the
 * following year, and a run for it. What an earlier attempt made is found and left as it is.
 * @returns the run, to be waited for
 */
export async function beginSampleRound(
  ctx: Context,
  of: { cycleId: string; releaseId: string; year: number },
): Promise<string> {
  const province = provinceOf(ctx.actor);
  const rules = await rulesInForce(ctx, province);
  const year = of.year + 1;
  const { rows } = await sql<{ id: string }>`select id from planning.round where province = ${province} and year = ${year}`.execute(ctx.tx);
  const title = `${year}年专业设置调整与招生计划（示例）`;
  const roundId = rows[0]?.id ?? (await openRound(ctx, { year, cycleId: of.cycleId, releaseId: of.releaseId, title })).id;
  const earlier = (await listAdjustments(ctx, province)).find((run) => run.round_id === roundId && run.state !== "failed");
  return earlier?.id ?? (await startAdjustment(ctx, { roundId, ruleSetId: rules, cycleId: null, year: null })).id;
} // prettier-ignore

/** How far back the sample looks. */
const BACK = 2;

/**
 * Queues the balance of two years before, from what the sample's files tell up to then: what a run that looks back is
 * judged on. What an earlier attempt queued is found.
 */
export async function beginSamplePast(ctx: Context, of: { year: number }): Promise<string> {
  const year = of.year - BACK;
  const known = (await listCycles(ctx)).find((cycle) => cycle.year === year && cycle.state !== "failed");
  return known?.id ?? (await startCycle(ctx, { year })).id;
}

/**
 * Once that balance is there: what would the rules in force have said two years ago, and what happened since.
 * @returns whether the run has ended
 */
export async function judgeSamplePast(ctx: Context, cycleId: string): Promise<boolean> {
  const province = provinceOf(ctx.actor);
  const cycle = await findCycle(ctx, cycleId);
  if (!cycle || cycle.state === "failed")
    throw new Error(cycle?.message ?? "the sample's earlier cycle is gone");
  if (cycle.state !== "done") return false;
  const earlier = (await listAdjustments(ctx, province)).find(
    (run) => run.round_id === null && run.cycle_id === cycleId && run.state !== "failed",
  );
  if (earlier) return earlier.state === "done";
  const ruleSetId = await rulesInForce(ctx, province);
  await startAdjustment(ctx, { roundId: null, ruleSetId, cycleId, year: cycle.year });
  return false;
}

async function rulesInForce(ctx: Context, province: string): Promise<string> {
  const [known] = await adoptedOf(ctx, province, RULES);
  if (known) return known;
  const { id } = await draftRuleSet(ctx, findPreset(RULES)!);
  // nobody else is there to look at them: the note says so
  await recordAction(ctx, RULE_SET_LOG, { province, id }, 2, "review", { note: NOTE });
  await recordAction(ctx, RULE_SET_LOG, { province, id }, 3, "adopt", { note: NOTE });
  return id;
}

/** How far the run is; once it has ended, its cards are opened to the schools. @returns whether it has ended */
export async function openSampleCards(ctx: Context, id: string): Promise<boolean> {
  const run = await findAdjustment(ctx, id);
  if (!run || run.state === "failed") throw new Error(run?.message ?? "the sample's adjustment is gone");
  if (run.state !== "done") return false;
  if (adjustmentProcedure.stateOf(run.actions) === "computed")
    await recordAction(ctx, ADJUSTMENT_LOG, run, run.actions.length + 1, "open", { note: NOTE });
  return true;
}
