import type { Context } from "../context.ts";
import { Conflict, NotFound } from "../http/problems.ts";
import type { Variant } from "./links.ts";
import { authorizeRead, filesOf, findFile, type FileRow } from "./rows.ts";

/** What is said of one file. Reading what is held about a person leaves its trace. @throws NotFound */
export async function showFile(ctx: Context, id: string): Promise<FileRow> {
  const file = await findFile(ctx, id);
  authorizeRead(ctx.actor, file);
  if (aboutAnother(ctx, file)) await ctx.audit("file.show", `file:${id}`);
  return file;
}

/** The files of a thing that the actor may see, oldest first. @param subject `kind:id` */
export async function listFiles(ctx: Context, subject: string): Promise<FileRow[]> {
  const files = (await filesOf(ctx, subject)).filter((file) => mayRead(ctx, file));
  const personal = files.filter((file) => aboutAnother(ctx, file));
  if (personal.length > 0)
    await ctx.audit("file.list", subject, null, { files: personal.map((file) => file.id) });
  return files;
}

/**
 * The file whose content is asked for, once it may be served.
 * @throws NotFound; Conflict while the scanner has not answered
 */
export async function openFile(ctx: Context, id: string, variant: Variant): Promise<FileRow> {
  const file = await findFile(ctx, id);
  authorizeRead(ctx.actor, file);
  if (file.state === "pending")
    throw new Conflict({
      zh: "文件尚未查毒，暂不能打开。",
      en: "The file has not been scanned yet and cannot be opened.",
    });
  if (file.state !== "clean" || (variant === "thumbnail" && file.thumbnail === null))
    throw new NotFound({ zh: "文件", en: "file" });
  if (variant === "original" && aboutAnother(ctx, file)) await ctx.audit("file.open", `file:${id}`);
  return file;
}

const aboutAnother = ({ actor }: Context, file: FileRow): boolean =>
  file.person !== null && file.person !== actor.personId;

function mayRead(ctx: Context, file: FileRow): boolean {
  try {
    authorizeRead(ctx.actor, file);
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}
