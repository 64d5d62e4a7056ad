import { sql } from "kysely";
import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../context.ts";
import { createPool } from "../db/connect.ts";
import { transaction } from "../db/transaction.ts";
import { actors, testDatabase, type TestDatabase } from "../testing/test-database.ts";
import { canonical, digestOf, ENTRY_TEXT, type EntryText } from "./digest.ts";
import { createSealer, type Sealer } from "./seal.ts";
import { verifyAudit, type AuditReport } from "./verify.ts";

let world: TestDatabase;
let sealer: Sealer;
beforeEach(async () => {
  world = await testDatabase();
  sealer = createSealer(world.platform);
});
afterEach(async () => {
  await sealer.stop().catch(() => {});
  await world.close();
});

const write = (n: number, actor: Actor = actors.planner) =>
  world.as(actor, (ctx) =>
    ctx.audit("posting.correct", `posting:${n}`, { occupation: "旧" }, { occupation: `新${n}` }, "更正"),
  );
const verify = (): Promise<AuditReport> =>
  verifyAudit(world.platform.pool, { vault: world.platform.vault, dataDir: world.platform.config.dataDir });
/** As the superuser, past every trigger: what an attacker with the whole database can do. */
const tamper = async (...statements: string[]) => {
  await world.sql(`begin; set local session_replication_role = replica; ${statements.join(";")}; commit`);
};
const entryAt = async (seq: number) =>
  (
    await world.sql<{ id: string; action: string }>(
      `select entry_id as id, action from audit.link where seq = $1`,
      [seq],
    )
  )[0]!;
/** n entries in the chain, and a verification that finds nothing. */
const chainOf = async (n: number) => {
  for (let i = 1; i <= n; i++) await write(i);
  expect(await sealer.seal()).toBe(n);
  expect(await verify()).toMatchObject({ checked: n, waiting: 0, breaks: 0, broken: [], head: { seq: n } });
};

describe("an entry", () => {
  test("says who, for whom, in which organisation, from where and why, and bears the installation's signature", async () => {
    const person = "0190a000-0000-7000-8000-000000000001";
    const actor: Actor = {
      ...actors.planner, name: "李\0四\ud800", personId: person, organisation: "0190a000-0000-7000-8000-000000000002",
      actingFor: { delegation: "0190a000-0000-7000-8000-000000000003", name: "王五" },
    }; // prettier-ignore
    await transaction(world.platform, actor, { requestId: "r1", address: "10.1.2.3" }, async (ctx) => {
      await ctx.audit("person.change", `person:${person}`, { phone: "13812345678", n: [1e21, 1e-7, 0.1, -0] }, { phone: "13900001111", b: 1, a: { d: null, c: "\ud800" } }, "本人来电\0");
      await ctx.auditRead(`person:${person}`, ["registry.person.phone"], "核对联系方式");
    }); // prettier-ignore
    const [written, read] = await world.sql("select * from audit.entry order by id");
    expect(written).toMatchObject({
      kind: "write", actor_id: "test-planner", actor_person: person, actor_name: "李四\ufffd", acting_for: "王五", address: "10.1.2.3",
      organisation: actor.organisation, delegation: actor.actingFor!.delegation, request_id: "r1", why: "本人来电",
      before: { phone: "138****5678" }, after: { phone: "139****1111" },
    }); // prettier-ignore
    expect(read).toMatchObject({
      kind: "read",
      action: "personal.read",
      after: { fields: ["registry.person.phone"] },
      why: "核对联系方式",
    });
    expect(await verify()).toMatchObject({ waiting: 2, breaks: 0 });
    await sealer.seal();
    expect(await verify()).toMatchObject({ checked: 2, waiting: 0, breaks: 0 });
  });

  test("is hashed the same here as in the database, and JSON whatever the order of its keys", async () => {
    await write(1);
    await world.as(actors.public, (ctx) =>
      ctx.audit("sign-in.fail", "user:张", null, [{ b: [{}], a: '"\\\n中' }]),
    );
    const rows = await world.sql<EntryText & { digest: Buffer }>(
      `select audit.digest(e) as digest, ${ENTRY_TEXT} from audit.entry e`,
    );
    expect(rows.length).toBe(2);
    for (const row of rows) expect(digestOf(row)).toEqual(row.digest);
    expect(canonical({ b: [2, { d: 1, c: null }], a: "x" })).toBe('{"a":"x","b":[2,{"c":null,"d":1}]}');
  });

  test("is not written in another's name, not changed, not deleted, and read by the auditor alone", async () => {
    await write(1);
    const as = (actor: Actor, text: string) => world.as(actor, ({ tx }) => sql.raw(text).execute(tx));
    const forged = `insert into audit.entry (id, at, actor_id, actor_name, actor_role, region, action, subject) values (gen_random_uuid(), now(),`;
    await expect(as(actors.planner, `${forged} 'other', 'x', 'planner', '370000', 'a', 'b:1')`)).rejects.toThrow(/row-level security/);
    await expect(as(actors.planner, `${forged} 'test-planner', 'x', 'auditor', '370000', 'a', 'b:1')`)).rejects.toThrow(/row-level security/);
    for (const text of ["select * from audit.pending", "delete from audit.pending", "insert into audit.link values (1)", "select audit.seal(1)", "delete from audit.entry", "update audit.entry set why = 'x'", "select * from audit.checkpoint"])
      await expect(as(actors.auditor, text), text).rejects.toThrow(/permission denied/);
    const seen = async (actor: Actor) => (await as(actor, "select id from audit.entry")).rows.length;
    expect(await seen(actors.auditor)).toBe(1);
    for (const actor of [actors.administrator, actors.planner, actors.public, { ...actors.auditor, region: "330000" }]) expect(await seen(actor)).toBe(0);
    // nor by the login role, which owns the tables
    for (const text of ["delete from audit.entry", "update audit.entry set why = ''", "truncate audit.entry", "delete from audit.link", "truncate audit.checkpoint"])
      await expect(world.platform.pool.query(text), text).rejects.toThrow("never changed or deleted");
  }); // prettier-ignore

  test("of a transaction that failed is not there", async () => {
    await expect(world.as(actors.planner, async (ctx) => { await ctx.audit("a", "b:1"); throw new Error("no"); })).rejects.toThrow("no"); // prettier-ignore
    expect(await sealer.seal()).toBe(0);
    expect(await verify()).toMatchObject({ checked: 0, waiting: 0, breaks: 0, head: null });
  });
});

describe("manipulated by the superuser past every trigger, the trail tells what and where", () => {
  const CASES: [string, (id: (seq: number) => Promise<string>) => Promise<string[]>, object[]][] = [
    ["an entry that was changed", async (id) => [`update audit.entry set after = '{"occupation": "别的"}' where id = '${await id(4)}'`], [{ what: "changed", seq: 4 }]],
    ["who acted", async (id) => [`update audit.entry set actor_name = '别人' where id = '${await id(4)}'`], [{ what: "changed", seq: 4 }]],
    ["the time", async (id) => [`update audit.entry set at = at - interval '1 microsecond' where id = '${await id(4)}'`], [{ what: "changed", seq: 4 }]],
    ["an entry deleted in the middle", async (id) => [`delete from audit.entry where id = '${await id(5)}'`], [{ what: "deleted", seq: 5 }]],
    ["an entry deleted with its link", async (id) => [`delete from audit.entry where id = '${await id(5)}'`, "delete from audit.link where seq = 5"], [{ what: "missing-links", seq: 5 }]],
    ["its link alone", async () => ["delete from audit.link where seq = 5"], [{ what: "missing-links", seq: 5 }, { what: "inserted", seq: null }]],
    ["the last entry", async (id) => [`delete from audit.entry where id = '${await id(9)}'`], [{ what: "deleted", seq: 9 }]],
    ["the end, with its links", async (id) => [`delete from audit.entry where id in ('${await id(8)}', '${await id(9)}')`, "delete from audit.link where seq > 7"], [{ what: "cut", seq: 8 }]],
    ["the end, with its links and every checkpoint of the database", async (id) => [`delete from audit.entry where id = '${await id(9)}'`, "delete from audit.link where seq > 8", "delete from audit.checkpoint"], [{ what: "cut", seq: 9 }]],
    ["everything", async () => ["delete from audit.entry", "delete from audit.link", "delete from audit.checkpoint"], [{ what: "cut", seq: 1 }]],
    ["an entry put in past the triggers", async (id) => [`insert into audit.entry select gen_random_uuid(), at, actor_id, actor_name, actor_role, region, 'made.up', subject from audit.entry where id = '${await id(3)}'`], [{ what: "inserted", seq: null, action: "made.up" }]],
    ["two entries that changed places", async (id) => [`update audit.entry set after = '{"occupation": "新6"}', subject = 'posting:6' where id = '${await id(3)}'`, `update audit.entry set after = '{"occupation": "新3"}', subject = 'posting:3' where id = '${await id(6)}'`], [{ what: "changed", seq: 3 }, { what: "changed", seq: 6 }]],
    ["two links that changed places", async () => ["update audit.link set seq = -3 where seq = 3", "update audit.link set seq = 3 where seq = 6", "update audit.link set seq = 6 where seq = -3"], [{ what: "reordered", seq: 3 }, { what: "reordered", seq: 6 }]],
    ["a checkpoint that was changed", async () => ["update audit.checkpoint set unsigned = 9"], [{ what: "forged-checkpoint", seq: 9 }]],
  ]; // prettier-ignore

  test.each(CASES)("%s", async (_, how, expected) => {
    await chainOf(9);
    const named = new Map<number, { id: string; action: string }>();
    for (let seq = 1; seq <= 9; seq++) named.set(seq, await entryAt(seq));
    await tamper(...(await how(async (seq) => named.get(seq)!.id)));
    const { broken } = await verify();
    for (const one of expected) expect(broken).toContainEqual(expect.objectContaining(one));
    // and names it: by its id, its time and what it was
    for (const one of broken)
      if (one.seq !== null && ["changed", "deleted"].includes(one.what))
        expect(one).toMatchObject({ ...named.get(one.seq), at: expect.stringMatching(/^\d{4}-/) });
    // what was not touched is not accused
    const accused = new Set(broken.flatMap(({ seq }) => (seq === null ? [] : [seq])));
    expect(accused.size).toBeLessThanOrEqual(4);
  });

  test("a chain written anew from an entry on, with every hash right", async () => {
    await chainOf(9);
    const { id } = await entryAt(5);
    await tamper(
      `delete from audit.entry where id = '${id}'`,
      "create table kept as select * from audit.link",
      "delete from audit.link",
      "insert into audit.pending select entry_id, action, digest from kept where seq <> 5",
      "select audit.seal(1000)",
    );
    expect((await world.sql("select seq from audit.link")).length).toBe(8);
    expect((await verify()).broken).toContainEqual(expect.objectContaining({ what: "cut", seq: 9 }));
    await write(10);
    await sealer.seal();
    // a longer one does not help: at the place that was signed it is another
    expect((await verify()).broken).toContainEqual(expect.objectContaining({ what: "rewritten", seq: 9 }));
  });

  test("an entry that was put in the ordinary way, by one who has the database and not the key", async () => {
    await chainOf(3);
    await world.sql(`insert into audit.entry (id, at, actor_id, actor_name, actor_role, region, action, subject, mac)
      select gen_random_uuid(), at, actor_id, actor_name, actor_role, region, 'made.up', subject, mac from audit.entry limit 1`);
    await sealer.seal();
    expect((await verify()).broken).toEqual([
      expect.objectContaining({ what: "inserted", seq: 4, action: "made.up" }),
    ]);
  });

  test("an entry that was changed or deleted before it was sealed", async () => {
    await chainOf(2);
    await write(3);
    await write(4);
    const waiting = await world.sql<{ id: string }>("select entry_id as id from audit.pending order by 1");
    await tamper(`update audit.entry set subject = 'posting:5' where id = '${waiting[0]!.id}'`, `delete from audit.entry where id = '${waiting[1]!.id}'`);
    const expected = [expect.objectContaining({ what: "changed", id: waiting[0]!.id }), expect.objectContaining({ what: "deleted", id: waiting[1]!.id })];
    expect((await verify()).broken).toEqual(expected);
    await sealer.seal();
    expect((await verify()).broken.map(({ what, seq }) => [what, seq])).toEqual([["changed", 3], ["deleted", 4]]);
  }); // prettier-ignore

  test("an end that was cut while nothing ran is not signed over at the next start", async () => {
    await chainOf(5);
    await sealer.stop();
    const { id } = await entryAt(5);
    await tamper(`delete from audit.entry where id = '${id}'`, "delete from audit.link where seq = 5", "delete from audit.checkpoint where seq = 5");
    sealer = createSealer(world.platform);
    await write(6);
    await write(7);
    await sealer.seal();
    expect((await verify()).broken).toContainEqual(expect.objectContaining({ what: "rewritten", seq: 5 }));
    const head = fs.readFileSync(path.join(world.platform.config.dataDir, "audit", "head"), "utf8");
    expect(head.startsWith("5 ")).toBe(true);
  }); // prettier-ignore
});

test("writers in parallel and two sealers leave one chain without a gap", async () => {
  const other = createSealer({ ...world.platform, pool: createPool(world.url, { max: 2 }) });
  const writers = Array.from({ length: 5 }, async (_, w) => {
    for (let i = 0; i < 20; i++) await write(w * 100 + i);
  });
  const sealing = [sealer, other].map(async (one) => {
    for (let i = 0; i < 20; i++) await one.seal();
  });
  await Promise.all([...writers, ...sealing]);
  await sealer.seal();
  expect(await verify()).toMatchObject({ checked: 100, waiting: 0, breaks: 0, head: { seq: 100 } });
  await other.stop();
});

test("entries of before there was a chain are its beginning, and none can be added to them", async () => {
  // as the migration finds them: without a signature
  await world.sql(`insert into audit.entry (id, at, actor_name, actor_role, region, action, subject)
    select gen_random_uuid(), now(), 'x', 'planner', '370000', 'old', 'a:' || n from generate_series(1, 3) n`);
  await sealer.seal();
  await write(1);
  await sealer.seal();
  expect(await verify()).toMatchObject({ checked: 4, breaks: 0 });
  await world.sql(`insert into audit.entry (id, at, actor_name, actor_role, region, action, subject)
    values (gen_random_uuid(), now(), 'x', 'planner', '370000', 'late', 'a:9')`);
  await sealer.seal();
  expect((await verify()).broken).toEqual([
    expect.objectContaining({ what: "inserted", seq: 5, action: "late" }),
  ]);
});
