import { z } from "zod";
import type { Actor } from "../context.ts";
import type { Links, Variant } from "./links.ts";
import { MEDIA_TYPES } from "./media-types.ts";
import { PURPOSES } from "./purposes.ts";
import type { FileRow } from "./rows.ts";

export const purposeSchema = z.enum(PURPOSES);
/** `kind:id` */
export const subjectSchema = z
  .string()
  .max(200)
  .regex(/^[a-z][a-z-]*:[^:\0]+$/, "kind:id");

export const fileSchema = z
  .object({
    id: z.string(),
    purpose: purposeSchema,
    subject: z.string(),
    name: z.string(),
    mediaType: z.enum(Object.keys(MEDIA_TYPES) as [keyof typeof MEDIA_TYPES]),
    bytes: z.number(),
    sha256: z.string(),
    width: z.number().nullable(),
    height: z.number().nullable(),
    state: z.enum(["pending", "clean", "infected"]),
    finding: z.string().nullable(),
    scannedAt: z.string().nullable(),
    createdAt: z.string(),
    /** whether the one who asks uploaded it */
    mine: z.boolean(),
    /** addresses for the one who asks, until `linksExpireAt`; null where it may not or cannot be served */
    content: z.string().nullable(),
    thumbnail: z.string().nullable(),
    linksExpireAt: z.string(),
  })
  .meta({ id: "File" });
export type FileAnswer = z.infer<typeof fileSchema>;

export const fileListSchema = z.object({ items: z.array(fileSchema), next: z.null() });

/** A file as it goes over the wire, with links signed for the one who asked. */
export function presentFile(file: FileRow, links: Links, actor: Actor, now: Date): FileAnswer {
  const sign = (variant: Variant) => links.sign({ file: file.id, variant }, actor.userId ?? "", now);
  const address = (variant: Variant) => `/api/files/content/${sign(variant).token}`;
  const served = file.state === "clean";
  const { id, purpose, subject, name, mediaType, bytes, sha256, width, height, finding } = file;
  return {
    ...{ id, purpose, subject, name, mediaType, bytes, sha256, width, height, finding },
    state: file.state as FileAnswer["state"],
    scannedAt: file.scannedAt?.toISOString() ?? null,
    createdAt: file.createdAt.toISOString(),
    mine: file.createdBy !== null && file.createdBy === actor.userId,
    content: served ? address("original") : null,
    thumbnail: served && file.thumbnail !== null ? address("thumbnail") : null,
    linksExpireAt: sign("original").expiresAt.toISOString(),
  };
}
