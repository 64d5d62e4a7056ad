import { z } from "zod";
import { pageOf, pageQuery } from "../http/paging.ts";
import { KINDS } from "./fields.ts";
import { SHORTEST_REASON } from "./reveal.ts";

const sentence = z.object({ zh: z.string(), en: z.string() });

/** What stands in the public rules about one kind of data. */
export const field = z
  .object({
    kind: z.enum(KINDS),
    label: sentence,
    purpose: sentence,
    basis: z.number(),
    law: sentence.nullable(),
    sensitive: z.boolean(),
    kept: z.enum(["sealed", "index", "hashed", "plain"]),
    why: sentence.nullable(),
    retention: z.object({ from: z.string(), days: z.number().nullable() }),
    masked: z.boolean(),
  })
  .meta({ id: "PersonalField" });

export const notice = z
  .object({
    version: z.string(),
    effective: z.string(),
    sections: z.array(z.object({ title: sentence, paragraphs: z.array(sentence) })),
    fields: z.array(field),
    /** earlier versions of the text, newest first */
    earlier: z.array(z.object({ version: z.string(), effective: z.string() })),
  })
  .meta({ id: "PersonalNotice" });

const reason = z.string().trim().min(SHORTEST_REASON).max(200);

export const revealBody = z.object({
  field: z.string().regex(/^[a-z_]+\.[a-z_]+\.[a-z_]+$/),
  id: z.uuid(),
  reason,
});
export const revealed = z.object({ value: z.string() });

export const newRequest = z.object({
  kind: z.literal("erase"),
  reason: z.string().trim().max(500).default(""),
});
export const decision = z.object({ decision: z.enum(["accept", "refuse"]), reason });
export const byId = z.object({ id: z.uuid() });
export const exportQuery = z.object({ format: z.enum(["json", "html", "xlsx"]).default("html") });
export const requestQuery = pageQuery.extend({
  state: z.enum(["asked", "accepted", "refused", "done", "withdrawn"]).optional(),
});

export const request = z
  .object({
    id: z.string(),
    kind: z.enum(["export", "erase"]),
    personId: z.string(),
    state: z.enum(["asked", "accepted", "refused", "done", "withdrawn"]),
    reason: z.string(),
    /** whether the process made it because a term of keeping has run out */
    byRule: z.boolean(),
    askedAt: z.string(),
    dueOn: z.string(),
    decidedAt: z.string().nullable(),
    decision: z.string(),
    doneAt: z.string().nullable(),
    kept: z.array(z.object({ what: sentence, law: sentence })),
    /** whether it is about the one who asks: then he withdraws it, and another decides */
    mine: z.boolean(),
    etag: z.string(),
  })
  .meta({ id: "PersonalRequest" });
export const requestPage = pageOf(request);
export const requestList = z.object({ items: z.array(request) });
