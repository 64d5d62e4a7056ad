import type pg from "pg";
import type { Addressee, Recipients, Vault } from "../platform/index.ts";
import { ROLES_IN_FORCE } from "./roles-in-force.ts";

/** A role without a region is held in all of them. */
const HOLDERS = `
  select distinct p.id as "personId", p.user_id as "userId" from (${ROLES_IN_FORCE}) h join registry.person p on p.id = h.person_id
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
