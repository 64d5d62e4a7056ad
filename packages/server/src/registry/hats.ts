import { sql } from "kysely";
import type pg from "pg";
import type { Hat, People, PersonMark } from "../platform/auth/people.ts";
import type { Vault } from "../platform/personal/vault.ts";
import { ROLES_IN_FORCE } from "./roles-in-force.ts";

interface Row {
  personId: string;
  personName: string;
  id: string | null;
  role: Hat["role"];
  region: string | null;
  post: string;
  organisationId: string | null;
  organisationName: string | null;
  until: string | null;
  delegation: string | null;
  lender: string | null;
}

/** Whoever signs in with his roles, his own first; `until` tells when a lent one is gone. */
const HATS = `
  select p.id as "personId", p.name as "personName", h.id, h.role, h.region, h.post, h.organisation_id as "organisationId",
    v.name as "organisationName", case when h.delegation is not null then h.until end as until, h.delegation, h.lender
  from registry.person p
    left join (${ROLES_IN_FORCE}) h on h.person_id = p.id and p.state = 'active'
    left join registry.organisation_version v on v.organisation_id = h.organisation_id and upper_inf(v.valid)
  where p.user_id = $1 and p.state in ('registered', 'active')
  order by h.delegation is not null, h.created_at, h.id`;

const MARKS: Record<PersonMark["by"], string> = {
  phone: "select p.user_id from registry.person p where p.phone_index = $1",
  email: "select p.user_id from registry.person p where p.email_index = $1",
  "student-number": `select p.user_id from registry.student s join registry.person p on p.id = s.person_id
    where s.student_number = $1 and s.school_id = $2`,
};

/** What sign-in asks the register, over connections of the process itself. */
export function peopleOf(pool: pg.Pool, vault: Vault): People {
  let sample: boolean | null = null;
  return {
    of: async (userId) => {
      const { rows } = await pool.query<Row>(HATS, [userId]);
      const [first] = rows;
      if (!first) return null;
      return { personId: first.personId, name: first.personName, hats: rows.flatMap(hatOf) };
    },
    accountOf: async (mark) => {
      const values =
        mark.by === "student-number"
          ? [mark.value, mark.school]
          : [vault.index(`registry.person.${mark.by}`, mark.value)];
      const confirmed = mark.by !== "student-number" && mark.confirmed ? `and p.${mark.by}_confirmed` : "";
      const known = `${MARKS[mark.by]} ${confirmed} and p.user_id is not null and p.state in ('registered', 'active') limit 2`;
      const { rows } = await pool.query<{ user_id: string }>(known, values);
      return rows.length === 1 ? rows[0]!.user_id : null;
    },
    accountOfPerson: async (ctx, personId) => {
      const { rows } = await sql<{ userId: string | null }>`
        select user_id as "userId" from registry.person where id = ${personId}`.execute(ctx.tx);
      return rows[0]?.userId ?? null;
    },
    admit: async (ctx, { userId, name }) => {
      const id = ctx.actor.personId;
      await sql`insert into registry.person (id, name, user_id, state, created_at)
        values (${id}, ${name}, ${userId}, 'registered', ${ctx.now})`.execute(ctx.tx);
      await ctx.audit("person.register", `person:${id}`, null, { by: "single sign-on" });
    },
    regionOf: async (organisation) => {
      const { rows } = await pool.query<{ region: string }>(
        "select registry.keeper_region(region) as region from registry.organisation_version where organisation_id = $1 and upper_inf(valid)",
        [organisation],
      );
      return rows[0]?.region ?? null;
    },
    isSample: async () => {
      // The province is chosen once.
      if (sample === null) {
        const { rows } = await pool.query<{ sample: boolean }>("select sample from registry.installation");
        if (!rows[0]) return false;
        sample = rows[0].sample;
      }
      return sample;
    },
  };
}

function hatOf(row: Row): Hat[] {
  if (row.id === null) return [];
  return [
    {
      id: row.id,
      role: row.role,
      organisation:
        row.organisationId === null ? null : { id: row.organisationId, name: row.organisationName ?? "" },
      region: row.region,
      post: row.post,
      actingFor: row.delegation === null ? null : { delegation: row.delegation, name: row.lender ?? "" },
      until: row.until,
    },
  ];
}
