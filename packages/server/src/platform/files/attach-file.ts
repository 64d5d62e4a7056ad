import { sql } from "kysely";
import { access } from "../access.ts";
import type { Context } from "../context.ts";
import { Conflict } from "../http/problems.ts";
import { findFile } from "./rows.ts";
import type { FileOwner } from "./uploads.ts";
import { requireRoom } from "./upload-file.ts";

/**
 * Hands a draft over to the thing that a form was handed in for, in the transaction of that form.
 * The caller has made sure that the actor may add files to it.
 * @param subject `kind:id`
 * @throws NotFound if there is no such file or it is not the actor's
 * @throws Conflict if it belongs to something already, a virus was found in it, or the thing has enough files
 */
export async function attachFile(
  ctx: Context,
  input: { id: string; subject: string; owner: FileOwner },
): Promise<void> {
  const { id, subject, owner } = input;
  const file = await findFile(ctx, id);
  access.authorize(ctx.actor, "uploadFile", file);
  if (file.subject === subject) return;
  if (!file.subject.startsWith("draft:"))
    throw new Conflict({
      zh: "此文件已用于其他事项。",
      en: "This file belongs to something else already.",
    });
  if (file.state === "infected")
    throw new Conflict({
      zh: `“${file.name}”中查出病毒，不能提交。`,
      en: `A virus was found in “${file.name}”; it cannot be handed in.`,
    });
  await requireRoom(ctx, { subject, purpose: file.purpose });
  await sql`update platform.file set subject = ${subject}, organisation = ${owner.organisation}, region = ${owner.region},
    person = ${owner.person}, minor = ${owner.minor} where id = ${id}`.execute(ctx.tx);
  await ctx.audit("file.attach", `file:${id}`, { subject: file.subject }, { subject });
}
