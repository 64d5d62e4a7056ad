import { z } from "zod";
import { pageOf, pageQuery } from "../platform/index.ts";

export const byId = z.object({ id: z.uuid() });
/** A link in a page cannot say in a header which language the page is in. */
export const language = z.object({ lang: z.enum(["zh-CN", "en"]).optional() });

export const scoreFault = z
  .object({ row: z.number(), number: z.string(), field: z.string(), value: z.string(), reason: z.string() })
  .meta({ id: "ScoreFault" });

const importLine = z.object({
  id: z.string(),
  seasonId: z.string(),
  fileName: z.string(),
  sha256: z.string(),
  state: z.enum(["waiting", "checking", "checked", "taking", "done", "failed", "cancelled"]),
  jobId: z.string().nullable(),
  /** in = accepted + duplicate + rejected */
  read: z.number(),
  accepted: z.number(),
  duplicate: z.number(),
  rejected: z.number(),
  message: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export const scoreImport = importLine
  .extend({
    /** what taking it in changes: scores that are new, others, the same; what strikes the eye */
    preview: z
      .object({
        subjects: z.array(
          z.object({
            subject: z.string(),
            name: z.string(),
            added: z.number(),
            changed: z.number(),
            same: z.number(),
          }),
        ),
        warnings: z.array(z.string()),
      })
      .nullable(),
    /** the first of the rejected rows; the file has them all */
    faults: z.array(scoreFault),
  })
  .meta({ id: "ScoreImport" });
export const scoreImportPage = pageOf(importLine);

export const scoreChecks = z
  .object({
    /** points */
    figures: z.array(
      z.object({
        subject: z.string(),
        name: z.string(),
        category: z.string(),
        scored: z.number(),
        absent: z.number(),
        zeros: z.number(),
        mean: z.number().nullable(),
        deviation: z.number().nullable(),
        lowest: z.number().nullable(),
        highest: z.number().nullable(),
      }),
    ),
    /** candidates with neither points nor an absence */
    missing: z.array(z.object({ subject: z.string(), name: z.string(), count: z.number() })),
    warnings: z.array(z.string()),
  })
  .meta({ id: "ScoreChecks" });

const review = z.object({
  id: z.string(),
  subject: z.string(),
  name: z.string(),
  reason: z.string(),
  askedAt: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  answer: z.string().nullable(),
  answeredAt: z.string().nullable(),
});

/** Points are decimals in text, as exact as they were given. */
export const ownScores = z
  .object({
    candidate: z.string(),
    seasonId: z.string(),
    number: z.string().nullable(),
    category: z.string(),
    categoryName: z.string(),
    releasedAt: z.string().nullable(),
    subjects: z.array(
      z.object({
        subject: z.string(),
        name: z.string(),
        kind: z.enum(["culture", "skill"]),
        max: z.number(),
        points: z.string().nullable(),
        absent: z.boolean(),
      }),
    ),
    composed: z.string().nullable(),
    rank: z.number().nullable(),
    /** how many stand in the list of the category */
    rankedOf: z.number().nullable(),
    reviews: z.array(review),
    /** when a review may be asked for; null = not released */
    review: z.object({ from: z.string(), until: z.string().nullable(), open: z.boolean() }).nullable(),
  })
  .meta({ id: "OwnScores" });

export const newReview = z
  .object({ subject: z.string().max(60), reason: z.string().trim().min(2).max(1000) })
  .meta({ id: "NewScoreReview" });
export const reviewQuery = pageQuery;
export const reviewLine = review
  .extend({
    candidate: z.string(),
    number: z.string(),
    category: z.string(),
    points: z.string().nullable(),
  })
  .meta({ id: "ScoreReview" });
export const reviewPage = pageOf(reviewLine);
export const reviewAnswer = z
  .object({
    answer: z.string().trim().min(2).max(1000),
    /** the score as it is after the review; left out = it stands; 缺考 = absent */
    points: z.string().max(20).optional(),
  })
  .meta({ id: "ScoreReviewAnswer" });
export const reviewAnswered = review
  .extend({
    changed: z.boolean(),
    /** how many were ranked anew */
    rankedAnew: z.number(),
    composed: z.string().nullable(),
    rank: z.number().nullable(),
  })
  .meta({ id: "ScoreReviewAnswered" });

export const tableQuery = z.object({ category: z.string().min(1).max(40) });
export const onePointTable = z
  .object({
    category: z.string(),
    total: z.number(),
    /** so many with so many whole points, and with so many or more */
    rows: z.array(z.object({ points: z.number(), count: z.number(), cumulative: z.number() })),
  })
  .meta({ id: "OnePointTable" });
