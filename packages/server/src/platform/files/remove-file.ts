import { sql } from "kysely";
import { access } from "../access.ts";
import type { Context } from "../context.ts";
import { filesOf, findFile, type FileRow } from "./rows.ts";

/**
 * Takes a file away: nobody sees it from now on, and its content is taken out of the store within a minute. What
 * stays is that it was there (its row without a reader, and the audit trail).
 * @throws NotFound
 */
export async function removeFile(ctx: Context, id: string, why?: string): Promise<void> {
  const file = await findFile(ctx, id);
  access.authorize(ctx.actor, "removeFile", file);
  await remove(ctx, file, why);
}

/**
 * Takes all files of a thing away that is itself removed, in the same transaction; returns how many.
 * @param subject `kind:id`
 * @throws NotFound if the actor may not remove one that he sees
 */
export async function removeFilesOf(ctx: Context, subject: string, why?: string): Promise<number> {
  const files = await filesOf(ctx, subject);
  for (const file of files) access.authorize(ctx.actor, "removeFile", file);
  for (const file of files) await remove(ctx, file, why);
  return files.length;
}

async function remove(ctx: Context, file: FileRow, why?: string): Promise<void> {
  await sql`update platform.file set state = 'removed', removed_at = ${ctx.now}, name = '' where id = ${file.id}`.execute(
    ctx.tx,
  );
  const { subject, purpose, sha256 } = file;
  await ctx.audit("file.remove", `file:${file.id}`, { subject, purpose, sha256 }, null, why);
}
