import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actors } from "./platform/testing/test-database.ts";
import { answerOf, csv, Office, type Answer } from "./testing/office.ts";
import { offeringsFile, postingsFile } from "./testing/province.ts";

/** What one province holds, seen by its planner, by a planner of another province, and by somebody who is not signed in. */
let office: Office;
let ids: { posting: string; import: string; cycle: string; release: string; alias: string };
beforeAll(async () => {
  office = await Office.open();
  const postings = await office.bringIn(postingsFile(200));
  await office.bringIn(offeringsFile());
  await office.bringIn(
    csv([
      ["企业名称", "所在城市", "岗位名称", "需求人数", "年份"],
      ["示例厂", "济南市", "焊工", 9, 2026],
    ]),
  );
  await office.bringIn(
    csv([
      ["岗位名称", "招聘人数"],
      ["焊工", "-1"],
    ]),
  );
  const [posting] = await office.postings();
  await office.post(`/api/postings/${posting.id}/code`, { action: "correct", occupationCode: "6-18-01-01" });
  const { items } = await office.get("/api/aliases");
  const cycle = await office.cycle(2026);
  const release = await office.post("/api/releases", { cycleId: cycle.id, title: "人才需求发布" });
  ids = {
    posting: posting.id,
    import: postings.id,
    cycle: cycle.id,
    release: release.id,
    alias: items[0].id,
  };
}, 90_000);
afterAll(() => office.close());

describe("over HTTP", () => {
  const lists = ["imports", "postings", "aliases", "offerings", "cycles", "releases"];
  const things = () => [
    `imports/${ids.import}`, `imports/${ids.import}/rejections`, `imports/${ids.import}/rejected.csv`, `postings/${ids.posting}`,
    `cycles/${ids.cycle}`, `cycles/${ids.cycle}/overview`, `cycles/${ids.cycle}/occupations`, `releases/${ids.release}`,
    `releases/${ids.release}/files/cells.csv`, `public/releases/${ids.release}`, `public/releases/${ids.release}/overview`,
  ]; // prettier-ignore
  const writes = (): [string, string, object][] => [
    ["PUT", `imports/${ids.import}/mapping`, { mapping: [] }],
    ["POST", `imports/${ids.import}/start`, {}],
    ["POST", `imports/${ids.import}/cancel`, {}],
    ["POST", `postings/${ids.posting}/code`, { action: "abstain" }],
    ["POST", `aliases/${ids.alias}/review`, { decision: "accept" }],
    ["POST", `cycles/${ids.cycle}/cancel`, {}],
    ["POST", "releases", { cycleId: ids.cycle, title: "冒名发布" }],
    ["POST", `releases/${ids.release}/review`, { note: "" }],
    ["POST", `releases/${ids.release}/publish`, { note: "" }],
  ];

  test("a planner of another province finds nothing, changes nothing, and is not told that it is there", async () => {
    for (const list of lists)
      expect((await office.get(`/api/${list}`, actors.stranger)).items, list).toEqual([]);
    expect(await office.get("/api/fair-hiring", actors.stranger)).toMatchObject({
      checked: 0,
      topEmployers: [],
    });
    for (const thing of things()) expect((await office.call({ url: `/api/${thing}` }, actors.stranger)).statusCode, thing).toBe(404); // prettier-ignore
    for (const [method, url, payload] of writes())
      expect((await office.call({ method: method as "POST", url: `/api/${url}`, payload, headers: { "if-match": "*" } }, actors.stranger)).statusCode, url).toBe(404); // prettier-ignore
  });

  test("who is not signed in is asked to, and sees of a draft nothing at all", async () => {
    for (const url of [...lists, ...things().filter((thing) => !thing.startsWith("public/")), "fair-hiring"])
      expect((await office.call({ url: `/api/${url}` }, actors.public)).statusCode, url).toBe(401);
    for (const thing of things().filter((url) => url.startsWith("public/")))
      expect((await office.call({ url: `/api/${thing}` }, actors.public)).statusCode, thing).toBe(404);
    for (const [method, url, payload] of writes())
      expect((await office.call({ method: method as "POST", url: `/api/${url}`, payload }, actors.public)).statusCode, url).toBe(401); // prettier-ignore
    expect((await office.upload("岗位名称\n焊工\n", {}, actors.public)).statusCode).toBe(401);
  });
});

describe("in the database, past every route", () => {
  const tables = async () =>
    (
      await office.world.sql<{
        name: string;
      }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname in ('demand', 'planning') and tablename !~ '_(default|\\d{6})$' order by 1`)
    ).map(({ name }) => name);
  const count = (actor: Answer, table: string) =>
    office.world.as(actor, async ({ tx }) => {
      const { rows } = await sql<{ n: string }>`select count(*) as n from ${sql.table(table)}`.execute(tx);
      return Number(rows[0]!.n);
    });

  test("no row of any table is seen by another province or the public, every row by the planner", async () => {
    const names = await tables();
    expect(names.length).toBeGreaterThan(20);
    let rows = 0;
    for (const name of names) {
      const [all] = await office.world.sql<{ n: string }>(`select count(*) as n from ${name}`);
      expect(await count(actors.planner, name), name).toBe(Number(all!.n));
      expect(await count(actors.stranger, name), name).toBe(0);
      expect(await count(actors.public, name), name).toBe(0);
      rows += Number(all!.n);
    }
    expect(rows).toBeGreaterThan(500);
  });

  test("nothing can be written into another province, and no partition made for it", async () => {
    const attempts = [
      `insert into demand.saved_mapping (province, id, kind, name, mapping, created_at) values ('370000', gen_random_uuid(), 'postings', 'x', '{}', now())`,
      `insert into planning.release (province, id, version, title, note, publisher, cycle_id, year, sample, manifest, created_at)
         values ('370000', gen_random_uuid(), 99, 'x', '', '', '${ids.cycle}', 2026, false, '{}', now())`,
      `insert into planning.release_action (province, release_id, seq, action, by_name, at, note) values ('370000', '${ids.release}', 9, 'publish', 'x', now(), '')`,
      "select demand.ensure_partition('370000')",
    ];
    for (const actor of [actors.stranger, actors.public])
      for (const text of attempts)
        await expect(office.world.as(actor, ({ tx }) => sql.raw(text).execute(tx)), text).rejects.toThrow(/row-level security|not the actor/); // prettier-ignore
    const changed = await office.world.as(actors.stranger, ({ tx }) =>
      sql`update demand.posting set title = 'x' where province = '370000'`.execute(tx),
    );
    expect(Number(changed.numAffectedRows)).toBe(0);
  });
});

describe("the rules of every write", () => {
  test("each left its audit row, with who and what", async () => {
    const actions = await office.world.sql<{ action: string; actor_id: string }>("select distinct action, actor_id from audit.entry"); // prettier-ignore
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["demand.import.create", "demand.import.start", "demand.import.finish", "cycle.start", "cycle.finish", "release.draft"]),
    ); // prettier-ignore
    expect(actions.some(({ action }) => action.includes("correct"))).toBe(true);
    expect(new Set(actions.map(({ actor_id }) => actor_id))).toEqual(new Set(["test-planner"]));
  });

  test("an upload that is sent again with its Idempotency-Key is one import; another file with it is refused", async () => {
    const headers = { "idempotency-key": "an-upload-0001" };
    const first = answerOf(await office.upload("岗位名称\n焊工甲\n", { headers }));
    expect(answerOf(await office.upload("岗位名称\n焊工甲\n", { headers })).id).toBe(first.id);
    expect((await office.upload("岗位名称\n焊工乙\n", { headers })).statusCode).toBe(409);
    await office.post(`/api/imports/${first.id}/start`);
    expect(await office.importEnded(first.id)).toMatchObject({ state: "done", accepted: 1 });
    // started twice with one key: once
    const start = { method: "POST", url: "/api/cycles", payload: { year: 2026 }, headers: { "idempotency-key": "a-cycle-0001" } } as const; // prettier-ignore
    const [one, two] = await Promise.all([office.call(start), office.call(start)]);
    expect(one.json().id).toBe(two.json().id);
  });
});
