import { afterEach, beforeEach, expect, test } from "vitest";
import { cookiesIn, PASSWORD, signInWorld, type SignInWorld } from "../testing/sign-in-world.ts";
import { codeAt, stepOf } from "./totp.ts";

let world: SignInWorld;
beforeEach(async () => {
  world = await signInWorld({ baseUrl: "https://tixi.example.cn" });
});
afterEach(() => world.close());

const SECRET = Buffer.from("12345678901234567890");

test("under https every cookie is this host's own, by TLS, and all of sign-in goes by them", async () => {
  const { userId } = await world.person({ username: "lina" });
  await world.sql(
    "insert into auth.second_factor (user_id, secret_sealed, confirmed_at, created_at) values ($1, $2, now(), now())",
    [userId, world.platform.vault.seal("auth.second_factor.secret", SECRET.toString("base64url"))],
  );
  const own = { path: "/", secure: true, httpOnly: true, sameSite: "Lax" };
  const password = { username: "lina", password: PASSWORD };
  const first = await world.post("/api/auth/sign-in/username", password);
  expect(first.cookies).toMatchObject([{ name: "__Host-tixi.second_step", ...own }]);
  const code = codeAt(SECRET, stepOf(world.at.now));
  const second = await world.post("/api/auth/sign-in/second-step", { code }, cookiesIn(first));
  expect(second.statusCode, second.body).toBe(200);
  const [session, gone] = [...second.cookies].sort((a, b) => b.value.length - a.value.length);
  expect(session).toMatchObject({ name: "__Host-tixi.session_token", ...own });
  expect(gone).toMatchObject({ name: "__Host-tixi.second_step", value: "", ...own });
  expect(second.cookies.every(({ domain }) => domain === undefined)).toBe(true);
  const cookie = cookiesIn(second);
  expect((await world.get("/api/me", cookie)).json().user).toMatchObject({ name: "李娜" });
  // a cookie of the bare name, which another host of the domain could set, is nobody's
  expect((await world.get("/api/me", cookie.replace("__Host-", ""))).json().user).toBeNull();
  const out = await world.post("/api/auth/sign-out", {}, cookie);
  expect(out.cookies[0]).toMatchObject({ name: "__Host-tixi.session_token", value: "", ...own });
  expect((await world.get("/api/me", cookie)).json().user).toBeNull();
});
