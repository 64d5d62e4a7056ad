import { z } from "zod";
import { pageOf, pageQuery } from "../platform/index.ts";

export const bySource = z.object({ id: z.uuid() });
/** Where a table was published: what is shown beside every line of it. */
export const about = z.object({
  title: z.string().trim().min(2).max(200),
  publisher: z.string().trim().min(2).max(200),
  url: z
    .string()
    .trim()
    .max(500)
    .regex(/^(https?:\/\/\S+)?$/, "须为 http 或 https 网址 / must be an address with http or https")
    .default(""),
});

const fault = z.object({ row: z.number(), field: z.string(), value: z.string(), zh: z.string(), en: z.string() }); // prettier-ignore
export const source = z
  .object({
    id: z.string(),
    title: z.string(),
    publisher: z.string(),
    url: z.string(),
    fileName: z.string(),
    sha256: z.string(),
    /** in = accepted + duplicate + rejected */
    read: z.number(),
    accepted: z.number(),
    duplicate: z.number(),
    rejected: z.number(),
    /** the first of the rejected; the file has them all */
    faults: z.array(fault),
    /** the first lines whose score is higher and whose place is not before that of line `before` */
    exceptions: z.array(z.object({ year: z.number(), category: z.string(), row: z.number(), before: z.number() })), // prettier-ignore
    exceptionCount: z.number(),
    years: z.array(
      z.object({
        year: z.number(),
        category: z.string(),
        lines: z.number(),
        /** the first and the last of its places */
        best: z.number().nullable(),
        last: z.number().nullable(),
      }),
    ),
    sample: z.boolean(),
    createdBy: z.string(),
    createdAt: z.string(),
  })
  .meta({ id: "PastLineSource" });
export const sourcePage = z.object({ items: z.array(source), next: z.null() });

export const lineQuery = pageQuery.extend({
  q: z.string().trim().max(60).optional(),
  year: z.coerce.number().int().min(2000).max(2100).optional(),
  category: z.string().max(40).optional(),
});
export const line = z.object({
  row: z.number(),
  year: z.number(),
  category: z.string(),
  batch: z.string(),
  school: z.string(),
  /** code of the catalogue, or the name as published; '' = the line of a group */
  programme: z.string(),
  group: z.string(),
  kind: z.string(),
  score: z.string().nullable(),
  rank: z.number().nullable(),
  listed: z.number().nullable(),
  admitted: z.number().nullable(),
});
export const linePage = pageOf(line);
export const removedSource = z.object({ removed: z.string() });
