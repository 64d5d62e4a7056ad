import { createHash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import { NOBODY } from "../context.ts";
import { transaction } from "../db/transaction.ts";
import type { Platform } from "../platform.ts";
import {
  attemptKey,
  claimAttempt,
  forgetFailures,
  forgetOldAttempts,
  FROM_ANYWHERE,
  FROM_HERE,
  isKnownAddress,
  rememberAddress,
  takeBack,
} from "./attempts.ts";
import type { SignInMethod } from "./auth.ts";
import { WrongPassword } from "./enter.ts";
import { hashPassword, isOutdated, verifyPassword } from "./password-hash.ts";
import { WrongCode } from "./second-factor.ts";

const CHALLENGE_MINUTES = 5;
const CHALLENGE_TRIES = 5;
/** Mainland mobile and whatever else is written with digits, spaces, dashes and a leading plus. */
const PHONE = /^\+?[\d\s-]{7,20}$/;

/**
 * Whose user name or phone and password these are. An unknown name costs the same work and gets the same answer as a
 * wrong password.
 * @throws WrongPassword; TooManyRequests (attempts.ts says when)
 */
export async function checkCredentials(
  platform: Platform,
  login: string,
  password: string,
  address: string,
): Promise<string> {
  const { auth, config, clock } = platform;
  const now = clock();
  const secret = config.authSecret ?? "";
  const account = await accountOf(platform, login);
  const who = account?.userId ?? `name ${login.trim()}`;
  const here = attemptKey(secret, "here", who, address);
  const anywhere = attemptKey(secret, "anywhere", who);
  const known = await isKnownAddress(auth, here);
  await claimAttempt(auth, here, now, FROM_HERE);
  if (!known) await claimAttempt(auth, anywhere, now, FROM_ANYWHERE);
  const hash = account?.password ?? null;
  if (!(await verifyPassword(hash, password)) || !account || hash === null) {
    // Of a name that nobody has nothing is written down: it may be a password typed in the wrong place.
    const subject = `user:${account?.userId ?? "unknown"}`;
    await transaction(platform, { ...NOBODY, name: "公众" }, { address }, (ctx) =>
      ctx.audit("sign-in.failed", subject),
    );
    throw new WrongPassword();
  }
  await forgetFailures(auth, here);
  if (!known) await takeBack(auth, anywhere);
  await rememberAddress(auth, here, now);
  await forgetOldAttempts(auth, now);
  if (isOutdated(hash)) {
    const renewed = await hashPassword(password);
    await auth.db
      .updateTable("account")
      .set({ password: renewed, updatedAt: now })
      .where("userId", "=", account.userId)
      .where("providerId", "=", "credential")
      .where("password", "=", hash)
      .execute();
  }
  return account.userId;
}

/** By the user name, and where it reads like a phone by the phone of a person. */
async function accountOf(
  platform: Platform,
  login: string,
): Promise<{ userId: string; password: string | null } | null> {
  const text = login.normalize("NFKC").trim();
  const byPhone = PHONE.test(text) ? await platform.people.accountOf({ by: "phone", value: text }) : null;
  const found = await platform.auth.db
    .selectFrom("user")
    .innerJoin("account", "account.userId", "user.id")
    .select(["user.id as userId", "account.password as password"])
    .where("account.providerId", "=", "credential")
    .where((eb) =>
      byPhone === null ? eb("user.username", "=", text.toLowerCase()) : eb("user.id", "=", byPhone),
    )
    .executeTakeFirst();
  return found ?? null;
}

/** Whether a password is somebody's own; counted like a sign-in. */
export async function checkOwnPassword(
  platform: Platform,
  userId: string,
  password: string,
  address: string,
): Promise<"right" | "wrong" | "none"> {
  const { auth, config, clock } = platform;
  const row = await auth.db
    .selectFrom("account")
    .select("password")
    .where("userId", "=", userId)
    .where("providerId", "=", "credential")
    .executeTakeFirst();
  if (!row?.password) return "none";
  const key = attemptKey(config.authSecret ?? "", "own", userId, address);
  await claimAttempt(auth, key, clock(), FROM_HERE);
  if (!(await verifyPassword(row.password, password))) return "wrong";
  await forgetFailures(auth, key);
  return "right";
}

const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();

/** The password was right: what the browser shows with the second step, for five minutes and five tries. */
export async function beginChallenge(
  platform: Platform,
  userId: string,
  method: SignInMethod,
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(platform.clock().getTime() + CHALLENGE_MINUTES * 60_000);
  await platform.auth.db
    .insertInto("challenge")
    .values({ tokenHash: hashOf(token), userId, method, tries: 0, expiresAt })
    .execute();
  return token;
}

/**
 * Whose second step it is; each asking is a try.
 * @throws WrongCode where there is no such challenge, or it is used up
 */
export async function takeTry(
  platform: Platform,
  token: string | undefined,
): Promise<{ userId: string; method: SignInMethod }> {
  const { rows } = await sql<{ userId: string; method: SignInMethod }>`
    update challenge set tries = tries + 1 where token_hash = ${hashOf(token ?? "")} and expires_at > ${platform.clock()}
      and tries < ${CHALLENGE_TRIES} returning user_id as "userId", method`.execute(platform.auth.db);
  if (!rows[0]) throw new WrongCode();
  return rows[0];
}

export async function endChallenge(platform: Platform, token: string): Promise<void> {
  await platform.auth.db.deleteFrom("challenge").where("tokenHash", "=", hashOf(token)).execute();
}
