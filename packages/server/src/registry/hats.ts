import type pg from "pg";
import type { Hat, People } from "../platform/auth/people.ts";

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

/**
 * The roles of whoever signs in, his own and those lent to him, asked by the process itself before it is known who
 * acts. A lent role ends with its time, with the lender's role, and with the lender.
 */
const HATS = `
  with held as (
    select m.id, m.person_id, m.role, m.region, m.post, m.organisation_id, m.created_at, null::timestamptz as until,
      null::uuid as delegation, null::text as lender, 0 as rank
    from registry.membership m
    where m.state = 'active' and m.since <= current_date and (m.until is null or m.until >= current_date)
    union all
    select d.id, d.to_person, m.role, m.region, m.post, m.organisation_id, d.created_at, d.until, d.id, p.name, 1
    from registry.delegation d join registry.membership m on m.id = d.membership_id
      join registry.person p on p.id = d.from_person
    where d.ended_at is null and d.since <= now() and d.until > now() and p.state = 'active'
      and m.state = 'active' and (m.until is null or m.until >= current_date))
  select p.id as "personId", p.name as "personName", h.id, h.role, h.region, h.post, h.organisation_id as "organisationId",
    v.name as "organisationName", to_json(h.until) #>> '{}' as until, h.delegation, h.lender
  from registry.person p
    left join held h on h.person_id = p.id and p.state = 'active'
    left join registry.organisation_version v on v.organisation_id = h.organisation_id and upper_inf(v.valid)
  where p.user_id = $1 and p.state in ('registered', 'active')
  order by h.rank, h.created_at, h.id`;

export function peopleOf(pool: pg.Pool): People {
  return {
    of: async (userId) => {
      const { rows } = await pool.query<Row>(HATS, [userId]);
      const [first] = rows;
      if (!first) return null;
      const hats = rows.flatMap((row): Hat[] =>
        row.id === null
          ? []
          : [
              {
                id: row.id,
                role: row.role,
                organisation:
                  row.organisationId === null
                    ? null
                    : { id: row.organisationId, name: row.organisationName ?? "" },
                region: row.region,
                post: row.post,
                actingFor:
                  row.delegation === null ? null : { delegation: row.delegation, name: row.lender ?? "" },
                until: row.until,
              },
            ],
      );
      return { personId: first.personId, name: first.personName, hats };
    },
  };
}
