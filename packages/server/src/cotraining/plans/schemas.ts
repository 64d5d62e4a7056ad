import { z } from "zod";
import { pageOf, pageQuery } from "../../platform/index.ts";
import { finding, signature } from "../agreements/schemas.ts";
import { document } from "./document.ts";

const sentence = z.object({ zh: z.string(), en: z.string() });
export const byId = z.object({ id: z.uuid() });
export const byVersion = byId.extend({ no: z.coerce.number().int().min(1).max(1000) });
export const byComment = byId.extend({ comment: z.uuid() });
const state = z.enum(["draft", "proposed", "in-force", "retired", "withdrawn"]);
const key = z.string().regex(/^[\w-]{1,60}$/);

const facts = {
  title: z.string().trim().min(2).max(120),
  programme: z.string().regex(/^[2-7]\d{5}K?$/),
  cohortYear: z.number().int().min(2000).max(2100),
  alliance: z.uuid().nullable().default(null),
};
export const newPlan = z.object({ ...facts, partners: z.array(z.uuid()).min(1).max(20), years: z.number().min(1).max(8).default(3) }); // prettier-ignore
export const change = z.object({
  ...facts,
  document: document.extend({
    partners: z
      .array(z.object({ organisation: z.uuid() }))
      .min(1)
      .max(20),
  }),
});
export const act = z.object({ note: z.string().max(2000).optional() });
/** What he who signs has read: the hash of the text that was shown to him. */
export const sign = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });
export const newComment = z.object({ clause: z.string().max(80), words: z.string().trim().min(1).max(2000) });
export const answer = z.object({ outcome: z.enum(["taken", "declined"]), words: z.string().trim().max(2000).default("") }); // prettier-ignore
const member = z.object({
  organisation: z.uuid(),
  name: z.string().trim().min(1).max(60),
  duty: z.enum(["leader", "teacher", "mentor", "developer"]),
  courses: z.array(key).max(60).default([]),
});
const resource = z.object({
  organisation: z.uuid(),
  name: z.string().trim().min(1).max(200),
  kind: z.enum(["course", "textbook", "case", "software", "base", "equipment", "standard"]),
  usage: z.enum(["plan", "alliance", "open"]),
  /** a web address, or '' */
  link: z.string().trim().max(400).regex(/^(https?:\/\/\S+)?$/).default(""),
  courses: z.array(key).max(60).default([]),
}); // prettier-ignore
export const team = z.object({ items: z.array(member).max(200) });
export const resources = z.object({ items: z.array(resource).max(300) });

const signed = signature.extend({ organisation: z.string(), party: z.enum(["school", "enterprise"]) });
const version = z.object({
  no: z.number(),
  reason: z.string(),
  state: z.enum(["draft", "proposed", "signed", "dropped"]),
  madeBy: z.string(),
  madeAt: z.string(),
  sha256: z.string(),
  parties: z.number(),
  signatures: z.array(signed),
});
const figures = z.object({ hours: z.number(), credits: z.number(), public: z.number(), elective: z.number(), practice: z.number(), joint: z.number(), outside: z.number(), core: z.number() }); // prettier-ignore

export const line = z
  .object({
    id: z.string(),
    title: z.string(),
    school: z.string(),
    schoolName: z.string(),
    partners: z.array(z.object({ organisation: z.string(), name: z.string() })),
    programme: z.string(),
    programmeName: z.string(),
    cohortYear: z.number(),
    /** as anybody sees it: in force; else where it stands */
    state,
    stateName: sentence,
    /** the version in force; null = none */
    inForce: z.number().nullable(),
    openComments: z.number(),
    toSign: z.boolean(),
    sample: z.boolean(),
    createdAt: z.string(),
  })
  .meta({ id: "TrainingPlanLine" });
export const page = pageOf(line);
export const listQuery = pageQuery.extend({ state: state.optional(), school: z.uuid().optional(), enterprise: z.uuid().optional(), programme: z.string().max(7).optional(), q: z.string().max(60).optional() }); // prettier-ignore
const whole = {
  no: z.number(),
  document,
  figures,
  /** names of the posts that the competences point to */
  posts: z.array(z.object({ id: z.string(), enterprise: z.string(), name: z.string(), fits: z.array(z.string()), competences: z.array(z.object({ key: z.string(), name: z.string() })) })),
  sha256: z.string(),
}; // prettier-ignore
export const publicPlan = line.extend(whole).meta({ id: "PublicTrainingPlan" });
export const plan = line
  .extend({
    ...whole,
    alliance: z.string().nullable(),
    text: z.string(),
    library: z.array(z.object({ key: z.string(), title: z.string(), needed: z.boolean(), hint: sentence })),
    findings: z.array(finding),
    versions: z.array(version),
    comments: z.array(
      z.object({
        id: z.string(), no: z.number(), clause: z.string(), words: z.string(), organisation: z.string(), organisationName: z.string(), by: z.string(), at: z.string(),
        outcome: z.enum(["taken", "declined"]).nullable(), answer: z.string(), answeredBy: z.string(), answeredAt: z.string().nullable(),
      }),
    ),
    team: z.array(member),
    resources: z.array(resource),
    history: z.array(z.object({ words: sentence, by: z.string(), at: z.string(), note: z.string() })),
    actions: z.array(z.string()),
    mayEdit: z.boolean(),
    maySign: z.boolean(),
    mayComment: z.boolean(),
    mayAnswer: z.boolean(),
    /** the living parts, whatever the state: team and resources */
    mayKeep: z.boolean(),
    etag: z.string(),
  })
  .meta({ id: "TrainingPlan" }); // prettier-ignore
