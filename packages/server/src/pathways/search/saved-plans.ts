import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  decodeCursor,
  etagOf,
  jsonText,
  NotFound,
  requireMatch,
  toPage,
  type Context,
} from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { access } from "../access.ts";
import { compare, type Asked } from "./search.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

const PLAN = { zh: "保存的规划", en: "saved plan" };

interface PlanRow {
  id: string;
  user_id: string;
  name: string;
  query: Asked;
  routes: string[];
  revision: number;
  created_at: Date;
}

const shown = (row: PlanRow): z.infer<typeof s.planLine> => ({
  id: row.id,
  name: row.name,
  query: row.query,
  routes: row.routes,
  createdAt: row.created_at.toISOString(),
  etag: etagOf(row.id, row.revision),
});

/** One's own plans, the newest first. */
export async function savedPlans(ctx: Context, query: { cursor?: string | undefined; limit: number }): Promise<z.infer<typeof s.planPage>> {
  const after = decodeCursor(query.cursor, 1);
  const { rows } = await sql<PlanRow>`select id, user_id, name, query, routes, revision, created_at from pathways.saved_plan
    where user_id = ${ctx.actor.userId} ${after ? sql`and id < ${String(after[0])}::uuid` : sql``} order by id desc limit ${query.limit + 1}`.execute(ctx.tx);
  return toPage(rows, query.limit, ({ id }) => [id], shown);
} // prettier-ignore

/** Keeps what somebody looked for and the routes that he chose, for himself alone. */
export async function savePlan(ctx: Context, input: z.infer<typeof s.newPlan>): Promise<z.infer<typeof s.plan>> {
  access.authorize(ctx.actor, "keepPlans", { createdBy: ctx.actor.userId });
  const compared = await compare(ctx, input);
  const id = uuidv7();
  const { province } = await installation(ctx);
  await sql`insert into pathways.saved_plan (province, id, user_id, name, query, routes, created_at)
    values (${province}, ${id}, ${ctx.actor.userId}, ${input.name}, ${jsonText(input.query)}::jsonb, ${input.routes}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("pathway-plan.save", `pathway-plan:${id}`, null, { routes: input.routes.length });
  return { ...shown(await requirePlan(ctx, id)), compared };
} // prettier-ignore

/** A plan with its routes as they stand today. @throws NotFound */
export async function showPlan(ctx: Context, id: string): Promise<z.infer<typeof s.plan>> {
  const row = await requirePlan(ctx, id);
  return { ...shown(row), compared: await compare(ctx, row) };
}

/** @throws NotFound; VersionChanged (If-Match) */
export async function changePlan(ctx: Context, request: FastifyRequest, id: string, input: z.infer<typeof s.newPlan>): Promise<z.infer<typeof s.plan>> {
  const row = await requirePlan(ctx, id);
  requireMatch(request, etagOf(row.id, row.revision));
  const compared = await compare(ctx, input);
  await sql`update pathways.saved_plan set name = ${input.name}, query = ${jsonText(input.query)}::jsonb, routes = ${input.routes}, revision = revision + 1
    where id = ${id}`.execute(ctx.tx);
  await ctx.audit("pathway-plan.change", `pathway-plan:${id}`, { routes: row.routes.length }, { routes: input.routes.length });
  return { ...shown(await requirePlan(ctx, id)), compared };
} // prettier-ignore

/** @throws NotFound */
export async function removePlan(ctx: Context, id: string): Promise<{ id: string }> {
  await requirePlan(ctx, id);
  await sql`delete from pathways.saved_plan where id = ${id}`.execute(ctx.tx);
  await ctx.audit("pathway-plan.remove", `pathway-plan:${id}`);
  return { id };
}

async function requirePlan(ctx: Context, id: string): Promise<PlanRow> {
  const { rows } =
    await sql<PlanRow>`select id, user_id, name, query, routes, revision, created_at from pathways.saved_plan where id = ${id} for update`.execute(
      ctx.tx,
    );
  if (!rows[0]) throw new NotFound(PLAN);
  access.authorize(ctx.actor, "keepPlans", { createdBy: rows[0].user_id });
  return rows[0];
}
