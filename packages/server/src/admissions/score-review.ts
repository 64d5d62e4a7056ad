import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { printComposed, printScore } from "@tixi/engines/allocation";
import { BadInput, Conflict, decodeCursor, NotFound, toPage, type Context } from "../platform/index.ts";
import { access } from "./access.ts";
import { nameOf } from "./score-import.ts";
import { inReviewTime, reviewTime } from "./score-review-time.ts";
import { mostPoints, readScores } from "./score-rows.ts";
import type * as s from "./score-schemas.ts";
import { requireSeason, type SeasonBase } from "./score-season.ts";
import { rankSeason } from "./score-standing.ts";
import { tellOfAnswer, tellOfReview } from "./score-told.ts";
import { presentReview, requireScored, scoresOf, type ReviewRow, type ScoredCandidate } from "./scores.ts";

const REVIEW = { zh: "复核申请", en: "review" };
const UNIQUE = "23505";

/** A candidate asks for a review of one of his scores, once for each subject. @throws Conflict outside its time */
export async function askReview(
  ctx: Context,
  candidateId: string,
  input: z.infer<typeof s.newReview>,
): Promise<z.infer<typeof s.ownScores>> {
  const candidate = await requireScored(ctx, candidateId);
  access.authorize(ctx.actor, "askReview", { person: candidate.person });
  const season = await requireSeason(ctx, candidate.season_id);
  if (!season.subjects.some(({ key }) => key === input.subject))
    throw new BadInput([{ part: "body", field: "subject", value: input.subject, reason: "没有这个科目 / no such subject" }]);
  const time = reviewTime(season);
  if (time === null) throw new Conflict({ zh: "成绩尚未发布。", en: "The scores are not released yet." });
  if (!inReviewTime(time, ctx.now))
    throw new Conflict({ zh: "现在不在申请成绩复核的时间内。", en: "Reviews are not asked for at this time." });
  try {
    await sql`insert into admissions.score_review (province, id, season_id, candidate_id, subject, reason, asked_at)
      values (${candidate.province}, ${uuidv7()}, ${season.id}, ${candidateId}, ${input.subject}, ${input.reason}, ${ctx.now})`.execute(ctx.tx);
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE) throw error;
    throw new Conflict({ zh: "这个科目已经申请过复核。", en: "A review of this subject was asked for already." });
  }
  await ctx.audit("scores.ask-review", `candidate:${candidateId}`, null, { subject: input.subject });
  await tellOfReview(ctx, season);
  return scoresOf(ctx, candidateId);
} // prettier-ignore

type Line = ReviewRow & { candidate_id: string; number: string; category: string; points: number | null };

/** Reviews of a season that wait first, then the answered ones, in the order in which they were asked for. */
export async function listReviews(ctx: Context, seasonId: string, query: z.infer<typeof s.reviewQuery>): Promise<z.infer<typeof s.reviewPage>> {
  const season = await requireSeason(ctx, seasonId);
  access.authorize(ctx.actor, "answerReview", { region: season.province });
  const after = decodeCursor(query.cursor, 2);
  const { rows } = await sql<Line & { done: boolean }>`select r.id, r.subject, r.reason, r.asked_at, r.before, r.after, r.answer, r.answered_at,
      r.answer is not null as done, r.candidate_id, c.number, c.category, k.points
    from admissions.score_review r join admissions.candidate c on c.province = r.province and c.id = r.candidate_id
      left join admissions.score k on k.province = r.province and k.candidate_id = r.candidate_id and k.subject = r.subject
    where r.province = ${season.province} and r.season_id = ${seasonId}
      ${after ? sql`and (r.answer is not null, r.id) > (${after[0] === "1"}, ${String(after[1])}::uuid)` : sql``}
    order by done, r.id limit ${query.limit + 1}`.execute(ctx.tx);
  return toPage(rows, query.limit, (row) => [row.done ? "1" : "0", row.id], (row) => ({
    ...presentReview(ctx, season, row),
    candidate: row.candidate_id,
    number: row.number,
    category: row.category,
    points: row.points === null ? null : printScore(row.points),
  }));
} // prettier-ignore

/**
 * The office answers a review. Another score replaces the old one, both are kept with the review, everybody is ranked anew,
 * and the candidate is told.
 * @throws NotFound; Conflict where it has an answer, or the result of the season is confirmed already
 */
export async function answerReview(ctx: Context, id: string, input: z.infer<typeof s.reviewAnswer>): Promise<z.infer<typeof s.reviewAnswered>> {
  const { rows } = await sql<ReviewRow & { candidate_id: string; season_id: string }>`select id, season_id, candidate_id, subject, reason, asked_at, before, after, answer, answered_at
    from admissions.score_review where id = ${id} for update`.execute(ctx.tx);
  const review = rows[0];
  if (!review) throw new NotFound(REVIEW);
  const season = await requireSeason(ctx, review.season_id, true);
  access.authorize(ctx.actor, "answerReview", { region: season.province });
  if (review.answer !== null) throw new Conflict({ zh: "这件复核已经答复。", en: "This review has an answer already." });
  const candidate = await requireScored(ctx, review.candidate_id);
  const { rows: scores } = await sql<{ points: number | null; revision: number }>`select points, revision from admissions.score
    where province = ${season.province} and candidate_id = ${candidate.id} and subject = ${review.subject} for update`.execute(ctx.tx);
  const before = scores[0]?.points ?? null;
  const after = input.points === undefined ? before : pointsOf(season, candidate, review.subject, input.points);
  const changed = after !== before;
  if (changed) await change(ctx, season, candidate, review, after);
  await sql`update admissions.score_review set before = ${before}, after = ${after}, answer = ${input.answer}, answered_by_name = ${ctx.actor.name},
    answered_at = ${ctx.now} where province = ${season.province} and id = ${id}`.execute(ctx.tx);
  await ctx.audit("scores.answer-review", `candidate:${candidate.id}`, { points: before }, { points: after, review: id }, input.answer);
  const ranked = changed ? await rankSeason(ctx, season) : null;
  await tellOfAnswer(ctx, candidate, season, nameOf(ctx, season, review.subject), changed);
  const { rows: standing } = await sql<{ score: number; rank: number }>`select score, rank from admissions.standing
    where province = ${season.province} and candidate_id = ${candidate.id}`.execute(ctx.tx);
  return {
    ...presentReview(ctx, season, { ...review, before, after, answer: input.answer, answered_at: ctx.now }),
    changed,
    rankedAnew: ranked?.ranked ?? 0,
    composed: standing[0] ? printComposed(standing[0].score) : null,
    rank: standing[0]?.rank ?? null,
  };
} // prettier-ignore

/** The points that an answer gives; "absent" or "缺考" = none. @throws BadInput */
function pointsOf(season: SeasonBase, candidate: ScoredCandidate, key: string, text: string): number | null {
  const subject = season.subjects.find((one) => one.key === key)!;
  const columns = { number: -1, subjects: [{ subject, at: 0 }] };
  const { scores, fault } = readScores([text], columns, (one) => mostPoints(season.rules, candidate.category, one));
  if (fault) throw new BadInput([{ part: "body", field: "points", value: text, reason: `${fault.zh} / ${fault.en}` }]);
  return scores[key]!;
} // prettier-ignore

async function change(
  ctx: Context,
  season: SeasonBase,
  candidate: ScoredCandidate,
  review: { id: string; subject: string },
  after: number | null,
): Promise<void> {
  const { rows } = await sql<{ batch: string; round: number }>`select f.batch, f.round from admissions.filing f
    where f.province = ${season.province} and f.season_id = ${season.id} and exists (select from admissions.filing_action a
      where a.province = f.province and a.filing_id = f.id and a.action = 'confirm') limit 1`.execute(ctx.tx);
  if (rows[0])
    throw new Conflict({
      zh: `${rows[0].batch} 第 ${rows[0].round} 轮录取已经确认，成绩不能再改。`,
      en: `The admission of ${rows[0].batch}, round ${rows[0].round} is confirmed; scores cannot be changed any more.`,
    });
  const { numAffectedRows } = await sql`update admissions.score set points = ${after}, absent = ${after === null}, source = ${`review:${review.id}`},
      revision = revision + 1, changed_at = ${ctx.now}
    where province = ${season.province} and candidate_id = ${candidate.id} and subject = ${review.subject}`.execute(ctx.tx);
  if (numAffectedRows !== 1n)
    throw new Conflict({ zh: "该考生没有这个科目的成绩。", en: "The candidate has no score in this subject." });
} // prettier-ignore
