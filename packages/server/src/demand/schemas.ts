/** What goes over the wire in demand: one schema a thing, named in the OpenAPI document by its id. */
import { SCHOOL_TYPES } from "@tixi/engines/types";
import { z } from "zod";
import { pageOf, pageQuery } from "../platform/http/paging.ts";

export const intakeKind = z.enum(["postings", "offerings", "surveys", "industry-plan", "conditions"]);
export const importId = z.uuid();
export const postingId = z.string().regex(/^\d{1,19}$/);
const occupationCode = z.string().regex(/^[1-8]-\d{2}-\d{2}-\d{2}$/);
const cityCode = z.string().regex(/^\d{6}$/);
const named = z.object({ code: z.string(), name: z.string() });

export const columnMapping = z
  .object({
    column: z.string(),
    field: z.string().nullable(),
    confidence: z.number(),
    how: z.string(),
  })
  .meta({ id: "ColumnMapping" });

export const importSchema = z
  .object({
    id: z.string(),
    kind: intakeKind,
    fileName: z.string(),
    bytes: z.number(),
    sha256: z.string(),
    format: z.string(),
    encoding: z.string(),
    state: z.enum(["inspected", "waiting", "running", "done", "failed", "cancelled"]),
    headers: z.array(z.string()),
    sampleRows: z.array(z.array(z.string())),
    mapping: z.array(columnMapping),
    savedMappings: z.array(z.object({ id: z.string(), name: z.string() })),
    rowsRead: z.number(),
    accepted: z.number(),
    duplicate: z.number(),
    rejected: z.number(),
    breaching: z.number(),
    rowsTotalEstimate: z.number().nullable(),
    bytesDone: z.number(),
    jobId: z.string().nullable(),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
    message: z.string().nullable(),
    createdBy: z.string(),
    createdAt: z.string(),
    alreadyImported: z.string().optional(),
  })
  .meta({ id: "Import" });
export type ImportView = z.infer<typeof importSchema>;
export const importPage = pageOf(importSchema);

export const putMapping = z.object({
  kind: intakeKind.optional(),
  mapping: z.array(columnMapping.partial({ confidence: true, how: true })).max(500),
  saveAs: z.string().trim().min(1).max(60).optional(),
});

export const rejectionPage = pageOf(
  z
    .object({ row: z.number(), field: z.string(), value: z.string(), code: z.string(), reason: z.string() })
    .meta({ id: "Rejection" }),
);

export const fieldList = z.array(
  z
    .object({
      field: z.string(),
      label: z.object({ zh: z.string(), en: z.string() }),
      required: z.boolean(),
      type: z.string(),
    })
    .meta({ id: "ImportField" }),
);

export const educations = ["none", "secondary", "college", "bachelor", "postgraduate"] as const;
const guess = z.object({ code: z.string(), name: z.string(), confidence: z.number() });

const postingFields = {
  id: z.string(),
  title: z.string(),
  company: z.string(),
  city: z.string().nullable(),
  cityName: z.string(),
  salary: z.object({ min: z.number(), max: z.number() }).nullable(),
  education: z.enum(educations).nullable(),
  headcount: z.number().nullable(),
  headcountKind: z.enum(["stated", "several", "absent"]),
  publishedAt: z.string().nullable(),
  occupation: named.nullable(),
  confidence: z.number(),
  candidates: z.array(guess),
  reviewed: z.enum(["confirmed", "corrected", "abstained"]).nullable(),
  source: z.string(),
};
export const postingSchema = z
  .object({
    ...postingFields,
    flags: z.array(z.object({ rule: z.string(), severity: z.string(), quote: z.string() })),
  })
  .meta({ id: "Posting" });
export type PostingView = z.infer<typeof postingSchema>;
export const postingPage = z.object({
  items: z.array(postingSchema),
  next: z.string().nullable(),
  total: z.number(),
  totalIsEstimate: z.boolean(),
});

/** The organisation that bore the name of a row, as the register has it today; null where it knows none. */
const organisation = z
  .object({
    id: z.string(),
    name: z.string(),
    /** it bore that name in the row's year */
    inYear: z.boolean(),
    ended: z.boolean(),
    /** where it ended: who goes on as it */
    successors: z.array(z.object({ id: z.string(), name: z.string() })),
  })
  .nullable();

export const postingDetailSchema = z
  .object({
    ...postingFields,
    organisation,
    companyCode: z.string().nullable(),
    regionText: z.string(),
    experience: z.string(),
    industryText: z.string(),
    sourceId: z.string(),
    description: z.string(),
    coderVersion: z.string(),
    evidence: z.array(z.object({ field: z.string(), text: z.string(), term: z.string() })),
    programmes: z.array(
      z.object({ code: z.string(), name: z.string(), level: z.string(), weight: z.number() }),
    ),
    flags: z.array(
      z.object({
        rule: z.string(),
        kind: z.string(),
        severity: z.string(),
        field: z.string(),
        quote: z.string(),
        start: z.number(),
        end: z.number(),
        rewording: z.string(),
        basis: z.string(),
      }),
    ),
    vacancy: z.object({
      id: z.string(),
      postings: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          publishedAt: z.string().nullable(),
          source: z.string(),
        }),
      ),
    }),
    import: z.object({ id: z.string(), fileName: z.string(), row: z.number() }),
    history: z.array(
      z.object({
        action: z.string(),
        from: named.nullable(),
        to: named.nullable(),
        by: z.string(),
        at: z.string(),
      }),
    ),
  })
  .meta({ id: "PostingDetail" });
export type PostingDetail = z.infer<typeof postingDetailSchema>;

export const postingQuery = pageQuery.extend({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  q: z.string().trim().min(1).max(60).optional(),
  city: cityCode.optional(),
  occupation: z.union([occupationCode, z.literal("none")]).optional(),
  programme: z
    .string()
    .regex(/^\d{6}K?$/)
    .optional(),
  education: z.enum(educations).optional(),
  flag: z
    .string()
    .regex(/^(any|LEG-\d{2})$/)
    .optional(),
  reviewed: z.enum(["none", "confirmed", "corrected", "abstained"]).optional(),
  importId: importId.optional(),
  maxConfidence: z.coerce.number().min(0).max(1).optional(),
  order: z.enum(["least-certain", "newest"]).default("newest"),
});
export type PostingQuery = z.infer<typeof postingQuery>;

export const correctCodeInput = z.discriminatedUnion("action", [
  z.object({ action: z.literal("confirm"), occupationCode: occupationCode.nullish() }),
  z.object({ action: z.literal("correct"), occupationCode }),
  z.object({ action: z.literal("abstain"), occupationCode: z.null().optional() }),
]);
export type CorrectCode = z.infer<typeof correctCodeInput>;

export const aliasSchema = z
  .object({
    id: z.string(),
    alias: z.string(),
    occupation: named,
    state: z.enum(["proposed", "accepted", "rejected"]),
    times: z.number(),
    example: z.object({ postingId: z.string(), title: z.string() }),
    proposedBy: z.string(),
    proposedAt: z.string(),
    reviewedBy: z.string().nullable(),
    reviewedAt: z.string().nullable(),
  })
  .meta({ id: "Alias" });
export const aliasPage = pageOf(aliasSchema);
export const aliasQuery = pageQuery.extend({
  state: z.enum(["proposed", "accepted", "rejected"]).optional(),
});
export const reviewAliasInput = z.object({ decision: z.enum(["accept", "reject"]) });

export const recodingSchema = z
  .object({
    id: z.string(),
    state: z.enum(["waiting", "running", "done", "failed", "cancelled"]),
    jobId: z.string().nullable(),
    before: z.string().nullable(),
    after: z.string().nullable(),
    aliases: z.number(),
    checked: z.number(),
    changed: z.number(),
    message: z.string().nullable(),
    createdBy: z.string(),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
    items: z.array(
      z.object({
        postingId: z.string(),
        title: z.string(),
        from: named.nullable(),
        to: named.nullable(),
        fromConfidence: z.number(),
        toConfidence: z.number(),
      }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: "Recoding" });

export const fairHiringSchema = z
  .object({
    byRule: z.array(
      z.object({
        rule: z.string(),
        name: z.string(),
        basis: z.string(),
        severity: z.string(),
        count: z.number(),
      }),
    ),
    checked: z.number(),
    breaching: z.number(),
    topEmployers: z.array(z.object({ company: z.string(), count: z.number() })),
  })
  .meta({ id: "FairHiring" });

export const offeringQuery = pageQuery.extend({
  programme: z.string().max(10).optional(),
  city: cityCode.optional(),
  level: z.enum(["secondary", "college", "bachelor"]).optional(),
  year: z.coerce.number().int().optional(),
  school: z.string().trim().min(1).max(60).optional(),
});
export const offeringSchema = z
  .object({
    id: z.string(),
    schoolCode: z.string().nullable(),
    schoolName: z.string(),
    school: organisation,
    programme: named,
    level: z.string(),
    city: z.string(),
    cityName: z.string(),
    year: z.number(),
    duration: z.number().nullable(),
    plan: z.number().nullable(),
    admitted: z.number().nullable(),
    registered: z.number().nullable(),
    enrolment: z.array(z.number()),
    graduates: z.number().nullable(),
    employed: z.number().nullable(),
    matchedEmployed: z.number().nullable(),
    furtherStudy: z.number().nullable(),
    stayed: z.number().nullable(),
    classes: z.number().nullable(),
    teachers: z.number().nullable(),
    complaints: z.number().nullable(),
    firstChoice: z.number().nullable(),
    import: z.object({ id: z.string(), row: z.number() }),
  })
  .meta({ id: "Offering" });
export const offeringPage = pageOf(offeringSchema);

const figure = z.number().nullable();
const conditionFigures = {
  studentsFull: figure,
  masters: figure,
  doctors: figure,
  international: figure,
  preparatory: figure,
  trainees: figure,
  adultFull: figure,
  evening: figure,
  correspondence: figure,
  teachersFull: figure,
  teachersPart: figure,
  teachersGraduate: figure,
  teachersSenior: figure,
  dualQualified: figure,
  landArea: figure,
  buildingArea: figure,
  teachingArea: figure,
  dormArea: figure,
  equipmentValue: figure,
  equipmentNew: figure,
  books: figure,
  booksNew: figure,
  computers: figure,
};
export const conditionQuery = pageQuery.extend({
  city: cityCode.optional(),
  year: z.coerce.number().int().min(2000).max(2060).optional(),
  school: z.string().trim().min(1).max(60).optional(),
});
export const conditionSchema = z
  .object({
    id: z.string(),
    schoolCode: z.string().nullable(),
    schoolName: z.string(),
    school: organisation,
    city: z.string(),
    cityName: z.string(),
    year: z.number(),
    schoolType: z.enum(SCHOOL_TYPES).nullable(),
    /** persons, m², fen, volumes and machines, as in ConditionRow; null = not stated */
    ...conditionFigures,
    import: z.object({ id: z.string(), row: z.number() }),
  })
  .meta({ id: "SchoolCondition" });
export const conditionPage = pageOf(conditionSchema);
