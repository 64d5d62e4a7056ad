import { z } from "zod";
import { pageOf, pageQuery } from "../../platform/index.ts";
import { KINDS } from "./kinds.ts";

/** Shapes of agreements, their cohorts and flows. */
const sentence = z.object({ zh: z.string(), en: z.string() });
const kind = z.enum(KINDS);
const code = z.string().regex(/^[2-7]\d{5}K?$/);
const year = z.number().int().min(2000).max(2100);
const years = z.number().min(0.5).max(8).multipleOf(0.5);
const fee = z.number().int().min(0).max(200_000).nullable();
export const byId = z.object({ id: z.uuid() });
export const state = z.enum(["proposed", "returned", "accepted", "in-force", "ended", "declined", "withdrawn"]); // prettier-ignore

const condition = z.object({
  key: z.string().max(40),
  words: z.string().trim().min(1).max(300),
  least: z.number().nullable(),
});
const part = z.object({
  name: z.string().trim().min(1).max(100),
  weight: z.number().min(0).max(100),
  least: z.number().nullable(),
});
const terms = {
  lowerYears: years,
  upperYears: years,
  firstCohort: year,
  lastCohort: year.nullable(),
  /** approved places of each cohort */
  quota: z.number().int().min(1).max(5000),
  /** what a student has to meet to move up */
  conditions: z.array(condition).max(20),
  /** 转段考核: its parts with their weights, which sum to 100 */
  assessment: z.array(part).max(20),
  /** yuan a year; null = not said */
  lowerTuition: fee,
  upperTuition: fee,
  remark: z.string().max(2000),
};
export const agreementTerms = z.object(terms);
export const newAgreement = z.object({
  kind,
  /** the part that the proposing school takes; `both` = five years in one school */
  side: z.enum(["lower", "upper", "both"]),
  /** the other school, by its id in the register … */
  partner: z.uuid().nullable(),
  /** … or by its name where the register has none */
  partnerName: z.string().trim().max(120).default(""),
  lowerProgramme: code,
  /** null = an undergraduate programme, by its name */
  upperProgramme: code.nullable(),
  upperProgrammeName: z.string().trim().max(80).default(""),
  /** the agreement that it follows for later cohorts, of the same schools and programmes */
  renews: z.uuid().nullable().default(null),
  ...terms,
});

const warning = z.object({ rule: z.string(), text: sentence });
const fault = z.object({
  part: z.string().optional(),
  field: z.string(),
  value: z.unknown().optional(),
  reason: z.string(),
});
export const check = z
  .object({ faults: z.array(fault), warnings: z.array(warning), seats: z.number().nullable() })
  .meta({ id: "AgreementCheck" });

const end = z.object({
  school: z.string().nullable(),
  schoolName: z.string(),
  programme: z.string().nullable(),
  programmeName: z.string(),
});
export const agreementLine = z
  .object({
    id: z.string(),
    kind,
    kindName: sentence,
    lower: end,
    upper: end,
    lowerYears: z.number(),
    upperYears: z.number(),
    firstCohort: z.number(),
    lastCohort: z.number().nullable(),
    quota: z.number(),
    state,
    stateName: sentence,
    /** the two programmes are joined by the official progression, or by their category alone */
    closeness: z.enum(["official", "category"]).nullable(),
    region: z.string(),
    regionName: z.string(),
    sample: z.boolean(),
    createdAt: z.string(),
  })
  .meta({ id: "AgreementLine" });
export const agreementPage = pageOf(agreementLine);
export const agreement = agreementLine
  .extend({
    conditions: z.array(condition),
    assessment: z.array(part),
    lowerTuition: fee,
    upperTuition: fee,
    remark: z.string(),
    /** the document by which it was recorded */
    document: z.string().nullable(),
    etag: z.string(),
    /** the actor's own part: what he may do next, and what the rules say; empty for who only reads */
    actions: z.array(z.string()),
    mayEdit: z.boolean(),
    mayEnterCohorts: z.boolean(),
    /** its last cohort is known, nothing follows it yet, and the actor's school is a party */
    mayRenew: z.boolean(),
    renews: z.string().nullable(),
    renewedBy: z.string().nullable(),
    proposer: z.string().nullable(),
    faults: z.array(fault),
    warnings: z.array(warning),
    seats: z.number().nullable(),
    history: z.array(z.object({ action: z.string(), words: sentence, by: z.string(), at: z.string(), note: z.string() })),
  })
  .meta({ id: "Agreement" }); // prettier-ignore

export const agreementQuery = pageQuery.extend({
  state: state.optional(),
  kind: kind.optional(),
  school: z.uuid().optional(),
  programme: code.optional(),
  q: z.string().max(60).optional(),
  /** only what waits for the actor */
  waiting: z.stringbool().default(false),
});
export const publicQuery = agreementQuery.omit({ state: true, waiting: true });
export const act = z.object({
  note: z.string().max(2000).optional(),
  document: z.string().max(120).optional(),
  lastCohort: year.optional(),
});

const count = z.number().int().min(0).max(100_000);
export const cohortYear = z.object({
  cohort: year,
  year,
  stage: z.enum(["lower", "upper"]),
  enrolled: count,
  leftSchool: count.default(0),
  changedTrack: count.default(0),
  assessed: count.nullable().default(null),
  passed: count.nullable().default(null),
  movedUp: count.default(0),
  finished: count.default(0),
});
export const cohortYears = z.object({ items: z.array(cohortYear).min(1).max(60) });
const flow = z.object({
  cohort: z.number().nullable(),
  entered: z.number(),
  leftLower: z.number(),
  changedLower: z.number(),
  finishedLower: z.number(),
  assessed: z.number(),
  passed: z.number(),
  movedUp: z.number(),
  inLower: z.number(),
  leftUpper: z.number(),
  changedUpper: z.number(),
  finishedUpper: z.number(),
  inUpper: z.number(),
  /** between two reports, said by none of them */
  unexplained: z.number(),
  /** of those who are done with the lower part, the share that moved up; of all, the share that left */
  movedShare: z.number().nullable(),
  leftShare: z.number().nullable(),
});
export const cohorts = z
  .object({
    agreement: z.string(),
    quota: z.number(),
    items: z.array(cohortYear.extend({ enteredBy: z.string(), changedAt: z.string() })),
    cohorts: z.array(flow),
    etag: z.string(),
  })
  .meta({ id: "AgreementCohorts" });

export const flowQuery = z.object({
  cohort: z.coerce.number().int().min(2000).max(2100).optional(),
  kind: kind.optional(),
  programme: code.optional(),
  school: z.uuid().optional(),
});
export const flows = z
  .object({
    cohorts: z.array(z.number()),
    agreements: z.number(),
    total: flow,
    byCohort: z.array(flow),
    nodes: z.array(z.object({ key: z.string(), name: sentence })),
    links: z.array(z.object({ from: z.string(), to: z.string(), value: z.number() })),
    byAgreement: z.array(
      flow.extend({
        agreement: z.string(),
        kind,
        lower: z.string(),
        upper: z.string(),
        programme: z.string(),
      }),
    ),
  })
  .meta({ id: "AgreementFlows" });

export const continuationQuery = z.object({ level: z.enum(["secondary", "college"]).optional() });
export const continuations = z
  .object({
    items: z.array(
      z.object({
        programme: z.string(),
        name: z.string(),
        level: z.enum(["secondary", "college"]),
        offerings: z.number(),
        /** programmes of the official progression, and of them those that a school of the province offers */
        official: z.number(),
        offered: z.number(),
        agreements: z.number(),
      }),
    ),
    next: z.null(),
  })
  .meta({ id: "Continuations" });
