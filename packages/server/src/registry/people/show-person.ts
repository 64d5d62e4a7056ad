import { sql } from "kysely";
import type { z } from "zod";
import { etagOf, NotFound, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { maskedContact, PLACES } from "./contact.ts";
import { loansAbout } from "./lend-role.ts";
import { findPerson, membershipsOf, presentMembership, type PersonRow } from "./people.sql.ts";
import { namesOf } from "./places.sql.ts";
import type * as s from "./schemas.ts";

export const PERSON = { zh: "人员", en: "person" };

/**
 * A person's file as one sees it who answers for him: the roles in one's own organisation or region, and never a word
 * of others. Contact data only where one's own organisation keeps the account (or for the administrator), masked.
 * @throws NotFound where the actor answers for nothing that the person holds
 */
export async function showPerson(ctx: Context, id: string): Promise<z.infer<typeof s.person>> {
  const { row, memberships } = await personInCharge(ctx, id);
  const keptHere = keeps(ctx, row);
  const held = memberships.some(({ state }) => state === "claimed" || state === "active");
  const names = await namesOf(
    ctx,
    memberships.map(({ decidedBy }) => decidedBy),
  );
  const student = await sql<{ n: number }>`select 1 as n from registry.student where person_id = ${id} limit 1`.execute(ctx.tx); // prettier-ignore
  const handOvers = await sql<{ subject: string; to: string; at: string; reason: string }>`
    select h.subject, coalesce(p.name, '') as "to", to_json(h.created_at) #>> '{}' as at, h.reason
    from registry.hand_over h left join registry.person p on p.id = h.to_person
    where h.from_person = ${id} order by h.id desc limit 100`.execute(ctx.tx);
  const shown = (keptHere && (held || student.rows.length > 0)) || ctx.actor.role === "administrator";
  await ctx.auditRead(`person:${id}`, ["registry.person.name", ...(shown ? Object.values(PLACES) : [])]);
  return {
    id,
    name: row.name,
    state: row.state,
    hasAccount: row.userId !== null,
    keptHere,
    self: id === ctx.actor.personId,
    memberships: memberships.map((membership) => presentMembership(ctx.actor, membership, names)),
    contact: shown ? maskedContact(ctx.vault, row) : null,
    student: student.rows.length > 0,
    delegations: await loansAbout(ctx, id),
    handOvers: handOvers.rows,
    etag: versionOf(row, memberships),
  };
}

/** @throws NotFound where the actor answers for nothing that the person holds */
export async function personInCharge(ctx: Context, id: string) {
  const row = await findPerson(ctx, id);
  const memberships = row ? await membershipsOf(ctx, id) : [];
  const [first] = memberships;
  if (!row || row.state === "erased" || !first) throw new NotFound(PERSON);
  access.authorize(ctx.actor, "managePeople", {
    region: first.region ?? ctx.actor.region,
    organisation: first.organisationId,
  });
  return { row, memberships };
}

/** Whether the actor's organisation, or the administrator, answers for the person's account. */
export const keeps = (ctx: Context, row: PersonRow): boolean =>
  ctx.actor.role === "administrator" || (row.keptBy !== null && row.keptBy === ctx.actor.organisation);

export const versionOf = (row: PersonRow, memberships: readonly { id: string; state: string }[]): string =>
  etagOf(row.id, row.state, row.userId, memberships.map(({ id, state }) => `${id} ${state}`).sort());
