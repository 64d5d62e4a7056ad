import { NotFound, type Context } from "../../platform/index.ts";
import { versionName } from "../present.ts";
import { fieldsOf, placeName, type Fields } from "./fields.ts";
import type { Differences } from "./schemas.ts";
import { differingEntries, findVersion, type Pair, type VersionRow } from "./versions.sql.ts";

type Said = NonNullable<Pair["after"]>;
/** A thing as one version says it. */
export type Mention = Said & Pick<Pair, "itemId" | "city">;

export interface Comparison {
  added: Mention[];
  removed: Mention[];
  changed: (Mention & { fields: Differences["changed"][number]["fields"] })[];
  unchanged: number;
}

/** What differs between two versions, thing by thing; figures as they are printed, so that no rounding counts as a change. */
export async function compareVersions(
  ctx: Context,
  from: VersionRow | undefined,
  to: VersionRow,
): Promise<Comparison> {
  const found: Comparison = { added: [], removed: [], changed: [], unchanged: 0 };
  for (const { itemId, city, before, after } of await differingEntries(ctx, from, to)) {
    if (before && after) {
      const fields = changedFields(before, after);
      if (fields.length > 0) found.changed.push({ itemId, city, ...after, fields });
    } else if (after) found.added.push({ itemId, city, ...after });
    else if (before) found.removed.push({ itemId, city, ...before });
  }
  found.unchanged = to.entries - found.added.length - found.changed.length;
  return found;
}

/** The title of a measure stands in no column; those of posts and chains do. */
const printed = ({ title, content }: Said): Fields =>
  content.kind === "policy" ? { title, ...fieldsOf(content) } : fieldsOf(content);

function changedFields(before: Said, after: Said) {
  const [old, now] = [printed(before), printed(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((field) => {
    const [from, to] = [old[field] ?? null, now[field] ?? null];
    return from === to ? [] : [{ field, from, to }];
  });
}

/** What a version holds is frozen when it is drafted, so that a comparison never changes: the latest stay at hand. */
const kept = new Map<string, Differences>();
const KEPT = 32;

/**
 * @param fromId the earlier version; without it everything counts as added
 * @throws NotFound if there is none, none that the actor may see, or one of another list
 */
export async function differencesOf(ctx: Context, to: VersionRow, fromId: string | null): Promise<Differences> {
  const from = fromId === null ? undefined : await findVersion(ctx, fromId);
  if (fromId !== null && (from?.kind !== to.kind || from.province !== to.province))
    throw new NotFound({ zh: "用来对比的版本", en: "the version to compare with" });
  const key = `${fromId} ${to.id}`;
  const known = kept.get(key);
  if (known) return known;
  const { added, removed, changed, unchanged } = await compareVersions(ctx, from, to);
  const named = (row: VersionRow) => ({ id: row.id, title: row.title, version: versionName(row.version) });
  const mention = ({ itemId, title, content }: Mention) => ({ itemId, title, city: placeName(content) });
  const found: Differences = {
    from: from ? named(from) : null,
    to: named(to),
    added: added.map(mention),
    removed: removed.map(mention),
    changed: changed.map((one) => ({ ...mention(one), fields: one.fields })),
    unchanged,
  };
  kept.set(key, found);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
  return found;
} // prettier-ignore
