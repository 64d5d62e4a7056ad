import { z } from "zod";
import { pageOf, pageQuery } from "../http/paging.ts";

const day = z.iso.date();

/** What the trail is searched by. */
export const filter = z.object({
  from: day.optional(),
  to: day.optional(),
  /** part of a name, or the whole of an account's or person's id */
  who: z.string().trim().min(1).max(100).optional(),
  /** an action, or how it begins: `posting.` */
  action: z.string().trim().min(1).max(100).optional(),
  /** `kind:id`, or how it begins: `person:` */
  subject: z.string().trim().min(1).max(200).optional(),
  organisation: z.uuid().optional(),
  kind: z.enum(["write", "read"]).optional(),
});
export type Filter = z.infer<typeof filter>;
export const listQuery = filter.extend(pageQuery.shape);
export const exportQuery = filter.extend({ format: z.enum(["csv", "xlsx"]).default("xlsx") });
export const byId = z.object({ id: z.uuid() });

export const entry = z
  .object({
    id: z.string(),
    at: z.string(),
    kind: z.enum(["write", "read"]),
    actor: z.object({
      name: z.string(),
      role: z.string(),
      userId: z.string().nullable(),
      personId: z.string().nullable(),
    }),
    actingFor: z.string().nullable(),
    organisation: z.string().nullable(),
    region: z.string(),
    action: z.string(),
    subject: z.string(),
    why: z.string().nullable(),
    address: z.string().nullable(),
    requestId: z.string().nullable(),
    /** its number in the chain; null for the moment until it is sealed */
    seq: z.number().nullable(),
  })
  .meta({ id: "AuditEntry" });
export type Entry = z.infer<typeof entry>;
export const entryPage = pageOf(entry);

export const record = entry
  .extend({
    hash: z.string().nullable(),
    sealedAt: z.string().nullable(),
    changes: z.array(
      z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
    ),
  })
  .meta({ id: "AuditRecord" });
export type AuditRecord = z.infer<typeof record>;

export const broken = z.object({
  what: z.string(),
  seq: z.number().nullable(),
  id: z.string().nullable(),
  at: z.string().nullable(),
  action: z.string().nullable(),
  detail: z.string(),
});

/** What the last verification found, and where the chain is now. */
export const chain = z
  .object({
    head: z.number(),
    waiting: z.number(),
    checkpointAt: z.string().nullable(),
    verified: z
      .object({
        jobId: z.string(),
        at: z.string(),
        checked: z.number(),
        breaks: z.number(),
        broken: z.array(broken),
        seconds: z.number(),
      })
      .nullable(),
    running: z.string().nullable(),
  })
  .meta({ id: "AuditChain" });
