import type { Context } from "../context.ts";
import { asSignIn } from "./as-sign-in.ts";
import type { Auth } from "./auth.ts";
import { endSessionsOf } from "./own-sessions.ts";
import { hashPassword } from "./password-hash.ts";

/** Whether somebody signs in with a password at all; else by a provider alone. */
export async function hasPassword(ctx: Context, userId: string): Promise<boolean> {
  const row = await asSignIn(ctx, (db) =>
    db
      .selectFrom("account")
      .select("id")
      .where("userId", "=", userId)
      .where("providerId", "=", "credential")
      .where("password", "is not", null)
      .executeTakeFirst(),
  );
  return row !== undefined;
}

/**
 * Gives an account another password (`checkPassword` first) and ends all its sessions.
 * @param mustChange a one-time password, which its owner changes at his next sign-in
 * @returns whether it is the first administrator's, whose one-time password is kept in a file until then
 */
export async function changePassword(
  ctx: Context,
  auth: Auth,
  userId: string,
  password: string,
  { mustChange = false }: { mustChange?: boolean } = {},
): Promise<{ first: boolean }> {
  const hash = await hashPassword(password);
  const { first } = await asSignIn(ctx, async (db) => {
    await db
      .updateTable("account")
      .set({ password: hash, updatedAt: ctx.now })
      .where("userId", "=", userId)
      .where("providerId", "=", "credential")
      .execute();
    return db
      .updateTable("user")
      .set({ mustChangePassword: mustChange, updatedAt: ctx.now })
      .where("id", "=", userId)
      .returning("first")
      .executeTakeFirstOrThrow();
  });
  await endSessionsOf(ctx, auth, userId);
  await ctx.audit("change-password", `user:${userId}`);
  return { first };
}
