import { sql } from "kysely";
import type { Context } from "../platform/index.ts";
import type { AllianceKind } from "./kinds.ts";

/**
 * How many things wait for the actor in alliances of each kind: for the secretariat applications, reported tasks and
 * minutes that were returned; for a member its open votes, its tasks, and minutes where it held the chair.
 */
export async function waitingOf(ctx: Context): Promise<Record<AllianceKind, number>> {
  const { organisation } = ctx.actor;
  const none = { consortium: 0, community: 0 };
  if (organisation === null) return none;
  const { rows } = await sql<{ kind: AllianceKind; n: number }>`
    select a.kind, count(*)::int as n from (
      select m.province, m.alliance_id as alliance from alliances.member m
        where alliances.keeps(m.alliance_id) and alliances.member_last(m.province, m.id) = 'apply'
      union all select t.province, t.alliance_id from alliances.task t
        where alliances.keeps(t.alliance_id) and alliances.task_last(t.province, t.id) = 'report'
      union all select t.province, t.alliance_id from alliances.task t
        where t.organisation = ${organisation} and alliances.represents() and alliances.task_last(t.province, t.id) in ('assign', 'return')
      union all select c.province, c.alliance_id from alliances.meeting c
        where alliances.keeps(c.alliance_id) and alliances.meeting_last(c.province, c.id) = 'return-minutes'
      union all select c.province, c.alliance_id from alliances.roll r join alliances.meeting c on c.province = r.province and c.id = r.meeting_id
        where r.organisation = ${organisation} and alliances.represents() and alliances.meeting_last(c.province, c.id) = 'minute'
          and r.organisation in (select alliances.presided(c.province, c.id))
      union all select i.province, c.alliance_id from alliances.item i join alliances.meeting c on c.province = i.province and c.id = i.meeting_id
          join alliances.roll r on r.province = c.province and r.meeting_id = c.id and r.seat = any (i.voters)
        where i.opened_at is not null and i.closed_at is null and r.organisation = ${organisation} and alliances.represents() and r.attendance = 'present'
          and not alliances.has_cast(i.province, i.id, r.member_id)
          and not exists (select from alliances.conflict x where x.province = i.province and x.item_id = i.id and x.member_id = r.member_id)
    ) w join alliances.alliance a on a.province = w.province and a.id = w.alliance group by a.kind`.execute(
    ctx.tx,
  );
  return { ...none, ...Object.fromEntries(rows.map(({ kind, n }) => [kind, n])) };
}
