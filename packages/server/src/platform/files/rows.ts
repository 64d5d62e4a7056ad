import { sql } from "kysely";
import type { Actor, Context } from "../context.ts";
import { access } from "../access.ts";
import { NotFound } from "../http/problems.ts";
import type { MediaType } from "./media-types.ts";
import type { Purpose } from "./purposes.ts";

export type FileState = "pending" | "clean" | "infected" | "removed";

/** A row of platform.file, without what only the process needs. */
export interface FileRow {
  id: string;
  purpose: Purpose;
  subject: string;
  name: string;
  mediaType: MediaType;
  bytes: number;
  sha256: string;
  path: string;
  thumbnail: string | null;
  width: number | null;
  height: number | null;
  state: FileState;
  finding: string | null;
  scannedAt: Date | null;
  organisation: string | null;
  region: string;
  person: string | null;
  minor: boolean;
  createdBy: string | null;
  createdAt: Date;
}

const columns = sql`id, purpose, subject, name, media_type as "mediaType", bytes::float8 as bytes, sha256, path, thumbnail,
  width, height, state, finding, scanned_at as "scannedAt", organisation, region, person, minor,
  created_by as "createdBy", created_at as "createdAt"`;

const what = { zh: "文件", en: "file" };

/** @throws NotFound if there is none, it was removed, or it lies outside what the actor may see */
export async function findFile(ctx: Context, id: string): Promise<FileRow> {
  const { rows } = await sql<FileRow>`select ${columns} from platform.file
    where id = ${id} and state <> 'removed'`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound(what);
  return rows[0];
}

/** The files of a thing, oldest first; those that the actor does not see are left out. */
export async function filesOf(ctx: Context, subject: string): Promise<FileRow[]> {
  const { rows } = await sql<FileRow>`select ${columns} from platform.file
    where subject = ${subject} and state <> 'removed' order by id`.execute(ctx.tx);
  return rows;
}

/** The right to a file as its own, or as the one whom it is about. @throws NotFound */
export function authorizeRead(actor: Actor, file: FileRow): void {
  if (file.person !== null && file.person === actor.personId)
    access.authorize(actor, "readFileAboutMe", file);
  else access.authorize(actor, "readFile", file);
}
