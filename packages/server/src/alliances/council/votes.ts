import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  Conflict,
  dayInChina,
  Forbidden,
  NotFound,
  requireMatch,
  type Context,
  type Sentence,
} from "../../platform/index.ts";
import { access } from "../access.ts";
import { holdAlliance } from "../alliance.sql.ts";
import { requireSeat } from "./attend.ts";
import { baseOf, carried } from "./count.ts";
import { holdMeeting, meetingEtag, meetingState, requireMeeting, type ItemRow } from "./meetings.sql.ts";
import { isQuorate, sessionOf, showMeeting, type Session } from "./present.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

type Shown = Promise<z.infer<typeof s.meeting>>;

/** An item of a meeting that the actor keeps, held. @throws NotFound; VersionChanged (If-Match) */
async function requireItem(ctx: Context, request: FastifyRequest, id: string, itemId: string): Promise<{ session: Session; item: ItemRow }> {
  const seen = await requireMeeting(ctx, id);
  access.authorize(ctx.actor, "keep", { organisation: seen.alliance_id });
  await holdMeeting(ctx, id);
  const session = await sessionOf(ctx, id);
  const item = session.items.find((one) => one.id === itemId);
  if (!item) throw new NotFound({ zh: "议题", en: "item" });
  requireMatch(request, meetingEtag(session.row, session.items));
  return { session, item };
} // prettier-ignore

/** Puts an item to the vote. @throws Conflict outside of a meeting, without a quorum (ORG-09), for a report, or twice */
export async function openVote(ctx: Context, request: FastifyRequest, id: string, itemId: string): Shown {
  const { session, item } = await requireItem(ctx, request, id, itemId);
  await putToVote(ctx, session, item);
  return showMeeting(ctx, id);
}

/** The same; the caller holds the meeting and has made sure of the right. */
export async function putToVote(ctx: Context, session: Session, item: ItemRow): Promise<void> {
  if (meetingState(session.row) !== "open") throw new Conflict({ zh: "开会期间才能表决。", en: "A vote is taken in a meeting that is open." });
  if (!item.votes) throw new Conflict({ zh: "这是报告事项，不表决。", en: "This item is a report; there is no vote on it." });
  if (item.opened_at !== null) throw new Conflict({ zh: "该议题已经付诸表决。", en: "This item was put to the vote already." });
  if (!isQuorate(session)) throw new Conflict({ zh: "现在到会不足法定人数，不能表决。", en: "There is no quorum now; no vote can be taken." });
  if (item.ballot === "secret") await sql`insert into alliances.box (province, item_id) values (${item.province}, ${item.id})`.execute(ctx.tx);
  await sql`update alliances.item set opened_at = ${ctx.now} where id = ${item.id}`.execute(ctx.tx);
  await ctx.audit("council-item.open", `council-item:${item.id}`, null, { ballot: item.ballot, majority: item.majority, base: item.base });
} // prettier-ignore

const REFUSALS: Readonly<Record<string, Sentence>> = {
  "not-open": { zh: "该议题没有在表决。", en: "No vote is open on this item." },
  "no-seat": { zh: "该席位对这一议题没有表决权。", en: "This seat has no vote on this item." },
  recused: {
    zh: "该席位已声明回避，不能投票。",
    en: "This seat has declared a conflict of interest and does not vote.",
  },
  twice: {
    zh: "该席位已经投票，投出的票不能更改。",
    en: "This seat has voted; a vote that was cast is not changed.",
  },
};

/**
 * Casts the vote of one's own seat, or of one whose proxy one holds. The database does it in one step (`alliances.cast_vote`);
 * the audit trail keeps that a seat voted, and never how.
 * @throws NotFound; Forbidden for another's vote; Conflict where the vote is not open, the seat stands aside or has voted
 */
export async function castVote(
  ctx: Context,
  id: string,
  itemId: string,
  input: z.infer<typeof s.cast>,
): Shown {
  const session = await sessionOf(ctx, id);
  const item = session.items.find((one) => one.id === itemId);
  if (!item) throw new NotFound({ zh: "议题", en: "item" });
  const seat = requireSeat(session, input.member);
  const voter = seat.attendance === "proxy" ? session.roll.find((one) => one.member === seat.proxyTo)! : seat;
  access.authorize(ctx.actor, "sit", { organisation: voter.organisation });
  await dropVote(ctx, item, input);
  return showMeeting(ctx, id);
}

/** The vote itself, into the box or the list. */
export async function dropVote(ctx: Context, item: ItemRow, { member, choice }: z.infer<typeof s.cast>): Promise<void> {
  const { rows } = await sql<{ answer: string }>`select alliances.cast_vote(${item.province}, ${item.id}, ${member}, ${choice}) as answer`.execute(ctx.tx);
  const { answer } = rows[0]!;
  if (answer === "not-yours") throw new Forbidden({ zh: "这一票由该单位自己投，或由其到会的受托单位代投；未到会的请先登记到会。", en: "This vote is cast by the member itself or its proxy, who has to be there." });
  const refusal = REFUSALS[answer];
  if (refusal) throw new Conflict(refusal);
  await ctx.audit("council-item.vote", `council-item:${item.id}`, null, { member });
} // prettier-ignore

/** Ends the vote on an item: counts, and where it is carried makes it a resolution. @throws Conflict where no vote is open */
export async function closeVote(ctx: Context, request: FastifyRequest, id: string, itemId: string): Shown {
  const { session, item } = await requireItem(ctx, request, id, itemId);
  await endVote(ctx, session, item);
  return showMeeting(ctx, id);
}

/**
 * The same; the caller holds the meeting and has made sure of the right. The item is closed first: who was about to vote has
 * done so or is refused, and only now the votes may be read.
 */
export async function endVote(ctx: Context, session: Session, item: ItemRow): Promise<void> {
  if (item.opened_at === null || item.closed_at !== null) throw new Conflict(REFUSALS["not-open"]!);
  await sql`update alliances.item set closed_at = ${ctx.now} where id = ${item.id}`.execute(ctx.tx);
  const { yes, no, abstain } = await countOf(ctx, item);
  const recused = new Set(item.conflicts.map(({ member }) => member));
  const base = baseOf(session.roll, item, recused).length;
  const passed = carried(yes, base, item.majority);
  await sql`update alliances.item set base_count = ${base}, yes = ${yes}, no = ${no}, abstain = ${abstain}, passed = ${passed} where id = ${item.id}`.execute(ctx.tx);
  await ctx.audit("council-item.close", `council-item:${item.id}`, null, { base, yes, no, abstain, passed });
  if (passed) await adopt(ctx, session, item);
} // prettier-ignore

async function countOf(ctx: Context, item: ItemRow): Promise<{ yes: number; no: number; abstain: number }> {
  const { rows } = await sql<{ yes: number; no: number; abstain: number }>`${
    item.ballot === "secret"
      ? sql`select yes, no, abstain from alliances.box where province = ${item.province} and item_id = ${item.id}`
      : sql`select count(*) filter (where choice = 'yes')::int as yes, count(*) filter (where choice = 'no')::int as no,
          count(*) filter (where choice = 'abstain')::int as abstain from alliances.vote where province = ${item.province} and item_id = ${item.id}`
  }`.execute(ctx.tx);
  return rows[0]!;
}

/** A resolution with the next number of its year. */
async function adopt(ctx: Context, { row }: Session, item: ItemRow): Promise<void> {
  await holdAlliance(ctx, row.alliance_id);
  const day = dayInChina(ctx.now);
  const year = day.slice(0, 4);
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from alliances.resolution
    where alliance_id = ${row.alliance_id} and starts_with(number, ${`${year}-`})`.execute(ctx.tx);
  const id = uuidv7();
  const number = `${year}-${rows[0]!.n + 1}`;
  await sql`insert into alliances.resolution (province, id, alliance_id, item_id, number, title, words, adopted_on)
    values (${row.province}, ${id}, ${row.alliance_id}, ${item.id}, ${number}, ${item.title}, ${item.words}, ${day})`.execute(ctx.tx); // prettier-ignore
  await ctx.audit("resolution.adopt", `resolution:${id}`, null, { number });
}
