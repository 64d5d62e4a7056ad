import { hashPassword } from "better-auth/crypto";
import type { FastifyRequest } from "fastify";
import { uuidv7 } from "uuidv7";
import type { Actor, Role } from "../context.ts";
import type { Config } from "../config/config.ts";
import type { Auth } from "./auth.ts";
import { forgetSecret, hasSecret, keptSecret, oneTimePassword } from "./secret.ts";

const ONE_TIME = "first-administrator-password";
export const FIRST_ADMINISTRATOR = "admin";

interface NewUser {
  username: string | null;
  name: string;
  role: Exclude<Role, "public">;
  region: string | null;
  demo?: boolean;
  /** to be changed at the first sign-in; null for one who never signs in with a password */
  password: string | null;
}

/**
 * Makes sure that somebody can administer the installation. While the one-time password has not been changed, every
 * start says it again; it is kept for its owner's eyes only until then.
 * @returns what to print, null once the first administrator has a password of his own
 */
export async function firstAdministrator(
  auth: Auth,
  config: Config,
  now: Date,
): Promise<{ username: string; password: string; isNew: boolean } | null> {
  const existing = await auth.db
    .selectFrom("user")
    .select(["id", "mustChangePassword"])
    .where("role", "=", "administrator")
    .orderBy("createdAt")
    .executeTakeFirst();
  if (existing && !existing.mustChangePassword) {
    forgetSecret(config.dataDir, ONE_TIME);
    return null;
  }
  const known = existing !== undefined && hasSecret(config.dataDir, ONE_TIME);
  if (!known) forgetSecret(config.dataDir, ONE_TIME);
  const password = keptSecret(config.dataDir, ONE_TIME, oneTimePassword);
  if (!existing) {
    await createUser(
      auth,
      { username: FIRST_ADMINISTRATOR, name: "系统管理员", role: "administrator", region: null, password },
      now,
    );
  } else if (!known) {
    // The data folder is another one than at the first start, so nobody here can know the first password.
    const hash = await hashPassword(password);
    await auth.db
      .updateTable("account")
      .set({ password: hash, updatedAt: now })
      .where("userId", "=", existing.id)
      .execute();
  }
  return { username: FIRST_ADMINISTRATOR, password, isNew: !existing };
}

/** The planner whom the sample province's sign-in page offers in one click. He has no password. */
export async function ensureDemoPlanner(
  auth: Auth,
  input: { name: string; region: string },
  now: Date,
): Promise<void> {
  const existing = await auth.db.selectFrom("user").select("id").where("demo", "=", true).executeTakeFirst();
  if (!existing)
    await createUser(auth, { ...input, username: null, role: "planner", demo: true, password: null }, now);
}

/** Two processes may start at once: the second finds the user made, and nothing is done twice. */
async function createUser(auth: Auth, user: NewUser, now: Date): Promise<void> {
  const id = uuidv7();
  const times = { createdAt: now, updatedAt: now };
  const hash = user.password === null ? null : await hashPassword(user.password);
  await auth.db.transaction().execute(async (tx) => {
    const made = await tx
      .insertInto("user")
      .values({
        id,
        name: user.name,
        // Nobody is written to; the sign-in library wants an address that is unique.
        email: `${user.username ?? id}@tixi.invalid`,
        emailVerified: false,
        username: user.username,
        role: user.role,
        region: user.region,
        demo: user.demo ?? false,
        mustChangePassword: hash !== null,
        ...times,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!made || hash === null) return;
    await tx
      .insertInto("account")
      .values({ id: uuidv7(), userId: id, accountId: id, providerId: "credential", password: hash, ...times })
      .execute();
  });
}

/** The one-time password has been changed: what was kept of it goes. */
export async function passwordIsOwn(auth: Auth, config: Config, userId: string, now: Date): Promise<void> {
  const changed = await auth.db
    .updateTable("user")
    .set({ mustChangePassword: false, updatedAt: now })
    .where("id", "=", userId)
    .where("mustChangePassword", "=", true)
    .returning("role")
    .executeTakeFirst();
  if (changed?.role === "administrator") forgetSecret(config.dataDir, ONE_TIME);
}

/** What the sign-in page tells: whether somebody must still sign in for the first time, and whether there is a demo. */
export async function signInState(auth: Auth): Promise<{ needsFirstSignIn: boolean; demo: boolean }> {
  const { rows } = await auth.pool.query<{ first: boolean; demo: boolean }>(
    `select coalesce(bool_and(must_change_password) filter (where role = 'administrator'), true) as first,
       coalesce(bool_or(demo), false) as demo from auth."user"`,
  );
  return { needsFirstSignIn: rows[0]?.first ?? true, demo: rows[0]?.demo ?? false };
}

/** A page asks many things at once: who asks is looked up once. A session ended elsewhere lives on here so long. */
const REMEMBERED_MS = 2000;
const MOST_REMEMBERED = 5000;
const COOKIE = /(?:^|;\s*)(?:__Secure-)?tixi\.session_token=([^;]+)/;

type SignedIn = { actor: Actor; mustChangePassword: boolean } | null;

/**
 * Who makes a request, from the cookie of his session.
 * @param homeRegion the region of those who work for the whole installation
 */
export function actorFromSession(auth: Auth, homeRegion: () => Promise<string>) {
  const find = async (cookie: string): Promise<SignedIn> => {
    const found = await auth.api.getSession({ headers: new Headers({ cookie }) });
    if (!found) return null;
    const { id, name, role, region, mustChangePassword } = found.user;
    return {
      actor: { userId: id, name, role: role as Role, region: region ?? (await homeRegion()) },
      mustChangePassword: mustChangePassword === true,
    };
  };
  return async (request: FastifyRequest): Promise<SignedIn> => {
    const { cookie } = request.headers;
    const token = cookie && COOKIE.exec(cookie)?.[1];
    if (!token) return null;
    const known = auth.remembered.get(token);
    const now = Date.now();
    if (known && known.until > now) return known.person;
    if (auth.remembered.size >= MOST_REMEMBERED) auth.remembered.clear();
    const person = find(cookie);
    auth.remembered.set(token, { until: now + REMEMBERED_MS, person });
    const forget = () => auth.remembered.delete(token);
    try {
      const found = await person;
      // Whoever has no region yet gets one as soon as the province is chosen.
      if (!found?.actor.region) forget();
      return found;
    } catch (error) {
      forget();
      throw error;
    }
  };
}
