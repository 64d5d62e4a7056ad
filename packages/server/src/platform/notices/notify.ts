import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { Context } from "../context.ts";
import type { Db } from "../db/connect.ts";
import { jsonText } from "../db/json.ts";
import type { NoticeKind, Params, Recipient, Values } from "./kinds.ts";

export interface Notice<P extends Params> {
  to: Recipient | readonly Recipient[];
  kind: NoticeKind<P>;
  params: Values<P>;
  /** path inside the site where the thing is, e.g. `/releases/0190…` */
  link: string;
  /** whose matter it is, where it is not the actor's: their webhooks hear of it */
  of?: { region: string; organisation?: string | null };
}

/**
 * Tells somebody that something happened, if and only if this transaction commits. Who holds a role and who prefers
 * what is found out afterwards by the process itself; whoever acts is not told of it through a role of his own.
 * What a silent actor does, nobody is told.
 */
export async function notify<P extends Params>(ctx: Context, notice: Notice<P>): Promise<void> {
  const { region, organisation, userId, silent } = ctx.actor;
  if (silent) return;
  await announce(ctx.tx, { of: { region, organisation }, ...notice }, ctx.now, userId);
}

/** The same by the process itself, e.g. at the end of a job. */
export async function announce<P extends Params>(
  db: Db,
  notice: Notice<P> & { of: { region: string; organisation?: string | null } },
  now: Date,
  by: string | null = null,
): Promise<void> {
  const to = Array.isArray(notice.to) ? notice.to : [notice.to];
  await sql`insert into platform.announcement (id, at, kind, params, link, recipients, region, organisation, made_by, next_at)
    values (${uuidv7()}, ${now}, ${notice.kind.name}, ${jsonText(notice.params)}::jsonb, ${notice.link}, ${jsonText(to)}::jsonb,
      ${notice.of.region}, ${notice.of.organisation ?? null}, ${by}, ${now})`.execute(db);
}
