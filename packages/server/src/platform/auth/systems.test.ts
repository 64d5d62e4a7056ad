import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { signInWorld, type SignInWorld } from "../testing/sign-in-world.ts";

let world: SignInWorld;
const SCHOOL = "0190a000-0000-7000-8000-000000000001";
const OTHER = "0190a000-0000-7000-8000-000000000002";
beforeEach(async () => {
  world = await signInWorld();
  for (const [id, name] of [
    [SCHOOL, "云湖职业技术学院"],
    [OTHER, "东湾技师学院"],
  ]) {
    await world.sql("insert into registry.organisation (id, created_at) values ($1, now())", [id]);
    await world.sql(
      `insert into registry.organisation_version (organisation_id, valid, name, kind, region, change, recorded_at)
       values ($1, '[2020-01-01,)', $2, 'college', '370200', 'registered', now())`,
      [id, name],
    );
  }
});
afterEach(() => world.close());

const facts = {
  name: "省教育数据平台",
  role: "planner",
  organisation: null as string | null,
  scopes: ["demand.read"],
  days: 90,
};
const make = (cookie: string, change: object = {}) =>
  world.post("/api/keys", { ...facts, ...change }, cookie);
const by = (key: string, url: string, more: object = {}) =>
  world.app.inject({ url, headers: { authorization: `Bearer ${key}` }, ...more });
const administrator = async () => {
  await world.person({ username: "guanli", role: "administrator", name: "管理员" });
  return world.signIn("guanli");
};
const officer = async () => {
  await world.person({ username: "lina", role: "school-officer", organisation: SCHOOL });
  return world.signIn("lina");
};
const scopesFor = async (cookie: string, role: string): Promise<string[]> =>
  (await world.get(`/api/keys/scopes?role=${role}`, cookie)).json().scopes;

describe("a key", () => {
  test("works with its role and its scopes, is shown once, and its use is noted", async () => {
    const cookie = await administrator();
    const all = await scopesFor(cookie, "planner");
    expect(all).toContain("platform.followJob");
    const made = await make(cookie, { scopes: ["platform.followJob"] });
    const { id, key } = made.json();
    expect(key).toMatch(/^tixi_[\w-]{43}$/);
    const job = "/api/jobs/0190a000-0000-7000-8000-000000000000";
    expect((await by(key, job)).statusCode).toBe(404); // let in: there is no such job
    expect((await by(key, `${job}/cancel`, { method: "POST" })).statusCode).toBe(403);
    expect((await by(key, "/api/keys")).statusCode).toBe(403);
    expect((await by(key, "/api/account/security")).statusCode).toBe(403);
    expect((await by(key, "/api/me")).json().user).toBeNull();
    const [listed] = (await world.get("/api/keys", cookie)).json().items;
    expect(listed).toMatchObject({
      id,
      prefix: key.slice(0, 12),
      lastUsedAt: expect.any(String),
      revokedAt: null,
    });
    const everywhere = JSON.stringify([
      await world.sql("select * from platform.api_key"),
      await world.sql("select * from platform.request"),
      await world.sql("select * from audit.entry"),
      listed,
    ]);
    expect(everywhere).not.toContain(key);
    const rows = await world.sql<{ action: string }>("select action from audit.entry where subject = $1", [
      `key:${id}`,
    ]);
    expect(rows).toEqual([{ action: "key.make" }]);
  });

  test("is refused once it is revoked or past its day, and so is one that was made up; never taken for nobody", async () => {
    const cookie = await administrator();
    const { id, key } = (await make(cookie, { scopes: ["platform.followJob"], days: 30 })).json();
    expect((await by(key, "/api/me")).statusCode).toBe(200);
    world.at.now = new Date(world.at.now.getTime() + 30 * 86_400_000 + 1000);
    expect((await by(key, "/api/me")).json()).toMatchObject({ type: "/problems/key-refused", status: 401 });
    world.at.now = new Date(world.at.now.getTime() - 86_400_000);
    expect((await by(key, "/api/me")).statusCode).toBe(200);
    const again = await world.signIn("guanli");
    expect((await world.post(`/api/keys/${id}/revoke`, {}, again)).statusCode).toBe(200);
    expect((await world.post(`/api/keys/${id}/revoke`, {}, again)).statusCode).toBe(409);
    for (const one of [key, `tixi_${"a".repeat(43)}`, "tixi_", "x"])
      expect((await by(one, "/api/me")).statusCode, one.slice(0, 6)).toBe(401);
  });

  test("writes although a browser could not say where it comes from", async () => {
    const { key } = (await make(await administrator(), { scopes: ["platform.cancelJob"] })).json();
    const answer = await by(key, "/api/jobs/0190a000-0000-7000-8000-000000000000/cancel", {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "text/plain", cookie: "a=b" },
      payload: "",
    });
    expect([404, 415]).toContain(answer.statusCode);
  });

  test("never holds more than its role, nor what is a person's own, nor the making of keys, nor lasts over a year", async () => {
    const cookie = await administrator();
    const scopes = await scopesFor(cookie, "school-officer");
    for (const never of ["platform.keepKeys", "platform.keepOwnAccount", "platform.keepProviders"])
      expect(scopes).not.toContain(never);
    for (const change of [
      { scopes: ["platform.keepKeys"] },
      { scopes: ["platform.keepOwnAccount"] },
      { scopes: ["registry.install"] },
      { scopes: ["no.such"] },
      { scopes: [] },
      { days: 366, scopes: ["platform.followJob"] },
      { role: "administrator", scopes: ["platform.followJob"] },
      { role: "school-officer", scopes: scopes.slice(0, 1) },
      { scopes: ["platform.followJob"], hash: "x" },
      { scopes: ["platform.followJob"], region: "330000" },
    ])
      expect((await make(cookie, change)).statusCode, JSON.stringify(change)).toBe(400);
    expect(await world.sql("select id from platform.api_key")).toEqual([]);
  });
});

describe("an officer", () => {
  test("makes keys of his own organisation with his own role, and sees no others", async () => {
    const cookie = await officer();
    const [scope] = await scopesFor(cookie, "school-officer");
    const own = { role: "school-officer", scopes: [scope], organisation: OTHER };
    const { id, key } = (await make(cookie, own)).json();
    // whatever organisation the body names, it is his own
    expect((await world.get("/api/keys", cookie)).json().items).toMatchObject([{ id, organisation: SCHOOL }]);
    expect((await make(cookie, { ...own, role: "planner" })).statusCode).toBe(400);
    await world.person({ username: "wang", role: "school-officer", organisation: OTHER, name: "王强" });
    const other = await world.signIn("wang");
    expect((await world.get("/api/keys", other)).json().items).toEqual([]);
    expect((await world.post(`/api/keys/${id}/revoke`, {}, other)).statusCode).toBe(404);
    expect((await by(key, "/api/me")).statusCode).toBe(200);
    await world.person({ username: "zhao", role: "teacher", organisation: SCHOOL, name: "赵敏" });
    expect((await world.get("/api/keys", await world.signIn("zhao"))).statusCode).toBe(403);
    expect((await world.get("/api/keys")).statusCode).toBe(401);
  });
});
