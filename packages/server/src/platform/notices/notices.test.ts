import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NOBODY, type Actor, type Role } from "../context.ts";
import { testApp, type TestApp } from "../testing/test-app.ts";
import { actors } from "../testing/test-database.ts";
import { removeOldNotices } from "./daily.ts";
import { noticeKind } from "./kinds.ts";
import { notify } from "./notify.ts";
import { spreadAnnouncements } from "./spread.ts";

let app: TestApp;
beforeEach(async () => {
  app = await testApp();
  app.platform.notices.kinds = new Map([...app.platform.notices.kinds, [visit.name, visit]]);
});
afterEach(() => app.close());

const visit = noticeKind({
  name: "platform.visit",
  title: { zh: "来访", en: "A visit" },
  params: { place: "text", guests: "number", who: "personal" },
  subject: { zh: "{place}有 {guests} 人来访", en: "Guests at {place}: {guests}" },
  body: { zh: "联系人：{who}", en: "Ask for {who}" },
  mail: "none",
});
const told = { kind: visit, params: { place: "示例学校", guests: 1200, who: "王老师" }, link: "/visits/1" };

/** Somebody in the register with one role. */
async function person(
  role: Role,
  where: { region?: string | null; organisation?: string | null; state?: string },
): Promise<Actor> {
  const [id, userId] = [randomUUID(), `u-${randomUUID()}`];
  const { region = null, organisation = null, state = "active" } = where;
  await app.sql("insert into registry.person (id, name, user_id, state, created_at) values ($1, '某人', $2, $3, now())", [id, userId, state]); // prettier-ignore
  await app.sql(
    `insert into registry.membership (id, person_id, organisation_id, role, region, state, since, created_at)
     values (gen_random_uuid(), $1, $2, $3, $4, 'active', '2026-01-01', now())`,
    [id, organisation, role, region],
  );
  return { ...NOBODY, userId, personId: id, name: "某人", role, region: region ?? "370000", organisation };
}
async function school(): Promise<string> {
  const id = randomUUID();
  await app.sql("insert into registry.organisation (id, created_at) values ($1, now())", [id]);
  return id;
}
const inbox = async (actor: Actor, language = "zh-CN") => {
  const answer = await app.call(actor, { url: "/api/notices", headers: { "accept-language": language } });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().items as { id: string; subject: string; body: string; link: string; readAt: string | null }[]; // prettier-ignore
};
const unread = async (actor: Actor) =>
  (await app.call(actor, { url: "/api/notices/unread" })).json().unread as number;

describe("who is told", () => {
  test("one account, in the reader's language; others see nothing of it", async () => {
    await app.as(actors.planner, (ctx) => notify(ctx, { ...told, to: { userId: "test-administrator" } }));
    expect(await unread(actors.administrator)).toBe(0);
    expect(await spreadAnnouncements(app.platform)).toBe(1);
    expect(await inbox(actors.administrator)).toMatchObject([
      { subject: "示例学校有 1,200 人来访", body: "联系人：王老师", link: "/visits/1", readAt: null },
    ]);
    expect(await inbox(actors.administrator, "en")).toMatchObject([
      { subject: "Guests at 示例学校: 1,200", body: "Ask for 王老师" },
    ]);
    expect(await unread(actors.administrator)).toBe(1);
    for (const other of [actors.planner, actors.stranger, actors.auditor])
      expect(await inbox(other)).toEqual([]);
    // and past every route: no row is seen or changed
    const rows = (actor: Actor) =>
      app.as(actor, async ({ tx }) => {
        await sql`update platform.notice set read_at = now()`.execute(tx);
        return (await sql`select 1 from platform.notice`.execute(tx)).rows.length;
      });
    expect(await rows(actors.planner)).toBe(0);
    expect(await rows(actors.public)).toBe(0);
    expect(await unread(actors.administrator)).toBe(1);
    expect((await app.call(actors.public, { url: "/api/notices" })).statusCode).toBe(401);
  });

  test("nobody, where the transaction is rolled back", async () => {
    const failing = app.as(actors.planner, async (ctx) => {
      await notify(ctx, { ...told, to: { userId: "test-administrator" } });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await spreadAnnouncements(app.platform)).toBe(0);
    expect(await unread(actors.administrator)).toBe(0);
  });

  test("nobody, where a silent actor loads sample data, whomever it is meant for", async () => {
    const loader: Actor = { ...actors.planner, silent: true };
    await app.as(loader, (ctx) => notify(ctx, { ...told, to: { userId: "test-administrator" } }));
    await app.as(loader, (ctx) => notify(ctx, { ...told, to: { role: "administrator", region: "370000" } }));
    expect(await spreadAnnouncements(app.platform)).toBe(0);
    expect(await unread(actors.administrator)).toBe(0);
  });

  test("nobody twice, however many processes spread at once", async () => {
    for (let n = 0; n < 12; n++)
      await app.as(actors.planner, (ctx) => notify(ctx, { ...told, to: { userId: "test-administrator" } }));
    const counts = await Promise.all([1, 2, 3].map(() => spreadAnnouncements(app.platform)));
    expect(counts.reduce((sum, n) => sum + n)).toBe(12);
    expect(await unread(actors.administrator)).toBe(12);
  });

  test("all who hold a role in an organisation, and no one else; not the one who acts", async () => {
    const [mine, other] = [await school(), await school()];
    const [first, second] = [await person("school-officer", { organisation: mine }), await person("school-officer", { organisation: mine })]; // prettier-ignore
    const silent = [
      await person("school-officer", { organisation: other }),
      await person("teacher", { organisation: mine }),
      await person("school-officer", { organisation: mine, state: "deactivated" }),
    ];
    await app.as(first, (ctx) =>
      notify(ctx, { ...told, to: { role: "school-officer", organisation: mine } }),
    );
    await spreadAnnouncements(app.platform);
    expect(await inbox(second)).toHaveLength(1);
    for (const one of [first, ...silent]) expect(await inbox(one)).toEqual([]);
  });

  test("a region's office, or those of all within it; the installation's own are of every region", async () => {
    const province = await person("planner", { region: "370000" });
    const city = await person("planner", { region: "370200" });
    const whole = await person("planner", { region: null });
    const far = await person("planner", { region: "330000" });
    await app.as(actors.planner, (ctx) =>
      notify(ctx, { ...told, to: { role: "planner", region: "370000" } }),
    );
    await spreadAnnouncements(app.platform);
    expect(await Promise.all([province, city, whole, far].map(unread))).toEqual([1, 0, 1, 0]);
    await app.as(actors.planner, (ctx) =>
      notify(ctx, { ...told, to: { role: ["planner", "reviewer"], region: "370000", within: true } }),
    );
    await spreadAnnouncements(app.platform);
    expect(await Promise.all([province, city, whole, far].map(unread))).toEqual([2, 1, 2, 0]);
  });

  test("one to whom a role was lent for a time", async () => {
    const mine = await school();
    const lender = await person("school-officer", { organisation: mine });
    const standIn = await person("teacher", { organisation: mine });
    await app.sql(
      `insert into registry.delegation (id, membership_id, from_person, to_person, organisation_id, reason, since, until, created_at)
       select gen_random_uuid(), id, $1, $2, $3, '出差', now() - interval '1 day', now() + interval '1 day', now()
       from registry.membership where person_id = $1`,
      [lender.personId, standIn.personId, mine],
    );
    await app.as(actors.planner, (ctx) =>
      notify(ctx, { ...told, to: { role: "school-officer", organisation: mine } }),
    );
    await spreadAnnouncements(app.platform);
    expect(await Promise.all([lender, standIn].map(unread))).toEqual([1, 1]);
  });

  test("a matter of a kind that nobody declares holds up nothing", async () => {
    await app.sql(
      `insert into platform.announcement (id, at, kind, params, link, recipients, region, next_at)
       values (gen_random_uuid(), '2026-11-01', 'gone.kind', '{}', '/', '[{"userId":"test-administrator"}]', '370000', '2026-11-01')`,
    );
    await app.as(actors.planner, (ctx) => notify(ctx, { ...told, to: { userId: "test-administrator" } }));
    expect(await spreadAnnouncements(app.platform)).toBe(1);
    expect(await unread(actors.administrator)).toBe(1);
  });

  test("a link leads nowhere but into the site", async () => {
    for (const link of ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1", ""])
      await expect(
        app.as(actors.planner, (ctx) => notify(ctx, { ...told, link, to: { userId: "x" } })),
        link,
      ).rejects.toThrow(/check/);
  });
});

describe("the inbox", () => {
  const tell = async (count: number) => {
    for (let n = 0; n < count; n++)
      await app.as(actors.planner, (ctx) =>
        notify(ctx, {
          ...told,
          params: { ...told.params, guests: n },
          to: { userId: "test-administrator" },
        }),
      );
    await spreadAnnouncements(app.platform);
  };
  const mark = (id: string, read: boolean, actor: Actor = actors.administrator) =>
    app.call(actor, { method: "POST", url: `/api/notices/${id}/mark`, payload: { read } });

  test("unread first, newest first, page by page, each once", async () => {
    await tell(7);
    const all = await inbox(actors.administrator);
    expect(all.map(({ subject }) => /\d+/.exec(subject)![0])).toEqual(["6", "5", "4", "3", "2", "1", "0"]);
    expect((await mark(all[0]!.id, true)).json()).toEqual({ unread: 6 });
    const pages: string[] = [];
    let cursor: string | null = null;
    do {
      const { items, next }: { items: { subject: string }[]; next: string | null } = (await app.call(actors.administrator, { url: `/api/notices?limit=3${cursor ? `&cursor=${cursor}` : ""}` })).json(); // prettier-ignore
      pages.push(...items.map((item) => /\d+/.exec(item.subject)![0]));
      cursor = next;
    } while (cursor);
    expect(pages).toEqual(["5", "4", "3", "2", "1", "0", "6"]);
    expect((await mark(all[0]!.id, false)).json()).toEqual({ unread: 7 });
  });

  test("nobody marks another's; all read leaves what arrived meanwhile", async () => {
    await tell(3);
    const [newest] = await inbox(actors.administrator);
    expect((await mark(newest!.id, true, actors.planner)).statusCode).toBe(404);
    await tell(1);
    const answer = await app.call(actors.administrator, {
      method: "POST",
      url: "/api/notices/read",
      payload: { upTo: newest!.id },
    });
    expect(answer.json()).toEqual({ unread: 1 });
  });

  test("what was read half a year ago goes; what is unread stays", async () => {
    await tell(3);
    const [one, two] = await inbox(actors.administrator);
    await app.sql("update platform.notice set read_at = '2026-05-20' where id = $1", [one!.id]);
    await app.sql("update platform.notice set read_at = '2026-06-01' where id = $1", [two!.id]);
    await app.sql("update platform.notice set created_at = '2020-01-01'");
    expect(await removeOldNotices(app.platform)).toMatchObject({ notices: 1 });
    expect(await inbox(actors.administrator)).toHaveLength(2);
  });
});

test("preferences: what is chosen is kept, by version; unknown kinds are refused", async () => {
  const url = "/api/notices/preferences";
  const read = async () => (await app.call(actors.planner, { url })).json();
  const before = await read();
  expect(before).toMatchObject({ language: "zh-CN", mail: "not-set" });
  const jobs = { kind: "platform.job-failed", title: "我启动的任务失败", mail: "now", usual: "now" };
  expect(before.kinds).toContainEqual(jobs);
  const save = (mail: object, etag: string) =>
    app.call(actors.planner, {
      method: "PUT",
      url,
      payload: { language: "en", mail },
      headers: { "if-match": etag },
    });
  expect((await save({ "platform.job-failed": "daily" }, before.etag)).json()).toMatchObject({
    language: "en",
  });
  expect((await save({ "platform.job-failed": "none" }, before.etag)).statusCode).toBe(412);
  const after = await read();
  expect(after.kinds).toContainEqual({ ...jobs, mail: "daily" });
  expect((await save({ "no.such": "none" }, after.etag)).statusCode).toBe(400);
  expect((await save({ "platform.job-failed": "often" }, after.etag)).statusCode).toBe(400);
  const entries = await app.sql("select action, after from audit.entry where action like 'notice%'");
  expect(entries).toMatchObject([{ after: { language: "en", mail: { "platform.job-failed": "daily" } } }]);
});
