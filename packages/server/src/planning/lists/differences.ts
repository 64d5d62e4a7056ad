import { NotFound, type Context } from "../../platform/index.ts";
import { versionName } from "../present.ts";
import type { EntryContent } from "./content.ts";
import { fieldsOf } from "./fields.ts";
import type { Differences } from "./schemas.ts";
import { allEntries, findVersion, type EntryRow, type VersionRow } from "./versions.sql.ts";

export interface Comparison {
  added: EntryRow[];
  removed: EntryRow[];
  changed: { before: EntryRow; after: EntryRow; fields: Differences["changed"][number]["fields"] }[];
  unchanged: number;
}

/** What differs between two versions, thing by thing; figures as they are printed, so that no rounding counts as a change. */
export async function compareVersions(
  ctx: Context,
  from: VersionRow | undefined,
  to: VersionRow,
): Promise<Comparison> {
  const before = from ? await allEntries(ctx, from) : [];
  return compare(before, await allEntries(ctx, to));
}

export function compare(before: readonly EntryRow[], after: readonly EntryRow[]): Comparison {
  const known = new Map(before.map((row) => [row.item_id, row]));
  const found: Comparison = { added: [], removed: [], changed: [], unchanged: 0 };
  for (const row of after) {
    const earlier = known.get(row.item_id);
    known.delete(row.item_id);
    if (!earlier) {
      found.added.push(row);
      continue;
    }
    const fields = changedFields(earlier.content, row.content);
    if (fields.length > 0) found.changed.push({ before: earlier, after: row, fields });
    else found.unchanged++;
  }
  found.removed = [...known.values()];
  return found;
}

function changedFields(before: EntryContent, after: EntryContent) {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((field) => {
    const [from, to] = [old[field] ?? null, now[field] ?? null];
    return from === to ? [] : [{ field, from, to }];
  });
}

/**
 * @param fromId the earlier version; without it everything counts as added
 * @throws NotFound if there is none, none that the actor may see, or one of another list
 */
export async function differencesOf(ctx: Context, to: VersionRow, fromId: string | null): Promise<Differences> {
  const from = fromId === null ? undefined : await findVersion(ctx, fromId);
  if (fromId !== null && from?.kind !== to.kind) throw new NotFound({ zh: "用来对比的版本", en: "the version to compare with" });
  const { added, removed, changed, unchanged } = await compareVersions(ctx, from, to);
  const named = (row: VersionRow) => ({ id: row.id, title: row.title, version: versionName(row.version) });
  const mention = ({ item_id: itemId, title, content }: EntryRow) => ({ itemId, title, city: String(fieldsOf(content)["city"] ?? "") });
  return {
    from: from ? named(from) : null,
    to: named(to),
    added: added.map(mention),
    removed: removed.map(mention),
    changed: changed.map(({ after, fields }) => ({ itemId: after.item_id, title: after.title, fields })),
    unchanged,
  };
} // prettier-ignore
