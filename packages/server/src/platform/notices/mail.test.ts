import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { actors, testDatabase, type TestDatabase } from "../testing/test-database.ts";
import { queueDigests } from "./daily.ts";
import { deliverDue, nextAttempt } from "./deliver.ts";
import { noticeKind } from "./kinds.ts";
import { smtpMailer, type MailRefused } from "./mailer.ts";
import { notify } from "./notify.ts";
import { startPostOffice } from "./post-office.ts";
import { spreadAnnouncements } from "./spread.ts";

interface Received {
  from: string;
  to: string[];
  raw: string;
}

let received: Received[] = [];
/** what the server answers to the next recipients */
let refuse: { code: number; text: string } | null = null;
let server: SMTPServer;
let url: string;
beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onRcptTo: (_address, _session, done) => {
      if (!refuse) return done();
      done(Object.assign(new Error(refuse.text), { responseCode: refuse.code }));
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(parts).toString("utf8"),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

let world: TestDatabase;
let now: Date;
beforeEach(async () => {
  received = [];
  refuse = null;
  now = new Date("2026-11-23T08:00:00+08:00");
  world = await testDatabase();
  const { platform } = world;
  platform.clock = () => now;
  platform.notices = {
    ...platform.notices,
    kinds: new Map([[visit.name, visit]]),
    mail: smtpMailer(url, "体系 <noreply@tixi.example.cn>"),
    site: "https://tixi.example.cn",
  };
});
afterEach(async () => {
  world.platform.notices.mail?.close();
  await world.close();
});

const visit = noticeKind({
  name: "platform.visit",
  title: { zh: "来访", en: "A visit" },
  params: { place: "text", who: "personal" },
  subject: { zh: "{place}有来访", en: "Guests at {place}" },
  body: { zh: "联系人：{who}", en: "Ask for {who}" },
  mail: "now",
});

async function reader(email: string | null, state = "active"): Promise<string> {
  const userId = `u-${randomUUID()}`;
  await world.sql(
    "insert into registry.person (id, name, user_id, email_sealed, state, created_at) values ($1, '某人', $2, $3, $4, now())",
    [
      randomUUID(),
      userId,
      email === null ? null : world.platform.vault.seal("registry.person.email", email),
      state,
    ],
  );
  return userId;
}
const prefer = (userId: string, mail: string, language = "zh-CN") =>
  world.sql(
    "insert into platform.notice_preference (user_id, language, mail, updated_at) values ($1, $2, $3, now())",
    [userId, language, { [visit.name]: mail }],
  );
async function tell(userId: string, params = { place: "示例学校", who: "<王老师>" }): Promise<void> {
  await world.as(actors.planner, (ctx) =>
    notify(ctx, { kind: visit, params, link: "/visits/1", to: { userId } }),
  );
  await spreadAnnouncements(world.platform);
}
const deliveries = () =>
  world.sql("select state, tries, last_error, next_at from platform.delivery order by id");
const header = (raw: string, name: string) =>
  new RegExp(`^${name}: ((?:.*\r\n[ \t])*.*)$`, "mi")
    .exec(raw.slice(0, raw.indexOf("\r\n\r\n")))?.[1]
    ?.replace(/\r\n[ \t]/g, "");
const decoded = (text = "") =>
  text.replace(/(=\?utf-8\?(?:B|Q)\?[^?]*\?=)\s+(?==\?)/gi, "$1").replace(/=\?utf-8\?(B|Q)\?([^?]*)\?=/gi, (_, way: string, coded: string) =>
    way.toUpperCase() === "B"
      ? Buffer.from(coded, "base64").toString()
      : Buffer.from(coded.replaceAll("_", " ").replace(/=([0-9A-F]{2})/g, (__, hex: string) => String.fromCharCode(parseInt(hex, 16))), "latin1").toString(),
  ); // prettier-ignore
/** the parts of a mail, decoded */
const partsOf = (raw: string) =>
  raw.split(/\r\n--[^\r\n]+\r\n/).slice(1).map((part) => {
    const [head = "", ...rest] = part.split("\r\n\r\n");
    const body = rest.join("\r\n\r\n");
    if (/base64/i.test(head)) return Buffer.from(body.split("\r\n--")[0]!, "base64").toString();
    if (!/quoted-printable/i.test(head)) return body;
    const bytes = body.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    return Buffer.from(bytes, "latin1").toString();
  }); // prettier-ignore

describe("a notice by mail", () => {
  test("reaches its reader: one text, one HTML, escaped, with a link into the site", async () => {
    await tell(await reader("wang@school.example.cn"));
    expect(await deliverDue(world.platform)).toBe(1);
    expect(received).toMatchObject([{ from: "noreply@tixi.example.cn", to: ["wang@school.example.cn"] }]);
    const { raw } = received[0]!;
    expect(decoded(header(raw, "Subject"))).toBe("示例学校有来访");
    expect(header(raw, "Auto-Submitted")).toBe("auto-generated");
    const [text, html] = partsOf(raw);
    expect(text).toContain("联系人：<王老师>");
    expect(text).toContain("https://tixi.example.cn/visits/1");
    expect(html).toContain("联系人：&lt;王老师&gt;");
    expect(html).toContain('href="https://tixi.example.cn/visits/1"');
    expect(await deliveries()).toMatchObject([{ state: "sent", tries: 1, last_error: null }]);
    expect(await deliverDue(world.platform)).toBe(0);
  });

  test("speaks the reader's language, and goes out only as he prefers", async () => {
    const [english, never] = [await reader("a@b.cn"), await reader("c@d.cn")];
    await prefer(english, "now", "en");
    await prefer(never, "none");
    await tell(english);
    await tell(never);
    await deliverDue(world.platform);
    expect(received).toHaveLength(1);
    expect(decoded(header(received[0]!.raw, "Subject"))).toBe("Guests at 示例学校");
  });

  test("goes to nobody where there is no mail server, no address, or no active person", async () => {
    for (const userId of [await reader(null), await reader("a@b.cn", "deactivated"), "unknown"])
      await tell(userId);
    await deliverDue(world.platform);
    expect(received).toEqual([]);
    expect(await deliveries()).toMatchObject([1, 2, 3].map(() => ({ state: "failed", last_error: "no address" }))); // prettier-ignore
    world.platform.notices.mail!.close();
    world.platform.notices = { ...world.platform.notices, mail: null };
    await tell(await reader("e@f.cn"));
    expect(await deliveries()).toHaveLength(3);
    expect(await world.sql("select mail from platform.notice order by id desc limit 1")).toEqual([{ mail: "none" }]); // prettier-ignore
  });

  test("adds no header and no recipient, whatever stands in names and addresses", async () => {
    const attack = "示例\r\nBcc: victim@evil.example\r\n\r\nbody";
    await tell(await reader("ok@school.example.cn"), { place: attack, who: attack });
    await deliverDue(world.platform);
    expect(received).toMatchObject([{ to: ["ok@school.example.cn"] }]);
    expect(header(received[0]!.raw, "Bcc")).toBeUndefined();
    const hostile = [
      "a@b.cn\r\nBcc: victim@evil.example",
      "a@b.cn, victim@evil.example",
      "a@b.cn;victim@evil.example",
      "<a@b.cn> victim@evil.example",
      "a@b.cn\0",
      "a b@c.cn",
      "a@b@c.cn",
      '"x"@b.cn',
      "",
    ];
    for (const address of hostile)
      await expect(
        world.platform.notices.mail!.send(address, "id", { subject: "s", text: "t", html: "h" }),
        address,
      ).rejects.toThrow("not an e-mail address");
    expect(received).toHaveLength(1);
  });

  test("is tried again after a pause that doubles, under the same Message-ID, until it is taken", async () => {
    refuse = { code: 451, text: "try later, wang@school.example.cn" };
    await tell(await reader("wang@school.example.cn"));
    await deliverDue(world.platform);
    const [first] = await deliveries();
    expect(first).toMatchObject({ state: "waiting", tries: 1 });
    // what the server says may hold the address: it is not kept
    expect(first!.last_error).toMatch(/451/);
    expect(first!.last_error).not.toContain("@");
    expect((first!.next_at as Date).getTime() - now.getTime()).toBe(60_000);
    expect(await deliverDue(world.platform)).toBe(0);
    now = new Date(now.getTime() + 60_000);
    await deliverDue(world.platform);
    expect(((await deliveries())[0]!.next_at as Date).getTime() - now.getTime()).toBe(120_000);
    refuse = null;
    now = new Date(now.getTime() + 120_000);
    await deliverDue(world.platform);
    expect(await deliveries()).toMatchObject([{ state: "sent", tries: 3 }]);
    const [{ id } = { id: "" }] = await world.sql<{ id: string }>("select id from platform.delivery");
    expect(header(received[0]!.raw, "Message-ID")).toBe(`<${id}@tixi.example.cn>`);
  });

  test("is given up at once where the address is refused for good", async () => {
    refuse = { code: 550, text: "no such mailbox" };
    await tell(await reader("nobody@school.example.cn"));
    await deliverDue(world.platform);
    expect(await deliveries()).toMatchObject([{ state: "failed", tries: 1 }]);
  });

  test("is sent once by several processes, and again where one died over it", async () => {
    const userId = await reader("wang@school.example.cn");
    for (let n = 0; n < 6; n++) await tell(userId);
    await Promise.all([1, 2, 3].map(() => deliverDue(world.platform)));
    expect(received).toHaveLength(6);
    // taken, and never ended: another takes it when its time has passed
    await world.sql("update platform.delivery set state = 'waiting', next_at = $1, ended_at = null where id = (select id from platform.delivery limit 1)", [new Date(now.getTime() + 120_000)]); // prettier-ignore
    expect(await deliverDue(world.platform)).toBe(0);
    now = new Date(now.getTime() + 120_000);
    expect(await deliverDue(world.platform)).toBe(1);
    expect(received).toHaveLength(7);
  });

  test("goes out by itself where a post office runs, and an orderly end waits for it", async () => {
    const office = startPostOffice(world.platform, 20);
    await world.as(actors.planner, async (ctx) =>
      notify(ctx, {
        kind: visit,
        params: { place: "甲", who: "乙" },
        link: "/",
        to: { userId: await reader("wang@school.example.cn") },
      }),
    );
    await expect.poll(() => received.length, { timeout: 5000 }).toBe(1);
    await office.stop();
    expect(await deliveries()).toMatchObject([{ state: "sent" }]);
  });
});

test("the digest: one mail with a day's unread notices, none where all were read, none twice", async () => {
  const [busy, idle] = [await reader("busy@school.example.cn"), await reader("idle@school.example.cn")];
  await prefer(busy, "daily");
  await prefer(idle, "daily");
  for (const place of ["甲校", "乙校", "丙校"]) await tell(busy, { place, who: "某" });
  await tell(idle);
  expect(await deliverDue(world.platform)).toBe(0);
  await world.sql("update platform.notice set read_at = now() where params ->> 'place' = '乙校' or user_id = $1", [idle]); // prettier-ignore
  expect(await queueDigests(world.platform)).toEqual({ digests: 1 });
  expect(await queueDigests(world.platform)).toEqual({ digests: 0 });
  await deliverDue(world.platform);
  expect(received).toHaveLength(1);
  expect(decoded(header(received[0]!.raw, "Subject"))).toBe("每日汇总：2 条通知");
  const [text] = partsOf(received[0]!.raw);
  expect(text).toContain("· 丙校有来访");
  expect(text).toContain("· 甲校有来访");
  expect(text).not.toContain("乙校");
});

test("pauses double to six hours and end a day after the first attempt", () => {
  const created = new Date("2026-11-23T00:00:00Z");
  let at = created;
  const pauses: number[] = [];
  for (let tries = 1; ; tries++) {
    const next = nextAttempt(created, tries, at);
    if (next === null) break;
    pauses.push((next.getTime() - at.getTime()) / 60_000);
    at = next;
  }
  expect(pauses.slice(0, 9)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256]);
  expect(Math.max(...pauses)).toBe(360);
  expect(at.getTime() - created.getTime()).toBe(24 * 60 * 60_000);
});

test("a wrong password is a matter of the setting: mail waits for it", async () => {
  const strict = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(Object.assign(new Error("no"), { responseCode: 535 })),
  });
  await new Promise<void>((resolve) => strict.listen(0, "127.0.0.1", () => resolve()));
  const { port } = strict.server.address() as AddressInfo;
  const mailer = smtpMailer(`smtp://u:wrong@127.0.0.1:${port}`, "a@b.cn");
  const refused = await mailer
    .send("c@d.cn", "1", { subject: "s", text: "t", html: "h" })
    .catch((error: unknown) => error as MailRefused);
  expect(refused).toMatchObject({ name: "MailRefused", permanent: false });
  mailer.close();
  await new Promise<void>((resolve) => strict.close(() => resolve()));
});
