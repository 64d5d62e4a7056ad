import { sql, type RawBuilder } from "kysely";
import type { z } from "zod";
import type { Context } from "../context.ts";
import { etagOf } from "../http/versions.ts";
import type { ErasureResult } from "./hooks.ts";
import type * as s from "./schemas.ts";

export interface RequestRow {
  id: string;
  kind: "export" | "erase";
  personId: string;
  state: "asked" | "accepted" | "refused" | "done" | "withdrawn";
  organisation: string | null;
  region: string;
  reason: string;
  askedBy: string | null;
  askedAt: string;
  dueOn: string;
  decidedAt: string | null;
  decision: string;
  doneAt: string | null;
  outcome: ErasureResult | null;
}

/** Requests that the policies show the actor, newest first. */
export async function selectRequests(
  ctx: Context,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<RequestRow[]> {
  const { rows } =
    await sql<RequestRow>`select id, kind, person_id as "personId", state, organisation, region, reason,
      asked_by as "askedBy", to_json(asked_at) #>> '{}' as "askedAt", to_char(due_on, 'YYYY-MM-DD') as "dueOn",
      to_json(decided_at) #>> '{}' as "decidedAt", decision, to_json(done_at) #>> '{}' as "doneAt", outcome
    from platform.personal_request r where ${where} order by id desc limit ${limit}`.execute(ctx.tx);
  return rows;
}

export function presentRequest(ctx: Context, row: RequestRow): z.infer<typeof s.request> {
  const { id, kind, personId, state, reason, askedAt, dueOn, decidedAt, decision, doneAt } = row;
  return {
    ...{ id, kind, personId, state, reason, askedAt, dueOn, decidedAt, decision, doneAt },
    byRule: row.askedBy === null,
    kept: row.outcome?.kept ?? [],
    mine: personId === ctx.actor.personId,
    etag: versionOf(row),
  };
}

export const versionOf = (row: RequestRow): string => etagOf(row.id, row.state);
