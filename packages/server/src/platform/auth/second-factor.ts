import { createHash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Context, Role } from "../context.ts";
import { Conflict, NotFound, Problem } from "../http/problems.ts";
import type { Platform } from "../platform.ts";
import { asSignIn } from "./as-sign-in.ts";
import { attemptKey, claimAttempt, forgetFailures, SECOND_STEP } from "./attempts.ts";
import type { Auth } from "./auth.ts";
import type { SignedInPerson } from "./people.ts";
import { recoveryCode } from "./secret.ts";
import { base32, matchingStep, totpAddress } from "./totp.ts";

/** Where a TOTP secret is sealed; `personal/` renews it with the others when the keys are changed. */
export const TOTP_PLACE = "auth.second_factor.secret";
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;

/** The code was wrong, was used before, or belongs to another time. */
export class WrongCode extends Problem {
  constructor() {
    super(
      401,
      "wrong-code",
      { zh: "验证码不正确", en: "Wrong code" },
      {
        zh: "验证码不正确、已用过或已过期，请等待下一个验证码后重新输入。",
        en: "The code is wrong, was used already, or is out of date; wait for the next one.",
      },
    );
  }
}

const hashOf = (code: string): Buffer =>
  createHash("sha256")
    .update(code.toLowerCase().replace(/[^a-z0-9]/g, ""))
    .digest();

/** Whether an account has a second factor that was confirmed. */
export async function hasSecondFactor(auth: Auth, userId: string): Promise<boolean> {
  const row = await auth.db
    .selectFrom("secondFactor")
    .select("confirmedAt")
    .where("userId", "=", userId)
    .executeTakeFirst();
  return row !== undefined && row.confirmedAt !== null;
}

/** Whether one of somebody's roles asks for a second factor. In the sample province nobody is asked. */
export async function asksSecondFactor(
  platform: Platform,
  hats: readonly { role: Role }[],
): Promise<boolean> {
  const asking = platform.config.secondFactorRoles;
  return hats.some(({ role }) => asking.includes(role)) && !(await platform.people.isSample());
}

/** Whether somebody must add a second factor before anything else. */
export async function needsSecondFactor(
  platform: Platform,
  user: { id: string },
  person: SignedInPerson,
): Promise<boolean> {
  return (await asksSecondFactor(platform, person.hats)) && !(await hasSecondFactor(platform.auth, user.id));
}

export interface SecondFactorState {
  since: string | null;
  recoveryLeft: number;
}

/** What the security page says of it. */
export async function secondFactorState(auth: Auth, userId: string): Promise<SecondFactorState> {
  const { rows } = await auth.pool.query<{ since: string | null; left: number }>(
    `select to_json(f.confirmed_at) #>> '{}' as since,
       (select count(*) from auth.recovery_code c where c.user_id = f.user_id and c.used_at is null) as left
     from auth.second_factor f where f.user_id = $1 and f.confirmed_at is not null`,
    [userId],
  );
  return { since: rows[0]?.since ?? null, recoveryLeft: rows[0]?.left ?? 0 };
}

/**
 * A new secret for an app, not yet in force: `confirmSecondFactor` puts it there. Asked again, it makes another one.
 * @throws Conflict where there is a second factor already: it is taken away first, with a code of it
 */
export async function prepareSecondFactor(
  ctx: Context,
  user: { id: string; name: string; installation: string },
): Promise<{ secret: string; address: string }> {
  const bytes = randomBytes(SECRET_BYTES);
  const secret = base32(bytes);
  const secretSealed = ctx.vault.seal(TOTP_PLACE, bytes.toString("base64url"));
  const made = await asSignIn(ctx, (db) =>
    db
      .insertInto("secondFactor")
      .values({ userId: user.id, secretSealed, confirmedAt: null, lastStep: 0, createdAt: ctx.now })
      .onConflict((conflict) =>
        conflict
          .column("userId")
          .doUpdateSet({ secretSealed, lastStep: 0, createdAt: ctx.now })
          .where("secondFactor.confirmedAt", "is", null),
      )
      .returning("userId")
      .executeTakeFirst(),
  );
  if (!made)
    throw new Conflict({
      zh: "已经启用两步验证；如需更换，请先停用。",
      en: "There is a second factor already; take it away before adding another.",
    });
  await ctx.audit("second-factor.prepare", `user:${user.id}`);
  return { secret, address: totpAddress(secret, user.installation, user.name) };
}

/**
 * Puts the second factor in force with a first code of it.
 * @returns the recovery codes, which are shown this once
 * @throws WrongCode; NotFound where none was prepared
 */
export async function confirmSecondFactor(ctx: Context, userId: string, code: string): Promise<string[]> {
  const row = await asSignIn(ctx, (db) =>
    db
      .selectFrom("secondFactor")
      .select(["secretSealed", "confirmedAt", "lastStep"])
      .where("userId", "=", userId)
      .forUpdate()
      .executeTakeFirst(),
  );
  if (!row || row.confirmedAt)
    throw new NotFound({ zh: "待启用的两步验证", en: "a second factor to confirm" });
  const step = matchingStep(opened(ctx, row.secretSealed), code, ctx.now, row.lastStep);
  if (step === null) throw new WrongCode();
  await asSignIn(ctx, (db) =>
    db
      .updateTable("secondFactor")
      .set({ confirmedAt: ctx.now, lastStep: step })
      .where("userId", "=", userId)
      .execute(),
  );
  await ctx.audit("second-factor.begin", `user:${userId}`);
  return renewCodes(ctx, userId);
}

/** New recovery codes; those of before are worth nothing. */
export async function renewRecoveryCodes(ctx: Context, userId: string): Promise<string[]> {
  await ctx.audit("second-factor.codes", `user:${userId}`);
  return renewCodes(ctx, userId);
}

async function renewCodes(ctx: Context, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, recoveryCode);
  await asSignIn(ctx, async (db) => {
    await db.deleteFrom("recoveryCode").where("userId", "=", userId).execute();
    await db
      .insertInto("recoveryCode")
      .values(codes.map((code) => ({ userId, codeHash: hashOf(code), usedAt: null })))
      .execute();
  });
  return codes;
}

/**
 * Takes the second factor away: by its owner, or by an administrator with a reason.
 * @throws NotFound where there is none
 */
export async function endSecondFactor(ctx: Context, userId: string, why?: string): Promise<void> {
  const gone = await asSignIn(ctx, (db) =>
    db.deleteFrom("secondFactor").where("userId", "=", userId).returning("userId").executeTakeFirst(),
  );
  if (!gone) throw new NotFound({ zh: "两步验证", en: "a second factor" });
  await ctx.audit("second-factor.end", `user:${userId}`, undefined, undefined, why);
}

/**
 * Takes one code of somebody: of his app, each once, or a recovery code, each once.
 * @returns which of them it was
 * @throws WrongCode; TooManyRequests after five wrong ones
 */
export async function takeCode(
  platform: Platform,
  userId: string,
  code: string,
): Promise<"totp" | "recovery"> {
  const { auth, config, clock } = platform;
  const now = clock();
  const key = attemptKey(config.authSecret ?? "", "second-step", userId);
  await claimAttempt(auth, key, now, SECOND_STEP);
  const taken =
    (await takeTotp(platform, userId, code, now)) ?? (await takeRecovery(auth, userId, code, now));
  if (!taken) throw new WrongCode();
  await forgetFailures(auth, key);
  return taken;
}

async function takeTotp(platform: Platform, userId: string, code: string, now: Date): Promise<"totp" | null> {
  const { auth } = platform;
  const row = await auth.db
    .selectFrom("secondFactor")
    .select(["secretSealed", "lastStep"])
    .where("userId", "=", userId)
    .where("confirmedAt", "is not", null)
    .executeTakeFirst();
  if (!row) return null;
  const step = matchingStep(opened(platform, row.secretSealed), code.replace(/\s/g, ""), now, row.lastStep);
  if (step === null) return null;
  // Two requests with one code at the same moment: one of them comes first.
  const taken = await auth.db
    .updateTable("secondFactor")
    .set({ lastStep: step })
    .where("userId", "=", userId)
    .where("lastStep", "<", step)
    .returning("userId")
    .executeTakeFirst();
  return taken ? "totp" : null;
}

async function takeRecovery(auth: Auth, userId: string, code: string, now: Date): Promise<"recovery" | null> {
  const { rows } = await sql`update recovery_code set used_at = ${now}
    where user_id = ${userId} and code_hash = ${hashOf(code)} and used_at is null returning user_id`.execute(
    auth.db,
  );
  return rows.length > 0 ? "recovery" : null;
}

const opened = ({ vault }: Pick<Platform, "vault">, sealed: Buffer): Buffer =>
  Buffer.from(vault.open(TOTP_PLACE, sealed), "base64url");
