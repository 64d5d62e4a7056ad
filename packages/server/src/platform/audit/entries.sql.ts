import { sql, type RawBuilder } from "kysely";
import type { Context } from "../context.ts";
import type { Entry, Filter } from "./schemas.ts";
import { literally } from "../db/like.ts";

export interface EntryRow extends Entry {
  before: unknown;
  after: unknown;
  hash: string | null;
  sealedAt: string | null;
}

/**
 * Entries that the actor may see, newest first, beginning below an id. Which number an entry bears in the chain is
 * asked of a function: the chain itself is for the process alone.
 */
export async function selectEntries(
  ctx: Context,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    with page as (select * from audit.entry e where ${where} order by e.id desc limit ${limit})
    select e.id, to_json(e.at) #>> '{}' as at, e.kind,
      json_build_object('name', e.actor_name, 'role', e.actor_role, 'userId', e.actor_id, 'personId', e.actor_person) as actor,
      e.acting_for as "actingFor", e.organisation, e.region, e.action, e.subject, e.why, e.address, e.request_id as "requestId",
      e.before, e.after, s.seq, encode(s.hash, 'hex') as hash, to_json(s.sealed_at) #>> '{}' as "sealedAt"
    from page e left join audit.seals_of((select array_agg(id) from page)) s on s.entry_id = e.id
    order by e.id desc`.execute(ctx.tx);
  return rows;
}

/** The condition that a filter stands for; days are days of China. */
export function whereOf(filter: Filter, below: string | null): RawBuilder<unknown> {
  const begins = (text: string) => `${literally(text)}%`;
  const parts = [
    filter.from && sql`e.at >= ${`${filter.from}T00:00:00+08:00`}::timestamptz`,
    filter.to && sql`e.at < ${`${filter.to}T00:00:00+08:00`}::timestamptz + interval '1 day'`,
    filter.who &&
      sql`(e.actor_name ilike ${`%${begins(filter.who)}`} or e.actor_id = ${filter.who} or e.actor_person::text = ${filter.who})`,
    filter.action && sql`e.action like ${begins(filter.action)}`,
    filter.subject && sql`e.subject like ${begins(filter.subject)}`,
    filter.organisation && sql`e.organisation = ${filter.organisation}`,
    filter.kind && sql`e.kind = ${filter.kind}`,
    below && sql`e.id < ${below}`,
  ].filter((part) => typeof part === "object" && part !== null);
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `);
}
