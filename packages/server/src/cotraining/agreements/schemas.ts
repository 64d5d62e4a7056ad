import { z } from "zod";
import { pageOf, pageQuery } from "../../platform/index.ts";
import { KINDS, terms } from "./kinds.ts";

const sentence = z.object({ zh: z.string(), en: z.string() });
const day = z.iso.date();
export const byId = z.object({ id: z.uuid() });
export const byVersion = byId.extend({ no: z.coerce.number().int().min(1).max(1000) });
const state = z.enum(["draft", "proposed", "in-force", "ended", "withdrawn"]);
const clause = z.object({ key: z.string().max(40), title: z.string().trim().min(1).max(60), text: z.string().trim().max(8000) }); // prettier-ignore

const facts = {
  title: z.string().trim().min(2).max(120),
  programme: z.string().regex(/^[2-7]\d{5}K?$/),
  cohortYear: z.number().int().min(2000).max(2100),
  people: z.number().int().min(1).max(5000),
  fromOn: day,
  toOn: day,
  alliance: z.uuid().nullable().default(null),
  terms,
};
export const newAgreement = z.object({ kind: z.enum(KINDS), partner: z.uuid(), ...facts });
export const change = z.object({
  ...facts,
  /** null = as the terms give them */
  clauses: z.array(clause).max(60).nullable().default(null),
});
export const act = z.object({
  note: z.string().max(2000).optional(),
  ending: z.enum(["expired", "agreed", "breach"]).optional(),
});
/** What he who signs has read: the hash of the text that was shown to him. */
export const sign = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });
export const amend = z.object({ reason: z.string().trim().min(2).max(2000) });
export const cohort = z.object({ people: z.array(z.uuid()).max(2000) });

export const finding = z.object({
  rule: z.string(),
  level: z.enum(["block", "warn"]),
  clause: z.string().nullable(),
  zh: z.string(),
  en: z.string(),
  figure: z.string().nullable(),
  limit: z.string().nullable(),
  basis: z.string(),
});
export const signature = z.object({
  seq: z.number(),
  party: z.enum(["school", "enterprise", "student"]),
  ofName: z.string(),
  signer: z.string(),
  at: z.string(),
  sha256: z.string(),
  previous: z.string(),
  hash: z.string(),
});
const version = z.object({
  no: z.number(),
  reason: z.string(),
  state: z.enum(["draft", "proposed", "signed", "dropped"]),
  madeBy: z.string(),
  madeAt: z.string(),
  sha256: z.string(),
  fromOn: z.string(),
  toOn: z.string(),
  people: z.number(),
  signatures: z.array(signature),
});
export const line = z
  .object({
    id: z.string(),
    kind: z.enum(KINDS),
    kindName: sentence,
    title: z.string(),
    school: z.string(),
    schoolName: z.string(),
    enterprise: z.string(),
    enterpriseName: z.string(),
    programme: z.string(),
    programmeName: z.string(),
    cohortYear: z.number(),
    people: z.number(),
    fromOn: z.string(),
    toOn: z.string(),
    state,
    stateName: sentence,
    /** the actor's own side has to sign */
    toSign: z.boolean(),
    sample: z.boolean(),
    createdAt: z.string(),
  })
  .meta({ id: "TrainingAgreementLine" });
export const page = pageOf(line);
export const listQuery = pageQuery.extend({
  state: state.optional(),
  kind: z.enum(KINDS).optional(),
  enterprise: z.uuid().optional(),
  q: z.string().max(60).optional(),
});
export const agreement = line
  .extend({
    alliance: z.string().nullable(),
    terms,
    posts: z.array(z.object({ id: z.string(), name: z.string(), seats: z.number(), likePay: z.number().nullable(), lowestPay: z.number().nullable() })),
    /** the version that is worked on or, where none is, the one in force */
    no: z.number(),
    clauses: z.array(clause),
    text: z.string(),
    sha256: z.string(),
    /** clauses of its kind: which are needed, and what is at risk without them */
    library: z.array(z.object({ key: z.string(), title: z.string(), needed: z.boolean(), basis: z.string(), without: sentence })),
    findings: z.array(finding),
    versions: z.array(version),
    cohort: z.array(z.object({ person: z.string(), name: z.string(), since: z.string(), until: z.string().nullable() })),
    history: z.array(z.object({ words: sentence, by: z.string(), at: z.string(), note: z.string() })),
    actions: z.array(z.string()),
    mayEdit: z.boolean(),
    maySign: z.boolean(),
    mayAmend: z.boolean(),
    mayEnterCohort: z.boolean(),
    etag: z.string(),
  })
  .meta({ id: "TrainingAgreement" }); // prettier-ignore

export const differences = z.object({
  from: z.number(),
  to: z.number(),
  clauses: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      change: z.enum(["same", "changed", "added", "removed"]),
      before: z.string(),
      after: z.string(),
    }),
  ),
});
export const differencesQuery = z.object({ from: z.coerce.number().int().min(1).max(1000) });
export const verdict = z.object({
  versions: z.array(
    z.object({
      no: z.number(),
      signatures: z.number(),
      fault: z.object({ seq: z.number(), what: z.enum(["text", "order", "hash"]) }).nullable(),
    }),
  ),
});
