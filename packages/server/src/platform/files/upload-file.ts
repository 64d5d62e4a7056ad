import { sql } from "kysely";
import { access } from "../access.ts";
import type { Context } from "../context.ts";
import { BadInput, Conflict, NotFound } from "../http/problems.ts";
import { PURPOSE_RULES, type Purpose } from "./purposes.ts";
import type { ReceivedFile } from "./receive-file.ts";
import { findFile, type FileRow } from "./rows.ts";
import type { FileOwner, FileSubject, Uploads } from "./uploads.ts";

/** Files that a form has not been handed in with yet: seen by whoever made them, removed after a day. */
export const draftSubject: FileSubject = {
  kind: "draft",
  purposes: ["evidence", "report", "picture"],
  admit: async ({ actor }, id) => {
    if (actor.userId === null || id !== actor.userId) throw new NotFound();
    return { region: actor.region, organisation: actor.organisation, person: null, minor: false };
  },
};

/**
 * Whether the actor may upload a file for this purpose to this thing; asked before its content is read.
 * @param subject `kind:id`
 * @throws NotFound, Forbidden, BadInput (unknown kind, purpose that it does not have), Conflict (limit reached)
 */
export async function admitFile(
  ctx: Context,
  uploads: Uploads,
  input: { subject: string; purpose: Purpose },
): Promise<FileOwner> {
  const [, kind = "", id = ""] = /^([^:]*):(.*)$/s.exec(input.subject) ?? [];
  const subject = uploads.subjects.get(kind);
  if (!subject)
    throw badField("subject", input.subject, "没有可附文件的此类事项 / nothing of this kind has files");
  if (!subject.purposes.includes(input.purpose))
    throw badField("purpose", input.purpose, "此事项不收这一用途的文件 / it takes no files for this purpose");
  const owner = await subject.admit(ctx, id);
  access.authorize(ctx.actor, "uploadFile", { ...owner, createdBy: ctx.actor.userId });
  if (!/^\d{6}$/.test(owner.region))
    throw new Conflict({
      zh: "尚未选定本系统的行政区，不能上传文件。",
      en: "The region of this installation has not been chosen yet; files cannot be uploaded.",
    });
  await requireRoom(ctx, input);
  return owner;
}

const badField = (field: string, value: string, reason: string): BadInput =>
  new BadInput([{ part: "query", field, value: value.slice(0, 200), reason }]);

/** @throws Conflict where the thing has as many files for this purpose as it may have */
export async function requireRoom(
  ctx: Context,
  { subject, purpose }: { subject: string; purpose: Purpose },
): Promise<void> {
  const { count } = PURPOSE_RULES[purpose];
  // Two uploads at once must not both take the last place.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`file ${subject}`}, 0))`.execute(ctx.tx);
  const { rows } = await sql<{
    n: number;
  }>`select platform.files_of(${subject}, ${purpose})::int as n`.execute(ctx.tx);
  if (rows[0]!.n >= count)
    throw new Conflict({
      zh: `此处最多 ${count} 个文件，请先删除不需要的。`,
      en: `There may be ${count} files here at most; remove what is not needed first.`,
    });
}

/**
 * Enters an upload whose content is in the store already. With a scanner it waits for its verdict, else it is served
 * at once; a job scans it and makes the small picture.
 */
export async function uploadFile(
  ctx: Context,
  uploads: Uploads,
  input: { id: string; subject: string; purpose: Purpose; path: string; file: ReceivedFile },
): Promise<FileRow> {
  const { id, subject, purpose, path, file } = input;
  const owner = await admitFile(ctx, uploads, input);
  const state = uploads.scanner ? "pending" : "clean";
  const { bytes, sha256 } = file.local;
  await sql`insert into platform.file (id, purpose, subject, name, media_type, bytes, sha256, path, width, height, state,
      organisation, region, person, minor, created_by, created_at)
    values (${id}, ${purpose}, ${subject}, ${file.name}, ${file.mediaType}, ${bytes}, ${sha256}, ${path},
      ${file.width}, ${file.height}, ${state}, ${owner.organisation}, ${owner.region}, ${owner.person}, ${owner.minor},
      ${ctx.actor.userId}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("file.upload", `file:${id}`, null, {
    subject,
    purpose,
    mediaType: file.mediaType,
    bytes,
    sha256,
  });
  if (uploads.scanner || file.width !== null) await ctx.jobs.start("platform.process-file", { file: id });
  return findFile(ctx, id);
}
