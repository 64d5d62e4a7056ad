import { whatHappened, type Card } from "@tixi/engines/adjustment";
import { sql } from "kysely";
import type { Context } from "../../platform/context.ts";
import { NotFound } from "../../platform/index.ts";
import { access } from "../access.ts";
import { findCycle } from "../cycles.sql.ts";
import { requireAdjustment } from "./decide-adjustment.ts";
import { readFacts } from "./facts.ts";

/** What happened since to the offerings that a run of the past judged, by what it said of them. */
export async function aftermath(ctx: Context, adjustment: string) {
  const run = await requireAdjustment(ctx, adjustment);
  access.authorize(ctx.actor, "adjust", { region: run.province });
  if (run.state !== "done")
    throw new NotFound({ zh: "已完成的专业调整", en: "finished programme adjustment" });
  const { rows } = await sql<{
    id: string;
  }>`select id from planning.cycle where province = ${run.province} and state = 'done'
    order by year desc, created_at desc limit 1`.execute(ctx.tx);
  const newest = await findCycle(ctx, rows[0]!.id);
  const { facts } = await readFacts(ctx, run.province, { id: newest!.id, year: newest!.year });
  const { rows: cards } = await sql<Pick<Card, "key" | "decision">>`
    select offering_id as key, decision from planning.card where adjustment_id = ${adjustment}`.execute(
    ctx.tx,
  );
  const cycleYear = run.counts!["cycleYear"] as number | null;
  return { items: whatHappened({ cards, year: run.year + 1, factsThrough: run.year, cycleYear }, facts) };
}
