import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROLES, type Actor } from "../../platform/context.ts";
import { actors } from "../../platform/testing/test-database.ts";
import { mayGive, type HeldRole } from "./grants.ts";
import { openTown, type Town } from "./testing/town.ts";

let town: Town;
let officer: Actor;
let otherOfficer: Actor;
let teacher: Actor;
let administrator: Actor;
beforeAll(async () => {
  town = await openTown();
  officer = await town.somebody("周校长", { role: "school-officer", at: town.school });
  otherOfficer = await town.somebody("钱校长", { role: "school-officer", at: town.otherSchool });
  teacher = await town.somebody("吴老师", { role: "teacher", at: town.school }, { role: "mentor", at: town.enterprise }, { role: "reviewer", at: null }); // prettier-ignore
  administrator = await town.somebody("管理员", { role: "administrator", at: null });
}, 120_000);
afterAll(() => town.close());

const roles = (answer: { body: { memberships: { role: string }[] } }) =>
  answer.body.memberships.map(({ role }) => role).sort();

describe("which role gives which", () => {
  test("is said the same by the table and by the database", async () => {
    const held = ROLES.filter((role) => role !== "public") as HeldRole[];
    for (const giver of ROLES) {
      const rows = await town.world.as({ ...actors.public, role: giver }, async ({ tx }) =>
        (await sql<{ role: HeldRole; may: boolean }>`select role, registry.may_give(role) as may from unnest(${held}::text[]) role`.execute(tx)).rows,
      ); // prettier-ignore
      for (const { role, may } of rows) expect(may, `${giver} gives ${role}`).toBe(mayGive(giver, role));
    }
  });

  test("an officer gives what is his to give, in his own organisation, and nothing to himself", async () => {
    const give = (actor: Actor, person: Actor, body: object) => town.call(actor, "POST", `/people/${person.personId}/memberships`, body); // prettier-ignore
    expect((await give(officer, teacher, { role: "school-officer" })).status).toBe(200);
    expect((await give(officer, teacher, { role: "planner" })).status).toBe(403);
    expect((await give(officer, teacher, { role: "teacher", organisationId: town.otherSchool })).status).toBe(
      404,
    );
    expect((await give(officer, officer, { role: "teacher" })).status).toBe(403);
    expect((await give(otherOfficer, teacher, { role: "teacher" })).status).toBe(404);
    expect((await give(teacher, officer, { role: "teacher" })).status).toBe(403);
    expect(
      (await give(administrator, teacher, { role: "teacher", organisationId: town.enterprise })).status,
    ).toBe(400);
    expect((await give(officer, teacher, { role: "teacher" })).status).toBe(409);
  });

  test("administering and auditing lie in different hands", async () => {
    const answer = await town.call(administrator, "POST", `/people/${teacher.personId}/memberships`, {
      role: "auditor",
    });
    expect(answer.status).toBe(200);
    const both = await town.call(administrator, "POST", `/people/${teacher.personId}/memberships`, {
      role: "administrator",
    });
    expect(both.status).toBe(409);
  });
});

describe("a person's file", () => {
  test("shows an officer the roles of his own organisation and not a word of others", async () => {
    const seen = await town.call(officer, "GET", `/people/${teacher.personId}`);
    expect(seen.status).toBe(200);
    expect(roles(seen)).toEqual(["school-officer", "teacher"]);
    expect(JSON.stringify(seen.body)).not.toContain(town.enterprise);
    expect(JSON.stringify(seen.body)).not.toContain("reviewer");
    expect((await town.call(otherOfficer, "GET", `/people/${teacher.personId}`)).status).toBe(404);
    expect((await town.call(teacher, "GET", `/people/${officer.personId}`)).status).toBe(403);
    expect((await town.call(actors.public, "GET", `/people/${teacher.personId}`)).status).toBe(401);
    const wide = await town.call(administrator, "GET", `/people/${teacher.personId}`);
    expect(roles(wide)).toContain("mentor");
  });

  test("is read with a trace", async () => {
    await town.call(officer, "GET", `/people/${teacher.personId}`);
    const [entry] = await town.world.sql("select actor_id, kind from audit.entry where subject = $1 and kind = 'read' and actor_id = $2 limit 1", [`person:${teacher.personId}`, officer.userId]); // prettier-ignore
    expect(entry).toEqual({ actor_id: officer.userId, kind: "read" });
  });

  test("the list holds those of one's own organisation", async () => {
    const names = async (actor: Actor, query = "") =>
      (await town.call(actor, "GET", `/people${query}`)).body.items.map(
        (item: { name: string }) => item.name,
      );
    expect(await names(officer)).toEqual(expect.arrayContaining(["吴老师", "周校长"]));
    expect(await names(officer)).not.toContain("钱校长");
    expect(await names(otherOfficer)).toEqual(["钱校长"]);
    expect(await names(administrator)).toEqual(expect.arrayContaining(["吴老师", "周校长", "钱校长"]));
    expect(await names(administrator, "?role=mentor")).toEqual(["吴老师"]);
  });

  test("one's own shows everything, and to oneself in clear", async () => {
    expect(
      (await town.call(teacher, "PUT", "/me/contact", { phone: "138 0013 8000", email: "wu@example.cn" }))
        .status,
    ).toBe(200);
    const own = await town.call(teacher, "GET", "/me/file");
    expect(roles(own)).toEqual(expect.arrayContaining(["mentor", "reviewer", "teacher"]));
    expect(own.body.contact.phone).toBe("138****8000");
    const clear = await town.call(teacher, "POST", "/me/reveal");
    expect(clear.body).toMatchObject({ phone: "13800138000", email: "wu@example.cn" });
    const [row] = await town.world.sql<{ phone: Buffer }>("select phone_sealed as phone from registry.person where id = $1", [teacher.personId]); // prettier-ignore
    expect(row!.phone.toString("latin1")).not.toContain("13800138000");
    const seen = await town.call(officer, "GET", `/people/${teacher.personId}`);
    expect(seen.body.contact.phone).toBe("138****8000");
    expect((await town.call(actors.public, "GET", "/me/file")).status).toBe(401);
  });
});

describe("an account", () => {
  const setActive = async (actor: Actor, person: Actor, active: boolean) => {
    const { body } = await town.call(actor, "GET", `/people/${person.personId}`);
    return town.call(
      actor,
      "POST",
      `/people/${person.personId}/active`,
      { active, reason: "长期离岗" },
      { "if-match": body.etag ?? "*" },
    );
  };

  test("is closed by who keeps it, at once, and by nobody else", async () => {
    const guest = await town.somebody(
      "外聘",
      { role: "mentor", at: town.enterprise },
      { role: "teacher", at: town.school },
    );
    expect((await setActive(officer, guest, false)).status).toBe(403);
    const own = await town.somebody("孙老师", { role: "teacher", at: town.school });
    await town.world.sql(`insert into auth."user" (id, name, email, created_at, updated_at) values ($1, '孙老师', 's@tixi.invalid', now(), now())`, [own.userId]); // prettier-ignore
    await town.world.sql("insert into auth.session (id, token, user_id, expires_at, created_at, updated_at) values ('s1', 't1', $1, now() + interval '1 day', now(), now())", [own.userId]); // prettier-ignore
    expect((await setActive(officer, own, false)).status).toBe(200);
    expect(await town.world.platform.people.of(own.userId!)).toBeNull();
    expect(await town.world.sql("select 1 from auth.session where user_id = $1", [own.userId])).toEqual([]);
    expect((await setActive(officer, own, true)).body.state).toBe("active");
    expect((await setActive(officer, officer, false)).status).toBe(403);
  });

  test("is in other hands when the last role in the organisation has ended", async () => {
    const leaver = await town.somebody("郑老师", { role: "teacher", at: town.school });
    const { body } = await town.call(officer, "GET", `/people/${leaver.personId}`);
    expect(body.keptHere).toBe(true);
    expect(
      (await town.call(officer, "POST", `/memberships/${body.memberships[0].id}/end`, { reason: "调离" }))
        .status,
    ).toBe(200);
    const after = await town.call(officer, "GET", `/people/${leaver.personId}`);
    expect(after.body).toMatchObject({ keptHere: false, contact: null });
    expect(after.body.memberships[0]).toMatchObject({ state: "ended", reason: "调离", decidedBy: "周校长" });
    expect((await town.world.platform.people.of(leaver.userId!))!.hats).toEqual([]);
  });
});

describe("a role that is lent", () => {
  const until = new Date(Date.parse("2026-11-23T08:00:00+08:00") + 10 * 86_400_000).toISOString();
  const membershipOf = async (actor: Actor) =>
    (await town.call(actor, "GET", "/me/file")).body.memberships[0].id;

  test("goes to a colleague, for a time, and not further", async () => {
    const deputy = await town.somebody("李副校长", { role: "teacher", at: town.school });
    const membershipId = await membershipOf(officer);
    const lend = (actor: Actor, body: object) =>
      town.call(actor, "POST", "/delegations", {
        membershipId,
        toPersonId: deputy.personId,
        reason: "出差",
        until,
        ...body,
      });
    expect((await lend(officer, { toPersonId: otherOfficer.personId })).status).toBe(400);
    expect((await lend(officer, { until: "2027-06-01T00:00:00Z" })).status).toBe(400);
    expect((await lend(deputy, {})).status).toBe(404);
    expect(
      (
        await lend(
          { ...deputy, role: "school-officer", actingFor: { delegation: membershipId, name: "x" } },
          {},
        )
      ).status,
    ).toBe(403);
    const lent = await lend(officer, {});
    expect(lent.body).toMatchObject({ state: "running", role: "school-officer", to: { name: "李副校长" } });
    await town.world.sql(
      "update registry.delegation set since = now() - interval '1 minute', until = now() + interval '1 day'",
    );
    const hats = async () => (await town.world.platform.people.of(deputy.userId!))!.hats;
    expect(await hats()).toEqual(expect.arrayContaining([expect.objectContaining({ role: "school-officer", actingFor: { delegation: lent.body.id, name: "周校长" } })])); // prettier-ignore
    expect(
      (await town.call(officer, "POST", `/delegations/${lent.body.id}/end`, { reason: "提前返回" })).body
        .state,
    ).toBe("over");
    expect((await hats()).map(({ role }) => role)).toEqual(["teacher"]);
  });

  test("cannot be written past the routes: another's role, or to somebody elsewhere", async () => {
    const [admin] = await town.world.sql<{ id: string }>("select id from registry.membership where person_id = $1", [administrator.personId]); // prettier-ignore
    const attempt = (actor: Actor, from: string, to: string, organisation: string | null) =>
      town.world.as(actor, ({ tx }) =>
        sql`insert into registry.delegation (id, membership_id, from_person, to_person, organisation_id, region, reason, since, until, created_at)
          values (gen_random_uuid(), ${admin!.id}, ${from}, ${to}, ${organisation}, '370200', 'x', now(), now() + interval '1 day', now())`.execute(tx),
      ); // prettier-ignore
    await expect(attempt(officer, administrator.personId!, teacher.personId!, town.school)).rejects.toThrow(
      /row-level security/,
    );
    await expect(attempt(teacher, teacher.personId!, officer.personId!, town.school)).rejects.toThrow(
      /row-level security/,
    );
    const city = await town.somebody("市管理员", { role: "administrator", at: null, region: "370200" });
    const grab = town.world.as(city, ({ tx }) =>
      sql`insert into registry.membership (id, person_id, organisation_id, role, region, state, since, created_at)
        values (gen_random_uuid(), ${teacher.personId}, null, 'administrator', null, 'active', current_date, now())`.execute(
        tx,
      ),
    );
    await expect(grab).rejects.toThrow(/row-level security/);
  });
});
