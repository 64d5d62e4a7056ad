import { createHash, randomBytes } from "node:crypto";
import * as oidc from "openid-client";
import { NOBODY, type Actor, type Context } from "../context.ts";
import { transaction, type TransactionOptions } from "../db/transaction.ts";
import type { Platform } from "../platform.ts";
import { uuidv7 } from "uuidv7";
import { asSignIn } from "./as-sign-in.ts";
import { openAccount } from "./accounts.ts";
import { inRegion } from "../http/access.ts";
import type { Hat, PersonMark } from "./people.ts";
import { providerFetch } from "./sso-fetch.ts";
import { atProvider } from "./sso-links.ts";
import { PROVIDER_SECRET_PLACE, type SecretProvider } from "./sso-providers.ts";

const VERIFIER_PLACE = "auth.sso_attempt.verifier";
const ATTEMPT_MINUTES = 10;
const KNOWN_MS = 10 * 60_000;

/** Why somebody could not come in by a provider; a key that the sign-in page has words for. */
export type SsoFault =
  "provider-down" | "expired" | "refused" | "unknown-person" | "not-here" | "linked-elsewhere";

export class SsoFailed extends Error {
  override readonly name = "SsoFailed";
  constructor(readonly fault: SsoFault) {
    super(fault);
  }
}

const hashOf = (text: string): Buffer => createHash("sha256").update(text).digest();

export const callbackOf = (platform: Platform, provider: string): string =>
  `${platform.auth.baseUrl}/api/auth/sso/${provider}/callback`;

/** Only a path of this site is followed after sign-in, whatever a link says. */
export function safeNext(next: string | undefined): string {
  if (next === undefined || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next)) return "/";
  const base = "http://here.invalid";
  return URL.canParse(next, base) && new URL(next, base).origin === base ? next : "/";
}

const discovered = new Map<string, { until: number; stamp: number; config: Promise<oidc.Configuration> }>();

/**
 * What a provider says of itself, asked every ten minutes.
 * @throws SsoFailed(provider-down)
 */
export async function discover(platform: Platform, provider: SecretProvider): Promise<oidc.Configuration> {
  const key = `${platform.config.dataDir} ${provider.id}`;
  const stamp = provider.updatedAt.getTime();
  const known = discovered.get(key);
  if (known && known.stamp === stamp && known.until > Date.now()) return known.config;
  const secret = provider.secretSealed && platform.vault.open(PROVIDER_SECRET_PLACE, provider.secretSealed);
  const config = oidc.discovery(
    new URL(provider.issuer),
    provider.clientId,
    secret ?? undefined,
    secret === null ? oidc.None() : undefined,
    {
      [oidc.customFetch]: providerFetch(platform),
      timeout: 10,
      execute: [
        // By itself the library lets TLS stand for the signature of an ID token.
        oidc.enableNonRepudiationChecks,
        ...(platform.config.sso.allowHttp ? [oidc.allowInsecureRequests] : []),
      ],
    },
  );
  discovered.set(key, { until: Date.now() + KNOWN_MS, stamp, config });
  try {
    return await config;
  } catch (error) {
    discovered.delete(key);
    platform.log.warn({ err: error, provider: provider.id }, "provider of single sign-on does not answer");
    throw new SsoFailed("provider-down");
  }
}

/**
 * Sends somebody to a provider: PKCE, state and nonce, all of one attempt in one browser.
 * @param userId who wants to link it to his account; null for one who signs in
 * @returns where to go, and what the browser keeps until it comes back
 */
export async function beginSso(
  platform: Platform,
  provider: SecretProvider,
  next: string,
  userId: string | null,
): Promise<{ address: string; browser: string }> {
  const config = await discover(platform, provider);
  const verifier = oidc.randomPKCECodeVerifier();
  const [state, nonce, browser] = [
    oidc.randomState(),
    oidc.randomNonce(),
    randomBytes(32).toString("base64url"),
  ];
  const now = platform.clock();
  await platform.auth.db
    .insertInto("ssoAttempt")
    .values({
      stateHash: hashOf(state),
      provider: provider.id,
      nonce,
      verifierSealed: platform.vault.seal(VERIFIER_PLACE, verifier),
      browserHash: hashOf(browser),
      next,
      userId,
      expiresAt: new Date(now.getTime() + ATTEMPT_MINUTES * 60_000),
    })
    .execute();
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: callbackOf(platform, provider.id),
    scope: scopeOf(provider),
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
  });
  if (!["https:", ...(platform.config.sso.allowHttp ? ["http:"] : [])].includes(address.protocol))
    throw new SsoFailed("provider-down");
  return { address: address.href, browser };
}

const scopeOf = ({ linkBy }: SecretProvider): string =>
  ["openid", "profile", ...(linkBy === "email" || linkBy === "phone" ? [linkBy] : [])].join(" ");

interface Back {
  userId: string;
  next: string;
  /** an account was linked by one who is signed in already */
  linked: boolean;
}

/**
 * Takes an answer of a provider, once, from the browser that left, and finds whose account it is.
 * @param address as the browser came back to it, with its query
 * @param request what the trail says of the request
 * @throws SsoFailed
 */
export async function finishSso(
  platform: Platform,
  provider: SecretProvider,
  address: URL,
  browser: string | undefined,
  signedIn: string | null,
  request: TransactionOptions,
): Promise<Back> {
  const state = address.searchParams.get("state") ?? "";
  const attempt = await platform.auth.db
    .deleteFrom("ssoAttempt")
    .where("stateHash", "=", hashOf(state))
    .where("browserHash", "=", hashOf(browser ?? ""))
    .where("provider", "=", provider.id)
    .where("expiresAt", ">", platform.clock())
    .returning(["nonce", "verifierSealed", "next", "userId"])
    .executeTakeFirst();
  if (!attempt) throw new SsoFailed("expired");
  const claims = await claimsOf(platform, provider, address, state, attempt);
  const { next } = attempt;
  if (attempt.userId !== null) {
    if (attempt.userId !== signedIn) throw new SsoFailed("expired");
    await link(platform, provider, claims.sub, signedIn, request);
    return { userId: signedIn, next, linked: true };
  }
  return { userId: await accountFor(platform, provider, claims, request), next, linked: false };
}

type Claims = Record<string, unknown> & { sub: string };

async function claimsOf(
  platform: Platform,
  provider: SecretProvider,
  address: URL,
  state: string,
  attempt: { nonce: string; verifierSealed: Buffer },
): Promise<Claims> {
  const config = await discover(platform, provider);
  try {
    const tokens = await oidc.authorizationCodeGrant(config, address, {
      pkceCodeVerifier: platform.vault.open(VERIFIER_PLACE, attempt.verifierSealed),
      expectedState: state,
      expectedNonce: attempt.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new Error("no ID token");
    if (provider.linkBy === "none" || claims[provider.claim] !== undefined) return claims as Claims;
    if (config.serverMetadata().userinfo_endpoint === undefined) return claims as Claims;
    const more = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
    return { ...claims, ...more } as Claims;
  } catch (error) {
    const { name, code, cause } = error as { name?: string; code?: string; cause?: unknown };
    // The library's own words about what is wrong with an answer; no value of the answer stands in them.
    const fault = cause instanceof Error ? cause.message : undefined;
    platform.log.warn(
      { kind: "sso-refused", provider: provider.id, name, code, fault },
      "single sign-on refused",
    );
    throw new SsoFailed(isConnection(error) ? "provider-down" : "refused");
  }
}

/** No answer at all, in contrast to one that cannot be accepted. */
function isConnection(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (/^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|OAUTH_TIMEOUT)/.test((cause as { code?: string }).code ?? ""))
      return true;
  return false;
}

/** By an earlier link, by what the provider says of him, or as one who makes himself known. */
async function accountFor(
  platform: Platform,
  provider: SecretProvider,
  claims: Claims,
  request: TransactionOptions,
): Promise<string> {
  const earlier = await platform.auth.db
    .selectFrom("account")
    .select("userId")
    .where("providerId", "=", atProvider(provider.id))
    .where("accountId", "=", claims.sub)
    .executeTakeFirst();
  if (earlier) return earlier.userId;
  const mark = markOf(provider, claims);
  const found = mark && (await platform.people.accountOf(mark));
  if (found) {
    // A school's provider answers for the school's people, never for somebody who holds a role elsewhere as well: he
    // links it himself while he is signed in.
    const person = await platform.people.of(found);
    // An office's provider answers for those who work within its region only, and for nobody who works everywhere.
    const answersFor = ({ organisation, region }: Hat) =>
      provider.organisation === null
        ? region !== null && inRegion(region, provider.region)
        : organisation?.id === provider.organisation;
    if (!person?.hats.every(answersFor)) throw new SsoFailed("not-here");
    await link(platform, provider, claims.sub, found, request);
    return found;
  }
  if (!provider.admits) throw new SsoFailed("unknown-person");
  return admit(platform, provider, claims, request);
}

/** What tells a person; an e-mail or phone only where the provider has verified it. */
function markOf(provider: SecretProvider, claims: Claims): PersonMark | null {
  const { linkBy, claim, organisation } = provider;
  const value = claims[claim];
  if (linkBy === "none" || typeof value !== "string" || value === "") return null;
  if (linkBy === "student-number")
    return organisation === null ? null : { by: linkBy, value, school: organisation };
  const verified = claims[`${claim}_verified`];
  const standard = claim === "email" || claim === "phone_number";
  // A claim of the provider's own has no such flag; whoever named it in the settings answers for it.
  if (verified === undefined ? standard : verified !== true) return null;
  // What somebody typed into his own file may be another's: it leads nobody in without a password.
  return { by: linkBy, value, confirmed: true };
}

async function link(
  platform: Platform,
  provider: SecretProvider,
  sub: string,
  userId: string,
  request: TransactionOptions,
): Promise<void> {
  await asProcess(platform, provider, { userId }, request, async (ctx) => {
    if (!(await insertLink(ctx, provider, sub, userId))) throw new SsoFailed("linked-elsewhere");
    await ctx.audit("sso.link", `user:${userId}`, null, { provider: provider.id });
  });
}

async function admit(
  platform: Platform,
  provider: SecretProvider,
  claims: Claims,
  request: TransactionOptions,
): Promise<string> {
  const said = [claims["name"], claims["preferred_username"]].find(
    (one) => typeof one === "string" && one !== "",
  );
  const name = String(said ?? provider.label).slice(0, 60);
  return asProcess(platform, provider, { personId: uuidv7() }, request, async (ctx) => {
    const userId = await openAccount(ctx, { username: null, name, password: null });
    await insertLink(ctx, provider, claims.sub, userId);
    await platform.people.admit(ctx, { userId, name });
    await ctx.audit("sso.admit", `user:${userId}`, null, { provider: provider.id });
    return userId;
  });
}

function asProcess<T>(
  platform: Platform,
  { label, region }: SecretProvider,
  who: Partial<Pick<Actor, "userId" | "personId">>,
  request: TransactionOptions,
  action: (ctx: Context) => Promise<T>,
): Promise<T> {
  return transaction(platform, { ...NOBODY, name: label, region, ...who }, request, action);
}

async function insertLink(
  ctx: Context,
  provider: SecretProvider,
  sub: string,
  userId: string,
): Promise<boolean> {
  return asSignIn(ctx, async (db) => {
    const of = { providerId: atProvider(provider.id), accountId: sub };
    const made = await db
      .insertInto("account")
      .values({ id: uuidv7(), userId, ...of, password: null, createdAt: ctx.now, updatedAt: ctx.now })
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .executeTakeFirst();
    if (made) return true;
    const known = await db
      .selectFrom("account")
      .select("userId")
      .where("providerId", "=", of.providerId)
      .where("accountId", "=", sub)
      .executeTakeFirst();
    return known?.userId === userId;
  });
}
