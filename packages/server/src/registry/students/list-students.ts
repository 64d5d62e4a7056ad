import { sql } from "kysely";
import { standards } from "@tixi/standards";
import type { z } from "zod";
import { decodeCursor, toPage, type Actor, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import type * as s from "./schemas.ts";

type Line = z.infer<typeof s.studentLine>;
export type StudentRow = Omit<Line, "programme"> & { programme: string };

/** Columns of a student's line; `s` the student, `p` the person, `v` the school as it is now. */
export const STUDENT = sql`p.id, p.name, s.student_number as "studentNumber", json_build_object('id', s.school_id, 'name', coalesce(v.name, '')) as school,
  s.programme_code as programme, s.level, s.entry_year as "entryYear", s.class_name as "className", s.state,
  coalesce(p.born_on > (platform.today() - interval '18 years')::date, false) as minor, p.user_id is not null as "hasAccount",
  case when not registry.needs_consent(p.born_on) then 'none' else registry.consent_state(p.id) end as consent
  from registry.student s join registry.person p on p.id = s.person_id
    left join registry.organisation_version v on v.organisation_id = s.school_id and upper_inf(v.valid)`;

export const presentLine = ({ programme, ...row }: StudentRow): Line => ({
  ...row,
  programme: { code: programme, name: standards().findProgramme(programme.slice(0, 6))?.name ?? programme },
});

/** The roster that the actor may see: of his school, or of the schools of his region. */
export const rosterOf = (actor: Actor) =>
  actor.role === "administrator"
    ? sql`starts_with(s.region, (select platform.actor_prefix()))`
    : sql`s.school_id = ${actor.organisation}::uuid`;

/** The students of the actor's school, officer and teacher; an administrator those of his region. */
export async function listStudents(
  ctx: Context,
  query: z.infer<typeof s.studentQuery>,
): Promise<z.infer<typeof s.studentPage>> {
  const { organisation, region } = ctx.actor;
  access.authorize({ ...ctx.actor }, "readStudents", { organisation, region });
  const mine = rosterOf(ctx.actor);
  const after = decodeCursor(query.cursor, 2);
  const { rows } = await sql<StudentRow>`select ${STUDENT} where ${mine} and p.state <> 'erased'
      and ${query.q ? sql`(position(${query.q} in p.name) > 0 or starts_with(s.student_number, ${query.q}))` : sql`true`}
      and ${query.programme ? sql`starts_with(s.programme_code, ${query.programme.slice(0, 6)})` : sql`true`}
      and ${query.className ? sql`s.class_name = ${query.className}` : sql`true`}
      and ${query.school ? sql`s.school_id = ${query.school}::uuid` : sql`true`}
      and ${query.state ? sql`s.state = ${query.state}` : sql`s.state in ('enrolled', 'suspended')`}
      and ${query.consent ? sql`registry.needs_consent(p.born_on) and not registry.guardians_agree(p.id)` : sql`true`}
      and ${after ? sql`(s.student_number, p.id) > (${after[0]}, ${after[1]}::uuid)` : sql`true`}
    order by s.student_number, p.id limit ${query.limit + 1}`.execute(ctx.tx);
  const sums = await sql<{ enrolled: string; missing: string }>`
    select count(*) as enrolled, count(*) filter (where registry.needs_consent(p.born_on)
      and not registry.guardians_agree(p.id)) as missing
    from registry.student s join registry.person p on p.id = s.person_id where ${mine} and s.state in ('enrolled', 'suspended')`.execute(
    ctx.tx,
  );
  await ctx.auditRead(organisation ? `organisation:${organisation}` : `region:${region}`, [
    "registry.person.name",
    "registry.student.student_number",
  ]);
  return {
    ...toPage(rows, query.limit, (row) => [row.studentNumber, row.id], presentLine),
    enrolled: Number(sums.rows[0]?.enrolled ?? 0),
    withoutConsent: Number(sums.rows[0]?.missing ?? 0),
  };
}
