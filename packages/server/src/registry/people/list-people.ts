import { sql } from "kysely";
import type { z } from "zod";
import { decodeCursor, toPage, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { inCharge } from "./people.sql.ts";
import type * as s from "./schemas.ts";

type Line = z.infer<typeof s.personLine>;

/**
 * The people whom the actor answers for: an officer those of his organisation, an administrator those of his region.
 * Students stand in the school's own list; here only those who hold another role as well.
 */
export async function listPeople(
  ctx: Context,
  query: z.infer<typeof s.peopleQuery>,
): Promise<z.infer<typeof s.peoplePage>> {
  const { role, region, organisation } = ctx.actor;
  access.authorize(ctx.actor, "managePeople", role === "administrator" ? { region } : { organisation });
  const after = decodeCursor(query.cursor, 2);
  const mine = inCharge(ctx.actor);
  const wanted = query.role ? sql`m.role = ${query.role}` : sql`m.role <> 'student'`;
  const { rows } = await sql<Line>`
    with held as (
      select m.person_id, m.id, m.role, m.post, m.state, m.organisation_id, v.name as organisation, m.created_at
      from registry.membership m
        left join registry.organisation_version v on v.organisation_id = m.organisation_id and upper_inf(v.valid)
      where ${mine})
    select p.id, p.name, p.state, p.user_id is not null as "hasAccount",
      json_agg(json_build_object('id', m.id, 'role', m.role, 'post', m.post, 'state', m.state, 'organisation',
        case when m.organisation_id is not null then json_build_object('id', m.organisation_id, 'name', coalesce(m.organisation, '')) end)
        order by m.state = 'ended', m.created_at) as memberships
    from registry.person p join held m on m.person_id = p.id
    where p.state <> 'erased'
      and exists (select from held m where m.person_id = p.id and ${wanted})
      and ${stateCondition(query.state)}
      and ${query.q ? sql`position(${query.q} in p.name) > 0` : sql`true`}
      and ${after ? sql`(p.name, p.id) > (${after[0]}, ${after[1]}::uuid)` : sql`true`}
    group by p.id order by p.name, p.id limit ${query.limit + 1}`.execute(ctx.tx);
  const waiting = await sql<{ n: string }>`select count(*) as n from registry.membership m
    where m.state = 'claimed' and ${mine}`.execute(ctx.tx);
  await ctx.auditRead(organisation ? `organisation:${organisation}` : `region:${region}`, [
    "registry.person.name",
  ]);
  return {
    ...toPage(rows, query.limit, (row) => [row.name, row.id]),
    waiting: Number(waiting.rows[0]?.n ?? 0),
  };
}

function stateCondition(state: z.infer<typeof s.peopleQuery>["state"]) {
  switch (state) {
    case "deactivated":
      return sql`p.state = 'deactivated'`;
    case "no-account":
      return sql`p.user_id is null`;
    case "claimed":
      return sql`exists (select from held m where m.person_id = p.id and m.state = 'claimed')`;
    case "active":
      return sql`p.state = 'active' and exists (select from held m where m.person_id = p.id and m.state = 'active')`;
    case "ended":
      return sql`not exists (select from held m where m.person_id = p.id and m.state in ('claimed', 'active'))`;
    default:
      return sql`exists (select from held m where m.person_id = p.id and m.state in ('claimed', 'active'))`;
  }
}
