import { betterAuth } from "better-auth";
import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { username } from "better-auth/plugins/username";
import { CamelCasePlugin, Kysely, PostgresDialect } from "kysely";
import { uuidv7 } from "uuidv7";
import { createPool } from "../db/connect.ts";
import { NotFound } from "../http/problems.ts";
import type { SignedIn } from "./people.ts";

export const SHORTEST_PASSWORD = 10;
export const LONGEST_PASSWORD = 128;
const SESSION_SECONDS = 24 * 60 * 60;

export interface AuthOptions {
  databaseUrl: string;
  /** signs the session cookies */
  secret: string;
  /** the address people type; cookies are for HTTPS only where it begins with https */
  baseUrl: string;
}

/**
 * Signs the sample province's planner in without a password. There is such a person only where the sample province
 * was loaded, so nothing of this exists anywhere else.
 */
const demo = {
  id: "demo",
  endpoints: {
    signInDemo: createAuthEndpoint("/demo/sign-in", { method: "POST" }, async (ctx) => {
      const user = await ctx.context.adapter.findOne<{ id: string }>({
        model: "user",
        where: [{ field: "demo", value: true }],
      });
      if (!user) throw new NotFound({ zh: "示例账号", en: "demo account" });
      const session = await ctx.context.internalAdapter.createSession(user.id);
      await setSessionCookie(ctx, { session, user: user as never });
      return { userId: user.id };
    }),
  },
} as const;

/** Passwords and sessions by better-auth, over connections of the role that alone sees their tables. */
export function createAuth(options: AuthOptions) {
  const pool = createPool(options.databaseUrl, { max: 4, options: "-c role=tixi_auth -c search_path=auth" });
  const db = new Kysely<AuthTables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin()],
  });
  const auth = betterAuth({
    appName: "Tixi",
    baseURL: options.baseUrl,
    basePath: "/api/auth",
    secret: options.secret,
    database: { db: db as never, type: "postgres", transaction: true },
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Attempts are counted by our own routes, which also see those through the demo door.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
    },
    session: {
      expiresIn: SESSION_SECONDS,
      disableSessionRefresh: true,
      freshAge: 0,
      additionalFields: { hat: { type: "string", required: false, input: false } },
    },
    user: {
      additionalFields: {
        mustChangePassword: { type: "boolean", required: true, defaultValue: false, input: false },
        demo: { type: "boolean", required: true, defaultValue: false, input: false },
      },
    },
    plugins: [username({ displayUsername: false }), demo],
    advanced: {
      cookiePrefix: "tixi",
      useSecureCookies: options.baseUrl.startsWith("https:"),
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => uuidv7() },
      defaultCookieAttributes: { sameSite: "lax", httpOnly: true, path: "/" },
    },
  });
  /** sessions that were looked up a moment ago, by their token; emptied when one ends or changes here */
  const remembered = new Map<string, { until: number; person: Promise<SignedIn | null> }>();
  return { ...auth, db, pool, remembered, close: () => pool.end() };
}

export type Auth = ReturnType<typeof createAuth>;

/** What we read of the sign-in tables ourselves. */
export interface AuthTables {
  user: {
    id: string;
    name: string;
    email: string;
    username: string | null;
    first: boolean;
    mustChangePassword: boolean;
    demo: boolean;
    emailVerified: boolean;
    createdAt: Date;
    updatedAt: Date;
  };
  account: {
    id: string;
    userId: string;
    accountId: string;
    providerId: string;
    password: string | null;
    createdAt: Date;
    updatedAt: Date;
  };
  session: { id: string; token: string; userId: string; expiresAt: Date; hat: string | null };
  failure: { key: string; count: number; lastAt: Date };
}
