import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { modules } from "../modules.ts";
import type { Actor } from "../platform/context.ts";
import { erase } from "../platform/personal/erase-job.ts";
import { MOST_AN_HOUR } from "../platform/personal/reveal.ts";
import { retain } from "../platform/personal/retention-job.ts";
import { actors } from "../platform/testing/test-database.ts";
import { testApp, type TestApp } from "../platform/testing/test-app.ts";

const id = (n: number) => `0190a000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const [SCHOOL, OTHER, TEACHER, PUPIL, OFFICER] = [1, 2, 3, 4, 5].map(id) as [
  string,
  string,
  string,
  string,
  string,
];
const REGION = "370202";
const officer: Actor = {
  ...actors.public,
  role: "school-officer",
  userId: "u-officer",
  personId: OFFICER,
  organisation: SCHOOL,
  region: REGION,
  name: "王主任",
};
const elsewhere: Actor = { ...officer, userId: "u-other", personId: id(6), organisation: OTHER };
const teacher: Actor = {
  ...officer,
  role: "teacher",
  userId: "u-teacher",
  personId: TEACHER,
  name: "张老师",
};
const PHONE = "13812345678";
const IDENTITY = "370202200901011239";

let world: TestApp;
beforeAll(async () => {
  world = await testApp();
  const { sql } = world;
  const { vault } = world.platform;
  for (const [organisation, name] of [[SCHOOL, "第一职业学校"], [OTHER, "第二职业学校"]]) {
    await sql("insert into registry.organisation (id, created_at) values ($1, now())", [organisation]);
    await sql(`insert into registry.organisation_version (organisation_id, valid, name, kind, region, change, recorded_at)
      values ($1, '[2020-01-01,)', $2, 'secondary-school', $3, 'registered', now())`, [organisation, name, REGION]);
  }
  await sql(`insert into auth."user" (id, name, email, username, created_at, updated_at) values ('u-teacher', '张老师', 'u-teacher@tixi.invalid', 'zhang', now(), now())`);
  await sql(`insert into registry.person (id, name, phone_sealed, phone_index, email_sealed, user_id, kept_by, state, created_at)
    values ($1, '张老师', $2, $3, $4, 'u-teacher', $5, 'active', now())`,
    [TEACHER, vault.seal("registry.person.phone", PHONE), vault.index("registry.person.phone", PHONE), vault.seal("registry.person.email", "zhang@example.cn"), SCHOOL]);
  await sql(`insert into registry.person (id, name, identity_sealed, identity_index, born_on, state, created_at) values ($1, '小李', $2, $3, '2009-01-01', 'active', now())`,
    [PUPIL, vault.seal("registry.person.identity", IDENTITY), vault.index("registry.person.identity", IDENTITY)]);
  await sql(`insert into registry.student (person_id, school_id, region, student_number, programme_code, level, entry_year, class_name, state, updated_at)
    values ($1, $2, $3, '20250001', '660103', 'secondary', 2025, '数控一班', 'enrolled', now())`, [PUPIL, SCHOOL, REGION]);
  await sql(`insert into registry.guardian (id, person_id, school_id, region, name_sealed, phone_sealed, relation, created_at) values ($1, $2, $3, $4, $5, $6, 'father', now())`,
    [id(9), PUPIL, SCHOOL, REGION, vault.seal("registry.guardian.name", "李大"), vault.seal("registry.guardian.phone", "13700001111")]);
  await sql(`insert into registry.membership (id, person_id, organisation_id, role, region, post, state, since, created_at)
    values ($1, $2, $3, 'teacher', $4, '教研组长', 'active', '2024-09-01', now())`, [id(10), TEACHER, SCHOOL, REGION]);
}); // prettier-ignore
afterAll(() => world.close());

const post = (actor: Actor, url: string, payload: object = {}, headers = {}) =>
  world.call(actor, { method: "POST", url: `/api/personal${url}`, payload, headers });
const show = (actor: Actor, field: string, of: string, reason = "核对联系方式", headers = {}) =>
  post(actor, "/reveal", { field, id: of, reason }, headers);

describe("a value in clear", () => {
  test("is given for a reason to whoever answers for the person, and who looked stands in the trail", async () => {
    const answer = await show(officer, "registry.person.phone", TEACHER, "核对联系方式", { "idempotency-key": "a-look-0001" });
    expect([answer.statusCode, answer.json(), answer.headers["cache-control"]]).toEqual([200, { value: PHONE }, "no-store"]);
    expect((await show(officer, "registry.person.identity", PUPIL)).json()).toEqual({ value: IDENTITY });
    expect((await show(officer, "registry.guardian.phone", id(9))).json()).toEqual({ value: "13700001111" });
    expect((await show(teacher, "registry.person.email", TEACHER, "查看本人信息")).json()).toEqual({ value: "zhang@example.cn" });
    const trail = await world.sql("select kind, subject, actor_id, why, after from audit.entry where action = 'personal.reveal' order by id");
    expect(trail[0]).toEqual({ kind: "read", subject: `person:${TEACHER}`, actor_id: "u-officer", why: "核对联系方式", after: { fields: ["registry.person.phone"] } });
    expect(trail.length).toBe(4);
    // and nowhere else: neither in the trail nor among answers kept for repeated requests
    for (const table of ["audit.entry", "platform.request"]) {
      const [row] = await world.sql<{ n: number }>(`select count(*)::int as n from ${table} t where t::text ~ '${PHONE}|${IDENTITY}|13700001111'`);
      expect(row!.n, table).toBe(0);
    }
  }); // prettier-ignore

  test("is refused without a reason, to others, and for what is not sealed", async () => {
    expect((await show(officer, "registry.person.phone", TEACHER, "看看")).statusCode).toBe(400);
    expect((await show(elsewhere, "registry.person.phone", TEACHER)).statusCode).toBe(404);
    expect((await show(elsewhere, "registry.person.identity", PUPIL)).statusCode).toBe(404);
    expect((await show(elsewhere, "registry.guardian.name", id(9))).statusCode).toBe(404);
    expect((await show(teacher, "registry.person.identity", PUPIL)).statusCode).toBeGreaterThanOrEqual(403);
    expect((await show(officer, "registry.person.email", PUPIL)).statusCode).toBe(404);
    expect((await show(officer, "registry.person.name", TEACHER)).statusCode).toBe(404);
    expect((await show(officer, "auth.account.password", TEACHER)).statusCode).toBe(404);
    expect((await show(actors.public, "registry.person.phone", TEACHER)).statusCode).toBe(401);
  });

  test("is given so often an hour and no more", async () => {
    const curious = { ...officer, userId: "u-curious" };
    for (let n = 0; n < MOST_AN_HOUR; n++) await world.as(curious, (ctx) => ctx.auditRead("person:x", [], "测试次数", "personal.reveal"));
    expect((await show(curious, "registry.person.phone", TEACHER)).statusCode).toBe(429);
    expect((await show(officer, "registry.person.phone", TEACHER)).statusCode).toBe(200);
  }); // prettier-ignore
});

test("the public rules name every kind of data in both languages, without a secret and without anybody's data", async () => {
  const answer = await world.call(actors.public, { url: "/api/public/personal-data" });
  const { version, fields, sections } = answer.json();
  expect([answer.statusCode, version, sections.length]).toEqual([200, "1.0", 6]);
  expect(fields.map((one: { label: { zh: string } }) => one.label.zh)).toEqual(expect.arrayContaining(["公民身份号码", "手机号码", "监护人姓名"]));
  for (const one of fields) {
    expect(one.kind).not.toBe("secret");
    for (const words of [one.label, one.purpose]) expect(words.zh && words.en, one.label.zh).toBeTruthy();
  }
}); // prettier-ignore

describe("a copy of what is held about me", () => {
  test.each(["json", "html", "xlsx"])("as %s, over all modules", async (format) => {
    const answer = await world.call(teacher, { url: `/api/personal/export?format=${format}` });
    expect([answer.statusCode, answer.headers["content-disposition"]]).toEqual([200, `attachment; filename="personal-data-2026-11-23.${format}"`]);
    if (format === "xlsx") return void expect(answer.rawPayload.subarray(0, 2).toString()).toBe("PK");
    for (const held of [PHONE, "zhang@example.cn", "第一职业学校", "教研组长", "zhang", "核对联系方式"]) expect(answer.body, held).toContain(held);
    // not what is held about others: who looked is told by his role
    for (const other of [IDENTITY, "王主任", "小李"]) expect(answer.body, other).not.toContain(other);
  }); // prettier-ignore

  test("is nobody else's, and stands among the requests", async () => {
    expect((await world.call(actors.public, { url: "/api/personal/export" })).statusCode).toBe(401);
    const { items } = (await world.call(teacher, { url: "/api/personal/requests/mine" })).json();
    expect(items[0]).toMatchObject({ kind: "export", state: "done", mine: true });
    expect((await world.call(officer, { url: "/api/personal/requests/mine" })).json().items).toEqual([]);
  });
});

describe("an erasure", () => {
  let request: { id: string; etag: string };
  test("is asked for by the person, due in fifteen working days, and seen by those who answer for him", async () => {
    const asked = await post(teacher, "/requests", { kind: "erase", reason: "已调离" });
    expect(asked.json()).toMatchObject({ state: "asked", dueOn: "2026-12-14", mine: true, byRule: false });
    expect((await post(teacher, "/requests", { kind: "erase" })).statusCode).toBe(409);
    const list = async (actor: Actor) => (await world.call(actor, { url: "/api/personal/requests?state=asked" })).json().items;
    [request] = await list(officer);
    expect(request).toMatchObject({ id: asked.json().id, reason: "已调离", mine: false });
    expect(await list(elsewhere)).toEqual([]);
    expect((await world.call(teacher, { url: "/api/personal/requests" })).statusCode).toBe(403);
  }); // prettier-ignore

  test("is decided once, with a reason, by those who answer for him and not by himself", async () => {
    const decide = (actor: Actor, reason = "已核实本人意愿", etag = request.etag) =>
      post(actor, `/requests/${request.id}/decision`, { decision: "accept", reason }, { "if-match": etag });
    expect((await decide(officer, "好")).statusCode).toBe(400);
    expect((await decide(elsewhere)).statusCode).toBe(404);
    expect((await decide({ ...officer, userId: "u-teacher", personId: TEACHER })).statusCode).toBe(403);
    expect((await decide(officer, undefined, '"old"')).statusCode).toBe(412);
    expect((await decide(officer)).json()).toMatchObject({ state: "accepted", decision: "已核实本人意愿" });
    expect((await decide(officer, undefined, "*")).statusCode).toBe(409);
    expect((await post(teacher, `/requests/${request.id}/withdraw`)).statusCode).toBe(409);
  });

  test("leaves a number, and the trail stays whole; a second run does nothing", async () => {
    const outcome = await erase(world.platform, modules, request.id, officer);
    expect(outcome).toMatchObject({ erased: expect.arrayContaining(["registry.person", "auth.user"]), kept: [expect.anything()] });
    expect(await erase(world.platform, modules, request.id)).toBeNull();
    const [person] = await world.sql("select name, state, user_id, phone_sealed, phone_index, email_sealed from registry.person where id = $1", [TEACHER]);
    expect(person).toEqual({ name: "已注销", state: "erased", user_id: null, phone_sealed: null, phone_index: null, email_sealed: null });
    expect(await world.sql("select state, post from registry.membership where person_id = $1", [TEACHER])).toEqual([{ state: "ended", post: "" }]);
    expect(await world.sql(`select 1 from auth."user" where id = 'u-teacher'`)).toEqual([]);
    // his name stands nowhere but where the law wants it kept
    const [columns] = await world.sql<{ hits: string[] | null }>(`select array_agg(t.name) as hits from (
      select format('%I.%I', table_schema, table_name) as name,
        (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I.%I t where t::text like ''%%张老师%%''', table_schema, table_name), true, true, '')))[1]::text::int as n
      from information_schema.tables where table_type = 'BASE TABLE' and table_schema in ('registry', 'auth', 'platform', 'audit')) t where n > 0`);
    expect(columns!.hits).toEqual(["audit.entry"]);
    const [entry] = await world.sql("select actor_id, subject from audit.entry where action = 'personal.erase'");
    expect(entry).toEqual({ actor_id: "u-officer", subject: `person:${TEACHER}` });
    expect((await show(officer, "registry.person.phone", TEACHER)).statusCode).toBe(404);
  }); // prettier-ignore
});

describe("what has outlived its term", () => {
  test("goes by itself where the rule says so, and else waits for a decision once", async () => {
    const old = id(20);
    await world.sql("insert into registry.person (id, name, kept_by, state, created_at) values ($1, '旧人', $2, 'active', now() - interval '9 years')", [old, SCHOOL]);
    await world.sql(`insert into registry.membership (id, person_id, organisation_id, role, region, state, since, until, created_at)
      values ($1, $2, $3, 'teacher', $4, 'ended', '2018-01-01', '2023-11-22', now())`, [id(21), old, SCHOOL, REGION]);
    const recent = id(22);
    await world.sql("insert into registry.person (id, name, kept_by, state, created_at) values ($1, '新人', $2, 'active', now() - interval '9 years')", [recent, SCHOOL]);
    await world.sql(`insert into registry.membership (id, person_id, organisation_id, role, region, state, since, until, created_at)
      values ($1, $2, $3, 'teacher', $4, 'ended', '2018-01-01', '2023-11-25', now())`, [id(23), recent, SCHOOL, REGION]);
    for (const [n, expires] of [[30, "2026-08-01"], [31, "2026-11-01"]] as const)
      await world.sql(`insert into registry.invitation (id, token_hash, name, role, actor, created_at, expires_at) values ($1, $2, '被邀请人', 'teacher', '{}', now(), $3)`, [id(n), Buffer.from([n]), expires]);
    const done = await retain(world.platform, modules);
    expect(done).toMatchObject({ asked: 1, expired: expect.arrayContaining([{ table: "registry.invitation", rows: 1 }]) });
    expect((await retain(world.platform, modules)).asked).toBe(0);
    const { items } = (await world.call(officer, { url: "/api/personal/requests?state=asked" })).json();
    expect(items).toEqual([expect.objectContaining({ personId: old, byRule: true, reason: "保存期限届满（自 2023-11-22 起）" })]);
  }); // prettier-ignore
});
