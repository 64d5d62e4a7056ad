import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { z } from "zod";
import {
  dayInChina,
  decodeCursor,
  defineJob,
  etagOf,
  NotFound,
  requireMatch,
  toPage,
  VersionChanged,
  type Context,
  type JobTransaction,
} from "../../platform/index.ts";
import { access } from "../access.ts";
import { CALENDAR } from "./calendar.ts";
import { requirePlacement, type PlacementRow } from "./log.sql.ts";
import type * as s from "./schemas.ts";
import { tellOfAlerts } from "./told.ts"; // prettier-ignore

type Alert = z.infer<typeof s.alert>;
interface Row {
  province: string;
  id: string;
  placement_id: string;
  person_name: string;
  school_name: string;
  enterprise_name: string;
  kind: string;
  day: string;
  days: number;
  who: Alert["who"];
  until: string;
  revision: number;
}
const ALERT = sql`a.province, a.id, a.placement_id, p.person_name, p.school_name, p.enterprise_name, a.kind, to_char(a.day, 'YYYY-MM-DD') as day, a.days, a.who,
  to_char(a.until, 'YYYY-MM-DD') as until, a.revision
  from cotraining.log_alert a join cotraining.placement p on p.province = a.province and p.id = a.placement_id`;

/** Open alerts, the first that falls due first. */
export async function openAlerts(ctx: Context, query: { cursor?: string | undefined; limit: number }): Promise<z.infer<typeof s.alertPage>> {
  const after = decodeCursor(query.cursor, 2);
  const { rows } = await sql<Row>`select ${ALERT} where a.closed_at is null
    ${after ? sql`and (a.until, a.id) > (${after[0]}::date, ${after[1]}::uuid)` : sql``} order by a.until, a.id limit ${query.limit + 1}`.execute(ctx.tx);
  return toPage(rows, query.limit, (row) => [row.until, row.id], (row) => show(ctx, row));
} // prettier-ignore

function show(ctx: Context, row: Row): Alert {
  return {
    id: row.id,
    placement: row.placement_id,
    student: row.person_name,
    school: row.school_name,
    enterprise: row.enterprise_name,
    kind: row.kind,
    day: row.day,
    days: row.days,
    who: row.who,
    until: row.until,
    overdue: row.until < dayInChina(ctx.now),
    mayClose: access.reach(ctx.actor.role, "closeAlert") !== undefined,
    etag: etagOf(row.id, row.revision),
  };
}

/** Closes an alert with what was found or done. */
export async function closeAlert(ctx: Context, request: FastifyRequest, id: string, note: string): Promise<void> {
  const { rows } = await sql<Row & { closed_at: Date | null }>`select a.closed_at, ${ALERT} where a.id = ${id}`.execute(ctx.tx);
  const found = rows[0];
  if (!found) throw new NotFound({ zh: "预警", en: "alert" });
  const row = await requirePlacement(ctx, found.placement_id);
  access.authorize(ctx.actor, "closeAlert", { organisation: row.school, person: row.teacher });
  requireMatch(request, etagOf(found.id, found.revision));
  if (found.closed_at) throw new VersionChanged();
  await sql`update cotraining.log_alert set closed_at = ${ctx.now}, closed_by_name = ${ctx.actor.name}, close_note = ${note}, revision = revision + 1 where province = ${found.province} and id = ${id}`.execute(ctx.tx);
  await ctx.audit("cotraining.close-alert", `placement:${row.id}`, undefined, { alert: id, kind: found.kind, day: found.day }, note);
} // prettier-ignore

/** Every morning: who has not written, worked too long, heard from nobody, or was not paid. */
export const logAlertJob = defineJob("cotraining.log-alerts", (inTransaction: JobTransaction) =>
  inTransaction(raiseAlerts), { daily: "07:30" }); // prettier-ignore

/** @returns how many alerts are new */
export async function raiseAlerts(ctx: Context): Promise<{ raised: number }> {
  const { rows } = await sql<{ province: string; placement_id: string; who: string }>`select province, placement_id, who from cotraining.raise_log_alerts(
    ${dayInChina(ctx.now)}::date, ${ctx.now}, ${CALENDAR.off}::date[], ${CALENDAR.holidays}::date[], ${CALENDAR.worked}::date[])`.execute(ctx.tx); // prettier-ignore
  // one notice to each who has to act, however many of his students it is about
  const told = new Map<string, { row: PlacementRow; who: string; count: number }>();
  for (const { province, placement_id: placement, who } of rows) {
    // the process works for the whole installation: its policies open one province at a time
    await sql`select set_config('tixi.region', ${province}, true)`.execute(ctx.tx);
    const row = await requirePlacement(ctx, placement);
    const key = `${who} ${who === "enterprise" ? row.enterprise : ((who === "teacher" && row.teacher) || row.school)}`;
    told.set(key, { row, who, count: (told.get(key)?.count ?? 0) + 1 });
  }
  for (const { row, who, count } of told.values()) await tellOfAlerts(ctx, row, who, count);
  if (rows.length > 0) await ctx.audit("cotraining.raise-alerts", `placement:${rows[0]!.placement_id}`, undefined, { raised: rows.length });
  return { raised: rows.length };
} // prettier-ignore
