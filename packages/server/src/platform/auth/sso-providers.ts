import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import { access } from "../access.ts";
import type { Context } from "../context.ts";
import { BadInput, NotFound } from "../http/problems.ts";
import { etagOf } from "../http/versions.ts";
import { PostFailed, requireTarget, type PostRules } from "../notices/guarded-post.ts";
import type { Platform } from "../platform.ts";

export const PROVIDER_SECRET_PLACE = "platform.sso_provider.secret";
export const LINK_BY = ["none", "email", "phone", "student-number"] as const;
export type LinkBy = (typeof LINK_BY)[number];

export interface ProviderFacts {
  label: string;
  issuer: string;
  clientId: string;
  organisation: string | null;
  linkBy: LinkBy;
  /** name of the claim that tells who somebody is */
  claim: string;
  admits: boolean;
  active: boolean;
}

export interface Provider extends ProviderFacts {
  id: string;
  hasSecret: boolean;
  etag: string;
}

export interface SecretProvider extends ProviderFacts {
  id: string;
  region: string;
  secretSealed: Buffer | null;
  updatedAt: Date;
}

const FACTS = sql.raw(
  `id, label, issuer, client_id as "clientId", organisation, link_by as "linkBy", claim, admits, active`,
);

/** Those that the sign-in page offers. */
export async function offeredProviders(platform: Platform): Promise<{ id: string; label: string }[]> {
  const { rows } = await platform.pool.query<{ id: string; label: string }>(
    "select id, label from platform.sso_provider where active order by created_at, id",
  );
  return rows;
}

/** @throws NotFound where there is none, or it is not in use */
export async function providerInUse(platform: Platform, id: string): Promise<SecretProvider> {
  const { rows } = await sql<SecretProvider>`select ${FACTS}, region, secret_sealed as "secretSealed",
    updated_at as "updatedAt" from platform.sso_provider where id = ${id} and active`.execute(platform.db);
  if (!rows[0]) throw new NotFound({ zh: "单点登录服务", en: "provider of single sign-on" });
  return rows[0];
}

export async function listProviders(ctx: Context): Promise<Provider[]> {
  const { rows } = await sql<Omit<Provider, "etag"> & { updatedAt: Date }>`select ${FACTS},
    secret_sealed is not null as "hasSecret", updated_at as "updatedAt"
    from platform.sso_provider order by created_at, id`.execute(ctx.tx);
  return rows.map(({ updatedAt, ...row }) => ({ ...row, etag: etagOf(row.id, updatedAt) }));
}

/** @throws NotFound outside the actor's reach */
export async function findProvider(ctx: Context, id: string): Promise<Provider> {
  const found = (await listProviders(ctx)).find((one) => one.id === id);
  if (!found) throw new NotFound({ zh: "单点登录服务", en: "provider of single sign-on" });
  return found;
}

/**
 * Writes a provider down, or changes one. An empty secret leaves what is there; the secret is never read back.
 * @throws BadInput for an address that may not be reached from here
 */
export async function saveProvider(
  ctx: Context,
  rules: PostRules,
  id: string | null,
  input: ProviderFacts & { secret: string },
): Promise<string> {
  access.authorize(ctx.actor, "keepProviders", { region: ctx.actor.region });
  requireIssuer(input.issuer, rules);
  if (input.linkBy === "student-number" && input.organisation === null)
    throw new BadInput([
      {
        part: "body",
        field: "organisation",
        reason: "按学号识别须指定学校 / a number is one of a school",
      },
    ]);
  const before = id === null ? null : await findProvider(ctx, id);
  const sealed = input.secret === "" ? null : ctx.vault.seal(PROVIDER_SECRET_PLACE, input.secret);
  const { label, issuer, clientId, organisation, linkBy, claim, admits, active } = input;
  const made = id ?? uuidv7();
  if (before === null)
    await sql`insert into platform.sso_provider (id, label, issuer, client_id, secret_sealed, organisation, link_by,
        claim, admits, active, region, created_at, created_by, updated_at)
      values (${made}, ${label}, ${issuer}, ${clientId}, ${sealed}, ${organisation}, ${linkBy}, ${claim}, ${admits},
        ${active}, ${ctx.actor.region}, ${ctx.now}, ${ctx.actor.userId}, ${ctx.now})`.execute(ctx.tx);
  else
    await sql`update platform.sso_provider set label = ${label}, issuer = ${issuer}, client_id = ${clientId},
        secret_sealed = coalesce(${sealed}, secret_sealed), organisation = ${organisation}, link_by = ${linkBy},
        claim = ${claim}, admits = ${admits}, active = ${active}, updated_at = ${ctx.now}
      where id = ${made}`.execute(ctx.tx);
  const facts = { label, issuer, clientId, organisation, linkBy, claim, admits, active };
  await ctx.audit(
    before ? "sso.change" : "sso.add",
    `sso-provider:${made}`,
    before && { ...before, etag: undefined },
    {
      ...facts,
      secretChanged: sealed !== null,
    },
  );
  return made;
}

function requireIssuer(issuer: string, rules: PostRules): void {
  try {
    const url = requireTarget(issuer, rules);
    if (url.search === "" && url.hash === "") return;
  } catch (error) {
    if (!(error instanceof PostFailed)) throw error;
  }
  throw new BadInput([
    {
      part: "body",
      field: "issuer",
      value: issuer.slice(0, 200),
      reason:
        "须为可从公网到达的 https 地址，内网地址须由运行方以 SSO_NETWORKS 开放 / an https address of the public net; others are opened by SSO_NETWORKS",
    },
  ]);
}
