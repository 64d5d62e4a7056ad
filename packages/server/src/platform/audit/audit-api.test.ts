import ExcelJS from "exceljs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../context.ts";
import { actors } from "../testing/test-database.ts";
import { testApp, type TestApp } from "../testing/test-app.ts";
import { differences } from "./differences.ts";
import { createSealer } from "./seal.ts";

const ORGANISATION = "0190a000-0000-7000-8000-000000000002";
let world: TestApp;
beforeAll(async () => {
  world = await testApp({ jobs: true });
  for (let n = 0; n < 5; n++)
    await world.as(actors.planner, (ctx) => ctx.audit("posting.correct", `posting:${n}`, { a: 1, b: { c: "x" } }, { a: 2, b: { c: "x" } }, "=HYPERLINK(1)"));
  await world.as({ ...actors.planner, name: "李四", organisation: ORGANISATION }, (ctx) => ctx.auditRead("person:p1", ["registry.person.phone"], "核对"));
  await world.as(actors.stranger, (ctx) => ctx.audit("posting.correct", "posting:elsewhere"));
  await createSealer(world.platform).seal();
}); // prettier-ignore
afterAll(() => world.close());

const get = async (url: string, actor: Actor = actors.auditor) => {
  const answer = await world.call(actor, { url: `/api${url}` });
  expect([url, answer.statusCode]).toEqual([url, 200]);
  return answer.json();
};

test("the auditor searches the trail of his region by time, who, what, about whom, where and kind, page by page", async () => {
  const count = async (query: string) => (await get(`/audit?limit=500&${query}`)).items.length;
  expect(await count("")).toBe(6);
  expect(await count("who=李")).toBe(1);
  expect(await count("who=test-planner")).toBe(6);
  expect(await count("action=posting.")).toBe(5);
  expect(await count("action=%25")).toBe(0);
  expect(await count("subject=posting:3")).toBe(1);
  expect(await count(`organisation=${ORGANISATION}`)).toBe(1);
  expect(await count("kind=read")).toBe(1);
  expect(await count("from=2026-11-23&to=2026-11-23")).toBe(6);
  expect(await count("to=2026-11-22")).toBe(0);
  const seen: string[] = [];
  let next: string | null = null;
  do {
    const page: { items: { id: string }[]; next: string | null } = await get(
      `/audit?limit=4${next ? `&cursor=${next}` : ""}`,
    );
    seen.push(...page.items.map(({ id }) => id));
    next = page.next;
  } while (next);
  expect(seen.length).toBe(6);
  expect(seen).toEqual([...new Set(seen)].sort().reverse());
});

test("one entry says what it was before and after, and where it stands in the chain", async () => {
  const { items } = await get("/audit?subject=posting:3");
  const one = await get(`/audit/${items[0].id}`);
  expect(one).toMatchObject({
    actor: { name: "规划员", role: "planner" }, why: "=HYPERLINK(1)", seq: 4, hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    changes: [{ field: "a", before: "1", after: "2" }],
  }); // prettier-ignore
  expect(differences({ a: [1, 2], b: null }, { a: [1, 3], c: false })).toEqual([
    { field: "a[1]", before: "2", after: "3" },
    { field: "c", before: null, after: "false" },
  ]);
});

test("nobody else reads it, not even the administrator", async () => {
  const { items } = await get("/audit");
  for (const actor of [actors.administrator, actors.planner, actors.public])
    for (const url of ["/audit", `/audit/${items[0].id}`, "/audit/chain", "/audit/export"])
      expect((await world.call(actor, { url: `/api${url}` })).statusCode, url).toBe(actor.role === "public" ? 401 : 403);
  const far = { ...actors.auditor, region: "330000" };
  expect((await get("/audit", far)).items.map((one: { subject: string }) => one.subject)).toEqual(["posting:elsewhere"]);
  expect((await world.call(far, { url: `/api/audit/${items[0].id}` })).statusCode).toBe(404);
}); // prettier-ignore

test("an export holds no formula, and is an entry itself", async () => {
  const csv = await world.call(actors.auditor, { url: "/api/audit/export?format=csv&action=posting." });
  expect(csv.headers["content-disposition"]).toBe('attachment; filename="audit-2026-11-23.csv"');
  const lines = csv.body.trimEnd().split("\r\n");
  expect(lines.length).toBe(6);
  expect(csv.body).toContain(",'=HYPERLINK(1),");
  expect(csv.body).not.toMatch(/,=|^=/m);
  const xlsx = await world.call(actors.auditor, { url: "/api/audit/export?format=xlsx&action=posting." });
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(xlsx.rawPayload as never);
  const sheet = book.worksheets[0]!;
  expect([sheet.rowCount, sheet.getRow(2).getCell(11).value]).toEqual([6, "'=HYPERLINK(1)"]);
  const { items } = await get("/audit?action=audit.export");
  expect(items.length).toBe(2);
  expect((await get(`/audit/${items[0].id}`)).changes).toContainEqual({
    field: "rows",
    before: null,
    after: "5",
  });
});

test("the auditor has the chain verified, and is told what was manipulated", async () => {
  const verify = async () => {
    const { id } = (await world.call(actors.auditor, { method: "POST", url: "/api/audit/verify" })).json();
    await expect.poll(async () => (await get(`/jobs/${id}`)).state, { timeout: 20_000 }).toBe("done");
    return get("/audit/chain");
  };
  expect(await verify()).toMatchObject({ head: 7, running: null, verified: { breaks: 0, checked: 7 } });
  await world.sql("begin; set local session_replication_role = replica; update audit.entry set why = 'x' where subject = 'posting:3'; commit");
  expect(await verify()).toMatchObject({
    verified: { breaks: 1, broken: [{ what: "changed", seq: 4, action: "posting.correct" }] },
  });
}); // prettier-ignore
