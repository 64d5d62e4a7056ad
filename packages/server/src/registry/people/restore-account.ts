import { sql } from "kysely";
import { changePassword, hasPassword } from "../../platform/auth/change-password.ts";
import { endSessionsOf } from "../../platform/auth/own-sessions.ts";
import { oneTimePassword } from "../../platform/auth/secret.ts";
import {
  dayInChina,
  Conflict,
  Forbidden,
  notify,
  type Context,
  type Platform,
} from "../../platform/index.ts";
import { access } from "../access.ts";
import { passwordGiven, sessionsEnded } from "./notices.ts";
import { keeps, personInCharge } from "./show-person.ts";

type Auth = Platform["auth"];

/**
 * Gives somebody who forgot his password another one, which is shown this once and which he changes at his next
 * sign-in. All his sessions end, and he is told who did it and why. By the officer of the organisation that keeps the
 * account and in which all lies that the person holds, or by an administrator in whose region it lies.
 * @throws Forbidden for oneself, and where the account is kept elsewhere or opens more than the actor answers for;
 *   Conflict where there is no account, or none with a password
 */
export async function giveOneTimePassword(
  ctx: Context,
  auth: Auth,
  id: string,
  reason: string,
): Promise<{ password: string }> {
  const userId = await accountInCharge(ctx, id);
  if (!(await hasPassword(ctx, userId)))
    throw new Conflict({
      zh: "此账号没有密码，本人以其他方式登录，无须重置。",
      en: "This account has no password to reset; its owner signs in another way.",
    });
  const password = oneTimePassword();
  await changePassword(ctx, auth, userId, password, { mustChange: true });
  await ctx.audit("person.give-password", `person:${id}`, undefined, undefined, reason);
  const params = { by: ctx.actor.name, on: dayInChina(ctx.now), reason };
  await notify(ctx, { to: { person: id }, kind: passwordGiven, params, link: "/account/security" });
  return { password };
}

/**
 * Signs somebody out everywhere: a lost phone, a computer left open.
 * @returns how many sessions ended
 * @throws as `giveOneTimePassword`
 */
export async function endSessionsOfPerson(
  ctx: Context,
  auth: Auth,
  id: string,
  reason: string,
): Promise<{ ended: number }> {
  const userId = await accountInCharge(ctx, id);
  const ended = await endSessionsOf(ctx, auth, userId);
  await ctx.audit("person.end-sessions", `person:${id}`, { sessions: ended }, undefined, reason);
  const params = { by: ctx.actor.name, on: dayInChina(ctx.now), reason };
  await notify(ctx, { to: { person: id }, kind: sessionsEnded, params, link: "/account/security" });
  return { ended };
}

/** The account of a person, where it is the actor's to restore. */
async function accountInCharge(ctx: Context, id: string): Promise<string> {
  const { row, memberships } = await personInCharge(ctx, id);
  const [seat] = memberships;
  access.authorize(ctx.actor, "restoreAccount", {
    region: seat?.region ?? ctx.actor.region,
    organisation: seat?.organisationId ?? null,
  });
  if (id === ctx.actor.personId)
    throw new Forbidden({
      zh: "不能为自己办理；请在“账号安全”中修改。",
      en: "Nobody does this for himself; see the security of the account.",
    });
  const { rows } = await sql<{ all: boolean }>`select case when ${ctx.actor.role} = 'administrator'
    then registry.wholly_within(${id}) else registry.wholly_of(${id}, ${ctx.actor.organisation}::uuid) end as "all"`.execute(
    ctx.tx,
  );
  if (!keeps(ctx, row) || !rows[0]?.all)
    throw new Forbidden({
      zh: "此人的账号不由本单位管理，或在别处还有角色，请由管理员办理。",
      en: "This account is kept elsewhere, or its owner holds a role elsewhere too; an administrator has to do it.",
    });
  if (row.userId === null || row.state === "deactivated")
    throw new Conflict({
      zh: "此人没有可以登录的账号。",
      en: "This person has no account to sign in with.",
    });
  return row.userId;
}
