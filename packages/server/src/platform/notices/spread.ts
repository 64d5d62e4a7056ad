import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { Role } from "../context.ts";
import type { Db } from "../db/connect.ts";
import { jsonText } from "../db/json.ts";
import type { Platform } from "../platform.ts";
import { impersonal, type MailChoice, type NoticeKind, type Recipient } from "./kinds.ts";
import type { Addressee } from "./recipients.ts";

interface Announcement {
  id: string;
  at: Date;
  kind: string;
  params: Record<string, unknown>;
  link: string;
  recipients: Recipient[];
  region: string;
  organisation: string | null;
  made_by: string | null;
}

/** A matter that could not be told (the database was busy) waits so long. */
const AGAIN_SECONDS = 60;

/**
 * Turns what was announced into notices of persons, mail and messages to webhooks; each in one transaction, so that
 * nobody is told twice. Several processes share the work.
 * @returns how many matters were told
 */
export async function spreadAnnouncements(platform: Platform): Promise<number> {
  let told = 0;
  for (;;) {
    const id = await nextAnnouncement(platform);
    if (id === null) return told;
    try {
      if (await spreadOne(platform, id)) told++;
    } catch (error) {
      platform.log.error({ err: error, announcement: id }, "a notice could not be told");
      await sql`update platform.announcement
        set next_at = ${platform.clock()}::timestamptz + make_interval(secs => ${AGAIN_SECONDS}) where id = ${id}`.execute(
        platform.db,
      );
    }
  }
}

async function nextAnnouncement(platform: Platform): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from platform.announcement
    where next_at <= ${platform.clock()} order by next_at, id limit 1`.execute(platform.db);
  return rows[0]?.id ?? null;
}

/** @returns false where another process was quicker */
async function spreadOne(platform: Platform, id: string): Promise<boolean> {
  return platform.db.transaction().execute(async (tx) => {
    const { rows } = await sql<Announcement>`delete from platform.announcement where id = ${id}
      returning id, at, kind, params, link, recipients, region, organisation, made_by`.execute(tx);
    const matter = rows[0];
    if (!matter) return false;
    const kind = platform.notices.kinds.get(matter.kind);
    if (!kind) {
      platform.log.warn({ kind: matter.kind }, "a notice of a kind that no module declares");
      return false;
    }
    for (const addressee of await addressees(platform, matter))
      await tell(platform, tx, matter, kind, addressee);
    await tellWebhooks(tx, matter, kind);
    return true;
  });
}

async function addressees(platform: Platform, matter: Announcement): Promise<Addressee[]> {
  const { recipients } = platform.notices;
  const found: Addressee[] = [];
  for (const to of matter.recipients) {
    if ("userId" in to) found.push(await recipients.complete({ userId: to.userId, personId: null }));
    else if ("person" in to) found.push(await recipients.complete({ userId: null, personId: to.person }));
    else {
      const roles = [to.role].flat() as Role[];
      const where =
        "organisation" in to
          ? { organisation: to.organisation }
          : { region: to.region, within: to.within === true };
      const holders = await recipients.holders(roles, where);
      found.push(...holders.filter(({ userId }) => userId === null || userId !== matter.made_by));
    }
  }
  const byKey = new Map(found.map((one) => [one.userId ?? one.personId, one]));
  return [...byKey.values()];
}

async function tell(
  platform: Platform,
  tx: Db,
  matter: Announcement,
  kind: NoticeKind,
  to: Addressee,
): Promise<void> {
  const id = uuidv7();
  const mail = platform.notices.mail === null ? "none" : await mailChoice(tx, to, kind);
  const now = platform.clock();
  await sql`insert into platform.notice (id, user_id, person_id, kind, params, link, region, organisation, created_at, mail, mailed_at)
    values (${id}, ${to.userId}, ${to.personId}, ${kind.name}, ${jsonText(matter.params)}::jsonb, ${matter.link}, ${matter.region},
      ${matter.organisation}, ${matter.at}, ${mail}, ${mail === "now" ? now : null})`.execute(tx);
  if (mail === "now") await queueMail(tx, to, { notices: [id], digest: false }, now);
}

async function mailChoice(tx: Db, to: Addressee, kind: NoticeKind): Promise<MailChoice> {
  const { rows } = await sql<{ choice: MailChoice | null }>`select mail ->> ${kind.name} as choice
    from platform.notice_preference where user_id = ${to.userId}`.execute(tx);
  return rows[0]?.choice ?? kind.mail;
}

/** What a mail is made of when it is sent; nothing of it stands in the queue. */
export interface MailContent {
  notices: string[];
  digest: boolean;
}

export async function queueMail(tx: Db, to: Addressee, content: MailContent, now: Date): Promise<void> {
  await sql`insert into platform.delivery (id, channel, user_id, person_id, content, state, next_at, created_at)
    values (${uuidv7()}, 'email', ${to.userId}, ${to.personId}, ${jsonText(content)}::jsonb, 'waiting', ${now}, ${now})`.execute(
    tx,
  );
}

/** The message that goes to webhooks, the same at every attempt. */
export interface WebhookMessage {
  id: string;
  kind: string;
  at: string;
  link: string;
  data: Record<string, unknown>;
}

async function tellWebhooks(tx: Db, matter: Announcement, kind: NoticeKind): Promise<void> {
  const message: WebhookMessage = {
    id: matter.id,
    kind: kind.name,
    at: matter.at.toISOString(),
    link: matter.link,
    data: impersonal(kind, matter.params),
  };
  const { rows } = await sql<{ id: string }>`select id from platform.webhook
    where state = 'active' and ${kind.name} = any(events)
      and (organisation = ${matter.organisation} or organisation is null and region = ${matter.region})`.execute(
    tx,
  );
  for (const webhook of rows)
    await sql`insert into platform.delivery (id, channel, webhook_id, content, state, next_at, created_at)
      values (${uuidv7()}, 'webhook', ${webhook.id}, ${jsonText(message)}::jsonb, 'waiting', ${matter.at}, ${matter.at})`.execute(
      tx,
    );
}
