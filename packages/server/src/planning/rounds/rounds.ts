import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  Conflict,
  dayInChina,
  etagOf,
  jsonText,
  NotFound,
  requireMatch,
  type Context,
} from "../../platform/index.ts";
import { access } from "../access.ts";
import { findCycle } from "../cycles.sql.ts";
import { findRelease } from "../releases.sql.ts";
import { stateOf } from "../release-state.ts";
import { countByLast } from "./applications.sql.ts";
import {
  changedCalendar,
  daysBetween,
  defaultCalendar,
  fullCalendar,
  type CalendarStep,
} from "./calendar.ts";
import { procedure } from "./procedure.ts";
import type * as s from "./schemas.ts";
import { tellOfRound } from "./told.ts";
import { undoneSteps } from "./undone.ts"; // prettier-ignore

export const ROUND = { zh: "年度轮次", en: "yearly round" };

export interface RoundRow {
  province: string;
  id: string;
  year: number;
  title: string;
  cycle_id: string;
  release_id: string | null;
  sample: boolean;
  notice_days: number;
  reviewers: number;
  calendar: CalendarStep[];
  revision: number;
  created_by: string | null;
  created_by_name: string;
  created_at: Date;
  /** newest published list */
  list_id: string | null;
  list_version: number | null;
}

const COLUMNS = sql`r.province, r.id, r.year, r.title, r.cycle_id, r.release_id, r.sample, r.notice_days, r.reviewers, r.calendar, r.revision,
  r.created_by, r.created_by_name, r.created_at, l.id as list_id, l.version as list_version
  from planning.round r left join lateral (select y.id, y.version from planning.year_list y
    where y.province = r.province and y.round_id = r.id order by y.version desc limit 1) l on true`;

const withCalendar = (row: RoundRow): RoundRow => ({
  ...row,
  calendar: fullCalendar(row.year, row.calendar),
});

/** @throws NotFound */
export async function requireRound(ctx: Context, id: string): Promise<RoundRow> {
  const { rows } = await sql<RoundRow>`select ${COLUMNS} where r.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound(ROUND);
  return withCalendar(rows[0]);
}

/** Rounds of the actor's province, the newest year first. */
export async function listRounds(ctx: Context): Promise<{ items: z.infer<typeof s.roundLine>[]; next: null }> {
  const { rows } = await sql<RoundRow>`select ${COLUMNS} order by r.year desc limit 100`.execute(ctx.tx);
  return { items: rows.map((row) => lineOf(withCalendar(row))), next: null };
} // prettier-ignore

const lineOf = (row: RoundRow): z.infer<typeof s.roundLine> => ({
  id: row.id,
  year: row.year,
  title: row.title,
  region: row.province,
  cycleId: row.cycle_id,
  releaseId: row.release_id,
  sample: row.sample,
  list: row.list_id ? { id: row.list_id, version: row.list_version! } : null,
});

/** The round with its calendar, how late each step is, and how many applications stand where. @throws NotFound */
export async function roundById(ctx: Context, id: string): Promise<z.infer<typeof s.round>> {
  const row = await requireRound(ctx, id);
  access.authorize(ctx.actor, "knowRound", { region: row.province });
  const today = dayInChina(ctx.now);
  const states = new Map<string, number>();
  for (const { action, n } of await countByLast(ctx, id)) {
    const state = procedure.steps[action].to;
    states.set(state, (states.get(state) ?? 0) + n);
  }
  const undone = await undoneSteps(ctx, row);
  return {
    ...lineOf(row),
    noticeDays: row.notice_days,
    reviewers: row.reviewers,
    calendar: row.calendar.map((step) => ({ ...step, daysLeft: daysBetween(today, step.due), begun: step.opens === null || step.opens <= today, open: undone.get(step.key) ?? 0 })),
    states: [...states].map(([state, count]) => ({ state, count })),
    createdBy: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    etag: etagOf(row.id, row.revision),
  };
} // prettier-ignore

/**
 * Opens the round of an enrolment year on a finished cycle, and the release that published it where there is one.
 * @throws NotFound; Conflict where the cycle is not finished, the release not published or of another cycle, or the year
 * has a round
 */
export async function openRound(
  ctx: Context,
  input: { year: number; cycleId: string; releaseId?: string | undefined; title?: string | undefined },
): Promise<z.infer<typeof s.round>> {
  const cycle = await findCycle(ctx, input.cycleId);
  if (!cycle) throw new NotFound({ zh: "供需测算", en: "planning cycle" });
  access.authorize(ctx.actor, "holdRound", { region: cycle.province });
  if (cycle.state !== "done")
    throw new Conflict({ zh: "供需测算尚未完成，不能作为本轮依据。", en: "The cycle is not finished; no round can rest on it." });
  if (input.releaseId !== undefined) {
    const release = await findRelease(ctx, input.releaseId);
    if (release?.cycle_id !== cycle.id || stateOf(release.actions) !== "published")
      throw new Conflict({ zh: "所选人才需求发布未公开，或不是由这次测算得出。", en: "The release is not published, or it is of another cycle." });
  }
  const { rows } = await sql<{ id: string }>`select id from planning.round where province = ${cycle.province} and year = ${input.year}`.execute(ctx.tx);
  if (rows[0]) throw new Conflict({ zh: `${input.year} 年的轮次已经开始。`, en: `The round of ${input.year} has been opened already.` }, { round: rows[0].id });
  const id = uuidv7();
  const title = input.title?.trim() || `${input.year}年专业设置调整与招生计划`;
  await sql`insert into planning.round (province, id, year, title, cycle_id, release_id, sample, calendar, created_by, created_by_name, created_at)
    values (${cycle.province}, ${id}, ${input.year}, ${title}, ${cycle.id}, ${input.releaseId ?? null},
      coalesce((select sample from registry.installation), false), ${jsonText(defaultCalendar(input.year))}::jsonb,
      ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  const row = await requireRound(ctx, id);
  await ctx.audit("round.open", `round:${id}`, null, { year: input.year, cycleId: cycle.id, releaseId: input.releaseId ?? null });
  await tellOfRound(ctx, row);
  return roundById(ctx, id);
} // prettier-ignore

/**
 * Changes days of the calendar, the length of the public notice, how many scores an application needs.
 * @throws VersionChanged (If-Match); BadInput where the order of the steps is turned round
 */
export async function changeCalendar(ctx: Context, request: FastifyRequest, id: string, input: z.infer<typeof s.calendarChange>): Promise<z.infer<typeof s.round>> {
  const row = await requireRound(ctx, id);
  access.authorize(ctx.actor, "holdRound", { region: row.province });
  requireMatch(request, etagOf(row.id, row.revision));
  const calendar = changedCalendar(row.calendar, input.calendar);
  const { numAffectedRows } = await sql`update planning.round set calendar = ${jsonText(calendar)}::jsonb, notice_days = ${input.noticeDays},
      reviewers = ${input.reviewers}, revision = revision + 1
    where province = ${row.province} and id = ${id} and revision = ${row.revision}`.execute(ctx.tx);
  if (numAffectedRows === 0n) throw new Conflict({ zh: "日程刚刚被他人修改，请刷新。", en: "Somebody changed the calendar a moment ago; reload." });
  const days = (of: readonly CalendarStep[]) => Object.fromEntries(of.map((step) => [step.key, step.due]));
  await ctx.audit("round.calendar", `round:${id}`,
    { ...days(row.calendar), noticeDays: row.notice_days, reviewers: row.reviewers },
    { ...days(calendar), noticeDays: input.noticeDays, reviewers: input.reviewers });
  return roundById(ctx, id);
} // prettier-ignore
