import { z } from "zod";
import { pageOf, pageQuery } from "../http/paging.ts";
import { MAIL_CHOICES } from "./kinds.ts";

export const byId = z.object({ id: z.uuid() });

const notice = z
  .object({
    id: z.string(),
    kind: z.string(),
    subject: z.string(),
    body: z.string(),
    /** path inside the site */
    link: z.string(),
    at: z.string(),
    readAt: z.string().nullable(),
  })
  .meta({ id: "Notice" });
export type NoticeView = z.infer<typeof notice>;
export const noticePage = pageOf(notice);
export type NoticePage = z.infer<typeof noticePage>;
export const noticeQuery = pageQuery.extend({
  unread: z.enum(["true", "false"]).transform((value) => value === "true").optional(),
}); // prettier-ignore
export const unread = z.object({
  /** counted to 100 */
  unread: z.number(),
});
export const mark = z.strictObject({ read: z.boolean() });
export const upTo = z.strictObject({
  /** the newest notice that was shown */
  upTo: z.uuid(),
});

const language = z.enum(["zh-CN", "en"]);
const mailChoice = z.enum(MAIL_CHOICES);
export const preferences = z
  .object({
    etag: z.string(),
    /** of the mail */
    language,
    /** whether mail can reach the reader: no mail server is set, or the register knows no address */
    mail: z.enum(["ready", "not-set", "no-address"]),
    kinds: z.array(z.object({ kind: z.string(), title: z.string(), mail: mailChoice, usual: mailChoice })),
  })
  .meta({ id: "NoticePreferences" });
export type Preferences = z.infer<typeof preferences>;
export const newPreferences = z.strictObject({
  language,
  mail: z.record(z.string().max(100), mailChoice),
});

export const webhook = z
  .object({
    id: z.string(),
    etag: z.string(),
    name: z.string(),
    url: z.string(),
    region: z.string(),
    organisation: z.string().nullable(),
    events: z.array(z.string()),
    state: z.enum(["active", "paused", "disabled"]),
    failingSince: z.string().nullable(),
    lastError: z.string().nullable(),
    createdAt: z.string(),
  })
  .meta({ id: "Webhook" });
export type WebhookView = z.infer<typeof webhook>;
export const webhooks = z.object({
  items: z.array(webhook),
  /** what may be subscribed to */
  events: z.array(z.object({ kind: z.string(), title: z.string() })),
  next: z.null(),
});
const name = z.string().trim().min(1).max(80);
const url = z.string().trim().min(1).max(500);
const events = z.array(z.string().max(100)).min(1).max(100);
export const newWebhook = z.strictObject({ name, url, events });
export const changedWebhook = z.strictObject({ name, url, events, state: z.enum(["active", "paused"]) });
/** The secret is in this answer and in no other. */
export const webhookWithSecret = z.object({ webhook, secret: z.string() });
export const webhookTest = z.object({
  ok: z.boolean(),
  status: z.number().nullable(),
  fault: z.string().nullable(),
});
export const deliveries = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      state: z.enum(["waiting", "sent", "failed"]),
      tries: z.number(),
      status: z.number().nullable(),
      lastError: z.string().nullable(),
      createdAt: z.string(),
      nextAt: z.string().nullable(),
    }),
  ),
  next: z.null(),
});
