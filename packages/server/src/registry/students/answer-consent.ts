import { maskName } from "@tixi/engines/identifiers";
import { sql } from "kysely";
import type { z } from "zod";
import { Conflict, NotFound, type Context } from "../../platform/index.ts";
import { placeOf } from "../people/places.sql.ts";
import { hashOf } from "../people/tokens.ts";
import { NOTICE_VERSION, noticeIn } from "./notice.ts";
import type * as s from "./schemas.ts";

interface Asked {
  id: string;
  personId: string;
  personName: string;
  schoolId: string;
  relation: "father" | "mother" | "other";
  consent: "asked" | "given" | "refused" | "withdrawn";
  answeredAt: string | null;
}

/** What a guardian sees behind his link: who asks, for whom (masked), the notice, and what he answered. */
export async function showConsent(ctx: Context, token: string): Promise<z.infer<typeof s.consentPage>> {
  const asked = await askedBy(ctx, token);
  const { relation, consent, answeredAt } = asked;
  return {
    school: (await placeOf(ctx, asked.schoolId)).name,
    child: maskName(asked.personName),
    relation,
    consent,
    answeredAt,
    notice: noticeIn(ctx.locale),
  };
}

/**
 * Gives, refuses or withdraws consent; each is one step, at any time. What is refused or withdrawn closes the account
 * of a child under 14 at once.
 * @throws Conflict if another version of the notice was read, or nothing was given that could be withdrawn
 */
export async function answerConsent(
  ctx: Context,
  token: string,
  input: z.infer<typeof s.consentAnswer>,
): Promise<z.infer<typeof s.consentPage>> {
  const asked = await askedBy(ctx, token);
  if (input.notice !== NOTICE_VERSION)
    throw new Conflict({
      zh: "告知内容已更新，请重新阅读后再答复。",
      en: "The notice has changed; read it again before you answer.",
    });
  if (input.answer === "withdrawn" && asked.consent !== "given")
    throw new Conflict({ zh: "尚未同意，无需撤回。", en: "There is no consent to withdraw." });
  await sql`select registry.answer_consent(${hashOf(token)}, ${input.answer}, ${input.notice}, ${ctx.now})`.execute(
    ctx.tx,
  );
  await ctx.audit("guardian.answer", `person:${asked.personId}`, { guardian: asked.id, consent: asked.consent }, { guardian: asked.id, consent: input.answer, notice: input.notice }); // prettier-ignore
  return showConsent(ctx, token);
}

async function askedBy(ctx: Context, token: string): Promise<Asked> {
  const { rows } =
    await sql<Asked>`select id, person_id as "personId", person_name as "personName", school_id as "schoolId", relation, consent,
      to_json(answered_at) #>> '{}' as "answeredAt" from registry.consent_of(${hashOf(token)})`.execute(
      ctx.tx,
    );
  const [asked] = rows;
  if (!asked) throw new NotFound({ zh: "征求同意的链接", en: "link that asks for consent" });
  return asked;
}
