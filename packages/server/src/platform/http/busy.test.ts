import { afterAll, beforeAll, expect, test } from "vitest";
import { createPool } from "../db/connect.ts";
import { actors, testDatabase, type TestDatabase } from "../testing/test-database.ts";
import { access } from "../access.ts";
import { createHttp } from "./app.ts";
import { inTransaction } from "./in-transaction.ts";

let world: TestDatabase;
beforeAll(async () => {
  world = await testDatabase();
});
afterAll(() => world.close());

test("a request that finds no connection in time is told to come again, and works then", async () => {
  const pool = createPool(world.url, { max: 1, connectionTimeoutMillis: 100 });
  const app = await createHttp({
    platform: { ...world.platform, pool },
    access: new Map([["platform", access]]),
    resolveActor: async () => null,
    publicActor: () => actors.public,
    version: "0",
  });
  app.get("/api/things", { access: "open" }, (request) => inTransaction(request, async () => ({})));
  const held = await pool.connect();
  const answer = await app.inject({ url: "/api/things", headers: { "accept-language": "en" } });
  expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([503, "5"]);
  expect(answer.headers["content-type"]).toMatch("application/problem+json");
  expect(answer.json()).toMatchObject({ type: "/problems/busy", retryAfter: 5, instance: "/api/things" });
  held.release();
  expect((await app.inject({ url: "/api/things" })).statusCode).toBe(200);
  await app.close();
  await pool.end();
});
