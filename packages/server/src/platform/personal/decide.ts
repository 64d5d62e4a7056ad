import { sql } from "kysely";
import type { z } from "zod";
import { access } from "../access.ts";
import type { Context } from "../context.ts";
import { decodeCursor, toPage } from "../http/paging.ts";
import { Forbidden } from "../http/problems.ts";
import { decided, requestOf } from "./ask.ts";
import { ERASE } from "./erase-job.ts";
import { presentRequest, selectRequests } from "./requests.sql.ts";
import type * as s from "./schemas.ts";

/** Requests that the actor's organisation or region has to decide, those that are due first come last asked first. */
export async function requestsToDecide(
  ctx: Context,
  query: z.infer<typeof s.requestQuery>,
): Promise<z.infer<typeof s.requestPage>> {
  const cursor = decodeCursor(query.cursor, 1);
  const conditions = [
    sql`r.person_id is distinct from ${ctx.actor.personId}::uuid`,
    ...(query.state ? [sql`r.state = ${query.state}`] : []),
    ...(cursor ? [sql`r.id < ${String(cursor[0])}`] : []),
  ];
  const rows = await selectRequests(ctx, sql.join(conditions, sql` and `), query.limit + 1);
  return toPage(rows, query.limit, (row) => [row.id], (row) => presentRequest(ctx, row)); // prettier-ignore
}

/**
 * Accepts or refuses an erasure, for a reason that the person reads. Accepted, it is carried out by a job.
 * @throws Forbidden for one's own request
 * @throws Conflict once it was decided
 */
export async function decide(
  ctx: Context,
  id: string,
  input: z.infer<typeof s.decision>,
): Promise<z.infer<typeof s.request>> {
  const row = await requestOf(ctx, id);
  access.authorize(ctx.actor, "decideAboutPeople", { region: row.region, organisation: row.organisation });
  if (row.personId === ctx.actor.personId)
    throw new Forbidden({ zh: "不能办理本人的请求。", en: "Nobody decides about himself." });
  const state = input.decision === "accept" ? "accepted" : "refused";
  const done = await sql`update platform.personal_request set state = ${state}, decided_at = ${ctx.now},
      decided_by = ${ctx.actor.userId}, decision = ${input.reason} where id = ${id} and state = 'asked'`.execute(ctx.tx);
  if (Number(done.numAffectedRows) === 0) throw decided();
  await ctx.audit(`personal.${row.kind}.${input.decision}`, `person:${row.personId}`, { state: row.state }, { state, request: id }, input.reason);
  if (state === "accepted") await ctx.jobs.start(ERASE, { request: id });
  return presentRequest(ctx, await requestOf(ctx, id));
} // prettier-ignore
