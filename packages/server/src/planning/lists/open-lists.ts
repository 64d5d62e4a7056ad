import type { Context, OpenWork } from "../../platform/index.ts";
import { listProcedure } from "./procedure.ts";
import { listVersions } from "./versions.sql.ts";

/** Versions of a list that somebody drafted, or that were handed to him, and that are neither published nor withdrawn. */
export async function openLists(
  ctx: Context,
  holder: { userId: string | null },
  handed: readonly string[],
): Promise<OpenWork[]> {
  return (await listVersions(ctx, { published: false })).flatMap(({ id, title, actions }) => {
    const subject = `list-version:${id}`;
    const drafted = actions[0]!;
    const his = (holder.userId !== null && drafted.by_user === holder.userId) || handed.includes(subject);
    if (!his || !["draft", "reviewed"].includes(listProcedure.stateOf(actions))) return [];
    const since = new Date(drafted.at).toISOString();
    return [{ subject, kind: "list", title, path: `/lists/versions/${id}`, since, fate: "pass" as const }];
  });
}
