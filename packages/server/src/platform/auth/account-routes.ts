import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { App } from "../http/app.ts";
import { inTransaction, inUnkeptTransaction } from "../http/in-transaction.ts";
import { BadInput, Conflict, NotFound, SignInRequired } from "../http/problems.ts";
import { checkIdentity, confirmSession, requireConfirmed } from "./confirm-identity.ts";
import { LONGEST_PASSWORD } from "./password-policy.ts";
import { endSession, endSessionsOf, ownSessions, wearHat } from "./own-sessions.ts";
import { checkOwnPassword } from "./password-sign-in.ts";
import {
  asksSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  prepareSecondFactor,
  renewRecoveryCodes,
  secondFactorState,
  takeCode,
} from "./second-factor.ts";
import { linksOf, unlink } from "./sso-links.ts";

const OWN = ["platform", "keepOwnAccount"] as const;
const nothing = z.object({});
const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
const code = z.string().min(1).max(40);
const password = z.string().max(LONGEST_PASSWORD);
const id = z.object({ id: z.string().max(60) });

const security = z
  .object({
    username: z.string().nullable(),
    hasPassword: z.boolean(),
    secondFactor: z.object({
      /** null while there is none */
      since: z.string().nullable(),
      recoveryLeft: z.number(),
      /** by a role that the person holds */
      required: z.boolean(),
    }),
    links: z.array(z.object({ id: z.string(), label: z.string(), since: z.string() })),
    idleMinutes: z.number(),
  })
  .meta({ id: "AccountSecurity" });
const session = z
  .object({
    id: z.string(),
    device: z.string(),
    place: z.string(),
    method: z.enum(["password", "sso", "demo"]),
    createdAt: z.string(),
    seenAt: z.string(),
    expiresAt: z.string(),
    current: z.boolean(),
  })
  .meta({ id: "OwnSession" });

/** What somebody keeps of his own account: second factor, sessions, the role that he acts in. */
export function accountRoutes(app: App): void {
  const { auth, config, clock } = app.platform;
  const mine = (request: FastifyRequest): string => {
    const { userId } = request.actor;
    if (userId === null || !request.signedIn) throw new SignInRequired();
    return userId;
  };
  const accountOf = (userId: string) =>
    auth.db
      .selectFrom("user")
      .leftJoin("account", (join) =>
        join.onRef("account.userId", "=", "user.id").on("account.providerId", "=", "credential"),
      )
      .select(["user.username", "account.password"])
      .where("user.id", "=", userId)
      .executeTakeFirst();
  /** @throws BadInput unless it is his password; one who has none (single sign-on) is not asked */
  const requirePassword = async (request: FastifyRequest, given: string): Promise<void> => {
    const checked = await checkOwnPassword(app.platform, mine(request), given, request.ip);
    if (checked === "wrong")
      throw new BadInput([{ part: "body", field: "password", reason: "密码不正确 / is wrong" }]);
  };

  app.get(
    "/account/security",
    { access: OWN, config: { whileDue: true }, schema: { response: { 200: security } } },
    async (request) => {
      const userId = mine(request);
      const account = await accountOf(userId);
      const state = await secondFactorState(auth, userId);
      return {
        username: account?.username ?? null,
        hasPassword: Boolean(account?.password),
        secondFactor: {
          ...state,
          required: await asksSecondFactor(app.platform, request.signedIn?.hats ?? []),
        },
        links: await linksOf(app.platform, userId),
        idleMinutes: config.sessionIdleMs / 60_000,
      };
    },
  );

  app.post(
    "/account/second-factor/prepare",
    {
      access: OWN,
      config: { whileDue: true, limit: "sign-in" },
      schema: {
        body: z.object({ password }),
        response: { 200: z.object({ secret: z.string(), address: z.string() }) },
      },
    },
    async (request, reply) => {
      const userId = mine(request);
      const account = await accountOf(userId);
      // Whoever has no password to give shows in another way that it is still he.
      if (account?.password) await requirePassword(request, request.body.password);
      else await requireConfirmed(app.platform, request);
      const name = account?.username ?? request.actor.name;
      void reply.header("cache-control", "no-store");
      return inUnkeptTransaction(request, (ctx) =>
        prepareSecondFactor(ctx, { id: userId, name, installation: "Tixi" }),
      );
    },
  );

  app.post(
    "/account/second-factor/confirm",
    {
      access: OWN,
      config: { whileDue: true, limit: "sign-in" },
      schema: { body: z.object({ code }), response: { 200: recoveryCodes } },
    },
    async (request, reply) => {
      const userId = mine(request);
      const codes = await inUnkeptTransaction(request, (ctx) =>
        confirmSecondFactor(ctx, userId, request.body.code),
      );
      auth.remembered.clear();
      void reply.header("cache-control", "no-store");
      return { recoveryCodes: codes };
    },
  );

  app.post(
    "/account/second-factor/recovery-codes",
    {
      access: OWN,
      config: { limit: "sign-in" },
      schema: { body: z.object({ code }), response: { 200: recoveryCodes } },
    },
    async (request, reply) => {
      const userId = mine(request);
      await takeCode(app.platform, userId, request.body.code);
      void reply.header("cache-control", "no-store");
      return { recoveryCodes: await inUnkeptTransaction(request, (ctx) => renewRecoveryCodes(ctx, userId)) };
    },
  );

  app.post(
    "/account/second-factor/remove",
    {
      access: OWN,
      config: { limit: "sign-in" },
      schema: { body: z.object({ password, code }), response: { 200: nothing } },
    },
    async (request) => {
      const userId = mine(request);
      if (await asksSecondFactor(app.platform, request.signedIn?.hats ?? []))
        throw new Conflict({
          zh: "您的角色须启用两步验证，不能停用；更换手机请由管理员重置。",
          en: "Your role asks for a second factor; an administrator resets it where the phone is another.",
        });
      await requirePassword(request, request.body.password);
      await takeCode(app.platform, userId, request.body.code);
      await inTransaction(request, (ctx) => endSecondFactor(ctx, userId));
      return {};
    },
  );

  app.post(
    "/people/:id/second-factor/reset",
    {
      access: ["platform", "resetSecondFactor"],
      schema: {
        params: z.object({ id: z.uuid() }),
        body: z.object({ reason: z.string().trim().min(2).max(500) }),
        response: { 200: nothing },
      },
    },
    async (request) => {
      await inTransaction(request, async (ctx) => {
        // Whom the administrator may see, he may help; the policies decide it.
        const userId = await app.platform.people.accountOfPerson(ctx, request.params.id);
        if (userId === null) throw new NotFound({ zh: "人员", en: "person" });
        await endSecondFactor(ctx, userId, request.body.reason);
        await endSessionsOf(ctx, auth, userId);
      });
      return {};
    },
  );

  app.get(
    "/account/sessions",
    { access: OWN, schema: { response: { 200: z.object({ items: z.array(session) }) } } },
    async (request) => {
      const oldestSeen = new Date(clock().getTime() - config.sessionIdleMs);
      return {
        items: await ownSessions(auth, mine(request), request.signedIn?.sessionId ?? null, oldestSeen),
      };
    },
  );

  app.post(
    "/account/confirm",
    {
      access: OWN,
      config: { limit: "sign-in" },
      schema: {
        body: z.object({ password: password.default(""), code: z.string().max(40).default("") }),
        response: { 200: nothing },
      },
    },
    async (request) => {
      const userId = mine(request);
      const sessionId = request.signedIn?.sessionId ?? "";
      await checkIdentity(app.platform, userId, request.body, request.ip);
      await inUnkeptTransaction(request, (ctx) => confirmSession(ctx, userId, sessionId));
      auth.remembered.clear();
      return {};
    },
  );

  app.post(
    "/account/sessions/:id/end",
    { access: OWN, schema: { params: id, response: { 200: nothing } } },
    async (request) => {
      const userId = mine(request);
      await requireConfirmed(app.platform, request);
      await inTransaction(request, (ctx) => endSession(ctx, userId, request.params.id));
      auth.remembered.clear();
      return {};
    },
  );

  app.post(
    "/account/sessions/end-others",
    { access: OWN, schema: { response: { 200: z.object({ ended: z.number() }) } } },
    async (request) => {
      const userId = mine(request);
      await requireConfirmed(app.platform, request);
      const keep = request.signedIn?.sessionId ?? null;
      return { ended: await inTransaction(request, (ctx) => endSessionsOf(ctx, auth, userId, keep)) };
    },
  );

  app.post(
    "/account/links/:id/end",
    { access: OWN, schema: { params: id, response: { 200: nothing } } },
    async (request) => {
      const userId = mine(request);
      await requireConfirmed(app.platform, request);
      await inTransaction(request, (ctx) => unlink(ctx, userId, request.params.id));
      return {};
    },
  );

  app.post(
    "/me/hat",
    { access: OWN, schema: { body: z.object({ id: z.uuid() }), response: { 200: nothing } } },
    async (request) => {
      const { signedIn } = request;
      const sessionId = signedIn?.sessionId;
      const hat = signedIn?.hats.find((one) => one.id === request.body.id);
      if (!hat || !sessionId) throw new NotFound({ zh: "角色", en: "role" });
      await inTransaction(request, async (ctx) => {
        await wearHat(ctx, sessionId, hat.id);
        await ctx.audit(
          "hat.change",
          `user:${mine(request)}`,
          { hat: signedIn.hat?.id ?? null, role: ctx.actor.role },
          { hat: hat.id, role: hat.role, organisation: hat.organisation?.id ?? null },
        );
      });
      auth.remembered.clear();
      return {};
    },
  );
}
