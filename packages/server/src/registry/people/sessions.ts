import { asSignIn } from "../../platform/auth/as-sign-in.ts";
import type { Context, Platform } from "../../platform/index.ts";

type Auth = Platform["auth"];

/** Whoever it is, is signed out everywhere: with this transaction. */
export async function endSessions(ctx: Context, auth: Auth, userId: string | null): Promise<void> {
  if (userId === null) return;
  await asSignIn(ctx, (db) => db.deleteFrom("session").where("userId", "=", userId).execute());
  lookAgain(ctx, auth);
}

/** After the commit: who acts as whom is looked up again. */
export function lookAgain(ctx: Context, auth: Auth): void {
  ctx.afterCommit(() => auth.remembered.clear());
}
