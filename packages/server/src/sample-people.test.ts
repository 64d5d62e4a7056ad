import { SAMPLE_PROVINCE } from "@tixi/engines/sample";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { firstAdministrator } from "./platform/auth/accounts.ts";
import { ensureDemoAccount } from "./platform/auth/demo-accounts.ts";
import { cookiesIn, signInWorld, type SignInWorld } from "./platform/testing/sign-in-world.ts";
import { ensureSamplePeople } from "./sample-people.ts";

let world: SignInWorld;
beforeEach(async () => {
  world = await signInWorld({ roles: ["administrator"] });
});
afterEach(() => world.close());

const install = (province: string, sample: boolean) =>
  world.sql(
    "insert into registry.installation (province, sample, publisher, created_at) values ($1, $2, '', now())",
    [province, sample],
  );
const organisation = async (id: number, kind: string, name: string) => {
  const uuid = `0190a000-0000-7000-8000-00000000000${id}`;
  await world.sql("insert into registry.organisation (id, created_at) values ($1, now())", [uuid]);
  await world.sql(
    `insert into registry.organisation_version (organisation_id, valid, name, kind, region, change, recorded_at)
     values ($1, '[2020-01-01,)', $2, $3, $4, 'registered', now())`,
    [uuid, name, kind, SAMPLE_PROVINCE.code],
  );
};
const accounts = async () => (await world.get("/api/demo/accounts")).json().accounts;

describe("the accounts of the sample province", () => {
  test("are one for each role and four reviewers, in a fitting organisation, entered by a click", async () => {
    await install(SAMPLE_PROVINCE.code, true);
    await ensureSamplePeople(world.platform);
    const roles = async () => (await accounts()).map(({ role }: { role: string }) => role);
    expect(await roles()).toEqual([
      "planner",
      "administrator",
      "auditor",
      "reviewer",
      "reviewer",
      "reviewer",
      "reviewer",
    ]);
    await organisation(1, "college", "云湖职业技术学院");
    await organisation(2, "enterprise", "云湖精工");
    await organisation(3, "consortium", "云湖产教联合体");
    await ensureSamplePeople(world.platform);
    await ensureSamplePeople(world.platform);
    expect((await roles()).sort()).toEqual(
      ["administrator", "auditor", "enterprise-officer", "mentor", "planner", "reviewer", "reviewer", "reviewer", "reviewer", "school-officer", "secretariat", "student", "teacher"], // prettier-ignore
    );
    const places: Record<string, string | null> = { planner: null, student: "云湖职业技术学院", mentor: "云湖精工", secretariat: "云湖产教联合体" }; // prettier-ignore
    for (const { id, role, organisation: place } of await accounts()) {
      if (role in places) expect(place, role).toBe(places[role]);
      const entered = await world.post("/api/demo/sign-in", { account: id });
      expect(entered.json(), role).toMatchObject({ user: { role } });
      expect((await world.get("/api/me", cookiesIn(entered))).json().user, role).toMatchObject({
        role,
        mustAddSecondFactor: false,
      });
    }
  });

  test("have no password to enter by, and no other account is entered by a click", async () => {
    await install(SAMPLE_PROVINCE.code, true);
    await ensureSamplePeople(world.platform);
    const { userId } = await world.person({ username: "lina" });
    expect((await world.post("/api/demo/sign-in", { account: userId })).statusCode).toBe(404);
    const byPassword = { username: "demo.planner", password: "demo" };
    expect((await world.post("/api/auth/sign-in/username", byPassword)).statusCode).toBe(401);
    const [planner] = await accounts();
    const cookie = cookiesIn(await world.post("/api/demo/sign-in", { account: planner.id }));
    const again = await world.call(cookie, { method: "POST", url: "/api/demo/sign-in", payload: {} });
    expect(again.statusCode).toBe(200);
    // the browser's session of before has ended
    expect((await world.get("/api/me", cookie)).json().user).toBeNull();
    const now = cookiesIn(again);
    const change = { currentPassword: "x", newPassword: "四只猫坐在云湖大桥下" };
    expect((await world.post("/api/auth/change-password", change, now)).statusCode).toBe(403);
  });
});

test("an installation of its own has nobody without a password, and no default one", async () => {
  await install("370000", false);
  await firstAdministrator(world.platform.auth, world.platform.config, new Date());
  await ensureSamplePeople(world.platform);
  const without = await world.sql(
    `select username from auth."user" u where not exists
       (select from auth.account a where a.user_id = u.id and a.provider_id = 'credential' and a.password is not null)`,
  );
  expect(without).toEqual([]);
  await expect(ensureDemoAccount(world.platform, "planner", "示例规划员", new Date())).rejects.toThrow(
    "sample",
  );
  for (const password of ["admin", "password", "123456", "tixi", ""]) {
    const answer = await world.post("/api/auth/sign-in/username", { username: "admin", password });
    expect([400, 401], password).toContain(answer.statusCode);
  }
  // even where such a row had been left behind, nobody enters by it
  await world.sql(
    `insert into auth."user" (id, name, email, username, demo, created_at, updated_at)
     values ('left', '示例规划员', 'left@tixi.invalid', 'demo.planner', true, now(), now())`,
  );
  expect(await accounts()).toEqual([]);
  for (const body of [{}, { account: "left" }])
    expect((await world.post("/api/demo/sign-in", body)).statusCode).toBe(404);
});
