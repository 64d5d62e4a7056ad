/** The run of a round, changes by hand under the same checks, and the placements that follow. */
import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { Conflict, jsonText, NotFound, requireMatch, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { planPlacements } from "../placements/plan-placement.ts";
import { roundInput, type RoundInput } from "./input.ts";
import { answersOf, inputFiles, match, placed, type Matched } from "./match.ts";
import { keepsRound, resultEtag, showResults } from "./present.ts";
import { postsOf, ranksOf, requireRound, resultsOf, stateOf, type RoundRow } from "./rounds.sql.ts";
import { ownRound } from "./own-round.ts";
import type * as s from "./schemas.ts";
import { tellStudent } from "./told.ts";
import { answerWords } from "./words.ts"; // prettier-ignore

/**
 * Runs the round on what stands now, has the checker look through the result, and keeps both: input and manifest for whoever
 * wants to have the same result again, the reasons for the students.
 */
export async function runRound(ctx: Context, round: RoundRow): Promise<void> {
  const input = await roundInput(ctx, round);
  const turned = (await ranksOf(ctx, round)).flatMap(({ post_id, person, turned_down }) =>
    turned_down === null ? [] : ([[`${post_id} ${person}`, turned_down]] as const),
  );
  const matched = match(input, new Map(turned));
  const run = uuidv7();
  await sql`insert into cotraining.round_run (province, id, round_id, input, manifest, by_name, at)
    values (${round.province}, ${run}, ${round.id}, ${jsonText(input)}::jsonb, ${jsonText(matched.manifest)}::jsonb, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await sql`delete from cotraining.round_result where province = ${round.province} and round_id = ${round.id}`.execute(ctx.tx);
  await sql`insert into cotraining.round_result (province, round_id, person, run_id, post_id, preference, answers)
    select ${round.province}, ${round.id}, (x->>'person')::uuid, ${run}, (x->>'post')::uuid, (x->>'preference')::int, x->'answers'
    from jsonb_array_elements(${jsonText(matched.answers)}::jsonb) x`.execute(ctx.tx);
  const { counts, inputs, outputs } = matched.manifest;
  await ctx.audit("placement-round.result", `placement-round:${round.id}`, null, { run, placed: counts.placed, students: counts.students, inputs, outputs });
} // prettier-ignore

interface RunRow {
  input: RoundInput;
  manifest: Matched["manifest"];
  by_name: string;
  at: Date;
}

async function latestRun(ctx: Context, round: RoundRow): Promise<RunRow | null> {
  const { rows } = await sql<RunRow>`select input, manifest, by_name, at from cotraining.round_run
    where province = ${round.province} and round_id = ${round.id} order by id desc limit 1`.execute(ctx.tx);
  return rows[0] ?? null;
} // prettier-ignore

/** All results of a round, for its school and the office. */
export async function roundResults(ctx: Context, id: string): Promise<z.infer<typeof s.results>> {
  const round = await requireRound(ctx, id);
  if (!keepsRound(ctx, round)) access.authorize(ctx.actor, "superviseRounds", { region: round.region });
  const run = await latestRun(ctx, round);
  await ctx.auditRead(`organisation:${round.school}`, ["cotraining.round_student.name"], round.title);
  return {
    items: await showResults(ctx, round),
    next: null,
    run: run && {
      at: run.at.toISOString(),
      by: run.by_name,
      inputHash: run.manifest.inputs["preferences.csv"]!,
      resultHash: run.manifest.outputs["placement.csv"]!,
      seed: run.manifest.seed,
      verified: run.manifest.verified,
      placed: run.manifest.counts.placed,
      students: run.manifest.counts.students,
      free: run.manifest.counts.free,
    },
  };
}

/** One file of what the last run was made of: with all of them `tixi place` gives the same result again. @throws NotFound */
export async function runFile(ctx: Context, id: string, file: string): Promise<string> {
  const round = await requireRound(ctx, id);
  if (!keepsRound(ctx, round)) access.authorize(ctx.actor, "superviseRounds", { region: round.region });
  const run = await latestRun(ctx, round);
  if (!run) throw new NotFound({ zh: "匹配记录", en: "run" });
  await ctx.auditRead(`organisation:${round.school}`, ["registry.person.born_on"], round.title);
  return file === "manifest.json"
    ? `${JSON.stringify(run.manifest, null, 1)}\n`
    : inputFiles(run.input)[file]!;
}

/**
 * Moves one student by hand, to another post or to none, under the same checks as the run: his own rules and all caps, with
 * everybody else where he is. Nobody loses a place by it; the reason is kept, and he is told.
 * @throws Conflict with what stands against it; VersionChanged (If-Match)
 */
export async function moveStudent(ctx: Context, request: FastifyRequest, id: string, person: string, input: z.infer<typeof s.move>): Promise<z.infer<typeof s.results>> {
  const round = await ownRound(ctx, id);
  const before = (await resultsOf(ctx, round, person))[0];
  if (!before) throw new NotFound({ zh: "学生", en: "student" });
  requireMatch(request, resultEtag(before));
  if (!["computed", "published"].includes(stateOf(round)) || before.placement_id !== null)
    throw new Conflict({ zh: "结果已经确认或者还没有匹配，不能调整。", en: "The result is confirmed, or there is none yet." });
  if (input.post === before.post_id) throw new Conflict({ zh: "学生已经在这一岗位。", en: "The student is there already." });
  const { post } = input;
  if (post !== null && !(await postsOf(ctx, round)).some(({ post_id }) => post_id === post)) throw new NotFound({ zh: "岗位", en: "post" });
  if (post !== null) await refuseUnlawful(ctx, round, person, post);
  const preference = before.answers.find(({ post_id }) => post_id === post)?.preference ?? null;
  await sql`update cotraining.round_result set post_id = ${post}, preference = ${preference}, moved_from = ${before.post_id}, moved_reason = ${input.reason},
      moved_by_name = ${ctx.actor.name}, moved_at = ${ctx.now}, accepted_at = null, accepted_by_name = '', revision = revision + 1
    where province = ${round.province} and round_id = ${id} and person = ${person}`.execute(ctx.tx);
  await ctx.audit("placement-round.move", `placement-round:${id}`, { person, post: before.post_id }, { person, post }, input.reason);
  if (stateOf(round) === "published") await tellStudent(ctx, round, person, { zh: "学校人工调整了您的安排", en: "the school moved you by hand" }, input.reason);
  return roundResults(ctx, id);
} // prettier-ignore

/** @throws Conflict where the law, or a cap with everybody else where he is, stands against it */
async function refuseUnlawful(ctx: Context, round: RoundRow, person: string, post: string): Promise<void> {
  const wishes = new Map<string, string>();
  for (const one of await resultsOf(ctx, round)) if (one.post_id !== null && one.person !== person) wishes.set(one.person, one.post_id);
  // last in the order of the post, so that a cap that is full refuses him and nobody else
  wishes.set(person, post);
  const input = await roundInput(ctx, round, wishes);
  const answers = answersOf(placed(input), input, new Map());
  const refused = answers.filter((one) => wishes.has(one.person) && one.post === null);
  const [first] = refused.filter((one) => one.person === person);
  const reason = (first ?? refused[0])?.answers[0];
  if (!reason) return;
  const { zh, en } = answerWords(reason);
  throw new Conflict({ zh: `不能调整到该岗位：${zh}`, en: `The student cannot be moved there: ${en}` });
} // prettier-ignore

/** The school notes that a student has taken note of his result on paper. @throws Conflict, NotFound */
export async function acceptFor(ctx: Context, id: string, person: string): Promise<z.infer<typeof s.results>> {
  const round = await ownRound(ctx, id);
  if (stateOf(round) !== "published") throw new Conflict({ zh: "没有待确认的结果。", en: "There is no result to take note of." });
  const { numAffectedRows } = await sql`update cotraining.round_result set accepted_at = ${ctx.now}, accepted_by_name = ${ctx.actor.name}, revision = revision + 1
    where province = ${round.province} and round_id = ${id} and person = ${person} and accepted_at is null`.execute(ctx.tx);
  if (Number(numAffectedRows ?? 0) === 0) throw new NotFound({ zh: "待确认的结果", en: "result" });
  await ctx.audit("placement-round.accept", `placement-round:${id}`, null, { person });
  await tellStudent(ctx, round, person, { zh: "学校登记您已书面确认知悉结果", en: "the school noted that you took note of the result on paper" }, "");
  return roundResults(ctx, id);
} // prettier-ignore

/** Makes the placements of a result; each passes the legal gate on its own before it starts. */
export async function confirmRound(ctx: Context, round: RoundRow): Promise<void> {
  const posts = new Map((await postsOf(ctx, round)).map((post) => [post.post_id, post]));
  const admitted = (await resultsOf(ctx, round)).filter(({ post_id }) => post_id !== null);
  const ids = await planPlacements(ctx, admitted.map(({ person, post_id }) => ({ person, post: post_id!, from: round.from_on, to: round.to_on, pay: posts.get(post_id!)!.pay })), round.title);
  for (const [i, { person }] of admitted.entries())
    await sql`update cotraining.round_result set placement_id = ${ids[i]}, revision = revision + 1 where province = ${round.province} and round_id = ${round.id} and person = ${person}`.execute(ctx.tx);
} // prettier-ignore
