/** Who takes part in a round: students whom the school takes in, posts that enterprises offer. */
import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { z } from "zod";
import { BadInput, Conflict, jsonText, NotFound, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { keepsRound, programmeName, roundSubject, showRound } from "./present.ts";
import { choicesOf, holdRound, postsOf, requireRound, stateOf, studentsOf } from "./rounds.sql.ts";
import { ownRound } from "./own-round.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

/** Most students of one round. */
const MOST = 20_000;

/** The students of a round with their standing; their lists as far as the actor may see them. */
export async function roundStudents(ctx: Context, id: string): Promise<z.infer<typeof s.students>> {
  const round = await requireRound(ctx, id);
  if (!keepsRound(ctx, round)) access.authorize(ctx.actor, "superviseRounds", { region: round.region });
  const choices = await choicesOf(ctx, round);
  const students = await studentsOf(ctx, round);
  await ctx.auditRead(`organisation:${round.school}`, ["cotraining.round_student.name"], round.title);
  const listed = new Map<string, string[]>();
  for (const { person, post_id } of choices) listed.set(person, [...(listed.get(person) ?? []), post_id]);
  return {
    items: students.map((one) => ({
      person: one.person,
      name: one.name,
      number: one.student_number,
      programme: one.programme,
      programmeName: programmeName(one.programme),
      entryYear: one.entry_year,
      standing: one.standing,
      handedInAt: one.handed_in_at?.toISOString() ?? null,
      handedInBy: one.handed_in_by_name,
      choices: listed.get(one.person) ?? [],
    })),
    next: null,
  };
} // prettier-ignore

/**
 * Takes in students of the school who study one of the round's programmes. Who is in it already stays as he is.
 * @throws Conflict once students choose; BadInput where nobody fits
 */
export async function takeStudents(ctx: Context, request: FastifyRequest, id: string, input: z.infer<typeof s.studentsIn>): Promise<z.infer<typeof s.students>> {
  const round = await ownRound(ctx, id, request);
  if (!["draft", "calling"].includes(stateOf(round))) throw new Conflict({ zh: "学生已经开始填报，名单不再变化。", en: "Students choose already; who takes part stays." });
  const { rows } = await sql<{ person: string }>`insert into cotraining.round_student (province, round_id, person, name, student_number, programme, entry_year)
    select ${round.province}, ${round.id}, t.person_id, p.name, t.student_number, t.programme_code, t.entry_year
    from registry.student t join registry.person p on p.id = t.person_id
    where t.school_id = ${round.school} and t.state = 'enrolled' and p.state <> 'erased'
      and exists (select from unnest(${round.programmes}::text[]) c where starts_with(t.programme_code, c))
      ${input.people ? sql`and t.person_id = any(${input.people}::uuid[])` : sql``}
      ${input.entryYears ? sql`and t.entry_year = any(${input.entryYears}::int[])` : sql``}
    order by t.student_number limit ${MOST} on conflict do nothing returning person`.execute(ctx.tx);
  if (rows.length === 0 && round.students === 0)
    throw new BadInput([{ part: "body", field: "people", reason: "没有在读学生属于本轮的专业 / nobody on the roll studies one of the round's programmes" }]);
  await sql`update cotraining.round set revision = revision + 1 where id = ${id}`.execute(ctx.tx);
  await ctx.audit("placement-round.take-students", `placement-round:${id}`, { students: round.students }, { students: round.students + rows.length });
  return roundStudents(ctx, id);
} // prettier-ignore

/** Takes somebody out again. @throws Conflict once students choose */
export async function leaveOut(ctx: Context, request: FastifyRequest, id: string, person: string): Promise<z.infer<typeof s.students>> {
  const round = await ownRound(ctx, id, request);
  if (!["draft", "calling"].includes(stateOf(round))) throw new Conflict({ zh: "学生已经开始填报，名单不再变化。", en: "Students choose already; who takes part stays." });
  const { numAffectedRows } = await sql`delete from cotraining.round_student where province = ${round.province} and round_id = ${id} and person = ${person}`.execute(ctx.tx);
  if (Number(numAffectedRows ?? 0) === 0) throw new NotFound({ zh: "学生", en: "student" });
  await sql`update cotraining.round set revision = revision + 1 where id = ${id}`.execute(ctx.tx);
  await ctx.audit("placement-round.leave-out", `placement-round:${id}`, { person }, null);
  return roundStudents(ctx, id);
} // prettier-ignore

/**
 * Sets the school's order, which counts where an enterprise gives none. It is told to the students and fixed when the
 * preferences are closed. @throws Conflict afterwards; BadInput naming numbers that are not in the round
 */
export async function setStanding(ctx: Context, request: FastifyRequest, id: string, input: z.infer<typeof s.standing>): Promise<z.infer<typeof s.students>> {
  const round = await ownRound(ctx, id, request);
  if (!["draft", "calling", "open"].includes(stateOf(round))) throw new Conflict({ zh: "填报已经截止，顺序不再变化。", en: "The preferences are closed; the order stays." });
  const known = new Set((await studentsOf(ctx, round)).map(({ student_number }) => student_number));
  const numbers = input.order.flat();
  const strange = numbers.filter((number, i) => !known.has(number) || numbers.indexOf(number) !== i);
  if (strange.length > 0)
    throw new BadInput(strange.slice(0, 20).map((value) => ({ part: "body", field: "order", value, reason: "不在本轮名单中，或者重复 / not in this round, or named twice" })));
  // who is not named stands behind all who are
  const pairs = input.order.flatMap((alike, i) => alike.map((number) => ({ number, standing: i + 1 })));
  await sql`update cotraining.round_student s set standing = coalesce((select (x->>'standing')::int from jsonb_array_elements(${jsonText(pairs)}::jsonb) x where x->>'number' = s.student_number), ${input.order.length + 1})
    where s.province = ${round.province} and s.round_id = ${id}`.execute(ctx.tx);
  await sql`update cotraining.round set revision = revision + 1 where id = ${id}`.execute(ctx.tx);
  await ctx.audit("placement-round.order", `placement-round:${id}`, null, { ordered: numbers.length });
  return roundStudents(ctx, id);
} // prettier-ignore

/** Posts of the actor's enterprise that it may still offer. */
export async function ownPosts(ctx: Context): Promise<{ items: { id: string; name: string; programmes: string[]; seats: number }[]; next: null }> {
  const { organisation } = ctx.actor;
  access.authorize(ctx.actor, "offerPosts", { organisation });
  const { rows } = await sql<{ id: string; name: string; programmes: string[]; seats: number }>`select id, name, programmes, seats from cotraining.post
    where enterprise = ${organisation} and closed_at is null order by name, id limit 500`.execute(ctx.tx);
  return { items: rows, next: null };
} // prettier-ignore

const TAKEN_BACK = {
  zh: "学生已经在填报，名额和报酬只能增加，岗位不能撤回。",
  en: "Students choose already; seats and pay may grow, and no post is taken back.",
};

/**
 * Offers a post of the actor's enterprise, or changes the offer; once students choose, it only grows.
 * @throws NotFound for another's post; Conflict out of its time; BadInput
 */
export async function offerPost(ctx: Context, id: string, input: z.infer<typeof s.offer>): Promise<z.infer<typeof s.round>> {
  const seen = await requireRound(ctx, id);
  const { organisation } = ctx.actor;
  access.authorize(ctx.actor, "offerPosts", { organisation });
  access.authorize(ctx.actor, "readRounds", roundSubject(ctx, seen));
  await holdRound(ctx, id);
  const round = await requireRound(ctx, id);
  const state = stateOf(round);
  const open = state === "open" && ctx.now < round.choose_until;
  if (state !== "calling" && !open) throw new Conflict({ zh: "本轮现在不征集岗位。", en: "No posts are called for now." });
  const { rows } = await sql<{ id: string; name: string; programmes: string[]; enterprise_name: string; unknown: string[] }>`select p.id, p.name, p.programmes, v.name as enterprise_name,
      array_remove(array[case when w.staff is null then '在岗职工总数' end, case when p.like_staff is null then '同类岗位职工数' end, case when p.like_pay is null then '相同岗位月工资' end,
        case when p.night is null then '是否夜班' end, case when p.hazards is null then '作业危害' end, case when p.labour_level is null then '体力劳动强度等级' end], null) as unknown
    from cotraining.post p left join cotraining.workplace w on w.province = p.province and w.organisation = p.enterprise join registry.organisation_version v on v.organisation_id = p.enterprise and upper_inf(v.valid)
    where p.id = ${input.post} and p.enterprise = ${organisation} and p.closed_at is null`.execute(ctx.tx);
  const [post] = rows;
  if (!post) throw new NotFound({ zh: "岗位", en: "post" });
  // the run could not tell whether it is lawful
  if (post.unknown.length > 0) throw new BadInput([{ part: "body", field: "post", value: post.name, reason: `请先在岗位资料中填写：${post.unknown.join("、")} / facts of the post that the law asks for are missing` }]);
  const there = (await postsOf(ctx, round)).find(({ post_id }) => post_id === post.id);
  if (there && open && (input.seats < there.seats || input.pay < there.pay)) throw new Conflict(TAKEN_BACK);
  await sql`insert into cotraining.round_post (province, round_id, post_id, enterprise, enterprise_name, name, programmes, seats, pay, park, filing_no)
    values (${round.province}, ${id}, ${post.id}, ${organisation}, ${post.enterprise_name}, ${post.name}, ${post.programmes}, ${input.seats}, ${input.pay}, ${input.park}, ${input.filingNo})
    on conflict (province, round_id, post_id) do update set seats = excluded.seats, pay = excluded.pay, park = excluded.park, filing_no = excluded.filing_no, revision = cotraining.round_post.revision + 1`.execute(ctx.tx);
  await ctx.audit("placement-round.offer", `placement-round:${id}`, there ? { seats: there.seats, pay: there.pay } : null, { post: post.id, seats: input.seats, pay: input.pay });
  return showRound(ctx, id);
} // prettier-ignore

/** Takes an offer back. @throws Conflict once students choose; NotFound */
export async function takeBack(ctx: Context, id: string, post: string): Promise<z.infer<typeof s.round>> {
  const round = await requireRound(ctx, id);
  const { organisation } = ctx.actor;
  access.authorize(ctx.actor, "offerPosts", { organisation });
  await holdRound(ctx, id);
  const there = (await postsOf(ctx, round)).find((one) => one.post_id === post && one.enterprise === organisation);
  if (!there) throw new NotFound({ zh: "岗位", en: "post" });
  if (stateOf(await requireRound(ctx, id)) !== "calling") throw new Conflict(TAKEN_BACK);
  await sql`delete from cotraining.round_post where province = ${round.province} and round_id = ${id} and post_id = ${post}`.execute(ctx.tx);
  await ctx.audit("placement-round.take-back", `placement-round:${id}`, { post, seats: there.seats }, null);
  return showRound(ctx, id);
} // prettier-ignore
