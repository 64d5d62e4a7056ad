import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { z } from "zod";
import {
  dayInChina,
  decodeCursor,
  etagOf,
  Forbidden,
  requireMatch,
  toPage,
  type Context,
} from "../../platform/index.ts";
import { access } from "../access.ts";
import { CALENDAR, isRest } from "./calendar.ts";
import { incidentsOf } from "./incidents.ts";
import {
  DEFAULT_RULES,
  entriesOf,
  isRunning,
  ownPlacements,
  requirePlacement,
  rulesOf,
  type Entry,
  type PlacementRow,
} from "./log.sql.ts";
import { factsOf, SIDES } from "./mark.ts";
import { payOf } from "./pay.ts";
import { photosOf } from "./photos.ts";
import type * as s from "./schemas.ts";
import { dayAfter } from "./warn.ts"; // prettier-ignore

type Record = z.infer<typeof s.record>;
/** What is read of a student's logbook, for the audit. */
const FIELDS = ["cotraining.placement.person_name", "cotraining.log_entry.did"];
/** Days that the board shows. */
const DAYS = 14;

/** The logbooks of the one who is signed in: those that run, or else his last one. */
export async function myLogbook(ctx: Context): Promise<z.infer<typeof s.mine>> {
  const all = await ownPlacements(ctx);
  const running = all.filter(isRunning);
  const shown = running.length > 0 ? running : all.filter(({ actions }) => actions.some(({ action }) => action === "start")).slice(0, 1); // prettier-ignore
  const records: Record[] = [];
  for (const row of shown) records.push(await showRecord(ctx, row));
  return { person: ctx.actor.personId ?? "", today: dayInChina(ctx.now), records };
}

/** One logbook; that it was read is written down. */
export async function readLogbook(ctx: Context, id: string): Promise<Record> {
  const row = await requirePlacement(ctx, id);
  if (ctx.actor.role !== "student") await ctx.auditRead(`person:${row.person}`, FIELDS);
  return showRecord(ctx, row);
}

/** The same after a write of its own, which is in the audit already. */
export const showLogbook = async (ctx: Context, id: string): Promise<Record> =>
  showRecord(ctx, await requirePlacement(ctx, id));

async function showRecord(ctx: Context, row: PlacementRow): Promise<Record> {
  const photos = await photosOf(ctx, row);
  const entries = (await entriesOf(ctx, [row.id], row.from_on, row.to_on)).map((one) => ({ ...one, photos: photos.get(one.day) ?? [] }));
  const { role } = ctx.actor;
  const signed = (await sql<{ month: string; side: (typeof SIDES)[number]; words: string; by: string; at: Date }>`
    select to_char(month, 'YYYY-MM') as month, side, words, by_name as by, at from cotraining.log_month where province = ${row.province} and placement_id = ${row.id} order by at`.execute(ctx.tx)).rows;
  const visits = (await sql<Record["visits"][number]>`select id, to_char(day, 'YYYY-MM-DD') as day, site as place, findings, follow_up as "followUp",
    to_char(follow_by, 'YYYY-MM-DD') as "followBy", by_name as by from cotraining.visit where province = ${row.province} and placement_id = ${row.id} order by day desc, at desc`.execute(ctx.tx)).rows;
  const may: Record["may"] = [];
  const running = isRunning(row);
  if (role === "student" && row.actions.some(({ action }) => action === "start")) may.push("write");
  if (role === "mentor" || role === "teacher") may.push("countersign");
  if (access.reach(role, "reportIncident") !== undefined) may.push("incident");
  if (access.reach(role, "handleIncident") !== undefined) may.push("handle");
  if (access.reach(role, "keepPay") !== undefined) may.push("pay");
  if (access.reach(role, "visit") !== undefined) may.push("visit");
  if (SIDES.some((side) => side === role)) may.push("sign");
  if (access.reach(role, "readHandbook") !== undefined) may.push("handbook");
  return {
    id: row.id, student: row.person_name, school: row.school_name, enterprise: row.enterprise_name, post: row.post, mentor: row.mentor_name, teacher: row.teacher_name,
    from: row.from_on, to: row.to_on, running, today: dayInChina(ctx.now), agreedPay: row.pay === null ? null : Number(row.pay), competences: row.competences,
    rules: rulesOf(row), daysOff: [...CALENDAR.off], worked: [...CALENDAR.worked], may, entries: entries.reverse(),
    months: [...new Set(entries.map(({ day }) => day.slice(0, 7)))].map((month) => {
      const its = signed.filter((one) => one.month === month);
      return {
        month, facts: factsOf(entries.filter(({ day }) => day.startsWith(month))),
        signed: its.map(({ side, words, by, at }) => ({ side, words, by, at: at.toISOString() })),
        next: SIDES.find((side) => !its.some((one) => one.side === side)) ?? null,
      };
    }),
    pay: await payOf(ctx, row.id), visits, incidents: await incidentsOf(ctx, row.id),
  };
} // prettier-ignore

interface BoardRow {
  id: string;
  person_name: string;
  school_name: string;
  enterprise_name: string;
  post: string;
  from_on: string;
  to_on: string;
  waiting: number;
  alerts: number;
  last_day: string | null;
}
const RUNNING = sql`cotraining.placement_state(p.province, p.id) in ('start', 'resume')`;

/** Entries of a placement that the actor's side has said nothing about. */
const waitingFor = (role: string) =>
  sql`(select count(*)::int from cotraining.log_entry e where e.province = p.province and e.placement_id = p.id
    and not exists (select from cotraining.log_entry n where n.province = e.province and n.placement_id = e.placement_id and n.day = e.day and n.version > e.version)
    and not exists (select from cotraining.log_mark m where m.province = e.province and m.entry_id = e.id and m.side = ${role === "teacher" ? "teacher" : "mentor"}))`;
const openOf = sql`(select count(*)::int from cotraining.log_alert a where a.province = p.province and a.placement_id = p.id and a.closed_at is null)`;

/** Running placements that the actor looks after, with the last two weeks of each; those with alerts first. */
export async function board(ctx: Context, query: { cursor?: string | undefined; limit: number }): Promise<z.infer<typeof s.board>> {
  const after = decodeCursor(query.cursor, 2);
  const { rows } = await sql<BoardRow>`select * from (select p.id, p.person_name, p.school_name, p.enterprise_name, coalesce(o.name, '') as post, to_char(p.from_on, 'YYYY-MM-DD') as from_on,
      to_char(p.to_on, 'YYYY-MM-DD') as to_on, ${waitingFor(ctx.actor.role)} as waiting, ${openOf} as alerts,
      (select to_char(max(e.day), 'YYYY-MM-DD') from cotraining.log_entry e where e.province = p.province and e.placement_id = p.id) as last_day
    from cotraining.placement p left join cotraining.post o on o.province = p.province and o.id = p.post_id where ${RUNNING}) b
    ${after ? sql`where (-b.alerts, b.id) > (${after[0]}::int, ${after[1]}::uuid)` : sql``} order by -b.alerts, b.id limit ${query.limit + 1}`.execute(ctx.tx);
  const totals = (await sql<{ running: number; waiting: number; alerts: number }>`select count(*)::int as running, coalesce(sum(${waitingFor(ctx.actor.role)}), 0)::int as waiting,
    coalesce(sum(${openOf}), 0)::int as alerts from cotraining.placement p where ${RUNNING}`.execute(ctx.tx)).rows[0]!;
  const today = dayInChina(ctx.now);
  const shown = Array.from({ length: DAYS }, (_, n) => dayAfter(today, n - DAYS + 1));
  const entries = await entriesOf(ctx, rows.map(({ id }) => id), shown[0]!, today);
  if (rows.length > 0 && ctx.actor.organisation) await ctx.auditRead(`organisation:${ctx.actor.organisation}`, FIELDS.slice(0, 1));
  const page = toPage(rows, query.limit, (row) => [-row.alerts, row.id], (row) => ({
    id: row.id, student: row.person_name, school: row.school_name, enterprise: row.enterprise_name, post: row.post, from: row.from_on, to: row.to_on,
    waiting: row.waiting, alerts: row.alerts, lastDay: row.last_day,
    days: shown.map((day) => ({ day, state: day < row.from_on || day > row.to_on ? ("off" as const) : stateOn(day, entries.find((one) => one.placement === row.id && one.day === day)) })),
  }));
  return { ...page, ...totals, today };
} // prettier-ignore

function stateOn(
  day: string,
  entry: Entry | undefined,
): z.infer<typeof s.boardLine>["days"][number]["state"] {
  if (!entry) return isRest(day) ? "off" : "none";
  if (entry.presence !== "present") return entry.presence;
  return entry.warnings.length > 0 ? "warned" : entry.state;
}

/** The rules of the actor's own school. */
export async function schoolRules(ctx: Context): Promise<z.infer<typeof s.ruled>> {
  const { rows } = await sql<z.infer<typeof s.rules> & { revision: number }>`select late_days as "lateDays", missing_days as "missingDays", silent_days as "silentDays",
    pay_days as "payDays", ask_place as "askPlace", revision from cotraining.log_rule where school = ${ctx.actor.organisation}`.execute(ctx.tx);
  const { revision, ...found } = rows[0] ?? { ...DEFAULT_RULES, revision: 0 };
  return { ...found, etag: etagOf(ctx.actor.organisation, revision) };
} // prettier-ignore

export async function setSchoolRules(ctx: Context, request: FastifyRequest, given: z.infer<typeof s.rules>): Promise<z.infer<typeof s.ruled>> {
  const { etag, ...before } = await schoolRules(ctx);
  const { organisation, region, name } = ctx.actor;
  if (organisation === null) throw new Forbidden();
  requireMatch(request, etag);
  await sql`insert into cotraining.log_rule (province, school, late_days, missing_days, silent_days, pay_days, ask_place, updated_by_name, updated_at)
    values (${`${region.slice(0, 2)}0000`}, ${organisation}, ${given.lateDays}, ${given.missingDays}, ${given.silentDays}, ${given.payDays}, ${given.askPlace}, ${name}, ${ctx.now})
    on conflict (province, school) do update set late_days = excluded.late_days, missing_days = excluded.missing_days, silent_days = excluded.silent_days, pay_days = excluded.pay_days,
      ask_place = excluded.ask_place, revision = log_rule.revision + 1, updated_by_name = excluded.updated_by_name, updated_at = excluded.updated_at`.execute(ctx.tx);
  await ctx.audit("cotraining.set-log-rules", `organisation:${organisation}`, before, given);
  return schoolRules(ctx);
} // prettier-ignore
