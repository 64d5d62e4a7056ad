import { sql } from "kysely";
import type { z } from "zod";
import { printComposed, printScore } from "@tixi/engines/allocation";
import { NotFound, type Context } from "../platform/index.ts";
import { access } from "./access.ts";
import { distribution } from "./score-distribution.ts";
import { nameOf } from "./score-import.ts";
import type * as s from "./score-schemas.ts";
import { inLanguage, requireSeason, stepTaken, type SeasonBase } from "./score-season.ts";
import { missingScores } from "./score-standing.ts";
import { inReviewTime, reviewTime } from "./score-review-time.ts";

export const CANDIDATE = { zh: "考生", en: "candidate" };

export interface ScoredCandidate {
  province: string;
  id: string;
  season_id: string;
  number: string | null;
  person: string;
  category: string;
  category_name: string;
}

/** @throws NotFound */
export async function requireScored(ctx: Context, id: string): Promise<ScoredCandidate> {
  const { rows } =
    await sql<ScoredCandidate>`select c.province, c.id, c.season_id, c.number, c.person, c.category,
      coalesce(g.name, c.category) as category_name
    from admissions.candidate c left join admissions.category g on g.province = c.province and g.season_id = c.season_id and g.key = c.category
    where c.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound(CANDIDATE);
  return rows[0];
}

const points = (value: number | null): string | null => (value === null ? null : printScore(value));

/**
 * A candidate's scores, his composed score and his place, his reviews: for himself once they are released, for the office
 * at any time. @throws NotFound
 */
export async function scoresOf(ctx: Context, candidateId: string): Promise<z.infer<typeof s.ownScores>> {
  const candidate = await requireScored(ctx, candidateId);
  access.authorize(ctx.actor, "readScores", { region: candidate.province, person: candidate.person });
  if (ctx.actor.personId !== candidate.person)
    await ctx.auditRead(`person:${candidate.person}`, ["admissions.score.points"]);
  const season = await requireSeason(ctx, candidate.season_id);
  const { rows: scores } = await sql<{ subject: string; points: number | null; revision: number; source: string }>`select subject, points, revision, source
    from admissions.score where province = ${candidate.province} and candidate_id = ${candidateId}`.execute(ctx.tx);
  const { rows: standing } = await sql<{ score: number; rank: number; of: number | null }>`select t.score, t.rank,
      (select max(e.cumulative) from admissions.score_step e where e.province = t.province and e.season_id = t.season_id and e.category = t.category) as of
    from admissions.standing t where t.province = ${candidate.province} and t.candidate_id = ${candidateId}`.execute(ctx.tx);
  const { rows: reviews } = await sql<ReviewRow>`select id, subject, reason, asked_at, before, after, answer, answered_at from admissions.score_review
    where province = ${candidate.province} and candidate_id = ${candidateId} order by asked_at, id`.execute(ctx.tx);
  const released = stepTaken(season, "release-scores");
  const time = reviewTime(season);
  const found = new Map(scores.map((one) => [one.subject, one]));
  return {
    candidate: candidate.id,
    seasonId: season.id,
    number: candidate.number,
    category: candidate.category,
    categoryName: candidate.category_name,
    releasedAt: released?.toISOString() ?? null,
    subjects: season.subjects.map(({ key, kind, max }) => ({
      subject: key,
      name: nameOf(ctx, season, key),
      kind,
      max,
      points: points(found.get(key)?.points ?? null),
      absent: found.has(key) && found.get(key)!.points === null,
    })),
    composed: standing[0] ? printComposed(standing[0].score) : null,
    rank: standing[0]?.rank ?? null,
    rankedOf: standing[0]?.of ?? null,
    reviews: reviews.map((row) => presentReview(ctx, season, row)),
    review: time && { from: time.from.toISOString(), until: time.until?.toISOString() ?? null, open: inReviewTime(time, ctx.now) },
  };
} // prettier-ignore

export interface ReviewRow {
  id: string;
  subject: string;
  reason: string;
  asked_at: Date;
  before: number | null;
  after: number | null;
  answer: string | null;
  answered_at: Date | null;
}

export const presentReview = (ctx: Context, season: SeasonBase, row: ReviewRow) => ({
  id: row.id,
  subject: row.subject,
  name: nameOf(ctx, season, row.subject),
  reason: row.reason,
  askedAt: row.asked_at.toISOString(),
  before: points(row.before),
  after: points(row.after),
  answer: row.answer,
  answeredAt: row.answered_at?.toISOString() ?? null,
});

/** What of the scores is missing and what strikes the eye, before they are handed in. */
export async function scoreChecks(ctx: Context, seasonId: string): Promise<z.infer<typeof s.scoreChecks>> {
  const season = await requireSeason(ctx, seasonId);
  access.authorize(ctx.actor, "enterScores", { region: season.province });
  const { figures, warnings } = await distribution(ctx, season);
  const missing = await missingScores(ctx, season);
  return {
    figures: figures.map((one) => ({ ...one, name: nameOf(ctx, season, one.subject) })),
    missing: missing.map((one) => ({ ...one, name: nameOf(ctx, season, one.subject) })),
    warnings: warnings.map((warning) => inLanguage(ctx, warning)),
  };
}

/** 一分一段: the one-point table of a category, for anybody once the scores are released. */
export async function onePointTable(ctx: Context, seasonId: string, category: string): Promise<z.infer<typeof s.onePointTable>> {
  const season = await requireSeason(ctx, seasonId);
  access.authorize(ctx.actor, "readPublished", { published: stepTaken(season, "release-scores") !== null });
  const { rows } = await sql<{ points: number; count: number; cumulative: number }>`select points, count, cumulative
    from admissions.score_step where province = ${season.province} and season_id = ${seasonId} and category = ${category}
    order by points desc`.execute(ctx.tx);
  return { category, total: rows.at(-1)?.cumulative ?? 0, rows };
} // prettier-ignore
