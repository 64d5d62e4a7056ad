import { z } from "zod";
import { pageOf, pageQuery } from "../platform/index.ts";

/** Request and response shapes of runs of the allocation and their results. */

export const byId = z.object({ id: z.uuid() });
export const fileOf = byId.extend({ name: z.string().regex(/^[a-z]{1,20}\.(csv|json|ndjson)$/) });
/** what checks the signature of manifests: 32 bytes in hexadecimal digits */
export const openKey = z.object({ algorithm: z.literal("Ed25519"), key: z.string() });
const words = z.object({ zh: z.string(), en: z.string() });

export const newFiling = z.object({
  season: z.uuid(),
  batch: z.string().min(1).max(60),
  round: z.number().int().min(1).max(20),
});
export const decision = z.object({
  note: z.string().max(2000).default(""),
  /** days of public notice, at least the season's */
  days: z.number().int().min(5).max(60).optional(),
});

export const filingLine = z.object({
  id: z.string(),
  season: z.string(),
  seasonName: z.string(),
  year: z.number(),
  channel: z.string(),
  batch: z.string(),
  round: z.number(),
  solving: z.enum(["waiting", "running", "done", "failed", "cancelled"]),
  state: z.enum(["computed", "checked", "announced", "confirmed", "withdrawn"]),
  stateWords: words,
  /** days of the public notice */
  from: z.string().nullable(),
  until: z.string().nullable(),
  admitted: z.number().nullable(),
  sample: z.boolean(),
  createdAt: z.string(),
});
export const filingQuery = pageQuery.extend({ season: z.uuid().optional() });
export const filingPage = pageOf(filingLine);

const count = z.object({ batch: z.string(), round: z.number(), candidates: z.number(), preferences: z.number(), admitted: z.number(), places: z.number() }); // prettier-ignore
const said = z.object({ rule: z.string(), zh: z.string(), en: z.string() });

export const filing = filingLine
  .extend({
    job: z.string().nullable(),
    message: z.string().nullable(),
    summary: z
      .object({
        rounds: z.array(count),
        candidates: z.number(),
        preferences: z.number(),
        leftOut: z.number(),
        admitted: z.number(),
        milliseconds: z.number(),
        alike: z.object({ candidates: z.number(), alone: z.number(), belowFive: z.number() }),
      })
      .nullable(),
    verified: z
      .object({
        checks: z.array(said.extend({ examined: z.number(), breaches: z.number() })),
        breaches: z.array(said),
        absent: z.array(z.string()),
        at: z.string(),
      })
      .nullable(),
    manifest: z.record(z.string(), z.unknown()).nullable(),
    files: z.array(z.object({ name: z.string(), mediaType: z.string(), bytes: z.number(), sha256: z.string(), open: z.boolean() })),
    next: z.array(z.object({ step: z.enum(["run", "check", "announce", "confirm", "withdraw"]), words })),
    history: z.array(z.object({ action: z.string(), words, note: z.string(), by: z.string(), at: z.string() })),
    createdBy: z.string(),
    finishedAt: z.string().nullable(),
    unanswered: z.number(),
    upheld: z.number(),
    etag: z.string(),
  })
  .meta({ id: "Filing" }); // prettier-ignore

export const job = z.object({ job: z.string() });

export const outcomeQuery = pageQuery.extend({ unit: z.string().max(40).optional(), number: z.string().max(40).optional() }); // prettier-ignore
const preference = z.object({
  batch: z.string(),
  round: z.number(),
  no: z.number(),
  unit: z.string(),
  unitName: z.string(),
  outcome: z.string(),
  words,
});
export const outcomeLine = z.object({
  number: z.string(),
  category: z.string(),
  score: z.string(),
  rank: z.number(),
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  quota: z.string(),
  preference: z.number().nullable(),
  round: z.number().nullable(),
});
export const outcomePage = pageOf(outcomeLine);
export const outcome = outcomeLine.extend({
  filing: filingLine,
  /** by the newest result that is announced: what became of each preference */
  preferences: z.array(preference),
  /** the admission that was confirmed, if there is one */
  admittedAt: z.string().nullable(),
});
export const ownOutcomes = z.object({ items: z.array(outcome), next: z.null() });

export const admittedQuery = pageQuery.extend({ season: z.uuid().optional() });
export const admittedPage = pageOf(
  z.object({
    season: z.string(),
    seasonName: z.string(),
    year: z.number(),
    number: z.string(),
    name: z.string().nullable(),
    category: z.string(),
    unit: z.string(),
    schoolName: z.string(),
    programmeName: z.string(),
    quota: z.string(),
    /** key of the award, where he was admitted without the examination */
    award: z.string(),
    admittedAt: z.string(),
  }),
);

export const admittedSeason = z.object({ season: z.uuid().optional() });
export const receivedPage = pageOf(
  z.object({
    season: z.string(),
    seasonName: z.string(),
    year: z.number(),
    number: z.string(),
    name: z.string(),
    kind: z.string(),
    category: z.string(),
    /** that he comes from; empty: none */
    fromSchool: z.string(),
    unit: z.string(),
    programme: z.string(),
    programmeName: z.string(),
    quota: z.string(),
    award: z.string(),
    admittedAt: z.string(),
  }),
).extend({
  /** by programme, on the first page alone */
  programmes: z.array(z.object({ season: z.string(), unit: z.string(), programme: z.string(), programmeName: z.string(), persons: z.number(), exempt: z.number() })),
}); // prettier-ignore

export const cutoffQuery = pageQuery.extend({
  batch: z.string().max(60).optional(),
  category: z.string().max(60).optional(),
  q: z.string().max(60).optional(),
  /** only units with places left: what a supplementary round is for */
  vacant: z.enum(["true", "false"]).optional(),
});
export const cutoffLine = z.object({
  unit: z.string(),
  quota: z.string(),
  category: z.string(),
  categoryName: z.string(),
  batch: z.string(),
  schoolName: z.string(),
  programme: z.string(),
  programmeName: z.string(),
  city: z.string(),
  cityName: z.string(),
  /** of the plan */
  capacity: z.number(),
  /** of the general seats: admitted without the examination, before the run */
  exempt: z.number(),
  admitted: z.number(),
  vacancies: z.number(),
  lastScore: z.string().nullable(),
  lastRank: z.number().nullable(),
});
export const cutoffPage = pageOf(cutoffLine);

export const historyQuery = z.object({
  school: z.string().min(1).max(200),
  programme: z.string().min(1).max(20),
});
export const history = z.object({
  items: z.array(
    z.object({
      year: z.number(),
      season: z.string(),
      seasonName: z.string(),
      channel: z.string(),
      unit: z.string(),
      quota: z.string(),
      batch: z.string(),
      round: z.number(),
      capacity: z.number().nullable(),
      admitted: z.number().nullable(),
      lastScore: z.string().nullable(),
      lastRank: z.number().nullable(),
      sample: z.boolean(),
      /** who published a line that was taken in as it was, and where; null = a season that was filed here */
      publisher: z.string().nullable(),
      url: z.string().nullable(),
    }),
  ),
  next: z.null(),
});

export const newObjection = z.object({
  content: z.string().trim().min(5).max(4000),
  name: z.string().trim().min(2).max(60),
  phone: z.string().trim().min(5).max(40),
  /** the objector's own result, where he is signed in as a candidate */
  own: z.boolean().default(false),
});
export const received = z.object({ id: z.string() });
export const objectionState = z.object({
  id: z.string(),
  createdAt: z.string(),
  upheld: z.boolean().nullable(),
  answer: z.string().nullable(),
  answeredAt: z.string().nullable(),
});
export const objectionPage = pageOf(
  objectionState.extend({
    content: z.string(),
    /** number of the candidate whose own result it is about */
    candidate: z.string().nullable(),
    name: z.string(),
    phone: z.string(),
    answeredBy: z.string().nullable(),
  }),
);
export const answer = z.object({ upheld: z.boolean(), answer: z.string().trim().min(2).max(4000) });

const rules = z.record(z.string(), z.unknown());
export const newSimulation = z.object({
  /** a run of a season that is over, or a drawn season */
  on: z.union([
    z.object({ filing: z.uuid() }),
    z.object({
      candidates: z.number().int().min(10).max(200_000),
      units: z.number().int().min(2).max(5000),
      preferences: z.number().int().min(1).max(100),
      seed: z
        .number()
        .int()
        .min(0)
        .max(2 ** 31),
    }),
  ]),
  /** one set of rules, or two to compare; null = those of the past season */
  rules: z.array(rules.nullable()).min(1).max(2),
});
