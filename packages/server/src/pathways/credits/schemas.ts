import { z } from "zod";
import { pageOf, pageQuery } from "../../platform/index.ts";

/** Shapes of the recognition of earlier learning. Credits go in tenths in the database and in credits over the wire. */
const sentence = z.object({ zh: z.string(), en: z.string() });
const day = z.iso.date();
const code = z.string().regex(/^[2-7]\d{5}K?$/);
const credits = z.number().min(0.1).max(100).multipleOf(0.1);
const sourceKind = z.enum(["course", "certificate", "work", "award"]);
export const byId = z.object({ id: z.uuid() });
export const fileOf = byId.extend({ file: z.uuid() });
export const state = z.enum(["asked", "returned", "recognised", "refused", "appealed", "upheld", "withdrawn"]); // prettier-ignore

const ruleTerms = {
  sourceKind,
  /** the course, the certificate, the kind of work */
  source: z.string().trim().min(1).max(120),
  /** what it needs, e.g. months of work, level of the certificate */
  needs: z.string().trim().max(300).default(""),
  course: z.string().trim().min(1).max(120),
  credits,
  validFrom: day,
  validUntil: day.nullable().default(null),
};
export const newRule = z.object({ programme: code, ...ruleTerms });
export const ruleChange = z.object({
  source: ruleTerms.source,
  needs: ruleTerms.needs,
  course: ruleTerms.course,
  credits,
  validUntil: day.nullable(),
});
export const rule = z
  .object({
    id: z.string(),
    school: z.string(),
    schoolName: z.string(),
    programme: z.string(),
    programmeName: z.string(),
    sourceKind,
    source: z.string(),
    needs: z.string(),
    course: z.string(),
    credits: z.number(),
    validFrom: day,
    validUntil: day.nullable(),
    inForce: z.boolean(),
    sample: z.boolean(),
    etag: z.string(),
  })
  .meta({ id: "CreditRule" });
export const rulePage = pageOf(rule);
export const ruleQuery = pageQuery.extend({
  school: z.uuid().optional(),
  programme: code.optional(),
  q: z.string().max(60).optional(),
});
export const limit = z.object({
  programme: code,
  /** credits of the whole programme */
  total: z.number().min(1).max(400),
  /** at most such a share of them, 0 to 1 */
  share: z.number().min(0).max(1),
});
export const limits = z.object({
  items: z.array(limit.extend({ school: z.string(), programmeName: z.string() })),
  next: z.null(),
});

export const newRequest = z.object({
  rule: z.uuid(),
  statement: z.string().trim().min(1).max(4000),
  /** number and issuer of the certificate or record */
  evidenceKey: z.string().trim().min(2).max(120),
  /** files uploaded beforehand as drafts */
  files: z.array(z.uuid()).max(10).default([]),
});
export const requestChange = z.object({
  statement: z.string().trim().min(1).max(4000),
  evidenceKey: z.string().trim().min(2).max(120),
});
export const act = z.object({ note: z.string().max(2000).optional() });
const file = z.object({
  id: z.string(),
  name: z.string(),
  bytes: z.number(),
  mediaType: z.string(),
  state: z.string(),
  createdAt: z.string(),
});
export const requestLine = z
  .object({
    id: z.string(),
    schoolName: z.string(),
    programme: z.string(),
    programmeName: z.string(),
    course: z.string(),
    credits: z.number(),
    source: z.string(),
    sourceKind,
    state,
    stateName: sentence,
    /** who asks; for those who decide */
    person: z.string().nullable(),
    sample: z.boolean(),
    createdAt: z.string(),
  })
  .meta({ id: "CreditRequestLine" });
export const requestPage = pageOf(requestLine);
export const requestQuery = pageQuery.extend({
  state: state.optional(),
  waiting: z.stringbool().default(false),
});
export const request = requestLine
  .extend({
    school: z.string(),
    statement: z.string(),
    evidenceKey: z.string(),
    needs: z.string(),
    files: z.array(file),
    actions: z.array(z.string()),
    /** what stands against recognising it now; null = nothing */
    against: sentence.nullable(),
    mayEdit: z.boolean(),
    history: z.array(z.object({ action: z.string(), words: sentence, by: z.string(), at: z.string(), note: z.string() })),
    etag: z.string(),
  })
  .meta({ id: "CreditRequest" }); // prettier-ignore
export const balance = z
  .object({
    items: z.array(
      z.object({
        school: z.string(),
        schoolName: z.string(),
        programme: z.string(),
        programmeName: z.string(),
        recognised: z.number(),
        asked: z.number(),
        /** at most so many; null = the school has set no limit */
        limit: z.number().nullable(),
        total: z.number().nullable(),
        courses: z.array(z.object({ request: z.string(), course: z.string(), credits: z.number(), at: z.string() })), // prettier-ignore
      }),
    ),
    next: z.null(),
  })
  .meta({ id: "CreditBalance" });
