import { z } from "zod";
import { pageOf } from "../../platform/index.ts";

/** Shapes of joint assessments, certificates and outcomes. */
export const sentence = z.object({ zh: z.string(), en: z.string() });
export const byId = z.object({ id: z.uuid() });
const day = z.iso.date();
const state = z.enum(["proposed", "disputed", "agreed", "school-signed", "enterprise-signed", "signed", "accepted", "objected", "answered", "certified", "failed"]); // prettier-ignore
const kind = z.enum(["placement", "apprenticeship"]);

export const rubricItem = z.object({
  key: z.string().regex(/^[\w-]{1,60}$/),
  name: z.string().trim().min(1).max(120),
  /** percent of the whole */
  weight: z.number().int().min(1).max(100),
  /** percent of this item that the school's score counts; the rest is the enterprise's */
  schoolShare: z.number().int().min(0).max(100),
  /** it is a competence of the post */
  competence: z.boolean(),
});
export const rubric = z.object({ items: z.array(rubricItem).min(1).max(40), passMark: z.number().int().min(1).max(100) }); // prettier-ignore
export const newAssessment = rubric.extend({ placement: z.uuid(), kind });
export const act = z.object({ note: z.string().max(2000).optional() });
export const scores = z.object({
  items: z
    .array(z.object({ key: z.string().max(60), score: z.number().int().min(0).max(100), remark: z.string().trim().max(500) }))
    .min(1)
    .max(40),
}); // prettier-ignore

export const candidate = z.object({
  placement: z.string(),
  name: z.string(),
  enterpriseName: z.string(),
  postName: z.string(),
  fromOn: day,
  toOn: day,
  kind,
  suggested: z.array(rubricItem),
});
export const candidates = z.object({ items: z.array(candidate), next: z.null() });

export const line = z
  .object({
    id: z.string(),
    name: z.string(),
    schoolName: z.string(),
    enterpriseName: z.string(),
    postName: z.string(),
    programmeName: z.string(),
    fromOn: day,
    toOn: day,
    kind,
    state,
    stateName: sentence,
    waits: z.boolean(),
    sample: z.boolean(),
  })
  .meta({ id: "JointAssessmentLine" });
export const listQuery = z.object({ cursor: z.string().max(500).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }); // prettier-ignore
export const page = pageOf(line);

export const outcomeIn = z.object({
  placement: z.uuid(),
  kind: z.enum(["here", "elsewhere", "study", "not-yet"]),
  /** code of the occupation, '' = not known */
  occupation: z.string().regex(/^(\d-\d{2}-\d{2}-\d{2})?$/),
  employer: z.string().trim().max(120),
  on: day,
  evidence: z.string().trim().max(300),
  /** the person agrees that it is kept by name and counts in the figures */
  consent: z.boolean(),
});
export const outcome = z
  .object({
    id: z.string(),
    placement: z.string(),
    name: z.string(),
    programme: z.string(),
    programmeName: z.string(),
    year: z.number(),
    kind: z.enum(["here", "elsewhere", "study", "not-yet"]),
    occupation: z.string(),
    occupationName: z.string(),
    employer: z.string(),
    on: day,
    source: z.enum(["student", "school", "enterprise"]),
    evidence: z.string(),
    matched: z.boolean().nullable(),
    consent: z.boolean(),
  })
  .meta({ id: "TraineeOutcome" });
export const outcomes = pageOf(outcome);
export const outcomeFigures = z
  .object({
    items: z.array(
      z.object({
        school: z.string(),
        schoolName: z.string(),
        programme: z.string(),
        programmeName: z.string(),
        year: z.number(),
        tracked: z.number(),
        employed: z.number(),
        /** in work with a known occupation */
        coded: z.number(),
        matched: z.number(),
        study: z.number(),
        waiting: z.number(),
        here: z.number(),
      }),
    ),
    next: z.null(),
  })
  .meta({ id: "TraineeOutcomeFigures" });

export const certificate = z
  .object({
    id: z.string(),
    number: z.string(),
    hash: z.string(),
    kind,
    holder: z.string(),
    total: z.number(),
    grade: z.enum(["excellent", "good", "pass"]),
    issuedOn: day,
    revoked: z.boolean(),
    revokedReason: z.string().nullable(),
    etag: z.string(),
  })
  .meta({ id: "TraineeCertificate" });
export const assessment = line
  .extend({
    passMark: z.number(),
    rubric: z.array(
      rubricItem.extend({
        /** null = not scored, or not to be seen yet */
        school: z.object({ score: z.number(), remark: z.string() }).nullable(),
        enterprise: z.object({ score: z.number(), remark: z.string() }).nullable(),
        total: z.number().nullable(),
      }),
    ),
    total: z.number().nullable(),
    /** whose scores the actor gives */
    side: z.enum(["school", "enterprise"]).nullable(),
    mayScore: z.boolean(),
    actions: z.array(z.object({ step: z.string(), words: sentence, against: sentence.nullable() })),
    history: z.array(z.object({ words: sentence, by: z.string(), at: z.string(), note: z.string(), digest: z.string() })),
    certificate: certificate.nullable(),
    outcome: outcome.nullable(),
    placement: z.string(),
    mayState: z.boolean(),
    etag: z.string(),
  })
  .meta({ id: "JointAssessment" }); // prettier-ignore

export const revoke = z.object({ reason: z.string().trim().min(2).max(500) });
export const checkQuery = z.object({ number: z.string().trim().max(40), hash: z.string().trim().toLowerCase().max(64) }); // prettier-ignore
/** What anybody learns who holds number and hash: nothing of the person. */
export const checked = z
  .object({
    found: z.boolean(),
    kind: kind.nullable(),
    schoolName: z.string().nullable(),
    enterpriseName: z.string().nullable(),
    programmeName: z.string().nullable(),
    postName: z.string().nullable(),
    issuedOn: day.nullable(),
    revoked: z.boolean(),
    sample: z.boolean(),
  })
  .meta({ id: "CheckedCertificate" });
