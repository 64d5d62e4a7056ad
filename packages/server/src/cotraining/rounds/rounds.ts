import type { FastifyRequest } from "fastify";
import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  Forbidden,
  jsonText,
  recordAction,
  type Context,
  type Sentence,
} from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { access } from "../access.ts";
import { ownRound } from "./own-round.ts";
import { showRound } from "./present.ts";
import { roundProcedure, ROUND_LOG, type RoundStep } from "./procedure.ts";
import { postsOf, requireRound, resultsOf, roundFacts, stateOf, type RoundRow } from "./rounds.sql.ts";
import type * as s from "./schemas.ts";
import { confirmRound, runRound } from "./settle.ts";
import { tellEnterprises, tellOfCall, tellStudents } from "./told.ts"; // prettier-ignore

type New = z.infer<typeof s.newRound>;
type Shown = Promise<z.infer<typeof s.round>>;

/** The actor's school. @throws Forbidden where he has none */
async function schoolOf(ctx: Context): Promise<{ id: string; name: string; region: string }> {
  const { organisation } = ctx.actor;
  access.authorize(ctx.actor, "keepRounds", { organisation });
  const { rows } = await sql<{ id: string; name: string; region: string }>`select organisation_id as id, name, region from registry.organisation_version
    where organisation_id = ${organisation} and upper_inf(valid)`.execute(ctx.tx);
  if (!rows[0]) throw new Forbidden();
  return rows[0];
} // prettier-ignore

/** @throws BadInput where days or times are out of order */
function check(ctx: Context, input: New): void {
  const faults = [
    input.toOn <= input.fromOn && { field: "toOn", reason: "结束日期须晚于开始日期 / it ends after it begins" },
    Date.parse(input.rankUntil) <= Date.parse(input.chooseUntil) && { field: "rankUntil", reason: "企业排序截止须晚于学生填报截止 / enterprises put in order after students have chosen" },
    Date.parse(input.rankUntil) >= Date.parse(`${input.fromOn}T00:00:00+08:00`) && { field: "fromOn", reason: "实习开始须晚于排序截止 / it begins after the order is given" },
  ].filter((fault) => fault !== false);
  if (faults.length > 0) throw new BadInput(faults.map((fault) => ({ part: "body" as const, ...fault })));
} // prettier-ignore

/** Drafts a round of the actor's school. @throws BadInput, Forbidden */
export async function draftRound(ctx: Context, input: New, follows: string | null = null): Shown {
  const school = await schoolOf(ctx);
  check(ctx, input);
  const { province, sample } = await installation(ctx);
  const id = uuidv7();
  await sql`insert into cotraining.round (province, id, school, school_name, region, title, programmes, from_on, to_on, choose_until, rank_until, appeal_days, most, parks,
      follows, sample, created_by_name, created_at)
    values (${province}, ${id}, ${school.id}, ${school.name}, ${school.region}, ${input.title}, ${input.programmes}, ${input.fromOn}, ${input.toOn}, ${input.chooseUntil},
      ${input.rankUntil}, ${input.appealDays}, ${input.most}, ${jsonText(input.parks)}::jsonb, ${follows}, ${sample}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await recordAction(ctx, ROUND_LOG, { province, id }, 1, "draft", { note: "" });
  await ctx.audit("placement-round.draft", `placement-round:${id}`, null, { title: input.title, from: input.fromOn, to: input.toOn });
  return showRound(ctx, id);
} // prettier-ignore

/**
 * Changes what a round rests on: all of it before students choose; afterwards only that they, the enterprises and appeals get
 * more time, because what is open to them is not taken back.
 * @throws Conflict, BadInput; VersionChanged (If-Match)
 */
export async function changeRound(ctx: Context, request: FastifyRequest, id: string, input: New): Shown {
  const row = await ownRound(ctx, id, request);
  check(ctx, input);
  const state = stateOf(row);
  if (state !== "draft" && state !== "calling") {
    const same = input.fromOn === row.from_on && input.toOn === row.to_on && input.most === row.most && jsonText(input.programmes) === jsonText(row.programmes) && jsonText(input.parks) === jsonText(row.parks);
    const later = new Date(input.chooseUntil) >= row.choose_until && new Date(input.rankUntil) >= row.rank_until && input.appealDays >= row.appeal_days;
    if (!["open", "ranking"].includes(state) || !same || !later)
      throw new Conflict({ zh: "学生已经开始填报，只能推迟截止时间。", en: "Students choose already; only more time can be given." });
  }
  await sql`update cotraining.round set title = ${input.title}, programmes = ${input.programmes}, from_on = ${input.fromOn}, to_on = ${input.toOn},
      choose_until = ${input.chooseUntil}, rank_until = ${input.rankUntil}, appeal_days = ${input.appealDays}, most = ${input.most}, parks = ${jsonText(input.parks)}::jsonb,
      revision = revision + 1 where id = ${id}`.execute(ctx.tx);
  await ctx.audit("placement-round.change", `placement-round:${id}`, { chooseUntil: row.choose_until, rankUntil: row.rank_until }, { chooseUntil: input.chooseUntil, rankUntil: input.rankUntil });
  return showRound(ctx, id);
} // prettier-ignore

export type LaterRoundStep = Exclude<RoundStep, "draft">;

const SAID: Partial<Record<RoundStep, { students?: Sentence; enterprises?: Sentence }>> = {
  open: {
    students: { zh: "请在截止时间前填报岗位志愿。", en: "Choose your posts before the time is over." },
  },
  close: {
    enterprises: { zh: "请在截止时间前对报名学生排序；不排序的，按学校公布的顺序。", en: "Put your applicants in order before the time is over; else the order of the school counts." },
  },
  publish: {
    students: { zh: "结果和每个志愿的理由已公布，可以确认知悉或者申诉。", en: "The result is told with the reason for each preference; take note of it, or appeal." },
    enterprises: { zh: "匹配结果已公布。", en: "The result is told." },
  },
  withdraw: { students: { zh: "结果已撤回，将重新匹配；原结果不再有效。", en: "The result is withdrawn and will be run again; it does not count any more." }, enterprises: { zh: "结果已撤回，将重新匹配。", en: "The result is withdrawn and will be run again." } },
  confirm: { students: { zh: "结果已确认，实习安排已生成。", en: "The result is confirmed." }, enterprises: { zh: "结果已确认，实习安排已生成。", en: "The result is confirmed." } },
  cancel: { students: { zh: "本轮已取消。", en: "The round is cancelled." }, enterprises: { zh: "本轮已取消。", en: "The round is cancelled." } },
}; // prettier-ignore

/**
 * Takes a round one step on.
 * @throws Conflict if it may not follow yet; BadInput where a reason is missing; VersionChanged (If-Match)
 */
export async function actOnRound(ctx: Context, request: FastifyRequest, id: string, step: LaterRoundStep, given: z.infer<typeof s.act>): Shown {
  const row = await ownRound(ctx, id, request);
  const state = stateOf(row);
  roundProcedure.require(state, step, await roundFacts(ctx, row), given);
  // told at once: nobody can choose a draw that suits him after he has seen who applied
  if (step === "open") await sql`update cotraining.round set seed = ${randomBytes(16).toString("hex")} where id = ${id} and seed is null`.execute(ctx.tx);
  if (step === "publish") await sql`update cotraining.round set published_at = ${ctx.now} where id = ${id}`.execute(ctx.tx);
  if (step === "withdraw") await refuseAfterPlanning(ctx, row);
  if (step === "run") await runRound(ctx, row);
  await recordAction(ctx, ROUND_LOG, row, row.seq + 1, step, { note: given.note?.trim() ?? "" });
  await ctx.audit(`placement-round.${step}`, `placement-round:${id}`, { state }, { state: roundProcedure.steps[step].to }, given.note?.trim());
  const after = await requireRound(ctx, id);
  if (step === "confirm") await confirmRound(ctx, after);
  const words = roundProcedure.states[stateOf(after)];
  if (step === "call") await tellOfCall(ctx, after);
  const said = SAID[step];
  if (said?.students && state !== "draft" && state !== "calling" ? true : step === "open") await tellStudents(ctx, after, words, said!.students!);
  if (said?.enterprises) await tellEnterprises(ctx, after, words, said.enterprises);
  return showRound(ctx, id);
} // prettier-ignore

async function refuseAfterPlanning(ctx: Context, row: RoundRow): Promise<void> {
  const results = await resultsOf(ctx, row);
  if (results.some(({ placement_id }) => placement_id !== null))
    throw new Conflict({ zh: "实习安排已经生成，不能撤回。", en: "Placements have been made of it." });
}

/**
 * Drafts the round that takes up who has no place and which seats are left. @throws Conflict unless the round is confirmed, or where
 * one follows already
 */
export async function followRound(ctx: Context, id: string, input: New): Shown {
  const before = await ownRound(ctx, id);
  if (stateOf(before) !== "confirmed")
    throw new Conflict({ zh: "本轮确认以后才能安排下一轮。", en: "A further round follows once this one is confirmed." });
  const there = await sql`select 1 from cotraining.round where follows = ${id}`.execute(ctx.tx);
  if (there.rows.length > 0) throw new Conflict({ zh: "已经有下一轮。", en: "A further round is there already." });
  const results = await resultsOf(ctx, before);
  const round = await draftRound(ctx, input, id);
  const left = results.filter(({ post_id }) => post_id === null).map(({ person }) => person);
  await sql`insert into cotraining.round_student (province, round_id, person, name, student_number, programme, entry_year, standing)
    select province, ${round.id}, person, name, student_number, programme, entry_year, standing from cotraining.round_student
    where province = ${before.province} and round_id = ${id} and person = any(${left}::uuid[])`.execute(ctx.tx);
  for (const post of await postsOf(ctx, before)) {
    const free = post.seats - results.filter(({ post_id }) => post_id === post.post_id).length;
    if (free > 0)
      await sql`insert into cotraining.round_post (province, round_id, post_id, enterprise, enterprise_name, name, programmes, seats, pay, park, filing_no)
        values (${before.province}, ${round.id}, ${post.post_id}, ${post.enterprise}, ${post.enterprise_name}, ${post.name}, ${post.programmes}, ${free}, ${post.pay}, ${post.park}, ${post.filing_no})`.execute(ctx.tx);
  }
  return showRound(ctx, round.id);
} // prettier-ignore
