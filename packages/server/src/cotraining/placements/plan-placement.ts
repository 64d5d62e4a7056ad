import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { BadInput, Conflict, Forbidden, recordAction, type Context } from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { access } from "../access.ts";
import { factRows, type FactRow } from "../gate/facts.ts";
import { checkEnterprises, judge, type Judged } from "../gate/judge.ts";
import type * as s from "../gate/schemas.ts";
import { COLUMNS } from "./placements.sql.ts";
import { PLACEMENT_LOG } from "./procedure.ts"; // prettier-ignore

type Facts = z.infer<typeof s.placementFacts>;
/** What has to be said of a placement; the rest is not known until it is. */
export type NewPlacement = Pick<Facts, "person" | "post" | "from" | "to"> & Partial<Facts>;

const fault = (field: string, value: unknown, reason: string) =>
  new BadInput([{ part: "body", field, value, reason }]);

interface Ground {
  province: string;
  sample: boolean;
  school: { id: string; name: string; region: string };
  student: { id: string; name: string; born_on: string | null; entry_year: number; programme: string };
  post: { id: string; enterprise: string; name: string };
}

/**
 * Who, where from and where to. `id`: of the placement that is changed, which keeps its agreement also when that has ended.
 * @throws BadInput where the student is not of the school, or post or agreement is none of the enterprise or not in force
 */
async function groundOf(ctx: Context, given: NewPlacement, id: string | null = null): Promise<Ground> {
  const { organisation } = ctx.actor;
  access.authorize(ctx.actor, "keepPlacement", { organisation });
  if (organisation === null) throw new Forbidden();
  const { province, sample } = await installation(ctx);
  if (given.to < given.from) throw fault("to", given.to, "结束日期早于开始日期 / it ends before it begins");
  const schools = await sql<Ground["school"]>`select organisation_id as id, name, region from registry.organisation_version where organisation_id = ${organisation} and upper_inf(valid)`.execute(ctx.tx);
  // of the roll, else of a round of this school, which looked at the roll when it took him in
  const students = await sql<Ground["student"]>`
    select p.id, p.name, p.born_on::text, t.entry_year, t.programme_code as programme, 0 as later from registry.student t join registry.person p on p.id = t.person_id
      where t.person_id = ${given.person} and t.school_id = ${organisation} and t.state = 'enrolled'
    union all select t.person, t.name, null, t.entry_year, t.programme, 1 from cotraining.round_student t join cotraining.round r on r.province = t.province and r.id = t.round_id
      where t.person = ${given.person} and r.school = ${organisation}
    order by later limit 1`.execute(ctx.tx);
  if (!students.rows[0]) throw fault("person", given.person, "不是本校在读学生 / not a student of this school");
  const posts = await sql<Ground["post"] & { closed: boolean }>`select id, enterprise, name, closed_at is not null as closed from cotraining.post where id = ${given.post}`.execute(ctx.tx);
  const post = posts.rows[0];
  if (!post) throw fault("post", given.post, "没有这个岗位 / no such post");
  if (post.closed) throw fault("post", given.post, "该岗位已关闭 / this post is closed");
  if (given.agreement) {
    const agreements = await sql<{ holds: boolean }>`select cotraining.agreement_state(a.province, a.id) = 'in-force'
        or exists (select from cotraining.placement p where p.id = ${id}::uuid and p.agreement_id = a.id) as holds
      from cotraining.agreement a where a.id = ${given.agreement} and a.school = ${organisation} and a.enterprise = ${post.enterprise}`.execute(ctx.tx);
    if (agreements.rows.length === 0) throw fault("agreement", given.agreement, "不是本校与该企业的协议 / no agreement of the two");
    if (!agreements.rows[0]!.holds) throw fault("agreement", given.agreement, "该协议未生效或已终止 / this agreement is not in force");
  }
  await requireGuides(ctx, given, post.enterprise, id);
  return { province, sample, school: schools.rows[0]!, student: students.rows[0], post };
} // prettier-ignore

interface Guide {
  person: string;
  name: string;
}
/** Who can look after a student of the actor's school at an enterprise. */
export async function guidesOf(ctx: Context, enterprise: string): Promise<{ teachers: Guide[]; mentors: Guide[] }> {
  access.authorize(ctx.actor, "keepPlacement", { organisation: ctx.actor.organisation });
  const { rows } = await sql<Guide & { side: "school" | "enterprise" }>`select person, name, side from cotraining.guides(${enterprise}) order by name, person`.execute(ctx.tx);
  if (rows.length > 0) await ctx.auditRead(`organisation:${enterprise}`, ["registry.person.name"]);
  const of = (wanted: string): Guide[] => rows.filter(({ side }) => side === wanted).map(({ person, name }) => ({ person, name }));
  return { teachers: of("school"), mentors: of("enterprise") };
} // prettier-ignore

/** He who is named by his person reads the student's logbook: a teacher of the school, a mentor of the enterprise, or who it was already. */
async function requireGuides(ctx: Context, given: NewPlacement, enterprise: string, id: string | null): Promise<void> {
  for (const [field, side] of [["teacher", "school"], ["mentor", "enterprise"]] as const) {
    const person = given[field] ?? null;
    if (person === null) continue;
    const { rows } = await sql`select 1 from cotraining.guides(${enterprise}) g where g.person = ${person} and g.side = ${side}
      union all select 1 from cotraining.placement p where p.id = ${id}::uuid and ${sql.ref(`p.${field}`)} = ${person} and p.enterprise = ${enterprise}`.execute(ctx.tx);
    if (rows.length === 0) throw fault(field, person, field === "teacher" ? "不是本校教师 / not a teacher of this school" : "不是该企业的师傅 / not a mentor of this enterprise");
  }
} // prettier-ignore

/** Facts of a placement that the gate judges; who looks after the student stands beside them. */
const JUDGED = (Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).filter(
  (name) => !["mentor", "mentorName", "teacher", "teacherName"].includes(name),
);

/** The row as the gate would see it, before anything is kept. `id`: of the placement that it stands for. */
function asRow({ school, student, post }: Ground, given: NewPlacement, id: string, known: Pick<FactRow, "inspected" | "decided" | "exceptions">): FactRow {
  const facts = Object.fromEntries(JUDGED.map((name) => [name, given[name] ?? null]));
  return {
    id, person: student.id, school: school.id, enterprise: post.enterprise, post_id: post.id, state: "plan", from_on: given.from, to_on: given.to, born_on: student.born_on,
    entry_year: student.entry_year, programme: student.programme, mentor: given.mentor ?? given.mentorName ?? "", teacher: !!given.teacher || !!given.teacherName,
    facts: { ...facts, onPost: given.onPost ?? true }, verdict: null, ...known,
  };
} // prettier-ignore

async function inspectionOf(ctx: Context, { school, post }: Ground): Promise<Pick<FactRow, "inspected" | "decided" | "exceptions">> {
  const { rows } = await sql<{ inspected: string | null; decided: boolean }>`select inspected_on::text as inspected, decided from cotraining.inspection
    where school = ${school.id} and enterprise = ${post.enterprise}`.execute(ctx.tx);
  return { inspected: rows[0]?.inspected ?? null, decided: rows[0]?.decided ?? false, exceptions: [] };
} // prettier-ignore

/** What the gate says of a placement as it stands on the form, with all that runs beside it; nothing is kept. */
export async function tryPlacement(ctx: Context, given: NewPlacement, id = "new"): Promise<Judged> {
  const ground = await groundOf(ctx, given, id === "new" ? null : id);
  const others = (await factRows(ctx, ground.province, [ground.post.enterprise])).filter((row) => row.id !== id);
  const key = id === "new" ? uuidv7() : id;
  return (await judge(ctx, ground.province, [asRow(ground, given, key, await inspectionOf(ctx, ground)), ...others])).get(key)!;
} // prettier-ignore

/**
 * Plans placements, one by hand or those of a round's result, and has the gate look at them together with all that run at the same
 * enterprises; each starts only when nothing stands against it, another placement of the student at the time included.
 * @returns their ids
 * @throws BadInput
 */
export async function planPlacements(ctx: Context, all: readonly NewPlacement[], note = ""): Promise<string[]> {
  const ids: string[] = [];
  const enterprises = new Map<string, string>();
  for (const given of all) {
    const ground = await groundOf(ctx, given);
    ids.push(await insertPlacement(ctx, ground, given, note));
    enterprises.set(ground.post.enterprise, ground.province);
  }
  for (const province of new Set(enterprises.values())) await checkEnterprises(ctx, province, [...enterprises.keys()], "saved");
  return ids;
} // prettier-ignore

/** One by hand. @throws Conflict where the student is placed at the same time; BadInput */
export async function planPlacement(ctx: Context, given: NewPlacement, note = ""): Promise<string> {
  const same = await sql`select 1 from cotraining.placement p where p.person = ${given.person} and p.from_on <= ${given.to} and p.to_on >= ${given.from}
    and cotraining.placement_state(p.province, p.id) in ('plan', 'start', 'resume', 'suspend')`.execute(ctx.tx);
  if (same.rows.length > 0) throw new Conflict({ zh: "该学生在这段时间已有实习安排。", en: "The student is placed at that time already." });
  return (await planPlacements(ctx, [given], note))[0]!;
} // prettier-ignore

async function insertPlacement(ctx: Context, ground: Ground, given: NewPlacement, note: string): Promise<string> {
  const { province, sample, school, student, post } = ground;
  const names = await sql<{ name: string }>`select name from registry.organisation_version where organisation_id = ${post.enterprise} and upper_inf(valid)`.execute(ctx.tx);
  const id = uuidv7();
  const given_ = { onPost: true, ...given };
  const filled = Object.entries(COLUMNS).filter(([name]) => given_[name as keyof typeof COLUMNS] !== undefined);
  await sql`insert into cotraining.placement (province, id, person, person_name, school, school_name, region, enterprise, enterprise_name, post_id, agreement_id, from_on, to_on,
      sample, created_by_name, created_at${sql.join(filled.map(([, column]) => sql`, ${sql.ref(column)}`), sql``)})
    values (${province}, ${id}, ${student.id}, ${student.name}, ${school.id}, ${school.name}, ${school.region}, ${post.enterprise}, ${names.rows[0]?.name ?? ""}, ${post.id}, ${given.agreement ?? null},
      ${given.from}, ${given.to}, ${sample}, ${ctx.actor.name}, ${ctx.now}${sql.join(filled.map(([name]) => sql`, ${given_[name as keyof typeof COLUMNS]}`), sql``)})`.execute(ctx.tx);
  await recordAction(ctx, PLACEMENT_LOG, { province, id }, 1, "plan", { note });
  await ctx.audit("placement.plan", `placement:${id}`, null, { person: student.id, post: post.id, from: given.from, to: given.to });
  return id;
} // prettier-ignore
