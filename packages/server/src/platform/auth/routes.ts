import type { FastifyReply } from "fastify";
import { z } from "zod";
import { ROLES } from "../context.ts";
import type { App } from "../http/app.ts";
import { inTransaction } from "../http/in-transaction.ts";
import { BadInput, Forbidden, NotFound, SignInRequired } from "../http/problems.ts";
import { forgetOneTimePassword } from "./accounts.ts";
import { cookieName, cookieOptions } from "./auth.ts";
import { changePassword } from "./change-password.ts";
import { demoAccounts } from "./demo-accounts.ts";
import { cookiesOf, enter, giveCookies } from "./enter.ts";
import {
  beginChallenge,
  checkCredentials,
  checkOwnPassword,
  endChallenge,
  takeTry,
} from "./password-sign-in.ts";
import { checkPassword, LONGEST_PASSWORD } from "./password-policy.ts";
import { hasSecondFactor, takeCode } from "./second-factor.ts";

const entered = z
  .object({
    /** null while the second step is awaited: POST /api/auth/sign-in/second-step */
    user: z
      .object({
        id: z.string(),
        name: z.string(),
        role: z.enum(ROLES),
        mustChangePassword: z.boolean(),
      })
      .nullable(),
  })
  .meta({ id: "SignedIn" });
const nothing = z.object({});
const credentials = z.object({
  /** user name or phone */
  username: z.string().min(1).max(60),
  password: z.string().min(1).max(LONGEST_PASSWORD),
});
const passwords = z.object({
  currentPassword: z.string().min(1).max(LONGEST_PASSWORD),
  newPassword: z.string().min(1).max(LONGEST_PASSWORD),
});
const demo = z.object({
  accounts: z.array(
    z.object({
      id: z.string(),
      role: z.enum(ROLES),
      name: z.string(),
      organisation: z.string().nullable(),
    }),
  ),
});

const SECOND_STEP_COOKIE = "tixi.second_step";

/** Sign-in, sign-out and change of password; sessions are cookies that scripts cannot read. */
export function signInRoutes(app: App): void {
  const { auth, config, people } = app.platform;

  app.post(
    "/auth/sign-in/username",
    { access: "open", schema: { body: credentials, response: { 200: entered } } },
    async (request, reply) => {
      const { username, password } = request.body;
      const userId = await checkCredentials(app.platform, username, password, request.ip);
      if (!(await hasSecondFactor(auth, userId)))
        return { user: await enter(app, request, reply, { userId, method: "password" }) };
      giveChallenge(app, reply, await beginChallenge(app.platform, userId, "password"));
      return { user: null };
    },
  );

  app.post(
    "/auth/sign-in/second-step",
    {
      access: "open",
      schema: { body: z.object({ code: z.string().min(1).max(40) }), response: { 200: entered } },
    },
    async (request, reply) => {
      const token = request.cookies[cookieName(auth.baseUrl, SECOND_STEP_COOKIE)];
      const { userId, method } = await takeTry(app.platform, token);
      const taken = await takeCode(app.platform, userId, request.body.code);
      await endChallenge(app.platform, token ?? "");
      const user = await enter(app, request, reply, {
        userId,
        method,
        action: taken === "recovery" ? "sign-in.recovery" : "sign-in",
      });
      void reply.clearCookie(cookieName(auth.baseUrl, SECOND_STEP_COOKIE), cookieOptions(auth.baseUrl));
      return { user };
    },
  );

  app.get("/demo/accounts", { access: "open", schema: { response: { 200: demo } } }, async () => ({
    accounts: (await people.isSample()) ? await demoAccounts(auth, people) : [],
  }));

  app.post(
    "/demo/sign-in",
    {
      access: "open",
      schema: { body: z.object({ account: z.string().max(60).optional() }), response: { 200: entered } },
    },
    async (request, reply) => {
      const accounts = (await people.isSample()) ? await demoAccounts(auth, people) : [];
      const { account } = request.body;
      const chosen = accounts.find(({ id, role }) =>
        account === undefined ? role === "planner" : id === account,
      );
      if (!chosen) throw new NotFound({ zh: "示例账号", en: "demo account" });
      return {
        user: await enter(app, request, reply, { userId: chosen.id, method: "demo", action: "sign-in.demo" }),
      };
    },
  );

  app.post(
    "/auth/sign-out",
    { access: "open", schema: { response: { 200: nothing } } },
    async (request, reply) => {
      const { userId } = request.actor;
      if (userId !== null) await inTransaction(request, (ctx) => ctx.audit("sign-out", `user:${userId}`));
      const { headers } = await auth.api.signOut({ headers: cookiesOf(request), returnHeaders: true });
      auth.remembered.clear();
      giveCookies(reply, headers);
      return {};
    },
  );

  app.post(
    "/auth/change-password",
    { access: "open", schema: { body: passwords, response: { 200: entered } } },
    async (request, reply) => {
      const { userId, name } = request.actor;
      if (userId === null) throw new SignInRequired();
      const { currentPassword, newPassword } = request.body;
      const fault = (field: string, reason: string) => new BadInput([{ part: "body", field, reason }]);
      const checked = await checkOwnPassword(app.platform, userId, currentPassword, request.ip);
      if (checked === "none")
        throw new Forbidden({ zh: "此账号没有密码。", en: "This account has no password." });
      if (checked === "wrong") throw fault("currentPassword", "原密码不正确 / is wrong");
      if (newPassword === currentPassword)
        throw fault("newPassword", "新密码不能与原密码相同 / must differ from the current one");
      const user = await auth.db
        .selectFrom("user")
        .select("username")
        .where("id", "=", userId)
        .executeTakeFirst();
      const organisation = request.signedIn?.hat?.organisation?.name ?? null;
      checkPassword(newPassword, { username: user?.username ?? null, name, organisation }, "newPassword");
      const { first } = await inTransaction(request, (ctx) => changePassword(ctx, auth, userId, newPassword));
      if (first) forgetOneTimePassword(config);
      const hat = request.signedIn?.hat?.id ?? null;
      return { user: await enter(app, request, reply, { userId, method: "password", hat }) };
    },
  );
}

/** The cookie that belongs to the second step: for sign-in only, and gone with the browser. */
export function giveChallenge(app: App, reply: FastifyReply, token: string): void {
  const { baseUrl } = app.platform.auth;
  void reply
    .header("cache-control", "no-store")
    .setCookie(cookieName(baseUrl, SECOND_STEP_COOKIE), token, cookieOptions(baseUrl));
}
