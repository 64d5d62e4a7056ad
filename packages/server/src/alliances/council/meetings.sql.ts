import { sql } from "kysely";
import { etagOf, NotFound, type Context } from "../../platform/index.ts";
import type { Base, Majority, Seat } from "./count.ts";
import { meetingProcedure, type MeetingState, type MeetingStep } from "./procedure.ts";

export interface MeetingRow {
  province: string;
  id: string;
  alliance_id: string;
  alliance_name: string;
  title: string;
  place: string;
  starts_at: string;
  minutes: string;
  revision: number;
  items: number;
  last: MeetingStep;
  actions: { seq: number; action: MeetingStep; by: string; at: string; note: string }[];
}

const MEETING = sql`m.province, m.id, m.alliance_id, coalesce(v.name, '') as alliance_name, m.title, m.venue as place, to_json(m.starts_at) #>> '{}' as starts_at, m.minutes,
  m.revision, alliances.meeting_last(m.province, m.id) as last,
  (select count(*)::int from alliances.item i where i.province = m.province and i.meeting_id = m.id) as items,
  coalesce((select json_agg(json_build_object('seq', l.seq, 'action', l.action, 'by', l.by_name, 'at', l.at, 'note', l.note) order by l.seq)
    from alliances.meeting_action l where l.province = m.province and l.meeting_id = m.id), '[]') as actions`;
const FROM = sql`alliances.meeting m left join registry.organisation_version v on v.organisation_id = m.alliance_id and upper_inf(v.valid)`;

/** @throws NotFound if there is none that the actor may see */
export async function requireMeeting(ctx: Context, id: string): Promise<MeetingRow> {
  const { rows } = await sql<MeetingRow>`select ${MEETING} from ${FROM} where m.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "会议", en: "meeting" });
  return rows[0];
}

export const meetingState = ({ last }: Pick<MeetingRow, "last">): MeetingState => meetingProcedure.steps[last].to; // prettier-ignore

/** Meetings of an alliance, or of all in which the actor takes part; the last one first, from behind a given one. */
export async function listMeetings(ctx: Context, alliance: string | null, after: readonly [string, string] | null, limit: number): Promise<MeetingRow[]> {
  const { rows } = await sql<MeetingRow>`select ${MEETING} from ${FROM} where true
    ${alliance ? sql`and m.alliance_id = ${alliance}` : sql``}
    ${after ? sql`and (m.starts_at, m.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by m.starts_at desc, m.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

export interface RollRow extends Seat {
  organisation: string;
  name: string;
  noted_by_name: string;
  /** held the chair, and so has the minutes to confirm; who that is stands fast once the meeting is closed */
  presided: boolean;
}

export async function rollOf(ctx: Context, { province, id }: Pick<MeetingRow, "province" | "id">): Promise<RollRow[]> {
  const { rows } = await sql<RollRow>`select r.member_id as member, r.organisation, r.name, r.seat, r.attendance, r.proxy_to as "proxyTo", r.noted_by_name,
      r.organisation in (select alliances.presided(r.province, r.meeting_id)) as presided
    from alliances.roll r where r.province = ${province} and r.meeting_id = ${id}
    order by array_position(array['chair', 'vice-chair', 'director'], r.seat), r.name, r.member_id`.execute(ctx.tx);
  return rows;
} // prettier-ignore

export interface ItemRow {
  province: string;
  id: string;
  meeting_id: string;
  title: string;
  words: string;
  votes: boolean;
  ballot: "open" | "secret";
  majority: Majority;
  base: Base;
  voters: ("chair" | "vice-chair" | "director")[];
  opened_at: string | null;
  closed_at: string | null;
  base_count: number | null;
  yes: number | null;
  no: number | null;
  abstain: number | null;
  passed: boolean | null;
  turnout: number;
  conflicts: { member: string; reason: string }[];
  /** empty until it is closed, by the policy of the table */
  cast: { member: string; choice: "yes" | "no" | "abstain" | null }[];
  /** the actor's own seats that have voted */
  own: string[];
  resolution: { id: string; number: string } | null;
}

const ITEM = sql`i.province, i.id, i.meeting_id, i.title, i.words, i.votes, i.ballot, i.majority, i.base, i.voters, to_json(i.opened_at) #>> '{}' as opened_at,
  to_json(i.closed_at) #>> '{}' as closed_at, i.base_count, i.yes, i.no, i.abstain, i.passed, alliances.turnout(i.province, i.id) as turnout,
  coalesce((select json_agg(json_build_object('member', c.member_id, 'reason', c.reason) order by c.member_id)
    from alliances.conflict c where c.province = i.province and c.item_id = i.id), '[]') as conflicts,
  coalesce((select json_agg(json_build_object('member', w.member_id, 'choice', w.choice) order by w.member_id)
    from alliances.vote w where w.province = i.province and w.item_id = i.id), '[]') as cast,
  coalesce((select json_agg(r.member_id) from alliances.roll r where r.province = i.province and r.meeting_id = i.meeting_id
    and alliances.has_cast(i.province, i.id, r.member_id)), '[]') as own,
  (select json_build_object('id', s.id, 'number', s.number) from alliances.resolution s where s.province = i.province and s.item_id = i.id) as resolution`;

export async function itemsOf(ctx: Context, { province, id }: Pick<MeetingRow, "province" | "id">): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`select ${ITEM} from alliances.item i where i.province = ${province} and i.meeting_id = ${id} order by i.position`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** Changes with the meeting, its steps, and the beginning and end of its votes; not with who comes and votes. */
export const meetingEtag = (row: MeetingRow, items: readonly ItemRow[]): string =>
  etagOf(row.id, row.revision, row.actions.length, items.map(({ id, opened_at, closed_at }) => [id, opened_at, closed_at])); // prettier-ignore

/** Steps of a meeting and of its votes come one after the other. */
export async function holdMeeting(ctx: Context, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`council meeting ${id}`}, 0))`.execute(ctx.tx);
}
