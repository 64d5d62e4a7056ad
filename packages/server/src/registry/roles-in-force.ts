/**
 * The roles that are in force, one's own and those lent for a time, as a query to be read from: of whom (`person_id`),
 * which, where, and of a lent one by whom. A lent role ends with its time, with the lender's role, and with the lender.
 * The process itself asks it before it is known who acts; a user's transaction sees of it what its policies show.
 */
export const ROLES_IN_FORCE = `
  select m.id, m.person_id, m.role, m.region, m.post, m.organisation_id, m.created_at, m.since::text as since, m.until::text as until,
    coalesce(m.decided_by, m.created_by) as giver, null::uuid as delegation, null::text as lender, null::text as reason
  from registry.membership m
  where m.state = 'active' and m.since <= platform.today() and (m.until is null or m.until >= platform.today())
  union all
  select d.id, d.to_person, m.role, m.region, m.post, m.organisation_id, d.created_at, to_json(d.since) #>> '{}', to_json(d.until) #>> '{}',
    d.created_by, d.id, l.name, d.reason
  from registry.delegation d join registry.membership m on m.id = d.membership_id join registry.person l on l.id = d.from_person
  where d.ended_at is null and d.since <= now() and d.until > now() and l.state = 'active'
    and m.state = 'active' and (m.until is null or m.until >= platform.today())`;
