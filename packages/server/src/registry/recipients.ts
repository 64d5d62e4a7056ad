import type pg from "pg";
import type { Addressee, Recipients, Vault } from "../platform/index.ts";

/** Roles held now, one's own and those lent for a time, as in hats.ts. A role without a region is held in all of them. */
const HOLDERS = `
  with held as (
    select m.person_id, m.role, m.region, m.organisation_id from registry.membership m
    where m.state = 'active' and m.since <= (now() at time zone 'Asia/Shanghai')::date and (m.until is null or m.until >= (now() at time zone 'Asia/Shanghai')::date)
    union all
    select d.to_person, m.role, m.region, m.organisation_id from registry.delegation d
      join registry.membership m on m.id = d.membership_id join registry.person l on l.id = d.from_person
    where d.ended_at is null and d.since <= now() and d.until > now() and l.state = 'active' and m.state = 'active'
      and (m.until is null or m.until >= (now() at time zone 'Asia/Shanghai')::date))
  select distinct p.id as "personId", p.user_id as "userId" from held h join registry.person p on p.id = h.person_id
  where p.state = 'active' and h.role = any($1)`;

/** Who is told of something, and at which address, as the register knows it; asked by the process itself. */
export function recipientsOf(pool: pg.Pool, vault: Vault): Recipients {
  return {
    holders: async (roles, where) => {
      const [condition, value] =
        "organisation" in where
          ? ["and h.organisation_id = $2", where.organisation]
          : where.within
            ? ["and (h.region is null or starts_with(h.region, platform.region_prefix($2)))", where.region]
            : ["and (h.region is null or h.region = $2)", where.region];
      const { rows } = await pool.query<Addressee>(`${HOLDERS} ${condition}`, [roles, value]);
      return rows;
    },
    complete: async ({ userId, personId }) => {
      const { rows } = await pool.query<Addressee>(
        `select id as "personId", user_id as "userId" from registry.person where id = $1 or user_id = $2`,
        [personId, userId],
      );
      return rows[0] ?? { userId, personId };
    },
    emailOf: async ({ userId, personId }) => {
      const { rows } = await pool.query<{ sealed: Buffer | null }>(
        "select email_sealed as sealed from registry.person where (id = $1 or user_id = $2) and state = 'active'",
        [personId, userId],
      );
      const sealed = rows[0]?.sealed;
      return sealed ? vault.open("registry.person.email", sealed) : null;
    },
  };
}
