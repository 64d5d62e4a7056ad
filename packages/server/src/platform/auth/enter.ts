import type { FastifyReply, FastifyRequest } from "fastify";
import { transaction } from "../db/transaction.ts";
import { asSignIn } from "./as-sign-in.ts";
import type { App } from "../http/app.ts";
import { Problem } from "../http/problems.ts";
import type { SignInMethod } from "./auth.ts";
import { deviceOf, placeOf } from "./own-sessions.ts";
import { actorOf } from "./people.ts";

export class WrongPassword extends Problem {
  constructor() {
    super(
      401,
      "wrong-password",
      { zh: "用户名或密码不正确", en: "Wrong user name or password" },
      {
        zh: "用户名、手机号或密码不正确，请重新输入。",
        en: "The user name, the phone or the password is wrong.",
      },
    );
  }
}

export interface Entered {
  id: string;
  name: string;
  role: ReturnType<typeof actorOf>["actor"]["role"];
  mustChangePassword: boolean;
}

/**
 * Lets somebody in who has shown who he is: a new session, its cookie, and the trace of it. The session that this
 * browser had before ends, whosever it was.
 * @param hat the role to act in, where it was chosen before; else the first
 * @throws WrongPassword for one who may not sign in (deactivated, erased): said as of a wrong one, to give nothing away
 */
export async function enter(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  session: { userId: string; method: SignInMethod; hat?: string | null; action?: string },
): Promise<Entered> {
  const { auth, people, clock } = app.platform;
  const { userId, method, hat = null } = session;
  const user = await auth.db
    .selectFrom("user")
    .select(["id", "mustChangePassword"])
    .where("id", "=", userId)
    .executeTakeFirst();
  const person = user && (await people.of(userId));
  if (!user || !person) throw new WrongPassword();
  const { actor } = actorOf(person, userId, hat, request.actor.region);
  await transaction(
    app.platform,
    actor,
    { requestId: request.id, address: request.ip, log: request.log },
    async (ctx) => {
      const before = request.signedIn?.sessionId;
      if (before) await asSignIn(ctx, (db) => db.deleteFrom("session").where("id", "=", before).execute());
      await ctx.audit(session.action ?? "sign-in", `user:${userId}`, null, { method });
    },
  );
  auth.remembered.clear();
  const { headers } = await auth.api.beginSession({
    body: {
      userId,
      method,
      hat,
      device: deviceOf(request.headers["user-agent"]),
      place: placeOf(request.ip),
      seenAt: clock(),
      confirmedAt: clock(),
    },
    headers: new Headers(),
    returnHeaders: true,
  });
  giveCookies(reply, headers);
  return { id: userId, name: person.name, role: actor.role, mustChangePassword: user.mustChangePassword };
}

export function cookiesOf(request: FastifyRequest): Headers {
  return new Headers(request.headers.cookie ? { cookie: request.headers.cookie } : {});
}

export function giveCookies(reply: FastifyReply, headers: Headers): void {
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) reply.header("set-cookie", cookies);
  reply.header("cache-control", "no-store");
}
