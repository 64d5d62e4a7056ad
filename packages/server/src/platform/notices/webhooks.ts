import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { Context } from "../context.ts";
import { BadInput, Conflict, NotFound } from "../http/problems.ts";
import { etagOf, requireMatch } from "../http/versions.ts";
import { access } from "../access.ts";
import { PostFailed, requireTarget } from "./guarded-post.ts";
import type { WebhookView } from "./schemas.ts";
import type { Notices } from "./service.ts";
import { newWebhookSecret } from "./sign-webhook.ts";

export const SECRET = "platform.webhook.secret";
const WEBHOOK = { zh: "网络回调", en: "webhook" };
const MOST = 20;

export interface WebhookRow {
  id: string;
  region: string;
  organisation: string | null;
  name: string;
  url: string;
  secret_sealed: Buffer;
  events: string[];
  state: WebhookView["state"];
  failing_since: Date | null;
  last_error: string | null;
  version: number;
  created_at: Date;
}

export const WEBHOOK_COLUMNS = sql`id, region, organisation, name, url, secret_sealed, events, state, failing_since, last_error, version, created_at`;

const etag = (row: WebhookRow) => etagOf(row.id, row.version);

const present = (row: WebhookRow): WebhookView => ({
  id: row.id,
  etag: etag(row),
  name: row.name,
  url: row.url,
  region: row.region,
  organisation: row.organisation,
  events: row.events,
  state: row.state,
  failingSince: row.failing_since?.toISOString() ?? null,
  lastError: row.last_error,
  createdAt: row.created_at.toISOString(),
});

const here = (ctx: Context) => ({ region: ctx.actor.region, organisation: ctx.actor.organisation });

/** The endpoints of the actor's organisation; of his region where he administers it. */
export async function listWebhooks(ctx: Context, notices: Notices) {
  access.authorize(ctx.actor, "keepWebhooks", here(ctx));
  const { rows } = await sql<WebhookRow>`select ${WEBHOOK_COLUMNS} from platform.webhook order by id`.execute(
    ctx.tx,
  );
  const events = [...notices.kinds.values()].map(({ name, title }) => ({
    kind: name,
    title: ctx.locale === "en" ? title.en : title.zh,
  }));
  return { items: rows.map(present), events, next: null };
}

/** @throws NotFound where it belongs to others */
export async function findWebhook(ctx: Context, id: string, lock = false): Promise<WebhookRow> {
  const { rows } = await sql<WebhookRow>`select ${WEBHOOK_COLUMNS} from platform.webhook where id = ${id}
    ${lock ? sql`for update` : sql``}`.execute(ctx.tx);
  const row = rows[0];
  if (!row) throw new NotFound(WEBHOOK);
  access.authorize(ctx.actor, "keepWebhooks", row);
  return row;
}

interface Wishes {
  name: string;
  url: string;
  events: string[];
}

/**
 * Adds an endpoint. Its secret is told in this answer and never again.
 * @throws BadInput for an address that cannot be a target or an event that nobody sends; Conflict beyond 20
 */
export async function addWebhook(ctx: Context, notices: Notices, wishes: Wishes) {
  access.authorize(ctx.actor, "keepWebhooks", here(ctx));
  requireWishes(notices, wishes);
  const { region, organisation, userId } = ctx.actor;
  const { rows } = await sql<{ n: number }>`select count(*) as n from platform.webhook
    where organisation is not distinct from ${organisation}`.execute(ctx.tx);
  if (rows[0]!.n >= MOST)
    throw new Conflict({
      zh: `网络回调最多 ${MOST} 个，请先删除不用的。`,
      en: `There may be ${MOST} webhooks; remove one first.`,
    });
  const id = uuidv7();
  const secret = newWebhookSecret();
  await sql`insert into platform.webhook (id, region, organisation, name, url, secret_sealed, events, state, created_at, created_by, updated_at)
    values (${id}, ${region}, ${organisation}, ${wishes.name}, ${wishes.url}, ${ctx.vault.seal(SECRET, secret)}, ${wishes.events},
      'active', ${ctx.now}, ${userId}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("webhook.add", `webhook:${id}`, null, audited(wishes));
  return { webhook: present(await findWebhook(ctx, id)), secret };
}

/** Changes an endpoint; `active` also takes a disabled one up again. @throws VersionChanged, BadInput, NotFound */
export async function changeWebhook(
  ctx: Context,
  notices: Notices,
  request: FastifyRequest,
  id: string,
  wishes: Wishes & { state: "active" | "paused" },
): Promise<WebhookView> {
  const before = await findWebhook(ctx, id, true);
  requireMatch(request, etag(before));
  requireWishes(notices, wishes);
  await sql`update platform.webhook set name = ${wishes.name}, url = ${wishes.url}, events = ${wishes.events}, state = ${wishes.state},
      failing_since = case when state = 'disabled' then null else failing_since end,
      version = version + 1, updated_at = ${ctx.now} where id = ${id}`.execute(ctx.tx);
  await ctx.audit(
    "webhook.change",
    `webhook:${id}`,
    { ...audited(before), state: before.state },
    { ...audited(wishes), state: wishes.state },
  );
  return present(await findWebhook(ctx, id));
}

/** A new secret in the place of the old one, told once. */
export async function renewSecret(ctx: Context, request: FastifyRequest, id: string) {
  const before = await findWebhook(ctx, id, true);
  requireMatch(request, etag(before));
  const secret = newWebhookSecret();
  await sql`update platform.webhook set secret_sealed = ${ctx.vault.seal(SECRET, secret)}, version = version + 1,
    updated_at = ${ctx.now} where id = ${id}`.execute(ctx.tx);
  await ctx.audit("webhook.renew-secret", `webhook:${id}`);
  return { webhook: present(await findWebhook(ctx, id)), secret };
}

export async function removeWebhook(ctx: Context, id: string): Promise<null> {
  const before = await findWebhook(ctx, id, true);
  await sql`delete from platform.webhook where id = ${id}`.execute(ctx.tx);
  await ctx.audit("webhook.remove", `webhook:${id}`, audited(before), null);
  return null;
}

/** How the last deliveries to an endpoint went. */
export async function listDeliveries(ctx: Context, id: string) {
  await findWebhook(ctx, id);
  const { rows } = await sql<{
    id: string;
    kind: string;
    state: "waiting" | "sent" | "failed";
    tries: number;
    status: number | null;
    last_error: string | null;
    created_at: Date;
    next_at: Date;
  }>`select id, content ->> 'kind' as kind, state, tries, status, last_error, created_at, next_at
    from platform.delivery where webhook_id = ${id} order by id desc limit 20`.execute(ctx.tx);
  return {
    items: rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      state: row.state,
      tries: row.tries,
      status: row.status,
      lastError: row.last_error,
      createdAt: row.created_at.toISOString(),
      nextAt: row.state === "waiting" ? row.next_at.toISOString() : null,
    })),
    next: null,
  };
}

/** An address may hold a token of the receiver's: only where it leads stands in the audit. */
const audited = ({ name, url, events }: Wishes) => ({ name, host: new URL(url).host, events });

function requireWishes(notices: Notices, { url, events }: Wishes): void {
  try {
    requireTarget(url, notices.webhooks);
  } catch (error) {
    if (!(error instanceof PostFailed)) throw error;
    throw new BadInput([
      {
        field: "url",
        reason:
          error.fault === "scheme-refused"
            ? "须为 https:// 开头的完整网址 / must be a complete address that begins with https://"
            : "不能指向本机、内部网络或带用户名的网址 / must not lead to this machine, a private network or carry a user name",
      },
    ]);
  }
  const unknown = events.find((event) => !notices.kinds.has(event));
  if (unknown !== undefined)
    throw new BadInput([
      { field: "events", value: unknown, reason: "没有这种通知 / no such kind of notice" },
    ]);
}
