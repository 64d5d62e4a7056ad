import { randomUUID } from "node:crypto";
import { NOBODY, type Actor, type Role } from "../platform/context.ts";
import type { Office } from "./office.ts";

/** Somebody with an account and a role in an organisation of his own in the city 370200. */
export async function member(office: Office, role: Role, kind: string, name: string): Promise<Actor> {
  const { sql } = office.world;
  const [organisation, person, user] = [randomUUID(), randomUUID(), `user-${randomUUID()}`];
  await sql("insert into registry.organisation (id, created_at) values ($1, now())", [organisation]);
  await sql(
    `insert into registry.organisation_version (organisation_id, valid, name, kind, region, change, recorded_at)
     values ($1, '[2020-01-01,)', $2, $3, '370200', 'registered', now())`,
    [organisation, name, kind],
  );
  await sql(`insert into auth."user" (id, name, email, email_verified, created_at, updated_at) values ($1, $2, $3, false, now(), now())`, [user, name, `${user}@tixi.invalid`]); // prettier-ignore
  await sql("insert into registry.person (id, name, user_id, state, created_at) values ($1, $2, $3, 'active', now())", [person, name, user]); // prettier-ignore
  await sql(
    `insert into registry.membership (id, person_id, organisation_id, role, region, state, since, created_at)
     values (gen_random_uuid(), $1, $2, $3, '370200', 'active', '2026-01-01', now())`,
    [person, organisation, role],
  );
  return {
    ...NOBODY,
    userId: user,
    personId: person,
    name: `${name}代表`,
    role,
    region: "370200",
    organisation,
  };
}
