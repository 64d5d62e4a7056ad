import { LINKS, MOVES, STAGES } from "@tixi/engines/pathways";
import { z } from "zod";
import { pageOf } from "../../platform/index.ts";

/** Shapes of the search for ways. */
const sentence = z.object({ zh: z.string(), en: z.string() });
const stage = z.enum(STAGES);
const occupation = z.string().regex(/^\d-\d{2}-\d{2}-\d{2}$/);
const programme = z.string().regex(/^[2-7]\d{5}K?$/);
const region = z.string().regex(/^\d{6}$/);

export const pathwayQuery = z.object({
  stage,
  /** needed at the stages that have programmes */
  programme: programme.nullable().default(null),
  status: z.enum(["studying", "graduated"]).default("graduated"),
  yearOfStudy: z.number().int().min(1).max(6).nullable().default(null),
  /** agreement in whose class somebody is */
  agreement: z.uuid().nullable().default(null),
  /** left out: this year's entry, or next year's once this one's is over */
  year: z.number().int().min(2000).max(2100).optional(),
  region: region.nullable().default(null),
  score: z.number().min(0).max(2000).nullable().default(null),
  award: z.enum(["none", "national", "provincial", "model-worker"]).default("none"),
  certificate: z.enum(["none", "senior", "technician"]).default("none"),
  veteran: z.boolean().default(false),
  working: z.boolean().default(false),
  categories: z.array(z.string().regex(/^\d{2}$/)).max(20).default([]),
  /** codes, or `普通本科:…` */
  programmes: z.array(z.string().max(60)).max(20).default([]),
  occupations: z.array(occupation).max(20).default([]),
  ends: z.array(stage).max(STAGES.length).default([]),
  limit: z.number().int().min(1).max(60).default(24),
}).meta({ id: "PathwayQuery" }); // prettier-ignore
const asked = pathwayQuery.required({ year: true }).meta({ id: "PathwayAsked" });

const ruleUse = z
  .object({
    rule: z.string(),
    state: z.enum(["met", "must", "broken"]),
    text: sentence,
    source: sentence,
    trust: z.enum(["A", "B", "C", "M", "D"]),
    figures: z.record(z.string(), z.union([z.number(), z.string()])),
  })
  .meta({ id: "PathRuleUse" });
const node = z
  .object({ key: z.string(), code: z.string().nullable(), name: z.string(), stage })
  .meta({ id: "PathNode" });
const wayAgreement = z.object({
  id: z.string(),
  kind: z.string(),
  lowerSchoolName: z.string(),
  upperSchoolName: z.string(),
  lowerYears: z.number(),
  upperYears: z.number(),
  quota: z.number(),
  firstCohort: z.number(),
  lastCohort: z.number().nullable(),
  conditions: z.array(z.string()),
  assessment: z.array(z.string()),
});
const way = z
  .object({
    move: z.enum(MOVES),
    open: z.boolean(),
    years: z.number(),
    rules: z.array(ruleUse),
    agreements: z.array(wayAgreement),
    agreementCount: z.number(),
    places: z.number().nullable(),
    /** what says the places; the plan counts all ways together */
    placesFrom: z.enum(["agreement", "season", "plan"]).nullable(),
  })
  .meta({ id: "PathWay" });
const span = z.object({ from: z.number(), to: z.number() });
const offering = z.object({
  schoolName: z.string(),
  schoolKind: z.string(),
  city: z.string(),
  cityName: z.string(),
  /** of the plan in force, whatever the way */
  places: z.number().nullable(),
  /** of the newest season of each channel */
  seats: z.object({ "entrance-exam": z.number(), separate: z.number(), upgrade: z.number() }).partial(),
  tuition: span.nullable(),
  /** last places of earlier admissions, the newest first */
  lines: z.array(
    z.object({
      year: z.number(),
      season: z.string(),
      category: z.string(),
      score: z.number(),
      rank: z.number().nullable(),
      listed: z.number().nullable(),
      vacancies: z.number(),
    }),
  ),
});
const step = z.object({
  to: node,
  link: z.enum(LINKS),
  years: z.number(),
  ways: z.array(way),
  offerings: z.array(offering),
  offeringCount: z.number(),
  tuition: span.nullable(),
  aid: z.array(ruleUse),
  creditRules: z.number(),
});
const career = z.object({
  occupation: z.string(),
  name: z.string(),
  weight: z.number(),
  /** persons wanted beyond those who can fill the posts; null = not published, for the reason beside it */
  gap: z.number().nullable(),
  gapMissing: z.enum(["no-release", "withheld", "not-advertised"]).nullable(),
  /** yuan a month, the middle of the postings; null likewise */
  pay: z.number().nullable(),
  payMissing: z.enum(["no-release", "few-employers", "not-advertised"]).nullable(),
});
export const route = z
  .object({
    key: z.string(),
    steps: z.array(step),
    years: z.number(),
    fewest: z.number(),
    cost: span.extend({ complete: z.boolean() }).nullable(),
    careers: z.array(career),
    meets: z.object({ programme: z.boolean(), occupation: z.boolean(), category: z.boolean() }),
  })
  .meta({ id: "PathRoute" });
const closed = z.object({ to: node, link: z.enum(LINKS), ways: z.array(way) });
/** what the figures rest on */
const basis = z.object({
  province: z.string(),
  release: z.object({ id: z.string(), title: z.string(), year: z.number() }).nullable(),
  agreements: z.number(),
  offerings: z.number(),
  /** seasons of admission that say seats and tuition; years of the lines */
  seasons: z.array(z.string()),
  lineYears: z.array(z.number()),
});
export const pathwayAnswer = z
  .object({
    asked,
    basis,
    yearsLeft: z.number(),
    routes: z.array(route),
    total: z.number(),
    closed: z.array(closed),
    closedTotal: z.number(),
    unreached: z.array(z.object({ to: node, rules: z.array(ruleUse) })),
  })
  .meta({ id: "PathwayAnswer" });

const keys = z.array(z.string().min(1).max(300)).min(1).max(4);
export const comparison = z.object({ query: pathwayQuery, routes: keys });
/** a route that was kept and is no longer open has the step that closes it */
const followed = z.object({ key: z.string(), route: route.nullable(), stopped: closed.nullable() });
export const compared = z
  .object({ asked, basis, items: z.array(followed) })
  .meta({ id: "PathwayComparison" });

export const newPlan = z.object({
  name: z.string().trim().min(1).max(60),
  query: pathwayQuery,
  routes: keys,
});
export const planLine = z
  .object({
    id: z.string(),
    name: z.string(),
    query: pathwayQuery,
    routes: z.array(z.string()),
    createdAt: z.string(),
    etag: z.string(),
  })
  .meta({ id: "PathwayPlan" });
export const planPage = pageOf(planLine);
export const plan = planLine.extend({ compared }).meta({ id: "PathwayPlanNow" });
export const removed = z.object({ id: z.string() });
