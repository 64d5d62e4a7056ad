import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../../platform/context.ts";
import { actors } from "../../platform/testing/test-database.ts";
import { openTown, type Town } from "./testing/town.ts";

let town: Town;
let officer: Actor;
let administrator: Actor;
beforeAll(async () => {
  town = await openTown();
  officer = await town.somebody("周校长", { role: "school-officer", at: town.school });
  administrator = await town.somebody("管理员", { role: "administrator", at: null });
}, 120_000);
afterAll(() => town.close());

const password = "清早的风吹过操场42";
const invite = async (actor: Actor, body: object = {}) => {
  const answer = await town.call(actor, "POST", "/invitations", { name: "新教师", role: "teacher", ...body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return { id: answer.body.id as string, token: answer.body.path.split("/").at(-1) as string };
};
const accept = (token: string, actor: Actor, account: object | null) =>
  town.call(actor, "POST", `/open/invitations/${token}/accept`, { account });
const personOf = async (username: string) =>
  (await town.world.sql(`select p.* from registry.person p join auth."user" u on u.id = p.user_id where u.username = $1`, [username]))[0]; // prettier-ignore

describe("an invitation", () => {
  test("opens an account once, and says who invites to what", async () => {
    const { id, token } = await invite(officer, { post: "专业教师" });
    expect(
      await town.world.sql("select 1 from registry.invitation where token_hash::text like $1", [
        `%${token}%`,
      ]),
    ).toEqual([]);
    const shown = await town.call(actors.public, "GET", `/open/invitations/${token}`);
    expect(shown.body).toMatchObject({
      name: "新教师",
      role: "teacher",
      by: "周校长",
      organisation: { name: "青岛示例职业学院" },
    });
    expect(
      (await accept(token, actors.public, { username: "xinjiaoshi", password: "1234567890" })).status,
    ).toBe(400);
    expect((await accept(token, actors.public, null)).status).toBe(401);
    expect(
      (await accept(token, actors.public, { username: "xinjiaoshi", password, phone: "13800138001" })).body,
    ).toEqual({ signIn: true });
    expect((await accept(token, actors.public, { username: "another", password })).status).toBe(409);
    const person = await personOf("xinjiaoshi");
    expect(person).toMatchObject({ name: "新教师", state: "active", kept_by: town.school });
    expect(await personOf("another")).toBeUndefined();
    const { hats } = (await town.world.platform.people.of(person!.user_id as string))!;
    expect(hats).toMatchObject([{ role: "teacher", organisation: { id: town.school }, post: "专业教师" }]);
    expect(
      (await town.call(officer, "GET", "/invitations")).body.items.find(
        (item: { id: string }) => item.id === id,
      ).state,
    ).toBe("accepted");
  });

  test("adds a role to whoever is signed in", async () => {
    const mentor = await town.somebody("王师傅", { role: "mentor", at: town.enterprise });
    const { token } = await invite(officer);
    expect((await accept(token, mentor, null)).body).toEqual({ signIn: false });
    const { hats } = (await town.world.platform.people.of(mentor.userId!))!;
    expect(hats.map(({ role }) => role).sort()).toEqual(["mentor", "teacher"]);
  });

  test("is worth nothing once taken back, over, or when the one who invited may no more", async () => {
    const back = await invite(officer);
    expect(
      (await town.call(officer, "POST", `/invitations/${back.id}/revoke`, { reason: "填错了人" })).body.state,
    ).toBe("revoked");
    expect((await accept(back.token, actors.public, { username: "lateone", password })).status).toBe(409);
    const late = await invite(officer);
    await town.world.sql("update registry.invitation set expires_at = '2026-11-01' where id = $1", [late.id]);
    expect((await town.call(actors.public, "GET", `/open/invitations/${late.token}`)).status).toBe(409);
    const gone = await town.somebody("旧校长", { role: "school-officer", at: town.school });
    const orphan = await invite(gone);
    await town.world.sql("update registry.membership set state = 'ended' where person_id = $1", [
      gone.personId,
    ]);
    expect((await accept(orphan.token, actors.public, { username: "orphan", password })).status).toBe(409);
    expect((await town.call(actors.public, "GET", `/open/invitations/${"x".repeat(32)}`)).status).toBe(404);
  });

  test("cannot give what the one who invites could not", async () => {
    expect((await town.call(officer, "POST", "/invitations", { name: "某", role: "planner" })).status).toBe(
      403,
    );
    expect(
      (
        await town.call(officer, "POST", "/invitations", {
          name: "某",
          role: "teacher",
          organisationId: town.otherSchool,
        })
      ).status,
    ).toBe(404);
    const teacher = await town.somebody("吴老师", { role: "teacher", at: town.school });
    expect((await town.call(teacher, "POST", "/invitations", { name: "某", role: "teacher" })).status).toBe(
      403,
    );
  });
});

describe("who makes himself known", () => {
  const register = (username: string, more: object = {}) =>
    town.call(actors.public, "POST", "/open/registrations", { name: "赵新", username, password, organisationId: town.school, role: "teacher", ...more }); // prettier-ignore

  test("waits with nothing until somebody confirms it", async () => {
    expect((await register("zhaoxin", { phone: "13800138002" })).body).toEqual({ username: "zhaoxin" });
    const person = (await personOf("zhaoxin"))!;
    expect(person).toMatchObject({ state: "registered", phone_index: null, kept_by: null });
    const waiting: Actor = {
      ...actors.public,
      userId: person.user_id as string,
      personId: person.id as string,
      name: "赵新",
    };
    expect((await town.world.platform.people.of(waiting.userId!))!.hats).toEqual([]);
    const own = await town.call(waiting, "GET", "/me/file");
    expect(own.body).toMatchObject({ waits: true, memberships: [{ state: "claimed", role: "teacher" }] });
    expect((await town.call(waiting, "GET", "/students")).status).not.toBe(200);
    const list = await town.call(officer, "GET", "/people?state=claimed");
    expect(list.body).toMatchObject({ waiting: 1, items: [{ name: "赵新" }] });
    const id = own.body.memberships[0].id;
    const decide = (actor: Actor, body: object) =>
      town.call(actor, "POST", `/memberships/${id}/decide`, body);
    expect((await decide(waiting, { decision: "confirm" })).status).not.toBe(200);
    expect((await decide(officer, { decision: "refuse" })).status).toBe(400);
    expect((await decide(officer, { decision: "confirm" })).status).toBe(200);
    expect((await decide(officer, { decision: "confirm" })).status).toBe(409);
    expect(await personOf("zhaoxin")).toMatchObject({ state: "active", kept_by: town.school });
    expect((await personOf("zhaoxin"))!.phone_index).not.toBeNull();
    expect((await town.world.platform.people.of(waiting.userId!))!.hats).toMatchObject([{ role: "teacher" }]);
  });

  test("learns nothing of whose phone number is known; its owner does", async () => {
    const before = await town.world.sql(
      "select count(*)::int as n from platform.announcement where kind = 'registry.phone-used'",
    );
    const answer = await register("zhaoer", { phone: "13800138002" });
    expect(answer).toEqual({ status: 200, body: { username: "zhaoer" } });
    const after = await town.world.sql(
      "select count(*)::int as n from platform.announcement where kind = 'registry.phone-used'",
    );
    expect(after[0]!.n).toBe((before[0]!.n as number) + 1);
    const [claim] = await town.world.sql("select m.id from registry.membership m where person_id = $1", [
      (await personOf("zhaoer"))!.id,
    ]);
    expect(
      (await town.call(officer, "POST", `/memberships/${claim!.id}/decide`, { decision: "confirm" })).status,
    ).toBe(200);
    expect((await personOf("zhaoer"))!.phone_index).toBeNull();
  });

  test("cannot claim what is not claimed, nor what is held elsewhere, nor under 14", async () => {
    expect((await register("bad1", { role: "administrator" })).status).toBe(400);
    expect((await register("bad2", { role: "planner" })).status).toBe(400);
    expect((await register("bad3", { role: "enterprise-officer" })).status).toBe(400);
    expect((await register("bad4", { role: "student" })).status).toBe(400);
    expect((await register("bad5", { role: "student", bornOn: "2014-01-01" })).status).toBe(409);
    expect((await register("zhaoxin")).status).toBe(409);
    for (const name of ["bad1", "bad2", "bad3", "bad4", "bad5"]) expect(await personOf(name)).toBeUndefined();
  });

  test("is confirmed by the administrator where there is no officer", async () => {
    expect(
      (await register("boss", { organisationId: town.enterprise, role: "enterprise-officer" })).status,
    ).toBe(200);
    const [claim] = await town.world.sql("select m.id from registry.membership m where person_id = $1", [
      (await personOf("boss"))!.id,
    ]);
    expect(
      (await town.call(officer, "POST", `/memberships/${claim!.id}/decide`, { decision: "confirm" })).status,
    ).toBe(404);
    expect(
      (await town.call(administrator, "POST", `/memberships/${claim!.id}/decide`, { decision: "confirm" }))
        .status,
    ).toBe(200);
  });
});

describe("work of somebody who leaves", () => {
  test("goes to another in one step", async () => {
    const leaver = await town.somebody("老周", { role: "school-officer", at: town.school });
    const heir = await town.somebody("小周", { role: "school-officer", at: town.school });
    const { id, token } = await invite(leaver);
    const work = await town.call(officer, "GET", `/people/${leaver.personId}/work`);
    expect(work.body.items).toMatchObject([{ subject: `invitation:${id}`, fate: "pass" }]);
    expect(work.body.successors.map((one: { name: string }) => one.name)).toContain("小周");
    const outsider = await town.somebody("外人", { role: "mentor", at: town.enterprise });
    const hand = (to: Actor) =>
      town.call(officer, "POST", `/people/${leaver.personId}/hand-over`, {
        toPersonId: to.personId,
        reason: "退休",
      });
    expect((await hand(outsider)).status).toBe(400);
    expect((await hand(heir)).body).toEqual({ passed: 1, ended: 0 });
    expect((await town.call(officer, "GET", `/people/${leaver.personId}/work`)).body.items).toEqual([]);
    expect((await town.call(officer, "GET", `/people/${heir.personId}/work`)).body.items).toMatchObject([
      { subject: `invitation:${id}` },
    ]);
    await town.world.sql("update registry.membership set state = 'ended' where person_id = $1", [
      leaver.personId,
    ]);
    expect((await accept(token, actors.public, { username: "heired", password })).status).toBe(200);
  });
});
