import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  dayInChina,
  decodeCursor,
  jsonText,
  NotFound,
  toPage,
  type Context,
} from "../../platform/index.ts";
import { access } from "../access.ts";
import {
  findApplication,
  holdApplication,
  listApplications,
  requireApplication,
  type ApplicationRow,
} from "./applications.sql.ts";
import { daysBetween } from "./calendar.ts";
import { formGroups, turnOf } from "./facts.ts";
import { applicationLine } from "./line.ts";
import { procedure } from "./procedure.ts";
import { REVIEW_COLUMNS as COLUMNS, reviewsOf, type ReviewRow } from "./reviews.sql.ts";
import { requireRound, type RoundRow } from "./rounds.ts";
import type * as s from "./schemas.ts";
import { tellReviewer } from "./told.ts"; // prettier-ignore

const REVIEW = { zh: "评审任务", en: "review" };

/** What is scored: each group of the form, from 0 to 100. */
export const criteriaOf = (of: ApplicationRow): { key: string; label: { zh: string; en: string } }[] =>
  formGroups(of)
    .filter(({ key }) => key !== "opinion")
    .map(({ key, title }) => ({ key, label: title }));

interface Candidate {
  person: string;
  name: string;
  post: string;
  organisation: string | null;
  organisation_name: string;
  conflict: "school" | "above" | "below" | "declared" | null;
}

const poolOf = async (ctx: Context, school: string): Promise<Candidate[]> =>
  (await sql<Candidate>`select * from planning.reviewer_pool(${school})`.execute(ctx.tx)).rows;

/** Reviewers of the province, those whom a conflict of interest excludes with the reason. */
export async function candidates(ctx: Context, id: string): Promise<z.infer<typeof s.candidates>> {
  const row = await requireApplication(ctx, id);
  access.authorize(ctx.actor, "assignReview", { region: row.province });
  const assigned = new Set((await reviewsOf(ctx, id)).filter(({ turn }) => turn === turnOf(row)).map(({ person }) => person));
  const { rows } = await sql<{ person: string; n: number }>`select person, count(*)::int as n from planning.review
    where province = ${row.province} and state = 'assigned' group by person`.execute(ctx.tx);
  const open = new Map(rows.map(({ person, n }) => [person, n]));
  return {
    items: (await poolOf(ctx, row.school)).map(({ person, name, post, organisation_name, conflict }) => ({
      ...{ person, name, post, conflict },
      organisation: organisation_name,
      assigned: assigned.has(person),
      open: open.get(person) ?? 0,
    })),
    next: null,
  };
} // prettier-ignore

/**
 * Asks reviewers for their scores.
 * @throws Conflict unless the application is in review, or where somebody was asked already; BadInput naming each who
 * may not review it because of a conflict of interest
 */
export async function assignReviews(ctx: Context, id: string, people: readonly string[]): Promise<z.infer<typeof s.candidates>> {
  await holdApplication(ctx, id);
  const row = await requireApplication(ctx, id);
  access.authorize(ctx.actor, "assignReview", { region: row.province });
  procedure.requireState(procedure.stateOf(row.actions), "conclude");
  const pool = new Map((await poolOf(ctx, row.school)).map((one) => [one.person, one]));
  const faults = people.flatMap((person, i) => {
    const one = pool.get(person);
    const reason = !one ? "不是本省的评审专家 / no reviewer of the province" : one.conflict !== null ? "与申请学校有利益关系，须回避 / a conflict of interest with the school" : null;
    return reason === null ? [] : [{ part: "body", field: `people.${i}`, value: person, reason }];
  });
  if (faults.length > 0) throw new BadInput(faults);
  const round = await requireRound(ctx, row.round_id);
  for (const person of new Set(people)) {
    const { name, organisation, organisation_name } = pool.get(person)!;
    const review = uuidv7();
    await sql`insert into planning.review (province, id, application_id, turn, person, reviewer_name, organisation, organisation_name, assigned_at)
      values (${row.province}, ${review}, ${id}, ${turnOf(row)}, ${person}, ${name}, ${organisation}, ${organisation_name}, ${ctx.now})`.execute(ctx.tx);
    await ctx.audit("review.assign", `application:${id}`, null, { review, person });
    await tellReviewer(ctx, row, { id: review, person }, dueOf(round));
  }
  return candidates(ctx, id);
} // prettier-ignore

const dueOf = (round: RoundRow): string => round.calendar.find(({ key }) => key === "review")!.due;

async function requireReview(ctx: Context, id: string): Promise<ReviewRow> {
  const { rows } = await sql<ReviewRow>`select ${COLUMNS} where id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound(REVIEW);
  return rows[0];
}

/** Releases a reviewer who does not answer. @throws Conflict if he has answered */
export async function releaseReview(ctx: Context, id: string): Promise<z.infer<typeof s.candidates>> {
  const review = await requireReview(ctx, id);
  access.authorize(ctx.actor, "assignReview", { region: review.province });
  await holdApplication(ctx, review.application_id);
  await answer(ctx, id, sql`state = 'released'`);
  await ctx.audit("review.release", `application:${review.application_id}`, null, { review: id });
  return candidates(ctx, review.application_id);
}

/** A review is answered once. @throws Conflict */
async function answer(ctx: Context, id: string, change: ReturnType<typeof sql>): Promise<void> {
  const { numAffectedRows } = await sql`update planning.review set ${change}, answered_at = ${ctx.now}
    where id = ${id} and state = 'assigned'`.execute(ctx.tx);
  if (numAffectedRows !== 1n)
    throw new Conflict({ zh: "这项评审已经答复过或已解除。", en: "This review was answered or released already." });
} // prettier-ignore

/**
 * A reviewer's own score with his reasons, given once. Until then he sees nobody else's.
 * @throws BadInput where a criterion is missing; Conflict if a conflict of interest has come to be, or the review is over
 */
export async function giveScore(ctx: Context, id: string, input: z.infer<typeof s.score>): Promise<z.infer<typeof s.review>> {
  const { review, row } = await open(ctx, id);
  const criteria = criteriaOf(row).map(({ key }) => key);
  const faults = criteria.filter((key) => input.scores[key] === undefined)
    .map((key) => ({ part: "body", field: `scores.${key}`, reason: "请评分 / a score is required" }));
  if (faults.length > 0) throw new BadInput(faults);
  const { rows } = await sql<{ found: boolean }>`select planning.conflict_of(${review.person}, ${row.school}) as found`.execute(ctx.tx);
  if (rows[0]!.found)
    throw new Conflict({ zh: "您与申请学校有利益关系，不能评分，请申明回避。", en: "You have a conflict of interest with the school; decline instead." });
  const scores = Object.fromEntries(criteria.map((key) => [key, input.scores[key]!]));
  const total = Object.values(scores).reduce((sum, n) => sum + n, 0) / criteria.length;
  await answer(ctx, id, sql`state = 'scored', scores = ${jsonText(scores)}::jsonb, total = ${total}, recommend = ${input.recommend}, opinion = ${input.opinion}`);
  await ctx.audit("review.score", `application:${row.id}`, null, { review: id, recommend: input.recommend });
  return showReview(ctx, id);
} // prettier-ignore

/** A reviewer declines, or declares a conflict of interest, which then holds for the school's other applications too. */
export async function declineReview(ctx: Context, id: string, input: z.infer<typeof s.decline>): Promise<{ id: string }> {
  const { row } = await open(ctx, id);
  await answer(ctx, id, sql`state = 'declined', conflict = ${input.conflict}`);
  await ctx.audit("review.decline", `application:${row.id}`, null, { review: id, conflict: input.conflict }, input.reason);
  return { id };
} // prettier-ignore

async function open(ctx: Context, id: string): Promise<{ review: ReviewRow; row: ApplicationRow }> {
  const review = await requireReview(ctx, id);
  access.authorize(ctx.actor, "reviewApplication", { person: review.person });
  await holdApplication(ctx, review.application_id);
  const row = await requireApplication(ctx, review.application_id);
  if (review.turn !== turnOf(row)) throw new Conflict({ zh: "申请已重新提交，此次评审已结束。", en: "The application was handed in anew; this review is over." }); // prettier-ignore
  procedure.requireState(procedure.stateOf(row.actions), "conclude");
  return { review, row };
}

/** A reviewer's task. @throws NotFound for everybody else's */
export async function showReview(ctx: Context, id: string): Promise<z.infer<typeof s.review>> {
  const review = await requireReview(ctx, id);
  access.authorize(ctx.actor, "reviewApplication", { person: review.person });
  const row = await findApplication(ctx, review.application_id);
  if (!row) throw new NotFound(REVIEW);
  return presentReview(ctx, review, row, await requireRound(ctx, row.round_id));
}

/** One's own reviews, those that wait first, then the newest. */
export async function myReviews(ctx: Context, query: { cursor?: string | undefined; limit: number }) {
  access.authorize(ctx.actor, "reviewApplication", { person: ctx.actor.personId });
  const key = decodeCursor(query.cursor, 2);
  const { rows } = await sql<ReviewRow & { waits: number }>`select (state <> 'assigned')::int as waits, ${COLUMNS}
    where person = ${ctx.actor.personId} and state in ('assigned', 'scored')
      ${key ? sql`and ((state <> 'assigned')::int, id) > (${Number(key[0])}, ${String(key[1])}::uuid)` : sql``}
    order by 1, id limit ${query.limit + 1}`.execute(ctx.tx);
  const page = toPage(rows, query.limit, (row) => [row.waits, row.id]);
  const found = await listApplications(ctx, { ids: page.items.map((row) => row.application_id) }, null, 500);
  const items = [];
  for (const review of page.items) {
    const row = found.find(({ id }) => id === review.application_id);
    if (row) items.push(await presentReview(ctx, review, row, await requireRound(ctx, row.round_id)));
  }
  return { items, next: page.next };
} // prettier-ignore

async function presentReview(ctx: Context, review: ReviewRow, row: ApplicationRow, round: RoundRow): Promise<z.infer<typeof s.review>> {
  const over = review.state === "assigned" && (review.turn !== turnOf(row) || procedure.stateOf(row.actions) !== "review");
  return {
    id: review.id,
    state: over ? "over" : review.state,
    application: applicationLine(ctx, row, round),
    criteria: criteriaOf(row).map(({ key, label }) => ({ key, label: ctx.locale === "en" ? label.en : label.zh })),
    scores: review.scores,
    recommend: review.recommend,
    opinion: review.opinion,
    due: dueOf(round),
    daysLeft: daysBetween(dayInChina(ctx.now), dueOf(round)),
    assignedAt: review.assigned_at.toISOString(),
    answeredAt: review.answered_at?.toISOString() ?? null,
  };
} // prettier-ignore

/** What the independent scores amount to: more than half in favour, of those in whom no conflict is known now. */
export async function recommendationOf(ctx: Context, row: ApplicationRow) {
  const { rows } = await sql<{ scores: number; average: number; favour: number }>`
    select count(*)::int as scores, avg(total)::float8 as average, count(*) filter (where recommend)::int as favour from planning.review
    where province = ${row.province} and application_id = ${row.id} and turn = ${turnOf(row)} and state = 'scored'
      and not planning.conflict_of(person, ${row.school})`.execute(ctx.tx);
  const { scores, average, favour } = rows[0]!;
  return { recommend: favour * 2 > scores, average: Math.round(average * 10) / 10, scores, inFavour: favour };
}
