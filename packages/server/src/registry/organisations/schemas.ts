import { z } from "zod";
import { pageOf, pageQuery } from "../../platform/index.ts";
import { KINDS } from "./kinds.ts";

/** Shapes of the register of organisations. */

const id = z.uuid();
const kind = z.enum(KINDS);
const region = z.string().regex(/^\d{6}$/);
const day = z.iso.date().refine((text) => text >= "1800-01-01" && text < "2200-01-01", "1800–2199");
const named = z.object({ id: z.string(), name: z.string() });
const place = z.object({ code: z.string(), name: z.string() });

export const byId = z.object({ id });
export const onDay = z.object({ on: day.optional() });

export const organisationQuery = pageQuery.extend({
  q: z.string().trim().min(1).max(60).optional(),
  kind: kind.optional(),
  region: region.optional(),
  parent: id.optional(),
  state: z.enum(["current", "ended", "all"]).default("current"),
  on: day.optional(),
});
export const organisationRow = z
  .object({
    id: z.string(),
    name: z.string(),
    kind,
    region: z.string(),
    regionName: z.string(),
    creditCode: z.string().nullable(),
    schoolCode: z.string().nullable(),
    country: z.string().nullable(),
    since: z.string().nullable(),
    until: z.string().nullable(),
    /** a former name by which it was found */
    formerly: z.string().nullable(),
  })
  .meta({ id: "Organisation" });
export const organisationPage = pageOf(organisationRow);
export const suggestQuery = z.object({
  q: z.string().trim().min(1).max(60),
  /** kinds, with commas between */
  kind: z.string().max(300).optional(),
  region: region.optional(),
});

const version = z.object({
  id: z.string(),
  name: z.string(),
  kind,
  region: z.string(),
  regionName: z.string(),
  creditCode: z.string().nullable(),
  schoolCode: z.string().nullable(),
  parent: named.nullable(),
  country: z.string().nullable(),
  address: z.string(),
  website: z.string(),
  since: z.string().nullable(),
  until: z.string().nullable(),
  change: z.enum(["registered", "renamed", "moved", "changed"]),
  note: z.string(),
  source: z.string(),
  recordedAt: z.string(),
});
const succession = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["merged", "split"]),
  onDay: z.string(),
  note: z.string(),
  ended: z.boolean(),
});
export const proposalSchema = z
  .object({
    id: z.string(),
    organisation: named,
    region: z.string(),
    address: z.string(),
    website: z.string(),
    note: z.string(),
    state: z.enum(["proposed", "accepted", "refused"]),
    proposedAt: z.string(),
    decidedAt: z.string().nullable(),
    reason: z.string(),
  })
  .meta({ id: "OrganisationProposal" });
export const proposalPage = pageOf(proposalSchema);
export const organisationRecord = z
  .object({
    id: z.string(),
    etag: z.string(),
    /** as it is called now, or was called last */
    name: z.string(),
    state: z.enum(["current", "ended"]),
    /** as it is, or was on the day that was asked for; null where it did not exist then */
    shown: version.nullable(),
    versions: z.array(version),
    checks: z.array(
      z.object({
        field: z.enum(["creditCode", "schoolCode"]),
        sound: z.boolean(),
        note: z.string().nullable(),
      }),
    ),
    corrections: z.array(
      z.object({
        id: z.string(),
        before: z.record(z.string(), z.unknown()),
        after: z.record(z.string(), z.unknown()),
        note: z.string(),
        at: z.string(),
      }),
    ),
    predecessors: z.array(succession),
    successors: z.array(succession),
    below: z.number(),
    /** people with a role in it; null for those who may not know */
    people: z.number().nullable(),
    keeper: place,
    may: z.object({ keep: z.boolean(), propose: z.boolean() }),
    proposal: proposalSchema.nullable(),
  })
  .meta({ id: "OrganisationRecord" });

const facts = z.object({
  name: z.string().trim().min(1).max(200),
  kind,
  region,
  creditCode: z.string().max(40).nullable().default(null),
  schoolCode: z.string().max(40).nullable().default(null),
  parent: id.nullable().default(null),
  country: z.string().max(3).nullable().default(null),
  address: z.string().max(300).default(""),
  website: z.string().max(300).default(""),
});
const note = z.string().trim().max(500).default("");
const confirmed = z.boolean().default(false);

export const registerInput = facts.extend({ since: day.nullable().default(null), note, confirmed });
export const changeInput = facts.extend({ since: day, note, confirmed });
export const correctInput = facts.extend({
  version: day.nullable(),
  since: day.nullable(),
  note: z.string().trim().min(2).max(500),
});
export const endInput = z.object({ day, note: z.string().trim().min(2).max(500) });
const heir = z.union([z.object({ id }).strict(), z.object({ facts }).strict()]);
export const mergeInput = z.object({
  predecessors: z.array(id).min(1).max(50),
  into: heir,
  day,
  note,
  confirmed,
});
export const splitInput = z.object({
  into: z.array(heir).min(1).max(20),
  continues: z.boolean().default(false),
  day,
  note,
  confirmed,
});
export const done = z.object({ id: z.string() });
export const splitDone = z.object({ ids: z.array(z.string()) });

export const nearQuery = z.object({ name: z.string().trim().min(2).max(200), region, except: id.optional() });
export const nearList = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      region: z.string(),
      regionName: z.string(),
      kind,
      why: z.enum(["same", "near"]),
    }),
  ),
});

export const loadInput = z.object({ scope: z.enum(["province", "country"]).default("province") });
export const loadReport = z
  .object({
    in: z.number(),
    added: z.number(),
    there: z.number(),
    changed: z.number(),
    kept: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        field: z.enum(["name", "kind", "region", "schoolCode"]),
        ours: z.string(),
        list: z.string(),
      }),
    ),
  })
  .meta({ id: "HigherSchoolsLoaded" });

export const importQuery = z.object({ dry: z.enum(["true", "false"]).default("false") });
export const importReport = z
  .object({
    fileName: z.string(),
    dry: z.boolean(),
    headers: z.array(z.string()),
    /** columns that hold nothing the register knows */
    unknown: z.array(z.string()),
    read: z.number(),
    added: z.number(),
    there: z.number(),
    rejected: z.array(
      z.object({
        row: z.number(),
        values: z.array(z.string()),
        reasons: z.array(z.object({ field: z.string(), value: z.string(), reason: z.string() })),
      }),
    ),
    doubts: z.array(z.object({ row: z.number(), field: z.string(), text: z.string() })),
  })
  .meta({ id: "OrganisationImport" });

const count = z.object({ kind, count: z.number() });
const rank = z.enum(["province", "city", "county"]);
export const regionCountQuery = z.object({ parent: region.optional() });
export const regionCounts = z
  .object({
    region: place.extend({ rank }).nullable(),
    path: z.array(place),
    kinds: z.array(count),
    direct: z.array(count),
    below: z.array(place.extend({ rank, below: z.number(), kinds: z.array(count) })),
  })
  .meta({ id: "RegionCounts" });

export const proposeInput = z.object({ address: z.string().max(300), website: z.string().max(300), note });
export const decideInput = z
  .object({ decision: z.enum(["accepted", "refused"]), reason: z.string().trim().max(500).default("") })
  .refine((input) => input.decision === "accepted" || input.reason.length >= 2, {
    path: ["reason"],
    message: "拒绝须写明理由 / a refusal needs its reason",
  });
