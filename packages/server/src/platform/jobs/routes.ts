import { sql } from "kysely";
import { z } from "zod";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { inTransaction } from "../http/in-transaction.ts";
import { NotFound } from "../http/problems.ts";

export const job = z
  .object({
    id: z.string(),
    kind: z.string(),
    state: z.enum(["waiting", "running", "done", "failed", "cancelled"]),
    stage: z.string().nullable(),
    done: z.number(),
    total: z.number().nullable(),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
    message: z.string().nullable(),
    result: z.unknown(),
  })
  .meta({ id: "Job" });

const params = z.object({ id: z.uuid() });

export function jobRoutes(app: App): void {
  app.get(
    "/jobs/:id",
    { access: ["platform", "followJob"], schema: { params, response: { 200: job } } },
    (request) => inTransaction(request, (ctx) => findJob(ctx, request.params.id)),
  );
  app.post(
    "/jobs/:id/cancel",
    { access: ["platform", "cancelJob"], schema: { params, response: { 200: job } } },
    (request) =>
      inTransaction(request, async (ctx) => {
        await ctx.jobs.cancel(request.params.id);
        await ctx.audit("cancel", `job:${request.params.id}`);
        return findJob(ctx, request.params.id);
      }),
  );
}

/** @throws NotFound where the job does not exist or belongs to another region */
export async function findJob(ctx: Context, id: string): Promise<z.infer<typeof job>> {
  const result = await sql<
    z.infer<typeof job>
  >`select id, name as kind, state, stage, done, total, message, result,
      to_json(started_at) #>> '{}' as "startedAt", to_json(finished_at) #>> '{}' as "finishedAt"
    from platform.job where id = ${id}`.execute(ctx.tx);
  const row = result.rows[0];
  if (!row) throw new NotFound({ zh: "任务", en: "job" });
  return row;
}
