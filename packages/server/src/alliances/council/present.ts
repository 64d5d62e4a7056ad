import type { z } from "zod";
import { dayInChina, decodeCursor, toPage, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { membersOf, requireAlliance, type AllianceRow } from "../alliance.sql.ts";
import { standing } from "../present.ts";
import { baseOf, fewest, isThere, quorate } from "./count.ts";
import {
  itemsOf,
  listMeetings,
  meetingEtag,
  meetingState,
  requireMeeting,
  rollOf,
  type ItemRow,
  type MeetingRow,
  type RollRow,
} from "./meetings.sql.ts";
import { meetingProcedure, type MeetingFacts, type MeetingState } from "./procedure.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

const DAY = 86_400_000;
/** A meeting may be opened this long before the hour that was announced. */
const EARLY = 3_600_000;

export interface Session {
  row: MeetingRow;
  alliance: AllianceRow;
  roll: RollRow[];
  items: ItemRow[];
}

/** A meeting with its roll and agenda, as far as the actor may see it. @throws NotFound */
export async function sessionOf(ctx: Context, id: string): Promise<Session> {
  const row = await requireMeeting(ctx, id);
  return {
    row,
    alliance: await requireAlliance(ctx, row.alliance_id),
    roll: await rollOf(ctx, row),
    items: await itemsOf(ctx, row),
  };
}

const quorumOf = ({ quorum, quorum_of }: AllianceRow) => ({ part: quorum, of: quorum_of });
export const there = (roll: readonly RollRow[]): number => roll.filter((seat) => isThere(seat, roll)).length;

export const factsOf = (ctx: Context, { row, alliance, roll, items }: Session, seats: number): MeetingFacts => ({
  items: items.length,
  seats,
  present: there(roll),
  quorum: quorumOf(alliance),
  noticeDays: alliance.notice_days,
  daysAhead: Math.round((Date.parse(dayInChina(new Date(row.starts_at))) - Date.parse(dayInChina(ctx.now))) / DAY),
  begun: ctx.now.getTime() >= Date.parse(row.starts_at) - EARLY,
  openVotes: items.filter(({ opened_at, closed_at }) => opened_at !== null && closed_at === null).length,
}); // prettier-ignore

/** Whether a quorum is there now: asked again at each vote (ORG-09). */
export const isQuorate = ({ alliance, roll }: Session): boolean =>
  quorate(there(roll), roll.length, quorumOf(alliance));

export const lineOf = (row: MeetingRow): z.infer<typeof s.meetingLine> => {
  const state = meetingState(row);
  return {
    id: row.id,
    alliance: row.alliance_id,
    allianceName: row.alliance_name,
    title: row.title,
    place: row.place,
    startsAt: new Date(row.starts_at).toISOString(),
    state,
    stateName: meetingProcedure.states[state],
    items: row.items,
  };
};

/** Seats that the actor votes for: those of his organisation, and what was handed to them as proxies. */
export function ownSeats(ctx: Context, roll: readonly RollRow[]): RollRow[] {
  const { organisation, role } = ctx.actor;
  if (organisation === null || access.reach(role, "sit") === undefined) return [];
  const own = roll.filter((seat) => seat.organisation === organisation);
  return [...own, ...roll.filter(({ attendance, proxyTo }) => attendance === "proxy" && own.some(({ member }) => member === proxyTo))]; // prettier-ignore
}

function showItem(ctx: Context, item: ItemRow, roll: readonly RollRow[]): z.infer<typeof s.meeting>["agenda"][number] {
  const nameOf = (member: string): string => roll.find((seat) => seat.member === member)?.name ?? "";
  const recused = new Set(item.conflicts.map(({ member }) => member));
  const { organisation } = ctx.actor;
  const mine = ownSeats(ctx, roll).filter(({ seat }) => item.votes && (item.voters as string[]).includes(seat));
  return {
    id: item.id,
    title: item.title,
    words: item.words,
    votes: item.votes,
    ballot: item.ballot,
    majority: item.majority,
    base: item.base,
    voters: item.voters,
    state: item.closed_at !== null ? "closed" : item.opened_at !== null ? "open" : "waiting",
    turnout: item.turnout,
    seats: item.base_count ?? baseOf(roll, item, recused).length,
    result: item.passed === null ? null : { base: item.base_count!, yes: item.yes!, no: item.no!, abstain: item.abstain!, passed: item.passed },
    cast: item.cast.map(({ member, choice }) => ({ member, name: nameOf(member), choice })),
    conflicts: item.conflicts.map(({ member, reason }) => ({ member, name: nameOf(member), reason })),
    mine: mine.map((seat) => ({
      member: seat.member,
      name: seat.name,
      state: item.own.includes(seat.member) ? "cast" : recused.has(seat.member) ? "recused" : votesNow(seat, roll, organisation) ? "may" : "absent",
    })),
    resolution: item.resolution,
  };
} // prettier-ignore

/** There itself, or its proxy is; as `alliances.cast_vote` asks. A seat that sent a proxy does not vote beside it. */
const votesNow = (seat: RollRow, roll: readonly RollRow[], organisation: string | null): boolean =>
  isThere(seat, roll) && (seat.attendance === "present" ? seat.organisation === organisation : roll.some(({ member, organisation: holder }) => member === seat.proxyTo && holder === organisation)); // prettier-ignore

const MINUTES: Partial<Record<MeetingState, "to-be-confirmed" | "returned" | "confirmed">> = { minuted: "to-be-confirmed", returned: "returned", confirmed: "confirmed" }; // prettier-ignore

/** Stands for the seat that held the chair; as the policy of the steps asks. */
const mayConfirm = ({ actor }: Context, roll: readonly RollRow[]): boolean =>
  access.reach(actor.role, "sit") !== undefined && roll.some(({ presided, organisation }) => presided && organisation === actor.organisation); // prettier-ignore

/** A meeting as somebody sees it: the roll, the agenda, what he may do; no vote before its end. */
export async function showMeeting(ctx: Context, id: string): Promise<z.infer<typeof s.meeting>> {
  const session = await sessionOf(ctx, id);
  const { row, alliance, roll, items } = session;
  const { keeps, subject } = standing(ctx, alliance, await membersOf(ctx, alliance.id));
  access.authorize(ctx.actor, "read", subject);
  const names = new Map(roll.map(({ member, name }) => [member, name]));
  const state = meetingState(row);
  return {
    ...lineOf(row),
    minutes: row.minutes,
    minutesState: MINUTES[state] ?? null,
    noticeDays: alliance.notice_days,
    roll: roll.map((seat) => ({
      member: seat.member,
      name: seat.name,
      seat: seat.seat,
      attendance: seat.attendance as "silent",
      proxyTo: seat.proxyTo,
      proxyName: seat.proxyTo === null ? null : (names.get(seat.proxyTo) ?? null),
      there: isThere(seat, roll),
      notedBy: seat.noted_by_name,
      mine: seat.organisation === ctx.actor.organisation && access.reach(ctx.actor.role, "sit") !== undefined,
      presided: seat.presided && state in MINUTES,
    })),
    there: there(roll),
    needed: fewest(roll.length, quorumOf(alliance)),
    quorate: isQuorate(session),
    agenda: items.map((item) => showItem(ctx, item, roll)),
    actions: meetingProcedure.open(state, [...(keeps ? ["keep"] : []), ...(mayConfirm(ctx, roll) ? ["sit"] : [])]),
    mayKeep: keeps,
    history: row.actions.map(({ action, by, at, note }) => ({ words: meetingProcedure.steps[action].words, by, at: new Date(at).toISOString(), note })),
    etag: meetingEtag(row, items),
  };
} // prettier-ignore

/** Meetings of an alliance, or (null) of all in which the actor takes part. */
export async function meetings(ctx: Context, alliance: string | null, query: z.infer<typeof s.meetingQuery>): Promise<z.infer<typeof s.meetingPage>> {
  const cursor = decodeCursor(query.cursor, 2);
  const after = cursor ? ([String(cursor[0]), String(cursor[1])] as const) : null;
  if (alliance !== null) {
    const row = await requireAlliance(ctx, alliance);
    access.authorize(ctx.actor, "read", standing(ctx, row, await membersOf(ctx, alliance)).subject);
  }
  const rows = await listMeetings(ctx, alliance, after, query.limit + 1);
  return toPage(rows, query.limit, ({ starts_at, id }) => [starts_at, id], lineOf);
} // prettier-ignore
