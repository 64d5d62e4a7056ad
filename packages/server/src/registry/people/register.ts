import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { openAccount } from "../../platform/auth/accounts.ts";
import { checkPassword } from "../../platform/auth/password-policy.ts";
import {
  dayInChina,
  BadInput,
  localeOf,
  NOBODY,
  notify,
  SignInRequired,
  transaction,
  type Actor,
  type Context,
  type Platform,
} from "../../platform/index.ts";
import { insertMembership } from "./give-membership.ts";
import { roleWords } from "./words.ts";
import { fits, type HeldRole } from "./grants.ts";
import { UnderAge } from "./invite.ts";
import { claimWaits } from "./notices.ts";
import { sealPhone } from "./phone.ts";
import { placeOf, type Place } from "./places.sql.ts";
import type * as s from "./schemas.ts";

const AGE_OF_OWN_CONSENT = 14;

/**
 * Somebody makes himself known: an account, a person that nobody has confirmed, and what he says to be. It gives him
 * nothing until the organisation (or the region's administrator, where it has no officer) has confirmed it. The answer
 * is the same whether or not the phone number is known.
 * @throws BadInput, Conflict for a user name that is taken, UnderAge
 */
export async function register(
  platform: Platform,
  request: FastifyRequest,
  input: z.infer<typeof s.registration>,
): Promise<z.infer<typeof s.registered>> {
  const personId = uuidv7();
  const actor: Actor = { ...NOBODY, personId, name: input.name, region: request.actor.region };
  const options = { locale: localeOf(request), requestId: request.id, address: request.ip, log: request.log };
  return transaction(platform, actor, options, async (ctx) => {
    const place = await requirePlace(ctx, input);
    requireAge(ctx, input);
    const { name, username, password, phone } = input;
    checkPassword(password, { username, name, organisation: place.name, phone });
    const userId = await openAccount(ctx, { username, name, password });
    // Not to sign in with before somebody has confirmed who he is.
    const { sealed } = await sealPhone(ctx, phone, personId, false);
    await sql`insert into registry.person (id, name, user_id, state, phone_sealed, born_on, created_at, created_by)
      values (${personId}, ${name}, ${userId}, 'registered', ${sealed}, ${input.bornOn}, ${ctx.now}, null)`.execute(
      ctx.tx,
    );
    await ctx.audit("person.register", `person:${personId}`, null, { account: userId });
    await insertClaim(ctx, personId, name, place, input);
    return { username: username.toLowerCase() };
  });
}

/** One more role that somebody says he has. */
export async function addClaim(ctx: Context, input: z.infer<typeof s.claim>): Promise<void> {
  const { personId, name } = ctx.actor;
  if (personId === null) throw new SignInRequired();
  const place = await requirePlace(ctx, input);
  await insertClaim(ctx, personId, name, place, input);
}

async function insertClaim(
  ctx: Context,
  personId: string,
  name: string,
  place: Place,
  { role, post }: { role: HeldRole; post: string },
): Promise<void> {
  const seat = { organisationId: place.id, organisationName: place.name, region: place.region };
  await insertMembership(ctx, personId, { role, seat, post, until: null, state: "claimed" });
  const { rows } = await sql<{ has: boolean }>`select registry.has_officer(${place.id}) as has`.execute(
    ctx.tx,
  );
  await notify(ctx, {
    to: rows[0]?.has
      ? { role: ["school-officer", "enterprise-officer", "secretariat"], organisation: place.id }
      : { role: "administrator", region: place.region.replace(/\d{4}$/, "0000"), within: true },
    kind: claimWaits,
    params: { organisation: place.name, role: roleWords[role], name },
    link: "/people?state=claimed",
    of: { region: place.region, organisation: place.id },
  });
}

async function requirePlace(
  ctx: Context,
  { organisationId, role }: { organisationId: string; role: HeldRole },
): Promise<Place> {
  const place = await placeOf(ctx, organisationId);
  if (!fits(role, place.kind))
    throw new BadInput([
      {
        part: "body",
        field: "role",
        reason: "此角色不在这类组织中担任 / this role is not held in such a place",
      },
    ]);
  return place;
}

function requireAge(ctx: Context, { role, bornOn }: z.infer<typeof s.registration>): void {
  if (bornOn === null) {
    if (role !== "student") return;
    throw new BadInput([
      { part: "body", field: "bornOn", reason: "学生须填写出生日期 / a student states his date of birth" },
    ]);
  }
  const today = dayInChina(ctx.now);
  if (bornOn > today)
    throw new BadInput([{ part: "body", field: "bornOn", reason: "在今天以后 / yet to come" }]);
  const years = Number(today.slice(0, 4)) - AGE_OF_OWN_CONSENT;
  if (bornOn > `${years}${today.slice(4)}`) throw new UnderAge();
}
