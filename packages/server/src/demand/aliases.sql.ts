/** Queries over aliases: words that people tie to an occupation. */
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { Context } from "../platform/index.ts";

export type AliasState = "proposed" | "accepted" | "rejected";

export interface AliasRecord {
  id: string;
  alias: string;
  occupation: string;
  state: AliasState;
  times: number;
  example_posting: string;
  example_title: string;
  proposed_by: string;
  proposed_at: Date;
  reviewed_by: string | null;
  reviewed_at: Date | null;
}

const COLUMNS = sql`id, alias, occupation, state, times, example_posting::text as example_posting, example_title,
  proposed_by, proposed_at, reviewed_by, reviewed_at`;

/** Proposes an alias, or counts one more voice for it. A rejected one stays rejected. */
export async function proposeAlias(
  ctx: Context,
  province: string,
  proposal: { alias: string; occupation: string; postingId: string; title: string },
): Promise<void> {
  await sql`
    insert into demand.alias (province, id, alias, occupation, example_posting, example_title, proposed_by, proposed_at)
    values (${province}, ${uuidv7()}, ${proposal.alias}, ${proposal.occupation}, ${proposal.postingId}::bigint,
      ${proposal.title}, ${ctx.actor.name}, ${ctx.now})
    on conflict (province, alias, occupation) do update set times = demand.alias.times + 1`.execute(ctx.tx);
}

export async function listAliasRecords(
  ctx: Context,
  province: string,
  state: AliasState | undefined,
  after: { at: string; id: string } | null,
  limit: number,
): Promise<AliasRecord[]> {
  const { rows } = await sql<AliasRecord>`
    select ${COLUMNS} from demand.alias where province = ${province} ${state ? sql`and state = ${state}` : sql``}
      ${after ? sql`and (proposed_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
    order by proposed_at desc, id desc limit ${limit}`.execute(ctx.tx);
  return rows;
}

export async function findAlias(ctx: Context, province: string, id: string): Promise<AliasRecord | null> {
  const { rows } = await sql<AliasRecord>`
    select ${COLUMNS} from demand.alias where province = ${province} and id = ${id} for update`.execute(
    ctx.tx,
  );
  return rows[0] ?? null;
}

export async function reviewAliasRecord(
  ctx: Context,
  province: string,
  id: string,
  state: AliasState,
): Promise<void> {
  await sql`
    update demand.alias set state = ${state}, reviewed_by = ${ctx.actor.name}, reviewed_at = ${ctx.now}
    where province = ${province} and id = ${id}`.execute(ctx.tx);
}

export interface AcceptedAlias {
  alias: string;
  occupation: string;
}

/** What the coder is to know besides its lexicon, in a fixed order. */
export async function acceptedAliases(ctx: Context, province: string): Promise<AcceptedAlias[]> {
  const { rows } = await sql<AcceptedAlias>`
    select alias, occupation from demand.alias where province = ${province} and state = 'accepted'
    order by alias collate "C", occupation`.execute(ctx.tx);
  return rows;
}

export async function countProposedAliases(ctx: Context, province: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::float8 as n from demand.alias where province = ${province} and state = 'proposed'`.execute(
    ctx.tx,
  );
  return rows[0]?.n ?? 0;
}
