import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { z } from "zod";
import { BadInput, Conflict, Forbidden, NotFound, requireMatch, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { holdMeeting, meetingEtag, meetingState, type RollRow } from "./meetings.sql.ts";
import { sessionOf, showMeeting, type Session } from "./present.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

type Shown = Promise<z.infer<typeof s.meeting>>;

/**
 * Says whether a seat is there, or which other seat votes for it. The member says so itself; the secretariat may note at
 * the door who has come, never a proxy.
 * @throws Forbidden for another's seat; BadInput for a proxy who is none: not of the roll, holding one already, having sent
 * one himself; Conflict once the meeting is over or while a vote is open; VersionChanged (If-Match)
 */
export async function attend(ctx: Context, request: FastifyRequest, id: string, input: z.infer<typeof s.attend>): Shown {
  await holdMeeting(ctx, id);
  const session = await sessionOf(ctx, id);
  const { row, roll, items } = session;
  const seat = requireSeat(session, input.member);
  const own = seat.organisation === ctx.actor.organisation;
  // the secretariat keeps the door; everybody else speaks for his own seat
  const atTheDoor = !own && access.reach(ctx.actor.role, "keep") !== undefined && ctx.actor.organisation === row.alliance_id;
  access.authorize(ctx.actor, "sit", { organisation: atTheDoor ? row.alliance_id : seat.organisation });
  requireMatch(request, meetingEtag(row, items));
  if (!["called", "open"].includes(meetingState(row))) throw new Conflict({ zh: "会议还没有通知或已经结束，不能登记到会。", en: "The meeting is not called yet, or is over." });
  if (items.some(({ opened_at, closed_at }) => opened_at !== null && closed_at === null))
    throw new Conflict({ zh: "正在表决，到会和委托在表决结束后才能变更。", en: "A vote is open; who is there may change after it." });
  const proxyTo = input.attendance === "proxy" ? input.proxyTo : null;
  if (input.attendance === "proxy") {
    if (!own) throw new Forbidden({ zh: "委托由理事单位自己作出。", en: "Only the member itself sends a proxy." });
    requireProxy(roll, seat, proxyTo);
  } else if (input.attendance === "excused") requireNothingHeld(roll, seat);
  await sql`update alliances.roll set attendance = ${input.attendance}, proxy_to = ${proxyTo}, noted_by_name = ${ctx.actor.name}
    where province = ${row.province} and meeting_id = ${id} and member_id = ${seat.member}`.execute(ctx.tx);
  await ctx.audit("council-meeting.attend", `council-meeting:${id}`, { member: seat.member, attendance: seat.attendance }, { member: seat.member, attendance: input.attendance, proxyTo });
  return showMeeting(ctx, id);
} // prettier-ignore

/** @throws NotFound unless the roll has the seat */
export function requireSeat({ roll }: Session, member: string): RollRow {
  const seat = roll.find((one) => one.member === member);
  if (!seat) throw new NotFound({ zh: "席位", en: "seat" });
  return seat;
}

/** One proxy per person, only by members of the council, and none is handed on. */
function requireProxy(roll: readonly RollRow[], seat: RollRow, proxyTo: string | null): void {
  const fault = (zh: string, en: string) => new BadInput([{ part: "body", field: "proxyTo", value: proxyTo, reason: `${zh} / ${en}` }]);
  const holder = roll.find(({ member }) => member === proxyTo);
  if (!holder || holder.member === seat.member) throw fault("受托人须是另一理事单位", "a proxy is another member of the council");
  if (["proxy", "excused"].includes(holder.attendance)) throw fault("该单位自己也不到会，不能受托", "that member will not be there itself");
  if (roll.some((one) => one.proxyTo === proxyTo && one.member !== seat.member)) throw fault("该单位已接受另一份委托，一人只能受托一份", "that member holds a proxy already; nobody holds two");
  if (roll.some((one) => one.proxyTo === seat.member)) throw fault("本单位已接受他人委托，不能转委托", "your seat holds a proxy itself, which cannot be handed on");
} // prettier-ignore

function requireNothingHeld(roll: readonly RollRow[], seat: RollRow): void {
  if (roll.some((one) => one.proxyTo === seat.member))
    throw new Conflict({ zh: "本席位已接受委托；不到会的，请先由委托单位另行委托。", en: "This seat holds a proxy; its giver has to choose another one first." }); // prettier-ignore
}

/**
 * Declares a conflict of interest of one's own seat: it has no vote on that item, and does not count in its majority.
 * @throws Conflict once it has voted, or the vote is over
 */
export async function recuse(ctx: Context, id: string, itemId: string, input: z.infer<typeof s.recuse>): Shown {
  await holdMeeting(ctx, id);
  const session = await sessionOf(ctx, id);
  const seat = requireSeat(session, input.member);
  access.authorize(ctx.actor, "sit", { organisation: seat.organisation });
  const item = session.items.find((one) => one.id === itemId);
  if (!item) throw new NotFound({ zh: "议题", en: "item" });
  if (!item.votes || item.closed_at !== null || !["called", "open"].includes(meetingState(session.row))) throw new Conflict({ zh: "该议题不表决或表决已经结束。", en: "There is no vote on it, or it is over." });
  if (item.own.includes(seat.member)) throw new Conflict({ zh: "已经投票，不能再声明回避。", en: "This seat has voted; it is too late to stand aside." });
  if (item.conflicts.some(({ member }) => member === seat.member)) throw new Conflict({ zh: "已经声明回避。", en: "This seat stands aside already." });
  await sql`insert into alliances.conflict (province, item_id, member_id, reason, by_name, at)
    values (${item.province}, ${itemId}, ${seat.member}, ${input.reason}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("council-item.recuse", `council-item:${itemId}`, null, { member: seat.member }, input.reason);
  return showMeeting(ctx, id);
} // prettier-ignore
