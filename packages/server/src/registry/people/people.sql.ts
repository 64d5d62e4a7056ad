import { sql, type RawBuilder } from "kysely";
import type { z } from "zod";
import type { Actor, Context } from "../../platform/index.ts";
import { regionName } from "../regions.ts";
import { mayGive, type HeldRole } from "./grants.ts";
import type * as s from "./schemas.ts";

export interface PersonRow {
  id: string;
  name: string;
  state: "registered" | "active" | "deactivated" | "erased";
  userId: string | null;
  keptBy: string | null;
  phone: Buffer | null;
  email: Buffer | null;
  identity: Buffer | null;
  bornOn: string | null;
}

/** A person as far as the policies let the actor see one. */
export async function findPerson(ctx: Context, id: string): Promise<PersonRow | undefined> {
  const { rows } = await sql<PersonRow>`select id, name, state, user_id as "userId", kept_by as "keptBy",
      phone_sealed as phone, email_sealed as email, identity_sealed as identity, to_char(born_on, 'YYYY-MM-DD') as "bornOn"
    from registry.person where id = ${id}`.execute(ctx.tx);
  return rows[0];
}

export interface MembershipRow {
  id: string;
  personId: string;
  role: HeldRole;
  organisationId: string | null;
  organisationName: string | null;
  region: string | null;
  post: string;
  state: "claimed" | "active" | "refused" | "ended";
  since: string;
  until: string | null;
  reason: string;
  decidedAt: string | null;
  decidedBy: string | null;
}

const MEMBERSHIP = sql`m.id, m.person_id as "personId", m.role, m.organisation_id as "organisationId", v.name as "organisationName",
  m.region, m.post, m.state, to_char(m.since, 'YYYY-MM-DD') as since, to_char(m.until, 'YYYY-MM-DD') as until, m.reason,
  to_json(m.decided_at) #>> '{}' as "decidedAt", m.decided_by as "decidedBy"
  from registry.membership m left join registry.organisation_version v on v.organisation_id = m.organisation_id and upper_inf(v.valid)`;

/**
 * What the actor answers for: the people of his organisation, or of his region. The policies show him his own roles
 * elsewhere as well, which belong on his own page only.
 */
export function inCharge(actor: Actor): RawBuilder<boolean> {
  if (actor.role === "administrator")
    return sql<boolean>`(m.region is null or starts_with(m.region, (select platform.actor_prefix())))`;
  return sql<boolean>`m.organisation_id = ${actor.organisation}::uuid`;
}

/** Memberships of a person that the actor answers for; with `all`, whatever the policies show (one's own). */
export async function membershipsOf(ctx: Context, personId: string, all = false): Promise<MembershipRow[]> {
  const only = all ? sql`true` : inCharge(ctx.actor);
  const { rows } = await sql<MembershipRow>`select ${MEMBERSHIP} where m.person_id = ${personId} and ${only}
    order by m.state = 'ended', m.state = 'refused', m.created_at, m.id`.execute(ctx.tx);
  return rows;
}

/** @param lock for those who decide about it: whoever comes second waits and finds it decided */
export async function findMembership(
  ctx: Context,
  id: string,
  lock: boolean,
): Promise<MembershipRow | undefined> {
  const { rows } = await sql<MembershipRow>`select ${MEMBERSHIP} where m.id = ${id}
    ${lock ? sql`for update of m` : sql``}`.execute(ctx.tx);
  return rows[0];
}

export function presentMembership(
  actor: Actor,
  row: MembershipRow,
  names: ReadonlyMap<string, string>,
): z.infer<typeof s.membership> {
  const { organisationId, organisationName, region, decidedBy, personId: _, ...rest } = row;
  return {
    ...rest,
    organisation: organisationId === null ? null : { id: organisationId, name: organisationName ?? "" },
    region: region === null ? null : { code: region, name: regionName(region) },
    decidedBy: decidedBy === null ? null : (names.get(decidedBy) ?? null),
    mine:
      mayGive(actor.role, row.role) &&
      (actor.role === "administrator" || (organisationId !== null && organisationId === actor.organisation)),
  };
}
