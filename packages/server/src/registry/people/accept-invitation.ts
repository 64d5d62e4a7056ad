import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { openAccount } from "../../platform/auth/accounts.ts";
import { checkPassword } from "../../platform/auth/password-policy.ts";
import {
  Conflict,
  localeOf,
  NotFound,
  notify,
  SignInRequired,
  transaction,
  type Context,
  type Platform,
} from "../../platform/index.ts";
import { insertMembership, refuseBothHands, refuseSelf } from "./give-membership.ts";
import { roleWords } from "./words.ts";
import {
  INVITATION,
  invitationOf,
  presentInvitation,
  requireOpenable,
  type InvitationRow,
} from "./invite.ts";
import { invitationTaken } from "./notices.ts";
import { PLACES } from "./contact.ts";
import { findPerson } from "./people.sql.ts";
import { sealPhone } from "./phone.ts";
import { lookAgain } from "./sessions.ts";
import { hashOf } from "./tokens.ts";
import type * as s from "./schemas.ts";

/**
 * What the link says: who invites whom to what. Whoever holds it may read it.
 * @throws NotFound for a token that was never given, Conflict for one that is used, over, taken back, or whose giver
 *   may not give the role any more
 */
export async function showInvitation(
  ctx: Context,
  people: Platform["people"],
  token: string,
): Promise<z.infer<typeof s.openInvitation>> {
  const row = await openOne(ctx, people, token);
  const { name, role, organisation, region, post, by, expiresAt } = presentInvitation(row);
  return { name, role, organisation, region, post, by, expiresAt, opensAccount: row.personId !== null };
}

/**
 * Takes a role by its link, once: whoever is signed in gets it added, anybody else opens an account with it. The rows
 * are written on behalf of the one who invited, and only if he still may.
 */
export async function acceptInvitation(
  platform: Platform,
  request: FastifyRequest,
  token: string,
  input: z.infer<typeof s.acceptance>,
): Promise<{ signIn: boolean }> {
  const { personId } = request.actor;
  if (input.account === null && personId === null) throw new SignInRequired();
  const options = { locale: localeOf(request), requestId: request.id, address: request.ip, log: request.log };
  const found = await transaction(platform, request.actor, options, (ctx) =>
    openOne(ctx, platform.people, token),
  );
  return transaction(platform, found.actor, options, async (ctx) => {
    // Two who hold one link: the second waits here and finds it used.
    await sql`select 1 from registry.invitation where id = ${found.id} for update`.execute(ctx.tx);
    const row = await openOne(ctx, platform.people, token);
    const person =
      input.account === null ? signedInPerson(row, personId!) : await openPerson(ctx, row, input.account);
    refuseSelf(ctx, person);
    await refuseBothHands(ctx, person, row.role);
    const { organisationId, organisationName, region, post, role } = row;
    const held = await sql`select 1 from registry.membership where person_id = ${person} and role = ${role}
      and organisation_id is not distinct from ${organisationId} and state in ('claimed', 'active')`.execute(
      ctx.tx,
    );
    if (held.rows.length === 0 || row.personId === null)
      await insertMembership(ctx, person, { role, seat: { organisationId, organisationName, region }, post, until: null, state: "active" }); // prettier-ignore
    await sql`update registry.invitation set accepted_at = ${ctx.now}, accepted_by = ${person} where id = ${row.id}`.execute(
      ctx.tx,
    );
    await ctx.audit("invitation.accept", `invitation:${row.id}`, null, {
      person,
      newAccount: input.account !== null,
    });
    if (row.actor.userId !== null)
      await notify(ctx, {
        to: { userId: row.actor.userId },
        kind: invitationTaken,
        params: { name: row.name, role: roleWords[role] },
        link: `/people/${person}`,
      });
    lookAgain(ctx, platform.auth);
    return { signIn: input.account !== null };
  });
}

async function openOne(ctx: Context, people: Platform["people"], token: string): Promise<InvitationRow> {
  const row = await invitationOf(ctx, hashOf(token));
  if (!row) throw new NotFound(INVITATION);
  if (row.accepted || row.revoked || row.expired)
    throw new Conflict({
      zh: row.accepted ? "此邀请已被使用。" : row.revoked ? "此邀请已被撤回。" : "此邀请已过期，请联系邀请人重新发出。",
      en: row.accepted ? "This invitation was used already." : row.revoked ? "This invitation was taken back." : "This invitation has expired; ask for a new one.",
    }); // prettier-ignore
  if (!(await stillMay(people, row)))
    throw new Conflict({
      zh: "邀请人已不再有权授予此角色，请联系单位重新发出邀请。",
      en: "Who invited you may not give this role any more; ask the organisation for a new invitation.",
    });
  return row;
}

/** Whether the one who invited still holds the role in which he did, his own or lent. */
async function stillMay(people: Platform["people"], { actor }: InvitationRow): Promise<boolean> {
  if (actor.userId === null) return false;
  const inviter = await people.of(actor.userId);
  return (
    inviter?.hats.some(
      (hat) =>
        hat.role === actor.role &&
        (hat.organisation?.id ?? null) === actor.organisation &&
        (hat.region === null || hat.region === actor.region) &&
        (hat.actingFor?.delegation ?? null) === (actor.actingFor?.delegation ?? null),
    ) ?? false
  );
}

function signedInPerson(row: InvitationRow, personId: string): string {
  if (row.personId === null || row.personId === personId) return personId;
  throw new Conflict({
    zh: "此邀请是为另一个人开通账号的，请先退出登录。",
    en: "This invitation opens the account of somebody else; sign out first.",
  });
}

/** The account and, where the invitation is for nobody known, the person; under the password policy of sign-in. */
async function openPerson(
  ctx: Context,
  row: InvitationRow,
  account: NonNullable<z.infer<typeof s.acceptance>["account"]>,
): Promise<string> {
  const { username, password, phone } = account;
  checkPassword(
    password,
    { username, name: row.name, organisation: row.organisationName, phone },
    "account.password",
  );
  if (row.personId !== null) await requireOpenable(ctx, row.personId);
  const userId = await openAccount(ctx, { username, name: row.name, password });
  if (row.personId !== null) {
    const known = await findPerson(ctx, row.personId);
    // What a roster brought is a name to sign in with from now on, unless somebody else signs in with it.
    const told = known?.phone ? ctx.vault.open(PLACES.phone, known.phone) : "";
    const number = phone || told;
    const { sealed, index } = await sealPhone(ctx, number, row.personId, true);
    await sql`update registry.person set user_id = ${userId}, state = 'active', phone_sealed = ${sealed}, phone_index = ${index},
      phone_confirmed = phone_confirmed and ${number === told} where id = ${row.personId}`.execute(ctx.tx);
    await ctx.audit("person.open-account", `person:${row.personId}`, null, { account: userId });
    return row.personId;
  }
  const { sealed, index } = await sealPhone(ctx, phone, null, true);
  const id = uuidv7();
  await sql`insert into registry.person (id, name, user_id, kept_by, state, phone_sealed, phone_index, created_at, created_by)
    values (${id}, ${row.name}, ${userId}, ${row.organisationId}, 'active', ${sealed}, ${index}, ${ctx.now}, ${ctx.actor.userId})`.execute(
    ctx.tx,
  );
  await ctx.audit("person.open-account", `person:${id}`, null, {
    account: userId,
    keptBy: row.organisationId,
  });
  return id;
}
