import { betterAuth } from "better-auth";
import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { CamelCasePlugin, Kysely, PostgresDialect } from "kysely";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { createPool } from "../db/connect.ts";
import { NotFound } from "../http/problems.ts";
import type { SignedIn } from "./people.ts";

/** However busy somebody is, after so long he signs in again (等保 2.0, GB/T 22239-2019, 8.1.4.1). */
const SESSION_SECONDS = 12 * 60 * 60;

export interface AuthOptions {
  databaseUrl: string;
  /** signs the session cookies */
  secret: string;
  /** the address people type; cookies are for HTTPS only where it begins with https */
  baseUrl: string;
}

/** How a session began. */
export type SignInMethod = "password" | "sso" | "demo";

export interface NewSession {
  userId: string;
  method: SignInMethod;
  /** what the browser calls itself, in a few words */
  device: string;
  /** address without its last part */
  place: string;
  hat: string | null;
  seenAt: Date;
  /** when it was last made sure who it is: at sign-in, or when he was asked again */
  confirmedAt: Date;
}

const newSession: z.ZodType<NewSession> = z.object({
  userId: z.string(),
  method: z.enum(["password", "sso", "demo"]),
  device: z.string(),
  place: z.string(),
  hat: z.string().nullable(),
  seenAt: z.date(),
  confirmedAt: z.date(),
});

/**
 * Begins a session of somebody whom our own routes have made sure of: by password and second step, at another
 * provider, or in the sample province by a click. Not reachable over HTTP.
 */
const sessions = {
  id: "sessions",
  endpoints: {
    beginSession: createAuthEndpoint.serverOnly({ method: "POST", body: newSession }, async (ctx) => {
      const { userId, ...facts } = ctx.body;
      const user = await ctx.context.internalAdapter.findUserById(userId);
      if (!user) throw new NotFound({ zh: "账号", en: "account" });
      // Always a new token: whatever cookie came with the request is worth nothing afterwards.
      const session = await ctx.context.internalAdapter.createSession(userId, false, { ...facts }, true);
      await setSessionCookie(ctx, { session, user });
      return { sessionId: session.id };
    }),
  },
} as const;

const isSecure = (baseUrl: string): boolean => baseUrl.startsWith("https:");

/** Under https a browser takes a cookie of this name only from this very host, by TLS, for all paths (RFC 6265bis). */
export const cookieName = (baseUrl: string, name: string): string =>
  isSecure(baseUrl) ? `__Host-${name}` : name;

export const cookieOptions = (baseUrl: string) =>
  ({ path: "/", httpOnly: true, sameSite: "lax", secure: isSecure(baseUrl) }) as const;

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
    emailAndPassword: { enabled: false },
    session: {
      expiresIn: SESSION_SECONDS,
      disableSessionRefresh: true,
      freshAge: 0,
      additionalFields: {
        hat: { type: "string", required: false, input: false },
        seenAt: { type: "date", required: true, input: false },
        confirmedAt: { type: "date", required: true, input: false },
        device: { type: "string", required: true, defaultValue: "", input: false },
        place: { type: "string", required: true, defaultValue: "", input: false },
        method: { type: "string", required: true, defaultValue: "password", input: false },
      },
    },
    user: {
      additionalFields: {
        mustChangePassword: { type: "boolean", required: true, defaultValue: false, input: false },
        demo: { type: "boolean", required: true, defaultValue: false, input: false },
      },
    },
    plugins: [sessions],
    advanced: {
      cookiePrefix: cookieName(options.baseUrl, "tixi"),
      // The name says it: `__Host-`, not the library's `__Secure-`.
      useSecureCookies: false,
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => uuidv7() },
      defaultCookieAttributes: cookieOptions(options.baseUrl),
    },
  });
  /** sessions that were looked up a moment ago, by their token; emptied when one ends or changes here */
  const remembered = new Map<string, { until: number; person: Promise<SignedIn | null> }>();
  return {
    ...auth,
    db,
    pool,
    remembered,
    baseUrl: options.baseUrl.replace(/\/+$/, ""),
    close: () => pool.end(),
  };
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
  session: {
    id: string;
    token: string;
    userId: string;
    createdAt: Date;
    expiresAt: Date;
    seenAt: Date;
    confirmedAt: Date;
    device: string;
    place: string;
    method: SignInMethod;
    hat: string | null;
  };
  failure: { key: string; count: number; lastAt: Date };
  knownAddress: { key: string; lastAt: Date };
  secondFactor: {
    userId: string;
    secretSealed: Buffer;
    confirmedAt: Date | null;
    lastStep: number;
    createdAt: Date;
  };
  recoveryCode: { userId: string; codeHash: Buffer; usedAt: Date | null };
  challenge: { tokenHash: Buffer; userId: string; method: SignInMethod; tries: number; expiresAt: Date };
  ssoAttempt: {
    stateHash: Buffer;
    provider: string;
    nonce: string;
    verifierSealed: Buffer;
    browserHash: Buffer;
    next: string;
    userId: string | null;
    expiresAt: Date;
  };
}
