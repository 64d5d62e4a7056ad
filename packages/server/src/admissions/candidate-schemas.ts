import { z } from "zod";
import { pageOf, pageQuery } from "../platform/index.ts";
import { KINDS, QUESTIONS } from "./eligibility.ts";

/** Shapes of registration. */
export const byCandidate = z.object({ id: z.uuid() });
const word = z.object({ zh: z.string(), en: z.string() });
const kind = z.enum(KINDS);
const region = z.string().regex(/^\d{6}$/);

/** What a candidate writes; anything may be missing until he hands it in. */
export const form = z.object({
  kind,
  /** key of a category of the season */
  category: z.string().min(1).max(40),
  /** code of the programme that he studies or studied; null = none */
  programme: z.string().regex(/^\d{6}K?$/).nullable().default(null), // prettier-ignore
  answers: z.partialRecord(z.enum(QUESTIONS), z.boolean()).default({}),
  /** city in which he would like to be tested; null = anywhere */
  city: region.nullable().default(null),
  /** special quotas that he claims */
  quotas: z.array(z.string().max(40)).max(30).default([]),
  /** 免试 that he claims: the award, and the school and programme that he would enter; null = none */
  exemption: z.object({ award: z.string().max(41), wish: z.string().trim().min(2).max(200) }).nullable().default(null), // prettier-ignore
  /** his school confirms him; else the office does */
  throughSchool: z.boolean().default(true),
  /** he says that all of it is true */
  truthful: z.boolean().default(false),
});
export type Form = z.infer<typeof form>;

export const act = z.object({ note: z.string().max(1000).optional() });
export const confirm = act.extend({
  /** of the quotas that he claims, those that his evidence bears out */
  quotas: z.array(z.string().max(40)).max(30).default([]),
});
export const exempt = act.extend({
  /** key of an award of the season, as the evidence bears it out */
  award: z.string().max(41),
  /** where he is admitted */
  unit: z.string().max(40),
});
export const decision = z.object({
  action: z.enum(["confirm", "return", "refuse"]),
  candidates: z.array(z.uuid()).min(1).max(1000),
  note: z.string().max(1000).optional(),
});
export const decided = z.object({
  done: z.number(),
  items: z.array(z.object({ id: z.string(), ok: z.boolean(), state: z.string().nullable(), number: z.string().nullable(), reason: z.string().nullable() })), // prettier-ignore
});

export const candidateQuery = pageQuery.extend({
  state: z.enum(["draft", "submitted", "returned", "confirmed", "refused", "withdrawn", "exempted", "exempt-admitted"]).optional(), // prettier-ignore
  category: z.string().max(40).optional(),
  kind: kind.optional(),
  school: z.uuid().optional(),
  /** claims a special quota */
  quota: z.string().max(40).optional(),
  /** claims to be exempt from the examination */
  exempt: z.coerce.boolean().optional(),
  /** confirmed, with a skill test, and without a seat */
  unseated: z.coerce.boolean().optional(),
  /** beginning of the number, or part of the name */
  q: z.string().trim().max(40).optional(),
});
const place = z.object({ id: z.string(), name: z.string() });
export const candidateLine = z
  .object({
    id: z.string(),
    seasonId: z.string(),
    number: z.string().nullable(),
    name: z.string(),
    kind,
    category: z.object({ key: z.string(), name: z.string() }),
    school: place.nullable(),
    programme: z.string().nullable(),
    state: z.string(),
    stateWords: word,
    since: z.string(),
    /** claimed */
    claims: z.array(z.string()),
    /** confirmed */
    quotas: z.array(z.string()),
    sample: z.boolean(),
  })
  .meta({ id: "CandidateLine" });
export const candidatePage = pageOf(candidateLine).extend({
  /** of all of the season that the actor sees; on the first page alone */
  states: z.array(z.object({ state: z.string(), count: z.number() })) }); // prettier-ignore

export const seat = z.object({
  session: z.string(),
  site: z.object({ name: z.string(), address: z.string(), city: z.string() }),
  category: z.string(),
  begins: z.string(),
  ends: z.string(),
  seat: z.number(),
});
const bar = z.object({ code: z.string(), words: word, source: z.string() });
export const candidate = candidateLine
  .extend({
    season: z.object({ id: z.string(), name: z.string(), year: z.number(), state: z.string() }),
    form: form.extend({ truthful: z.boolean() }),
    /** what keeps him from taking part, with the rule that says so */
    bars: z.array(bar),
    missing: z.array(z.object({ field: z.string(), reason: z.string() })),
    /** where what he declares is not what the register says */
    doubts: z.array(word),
    files: z.array(z.object({ id: z.string(), name: z.string(), bytes: z.number(), state: z.string() })),
    history: z.array(z.object({ step: z.string(), words: word, note: z.string(), by: z.string(), at: z.string() })), // prettier-ignore
    next: z.array(z.object({ step: z.string(), words: word })),
    seat: seat.nullable(),
    /** where he is, or is about to be, admitted without the examination */
    exemption: z
      .object({ award: z.string(), awardWords: word, unit: z.string(), unitName: z.string(), from: z.string(), until: z.string(), admittedAt: z.string().nullable() })
      .nullable(),
    etag: z.string(),
  })
  .meta({ id: "Candidate" }); // prettier-ignore
/** Numbers for anybody: nobody is named. */
export const exemptionPage = pageOf(
  z.object({
    unit: z.string(),
    unitName: z.string(),
    award: z.string(),
    awardWords: word,
    from: z.string(),
    until: z.string(),
    admitted: z.boolean(),
    persons: z.number(),
  }),
).extend({ seats: z.enum(["within", "above"]) });
export const own = z.object({
  /** the actor's registrations, the newest year first */
  items: z.array(candidate),
  /** seasons that he may register in now */
  open: z.array(z.object({ id: z.string(), name: z.string(), year: z.number(), until: z.string().nullable() })), // prettier-ignore
});

const importFault = z.object({ row: z.number(), field: z.string(), value: z.string(), zh: z.string(), en: z.string() }); // prettier-ignore
export const imported = z
  .object({
    id: z.string(),
    seasonId: z.string(),
    fileName: z.string(),
    /** in = accepted + duplicate + rejected */
    read: z.number(),
    accepted: z.number(),
    duplicate: z.number(),
    rejected: z.number(),
    /** the first of the rejected; the file has them all */
    faults: z.array(importFault),
    createdBy: z.string(),
    createdAt: z.string(),
  })
  .meta({ id: "CandidateImport" });
export const importPage = pageOf(imported.omit({ faults: true }));
export const ticket = z
  .object({
    candidate: z.string(),
    number: z.string(),
    name: z.string(),
    season: z.object({ id: z.string(), name: z.string(), year: z.number() }),
    category: z.object({ key: z.string(), name: z.string() }),
    school: z.string().nullable(),
    seat: seat.nullable(),
    subjects: z.array(z.object({ key: z.string(), name: z.string(), kind: z.string(), max: z.number() })),
  })
  .meta({ id: "Ticket" });
