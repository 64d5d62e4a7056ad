import { hashPassword } from "better-auth/crypto";
import { uuidv7 } from "uuidv7";
import type { Config } from "../config/config.ts";
import type { Auth } from "./auth.ts";
import { forgetSecret, hasSecret, keptSecret, oneTimePassword } from "./secret.ts";

const ONE_TIME = "first-administrator-password";
export const FIRST_ADMINISTRATOR = "admin";

interface NewAccount {
  username: string | null;
  name: string;
  first?: boolean;
  demo?: boolean;
  /** to be changed at the first sign-in; null for one who never signs in with a password */
  password: string | null;
}

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
    await openAccount(auth, { username, name: "系统管理员", first: true, password }, now);
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

/** The account that the sample province's sign-in page offers in one click. It has no password. */
export async function ensureDemoAccount(auth: Auth, name: string, now: Date): Promise<string> {
  const find = () => auth.db.selectFrom("user").select("id").where("demo", "=", true).executeTakeFirst();
  const existing = await find();
  if (existing) return existing.id;
  return openAccount(auth, { name, username: null, demo: true, password: null }, now);
}

/**
 * Opens an account; a password given here is to be changed at the first sign-in. Two processes may start at once: the
 * second finds the account made, and nothing is done twice.
 * @returns the account's id, also where it was there already
 */
export async function openAccount(auth: Auth, user: NewAccount, now: Date): Promise<string> {
  const id = uuidv7();
  const times = { createdAt: now, updatedAt: now };
  const hash = user.password === null ? null : await hashPassword(user.password);
  return auth.db.transaction().execute(async (tx) => {
    const made = await tx
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
        mustChangePassword: hash !== null,
        ...times,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!made) {
      const known = tx.selectFrom("user").select("id");
      const found = user.first
        ? known.where("first", "=", true)
        : known.where("username", "=", user.username);
      return (await found.executeTakeFirstOrThrow()).id;
    }
    if (hash === null) return id;
    await tx
      .insertInto("account")
      .values({ id: uuidv7(), userId: id, accountId: id, providerId: "credential", password: hash, ...times })
      .execute();
    return id;
  });
}

/** The one-time password has been changed: what was kept of it goes. */
export async function passwordIsOwn(auth: Auth, config: Config, userId: string, now: Date): Promise<void> {
  const changed = await auth.db
    .updateTable("user")
    .set({ mustChangePassword: false, updatedAt: now })
    .where("id", "=", userId)
    .where("mustChangePassword", "=", true)
    .returning("first")
    .executeTakeFirst();
  if (changed?.first) forgetSecret(config.dataDir, ONE_TIME);
}

/** What the sign-in page tells: whether somebody must still sign in for the first time, and whether there is a demo. */
export async function signInState(auth: Auth): Promise<{ needsFirstSignIn: boolean; demo: boolean }> {
  const { rows } = await auth.pool.query<{ first: boolean; demo: boolean }>(
    `select coalesce(bool_and(must_change_password) filter (where first), true) as first,
       coalesce(bool_or(demo), false) as demo from auth."user"`,
  );
  return { needsFirstSignIn: rows[0]?.first ?? true, demo: rows[0]?.demo ?? false };
}
