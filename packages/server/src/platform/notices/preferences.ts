import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { Context, Locale } from "../context.ts";
import { jsonText } from "../db/json.ts";
import { BadInput } from "../http/problems.ts";
import { etagOf, requireMatch } from "../http/versions.ts";
import { access } from "../access.ts";
import type { MailChoice } from "./kinds.ts";
import type { Preferences } from "./schemas.ts";
import type { Notices } from "./service.ts";

interface Row {
  language: Locale;
  mail: Record<string, MailChoice>;
  version: number;
}

async function find(ctx: Context): Promise<Row | null> {
  const { rows } = await sql<Row>`select language, mail, version from platform.notice_preference
    where user_id = ${ctx.actor.userId}`.execute(ctx.tx);
  return rows[0] ?? null;
}

/** Which notices go to the reader by mail. The inbox has them all. */
export async function readPreferences(ctx: Context, notices: Notices): Promise<Preferences> {
  access.authorize(ctx.actor, "readNotices", { createdBy: ctx.actor.userId });
  return present(ctx, notices, await find(ctx));
}

async function present(ctx: Context, notices: Notices, row: Row | null): Promise<Preferences> {
  const { userId, personId } = ctx.actor;
  const address = notices.mail === null ? null : await notices.recipients.emailOf({ userId, personId });
  return {
    etag: etagOf(row?.version ?? 0),
    language: row?.language ?? "zh-CN",
    mail: notices.mail === null ? "not-set" : address === null ? "no-address" : "ready",
    kinds: [...notices.kinds.values()].map((kind) => ({
      kind: kind.name,
      title: ctx.locale === "en" ? kind.title.en : kind.title.zh,
      mail: row?.mail[kind.name] ?? kind.mail,
      usual: kind.mail,
    })),
  };
}

/** @throws BadInput for a kind that is not declared; VersionChanged if they were saved elsewhere meanwhile */
export async function savePreferences(
  ctx: Context,
  notices: Notices,
  request: FastifyRequest,
  input: { language: Locale; mail: Record<string, MailChoice> },
): Promise<Preferences> {
  access.authorize(ctx.actor, "readNotices", { createdBy: ctx.actor.userId });
  const before = await find(ctx);
  requireMatch(request, etagOf(before?.version ?? 0));
  for (const kind of Object.keys(input.mail))
    if (!notices.kinds.has(kind))
      throw new BadInput([
        { field: `mail.${kind.slice(0, 80)}`, reason: "没有这种通知 / no such kind of notice" },
      ]);
  await sql`insert into platform.notice_preference (user_id, language, mail, updated_at)
    values (${ctx.actor.userId}, ${input.language}, ${jsonText(input.mail)}::jsonb, ${ctx.now})
    on conflict (user_id) do update set language = excluded.language, mail = excluded.mail,
      version = notice_preference.version + 1, updated_at = excluded.updated_at`.execute(ctx.tx);
  await ctx.audit(
    "notice-preference.save",
    `account:${ctx.actor.userId}`,
    before && { language: before.language, mail: before.mail },
    input,
  );
  return present(ctx, notices, await find(ctx));
}
