import { APIError } from "better-auth/api";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { ROLES } from "../context.ts";
import { transaction } from "../db/transaction.ts";
import type { App } from "../http/app.ts";
import { BadInput, Forbidden, Problem, SignInRequired } from "../http/problems.ts";
import { passwordIsOwn } from "./accounts.ts";
import { attemptKey, forgetFailures, recordFailure, requireAttempt } from "./attempts.ts";
import { actorOf } from "./people.ts";
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from "./auth.ts";

const signedIn = z
  .object({
    user: z.object({
      id: z.string(),
      name: z.string(),
      role: z.enum(ROLES),
      mustChangePassword: z.boolean(),
    }),
  })
  .meta({ id: "SignedIn" });
const nothing = z.object({});
const credentials = z.object({
  username: z.string().min(1).max(60),
  password: z.string().min(1).max(LONGEST_PASSWORD),
});
const passwords = z.object({
  currentPassword: z.string().min(1).max(LONGEST_PASSWORD),
  newPassword: z.string().min(SHORTEST_PASSWORD).max(LONGEST_PASSWORD),
});

/** One address may try so often a minute, whatever the names. */
const limit = { config: { rateLimit: { max: 30, timeWindow: 60_000 } } };

class WrongPassword extends Problem {
  constructor() {
    super(
      401,
      "wrong-password",
      { zh: "用户名或密码不正确", en: "Wrong username or password" },
      { zh: "用户名或密码不正确，请重新输入。", en: "The username or the password is wrong." },
    );
  }
}

interface Session {
  headers: Headers;
  userId: string;
}

/** Sign-in, sign-out and change of password; sessions are cookies that scripts cannot read. */
export function signInRoutes(app: App): void {
  const { auth, people, clock, config, log } = app.platform;

  const accountOf = (id: string) =>
    auth.db.selectFrom("user").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

  /** Leaves the trace and gives the cookie. */
  const enter = async (request: FastifyRequest, reply: FastifyReply, session: Session, action: string) => {
    const user = await accountOf(session.userId);
    const person = await people.of(user.id);
    // Deactivated, erased: the password is right and yet nobody may enter. Said as of a wrong one, to give nothing away.
    if (!person) throw new WrongPassword();
    const { actor } = actorOf(person, user.id, null, request.actor.region);
    await transaction(app.platform, actor, { requestId: request.id }, (ctx) =>
      ctx.audit(action, `user:${user.id}`),
    );
    giveCookies(reply, session.headers);
    const { id, mustChangePassword } = user;
    return { user: { id, name: person.name, role: actor.role, mustChangePassword } };
  };

  app.post(
    "/auth/sign-in/username",
    { access: "open", ...limit, schema: { body: credentials, response: { 200: signedIn } } },
    async (request, reply) => {
      const { username, password } = request.body;
      const key = attemptKey(config.authSecret ?? "", username, request.ip);
      await requireAttempt(auth, key, clock());
      let session: Session;
      try {
        const body = { username, password };
        const { headers, response } = await auth.api.signInUsername({
          body,
          headers: new Headers(),
          returnHeaders: true,
        });
        session = { headers, userId: response.user.id };
      } catch (error) {
        if (!(error instanceof APIError) || error.statusCode >= 500) throw error;
        await recordFailure(auth, key, clock());
        log.info({ kind: "sign-in-failed" }, "sign-in failed");
        throw new WrongPassword();
      }
      await forgetFailures(auth, key);
      return enter(request, reply, session, "sign-in");
    },
  );

  app.post(
    "/demo/sign-in",
    { access: "open", ...limit, schema: { response: { 200: signedIn } } },
    async (request, reply) => {
      const { headers, response } = await auth.api.signInDemo({
        headers: new Headers(),
        returnHeaders: true,
      });
      return enter(request, reply, { headers, userId: response.userId }, "sign-in.demo");
    },
  );

  app.post(
    "/auth/sign-out",
    { access: "open", schema: { response: { 200: nothing } } },
    async (request, reply) => {
      const { headers } = await auth.api.signOut({ headers: cookiesOf(request), returnHeaders: true });
      auth.remembered.clear();
      giveCookies(reply, headers);
      return {};
    },
  );

  app.post(
    "/auth/change-password",
    { access: "open", ...limit, schema: { body: passwords, response: { 200: signedIn } } },
    async (request, reply) => {
      const { userId } = request.actor;
      if (userId === null) throw new SignInRequired();
      const { currentPassword, newPassword } = request.body;
      if (newPassword === currentPassword) {
        throw new BadInput([
          {
            part: "body",
            field: "newPassword",
            reason: "新密码不能与原密码相同 / must differ from the current one",
          },
        ]);
      }
      const key = attemptKey(config.authSecret ?? "", userId, request.ip);
      await requireAttempt(auth, key, clock());
      let headers: Headers;
      try {
        ({ headers } = await auth.api.changePassword({
          body: { currentPassword, newPassword, revokeOtherSessions: true },
          headers: cookiesOf(request),
          returnHeaders: true,
        }));
      } catch (error) {
        if (!(error instanceof APIError)) throw error;
        if (error.body?.code === "CREDENTIAL_ACCOUNT_NOT_FOUND") {
          throw new Forbidden({ zh: "此账号没有密码。", en: "This account has no password." });
        }
        if (error.body?.code !== "INVALID_PASSWORD") throw error;
        await recordFailure(auth, key, clock());
        throw new BadInput([{ part: "body", field: "currentPassword", reason: "原密码不正确 / is wrong" }]);
      }
      await passwordIsOwn(auth, config, userId, clock());
      auth.remembered.clear();
      return enter(request, reply, { headers, userId }, "change-password");
    },
  );
}

function cookiesOf(request: FastifyRequest): Headers {
  return new Headers(request.headers.cookie ? { cookie: request.headers.cookie } : {});
}

function giveCookies(reply: FastifyReply, headers: Headers): void {
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) reply.header("set-cookie", cookies);
  reply.header("cache-control", "no-store");
}
