import type { FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import { BadInput, Conflict, Problem, SignInRequired } from "../http/problems.ts";
import type { Platform } from "../platform.ts";
import { asSignIn } from "./as-sign-in.ts";
import { checkOwnPassword } from "./password-sign-in.ts";
import { hasSecondFactor, takeCode } from "./second-factor.ts";

const GOOD_FOR_MS = 5 * 60_000;

/** How somebody can show that it is still he: by signing in again where the account has neither of the others. */
type Way = "password" | "code" | "sign-in";

/** What was asked for changes a way into the account, and who sits there has not shown for a while who he is. */
class ConfirmationRequired extends Problem {
  constructor(by: Way) {
    super(
      403,
      "confirmation-required",
      { zh: "请先确认是您本人", en: "Confirm that it is you" },
      by === "sign-in"
        ? {
            zh: "此项操作须在登录后 5 分钟内进行，请退出后重新登录再试。",
            en: "This has to be done within five minutes after signing in; sign out, sign in again and repeat it.",
          }
        : {
            zh: `此项操作前请再次输入${by === "code" ? "两步验证的验证码" : "密码"}，5 分钟内有效。`,
            en: `Enter your ${by === "code" ? "second factor's code" : "password"} again first; it holds for five minutes.`,
          },
      { by },
    );
  }
}

/**
 * Lets only somebody go on who signed in, or confirmed himself, within the last five minutes (OWASP ASVS 7.5): before
 * phone and e-mail are changed, a provider linked or taken away, a session ended.
 * @throws ConfirmationRequired, SignInRequired
 */
export async function requireConfirmed(platform: Platform, request: FastifyRequest): Promise<void> {
  const { signedIn, actor } = request;
  if (!signedIn || actor.userId === null) throw new SignInRequired();
  const at = signedIn.confirmedAt?.getTime();
  if (at !== undefined && platform.clock().getTime() - at <= GOOD_FOR_MS) return;
  const way = await wayOf(platform, actor.userId);
  if (way !== "none") throw new ConfirmationRequired(way);
}

/** @returns none for an account of the sample province, which anybody enters by a click */
async function wayOf(platform: Platform, userId: string): Promise<Way | "none"> {
  const account = await platform.auth.db
    .selectFrom("user")
    .leftJoin("account", (join) =>
      join.onRef("account.userId", "=", "user.id").on("account.providerId", "=", "credential"),
    )
    .select(["user.demo", "account.password"])
    .where("user.id", "=", userId)
    .executeTakeFirst();
  if (account?.demo) return "none";
  if (account?.password) return "password";
  return (await hasSecondFactor(platform.auth, userId)) ? "code" : "sign-in";
}

/**
 * Checks the password, or a code where the account has none.
 * @throws BadInput for a wrong password, WrongCode, TooManyRequests; Conflict for an account that has neither
 */
export async function checkIdentity(
  platform: Platform,
  userId: string,
  given: { password: string; code: string },
  address: string,
): Promise<void> {
  const way = await wayOf(platform, userId);
  if (way === "code") await takeCode(platform, userId, given.code);
  else if (way === "password") {
    const checked = await checkOwnPassword(platform, userId, given.password, address);
    if (checked !== "right")
      throw new BadInput([{ part: "body", field: "password", reason: "密码不正确 / is wrong" }]);
  } else
    throw new Conflict({
      zh: "此账号没有密码，也没有两步验证；请退出后重新登录。",
      en: "This account has neither password nor second factor; sign out and in again.",
    });
}

/** From now on it is known for five minutes that it is he, in this session. */
export async function confirmSession(ctx: Context, userId: string, sessionId: string): Promise<void> {
  await asSignIn(ctx, (db) =>
    db
      .updateTable("session")
      .set({ confirmedAt: ctx.now })
      .where("id", "=", sessionId)
      .where("userId", "=", userId)
      .execute(),
  );
  await ctx.audit("session.confirm", `user:${userId}`);
}
