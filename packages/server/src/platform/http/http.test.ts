import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { access as platformAccess } from "../access.ts";
import { actors, testDatabase, type TestDatabase } from "../testing/test-database.ts";
import { testApp, type TestApp } from "../testing/test-app.ts";
import { createHttp, type App } from "./app.ts";
import { define, type AccessTable } from "./access.ts";
import { inTransaction } from "./in-transaction.ts";
import { etagOf, requireMatch } from "./versions.ts";

describe("the application", () => {
  let world: TestApp;
  beforeAll(async () => {
    world = await testApp({ jobs: true });
  });
  afterAll(() => world.close());

  test("describes itself as OpenAPI 3.1", async () => {
    const response = await world.call(actors.public, { url: "/api/openapi.json" });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({
      openapi: "3.1.0",
      components: { schemas: { Job: { type: "object" } } },
    });
  });

  test("answers what is not there with a problem document in the user's language", async () => {
    const chinese = await world.call(actors.public, { url: "/api/nothing" });
    expect(chinese.statusCode).toBe(404);
    expect(chinese.headers["content-type"]).toContain("application/problem+json");
    expect(chinese.json()).toMatchObject({ type: "/problems/not-found", title: "未找到", status: 404 });
    const english = await world.call(actors.public, {
      url: "/api/nothing",
      headers: { "accept-language": "en-GB, zh;q=0.5" },
    });
    expect(english.json()).toMatchObject({ title: "Not found" });
  });

  test("refuses those who have not signed in before it looks at their input", async () => {
    const response = await world.call(actors.public, { url: "/api/jobs/not-even-a-uuid" });
    expect(response.statusCode).toBe(401);
    // what is refused is as well protected as what is answered
    expect(response.headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.any(String),
    });
  });

  test("refuses a body that is nested without end, and takes one that is empty for none", async () => {
    const headers = { "content-type": "application/json", "idempotency-key": "a-deep-body" };
    const send = (payload: string) =>
      world.call(actors.planner, { method: "POST", url: "/api/recodings", payload, headers });
    const deep = await send(`${"[".repeat(5000)}${"]".repeat(5000)}`);
    expect(deep.json()).toMatchObject({ status: 400, errors: [{ field: "body" }] });
    expect((await send('{"a":"[[[[[[[[["}')).statusCode).toBe(200);
  });

  test("names field and value of bad input", async () => {
    const response = await world.call(actors.planner, { url: "/api/jobs/not-even-a-uuid" });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      type: "/problems/bad-input",
      errors: [{ field: "id", value: "not-even-a-uuid" }],
    });
  });
});

describe("a route", () => {
  let world: TestDatabase;
  let app: App;
  const thing = define({ write: { planner: "region" } });
  let made = 0;
  beforeAll(async () => {
    world = await testDatabase();
    app = await createHttp({
      platform: world.platform,
      access: new Map<string, AccessTable>([
        ["platform", platformAccess],
        ["thing", thing],
      ]),
      resolveActor: async () => ({
        actor: actors.planner,
        mustChangePassword: false,
        sessionId: "",
        hat: null,
        hats: [],
      }),
      publicActor: () => actors.public,
      version: "0",
    });
    app.post(
      "/things",
      { access: ["thing", "write"], schema: { body: z.object({ name: z.string().min(2) }) } },
      (request) =>
        inTransaction(request, async (ctx) => {
          await ctx.audit("make", `thing:${request.body.name}`);
          return { made: ++made };
        }),
    );
    app.put("/things/1", { access: ["thing", "write"] }, async (request) => {
      requireMatch(request, etagOf("version", 1));
      return {};
    });
  });
  afterAll(async () => {
    await app.close();
    await world.close();
  });

  test("without an access entry cannot be registered", async () => {
    expect(() => app.get("/free", async () => ({}))).toThrow(/does not say who may call it/);
    expect(() => app.get("/odd", { access: ["thing", "eat"] }, async () => ({}))).toThrow(/unknown right/);
  });

  test("does a write with the same Idempotency-Key once, also when sent twice at the same time", async () => {
    const send = (name: string) =>
      app.inject({
        method: "POST",
        url: "/things",
        payload: { name },
        headers: { "idempotency-key": "key-00001" },
      });
    const [first, second] = await Promise.all([send("甲乙"), send("甲乙")]);
    const third = await send("甲乙");
    expect([first.json(), second.json(), third.json()]).toEqual([{ made: 1 }, { made: 1 }, { made: 1 }]);
    const other = await send("丙丁");
    expect(other.statusCode).toBe(409);
  });

  test("asks for the version that is changed", async () => {
    expect((await app.inject({ method: "PUT", url: "/things/1" })).statusCode).toBe(428);
    expect(
      (await app.inject({ method: "PUT", url: "/things/1", headers: { "if-match": '"old"' } })).statusCode,
    ).toBe(412);
    expect(
      (await app.inject({ method: "PUT", url: "/things/1", headers: { "if-match": etagOf("version", 1) } }))
        .statusCode,
    ).toBe(200);
  });
});
