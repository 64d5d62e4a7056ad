import { sql } from "kysely";
import { decodeCursor, toPage, VersionChanged, type Context } from "../../platform/index.ts";
import { jsonText } from "../../platform/db/json.ts";
import type { ItemInput, ListKind } from "./content.ts";

export type ItemState = "proposed" | "accepted" | "declined" | "withdrawn";

export interface ItemRow<Content = ItemInput> {
  province: string;
  id: string;
  kind: ListKind;
  title: string;
  content: Content;
  organisation: string | null;
  organisation_name: string;
  state: ItemState;
  note: string;
  revision: number;
  by_user: string | null;
  by_name: string;
  at: Date;
}

const ITEM = sql`province, id, kind, title, content, organisation, organisation_name, state, note, revision, by_user, by_name, at`;

/** Row-level security decides which are seen. */
export async function findItem(ctx: Context, id: string): Promise<ItemRow | undefined> {
  const { rows } = await sql<ItemRow>`select ${ITEM} from planning.list_item where id = ${id}`.execute(ctx.tx);
  return rows[0];
} // prettier-ignore

/** What counts now for a list, in a fixed order. */
export async function acceptedItems<Content>(ctx: Context, province: string, kind: ListKind): Promise<ItemRow<Content>[]> {
  const { rows } = await sql<ItemRow<Content>>`select ${ITEM} from planning.list_item
    where province = ${province} and kind = ${kind} and state = 'accepted' order by title, id`.execute(ctx.tx);
  return rows;
} // prettier-ignore

export async function listItems(
  ctx: Context,
  query: { kind?: ListKind; state?: ItemState; organisation?: string; cursor?: string; limit: number },
) {
  const key = decodeCursor(query.cursor, 2);
  const { rows } = await sql<ItemRow & { key: string }>`select ${ITEM}, to_json(at) #>> '{}' as key from planning.list_item
    where ${query.organisation ? sql`organisation = ${query.organisation}` : sql`true`}
      and ${query.kind ? sql`kind = ${query.kind}` : sql`true`}
      and ${query.state ? sql`state = ${query.state}` : sql`state <> 'withdrawn'`}
      ${key ? sql`and (at, id) < (${key[0]}::timestamptz, ${key[1]}::uuid)` : sql``}
    order by at desc, id desc limit ${query.limit + 1}`.execute(ctx.tx);
  return toPage(rows, query.limit, (row) => [row.key, row.id]);
} // prettier-ignore

export async function insertItem(ctx: Context, row: Omit<ItemRow, "revision" | "by_user" | "by_name" | "at" | "note">) {
  await sql`insert into planning.list_item (province, id, kind, title, content, organisation, organisation_name, state, note, revision, by_user, by_name, at)
    values (${row.province}, ${row.id}, ${row.kind}, ${row.title}, ${jsonText(row.content)}::jsonb, ${row.organisation}, ${row.organisation_name},
      ${row.state}, '', 1, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
} // prettier-ignore

/** A new revision. @throws VersionChanged if somebody else changed it meanwhile */
export async function reviseItem(
  ctx: Context,
  of: Pick<ItemRow, "province" | "id" | "revision">,
  to: Pick<ItemRow, "title" | "content" | "state" | "note">,
): Promise<void> {
  const { rows } = await sql`update planning.list_item set title = ${to.title}, content = ${jsonText(to.content)}::jsonb, state = ${to.state}, note = ${to.note},
      revision = ${of.revision + 1}, by_user = ${ctx.actor.userId}, by_name = ${ctx.actor.name}, at = ${ctx.now}
    where province = ${of.province} and id = ${of.id} and revision = ${of.revision} returning id`.execute(ctx.tx);
  if (rows.length === 0) throw new VersionChanged();
} // prettier-ignore
