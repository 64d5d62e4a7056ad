import { checkPhone } from "@tixi/engines/identifiers";
import { sql } from "kysely";
import type { z } from "zod";
import { NotFound, SignInRequired, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { maskedContact, openedContact, PLACES } from "./contact.ts";
import { loansAbout } from "./lend-role.ts";
import { findPerson, membershipsOf, presentMembership } from "./people.sql.ts";
import { sealPhone } from "./phone.ts";
import { namesOf } from "./places.sql.ts";
import { PERSON } from "./show-person.ts";
import type * as s from "./schemas.ts";

/** One's own file: contact data masked, every role held and claimed, what is lent. Also for one who still waits. */
export async function ownFile(ctx: Context): Promise<z.infer<typeof s.ownFile>> {
  const row = await ownRow(ctx);
  const memberships = await membershipsOf(ctx, row.id, true);
  const names = await namesOf(
    ctx,
    memberships.map(({ decidedBy }) => decidedBy),
  );
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    contact: maskedContact(ctx.vault, row),
    memberships: memberships.map((membership) => presentMembership(ctx.actor, membership, names)),
    delegations: await loansAbout(ctx, row.id),
    waits: !memberships.some(({ state }) => state === "active"),
  };
}

/** One's own contact data in clear. */
export async function revealOwn(ctx: Context): Promise<z.infer<typeof s.contact>> {
  const row = await ownRow(ctx);
  await ctx.auditRead(`person:${row.id}`, Object.values(PLACES), "本人查看");
  return openedContact(ctx.vault, row);
}

/** Changes one's own phone or e-mail address; an empty text takes it away. */
export async function changeOwnContact(
  ctx: Context,
  input: { phone?: string | undefined; email?: string | undefined },
): Promise<z.infer<typeof s.contact>> {
  const row = await ownRow(ctx);
  if (input.phone !== undefined && !(await samePhone(ctx, row.phone, input.phone))) {
    const { sealed, index } = await sealPhone(ctx, input.phone, row.id, row.state === "active");
    await sql`update registry.person set phone_sealed = ${sealed}, phone_index = ${index} where id = ${row.id}`.execute(
      ctx.tx,
    );
  }
  if (input.email !== undefined) {
    const email = input.email.trim();
    const sealed = email === "" ? null : ctx.vault.seal(PLACES.email, email);
    const index = email === "" ? null : ctx.vault.index(PLACES.email, email);
    await sql`update registry.person set email_sealed = ${sealed}, email_index = ${index} where id = ${row.id}`.execute(
      ctx.tx,
    );
  }
  await ctx.audit("person.change-contact", `person:${row.id}`, null, { fields: Object.keys(input) });
  return maskedContact(ctx.vault, (await findPerson(ctx, row.id))!);
}

async function samePhone(ctx: Context, sealed: Buffer | null, text: string): Promise<boolean> {
  const checked = checkPhone(text);
  return sealed !== null && checked.ok && ctx.vault.open(PLACES.phone, sealed) === checked.value;
}

async function ownRow(ctx: Context) {
  const { personId } = ctx.actor;
  if (personId === null) throw new SignInRequired();
  // An officer's right reaches his organisation; his own file is his as a person.
  access.authorize({ ...ctx.actor, role: "public" }, "readPeople", { person: personId });
  const row = await findPerson(ctx, personId);
  if (!row) throw new NotFound(PERSON);
  return row;
}
