import { z } from "zod";
import { pageOf, pageQuery } from "../../platform/index.ts";
import { entryContent, itemInput, KINDS } from "./content.ts";

/** Request and response shapes of the three lists. */

export const kind = z.enum(KINDS);
const state = z.enum(["draft", "reviewed", "published", "superseded", "withdrawn"]);
const source = z.enum(["computed", "stated", "entered"]);
export const answerKind = z.enum(["open", "expand", "already", "cannot", "confirm", "correct", "take-part"]);
export type AnswerKind = z.infer<typeof answerKind>;

export const listItem = z
  .object({
    id: z.string(),
    kind,
    title: z.string(),
    content: itemInput,
    organisation: z.object({ id: z.string(), name: z.string() }).nullable(),
    source: z.enum(["stated", "entered"]),
    state: z.enum(["proposed", "accepted", "declined", "withdrawn"]),
    note: z.string(),
    by: z.string(),
    at: z.string(),
    etag: z.string(),
  })
  .meta({ id: "ListItem" });
export type ListItem = z.infer<typeof listItem>;
export const itemPage = pageOf(listItem);
export const itemQuery = pageQuery.extend({
  kind: kind.optional(),
  state: z.enum(["proposed", "accepted", "declined"]).optional(),
});

export const listVersion = z
  .object({
    id: z.string(),
    kind,
    year: z.number(),
    version: z.string(),
    title: z.string(),
    note: z.string(),
    publisher: z.string(),
    region: z.string(),
    regionName: z.string(),
    sample: z.boolean(),
    state,
    release: z.object({ id: z.string(), title: z.string() }).nullable(),
    entries: z.number(),
    actions: z.array(z.object({ action: z.string(), by: z.string(), at: z.string(), note: z.string() })),
    files: z.array(z.object({ name: z.string(), mediaType: z.string(), bytes: z.number(), sha256: z.string() })),
    manifest: z.record(z.string(), z.unknown()),
    publishedAt: z.string().nullable(),
    /** the version that was in force before it, and the one that took its place */
    before: z.object({ id: z.string(), title: z.string() }).nullable(),
    supersededBy: z.string().nullable(),
    etag: z.string(),
  })
  .meta({ id: "ListVersion" }); // prettier-ignore
export type ListVersion = z.infer<typeof listVersion>;
export const versionPage = pageOf(listVersion);

export const listEntry = z
  .object({
    itemId: z.string(),
    title: z.string(),
    content: entryContent,
    source,
    sourceName: z.string(),
    confidence: z.enum(["high", "medium", "low"]),
    city: z.string(),
    /** support that can be had now; null in the other lists */
    policyState: z.enum(["coming", "open", "ended", "suspended"]).nullable(),
    /** how many organisations answered what */
    answers: z.partialRecord(answerKind, z.number()),
    answered: z.number(),
  })
  .meta({ id: "ListEntry" });
export type ListEntry = z.infer<typeof listEntry>;
/** field of a row → key of the figure's definition on /indicators */
const definitions = z.record(z.string(), z.string());
export const entryPage = pageOf(listEntry).extend({ total: z.number(), definitions });
export const entryQuery = pageQuery.extend({
  q: z.string().trim().max(50).optional(),
  city: z.string().max(6).optional(),
  /** rows of the province as a whole, or of its cities */
  place: z.enum(["province", "cities"]).optional(),
  occupation: z.string().max(20).optional(),
  programme: z.string().max(8).optional(),
  industry: z.string().max(5).optional(),
  source: source.optional(),
  answered: z.enum(["yes", "no"]).optional(),
});
export type EntryQuery = z.infer<typeof entryQuery>;

const fieldValue = z.union([z.string(), z.number()]).nullable();
const mentioned = z.object({ itemId: z.string(), title: z.string(), city: z.string() });
const changed = mentioned.extend({
  fields: z.array(z.object({ field: z.string(), from: fieldValue, to: fieldValue })),
});
export const differences = z
  .object({
    from: z.object({ id: z.string(), title: z.string(), version: z.string() }).nullable(),
    to: z.object({ id: z.string(), title: z.string(), version: z.string() }),
    added: z.array(mentioned),
    removed: z.array(mentioned),
    changed: z.array(changed),
    unchanged: z.number(),
  })
  .meta({ id: "ListDifferences" });
export type Differences = z.infer<typeof differences>;

export const newVersion = z.object({
  kind,
  title: z.string().trim().min(2).max(100),
  note: z.string().max(2000).default(""),
});

export const answer = z
  .object({
    id: z.string(),
    itemId: z.string(),
    title: z.string(),
    organisation: z.object({ id: z.string(), name: z.string() }),
    answer: answerKind,
    number: z.number().nullable(),
    reason: z.string(),
    by: z.string(),
    at: z.string(),
  })
  .meta({ id: "ListAnswer" });
export type Answer = z.infer<typeof answer>;
export const newAnswer = z.object({
  itemId: z.uuid(),
  answer: answerKind,
  number: z.number().int().min(0).max(1_000_000).nullable().default(null),
  reason: z.string().trim().max(1000).default(""),
});
export const answerPage = pageOf(answer);
export const answerQuery = pageQuery.extend({ itemId: z.uuid().optional() });

export const record = z
  .object({
    entry: listEntry,
    definitions,
    /** the same thing in each published version, oldest first */
    history: z.array(z.object({ versionId: z.string(), title: z.string(), version: z.string(), fields: z.record(z.string(), fieldValue) })),
    /** entries of the other lists now in force that lead here */
    linked: z.array(z.object({ versionId: z.string(), itemId: z.string(), kind, title: z.string() })),
  })
  .meta({ id: "ListRecord" }); // prettier-ignore

const filter = {
  kind,
  city: z.string(),
  occupation: z.string(),
  programme: z.string(),
  industry: z.string(),
};
export const subscription = z
  .object({
    id: z.string(),
    ...filter,
    words: z.object({ zh: z.string(), en: z.string() }),
    createdAt: z.string(),
  })
  .meta({ id: "ListSubscription" });
export const newSubscription = z.object({
  kind,
  city: z.string().regex(/^\d{6}$/).or(z.literal("")).default(""),
  occupation: z.string().max(20).default(""),
  programme: z.string().max(8).default(""),
  industry: z.string().max(5).default(""),
}); // prettier-ignore

const mineEntry = z.object({
  entry: listEntry,
  versionId: z.string(),
  /** why it concerns us */
  because: z.array(z.object({ key: z.enum(["programme", "talent", "chain", "statement", "named", "industry", "city", "eligible"]), name: z.string() })),
  mine: answer.nullable(),
}); // prettier-ignore
export const mine = z
  .object({
    organisation: z.object({ id: z.string(), name: z.string(), kind: z.string() }),
    versions: z.array(listVersion.pick({ id: true, kind: true, title: true, version: true, year: true })),
    demand: z.array(mineEntry),
    industry: z.array(mineEntry),
    policy: z.array(mineEntry),
    unanswered: z.number(),
  })
  .meta({ id: "MyLists" });
export type Mine = z.infer<typeof mine>;
export type MineEntry = z.infer<typeof mineEntry>;

export const overview = z
  .object({
    lists: z.array(
      z.object({
        kind,
        version: listVersion.omit({ manifest: true }).nullable(),
        /** rows of each source; those that nobody answered yet */
        sources: z.partialRecord(source, z.number()),
        unanswered: z.number(),
        /** policies that can be had today */
        open: z.number().nullable(),
        top: z.array(listEntry),
      }),
    ),
  })
  .meta({ id: "ListsOverview" });
