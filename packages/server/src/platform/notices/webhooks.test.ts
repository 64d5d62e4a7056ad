import { createHmac, randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { NOBODY, type Actor, type Role } from "../context.ts";
import { testApp, type TestApp } from "../testing/test-app.ts";
import { actors } from "../testing/test-database.ts";
import { deliverDue } from "./deliver.ts";
import { noticeKind } from "./kinds.ts";
import { networksOf } from "./networks.ts";
import { notify } from "./notify.ts";
import { spreadAnnouncements } from "./spread.ts";

let heard: { headers: http.IncomingHttpHeaders; body: string }[] = [];
let answer = 200;
let server: http.Server;
let url: string;
beforeAll(async () => {
  server = http.createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      heard.push({ headers: request.headers, body });
      response.writeHead(answer, { location: `${url}/elsewhere` }).end("thanks");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

let app: TestApp;
let now: Date;
let mine: string;
beforeEach(async () => {
  [heard, answer, now, mine] = [[], 200, new Date("2026-11-23T08:00:00+08:00"), randomUUID()];
  app = await testApp();
  const { platform } = app;
  platform.clock = () => now;
  platform.notices.kinds = new Map([...platform.notices.kinds, [visit.name, visit]]);
  Object.assign(platform.notices.webhooks, { allowHttp: true, allowed: networksOf(["127.0.0.1/32"]) });
});
afterEach(() => app.close());

const visit = noticeKind({
  name: "platform.visit",
  title: { zh: "来访", en: "A visit" },
  params: { place: "text", guests: "number", who: "personal" },
  subject: { zh: "{place}有来访", en: "Guests at {place}" },
  body: { zh: "联系人：{who}", en: "Ask for {who}" },
  mail: "none",
});
const officer = (role: Role = "school-officer", organisation = mine): Actor => ({
  ...NOBODY,
  userId: `u-${role}-${organisation}`,
  name: "王老师",
  role,
  region: "370200",
  organisation,
});
const call = async (actor: Actor, method: string, path: string, payload?: object, etag?: string) =>
  app.call(actor, {
    method: method as "POST",
    url: `/api/webhooks${path}`,
    ...(payload ? { payload } : {}),
    headers: etag ? { "if-match": etag } : {},
  });
const wishes = () => ({ name: "数据中台", url, events: [visit.name] });
async function add(actor: Actor = officer()) {
  const made = await call(actor, "POST", "", wishes());
  expect(made.statusCode, made.body).toBe(200);
  return made.json() as { webhook: { id: string; etag: string; state: string; url: string }; secret: string };
}
async function tell(actor: Actor = officer()): Promise<void> {
  await app.as(actor, (ctx) =>
    notify(ctx, {
      kind: visit,
      params: { place: "示例学校", guests: 3, who: "王老师" },
      link: "/visits/1",
      to: { userId: "x" },
    }),
  );
  await spreadAnnouncements(app.platform);
}
const found = async (actor: Actor, id: string) =>
  (await call(actor, "GET", "")).json().items.find((one: { id: string }) => one.id === id);

describe("a message", () => {
  test("is signed as the Standard Webhooks say, and holds nothing personal", async () => {
    const { secret, webhook } = await add();
    await tell();
    expect(await deliverDue(app.platform)).toBe(1);
    const [{ headers, body }] = heard as [(typeof heard)[0]];
    const message = JSON.parse(body);
    expect(message).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      kind: "platform.visit",
      at: now.toISOString(),
      link: expect.stringMatching(/^http.*\/visits\/1$/),
      data: { place: "示例学校", guests: 3 },
    });
    expect(body).not.toContain("王老师");
    expect(headers["webhook-id"]).toBe(message.id);
    expect(Number(headers["webhook-timestamp"]) * 1000).toBe(now.getTime());
    // as the receiver checks it, from the secret that he was shown
    const key = Buffer.from(secret.replace("whsec_", ""), "base64");
    expect(key).toHaveLength(32);
    const content = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
    const signature = createHmac("sha256", key).update(content).digest("base64");
    expect(headers["webhook-signature"]).toBe(`v1,${signature}`);
    const [sent] = (await call(officer(), "GET", `/${webhook.id}/deliveries`)).json().items;
    expect(sent).toMatchObject({ kind: "platform.visit", state: "sent", status: 200, tries: 1 });
  });

  test("goes to those whose matter it is and who want it, and to nobody else", async () => {
    await add();
    await add(officer("enterprise-officer", randomUUID()));
    await add(actors.administrator);
    await app.sql("update platform.webhook set events = '{platform.job-done}' where organisation is null");
    await tell();
    expect(await deliverDue(app.platform)).toBe(1);
    // the region's own matter: the office's endpoint, if it wants it
    await app.sql("update platform.webhook set events = '{platform.visit}' where organisation is null");
    await tell(actors.planner);
    expect(await deliverDue(app.platform)).toBe(1);
  });

  test("is tried again after a pause that doubles; after a day the endpoint is disabled and its officers are told", async () => {
    await app.sql("insert into registry.organisation (id, created_at) values ($1, now())", [mine]);
    await app.sql("insert into registry.person (id, name, user_id, state, created_at) values ($1, '王', $2, 'active', now())", [mine, officer().userId]); // prettier-ignore
    await app.sql(`insert into registry.membership (id, person_id, organisation_id, role, state, since, created_at)
      values (gen_random_uuid(), $1, $1, 'school-officer', 'active', '2026-01-01', now())`, [mine]); // prettier-ignore
    const { webhook } = await add();
    answer = 503;
    await tell();
    const started = now.getTime();
    let tries = 0;
    for (; tries < 40 && (await deliverDue(app.platform)) > 0; tries++) {
      const [due] = await app.sql<{ state: string; next_at: Date }>("select state, next_at from platform.delivery"); // prettier-ignore
      if (due!.state !== "waiting") break;
      if (tries === 2) expect(due!.next_at.getTime() - now.getTime()).toBe(4 * 60_000);
      expect(await found(officer(), webhook.id)).toMatchObject({ state: "active", lastError: "HTTP 503" });
      now = due!.next_at;
    }
    expect(now.getTime() - started).toBe(24 * 60 * 60_000);
    expect(new Set(heard.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(await found(officer(), webhook.id)).toMatchObject({ state: "disabled" });
    await spreadAnnouncements(app.platform);
    const told = (await app.call(officer(), { url: "/api/notices" })).json().items;
    expect(told).toMatchObject([
      { kind: "platform.webhook-disabled", link: "/notices/preferences", subject: expect.stringContaining("127.0.0.1") },
    ]); // prettier-ignore
    // nothing goes there any more, until somebody takes it up again
    answer = 200;
    heard = [];
    await tell();
    expect(await deliverDue(app.platform)).toBe(0);
    const { etag } = await found(officer(), webhook.id);
    expect((await call(officer(), "PUT", `/${webhook.id}`, { ...wishes(), state: "active" }, etag)).statusCode).toBe(200); // prettier-ignore
    await tell();
    await deliverDue(app.platform);
    expect(heard).toHaveLength(1);
    expect(await found(officer(), webhook.id)).toMatchObject({ state: "active", failingSince: null });
  });

  test("that is answered with “gone” disables the endpoint at once; a redirect is a failure", async () => {
    const { webhook } = await add();
    answer = 307;
    await tell();
    await deliverDue(app.platform);
    expect(heard).toHaveLength(1);
    expect(await found(officer(), webhook.id)).toMatchObject({ state: "active", lastError: "HTTP 307" });
    answer = 410;
    now = new Date(now.getTime() + 60_000);
    await deliverDue(app.platform);
    expect(await found(officer(), webhook.id)).toMatchObject({ state: "disabled" });
    now = new Date(now.getTime() + 24 * 60 * 60_000);
    await deliverDue(app.platform);
    expect(heard).toHaveLength(2);
  });

  test("to a name that leads inside is not sent, whatever it was when it was typed", async () => {
    await add();
    await app.sql("update platform.webhook set url = 'http://metadata.example.cn/latest'");
    app.platform.notices.webhooks.resolve = async () => [{ address: "169.254.169.254", family: 4 }];
    await tell();
    await deliverDue(app.platform);
    expect(await app.sql("select state, last_error from platform.delivery")).toEqual([
      { state: "waiting", last_error: "address-refused" },
    ]);
  });
});

describe("the endpoints of an organisation", () => {
  test("are kept by its officers and the administrator of the region, seen by nobody else", async () => {
    const { webhook } = await add();
    const same = officer("secretariat");
    expect(await found(same, webhook.id)).toMatchObject({ id: webhook.id });
    expect(await found(actors.administrator, webhook.id)).toMatchObject({ id: webhook.id });
    const other = officer("school-officer", randomUUID());
    const far = { ...actors.administrator, region: "330000" };
    for (const actor of [other, far]) {
      expect(await found(actor, webhook.id)).toBeUndefined();
      const writes: [string, string, object?][] = [
        ["PUT", `/${webhook.id}`, { ...wishes(), state: "paused" }],
        ["DELETE", `/${webhook.id}`],
        ["POST", `/${webhook.id}/secret`],
        ["POST", `/${webhook.id}/test`],
        ["GET", `/${webhook.id}/deliveries`],
      ];
      for (const [method, path, payload] of writes)
        expect((await call(actor, method, path, payload, "*")).statusCode, `${method} ${path}`).toBe(404);
      const rows = await app.as(actor, async ({ tx }) => {
        await sql`delete from platform.webhook`.execute(tx);
        return sql`select 1 from platform.webhook`.execute(tx);
      });
      expect(rows.rows).toEqual([]);
    }
    for (const actor of [actors.planner, officer("teacher"), officer("student")])
      expect((await call(actor, "GET", "")).statusCode).toBe(403);
    expect((await call(actors.public, "GET", "")).statusCode).toBe(401);
    expect(await found(officer(), webhook.id)).toMatchObject({ id: webhook.id });
    expect(heard).toEqual([]);
  });

  test("tell their secret once; it is sealed, and a new one takes its place", async () => {
    const { secret, webhook } = await add();
    expect((await call(officer(), "GET", "")).body).not.toContain(secret);
    const [{ all } = { all: "" }] = await app.sql<{ all: string }>(
      "select (select string_agg(w::text, '') from platform.webhook w) || (select string_agg(e::text, '') from audit.entry e) as all",
    );
    expect(all).toContain(webhook.id);
    expect(all).not.toContain(secret.slice(6));
    const renewed = (await call(officer(), "POST", `/${webhook.id}/secret`, undefined, webhook.etag)).json();
    expect(renewed.secret).not.toBe(secret);
    expect((await call(officer(), "POST", `/${webhook.id}/secret`, undefined, webhook.etag)).statusCode).toBe(412); // prettier-ignore
    await tell();
    await deliverDue(app.platform);
    const { headers, body } = heard[0]!;
    const sign = (text: string) =>
      `v1,${createHmac("sha256", Buffer.from(text.slice(6), "base64"))
        .update(`${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`)
        .digest("base64")}`;
    expect(headers["webhook-signature"]).toBe(sign(renewed.secret));
    expect(headers["webhook-signature"]).not.toBe(sign(secret));
  });

  test("can be tried at once; the answer says how it went and nothing of what was answered", async () => {
    const { webhook } = await add();
    const attempt = async () => (await call(officer(), "POST", `/${webhook.id}/test`)).json();
    expect(await attempt()).toEqual({ ok: true, status: 200, fault: null });
    expect(JSON.parse(heard[0]!.body)).toMatchObject({ kind: "platform.test", data: {} });
    answer = 500;
    expect(await attempt()).toEqual({ ok: false, status: 500, fault: null });
    await app.sql("update platform.webhook set url = 'http://127.0.0.2:9/'");
    expect(await attempt()).toEqual({ ok: false, status: null, fault: "address-refused" });
    expect(heard).toHaveLength(2);
  });

  test("cannot lead inside, be of another scheme, or want what nobody sends", async () => {
    Object.assign(app.platform.notices.webhooks, { allowHttp: false, allowed: networksOf([]) });
    const attempts = [
      { url: "http://hooks.example.cn/" },
      { url: "https://127.0.0.1/" },
      { url: "https://[::ffff:10.0.0.1]/" },
      { url: "https://user:secret@hooks.example.cn/" },
      { url: "https://hooks.example.cn/", events: ["no.such"] },
      { url: "https://hooks.example.cn/", events: [] },
      { url: "https://hooks.example.cn/", state: "active", organisation: randomUUID(), region: "330000" },
    ];
    for (const attempt of attempts)
      expect((await call(officer(), "POST", "", { ...wishes(), ...attempt })).statusCode, JSON.stringify(attempt)).toBe(400); // prettier-ignore
    expect(await app.sql("select 1 from platform.webhook")).toEqual([]);
  });

  test("are changed by version, removed with their deliveries, and leave a trace in the audit", async () => {
    const { webhook } = await add();
    const change = (etag: string) =>
      call(officer(), "PUT", `/${webhook.id}`, { ...wishes(), name: "改名", state: "paused" }, etag);
    expect((await change(webhook.etag)).json()).toMatchObject({ name: "改名", state: "paused" });
    expect((await change(webhook.etag)).statusCode).toBe(412);
    await tell();
    expect(await deliverDue(app.platform)).toBe(0);
    expect((await call(officer(), "DELETE", `/${webhook.id}`)).statusCode).toBe(200);
    expect(await found(officer(), webhook.id)).toBeUndefined();
    const entries = await app.sql<{ action: string }>("select action, after::text from audit.entry where subject = $1 order by id", [`webhook:${webhook.id}`]); // prettier-ignore
    expect(entries.map(({ action }) => action)).toEqual(["webhook.add", "webhook.change", "webhook.remove"]);
    // the address may hold the receiver's own token: only its host is kept
    expect(JSON.stringify(entries)).not.toContain("/hook");
  });
});
