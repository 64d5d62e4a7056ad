import { z } from "zod";
import { HAZARDS } from "@tixi/engines/lawful";
import { pageOf, pageQuery } from "../../platform/index.ts";

/** Shapes of workplaces, posts, placements and their legal gate. */
const sentence = z.object({ zh: z.string(), en: z.string() });
const day = z.iso.date();
const yesNo = z.boolean().nullable().default(null);
const fen = z.number().int().min(0).max(100_000_000).nullable().default(null);
export const byId = z.object({ id: z.uuid() });

export const workplaceFacts = z.object({
  staff: z.number().int().min(0).max(10_000_000).nullable(),
  registered: yesNo,
  dishonest: yesNo,
  industries: z.array(z.string().regex(/^[A-T]?\d{2,4}$/)).max(30).default([]),
}); // prettier-ignore
export const workplace = z
  .object({
    organisation: z.string(),
    name: z.string(),
    regionName: z.string(),
    ...workplaceFacts.shape,
    registered: z.boolean().nullable(),
    dishonest: z.boolean().nullable(),
    industries: z.array(z.string()),
    posts: z.number(),
    /** placements that run there now, of all schools, and how many 10 % of the staff are */
    running: z.number(),
    most: z.number().nullable(),
    /** what the actor's own school has done about it */
    inspection: z.object({ inspectedOn: z.string().nullable(), decided: z.boolean(), minutes: z.string(), findings: z.string() }).nullable(),
    mayEdit: z.boolean(),
    mayInspect: z.boolean(),
    etag: z.string(),
  })
  .meta({ id: "Workplace" }); // prettier-ignore
export const workplacePage = pageOf(workplace);
export const workplaceQuery = pageQuery.extend({ q: z.string().max(60).optional() });
export const inspection = z.object({
  inspectedOn: day.nullable(),
  decided: z.boolean(),
  minutes: z.string().trim().max(200).default(""),
  findings: z.string().trim().max(4000).default(""),
});

const competence = z.object({ key: z.string().min(1).max(40), name: z.string().trim().min(1).max(120) });
export const postFacts = z.object({
  name: z.string().trim().min(1).max(80),
  occupation: z.string().max(20).default(""),
  programmes: z.array(z.string().regex(/^\d{2,6}K?$/)).max(40).default([]),
  seats: z.number().int().min(0).max(10_000),
  likeKey: z.string().trim().max(60).default(""),
  likeStaff: z.number().int().min(0).max(10_000_000).nullable().default(null),
  likePay: fen,
  lowestPay: fen,
  labourLevel: z.number().int().min(1).max(4).nullable().default(null),
  hazards: z.array(z.enum(Object.keys(HAZARDS) as [keyof typeof HAZARDS])).nullable().default(null),
  hoursDay: z.number().min(0).max(24).nullable().default(null),
  hoursWeek: z.number().min(0).max(168).nullable().default(null),
  restDays: z.number().min(0).max(7).nullable().default(null),
  overtime: yesNo,
  night: yesNo,
  restDayWork: yesNo,
  holidayWork: yesNo,
  simpleOnly: yesNo,
  competences: z.array(competence).max(60).default([]),
  closed: z.boolean().default(false),
}); // prettier-ignore
export const post = postFacts
  .extend({
    id: z.string(),
    enterprise: z.string(),
    hazards: z.array(z.string()).nullable(),
    programmes: z.array(z.string()),
    mayEdit: z.boolean(),
    etag: z.string(),
  }) // prettier-ignore
  .meta({ id: "WorkPost" });
export const postList = z.object({ items: z.array(post), next: z.null() });
export const postQuery = z.object({ enterprise: z.uuid().optional() });

/** What the school says of a placement; null = not known, and what is not known is not passed. */
export const placementFacts = z.object({
  person: z.uuid(),
  post: z.uuid(),
  agreement: z.uuid().nullable().default(null),
  from: day,
  to: day,
  mentor: z.uuid().nullable().default(null),
  mentorName: z.string().trim().max(60).default(""),
  teacher: z.uuid().nullable().default(null),
  teacherName: z.string().trim().max(60).default(""),
  onPost: z.boolean().default(true),
  independent: yesNo,
  pay: fen,
  payCycle: z.number().min(0.25).max(12).nullable().default(null),
  paidInMoney: yesNo,
  paidToStudent: yesNo,
  signatures: z.array(z.enum(["school", "enterprise", "student"])).nullable().default(null),
  signed: day.nullable().default(null),
  agreementFields: z.array(z.enum(["place", "time", "post", "pay", "hours", "insurance", "duties", "mentor", "breach"])).nullable().default(null),
  officialTemplate: yesNo,
  studentConsent: yesNo,
  guardianConsent: yesNo,
  insuredFrom: day.nullable().default(null),
  insuredTo: day.nullable().default(null),
  insuranceChargedToStudent: yesNo,
  accidentFrom: day.nullable().default(null),
  accidentTo: day.nullable().default(null),
  fees: fen,
  guarantee: yesNo,
  papersHeld: yesNo,
  agent: yesNo,
  imposed: yesNo,
  selfFound: yesNo,
  schoolApproved: yesNo,
  ownAssessment: yesNo,
  jointEnrolment: yesNo,
  apprenticeAgreement: yesNo,
  female: yesNo,
  healthChecked: day.nullable().default(null),
}); // prettier-ignore
/** A form asks before it is saved: `placement` is the one that it changes. */
export const placementTried = placementFacts.extend({ placement: z.uuid().optional() });
const verdict = z.enum(["clear", "open", "refused"]);
const told = z.object({
  rule: z.string(),
  name: sentence,
  state: z.enum(["outside", "passed", "excepted", "unknown", "warned", "broken"]),
  kind: z.enum(["block", "warn"]),
  exemption: z.enum(["none", "filing", "approval"]),
  zh: z.string(),
  en: z.string(),
});
export const judged = z.object({ verdict, findings: z.array(told) }).meta({ id: "GateAnswer" });
export const placementState = z.enum([
  "planned",
  "running",
  "suspended",
  "finished",
  "broken-off",
  "cancelled",
]);
export const placementLine = z
  .object({
    id: z.string(),
    person: z.string(),
    personName: z.string(),
    school: z.string(),
    schoolName: z.string(),
    enterprise: z.string(),
    enterpriseName: z.string(),
    post: z.string(),
    postName: z.string(),
    agreement: z.string().nullable(),
    from: z.string(),
    to: z.string(),
    mentorName: z.string(),
    teacherName: z.string(),
    state: placementState,
    stateName: sentence,
    verdict: verdict.nullable(),
    checkedAt: z.string().nullable(),
    sample: z.boolean(),
  })
  .meta({ id: "PlacementLine" });
export const placementPage = pageOf(placementLine);
export const placementQuery = pageQuery.extend({
  state: placementState.optional(),
  verdict: verdict.optional(),
  enterprise: z.uuid().optional(),
  q: z.string().max(60).optional(),
});
export const placement = placementLine
  .extend({
    facts: z.record(z.string(), z.unknown()),
    /** by the rules of today; empty for who only takes part in it */
    findings: z.array(told),
    exceptions: z.array(z.object({ rule: z.string(), reason: z.string(), approver: z.string(), record: z.string(), on: z.string(), by: z.string() })),
    checks: z.array(z.object({ at: z.string(), cause: z.string(), ruleSet: z.string(), verdict, findings: z.array(z.object({ rule: z.string(), state: z.string(), zh: z.string(), en: z.string() })) })),
    history: z.array(z.object({ words: sentence, by: z.string(), at: z.string(), note: z.string() })),
    competences: z.array(competence),
    actions: z.array(z.string()),
    mayEdit: z.boolean(),
    etag: z.string(),
  })
  .meta({ id: "Placement" }); // prettier-ignore
export const guidesQuery = z.object({ enterprise: z.uuid() });
const guide = z.object({ person: z.string(), name: z.string() });
export const guides = z.object({ teachers: z.array(guide), mentors: z.array(guide) });
export const desk = z
  .object({
    running: z.number(),
    planned: z.number(),
    refused: z.number(),
    open: z.number(),
    unchecked: z.number(),
    /** what stands against most of those that are planned or run */
    rules: z.array(z.object({ rule: z.string(), name: sentence, placements: z.number() })),
  })
  .meta({ id: "PlacementDesk" });
export const act = z.object({ note: z.string().trim().max(2000).default("") });
export const exception = z.object({
  rule: z.string().min(2).max(40),
  reason: z.string().trim().min(2).max(2000),
  approver: z.string().trim().min(1).max(60),
  record: z.string().trim().min(1).max(120),
  on: day,
});
export const choosePreset = z.object({ key: z.string().min(1).max(60) });
export const started = z.object({ job: z.string() });
export const rules = z
  .object({
    key: z.string(),
    version: z.string(),
    name: sentence,
    source: z.string(),
    rules: z.array(
      z.object({
        id: z.string(),
        name: sentence,
        kind: z.enum(["block", "warn"]),
        exemption: sentence,
        words: sentence,
        basis: z.object({ article: z.string(), source: z.string(), trust: z.string() }),
        note: sentence.nullable(),
      }),
    ),
    presets: z.array(z.object({ key: z.string(), version: z.string(), name: sentence, source: z.string(), trust: z.string() })),
    waiting: z.object({ id: z.string(), key: z.string(), by: z.string(), at: z.string(), mayConfirm: z.boolean() }).nullable(),
    history: z.array(z.object({ key: z.string(), version: z.string(), proposedBy: z.string(), confirmedBy: z.string(), at: z.string() })),
    mayPropose: z.boolean(),
  })
  .meta({ id: "GateRules" }); // prettier-ignore
