import { sql } from "kysely";
import { checkPhone } from "@tixi/engines/identifiers";
import { dayInChina, BadInput, notify, type Context } from "../../platform/index.ts";
import { PLACES } from "./contact.ts";
import { phoneUsed } from "./notices.ts";

export interface SealedPhone {
  sealed: Buffer | null;
  /** null where somebody else signs in with this number, or it is not confirmed yet */
  index: Buffer | null;
}

/**
 * Checks and seals a phone number. Nobody is told whether a number is known: where it is, its owner is, and the new
 * account cannot sign in with it.
 * @throws BadInput if it is no mobile number
 */
export async function sealPhone(
  ctx: Context,
  text: string,
  owner: string | null,
  confirmed: boolean,
): Promise<SealedPhone> {
  if (text.trim() === "") return { sealed: null, index: null };
  const checked = checkPhone(text);
  if (!checked.ok)
    throw new BadInput([
      { part: "body", field: "phone", reason: `${checked.fault.zh} / ${checked.fault.en}` },
    ]);
  const index = ctx.vault.index(PLACES.phone, checked.value);
  const { rows } = await sql<{
    owner: string | null;
  }>`select registry.phone_owner(${index}) as owner`.execute(ctx.tx);
  const known = rows[0]?.owner ?? null;
  const taken = known !== null && known !== owner;
  if (taken)
    await notify(ctx, {
      to: { person: known },
      kind: phoneUsed,
      params: { on: dayInChina(ctx.now) },
      link: "/me",
    });
  return { sealed: ctx.vault.seal(PLACES.phone, checked.value), index: taken || !confirmed ? null : index };
}
