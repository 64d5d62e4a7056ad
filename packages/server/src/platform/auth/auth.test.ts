import fs from "node:fs";
import path from "node:path";
import { hashPassword as hashEarlier } from "better-auth/crypto";
import type { LightMyRequestResponse } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildApp } from "../../app.ts";
import { actors, testDatabase, type TestDatabase } from "../testing/test-database.ts";
import type { App } from "../http/app.ts";
import { enrol } from "../../registry/index.ts";
import { firstAdministrator, openAccount, signInState } from "./accounts.ts";
import { actorFromRequest } from "./session.ts";
import { FROM_HERE, waitSeconds } from "./attempts.ts";
import { work } from "./password-hash.ts";
import { oneTimePassword } from "./secret.ts";

let world: TestDatabase;
let app: App;
let now = new Date("2026-11-23T08:00:00+08:00");
beforeEach(async () => {
  now = new Date();
  world = await testDatabase();
  world.platform.clock = () => now;
  // second-factor.test.ts looks at those whose role asks for one
  world.platform.config.secondFactorRoles = [];
  app = await buildApp(world.platform, {
    resolveActor: actorFromRequest(world.platform, async () => "370000"),
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
const PASSWORD = "三只猫坐在云湖大桥上";
/** A teacher with a password, and a phone where one is given. */
const person = async ({ username, phone }: { username: string; phone?: string }) => {
  const userId = await world.as(actors.administrator, (ctx) =>
    openAccount(ctx, { username, name: "李娜", password: PASSWORD }),
  );
  const personId = await enrol(world.platform, {
    userId,
    name: "李娜",
    role: "teacher",
    organisation: null,
    region: "370000",
  });
  if (phone !== undefined)
    await world.sql("update registry.person set phone_index = $1 where id = $2", [
      world.platform.vault.index("registry.person.phone", phone),
      personId,
    ]);
  return { userId, personId };
};
const me = async (cookie: string) => (await app.inject({ url: "/api/me", headers: { cookie } })).json();
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
    expect([4, 5, 6, 20].map((count) => waitSeconds(count, FROM_HERE))).toEqual([0, 30, 60, 900]);
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
  test("finds the account by the phone, however it is typed", async () => {
    await person({ username: "lina", phone: "13812345678" });
    for (const login of ["13812345678", "138 1234 5678", "+86138-1234-5678", "LiNa", "lina"])
      expect((await signIn(PASSWORD, login)).statusCode, login).toBe(200);
    expect((await signIn(PASSWORD, "13812345679")).statusCode).toBe(401);
  });
  test("does the same work for a name that nobody has, and gives the same answer", async () => {
    await person({ username: "lina", phone: "13812345678" });
    const costs: number[] = [];
    for (const login of ["lina", "nobody", "13812345678", "13900000000", "demo.planner"]) {
      const before = work.derived;
      const answer = await signIn("三只猫坐在别处", login);
      expect(answer.json()).toMatchObject({ type: "/problems/wrong-password", status: 401 });
      costs.push(work.derived - before);
    }
    expect(costs).toEqual([1, 1, 1, 1, 1]);
  });
  test("counts a burst of attempts one after the other", async () => {
    await person({ username: "lina" });
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn("wrong", "lina")));
    const codes = answers.map(({ statusCode }) => statusCode).sort();
    expect(codes).toEqual([...Array<number>(5).fill(401), ...Array<number>(7).fill(429)]);
  });
  test("slows many machines together, and not the owner where he has signed in before", async () => {
    await person({ username: "lina" });
    const from = (address: string, password: string) =>
      app.inject({
        method: "POST",
        url: "/api/auth/sign-in/username",
        payload: { username: "lina", password },
        remoteAddress: address,
      });
    expect((await from("198.51.100.7", PASSWORD)).statusCode).toBe(200);
    let refused = 0;
    for (let n = 0; n < 25; n++) if ((await from(`203.0.113.${n}`, "wrong")).statusCode === 429) refused++;
    // one was the owner's own first time, which was taken back
    expect(refused).toBe(5);
    expect((await from("198.51.100.7", PASSWORD)).statusCode).toBe(200);
    const fromElsewhere = await from("192.0.2.9", PASSWORD);
    expect(fromElsewhere.json()).toMatchObject({ type: "/problems/too-many-requests" });
    expect(fromElsewhere.json().retryAfter).toBeLessThanOrEqual(60);
    now = new Date(now.getTime() + 61_000);
    expect((await from("192.0.2.9", PASSWORD)).statusCode).toBe(200);
  });
  test("gives a new token every time, whatever cookie came along", async () => {
    await person({ username: "lina" });
    const planted = "tixi.session_token=planted.AAAA";
    const first = cookieOf(await signIn(PASSWORD, "lina", { cookie: planted }));
    const second = cookieOf(await signIn(PASSWORD, "lina", { cookie: first }));
    expect(new Set([planted, first, second]).size).toBe(3);
    expect((await me(planted)).user).toBeNull();
    expect((await me(second)).user).toMatchObject({ name: "李娜" });
    // the browser's session of before has ended
    expect((await me(first)).user).toBeNull();
    expect(await world.sql("select 1 from auth.session")).toHaveLength(1);
  });
  test("takes nothing from the body but the name and the password", async () => {
    const { personId } = await person({ username: "lina" });
    const extra = { username: "lina", password: PASSWORD, role: "administrator", first: true, demo: true };
    const entered = await post("/api/auth/sign-in/username", {
      ...extra,
      mustChangePassword: false,
      personId,
    });
    expect(entered.json()).toMatchObject({ user: { role: "teacher" } });
    expect(await world.sql(`select first, demo from auth."user"`)).toEqual([{ first: false, demo: false }]);
  });
  test("is refused to one who was deactivated, as if the password were wrong", async () => {
    const { personId } = await person({ username: "lina" });
    await world.sql("update registry.person set state = 'deactivated' where id = $1", [personId]);
    expect((await signIn(PASSWORD, "lina")).json()).toMatchObject({ type: "/problems/wrong-password" });
    expect(await world.sql("select id from auth.session")).toEqual([]);
  });
  test("hashes anew what was hashed in the old way", async () => {
    const { userId } = await person({ username: "lina" });
    await world.sql("update auth.account set password = $1", [await hashEarlier(PASSWORD)]);
    expect((await signIn(PASSWORD, "lina")).statusCode).toBe(200);
    const [row] = await world.sql<{ password: string }>(
      "select password from auth.account where user_id = $1",
      [userId],
    );
    expect(row?.password).toMatch(/^scrypt\$15\$8\$3\$/);
    expect((await signIn(PASSWORD, "lina")).statusCode).toBe(200);
  });
  test("leaves its trace", async () => {
    const { password, userId } = await first();
    await signIn("wrong");
    await signIn("wrong", "nobody");
    const failed = await world.sql(
      "select subject, actor_role from audit.entry where action = 'sign-in.failed' order by id",
    );
    expect(failed).toEqual([
      { subject: `user:${userId}`, actor_role: "public" },
      { subject: "user:unknown", actor_role: "public" },
    ]);
    await signIn(password);
    expect(
      await world.sql("select action, actor_role from audit.entry where actor_role <> 'public'"),
    ).toEqual([
      { action: "membership.begin", actor_role: "administrator" },
      { action: "sign-in", actor_role: "administrator" },
    ]);
    expect(await signInState(world.platform.auth)).toMatchObject({ needsFirstSignIn: true });
  });
  test("tables are closed to the role that serves users", async () => {
    const tables = [
      "user",
      "session",
      "account",
      "verification",
      "failure",
      "second_factor",
      "recovery_code",
      "challenge",
    ];
    for (const table of [...tables, "known_address", "sso_attempt"]) {
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
