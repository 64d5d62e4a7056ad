import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cookiesIn, PASSWORD, signInWorld, type SignInWorld } from "../testing/sign-in-world.ts";
import { codeAt, stepOf } from "./totp.ts";

let world: SignInWorld;
beforeEach(async () => {
  world = await signInWorld();
});
afterEach(() => world.close());

const minutes = (count: number) => {
  world.at.now = new Date(world.at.now.getTime() + count * 60_000);
  world.platform.auth.remembered.clear();
};
const contact = (cookie: string) =>
  world.call(cookie, { method: "PUT", url: "/api/me/contact", payload: { email: "li@example.cn" } });
const NOBODY = "0190a000-0000-7000-8000-000000000000";
const required = (by: string) => ({ type: "/problems/confirmation-required", status: 403, by });

describe("what changes a way into the account", () => {
  test("is done within five minutes after signing in, or after giving the password again", async () => {
    await world.person({ username: "lina" });
    const cookie = await world.signIn("lina");
    const elsewhere = await world.signIn("lina");
    minutes(4);
    expect((await contact(cookie)).statusCode).toBe(200);
    minutes(2);
    expect((await contact(cookie)).json()).toMatchObject(required("password"));
    for (const path of [
      "account/sessions/end-others",
      `account/sessions/${NOBODY}/end`,
      `account/links/${NOBODY}/end`,
    ])
      expect((await world.post(`/api/${path}`, {}, cookie)).json(), path).toMatchObject(required("password"));
    const link = await world.post(`/api/auth/sso/${NOBODY}/start`, { link: true }, cookie);
    expect(link.json()).toMatchObject(required("password"));
    // signing in at a provider is nobody's way in yet
    expect((await world.post(`/api/auth/sso/${NOBODY}/start`, {}, cookie)).statusCode).toBe(404);

    const wrong = await world.post("/api/account/confirm", { password: "not it" }, cookie);
    expect(wrong.json()).toMatchObject({ status: 400, errors: [{ field: "password" }] });
    expect((await contact(cookie)).statusCode).toBe(403);
    expect((await world.post("/api/account/confirm", { password: PASSWORD }, cookie)).statusCode).toBe(200);
    expect((await contact(cookie)).statusCode).toBe(200);
    // of this session alone
    expect((await contact(elsewhere)).statusCode).toBe(403);
    expect((await world.post("/api/account/sessions/end-others", {}, cookie)).json()).toEqual({ ended: 1 });
    minutes(6);
    expect((await contact(cookie)).statusCode).toBe(403);
    const rows = await world.sql("select address from audit.entry where action = 'session.confirm'");
    expect(rows).toEqual([{ address: "127.0.0.1" }]);
    expect((await world.post("/api/account/confirm", { password: PASSWORD })).statusCode).toBe(401);
  });

  test("without a password by the second factor, without both by signing in again", async () => {
    const { userId } = await world.person({ username: "lina" });
    const cookie = await world.signIn("lina");
    await world.sql("delete from auth.account where user_id = $1", [userId]);
    minutes(6);
    expect((await contact(cookie)).json()).toMatchObject(required("sign-in"));
    expect((await world.post("/api/account/confirm", { password: PASSWORD }, cookie)).statusCode).toBe(409);
    const prepared = await world.post("/api/account/second-factor/prepare", { password: "" }, cookie);
    expect(prepared.json()).toMatchObject(required("sign-in"));
    const secret = Buffer.from("12345678901234567890");
    await world.sql(
      "insert into auth.second_factor (user_id, secret_sealed, confirmed_at, created_at) values ($1, $2, now(), now())",
      [userId, world.platform.vault.seal("auth.second_factor.secret", secret.toString("base64url"))],
    );
    expect((await contact(cookie)).json()).toMatchObject(required("code"));
    const code = codeAt(secret, stepOf(world.at.now));
    expect((await world.post("/api/account/confirm", { code: "000000" }, cookie)).statusCode).toBe(401);
    expect((await contact(cookie)).statusCode).toBe(403);
    expect((await world.post("/api/account/confirm", { code }, cookie)).statusCode).toBe(200);
    expect((await contact(cookie)).statusCode).toBe(200);
  });

  test("anew after the browser's session was another", async () => {
    await world.person({ username: "lina" });
    const cookie = await world.signIn("lina");
    minutes(6);
    const again = await world.post(
      "/api/auth/sign-in/username",
      { username: "lina", password: PASSWORD },
      cookie,
    );
    expect((await contact(cookiesIn(again))).statusCode).toBe(200);
  });
});
