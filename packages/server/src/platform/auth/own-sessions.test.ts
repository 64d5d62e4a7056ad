import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { enrol } from "../../registry/index.ts";
import { PASSWORD, cookiesIn, signInWorld, type SignInWorld } from "../testing/sign-in-world.ts";
import { deviceOf, placeOf } from "./own-sessions.ts";

let world: SignInWorld;
beforeEach(async () => {
  world = await signInWorld();
});
afterEach(() => world.close());

const later = (minutes: number) => {
  world.at.now = new Date(world.at.now.getTime() + minutes * 60_000);
  world.platform.auth.remembered.clear();
};
const name = async (cookie: string) => (await world.get("/api/me", cookie)).json().user?.name ?? null;

describe("one's own sessions", () => {
  test("are listed with what the browser is and roughly where; the present one first", async () => {
    await world.person({ username: "lina" });
    await world.signIn("lina");
    const entered = await world.app.inject({
      method: "POST",
      url: "/api/auth/sign-in/username",
      payload: { username: "lina", password: PASSWORD },
      headers: {
        "user-agent": "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
      },
      remoteAddress: "203.0.113.77",
    });
    const { items } = (await world.get("/api/account/sessions", cookiesIn(entered))).json();
    expect(items).toMatchObject([
      { current: true, device: "Chrome · Windows", place: "203.0.113.*", method: "password" },
      { current: false },
    ]);
    expect(JSON.stringify(items)).not.toContain("203.0.113.77");
  });

  test("are ended one by one or all others; nobody ends another's", async () => {
    await world.person({ username: "lina" });
    await world.person({ username: "wang", name: "王强" });
    const [here, there, elsewhere] = [
      await world.signIn("lina"),
      await world.signIn("lina"),
      await world.signIn("lina"),
    ];
    const other = await world.signIn("wang");
    const sessions = async () => (await world.get("/api/account/sessions", here)).json().items;
    const [, one] = await sessions();
    expect((await world.post(`/api/account/sessions/${one.id}/end`, {}, other)).statusCode).toBe(404);
    expect(await name(there)).toBe("李娜");
    expect(await name(elsewhere)).toBe("李娜");
    expect((await world.post(`/api/account/sessions/${one.id}/end`, {}, here)).statusCode).toBe(200);
    expect([await name(there), await name(elsewhere)].filter(Boolean)).toHaveLength(1);
    expect((await world.post("/api/account/sessions/end-others", {}, here)).json()).toEqual({ ended: 1 });
    expect([await name(there), await name(elsewhere), await name(here)]).toEqual([null, null, "李娜"]);
    expect(await name(other)).toBe("王强");
    const rows = await world.sql<{ action: string }>(
      "select action from audit.entry where action like 'session.%'",
    );
    expect(rows.map(({ action }) => action)).toEqual(["session.end", "session.end-all"]);
  });

  test("end after half an hour of nothing, are kept by use, and last twelve hours at most", async () => {
    await world.person({ username: "lina" });
    const cookie = await world.signIn("lina");
    for (let n = 0; n < 4; n++) {
      later(20);
      expect(await name(cookie)).toBe("李娜");
    }
    later(31);
    expect(await name(cookie)).toBeNull();
    expect(await world.sql("select id from auth.session")).toEqual([]);
    await world.signIn("lina");
    const [row] = await world.sql<{ hours: number }>(
      "select round(extract(epoch from expires_at - created_at) / 3600)::int as hours from auth.session",
    );
    expect(row!.hours).toBe(12);
  });

  test("end with a change of the password, also those of other processes within two seconds", async () => {
    await world.person({ username: "lina" });
    const [here, there] = [await world.signIn("lina"), await world.signIn("lina")];
    expect(await name(there)).toBe("李娜");
    const changed = await world.post(
      "/api/auth/change-password",
      { currentPassword: PASSWORD, newPassword: "四只猫坐在云湖大桥下" },
      here,
    );
    expect(await name(cookiesIn(changed))).toBe("李娜");
    expect([await name(here), await name(there)]).toEqual([null, null]);
    // what another process remembers of a session lasts two seconds
    const fresh = cookiesIn(changed);
    expect(await name(fresh)).toBe("李娜");
    await world.sql("delete from auth.session");
    await expect.poll(() => name(fresh), { timeout: 4000, interval: 250 }).toBeNull();
  });
});

describe("the role to act in", () => {
  test("is changed to one's own only, in this session only, and noted", async () => {
    const { personId, userId } = await world.person({ username: "lina" });
    const mentor = "0190a000-0000-7000-8000-00000000aaaa";
    await world.sql(
      `insert into registry.membership (id, person_id, role, region, state, since, created_at)
       values ($1, $2, 'reviewer', '370000', 'active', '2020-01-01', now())`,
      [mentor, personId],
    );
    const otherUser = await world.person({ username: "wang", role: "planner" });
    expect(
      await enrol(world.platform, {
        userId,
        name: "李娜",
        role: "teacher",
        organisation: null,
        region: null,
      }),
    ).toBe(personId);
    const [here, there] = [await world.signIn("lina"), await world.signIn("lina")];
    expect((await world.get("/api/me", here)).json().user).toMatchObject({
      role: "teacher",
      hats: [{}, { role: "reviewer" }],
    });
    expect((await world.post("/api/me/hat", { id: mentor }, here)).statusCode).toBe(200);
    expect((await world.get("/api/me", here)).json().user.role).toBe("reviewer");
    expect((await world.get("/api/me", there)).json().user.role).toBe("teacher");
    const [foreign] = await world.sql<{ id: string }>(
      "select id from registry.membership where person_id = $1",
      [otherUser.personId],
    );
    expect((await world.post("/api/me/hat", { id: foreign!.id }, here)).statusCode).toBe(404);
    expect((await world.get("/api/me", here)).json().user.role).toBe("reviewer");
    const [row] = await world.sql<{ after: unknown }>(
      "select after from audit.entry where action = 'hat.change'",
    );
    expect(row!.after).toMatchObject({ role: "reviewer" });
  });
});

test("devices and places are told roughly", () => {
  expect(deviceOf("curl/8.5.0")).toBe("curl");
  expect(deviceOf("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit Mobile MicroMessenger/8.0")).toBe(
    "微信 · iOS",
  );
  expect(deviceOf(undefined)).toBe("");
  expect(deviceOf("<script>")).toBe("");
  expect([
    placeOf("10.1.2.3"),
    placeOf("::ffff:10.1.2.3"),
    placeOf("2001:db8:1:2::3"),
    placeOf("::1"),
  ]).toEqual(["10.1.2.*", "10.1.2.*", "2001:db8:1::*", "::*"]);
});
