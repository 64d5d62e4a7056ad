import { Conflict, decodeCursor, NotFound, toPage, type Context } from "../platform/index.ts";
import { access, provinceOf } from "./access.ts";
import {
  findAlias,
  listAliasRecords,
  reviewAliasRecord,
  type AliasRecord,
  type AliasState,
} from "./aliases.sql.ts";
import { named } from "./list-postings.ts";

/** Aliases that corrections proposed, newest first. */
export async function listAliases(
  ctx: Context,
  query: { state?: AliasState | undefined; cursor?: string | undefined; limit: number },
) {
  access.authorize(ctx.actor, "read", { region: provinceOf(ctx.actor) });
  const key = decodeCursor(query.cursor, 2);
  const after = key ? { at: String(key[0]), id: String(key[1]) } : null;
  const rows = await listAliasRecords(ctx, provinceOf(ctx.actor), query.state, after, query.limit + 1);
  return toPage(rows, query.limit, (row) => [row.proposed_at.toISOString(), row.id], aliasView);
}

/**
 * Accepts or rejects a proposed alias. An accepted one is known to the coder from the next import or re-coding on.
 * @throws NotFound; Conflict if somebody has decided already
 */
export async function reviewAlias(ctx: Context, id: string, decision: "accept" | "reject") {
  access.authorize(ctx.actor, "reviewAlias", { region: provinceOf(ctx.actor) });
  const province = provinceOf(ctx.actor);
  const row = await findAlias(ctx, province, id);
  if (!row) throw new NotFound({ zh: "别名", en: "alias" });
  if (row.state !== "proposed")
    throw new Conflict({ zh: "该别名已经处理过。", en: "This alias has been decided already." });
  const state = decision === "accept" ? "accepted" : "rejected";
  await reviewAliasRecord(ctx, province, id, state);
  await ctx.audit(
    `alias.${decision}`,
    `alias:${id}`,
    { state: row.state },
    { state, alias: row.alias, occupation: row.occupation },
  );
  return aliasView((await findAlias(ctx, province, id))!);
}

const aliasView = (row: AliasRecord) => ({
  id: row.id,
  alias: row.alias,
  occupation: named(row.occupation),
  state: row.state,
  times: row.times,
  example: { postingId: row.example_posting, title: row.example_title },
  proposedBy: row.proposed_by,
  proposedAt: row.proposed_at.toISOString(),
  reviewedBy: row.reviewed_by,
  reviewedAt: row.reviewed_at?.toISOString() ?? null,
});
