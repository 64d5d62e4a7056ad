import { sql } from "kysely";
import type { Locale } from "../context.ts";
import type { Platform } from "../platform.ts";
import { guardedPost, PostFailed } from "./guarded-post.ts";
import { wordsOf } from "./kinds.ts";
import { mailMessage } from "./mail-message.ts";
import { MailRefused } from "./mailer.ts";
import { announce } from "./notify.ts";
import { webhookDisabled } from "./platform-kinds.ts";
import { signedHeaders } from "./sign-webhook.ts";
import type { MailContent, WebhookMessage } from "./spread.ts";
import { SECRET, WEBHOOK_COLUMNS, type WebhookRow } from "./webhooks.ts";

interface Delivery {
  id: string;
  channel: "email" | "webhook";
  user_id: string | null;
  person_id: string | null;
  webhook_id: string | null;
  content: unknown;
  tries: number;
  created_at: Date;
}

/** How a delivery goes on: it is done, it is given up, or it is tried again. */
type Outcome =
  | { state: "sent"; status?: number | undefined }
  | { state: "failed" | "waiting"; error: string; status?: number | undefined };

const BATCH = 20;
/** Whoever took a delivery and did not end it in so long is taken for dead, and another tries. */
const TAKEN_SECONDS = 120;
const MINUTE = 60_000;
const LONGEST_PAUSE = 6 * 60 * MINUTE;
/** How long something is tried again. */
const DAY = 24 * 60 * MINUTE;

/**
 * Sends what is due: mail and messages to webhooks. A delivery is taken before it is tried, so that several processes
 * share the work; one that dies in between leaves it to be sent again (at least once: mail keeps its Message-ID,
 * webhooks their id).
 * @returns how many were tried
 */
export async function deliverDue(platform: Platform): Promise<number> {
  const now = platform.clock();
  const { rows } = await sql<Delivery>`update platform.delivery
    set tries = tries + 1, next_at = ${now}::timestamptz + make_interval(secs => ${TAKEN_SECONDS})
    where id in (select id from platform.delivery where state = 'waiting' and next_at <= ${now}
      order by next_at limit ${BATCH} for update skip locked)
    returning id, channel, user_id, person_id, webhook_id, content, tries, created_at`.execute(platform.db);
  await Promise.all(
    rows.map(async (delivery) => {
      try {
        const outcome = await (delivery.channel === "email"
          ? sendMail(platform, delivery)
          : sendToWebhook(platform, delivery));
        await settle(platform, delivery, outcome);
      } catch (error) {
        // Taken as it is: it comes up again when its time has passed.
        platform.log.error({ err: error, delivery: delivery.id }, "a delivery broke off");
      }
    }),
  );
  return rows.length;
}

/** Twice as long each time: 1, 2, 4 … minutes, at most 6 hours, the last attempt a day after the first. */
export function nextAttempt(created: Date, tries: number, now: Date): Date | null {
  const end = created.getTime() + DAY;
  if (now.getTime() >= end) return null;
  const pause = Math.min(MINUTE * 2 ** (tries - 1), LONGEST_PAUSE);
  return new Date(Math.min(now.getTime() + pause, end));
}

async function settle(platform: Platform, delivery: Delivery, outcome: Outcome): Promise<void> {
  const now = platform.clock();
  const next = outcome.state === "waiting" ? nextAttempt(delivery.created_at, delivery.tries, now) : null;
  const state = outcome.state === "waiting" && next === null ? "failed" : outcome.state;
  const error = outcome.state === "sent" ? null : outcome.error;
  await platform.db.transaction().execute(async (tx) => {
    await sql`update platform.delivery set state = ${state}, next_at = coalesce(${next}::timestamptz, next_at), last_error = ${error},
        status = ${outcome.status ?? null}, ended_at = ${state === "waiting" ? null : now}::timestamptz where id = ${delivery.id}`.execute(
      tx,
    );
    if (delivery.webhook_id === null) return;
    if (outcome.state === "sent")
      await sql`update platform.webhook set failing_since = null, last_error = null
        where id = ${delivery.webhook_id} and failing_since is not null`.execute(tx);
    else
      await sql`update platform.webhook set failing_since = coalesce(failing_since, ${now}), last_error = ${error}
        where id = ${delivery.webhook_id}`.execute(tx);
    if ((outcome.state === "waiting" && next === null) || outcome.status === GONE)
      await disable(platform, tx, delivery.webhook_id, outcome.state === "sent" ? "" : outcome.error);
  });
}

/** The receiver says that this address is to be written to no more. */
const GONE = 410;

async function disable(platform: Platform, tx: Platform["db"], id: string, reason: string): Promise<void> {
  const { rows } =
    await sql<WebhookRow>`update platform.webhook set state = 'disabled', version = version + 1, updated_at = ${platform.clock()}
    where id = ${id} and state = 'active' returning ${WEBHOOK_COLUMNS}`.execute(tx);
  const webhook = rows[0];
  if (!webhook) return;
  const { region, organisation, name } = webhook;
  await announce(
    tx,
    {
      to:
        organisation === null
          ? { role: "administrator", region }
          : { role: ["school-officer", "enterprise-officer", "secretariat"], organisation },
      kind: webhookDisabled,
      params: { host: new URL(webhook.url).host, name, reason },
      link: "/notices/preferences",
      of: { region, organisation },
    },
    platform.clock(),
  );
}

async function sendMail(platform: Platform, delivery: Delivery): Promise<Outcome> {
  const { mail, kinds, recipients, site } = platform.notices;
  if (mail === null) return { state: "failed", error: "no mail server" };
  const { notices, digest } = delivery.content as MailContent;
  const { rows } = await sql<{ kind: string; params: Record<string, unknown>; link: string }>`
    select kind, params, link from platform.notice where id = any(${notices}::uuid[]) order by id desc`.execute(
    platform.db,
  );
  const locale = await mailLanguage(platform, delivery.user_id);
  const items = rows.flatMap(({ kind, params, link }) => {
    const known = kinds.get(kind);
    return known ? [{ ...wordsOf(known, params, locale), link }] : [];
  });
  if (items.length === 0) return { state: "failed", error: "nothing left to tell" };
  const address = await recipients.emailOf({ userId: delivery.user_id, personId: delivery.person_id });
  if (address === null) return { state: "failed", error: "no address" };
  try {
    await mail.send(address, delivery.id, mailMessage(items, digest, locale, site));
    return { state: "sent" };
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    return { state: error.permanent ? "failed" : "waiting", error: error.reason };
  }
}

async function mailLanguage(platform: Platform, userId: string | null): Promise<Locale> {
  const { rows } = await sql<{ language: Locale }>`select language from platform.notice_preference
    where user_id = ${userId}`.execute(platform.db);
  return rows[0]?.language ?? "zh-CN";
}

async function sendToWebhook(platform: Platform, delivery: Delivery): Promise<Outcome> {
  const { rows } = await sql<WebhookRow>`select ${WEBHOOK_COLUMNS} from platform.webhook
    where id = ${delivery.webhook_id}`.execute(platform.db);
  const webhook = rows[0];
  if (webhook?.state !== "active") return { state: "failed", error: "webhook not active" };
  return postMessage(platform, webhook, delivery.content as WebhookMessage);
}

/** One attempt to hand a message to an endpoint. Only 2xx counts: a redirect is none, and is not followed. */
export async function postMessage(
  platform: Pick<Platform, "vault" | "notices" | "clock">,
  webhook: Pick<WebhookRow, "url" | "secret_sealed">,
  message: WebhookMessage,
): Promise<Outcome> {
  const { site, webhooks } = platform.notices;
  const body = JSON.stringify({ ...message, link: site + message.link });
  const secret = platform.vault.open(SECRET, webhook.secret_sealed);
  const at = Math.floor(platform.clock().getTime() / 1000);
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "user-agent": "Tixi-Webhook/1",
    ...signedHeaders(secret, message.id, at, body),
  };
  try {
    const status = await guardedPost({ url: webhook.url, headers, body }, webhooks);
    if (status >= 200 && status < 300) return { state: "sent", status };
    return { state: "waiting", error: `HTTP ${status}`, status };
  } catch (error) {
    if (!(error instanceof PostFailed)) throw error;
    return { state: "waiting", error: error.fault };
  }
}
