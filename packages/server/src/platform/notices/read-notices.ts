import { sql } from "kysely";
import type { Context } from "../context.ts";
import { NotFound } from "../http/problems.ts";
import { decodeCursor, toPage } from "../http/paging.ts";
import { access } from "../access.ts";
import { wordsOf } from "./kinds.ts";
import type { Notices } from "./service.ts";
import type { NoticePage, NoticeView } from "./schemas.ts";

interface Row {
  id: string;
  kind: string;
  params: Record<string, unknown>;
  link: string;
  created_at: Date;
  read_at: Date | null;
}

/* The policy leaves the actor's own; the same condition again lets the index find them. */
const mine = (ctx: Context) =>
  sql`(user_id = ${ctx.actor.userId} or person_id = ${ctx.actor.personId}::uuid)`;

const self = (ctx: Context) => ({ createdBy: ctx.actor.userId });

/** The actor's notices: unread before read, then newest first. */
export async function listNotices(
  ctx: Context,
  notices: Notices,
  query: { cursor?: string | undefined; limit: number; unread?: boolean | undefined },
): Promise<NoticePage> {
  access.authorize(ctx.actor, "readNotices", self(ctx));
  const key = decodeCursor(query.cursor, 2);
  const beyond = key
    ? sql`and ((read_at is not null)::int > ${Number(key[0])} or (read_at is not null)::int = ${Number(key[0])} and id < ${String(key[1])}::uuid)`
    : sql``;
  const { rows } = await sql<Row>`select id, kind, params, link, created_at, read_at from platform.notice
    where ${mine(ctx)} ${query.unread ? sql`and read_at is null` : sql``} ${beyond}
    order by (read_at is not null)::int, id desc limit ${query.limit + 1}`.execute(ctx.tx);
  return toPage(
    rows,
    query.limit,
    (row) => [row.read_at === null ? 0 : 1, row.id],
    (row) => present(ctx, notices, row),
  );
}

function present(ctx: Context, notices: Notices, row: Row): NoticeView {
  const kind = notices.kinds.get(row.kind);
  const words = kind ? wordsOf(kind, row.params, ctx.locale) : { subject: row.kind, body: "" };
  return {
    id: row.id,
    kind: row.kind,
    ...words,
    link: row.link,
    at: row.created_at.toISOString(),
    readAt: row.read_at?.toISOString() ?? null,
  };
}

/** How many are unread; counted to 100, since nobody reads a longer number. */
export async function countUnread(ctx: Context): Promise<{ unread: number }> {
  access.authorize(ctx.actor, "readNotices", self(ctx));
  const { rows } = await sql<{ unread: number }>`select count(*) as unread from (
    select from platform.notice where ${mine(ctx)} and read_at is null limit 100) n`.execute(ctx.tx);
  return { unread: rows[0]!.unread };
}

/** Marks one as read, or as unread again. No audit row: it changes nothing but the reader's own mark. @throws NotFound */
export async function markNotice(ctx: Context, id: string, read: boolean): Promise<{ unread: number }> {
  access.authorize(ctx.actor, "readNotices", self(ctx));
  const { rows } = await sql`update platform.notice
    set read_at = case when ${read} then coalesce(read_at, ${ctx.now}) end where id = ${id} returning id`.execute(
    ctx.tx,
  );
  if (rows.length === 0) throw new NotFound({ zh: "通知", en: "notice" });
  return countUnread(ctx);
}

/** Marks as read everything up to the newest that the reader saw: what arrived meanwhile stays unread. */
export async function markAllRead(ctx: Context, upTo: string): Promise<{ unread: number }> {
  access.authorize(ctx.actor, "readNotices", self(ctx));
  await sql`update platform.notice set read_at = ${ctx.now}
    where ${mine(ctx)} and read_at is null and id <= ${upTo}::uuid`.execute(ctx.tx);
  return countUnread(ctx);
}
