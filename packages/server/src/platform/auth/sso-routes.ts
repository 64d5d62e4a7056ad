import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { App } from "../http/app.ts";
import { inTransaction } from "../http/in-transaction.ts";
import { Problem } from "../http/problems.ts";
import { requireMatch } from "../http/versions.ts";
import { cookieName, cookieOptions } from "./auth.ts";
import { requireConfirmed } from "./confirm-identity.ts";
import { WrongPassword, enter } from "./enter.ts";
import { beginChallenge } from "./password-sign-in.ts";
import { giveChallenge } from "./routes.ts";
import { hasSecondFactor } from "./second-factor.ts";
import { providerRules } from "./sso-fetch.ts";
import { beginSso, callbackOf, discover, finishSso, safeNext, SsoFailed } from "./sso.ts";
import {
  findProvider,
  LINK_BY,
  listProviders,
  offeredProviders,
  providerInUse,
  saveProvider,
} from "./sso-providers.ts";

const KEEP = ["platform", "keepProviders"] as const;

const facts = {
  label: z.string().trim().min(1).max(60),
  issuer: z.string().trim().min(8).max(300),
  clientId: z.string().trim().min(1).max(200),
  organisation: z.uuid().nullable(),
  linkBy: z.enum(LINK_BY),
  claim: z.string().regex(/^[\w:./-]{1,100}$/),
  admits: z.boolean(),
  active: z.boolean(),
};
const provider = z
  .object({ id: z.string(), ...facts, hasSecret: z.boolean(), callback: z.string(), etag: z.string() })
  .meta({ id: "SsoProvider" });
const save = z.strictObject({ ...facts, secret: z.string().max(500) });
const id = z.object({ id: z.uuid() });
const offered = z.object({ items: z.array(z.object({ id: z.string(), label: z.string() })) });

class ProviderDown extends Problem {
  constructor() {
    super(
      502,
      "provider-down",
      { zh: "单点登录服务无响应", en: "The provider does not answer" },
      {
        zh: "单点登录服务没有按 OpenID Connect 应答，请核对地址，或稍后再试。",
        en: "The provider does not answer as OpenID Connect asks; check its address, or try later.",
      },
    );
  }
}

/** Sign-in at another provider (OpenID Connect), and the settings for it. */
export function ssoRoutes(app: App): void {
  const { platform } = app;
  const { baseUrl } = platform.auth;
  const browserCookie = cookieName(baseUrl, "tixi.sso");

  app.get("/auth/sso/providers", { access: "open", schema: { response: { 200: offered } } }, async () => ({
    items: await offeredProviders(platform),
  }));

  app.post(
    "/auth/sso/:id/start",
    {
      access: "open",
      config: { limit: "sign-in" },
      schema: {
        params: id,
        body: z.object({ next: z.string().max(500).optional(), link: z.boolean().optional() }),
        response: { 200: z.object({ address: z.string() }) },
      },
    },
    async (request, reply) => {
      const { next, link = false } = request.body;
      if (link) await requireConfirmed(platform, request);
      const found = await providerInUse(platform, request.params.id);
      const begun = await beginSso(platform, found, safeNext(next), link ? request.actor.userId : null).catch(
        (error: unknown) => {
          throw error instanceof SsoFailed ? new ProviderDown() : error;
        },
      );
      void reply
        .header("cache-control", "no-store")
        .setCookie(browserCookie, begun.browser, cookieOptions(baseUrl));
      return { address: begun.address };
    },
  );

  app.get(
    "/auth/sso/:id/callback",
    { access: "open", config: { limit: "sign-in" }, schema: { params: id } },
    async (request, reply) => {
      const address = new URL(request.url, platform.auth.baseUrl);
      const away = (to: string): FastifyReply =>
        reply
          .header("cache-control", "no-store")
          .clearCookie(browserCookie, cookieOptions(baseUrl))
          .redirect(to, 302);
      try {
        const found = await providerInUse(platform, request.params.id);
        const browser = request.cookies[browserCookie];
        const signedIn = request.signedIn ? request.actor.userId : null;
        const { userId, next, linked } = await finishSso(platform, found, address, browser, signedIn, {
          requestId: request.id,
          address: request.ip,
          log: request.log,
        });
        if (linked) return await away(next);
        if (await hasSecondFactor(platform.auth, userId)) {
          giveChallenge(app, reply, await beginChallenge(platform, userId, "sso"));
          return await away(`/sign-in?step=2&next=${encodeURIComponent(next)}`);
        }
        await enter(app, request, reply, { userId, method: "sso", action: "sign-in.sso" });
        return await away(next);
      } catch (error) {
        if (error instanceof SsoFailed) return away(`/sign-in?sso=${error.fault}`);
        if (error instanceof WrongPassword) return away("/sign-in?sso=unknown-person");
        throw error;
      }
    },
  );

  app.get(
    "/sso/providers",
    { access: KEEP, schema: { response: { 200: z.object({ items: z.array(provider) }) } } },
    async (request) => {
      const items = await inTransaction(request, listProviders);
      return { items: items.map((one) => ({ ...one, callback: callbackOf(platform, one.id) })) };
    },
  );

  app.post(
    "/sso/providers",
    { access: KEEP, schema: { body: save, response: { 200: z.object({ id: z.string() }) } } },
    async (request) => ({
      id: await inTransaction(request, (ctx) =>
        saveProvider(ctx, providerRules(platform), null, request.body),
      ),
    }),
  );

  app.put(
    "/sso/providers/:id",
    { access: KEEP, schema: { params: id, body: save, response: { 200: z.object({ id: z.string() }) } } },
    async (request) => ({
      id: await inTransaction(request, async (ctx) => {
        const before = await findProvider(ctx, request.params.id);
        requireMatch(request, before.etag);
        return saveProvider(ctx, providerRules(platform), request.params.id, request.body);
      }),
    }),
  );

  app.post(
    "/sso/providers/:id/check",
    { access: KEEP, schema: { params: id, response: { 200: z.object({ answers: z.boolean() }) } } },
    async (request) => {
      await inTransaction(request, (ctx) => findProvider(ctx, request.params.id));
      const found = await providerInUse(platform, request.params.id);
      return discover(platform, found).then(
        () => ({ answers: true }),
        (error: unknown) => {
          if (error instanceof SsoFailed) return { answers: false };
          throw error;
        },
      );
    },
  );
}
