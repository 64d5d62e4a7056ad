import { sql, type RawBuilder } from "kysely";
import { decodeCursor, encodeCursor, type Context } from "../../platform/index.ts";
import { jsonText } from "../../platform/db/json.ts";
import type { Entry, EntryContent, ListKind } from "./content.ts";
import type { ListStep } from "./procedure.ts";
import type { AnswerKind, EntryQuery } from "./schemas.ts";

export interface VersionRow {
  province: string;
  id: string;
  kind: ListKind;
  year: number;
  version: number;
  title: string;
  note: string;
  publisher: string;
  sample: boolean;
  release_id: string | null;
  release_title: string | null;
  manifest: Record<string, unknown>;
  entries: number;
  actions: {
    seq: number;
    action: ListStep;
    by_user: string | null;
    by_name: string;
    at: string;
    note: string;
  }[];
  files: { name: string; media_type: string; bytes: number; sha256: string }[];
}

/* One round trip for a version with its history and its files. Row-level security decides which are seen. */
const VERSION = sql`v.province, v.id, v.kind, v.year, v.version, v.title, v.note, v.publisher, v.sample, v.release_id, v.manifest, v.entries,
  (select r.title from planning.release r where r.province = v.province and r.id = v.release_id) as release_title,
  (select json_agg(json_build_object('seq', a.seq, 'action', a.action, 'by_user', a.by_user, 'by_name', a.by_name, 'at', a.at, 'note', a.note) order by a.seq)
     from planning.list_action a where a.province = v.province and a.version_id = v.id) as actions,
  (select coalesce(json_agg(json_build_object('name', f.name, 'media_type', f.media_type, 'bytes', f.bytes, 'sha256', f.sha256) order by f.name), '[]')
     from planning.list_file f where f.province = v.province and f.version_id = v.id) as files`;

export async function findVersion(ctx: Context, id: string): Promise<VersionRow | undefined> {
  const { rows } = await sql<VersionRow>`select ${VERSION} from planning.list_version v where v.id = ${id}`.execute(ctx.tx);
  return rows[0];
} // prettier-ignore

/** Newest first; `published` keeps to those that anybody may read. A province makes a handful a year. */
export async function listVersions(
  ctx: Context,
  query: { published: boolean; kind?: ListKind | undefined },
): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`select ${VERSION} from planning.list_version v
    where ${query.published ? sql`planning.is_list_published(v.province, v.id)` : sql`true`}
      and ${query.kind ? sql`v.kind = ${query.kind}` : sql`true`}
    order by v.created_at desc, v.id desc limit 300`.execute(ctx.tx);
  return rows;
}

/** Ids of the published versions of a list that no newer one has superseded. */
export async function versionsInForce(ctx: Context, kind: ListKind, province?: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select v.id from planning.list_version v
    where v.kind = ${kind} and ${province ? sql`v.province = ${province}` : sql`true`}
      and (select a.action from planning.list_action a where a.province = v.province and a.version_id = v.id order by a.seq desc limit 1) = 'publish'
    order by v.created_at desc`.execute(ctx.tx);
  return rows.map(({ id }) => id);
} // prettier-ignore

/** The next version of the year; two drafts at once collide on the unique key instead of sharing a number. */
export async function nextVersion(ctx: Context, of: { province: string; kind: ListKind; year: number }): Promise<number> {
  const { rows } = await sql<{ next: number }>`select coalesce(max(version), 0) + 1 as next from planning.list_version
    where province = ${of.province} and kind = ${of.kind} and year = ${of.year}`.execute(ctx.tx);
  return rows[0]!.next;
} // prettier-ignore

export async function insertVersion(
  ctx: Context,
  row: Omit<VersionRow, "actions" | "files" | "release_title">,
): Promise<void> {
  await sql`insert into planning.list_version (province, id, kind, year, version, title, note, publisher, sample, release_id, manifest, entries, created_at)
    values (${row.province}, ${row.id}, ${row.kind}, ${row.year}, ${row.version}, ${row.title}, ${row.note}, ${row.publisher}, ${row.sample},
      ${row.release_id}, ${jsonText(row.manifest)}::jsonb, ${row.entries}, ${ctx.now})`.execute(ctx.tx);
} // prettier-ignore

const AT_ONCE = 1000;
export async function insertEntries(ctx: Context, of: { province: string; id: string }, entries: readonly Entry[]): Promise<void> {
  for (let from = 0; from < entries.length; from += AT_ONCE) {
    const rows = entries.slice(from, from + AT_ONCE).map((entry, i) => ({ ...entry, rank: from + i + 1 }));
    await sql`insert into planning.list_entry (province, version_id, item_id, rank, title, content, source, source_name, confidence, organisation, city, occupations, programmes, industries)
      select ${of.province}, ${of.id}::uuid, e."itemId", e.rank, e.title, e.content, e.source, e."sourceName", e.confidence, e.organisation, e.city, e.occupations, e.programmes, e.industries
      from jsonb_to_recordset(${jsonText(rows)}::jsonb) as e ("itemId" uuid, rank int, title text, content jsonb, source text, "sourceName" text, confidence text,
        organisation uuid, city text, occupations text[], programmes text[], industries text[])`.execute(ctx.tx);
  }
} // prettier-ignore

export interface StoredFile {
  name: string;
  mediaType: string;
  content: Buffer;
  sha256: string;
}
export async function insertListFile(ctx: Context, of: { province: string; id: string }, file: StoredFile): Promise<void> {
  await sql`insert into planning.list_file (province, version_id, name, media_type, bytes, sha256, content)
    values (${of.province}, ${of.id}, ${file.name}, ${file.mediaType}, ${file.content.length}, ${file.sha256}, ${file.content})`.execute(ctx.tx);
} // prettier-ignore

export async function findListFile(ctx: Context, id: string, name: string): Promise<StoredFile | undefined> {
  const { rows } = await sql<StoredFile>`select name, media_type as "mediaType", content, sha256 from planning.list_file
    where version_id = ${id} and name = ${name}`.execute(ctx.tx);
  return rows[0];
} // prettier-ignore

export interface EntryRow {
  version_id: string;
  item_id: string;
  rank: number;
  title: string;
  content: EntryContent;
  source: Entry["source"];
  source_name: string;
  confidence: Entry["confidence"];
  organisation: string | null;
  city: string;
  answers: Partial<Record<AnswerKind, number>> | null;
  answered: number | null;
}

const ENTRY = sql`e.version_id, e.item_id, e.rank, e.title, e.content, e.source, e.source_name, e.confidence, e.organisation, e.city, c.answers, c.answered`;
const rowsOf = (of: { province: string; id: string }) =>
  sql`planning.list_entry e where e.province = ${of.province} and e.version_id = ${of.id}`;
const from = (of: { province: string; id: string }) =>
  sql`planning.list_entry e left join planning.list_answer_counts(${of.province}, ${of.id}) c on c.item_id = e.item_id
    where e.province = ${of.province} and e.version_id = ${of.id}`;

/** Entries of a version in its order, with how many answered; served by list_entry_in_order. */
export async function listEntries(ctx: Context, of: { province: string; id: string }, query: EntryQuery) {
  const key = decodeCursor(query.cursor, 1);
  const has = (column: string, value: string | undefined) =>
    value ? sql`and ${value} = any(e.${sql.ref(column)})` : sql``;
  const where: RawBuilder<unknown> = sql`
    ${query.q ? sql`and (position(${query.q} in e.title) > 0 or position(${query.q} in e.source_name) > 0 or ${query.q} = any(e.occupations))` : sql``}
    ${query.city ? sql`and e.city = ${query.city}` : sql``}
    ${query.place ? sql`and (e.city = '') = ${query.place === "province"}` : sql``}
    ${query.source ? sql`and e.source = ${query.source}` : sql``}
    ${query.answered ? sql`and (c.answered is not null) = ${query.answered === "yes"}` : sql``}
    ${has("occupations", query.occupation)} ${has("programmes", query.programme)} ${has("industries", query.industry)}`;
  // answers are read for the count only where the filter asks for them
  const all = query.answered ? from(of) : rowsOf(of);
  const counted = await sql<{ total: number }>`select count(*)::int as total from ${all} ${where}`.execute(ctx.tx);
  const { rows } = await sql<EntryRow>`select ${ENTRY} from ${from(of)} ${where}
    ${key ? sql`and e.rank > ${key[0]}::int` : sql``} order by e.rank limit ${query.limit + 1}`.execute(ctx.tx);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    rows: page,
    next: rows.length > query.limit && last ? encodeCursor([last.rank]) : null,
    total: counted.rows[0]!.total,
  };
} // prettier-ignore

/** Every entry of a version, in its order. */
export async function allEntries(ctx: Context, of: { province: string; id: string }): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`select ${ENTRY} from ${from(of)} order by e.rank`.execute(ctx.tx);
  return rows;
}

/** How many entries of a version come from where, and how many of them nobody has answered. */
export async function countEntries(ctx: Context, of: { province: string; id: string }) {
  const { rows } = await sql<{ source: Entry["source"]; entries: number; unanswered: number }>`
    select e.source, count(*)::int as entries, (count(*) filter (where c.answered is null))::int as unanswered from ${from(of)}
    group by e.source`.execute(ctx.tx);
  return rows;
}

/** One thing in two versions of a list; null where one of them does not hold it. */
export interface Pair {
  itemId: string;
  city: string;
  before: { title: string; content: EntryContent } | null;
  after: { title: string; content: EntryContent } | null;
}

/** What two versions do not say alike, in the order of the newer one: what is alike never leaves the database. */
export async function differingEntries(
  ctx: Context,
  earlier: { id: string } | undefined,
  later: { province: string; id: string },
): Promise<Pair[]> {
  const of = (id: string | null) =>
    sql`(select * from planning.list_entry where province = ${later.province} and version_id = ${id}::uuid)`;
  const said = (row: "a" | "b") =>
    sql`case when ${sql.ref(`${row}.title`)} is not null then jsonb_build_object('title', ${sql.ref(`${row}.title`)}, 'content', ${sql.ref(`${row}.content`)}) end`;
  const { rows } = await sql<Pair>`
    select item_id as "itemId", coalesce(b.city, a.city) as city, ${said("a")} as before, ${said("b")} as after
    from ${of(earlier?.id ?? null)} a full join ${of(later.id)} b using (item_id)
    where (a.title, a.content) is distinct from (b.title, b.content)
    order by b.rank nulls last, a.rank`.execute(ctx.tx);
  return rows;
}

export async function findEntry(ctx: Context, of: { province: string; id: string }, itemId: string): Promise<EntryRow | undefined> {
  const { rows } = await sql<EntryRow>`select ${ENTRY} from ${from(of)} and e.item_id = ${itemId}`.execute(ctx.tx);
  return rows[0];
} // prettier-ignore
