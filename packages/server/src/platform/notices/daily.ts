import { sql } from "kysely";
import { defineJob, type JobDefinition } from "../jobs/define.ts";
import type { Platform } from "../platform.ts";
import { queueMail } from "./spread.ts";

/** What was read so long ago is of no use to anybody. */
const READ_DAYS = 180;
/** How long it can be looked up how a delivery went. */
const DELIVERY_DAYS = 90;

/** The work that notices need every day. */
export const noticeJobs = (platform: Platform): JobDefinition[] => [
  defineJob("platform.notice-digest", () => queueDigests(platform), { daily: "08:00" }),
  defineJob("platform.notice-retention", () => removeOldNotices(platform), { daily: "03:30" }),
];

/**
 * One mail to each whose notices wait for the digest; what was read meanwhile needs none. Marked and queued in one
 * transaction for each reader, so that a crash neither loses nor repeats a digest.
 */
export async function queueDigests(platform: Platform): Promise<{ digests: number }> {
  let digests = 0;
  if (platform.notices.mail === null) return { digests };
  const { rows: readers } = await sql<{
    userId: string;
  }>`select distinct user_id as "userId" from platform.notice
    where mail = 'daily' and mailed_at is null and user_id is not null`.execute(platform.db);
  for (const { userId } of readers) {
    await platform.db.transaction().execute(async (tx) => {
      const now = platform.clock();
      const { rows } = await sql<{ id: string; personId: string | null; read: boolean }>`
        update platform.notice set mailed_at = ${now}
        where user_id = ${userId} and mail = 'daily' and mailed_at is null
        returning id, person_id as "personId", read_at is not null as read`.execute(tx);
      const notices = rows.filter(({ read }) => !read).map(({ id }) => id);
      if (notices.length === 0) return;
      const personId = rows[0]!.personId;
      await queueMail(tx, { userId, personId }, { notices, digest: true }, now);
      digests++;
    });
  }
  return { digests };
}

/** Removes what was read half a year ago, and how deliveries went that ended a quarter ago. */
export async function removeOldNotices(platform: Platform): Promise<{ notices: number; deliveries: number }> {
  const now = platform.clock();
  const notices = await sql`delete from platform.notice
    where read_at < ${now}::timestamptz - make_interval(days => ${READ_DAYS})`.execute(platform.db);
  const deliveries = await sql`delete from platform.delivery
    where ended_at < ${now}::timestamptz - make_interval(days => ${DELIVERY_DAYS})`.execute(platform.db);
  return {
    notices: Number(notices.numAffectedRows ?? 0),
    deliveries: Number(deliveries.numAffectedRows ?? 0),
  };
}
