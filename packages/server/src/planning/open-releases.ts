import { sql } from "kysely";
import type { Context, OpenWork } from "../platform/index.ts";
import { stateOf } from "./release-state.ts";
import { listReleases } from "./releases.sql.ts";

/** Releases that somebody drafted, or that were handed to him, and that are neither published nor withdrawn. */
export async function openReleases(
  ctx: Context,
  holder: { userId: string | null },
  handed: readonly string[],
): Promise<OpenWork[]> {
  const { rows } = await sql<{ id: string; since: string }>`
    select release_id as id, to_json(at) #>> '{}' as since from planning.release_action
    where action = 'draft' and (by_user = ${holder.userId} or 'release:' || release_id = any (${handed}::text[]))`.execute(
    ctx.tx,
  );
  if (rows.length === 0) return [];
  const since = new Map(rows.map((row) => [row.id, row.since]));
  const releases = await listReleases(ctx, false);
  return releases
    .filter(({ id, actions }) => since.has(id) && ["draft", "reviewed"].includes(stateOf(actions)))
    .map(({ id, title }) => ({
      subject: `release:${id}`,
      kind: "release",
      title,
      path: `/releases/${id}`,
      since: since.get(id)!,
      fate: "pass",
    }));
}
