import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../../platform/context.ts";
import { openTown, type Town } from "./testing/town.ts";

let town: Town;
let officer: Actor;
let otherOfficer: Actor;
let administrator: Actor;
beforeAll(async () => {
  town = await openTown();
  officer = await town.somebody("周校长", { role: "school-officer", at: town.school });
  otherOfficer = await town.somebody("钱校长", { role: "school-officer", at: town.otherSchool });
  administrator = await town.somebody("管理员", { role: "administrator", at: null });
}, 120_000);
afterAll(() => town.close());

const FIRST = "清早的风吹过操场42";
const OWN = "傍晚的雨落在屋顶17";
const reason = "本人忘记密码，已当面核实";

/** Somebody who really signs in, by an invitation. */
async function teacher(username: string): Promise<{ id: string; userId: string }> {
  const invited = await town.call(officer, "POST", "/invitations", { name: "新教师", role: "teacher" });
  const token = invited.body.path.split("/").at(-1) as string;
  const account = { username, password: FIRST, phone: "" };
  const url = `/open/invitations/${token}/accept`;
  expect((await town.call(nobody, "POST", url, { account })).status).toBe(200);
  const [row] = await town.world.sql<{ id: string; userId: string }>(
    `select p.id, p.user_id as "userId" from registry.person p join auth."user" u on u.id = p.user_id where u.username = $1`,
    [username],
  );
  return row!;
}
const nobody = { role: "public", personId: null } as Actor;
const signIn = (username: string, password: string) =>
  town.call(nobody, "POST", "/auth/sign-in/username", { username, password });
const give = (actor: Actor, id: string | null) =>
  town.call(actor, "POST", `/people/${id}/one-time-password`, { reason });
const end = (actor: Actor, id: string | null) =>
  town.call(actor, "POST", `/people/${id}/end-sessions`, { reason });
const sessions = (userId: string) =>
  town.world.sql("select 1 from auth.session where user_id = $1", [userId]);
const hold = (person: string, role: string, organisation: string | null, region = "370200") =>
  town.world.sql(
    `insert into registry.membership (id, person_id, organisation_id, role, region, state, since, created_at)
     values (gen_random_uuid(), $1, $2, $3, $4, 'active', '2026-01-01', now())`,
    [person, organisation, role, region],
  );

describe("a forgotten password", () => {
  test("is replaced by one that is changed at the first sign-in; all sessions end, and its owner is told", async () => {
    const { id, userId } = await teacher("wu.mei");
    expect((await signIn("wu.mei", FIRST)).body.user).toMatchObject({ mustChangePassword: false });
    expect(await sessions(userId)).toHaveLength(1);
    const given = await give(officer, id);
    expect(given.status, JSON.stringify(given.body)).toBe(200);
    const password = given.body.password as string;
    expect(await sessions(userId)).toEqual([]);
    expect((await signIn("wu.mei", FIRST)).status).toBe(401);
    expect((await signIn("wu.mei", password)).body.user).toMatchObject({ mustChangePassword: true });
    const [entry] = await town.world.sql(
      "select actor_id, why, address from audit.entry where action = 'person.give-password'",
    );
    expect(entry).toEqual({ actor_id: officer.userId, why: reason, address: "127.0.0.1" });
    const told = await town.world.sql(
      "select recipients from platform.announcement where kind = 'registry.password-given'",
    );
    expect(told).toEqual([{ recipients: [{ person: id }] }]);
    // nowhere but in the answer
    for (const table of ["audit.entry", "platform.announcement", "platform.request"])
      expect(JSON.stringify(await town.world.sql(`select * from ${table}`)), table).not.toContain(password);
    expect((await signIn("wu.mei", OWN)).status).toBe(401);
    // the administrator of the region may as well
    expect((await give(administrator, id)).status).toBe(200);
    expect((await signIn("wu.mei", password)).status).toBe(401);
  });

  test("is not the matter of another school, of a teacher, or of oneself", async () => {
    const { id, userId } = await teacher("wu.lan");
    expect((await give(otherOfficer, id)).status).toBe(404);
    const colleague = await town.somebody("吴老师", { role: "teacher", at: town.school });
    expect((await give(colleague, id)).status).toBe(403);
    expect((await give({ ...officer, personId: id, userId }, id)).status).toBe(403);
    expect((await give(administrator, administrator.personId)).status).toBe(403);
    expect((await signIn("wu.lan", FIRST)).status).toBe(200);
  });

  test("opens to an officer nothing that is not his own to give", async () => {
    for (const [username, role, organisation, region] of [
      ["wu.admin", "administrator", null, "370000"],
      ["wu.audit", "auditor", null, "370000"],
      ["wu.mentor", "mentor", town.enterprise, "370200"],
      ["wu.other", "school-officer", town.otherSchool, "370200"],
    ] as const) {
      const { id } = await teacher(username);
      await hold(id, role, organisation, region);
      expect((await give(officer, id)).status, role).toBe(403);
      expect((await end(officer, id)).status, role).toBe(403);
      expect((await signIn(username, FIRST)).status, role).toBe(200);
      expect((await give(administrator, id)).status, role).toBe(200);
    }
    // a role that was lent to him opens as much
    const { id } = await teacher("wu.lent");
    const lender = await town.somebody("钱会计", { role: "school-officer", at: town.otherSchool });
    await town.world.sql(
      `insert into registry.delegation (id, membership_id, from_person, to_person, organisation_id, region, reason, since, until, created_at)
       select gen_random_uuid(), m.id, m.person_id, $2, m.organisation_id, m.region, '出差', now() - interval '1 day', now() + interval '1 day', now()
       from registry.membership m where m.person_id = $1`,
      [lender.personId, id],
    );
    expect((await give(officer, id)).status).toBe(403);
  });

  test("is not given beyond the region, nor to whom has none", async () => {
    const city = await town.somebody("市管理员", { role: "administrator", at: null, region: "370200" });
    const { id, userId } = await teacher("wu.wide");
    await hold(id, "planner", null, "370000");
    expect((await give(city, id)).status).toBe(403);
    expect((await give(administrator, id)).status).toBe(200);
    await town.world.sql("delete from auth.account where user_id = $1", [userId]);
    expect((await give(administrator, id)).status).toBe(409);
    const noAccount = await town.somebody("名册中人", { role: "teacher", at: town.school });
    await town.world.sql("update registry.person set user_id = null where id = $1", [noAccount.personId]);
    expect((await give(officer, noAccount.personId)).status).toBe(409);
  });
});

test("all sessions of a person are ended with a reason, by whom his account is kept", async () => {
  const { id, userId } = await teacher("wu.out");
  await signIn("wu.out", FIRST);
  await signIn("wu.out", FIRST);
  expect((await end(otherOfficer, id)).status).toBe(404);
  expect((await end(officer, id)).body).toEqual({ ended: 2 });
  expect(await sessions(userId)).toEqual([]);
  const [entry] = await town.world.sql(
    "select actor_id, why from audit.entry where action = 'person.end-sessions'",
  );
  expect(entry).toEqual({ actor_id: officer.userId, why: reason });
  expect((await signIn("wu.out", FIRST)).status).toBe(200);
});
