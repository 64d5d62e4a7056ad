import type { InjectOptions, LightMyRequestResponse } from "fastify";
import { buildApp } from "../../app.ts";
import { enrol } from "../../registry/index.ts";
import { openAccount } from "../auth/accounts.ts";
import { createAuth } from "../auth/auth.ts";
import { actorFromRequest } from "../auth/session.ts";
import type { Role } from "../context.ts";
import type { App } from "../http/app.ts";
import { actors, TEST_PROVINCE, testDatabase, type TestDatabase } from "./test-database.ts";

/** An installation in which people really sign in: no actor comes from a header. */
export interface SignInWorld extends TestDatabase {
  app: App;
  /** the clock of the process; a test may turn it */
  at: { now: Date };
  call(cookie: string, request: InjectOptions): Promise<LightMyRequestResponse>;
  post(url: string, payload?: object, cookie?: string): Promise<LightMyRequestResponse>;
  get(url: string, cookie?: string): Promise<LightMyRequestResponse>;
  /** somebody with an account and one role */
  person(facts: {
    username: string;
    role?: Exclude<Role, "public">;
    organisation?: string;
    name?: string;
  }): Promise<{ userId: string; personId: string }>;
  /** the cookie of a session */
  signIn(username: string, password?: string): Promise<string>;
}

export const PASSWORD = "三只猫坐在云湖大桥上";

export const cookiesIn = (response: LightMyRequestResponse): string =>
  response.cookies
    .filter(({ value }) => value !== "")
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");

/** @param options baseUrl: the address by which people reach it, where it isn't the usual one */
export async function signInWorld(options: { roles?: Role[]; baseUrl?: string } = {}): Promise<SignInWorld> {
  const world = await testDatabase();
  const { baseUrl } = options;
  const usual = world.platform.auth;
  if (baseUrl !== undefined)
    world.platform.auth = createAuth({
      databaseUrl: world.url,
      secret: world.platform.config.authSecret ?? "",
      baseUrl,
    });
  const at = { now: new Date() };
  world.platform.clock = () => at.now;
  world.platform.config.secondFactorRoles = options.roles ?? [];
  const app = await buildApp(world.platform, {
    resolveActor: actorFromRequest(world.platform, async () => TEST_PROVINCE),
    publicActor: () => actors.public,
  });
  await app.ready();
  const call = (cookie: string, request: InjectOptions) =>
    app.inject({ ...request, headers: { ...request.headers, ...(cookie ? { cookie } : {}) } });
  const post = (url: string, payload: object = {}, cookie = "") =>
    call(cookie, { method: "POST", url, payload });
  return {
    ...world,
    app,
    at,
    call,
    post,
    get: (url, cookie = "") => call(cookie, { url }),
    person: async ({ username, role = "teacher", organisation = null as string | null, name = "李娜" }) => {
      const userId = await world.as(actors.administrator, (ctx) =>
        openAccount(ctx, { username, name, password: PASSWORD }),
      );
      const held = { role, organisation: organisation ?? null, region: TEST_PROVINCE };
      return { userId, personId: await enrol(world.platform, { userId, name, ...held }) };
    },
    signIn: async (username, password = PASSWORD) =>
      cookiesIn(await post("/api/auth/sign-in/username", { username, password })),
    close: async () => {
      await app.close();
      if (world.platform.auth !== usual) await world.platform.auth.close();
      await world.close();
    },
  };
}
