import type { Kysely } from "kysely";
import { uuidv7 } from "uuidv7";
import type { Config } from "../config/config.ts";
import type { Context } from "../context.ts";
import { BadInput, Conflict } from "../http/problems.ts";
import type { Auth, AuthTables } from "./auth.ts";
import { asSignIn } from "./as-sign-in.ts";
import { hashPassword } from "./password-hash.ts";
import { forgetSecret, hasSecret, keptSecret, oneTimePassword } from "./secret.ts";

const ONE_TIME = "first-administrator-password";
export const FIRST_ADMINISTRATOR = "admin";

/**
 * Makes sure that somebody can administer the installation. While the one-time password has not been changed, every
 * start says it again; it is kept for its owner's eyes only until then.
 * @returns the account, and what to print: a password only until the first administrator has one of his own
 */
export async function firstAdministrator(
  auth: Auth,
  config: Config,
  now: Date,
): Promise<{ userId: string; username: string; password: string | null; isNew: boolean }> {
  const find = () =>
    auth.db
      .selectFrom("user")
      .select(["id", "username", "mustChangePassword"])
      .where("first", "=", true)
      .executeTakeFirst();
  const existing = await find();
  const username = existing?.username ?? FIRST_ADMINISTRATOR;
  if (existing && !existing.mustChangePassword) {
    forgetSecret(config.dataDir, ONE_TIME);
    return { userId: existing.id, username, password: null, isNew: false };
  }
  const known = existing !== undefined && hasSecret(config.dataDir, ONE_TIME);
  if (!known) forgetSecret(config.dataDir, ONE_TIME);
  const password = keptSecret(config.dataDir, ONE_TIME, oneTimePassword);
  if (!existing) {
    const hash = await hashPassword(password);
    const made = { username, name: "系统管理员", first: true, mustChangePassword: true, hash };
    // Two processes may start at once: the second finds the account made.
    await auth.db.transaction().execute((db) => insertAccount(db, made, now));
  } else if (!known) {
    // The data folder is another one than at the first start, so nobody here can know the first password.
    const hash = await hashPassword(password);
    await auth.db
      .updateTable("account")
      .set({ password: hash, updatedAt: now })
      .where("userId", "=", existing.id)
      .execute();
  }
  const userId = existing?.id ?? (await find())?.id;
  if (userId === undefined) throw new Error("the first administrator's account was removed meanwhile");
  return { userId, username, password, isNew: !existing };
}

/**
 * Opens the account of somebody who chose his name and his password himself (an invitation, a registration), in the
 * transaction of his person: `checkPassword` first.
 * @param user username: 3–30 of a–z, 0–9, `.`, `_`, `-`; null for one who signs in with his phone only
 * @returns the account's id, for `registry.person.user_id`
 * @throws BadInput for a user name that cannot be one; Conflict where somebody else bears it
 */
export async function openAccount(
  ctx: Context,
  user: { username: string | null; name: string; password: string | null },
): Promise<string> {
  const username = user.username === null ? null : requireUsername(user.username);
  const hash = user.password === null ? null : await hashPassword(user.password);
  const id = await asSignIn(ctx, (db) => insertAccount(db, { name: user.name, username, hash }, ctx.now));
  if (id === null)
    throw new Conflict({
      zh: "此用户名已有人使用，请换一个。",
      en: "Somebody else bears this user name; take another.",
    });
  return id;
}

/** In lower case, and never to be taken for a phone number. */
export function requireUsername(text: string, field = "username"): string {
  const name = text.normalize("NFKC").trim().toLowerCase();
  if (/^[a-z][a-z0-9._-]{2,29}$/.test(name)) return name;
  throw new BadInput([
    {
      part: "body",
      field,
      reason:
        "用户名以字母开头，由 3 至 30 个小写字母、数字、点、横线组成 / 3 to 30 of a–z, 0–9, . _ -, beginning with a letter",
    },
  ]);
}

interface Row {
  name: string;
  username: string | null;
  hash: string | null;
  first?: boolean;
  demo?: boolean;
  mustChangePassword?: boolean;
}

/** @returns null where there is such an account already; nothing is changed then */
async function insertAccount(db: Kysely<AuthTables>, user: Row, now: Date): Promise<string | null> {
  const id = uuidv7();
  const times = { createdAt: now, updatedAt: now };
  const made = await db
    .insertInto("user")
    .values({
      id,
      name: user.name,
      // Nobody is written to; the sign-in library wants an address that is unique.
      email: `${user.username ?? id}@tixi.invalid`,
      emailVerified: false,
      username: user.username,
      first: user.first ?? false,
      demo: user.demo ?? false,
      mustChangePassword: user.mustChangePassword ?? false,
      ...times,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!made) return null;
  if (user.hash !== null)
    await db
      .insertInto("account")
      .values({
        id: uuidv7(),
        userId: id,
        accountId: id,
        providerId: "credential",
        password: user.hash,
        ...times,
      })
      .execute();
  return id;
}

/** The one-time password has been changed: what was kept of it goes. */
export const forgetOneTimePassword = (config: Config): void => forgetSecret(config.dataDir, ONE_TIME);

/** What the sign-in page tells: whether somebody must still sign in for the first time, and whether there is a demo. */
export async function signInState(auth: Auth): Promise<{ needsFirstSignIn: boolean; demo: boolean }> {
  const { rows } = await auth.pool.query<{ first: boolean; demo: boolean }>(
    `select coalesce(bool_and(must_change_password) filter (where first), true) as first,
       coalesce(bool_or(demo), false) as demo from auth."user"`,
  );
  return { needsFirstSignIn: rows[0]?.first ?? true, demo: rows[0]?.demo ?? false };
}
