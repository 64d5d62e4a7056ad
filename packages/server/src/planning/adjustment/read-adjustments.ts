import { sql } from "kysely";
import { provinceOf } from "../../demand/index.ts";
import type { Context } from "../../platform/context.ts";
import { NotFound } from "../../platform/index.ts";
import { listAdjustments, type AdjustmentFileRow } from "./adjustments.sql.ts";
import { requireAdjustment } from "./decide-adjustment.ts";
import { presentAdjustment, type AdjustmentView } from "./present.ts";

/** Runs, newest first: the office sees all, others those that are open to schools. */
export async function adjustments(ctx: Context): Promise<{ items: AdjustmentView[] }> {
  const rows = await listAdjustments(ctx, provinceOf(ctx.actor));
  return { items: rows.map((row) => presentAdjustment(row, ctx)) };
}

/** @throws NotFound unless the actor may know of it */
export async function adjustmentById(ctx: Context, id: string): Promise<AdjustmentView> {
  return presentAdjustment(await requireAdjustment(ctx, id), ctx);
}

/** @throws NotFound if the run has no such file */
export async function adjustmentFile(ctx: Context, id: string, name: string): Promise<AdjustmentFileRow> {
  const { rows } =
    await sql<AdjustmentFileRow>`select name, media_type, sha256, content from planning.adjustment_file
    where adjustment_id = ${id} and name = ${name}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "文件", en: "file" });
  return rows[0];
}
