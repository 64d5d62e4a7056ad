import { sql } from "kysely";
import type { Context } from "../platform/context.ts";
import { jsonText } from "../platform/db/json.ts";
import { recordAction } from "../platform/index.ts";
import type { ReleaseAction } from "./release-state.ts";

const LOG = { table: "planning.release_action", subject: "release_id" };

export interface ReleaseRow {
  province: string;
  id: string;
  version: number;
  title: string;
  note: string;
  publisher: string;
  cycle_id: string;
  year: number;
  sample: boolean;
  manifest: Record<string, unknown>;
  created_at: Date;
  actions: (Omit<ReleaseAction, "at"> & { at: string })[];
  files: { name: string; media_type: string; bytes: number; sha256: string }[];
}

/* One round trip for a release with its history and its files. Row-level security decides which are seen. */
const RELEASE = sql`r.province, r.id, r.version, r.title, r.note, r.publisher, r.cycle_id, r.year, r.sample, r.manifest, r.created_at,
  (select json_agg(json_build_object('seq', a.seq, 'action', a.action, 'by_name', a.by_name, 'at', a.at, 'note', a.note) order by a.seq)
     from planning.release_action a where a.province = r.province and a.release_id = r.id) as actions,
  (select coalesce(json_agg(json_build_object('name', f.name, 'media_type', f.media_type, 'bytes', f.bytes, 'sha256', f.sha256) order by f.name), '[]')
     from planning.release_file f where f.province = r.province and f.release_id = r.id) as files`;

export async function findRelease(ctx: Context, id: string): Promise<ReleaseRow | undefined> {
  const { rows } =
    await sql<ReleaseRow>`select ${RELEASE} from planning.release r where r.id = ${id}`.execute(ctx.tx);
  return rows[0];
}

/** Newest first; `published` keeps to those that anybody may read. */
export async function listReleases(ctx: Context, published: boolean): Promise<ReleaseRow[]> {
  const { rows } = await sql<ReleaseRow>`select ${RELEASE} from planning.release r
    ${published ? sql`where planning.is_published(r.province, r.id)` : sql``}
    order by r.year desc, r.version desc limit 200`.execute(ctx.tx);
  return rows;
}

/** Ids of published releases of a year that no newer one has superseded yet. */
export async function currentReleases(ctx: Context, province: string, year: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select r.id from planning.release r
    where r.province = ${province} and r.year = ${year}
      and (select a.action from planning.release_action a where a.province = r.province and a.release_id = r.id
        order by a.seq desc limit 1) = 'publish'`.execute(ctx.tx);
  return rows.map((row) => row.id);
}

/** The next version of the year; two drafts at once collide on the unique key instead of sharing a number. */
export async function nextVersion(ctx: Context, province: string, year: number): Promise<number> {
  const { rows } = await sql<{
    next: number;
  }>`select coalesce(max(version), 0) + 1 as next from planning.release
    where province = ${province} and year = ${year}`.execute(ctx.tx);
  return rows[0]!.next;
}

export async function insertRelease(
  ctx: Context,
  row: Omit<ReleaseRow, "actions" | "files" | "manifest" | "created_at"> & { manifest: object },
): Promise<void> {
  await sql`insert into planning.release (province, id, version, title, note, publisher, cycle_id, year, sample, manifest, created_at)
    values (${row.province}, ${row.id}, ${row.version}, ${row.title}, ${row.note}, ${row.publisher}, ${row.cycle_id}, ${row.year},
      ${row.sample}, ${jsonText(row.manifest)}::jsonb, ${ctx.now})`.execute(ctx.tx);
}

/** Appends to the history. Two people at once collide on the position, and the second is refused. */
export async function appendAction(
  ctx: Context,
  of: { province: string; id: string },
  seq: number,
  action: string,
  note: string,
) {
  await recordAction(ctx, LOG, of, seq, action, { note });
}

/** The account of the one who drafted it. */
export async function drafterOf(ctx: Context, of: { province: string; id: string }): Promise<string | null> {
  const { rows } = await sql<{ by_user: string | null }>`select by_user from planning.release_action
    where province = ${of.province} and release_id = ${of.id} and action = 'draft' order by seq limit 1`.execute(
    ctx.tx,
  );
  return rows[0]?.by_user ?? null;
}

export interface ReleaseFile {
  name: string;
  mediaType: string;
  content: Buffer;
  sha256: string;
}

export async function insertFile(
  ctx: Context,
  of: { province: string; id: string },
  file: ReleaseFile,
): Promise<void> {
  await sql`insert into planning.release_file (province, release_id, name, media_type, bytes, sha256, content)
    values (${of.province}, ${of.id}, ${file.name}, ${file.mediaType}, ${file.content.length}, ${file.sha256}, ${file.content})`.execute(
    ctx.tx,
  );
}

export async function findFile(
  ctx: Context,
  releaseId: string,
  name: string,
): Promise<ReleaseFile | undefined> {
  const { rows } = await sql<{ name: string; mediaType: string; content: Buffer; sha256: string }>`
    select name, media_type as "mediaType", content, sha256 from planning.release_file
    where release_id = ${releaseId} and name = ${name}`.execute(ctx.tx);
  return rows[0];
}
