import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { Conflict, recordAction, requireMatch, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { isActive, membersOf, requireAlliance } from "../alliance.sql.ts";
import { VOTING } from "../kinds.ts";
import { tellOfMeeting, tellOfMinutes } from "../told.ts";
import {
  holdMeeting,
  itemsOf,
  meetingEtag,
  meetingState,
  requireMeeting,
  type MeetingRow,
} from "./meetings.sql.ts";
import { factsOf, sessionOf, showMeeting, type Session } from "./present.ts";
import { MEETING_LOG, meetingProcedure, type MeetingEvidence, type MeetingStep } from "./procedure.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

type Input = z.infer<typeof s.meetingInput>;
type Shown = Promise<z.infer<typeof s.meeting>>;

/** Prepares a meeting; nobody but the secretariat sees it before it is called. @throws NotFound */
export async function draftMeeting(ctx: Context, alliance: string, input: Input): Shown {
  const row = await requireAlliance(ctx, alliance);
  access.authorize(ctx.actor, "keep", { organisation: row.id });
  if (row.running_since === null) throw new Conflict({ zh: "开始运行之后才能召开理事会。", en: "There is no council before the alliance works." });
  const id = uuidv7();
  const of = { province: row.province, id };
  await sql`insert into alliances.meeting (province, id, alliance_id, title, venue, starts_at, created_at)
    values (${row.province}, ${id}, ${row.id}, ${input.title}, ${input.place}, ${input.startsAt}, ${ctx.now})`.execute(ctx.tx);
  await recordAction(ctx, MEETING_LOG, of, 1, "draft", { note: "" });
  await insertItems(ctx, of, input.items);
  await ctx.audit("council-meeting.draft", `council-meeting:${id}`, null, { title: input.title, items: input.items.length });
  return showMeeting(ctx, id);
} // prettier-ignore

async function insertItems(ctx: Context, of: { province: string; id: string }, items: Input["items"]): Promise<void> {
  for (const [place, item] of items.entries())
    await sql`insert into alliances.item (province, id, meeting_id, position, title, words, votes, ballot, majority, base, voters)
      values (${of.province}, ${uuidv7()}, ${of.id}, ${place + 1}, ${item.title}, ${item.words}, ${item.votes}, ${item.ballot}, ${item.majority},
        ${item.base}, ${[...new Set(item.voters)]}::text[])`.execute(ctx.tx);
} // prettier-ignore

/** @throws Conflict once it is called; VersionChanged (If-Match) */
export async function changeMeeting(ctx: Context, request: FastifyRequest, id: string, input: Input): Shown {
  const row = await requireMeeting(ctx, id);
  access.authorize(ctx.actor, "keep", { organisation: row.alliance_id });
  await holdMeeting(ctx, id);
  requireMatch(request, meetingEtag(row, await itemsOf(ctx, row)));
  if (meetingState(row) !== "draft") throw new Conflict({ zh: "会议已经通知，议程不能再改；需要改动的，请取消后重新通知。", en: "The meeting is called and its agenda stands; cancel it and call it anew." });
  await sql`update alliances.meeting set title = ${input.title}, venue = ${input.place}, starts_at = ${input.startsAt}, revision = revision + 1 where id = ${id}`.execute(ctx.tx);
  await sql`delete from alliances.item where meeting_id = ${id}`.execute(ctx.tx);
  await insertItems(ctx, row, input.items);
  await ctx.audit("council-meeting.change", `council-meeting:${id}`, { revision: row.revision }, { revision: row.revision + 1 });
  return showMeeting(ctx, id);
} // prettier-ignore

export type LaterMeetingStep = Exclude<MeetingStep, "draft">;

/**
 * Takes a meeting one step on.
 * @throws Conflict if it may not follow, without a quorum, or while a vote is open; BadInput where the notice is too short or
 * the minutes are missing; VersionChanged (If-Match)
 */
export async function actOnMeeting(ctx: Context, request: FastifyRequest, id: string, step: LaterMeetingStep, given: MeetingEvidence): Shown {
  await holdMeeting(ctx, id);
  const session = await sessionOf(ctx, id);
  const right = meetingProcedure.steps[step].right as "keep" | "sit";
  access.authorize(ctx.actor, right, { organisation: right === "keep" ? session.row.alliance_id : chairOf(ctx, session) });
  requireMatch(request, meetingEtag(session.row, session.items));
  await takeMeetingStep(ctx, session, step, given);
  return showMeeting(ctx, id);
} // prettier-ignore

/** Who held the chair: the actor's organisation where it is one of several vice-chairs. */
const chairOf = ({ actor }: Context, { row, roll }: Session): string => {
  const chairs = roll.filter(({ presided }) => presided).map(({ organisation }) => organisation);
  return chairs.find((one) => one === actor.organisation) ?? chairs[0] ?? row.alliance_id;
};

/** The step itself. The caller holds the meeting and has made sure of the right. */
export async function takeMeetingStep(ctx: Context, session: Session, step: LaterMeetingStep, given: MeetingEvidence): Promise<void> {
  const { row, alliance, roll } = session;
  const state = meetingState(row);
  const council = step === "call" ? (await membersOf(ctx, alliance.id)).filter((one) => isActive(one) && (VOTING as readonly string[]).includes(one.seat)) : [];
  meetingProcedure.require(state, step, factsOf(ctx, session, step === "call" ? council.length : roll.length), given);
  // the roll is that of the call; it is written before the step, by which it closes
  for (const one of council)
    await sql`insert into alliances.roll (province, meeting_id, member_id, organisation, name, kind, seat)
      values (${row.province}, ${row.id}, ${one.id}, ${one.organisation}, ${one.name}, ${one.kind}, ${one.seat})`.execute(ctx.tx);
  if (step === "minute") await sql`update alliances.meeting set minutes = ${given.minutes!.trim()}, revision = revision + 1 where id = ${row.id}`.execute(ctx.tx);
  await recordAction(ctx, MEETING_LOG, row, row.actions.at(-1)!.seq + 1, step, { note: given.note?.trim() ?? "" });
  await ctx.audit(`council-meeting.${step}`, `council-meeting:${row.id}`, { state }, { state: meetingProcedure.steps[step].to }, given.note?.trim() || undefined);
  await tellOfMinutes(ctx, alliance, { ...row, note: given.note?.trim() ?? "", step }, roll);
  const invited = step === "call" ? council : step === "cancel" ? roll : [];
  if (invited.length > 0) await tellOfMeeting(ctx, alliance, { ...row, when: inChina(row) }, invited.map(({ organisation }) => organisation), meetingProcedure.states[meetingProcedure.steps[step].to]);
} // prettier-ignore

/** 2026-12-01 14:30, by the clock of China. */
const inChina = ({ starts_at }: MeetingRow): string =>
  new Date(Date.parse(starts_at) + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
