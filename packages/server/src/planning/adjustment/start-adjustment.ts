import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import { provinceOf } from "../../demand/index.ts";
import type { Context } from "../../platform/context.ts";
import { BadInput, NotFound, recordAction } from "../../platform/index.ts";
import { access } from "../access.ts";
import { findCycle } from "../cycles.sql.ts";
import { ADJUSTMENT_LOG, findAdjustment, insertAdjustment, setAdjustmentJob } from "./adjustments.sql.ts";
import { presentAdjustment, type AdjustmentView } from "./present.ts";
import { RUN_ADJUSTMENT } from "./run-adjustment.ts";
import { requireRuleSet } from "./rule-sets.ts";
import { ruleSetProcedure } from "./rule-set-state.ts";

/** What a run is asked: for a round with its cycle and year, or back in time with a cycle and a year of one's own. */
export interface NewAdjustment {
  roundId: string | null;
  ruleSetId: string;
  /** of a run without a round */
  cycleId: string | null;
  year: number | null;
}

/**
 * Queues a run. A round's run decides who enters in the round's year, so it takes rules that are in force and looks at
 * what was known the year before; a back-dated run may try any rules and any year, and decides nothing.
 * @throws NotFound if round, rules or cycle are not in the actor's region
 */
export async function startAdjustment(ctx: Context, input: NewAdjustment): Promise<AdjustmentView> {
  const province = provinceOf(ctx.actor);
  access.authorize(ctx.actor, "adjust", { region: province });
  const rules = await requireRuleSet(ctx, input.ruleSetId);
  const { cycleId, year } = await basis(ctx, province, input);
  const cycle = await findCycle(ctx, cycleId);
  if (cycle?.state !== "done") throw new NotFound({ zh: "已完成的供需测算", en: "finished planning cycle" });
  if (input.roundId !== null && ruleSetProcedure.stateOf(rules.actions) !== "adopted")
    throw new BadInput([
      {
        part: "body",
        field: "ruleSetId",
        reason: ctx.locale === "en" ? "a round is judged by rules in force" : "年度工作只能用施行中的规则",
      },
    ]);
  const id = uuidv7();
  await insertAdjustment(ctx, { province, id, roundId: input.roundId, ruleSetId: rules.id, cycleId, year });
  await recordAction(ctx, ADJUSTMENT_LOG, { province, id }, 1, "start", { note: "" });
  await setAdjustmentJob(ctx, id, await ctx.jobs.start(RUN_ADJUSTMENT, { id }));
  await ctx.audit("adjustment.start", `adjustment:${id}`, null, { ...input, cycleId, year });
  return presentAdjustment((await findAdjustment(ctx, id))!, ctx);
}

async function basis(
  ctx: Context,
  province: string,
  input: NewAdjustment,
): Promise<{ cycleId: string; year: number }> {
  if (input.roundId !== null) {
    const { rows } = await sql<{ cycle_id: string; year: number }>`
      select cycle_id, year from planning.round where province = ${province} and id = ${input.roundId}`.execute(
      ctx.tx,
    );
    if (!rows[0]) throw new NotFound({ zh: "年度工作", en: "round" });
    return { cycleId: rows[0].cycle_id, year: rows[0].year - 1 };
  }
  const missing = (["cycleId", "year"] as const).filter((field) => input[field] === null);
  if (missing.length > 0)
    throw new BadInput(
      missing.map((field) => ({ part: "body", field, reason: ctx.locale === "en" ? "required" : "必填" })),
    );
  return { cycleId: input.cycleId!, year: input.year! };
}
