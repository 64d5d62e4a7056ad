import { sql } from "kysely";
import { Conflict, type Context, type FileRow } from "../../platform/index.ts";

/**
 * A file of an application for whoever may read the application: a reviewer sees what he is asked about, though the file
 * is the school's. Its reading leaves a trace.
 * @returns null where there is none; @throws Conflict while it is not scanned
 */
export async function downloadOf(ctx: Context, application: string, file: string): Promise<FileRow | null> {
  const { rows } = await sql<FileRow>`select id, purpose, subject, name, media_type as "mediaType", bytes::float8 as bytes, sha256, path,
    thumbnail, width, height, state, finding, scanned_at as "scannedAt", organisation, region, person, minor,
    created_by as "createdBy", created_at as "createdAt" from planning.files_of(${application}) where id = ${file}`.execute(ctx.tx);
  const found = rows[0];
  if (!found || found.state === "infected") return null;
  if (found.state === "pending")
    throw new Conflict({ zh: "文件尚未查毒，暂不能打开。", en: "The file has not been scanned yet and cannot be opened." });
  if (ctx.actor.role === "reviewer") await ctx.audit("file.open", `file:${file}`, null, { application });
  return found;
} // prettier-ignore
