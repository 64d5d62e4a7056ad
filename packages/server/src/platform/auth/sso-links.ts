import type { Context } from "../context.ts";
import { Conflict, NotFound } from "../http/problems.ts";
import type { Platform } from "../platform.ts";
import { asSignIn } from "./as-sign-in.ts";

/** How an account is called at a provider: `sso:` and the provider's id. */
export const atProvider = (provider: string): string => `sso:${provider}`;

/** The providers at which somebody may sign in to his account. */
export async function linksOf(
  platform: Platform,
  userId: string,
): Promise<{ id: string; label: string; since: string }[]> {
  const rows = await platform.auth.db
    .selectFrom("account")
    .select(["id", "providerId", "createdAt"])
    .where("userId", "=", userId)
    .where("providerId", "like", "sso:%")
    .orderBy("createdAt")
    .execute();
  if (rows.length === 0) return [];
  const { rows: providers } = await platform.pool.query<{ id: string; label: string }>(
    "select id, label from platform.sso_provider",
  );
  const labels = new Map(providers.map(({ id, label }) => [atProvider(id), label]));
  return rows.map(({ id, providerId, createdAt }) => ({
    id,
    label: labels.get(providerId) ?? "",
    since: createdAt.toISOString(),
  }));
}

/**
 * Takes a link away.
 * @throws NotFound where it is no link of his; Conflict where he could not sign in any more
 */
export async function unlink(ctx: Context, userId: string, id: string): Promise<void> {
  const gone = await asSignIn(ctx, async (db) => {
    const all = await db
      .selectFrom("account")
      .select(["id", "providerId"])
      .where("userId", "=", userId)
      .forUpdate()
      .execute();
    const link = all.find((one) => one.id === id && one.providerId.startsWith("sso:"));
    if (!link) throw new NotFound({ zh: "登录方式", en: "link" });
    if (all.length === 1)
      throw new Conflict({
        zh: "这是您唯一的登录方式，不能解除。",
        en: "It is the only way in which you can sign in.",
      });
    await db.deleteFrom("account").where("id", "=", id).execute();
    return link;
  });
  await ctx.audit("sso.unlink", `user:${userId}`, { provider: gone.providerId });
}
