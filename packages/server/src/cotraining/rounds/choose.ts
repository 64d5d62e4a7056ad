/** What both sides say in a round: students list posts, enterprises put their applicants in order. */
import type { FastifyRequest } from "fastify";
import { maskName } from "@tixi/engines/identifiers";
import { sql } from "kysely";
import type { z } from "zod";
import { BadInput, Conflict, etagOf, NotFound, requireMatch, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { appealOf } from "./appeals.ts";
import { ageOn } from "@tixi/engines/placement";
import { yearOfStudy } from "./input.ts";
import { keepsRound, programmeName, showResults, showRound } from "./present.ts";
import {
  appealUntil,
  choicesOf,
  holdRound,
  postsOf,
  ranksOf,
  requireRound,
  resultsOf,
  stateOf,
  studentsOf,
  type RoundRow,
  type RoundStudentRow,
} from "./rounds.sql.ts";
import type * as s from "./schemas.ts";
import { tellStudent } from "./told.ts";
import { breachWords } from "./words.ts"; // prettier-ignore

type Own = Promise<z.infer<typeof s.own>>;

const listEtag = (student: RoundStudentRow): string => etagOf(student.person, student.version);

async function memberOf(ctx: Context, round: RoundRow, person: string): Promise<RoundStudentRow> {
  const student = (await studentsOf(ctx, round)).find((one) => one.person === person);
  if (!student) throw new NotFound({ zh: "学生", en: "student" });
  return student;
}

/** What the student himself sees of a round. @throws NotFound where he does not take part */
export async function ownPart(ctx: Context, id: string): Own {
  access.authorize(ctx.actor, "choosePosts", { person: ctx.actor.personId });
  return partOf(ctx, await requireRound(ctx, id), ctx.actor.personId!);
}

async function partOf(ctx: Context, round: RoundRow, person: string): Own {
  const student = await memberOf(ctx, round, person);
  const [result] = await showResults(ctx, round, person);
  const appeal = await appealOf(ctx, round, person);
  const until = appealUntil(round);
  const shown = await showRound(ctx, round.id);
  return {
    round: shown,
    version: student.version,
    statement: student.statement,
    choices: (await choicesOf(ctx, round, person)).map(({ post_id }) => post_id),
    handedInAt: student.handed_in_at?.toISOString() ?? null,
    handedInBy: student.handed_in_by_name,
    barred: await barredTo(ctx, round, student, shown.postList),
    result: result ?? null,
    appeal,
    mayAppeal: stateOf(round) === "published" && appeal === null && until !== null && ctx.now <= until,
    etag: listEtag(student),
  };
} // prettier-ignore

/** Posts that the law bars to one student whatever he writes, told before he writes it. */
async function barredTo(ctx: Context, round: RoundRow, student: RoundStudentRow, posts: z.infer<typeof s.post>[]): Promise<z.infer<typeof s.own>["barred"]> {
  const { rows } = await sql<{ born: string | null }>`select to_char(born_on, 'YYYY-MM-DD') as born from registry.person where id = ${student.person}`.execute(ctx.tx);
  const age = rows[0]?.born ? ageOn(rows[0].born, round.from_on) : null;
  const year = yearOfStudy(student.entry_year, round.from_on);
  return posts.flatMap((post) => {
    const breaches = [];
    if (year < 2) breaches.push({ rule: "INT-02", figure: `year ${year}`, limit: "year 2" });
    if (age !== null && age < 16) breaches.push({ rule: "INT-02", figure: String(age), limit: "16" });
    if (post.hazardous && post.filingNo === "") breaches.push({ rule: "INT-02", figure: "hazardous", limit: "filing_no" });
    if (post.night && post.filingNo === "") breaches.push({ rule: "INT-03", figure: "night", limit: "filing_no" });
    if (age !== null && age < 18 && (post.night || post.hazardous)) breaches.push({ rule: "INT-17", figure: String(age), limit: "18" });
    if (post.programmes.length > 0 && !post.programmes.some((code) => student.programme.startsWith(code)))
      breaches.push({ rule: "INT-07", figure: student.programme, limit: post.programmes.join("、") });
    const words = breaches.map(breachWords);
    return words.length > 0 ? [{ post: post.post, words: { zh: words.map(({ zh }) => zh).join("；"), en: words.map(({ en }) => en).join("; ") } }] : [];
  });
} // prettier-ignore

/**
 * Hands in the student's own list, in the place of the one before. @throws Conflict out of its time; BadInput; VersionChanged
 */
export async function choose(
  ctx: Context,
  request: FastifyRequest,
  id: string,
  input: z.infer<typeof s.choices>,
): Own {
  access.authorize(ctx.actor, "choosePosts", { person: ctx.actor.personId });
  return write(ctx, request, await requireRound(ctx, id), ctx.actor.personId!, input);
}

/** The school enters the list that a student handed in on paper; the student is told. @throws as `choose` */
export async function chooseFor(ctx: Context, request: FastifyRequest, id: string, person: string, input: z.infer<typeof s.choices>): Own {
  const round = await requireRound(ctx, id);
  access.authorize(ctx.actor, "keepRounds", { organisation: round.school });
  const own = await write(ctx, request, round, person, input);
  await tellStudent(ctx, round, person, { zh: "学校代您录入了纸质志愿表", en: "the school entered the list that you handed in on paper" }, "");
  return own;
} // prettier-ignore

async function write(ctx: Context, request: FastifyRequest, seen: RoundRow, person: string, input: z.infer<typeof s.choices>): Own {
  await memberOf(ctx, seen, person);
  await holdRound(ctx, seen.id);
  const round = await requireRound(ctx, seen.id);
  const student = await memberOf(ctx, round, person);
  requireMatch(request, listEtag(student));
  if (stateOf(round) !== "open" || ctx.now >= round.choose_until)
    throw new Conflict({ zh: "填报没有开放或者已经截止。", en: "Preferences are not open, or closed already." });
  const known = new Set((await postsOf(ctx, round)).map(({ post_id }) => post_id));
  const fault = (value: string, reason: string) => new BadInput([{ part: "body", field: "posts", value, reason }]);
  if (input.posts.length > round.most) throw fault(String(input.posts.length), `最多 ${round.most} 个志愿 / at most ${round.most} preferences`);
  const strange = input.posts.find((post, i) => !known.has(post) || input.posts.indexOf(post) !== i);
  if (strange) throw fault(strange, "不是本轮的岗位，或者重复 / not a post of this round, or named twice");
  await sql`delete from cotraining.round_choice where province = ${round.province} and round_id = ${round.id} and person = ${person}`.execute(ctx.tx);
  if (input.posts.length > 0)
    await sql`insert into cotraining.round_choice (province, round_id, person, no, post_id)
      select ${round.province}, ${round.id}, ${person}, n, post from unnest(${input.posts}::uuid[]) with ordinality as c (post, n)`.execute(ctx.tx);
  await sql`update cotraining.round_student set version = version + 1, statement = ${input.statement}, handed_in_at = ${ctx.now}, handed_in_by_name = ${ctx.actor.name}
    where province = ${round.province} and round_id = ${round.id} and person = ${person}`.execute(ctx.tx);
  await ctx.audit("placement-round.choose", `placement-round:${round.id}`, { version: student.version }, { person, version: student.version + 1, posts: input.posts.length });
  return partOf(ctx, round, person);
} // prettier-ignore

/** Takes note of one's result. @throws Conflict where nothing is told */
export async function acceptResult(ctx: Context, id: string): Own {
  access.authorize(ctx.actor, "choosePosts", { person: ctx.actor.personId });
  const round = await requireRound(ctx, id);
  await holdRound(ctx, id);
  const { rows } = await sql<{ done: boolean }>`select cotraining.accept_result(${round.province}, ${id}, ${ctx.actor.name}, ${ctx.now}) as done`.execute(ctx.tx);
  if (!rows[0]?.done) throw new Conflict({ zh: "没有待确认的结果。", en: "There is no result to take note of." });
  await ctx.audit("placement-round.accept", `placement-round:${id}`, null, { person: ctx.actor.personId });
  return ownPart(ctx, id);
} // prettier-ignore

const rankEtag = (post: { post_id: string; revision: number }): string =>
  etagOf("rank", post.post_id, post.revision);

/** Who applied for a post, for the enterprise while it puts them in order, and who comes once the result is told. */
export async function applicantsOf(ctx: Context, id: string, postId: string): Promise<z.infer<typeof s.applicants>> {
  const round = await requireRound(ctx, id);
  const post = (await postsOf(ctx, round)).find(({ post_id }) => post_id === postId);
  if (!post) throw new NotFound({ zh: "岗位", en: "post" });
  const keeps = keepsRound(ctx, round);
  if (!keeps) access.authorize(ctx.actor, "offerPosts", { organisation: post.enterprise });
  const students = new Map((await studentsOf(ctx, round)).map((one) => [one.person, one]));
  const choices = (await choicesOf(ctx, round)).filter(({ post_id }) => post_id === postId);
  const ranks = (await ranksOf(ctx, round)).filter(({ post_id }) => post_id === postId);
  const told = ["published", "confirmed"].includes(stateOf(round));
  const comes = new Set(told ? (await resultsOf(ctx, round)).filter(({ post_id }) => post_id === postId).map(({ person }) => person) : []);
  const people = told && !keeps ? [...comes] : [...new Set([...choices.map(({ person }) => person), ...comes])];
  if (people.length > 0) await ctx.auditRead(`organisation:${round.school}`, ["cotraining.round_student.name"], round.title);
  const items = people.map((person) => {
    const student = students.get(person)!;
    const rank = ranks.find((one) => one.person === person);
    return {
      person,
      name: keeps || comes.has(person) ? student.name : maskName(student.name),
      programme: student.programme,
      programmeName: programmeName(student.programme),
      year: yearOfStudy(student.entry_year, round.from_on),
      // where a student put a post is his own affair: the enterprise does not choose by it
      preference: keeps ? (choices.find((one) => one.person === person)?.no ?? null) : null,
      statement: student.statement,
      place: rank?.place ?? null,
      turnedDown: rank?.turned_down ?? null,
      placed: comes.has(person),
    };
  });
  items.sort((a, b) => (a.place ?? 1e9) - (b.place ?? 1e9) || (a.person < b.person ? -1 : 1));
  const mayRank = ctx.actor.role === "enterprise-officer" && stateOf(round) === "ranking" && ctx.now < round.rank_until;
  return { post: postId, postName: post.name, seats: post.seats, ranked: post.ranked_at !== null, items, next: null, mayRank, etag: rankEtag(post) };
} // prettier-ignore

/**
 * Puts the applicants of a post in order, or turns them down with a reason; every one of them.
 * @throws Conflict out of its time; BadInput where somebody is missing or named twice; VersionChanged
 */
export async function rankApplicants(ctx: Context, request: FastifyRequest, id: string, postId: string, input: z.infer<typeof s.ranking>): Promise<z.infer<typeof s.applicants>> {
  const seen = await requireRound(ctx, id);
  const offered = (await postsOf(ctx, seen)).find(({ post_id }) => post_id === postId);
  if (!offered) throw new NotFound({ zh: "岗位", en: "post" });
  access.authorize(ctx.actor, "offerPosts", { organisation: offered.enterprise });
  await holdRound(ctx, id);
  const round = await requireRound(ctx, id);
  const post = (await postsOf(ctx, round)).find(({ post_id }) => post_id === postId)!;
  requireMatch(request, rankEtag(post));
  if (stateOf(round) !== "ranking" || ctx.now >= round.rank_until) throw new Conflict({ zh: "现在不是企业排序的时间。", en: "It is not the time to put applicants in order." });
  const applied = new Set((await choicesOf(ctx, round)).filter(({ post_id }) => post_id === postId).map(({ person }) => person));
  const named = [...input.order, ...input.turnedDown.map(({ person }) => person)];
  const strange = named.find((person, i) => !applied.has(person) || named.indexOf(person) !== i);
  const missing = [...applied].find((person) => !named.includes(person));
  if (strange || missing)
    throw new BadInput([{ part: "body", field: "order", value: strange ?? missing!, reason: strange ? "没有报名，或者重复 / did not apply, or named twice" : "尚未排序，也没有说明不接收的理由 / neither put in order nor turned down" }]);
  await sql`delete from cotraining.round_rank where province = ${round.province} and round_id = ${id} and post_id = ${postId}`.execute(ctx.tx);
  const rows = [
    ...input.order.map((person, i) => ({ person, place: i + 1, reason: null })),
    ...input.turnedDown.map(({ person, reason }) => ({ person, place: null, reason })),
  ];
  for (const { person, place, reason } of rows)
    await sql`insert into cotraining.round_rank (province, round_id, post_id, person, position, turned_down) values (${round.province}, ${id}, ${postId}, ${person}, ${place}, ${reason})`.execute(ctx.tx);
  await sql`update cotraining.round_post set ranked_at = ${ctx.now}, revision = revision + 1 where province = ${round.province} and round_id = ${id} and post_id = ${postId}`.execute(ctx.tx);
  await ctx.audit("placement-round.rank", `placement-round:${id}`, null, { post: postId, ranked: input.order.length, turnedDown: input.turnedDown.length });
  return applicantsOf(ctx, id, postId);
} // prettier-ignore
