import fs from "node:fs";
import path from "node:path";
import type { LightMyRequestResponse } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildApp } from "../../app.ts";
import { actors, testDatabase, type TestDatabase } from "../testing/test-database.ts";
import type { App } from "../http/app.ts";
import { enrol } from "../../registry/index.ts";
import { ensureDemoAccount, firstAdministrator, signInState } from "./accounts.ts";
import { actorFromSession } from "./session.ts";
import { waitSeconds } from "./attempts.ts";
import { oneTimePassword } from "./secret.ts";

let world: TestDatabase;
let app: App;
let now = new Date("2026-11-23T08:00:00+08:00");
beforeEach(async () => {
  now = new Date();
  world = await testDatabase();
  world.platform.clock = () => now;
  app = await buildApp(world.platform, {
    resolveActor: actorFromSession(world.platform.auth, world.platform.people, async () => "370000"),
    publicActor: () => actors.public,
  });
  await app.ready();
});
afterEach(async () => {
  await app.close();
  await world.close();
});

const post = (url: string, payload: object = {}, headers: Record<string, string> = {}) =>
  app.inject({ method: "POST", url, payload, headers });
const cookieOf = (response: LightMyRequestResponse) =>
  response.cookies.map((cookie) => `${cookie.name}=${cookie.value}`).join("; ");
const signIn = (password: string, username = "admin", headers = {}) =>
  post("/api/auth/sign-in/username", { username, password }, headers);
const jobs = (cookie: string) =>
  app.inject({ url: "/api/jobs/0190a000-0000-7000-8000-000000000000", headers: { cookie } });
/** As a start does it. */
const start = async () => {
  const account = await firstAdministrator(world.platform.auth, world.platform.config, now);
  const role = { role: "administrator", organisation: null, region: null } as const;
  await enrol(world.platform, { userId: account.userId, name: "系统管理员", ...role });
  return account;
};
const first = async () => {
  const { password, ...account } = await start();
  if (password === null) throw new Error("the one-time password has been changed");
  return { ...account, password };
};

describe("the first administrator", () => {
  test("can do nothing with the one-time password but change it", async () => {
    const { password } = await first();
    const entered = await signIn(password);
    expect(entered.json()).toMatchObject({ user: { role: "administrator", mustChangePassword: true } });
    const cookie = cookieOf(entered);
    expect((await jobs(cookie)).json()).toMatchObject({
      type: "/problems/password-change-required",
      status: 403,
    });

    const changed = await post(
      "/api/auth/change-password",
      { currentPassword: password, newPassword: "一个更长的密码2026" },
      { cookie },
    );
    expect(changed.json()).toMatchObject({ user: { mustChangePassword: false } });
    expect((await jobs(cookie)).statusCode).toBe(401); // the session of before has ended
    expect((await jobs(cookieOf(changed))).statusCode).toBe(404); // let in: there is no such job
    expect((await signIn(password)).statusCode).toBe(401);
    expect((await signIn("一个更长的密码2026")).statusCode).toBe(200);
    expect(await start()).toMatchObject({ password: null, isNew: false });
    expect(fs.readdirSync(path.join(world.platform.config.dataDir, "secrets"))).not.toContain(
      "first-administrator-password",
    );
  });

  test("is told the same one-time password at every start until then, and nobody else can read it", async () => {
    const made = await first();
    const again = await first();
    expect(again).toEqual({ ...made, isNew: false });
    const file = path.join(world.platform.config.dataDir, "secrets", "first-administrator-password");
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    fs.rmSync(file);
    const other = await first();
    expect(other.password).not.toBe(made.password);
    expect((await signIn(other.password)).statusCode).toBe(200);
    expect((await signIn(made.password)).statusCode).toBe(401);
  });

  test("may not keep the one-time password or choose a short one", async () => {
    const { password } = await first();
    const cookie = cookieOf(await signIn(password));
    const change = (newPassword: string) =>
      post("/api/auth/change-password", { currentPassword: password, newPassword }, { cookie });
    expect((await change(password)).statusCode).toBe(400);
    const short = await change("short");
    expect(short.json()).toMatchObject({ errors: [{ field: "newPassword" }] });
    expect(short.body).not.toContain("short");
  });
});

describe("the demo planner", () => {
  test("does not exist without the sample province", async () => {
    expect(await signInState(world.platform.auth)).toEqual({ needsFirstSignIn: true, demo: false });
    expect((await post("/api/demo/sign-in")).statusCode).toBe(404);
  });
  test("is signed in with one click, and by no password", async () => {
    for (const name of ["示例规划员", "示例规划员"]) {
      const userId = await ensureDemoAccount(world.platform.auth, name, now);
      await enrol(world.platform, { userId, name, role: "planner", organisation: null, region: "370000" });
    }
    const entered = await post("/api/demo/sign-in");
    expect(entered.json()).toMatchObject({
      user: { name: "示例规划员", role: "planner", mustChangePassword: false },
    });
    expect((await jobs(cookieOf(entered))).statusCode).toBe(404);
    const change = await post(
      "/api/auth/change-password",
      { currentPassword: "x", newPassword: "0123456789" },
      { cookie: cookieOf(entered) },
    );
    expect(change.statusCode).toBe(403);
    const left = await post("/api/auth/sign-out", {}, { cookie: cookieOf(entered) });
    expect(left.statusCode).toBe(200);
    expect((await jobs(cookieOf(entered))).statusCode).toBe(401);
  });
});

describe("sign-in", () => {
  test("says the same of an unknown name and a wrong password", async () => {
    await first();
    const wrong = await signIn("not the password");
    const unknown = await signIn("not the password", "nobody");
    const odd = await signIn("not the password", "管理员");
    expect([wrong.statusCode, unknown.statusCode, odd.statusCode]).toEqual([401, 401, 401]);
    expect(unknown.json()).toEqual(wrong.json());
    expect(odd.json()).toEqual(wrong.json());
  });
  test("makes one wait after five failures, also for the right password", async () => {
    const { password } = await first();
    for (let n = 0; n < 5; n++) expect((await signIn("wrong")).statusCode).toBe(401);
    const refused = await signIn(password);
    expect(refused.json()).toMatchObject({ type: "/problems/too-many-requests", retryAfter: 30 });
    now = new Date(now.getTime() + 31_000);
    expect((await signIn(password)).statusCode).toBe(200);
    expect([4, 5, 6, 20].map(waitSeconds)).toEqual([0, 30, 60, 900]);
  });
  test("gives a cookie that scripts cannot read and other sites cannot send", async () => {
    const { password } = await first();
    const [cookie] = (await signIn(password)).cookies;
    expect(cookie).toMatchObject({ name: "tixi.session_token", httpOnly: true, sameSite: "Lax", path: "/" });
  });
  test("is refused when a page of another site asks for it", async () => {
    const { password } = await first();
    expect((await signIn(password, "admin", { origin: "https://elsewhere.example" })).statusCode).toBe(403);
    expect(
      (await signIn(password, "admin", { origin: "http://localhost:3000", host: "localhost:3000" }))
        .statusCode,
    ).toBe(200);
  });
  test("is counted by address, whatever the names", async () => {
    const answers: number[] = [];
    for (let n = 0; n < 31; n++)
      answers.push((await signIn("wrong", `somebody${n % 8}`.repeat(8))).statusCode);
    expect(new Set(answers.slice(0, 30))).toEqual(new Set([400]));
    expect(answers[30]).toBe(429);
  });
  test("leaves its trace", async () => {
    const { password } = await first();
    await signIn(password);
    expect(await world.sql("select action, actor_role from audit.entry")).toEqual([
      { action: "membership.begin", actor_role: "administrator" },
      { action: "sign-in", actor_role: "administrator" },
    ]);
  });
  test("tables are closed to the role that serves users", async () => {
    for (const table of ["user", "session", "account", "verification", "failure"]) {
      await expect(
        world.as(actors.administrator, (ctx) =>
          ctx.tx
            .selectFrom(`auth.${table}` as never)
            .selectAll()
            .execute(),
        ),
      ).rejects.toThrow(/permission denied/);
    }
  });
});

test("a one-time password is readable and never the same", () => {
  const made = new Set(Array.from({ length: 200 }, oneTimePassword));
  expect(made.size).toBe(200);
  for (const password of made) expect(password).toMatch(/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){3}$/);
});
