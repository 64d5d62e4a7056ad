import { createHmac } from "node:crypto";
import { sql } from "kysely";
import type { Auth } from "./auth.ts";
import { TooManyRequests } from "../http/problems.ts";

/**
 * How wrong attempts make one wait: so many are free, then the wait doubles. An hour without any forgets them.
 */
interface Patience {
  free: number;
  firstWait: number;
  longestWait: number;
}

/** One who tries one account from one address: five are human. */
export const FROM_HERE: Patience = { free: 5, firstWait: 30, longestWait: 15 * 60 };
/**
 * One account from all addresses where nobody has signed in to it before: many machines together get some 1,500 tries
 * a day, none of them a listed password, and the owner, coming from where he usually does, is not counted here at all;
 * from a new place he waits a minute at most.
 */
export const FROM_ANYWHERE: Patience = { free: 20, firstWait: 5, longestWait: 60 };
/** Six digits of a second factor, of one account, whoever types them. */
export const SECOND_STEP: Patience = { free: 5, firstWait: 30, longestWait: 15 * 60 };

const FORGOTTEN_AFTER_SECONDS = 60 * 60;
const KNOWN_FOR_DAYS = 90;

/** What an attempt is counted by, as a hash that gives none of it away. */
export function attemptKey(secret: string, ...parts: string[]): string {
  return createHmac("sha256", secret)
    .update(parts.map((part) => part.toLowerCase()).join("\n"))
    .digest("base64url");
}

/** Seconds to wait after so many failures. */
export function waitSeconds(failures: number, { free, firstWait, longestWait }: Patience): number {
  return failures < free ? 0 : Math.min(longestWait, firstWait * 2 ** (failures - free));
}

/**
 * Counts an attempt as failed before it is known how it ends, so that a thousand at the same moment are counted one
 * after the other; `forgetFailures` takes it back when it succeeds.
 * @throws TooManyRequests while somebody must wait; what is refused so is not counted
 */
export async function claimAttempt(auth: Auth, key: string, now: Date, patience: Patience): Promise<void> {
  const { free, firstWait, longestWait } = patience;
  const old = new Date(now.getTime() - FORGOTTEN_AFTER_SECONDS * 1000);
  const claimed = await sql`insert into failure as f (key, count, last_at) values (${key}, 1, ${now})
    on conflict (key) do update set last_at = ${now}, count = case when f.last_at < ${old} then 1 else f.count + 1 end
      where f.count < ${free} or f.last_at < ${old}
        or f.last_at + least(${longestWait}, ${firstWait} * 2 ^ least(f.count - ${free}, 20)) * interval '1 second' <= ${now}
    returning key`.execute(auth.db);
  if (claimed.rows.length > 0) return;
  const row = await auth.db
    .selectFrom("failure")
    .select(["count", "lastAt"])
    .where("key", "=", key)
    .executeTakeFirst();
  const passed = row ? (now.getTime() - row.lastAt.getTime()) / 1000 : 0;
  throw new TooManyRequests(Math.max(1, Math.ceil(waitSeconds(row?.count ?? free, patience) - passed)));
}

/** It succeeded: what was counted against it goes. */
export async function forgetFailures(auth: Auth, key: string): Promise<void> {
  await auth.db.deleteFrom("failure").where("key", "=", key).execute();
}

/** One attempt fewer: it succeeded, and those of others still count. */
export async function takeBack(auth: Auth, key: string): Promise<void> {
  await auth.db
    .updateTable("failure")
    .set((eb) => ({ count: eb("count", "-", 1) }))
    .where("key", "=", key)
    .where("count", ">", 0)
    .execute();
}

/** Old books are closed now and then, by the way. */
export async function forgetOldAttempts(auth: Auth, now: Date): Promise<void> {
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
  await auth.db.deleteFrom("failure").where("lastAt", "<", ago(FORGOTTEN_AFTER_SECONDS)).execute();
  await auth.db
    .deleteFrom("knownAddress")
    .where("lastAt", "<", ago(KNOWN_FOR_DAYS * 86_400))
    .execute();
  await auth.db.deleteFrom("challenge").where("expiresAt", "<", now).execute();
  await auth.db.deleteFrom("ssoAttempt").where("expiresAt", "<", now).execute();
}

/** Whether somebody has signed in to this account from this address before. */
export async function isKnownAddress(auth: Auth, key: string): Promise<boolean> {
  const row = await auth.db
    .selectFrom("knownAddress")
    .select("key")
    .where("key", "=", key)
    .executeTakeFirst();
  return row !== undefined;
}

export async function rememberAddress(auth: Auth, key: string, now: Date): Promise<void> {
  await auth.db
    .insertInto("knownAddress")
    .values({ key, lastAt: now })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ lastAt: now }))
    .execute();
}
