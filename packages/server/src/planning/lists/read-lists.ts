import { dayInChina, NotFound, type Context } from "../../platform/index.ts";
import { versionName } from "../present.ts";
import { KINDS, policyState, type ListKind } from "./content.ts";
import { LIST, presentVersion } from "./decide-list.ts";
import { definitionsOf, fieldsOf } from "./fields.ts";
import { FILES, printedFiles } from "./print-list.ts";
import { sql } from "kysely";
import type { EntryQuery, ListEntry, ListVersion } from "./schemas.ts";
import { allEntries, countEntries, findEntry, findListFile, findVersion, listEntries, listVersions, versionsInForce, type EntryRow, type VersionRow } from "./versions.sql.ts"; // prettier-ignore

export const presentEntry = (row: EntryRow, today: string): ListEntry => ({
  itemId: row.item_id,
  title: row.title,
  content: row.content,
  source: row.source,
  sourceName: row.source_name,
  confidence: row.confidence,
  city: row.city,
  policyState: row.content.kind === "policy" ? policyState(row.content, today) : null,
  answers: row.answers ?? {},
  answered: row.answered ?? 0,
});

/** Versions that the actor may see, newest first. */
export async function versions(ctx: Context, query: { published: boolean; kind?: ListKind | undefined }) {
  const rows = await listVersions(ctx, query);
  const items: ListVersion[] = [];
  for (const row of rows) items.push(await presentVersion(ctx, row, rows.filter(({ kind }) => kind === row.kind))); // prettier-ignore
  return { items, next: null };
}

/** @throws NotFound if there is none, or none that the actor may see */
export async function versionRow(ctx: Context, id: string, published: boolean): Promise<VersionRow> {
  const row = await findVersion(ctx, id);
  if (!row || (published && !row.actions.some(({ action }) => action === "publish")))
    throw new NotFound(LIST);
  return row;
}

export async function entries(ctx: Context, id: string, query: EntryQuery, published: boolean) {
  const version = await versionRow(ctx, id, published);
  const { rows, next, total } = await listEntries(ctx, version, query);
  const today = dayInChina(ctx.now);
  return {
    items: rows.map((row) => presentEntry(row, today)),
    next,
    total,
    definitions: definitionsOf(version.kind),
  };
}

/** One entry with its history through the published versions, and the entries of the other lists that lead to it. */
export async function entryRecord(ctx: Context, id: string, itemId: string, published: boolean) {
  const version = await versionRow(ctx, id, published);
  const row = await findEntry(ctx, version, itemId);
  if (!row) throw new NotFound({ zh: "清单条目", en: "list entry" });
  const { rows: past } = await sql<EntryRow & { list: string; version: number; year: number }>`
    select e.version_id, e.content, v.title as list, v.version, v.year
    from planning.list_entry e join planning.list_version v on v.province = e.province and v.id = e.version_id
    where e.province = ${version.province} and e.item_id = ${itemId} and planning.is_list_published(e.province, e.version_id)
    order by v.created_at, v.id`.execute(ctx.tx);
  return {
    entry: presentEntry(row, dayInChina(ctx.now)),
    definitions: definitionsOf(version.kind),
    history: past.map((one) => ({
      versionId: one.version_id,
      title: one.list,
      version: `${one.year}年${versionName(one.version)}`,
      fields: fieldsOf(one.content),
    })),
    linked: await linkedTo(ctx, version, row),
  };
}

/** What of the lists in force names this entry, or is named by it. */
async function linkedTo(ctx: Context, { province }: VersionRow, { content, item_id }: EntryRow) {
  const found: { versionId: string; itemId: string; kind: ListKind; title: string }[] = [];
  const named = new Set([
    ...(content.kind === "policy" ? content.serves.map(({ id }) => id) : []),
    ...(content.kind === "industry" ? content.talents.map(({ id }) => id) : []),
  ]);
  for (const kind of KINDS) {
    if (kind === content.kind) continue;
    const [id] = await versionsInForce(ctx, kind, province);
    if (id === undefined) continue;
    const { rows } = await sql<{ itemId: string; title: string }>`select item_id as "itemId", title from planning.list_entry
      where province = ${province} and version_id = ${id} and (item_id = any(${[...named]}::uuid[])
        or content @> ${JSON.stringify({ serves: [{ id: item_id }] })}::jsonb or content @> ${JSON.stringify({ talents: [{ id: item_id }] })}::jsonb)
      order by rank limit 100`.execute(ctx.tx);
    found.push(...rows.map((one) => ({ ...one, kind, versionId: id })));
  }
  return found;
} // prettier-ignore

/** The frozen bytes of a published version; a draft's files are printed on the spot. @throws NotFound */
export async function listFile(ctx: Context, id: string, name: string, published: boolean) {
  const version = await versionRow(ctx, id, published);
  const stored = await findListFile(ctx, version.id, name);
  if (stored) return stored;
  const file =
    !published && (FILES as readonly string[]).includes(name)
      ? (await printedFiles(ctx, version, null)).find((one) => one.name === name)
      : undefined;
  if (!file) throw new NotFound({ zh: `文件 ${name}`, en: `file ${name}` });
  return file;
}

const TOP = 8;
/** The first screen: of each list the version in force, what stands at its top, and what nobody has answered yet. */
export async function listsOverview(ctx: Context) {
  const today = dayInChina(ctx.now);
  const lists = [];
  for (const kind of KINDS) {
    const [id] = await versionsInForce(ctx, kind);
    const version = id === undefined ? undefined : await findVersion(ctx, id);
    const counts = version ? await countEntries(ctx, version) : [];
    // support is open on a day, which only its rows tell
    const open =
      version && kind === "policy"
        ? (await allEntries(ctx, version)).filter(({ content }) => content.kind === "policy" && policyState(content, today) === "open")
        : null;
    const top = open?.slice(0, TOP) ?? (version ? (await listEntries(ctx, version, { limit: TOP })).rows : []);
    lists.push({
      kind,
      version: version ? await presentVersion(ctx, version) : null,
      sources: Object.fromEntries(counts.map(({ source, entries }) => [source, entries])),
      unanswered: counts.reduce((all, { unanswered }) => all + unanswered, 0),
      open: kind === "policy" ? (open?.length ?? 0) : null,
      top: top.map((row) => presentEntry(row, today)),
    });
  }
  return { lists };
} // prettier-ignore
