/** Calendars by an address: made and withdrawn by those whose they are, read by whoever has the address. */
import { createHash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { BadInput, Conflict, inRegion, NotFound, type Context } from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { access } from "../access.ts";
import { calendarText, dayAfter, type CalendarCohort } from "./calendar.ts";
import type * as s from "./schemas.ts";
import { holdTimetable, requireTimetable } from "./timetable.sql.ts";

const FEED = { zh: "日历订阅", en: "calendar" };
const MOST_OF_A_PERSON = 10;

interface FeedRow {
  id: string;
  kind: "cohort" | "place" | "person";
  timetable_id: string | null;
  key: string | null;
  person: string | null;
  created_by_name: string;
  created_at: string;
  revoked: boolean;
}
const COLUMNS = sql`f.id, f.kind, f.timetable_id, f.key, f.person, f.created_by_name, to_json(f.created_at) #>> '{}' as created_at, f.revoked_at is not null as revoked`;

const shown = (row: FeedRow): z.infer<typeof s.feed> => ({ id: row.id, kind: row.kind, key: row.key, by: row.created_by_name, at: row.created_at, revoked: row.revoked }); // prettier-ignore

/** Calendars of a timetable, those in use first. */
export async function feedsOf(ctx: Context, timetable: string): Promise<z.infer<typeof s.feed>[]> {
  const { rows } =
    await sql<FeedRow>`select ${COLUMNS} from cotraining.calendar_feed f where f.timetable_id = ${timetable}
    order by f.revoked_at is not null, f.id desc limit 200`.execute(ctx.tx);
  return rows.map(shown);
}

/** The token of a new address: 192 bits, told once; its hash needs no salt. */
const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();

async function make(ctx: Context, of: { kind: string; timetable: string | null; key: string | null; person: string | null }): Promise<z.infer<typeof s.feedMade>> {
  const { province } = await installation(ctx);
  if (!inRegion(ctx.actor.region, province)) throw new NotFound(FEED);
  const token = randomBytes(24).toString("base64url");
  const id = uuidv7();
  await sql`insert into cotraining.calendar_feed (province, id, token_hash, kind, timetable_id, key, person, created_by_name, created_at)
    values (${province}, ${id}, ${hashOf(token)}, ${of.kind}, ${of.timetable}, ${of.key}, ${of.person}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("calendar.open", `calendar:${id}`, null, { kind: of.kind, key: of.key });
  return { id, path: `/api/calendars/${token}` };
} // prettier-ignore

/** @throws BadInput where the timetable has no such cohort or place */
export async function openFeed(ctx: Context, id: string, { kind, key }: z.infer<typeof s.newFeed>): Promise<z.infer<typeof s.feedMade>> {
  const row = await holdTimetable(ctx, id);
  const known = kind === "cohort" ? row.input.cohorts : row.input.places;
  if (!known.some((one) => one.id === key)) throw new BadInput([{ part: "body", field: "key", value: key, reason: "课表中没有 / not in the timetable" }]);
  return make(ctx, { kind, timetable: id, key, person: null });
} // prettier-ignore

/** A calendar of all cohorts that are the actor's. @throws Conflict where he has many already */
export async function openOwnFeed(ctx: Context): Promise<z.infer<typeof s.feedMade>> {
  const { personId } = ctx.actor;
  access.authorize(ctx.actor, "ownCalendar", { person: personId });
  const own = await ownFeeds(ctx);
  if (own.filter(({ revoked }) => !revoked).length >= MOST_OF_A_PERSON)
    throw new Conflict({ zh: `最多同时有 ${MOST_OF_A_PERSON} 个订阅地址，请先停用不用的。`, en: `At most ${MOST_OF_A_PERSON} addresses at once; withdraw one first.` });
  return make(ctx, { kind: "person", timetable: null, key: null, person: personId });
} // prettier-ignore

async function ownFeeds(ctx: Context): Promise<z.infer<typeof s.feed>[]> {
  const { rows } = await sql<FeedRow>`select ${COLUMNS} from cotraining.calendar_feed f where f.person = ${ctx.actor.personId} order by f.id desc`.execute(ctx.tx); // prettier-ignore
  return rows.map(shown);
}

/** Withdraws an address; whoever asks it afterwards is told that there is none. @throws NotFound */
export async function revokeFeed(ctx: Context, id: string): Promise<z.infer<typeof s.feed>> {
  const { rows } = await sql<FeedRow>`select ${COLUMNS} from cotraining.calendar_feed f where f.id = ${id}`.execute(ctx.tx);
  const row = rows[0];
  if (!row) throw new NotFound(FEED);
  if (row.person !== null) access.authorize(ctx.actor, "ownCalendar", { person: row.person });
  else access.authorize(ctx.actor, "keepTimetable", { organisation: (await requireTimetable(ctx, row.timetable_id!)).organisation });
  await sql`update cotraining.calendar_feed set revoked_at = coalesce(revoked_at, ${ctx.now}) where id = ${id}`.execute(ctx.tx);
  await ctx.audit("calendar.revoke", `calendar:${id}`);
  return { ...shown(row), revoked: true };
} // prettier-ignore

interface CohortRow {
  timetable_id: string | null;
  title: string | null;
  starts_on: Date;
  cohort: string | null;
  cells: CalendarCohort["cells"];
  sequences: number[];
  at: Date;
}
const COHORT = sql`c.timetable_id, c.title, to_char(c.starts_on, 'YYYY-MM-DD') as starts_on, c.cohort, c.cells, c.sequences, c.at`;
const cohortOf = (row: CohortRow): CalendarCohort => ({
  timetable: row.timetable_id!,
  title: row.title!,
  startsOn: String(row.starts_on),
  cohort: row.cohort!,
  cells: row.cells,
  sequences: row.sequences ?? [],
  publishedAt: new Date(row.at),
});

/** What an address shows. @throws NotFound where there is none, or it was withdrawn */
export async function readCalendar(ctx: Context, token: string): Promise<string> {
  const { rows } = await sql<CohortRow & { kind: FeedRow["kind"]; key: string | null }>`
    select c.kind, c.key, ${COHORT} from cotraining.calendar_of(${hashOf(token)}) c`.execute(ctx.tx);
  const first = rows[0];
  if (!first) throw new NotFound(FEED);
  const cohorts = rows.filter((row) => row.cohort !== null && row.cells !== null).map(cohortOf);
  const name = first.key === null ? "工学交替" : `${first.key} · 工学交替`;
  return calendarText(name, cohorts, first.kind === "place" ? first.key : null);
}

/** Where the actor's cohorts are, stay by stay, and the addresses of his calendar. */
export async function myRotation(ctx: Context): Promise<z.infer<typeof s.myRotation>> {
  access.authorize(ctx.actor, "ownCalendar", { person: ctx.actor.personId });
  const { rows } = await sql<CohortRow>`select ${COHORT} from cotraining.my_cohorts() c`.execute(ctx.tx);
  return {
    cohorts: rows.map(cohortOf).map((one) => ({ timetable: one.timetable, title: one.title, cohort: one.cohort, stays: staysIn(one) })),
    feeds: await ownFeeds(ctx),
  };
} // prettier-ignore

/** Weeks in a row at one place are one stay, from its first Monday to its last Friday. */
export function staysIn({ startsOn, cells }: Pick<CalendarCohort, "startsOn" | "cells">) {
  const stays: { need: string; place: string; from: string; to: string }[] = [];
  cells.forEach((cell, week) => {
    if (!cell) return;
    const before = cells[week - 1];
    const to = dayAfter(startsOn, 7 * week + 4);
    const last = stays.at(-1);
    if (last && before?.place === cell.place && before.need === cell.need) last.to = to;
    else stays.push({ need: cell.need, place: cell.place, from: dayAfter(startsOn, 7 * week), to });
  });
  return stays;
}
