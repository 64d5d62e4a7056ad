import { sql } from "kysely";
import type { z } from "zod";
import { decodeCursor, toPage, type Context, type OpenWork } from "../../platform/index.ts";
import { listApplications, type ApplicationRow } from "./applications.sql.ts";
import { statesWaiting } from "./desk-waiting.ts";
import { applicationLine } from "./line.ts";
import { DECIDED, procedure, type Action, type State } from "./procedure.ts";
import { requireRound, type RoundRow } from "./rounds.ts";
import type * as s from "./schemas.ts";

/** Applications that the actor may see, the newest first. */
export async function applications(ctx: Context, query: z.infer<typeof s.applicationQuery>): Promise<z.infer<typeof s.applicationPage>> {
  const key = decodeCursor(query.cursor, 1);
  const states = query.waiting ? statesWaiting(ctx) : query.state ? [query.state as State].filter((state) => Object.hasOwn(procedure.states, state)) : null;
  const { round, kind, level, q } = query;
  const filter = { round, kind, level, q, ...(states ? { last: procedure.leadingTo(states) } : {}), submitted: ctx.actor.role !== "school-officer" };
  const rows = await listApplications(ctx, filter, key ? String(key[0]) : null, query.limit + 1);
  const page = toPage(rows, query.limit, (row) => [row.id]);
  return { items: await lines(ctx, page.items), next: page.next };
} // prettier-ignore

async function lines(ctx: Context, rows: readonly ApplicationRow[]) {
  const rounds = new Map<string, RoundRow>();
  for (const { round_id } of rows)
    if (!rounds.has(round_id)) rounds.set(round_id, await requireRound(ctx, round_id));
  return rows.map((row) => applicationLine(ctx, row, rounds.get(row.round_id)!));
}

/** What of the procedure would be left behind if somebody went: drafts that he began, reviews that he was asked for. */
export async function openApplications(
  ctx: Context,
  holder: { personId: string; userId: string | null },
  handed: readonly string[],
): Promise<OpenWork[]> {
  const { rows } = await sql<{ id: string; name: string; since: string; action: Action }>`
    select a.id, a.school_name || ' ' || a.programme_name as name, to_json(a.created_at) #>> '{}' as since,
      (select l.action from planning.application_action l where l.province = a.province and l.application_id = a.id order by l.seq desc limit 1) as action
    from planning.application a where a.created_by = ${holder.userId} or 'application:' || a.id = any (${handed}::text[])`.execute(
    ctx.tx,
  );
  const open = rows.filter(({ action }) => !DECIDED.includes(procedure.steps[action].to));
  const reviews = await sql<{ id: string; name: string; since: string }>`
    select r.id, a.school_name || ' ' || a.programme_name as name, to_json(r.assigned_at) #>> '{}' as since
    from planning.review r join planning.application a on a.province = r.province and a.id = r.application_id
    where r.person = ${holder.personId} and r.state = 'assigned'`.execute(ctx.tx);
  return [
    ...open.map(({ id, name, since }): OpenWork => ({ subject: `application:${id}`, kind: "application", title: name, path: `/applications/${id}`, since, fate: "pass" })),
    ...reviews.rows.map(({ id, name, since }): OpenWork => ({ subject: `review:${id}`, kind: "review", title: name, path: `/reviews/${id}`, since, fate: "end" })),
  ]; // prettier-ignore
}
