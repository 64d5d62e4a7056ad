import { createHmac } from "node:crypto";
import type { Auth } from "./auth.ts";
import { TooManyRequests } from "../http/problems.ts";

/** So many wrong passwords are human. */
const FREE_FAILURES = 5;
const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 15 * 60;
const FORGOTTEN_AFTER_SECONDS = 60 * 60;

/** Name and address as one hash, which gives neither away. */
export function attemptKey(secret: string, username: string, address: string): string {
  return createHmac("sha256", secret).update(`${username.toLowerCase()}\n${address}`).digest("base64url");
}

/** Seconds to wait after so many failures: none at first, then doubling to a quarter of an hour. */
export function waitSeconds(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (failures - FREE_FAILURES));
}

/** @throws TooManyRequests while somebody must wait after wrong passwords */
export async function requireAttempt(auth: Auth, key: string, now: Date): Promise<void> {
  const row = await auth.db
    .selectFrom("failure")
    .select(["count", "lastAt"])
    .where("key", "=", key)
    .executeTakeFirst();
  if (!row) return;
  const left = waitSeconds(row.count) - (now.getTime() - row.lastAt.getTime()) / 1000;
  if (left > 0) throw new TooManyRequests(Math.ceil(left));
}

export async function recordFailure(auth: Auth, key: string, now: Date): Promise<void> {
  const old = new Date(now.getTime() - FORGOTTEN_AFTER_SECONDS * 1000);
  await auth.db.deleteFrom("failure").where("lastAt", "<", old).execute();
  await auth.db
    .insertInto("failure")
    .values({ key, count: 1, lastAt: now })
    .onConflict((conflict) =>
      conflict.column("key").doUpdateSet((eb) => ({ count: eb("failure.count", "+", 1), lastAt: now })),
    )
    .execute();
}

export async function forgetFailures(auth: Auth, key: string): Promise<void> {
  await auth.db.deleteFrom("failure").where("key", "=", key).execute();
}
