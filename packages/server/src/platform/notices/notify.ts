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
  await insertAll(db, [notice], now, by);
}

/** Many at once, in one statement: what a change means for everybody whom it concerns. */
export async function notifyAll<P extends Params>(ctx: Context, notices: readonly Notice<P>[]): Promise<void> {
  const { region, organisation, userId, silent } = ctx.actor;
  if (silent || notices.length === 0) return;
  await insertAll(ctx.tx, notices.map((one) => ({ of: { region, organisation }, ...one })), ctx.now, userId);
} // prettier-ignore

async function insertAll<P extends Params>(db: Db, notices: readonly (Notice<P> & { of: { region: string; organisation?: string | null } })[], now: Date, by: string | null): Promise<void> {
  const rows = notices.map(({ to, kind, params, link, of }) => ({
    id: uuidv7(), kind: kind.name, params, link, recipients: Array.isArray(to) ? to : [to], region: of.region, organisation: of.organisation ?? null,
  }));
  await sql`insert into platform.announcement (id, at, kind, params, link, recipients, region, organisation, made_by, next_at)
    select id, ${now}::timestamptz, kind, params, link, recipients, region, organisation, ${by}::text, ${now}::timestamptz
    from jsonb_to_recordset(${jsonText(rows)}::jsonb) as r (id uuid, kind text, params jsonb, link text, recipients jsonb, region text, organisation uuid)`.execute(db);
} // prettier-ignore
