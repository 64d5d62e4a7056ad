import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool } from "../db/connect.ts";
import { actors } from "../testing/test-database.ts";
import { testApp, type TestApp } from "../testing/test-app.ts";
import { createHttp, type App } from "../http/app.ts";
import type { Platform } from "../platform.ts";
import { modules } from "../../modules.ts";
import { operationsRoutes } from "./routes.ts";

let world: TestApp;
const apps: App[] = [];
beforeAll(async () => {
  world = await testApp({ jobs: true });
});
afterAll(async () => {
  for (const app of apps) await app.close();
  await world.close();
});

/** The same server with something of its platform exchanged. */
async function serve(change: Partial<Platform>): Promise<App> {
  const app = await createHttp({
    platform: { ...world.platform, ...change },
    access: new Map(modules.map((module) => [module.name, module.access])),
    resolveActor: async () => null,
    publicActor: () => actors.public,
    version: "0",
  });
  operationsRoutes(app, modules, "9.9.9");
  apps.push(app);
  await app.ready();
  return app;
}
const faultsOf = async (app: App) => {
  const answer = await app.inject({ url: "/readyz", headers: { "accept-language": "en" } });
  const { ready, reasons } = answer.json<{ ready: boolean; reasons: { fault: string; reason: string }[] }>();
  expect(ready).toBe(answer.statusCode === 200);
  return { status: answer.statusCode, faults: reasons.map(({ fault }) => fault), reasons };
};

describe("/readyz", () => {
  test("is well where everything is", async () => {
    expect(await faultsOf(await serve({}))).toEqual({ status: 200, faults: [], reasons: [] });
  });

  test("says that the database does not answer; /healthz still does, and so does /metrics", async () => {
    const pool = createPool("postgres://127.0.0.1:1/none");
    const app = await serve({ pool });
    expect(await faultsOf(app)).toEqual({
      status: 503,
      faults: ["database"],
      reasons: [{ fault: "database", reason: "the database does not answer" }],
    });
    expect((await app.inject({ url: "/healthz" })).json()).toEqual({ status: "ok" });
    expect((await app.inject({ url: "/metrics" })).body).toContain("tixi_db_up 0");
    await pool.end();
  });

  test("says that the queue does not run", async () => {
    const idle = { beatAt: null } as unknown as Platform["queue"];
    expect(await faultsOf(await serve({ queue: idle }))).toMatchObject({ status: 503, faults: ["queue"] });
    const stuck = { beatAt: Date.now() - 31_000 } as unknown as Platform["queue"];
    expect(await faultsOf(await serve({ queue: stuck }))).toMatchObject({ status: 503, faults: ["queue"] });
  });

  test("says that the disk has too little room", async () => {
    const config = { ...world.platform.config, minFreeBytes: Number.MAX_SAFE_INTEGER };
    expect(await faultsOf(await serve({ config }))).toMatchObject({ status: 503, faults: ["disk"] });
  });

  test("says that the database stands elsewhere than this version", async () => {
    const app = await serve({});
    await world.sql(
      "insert into platform.migration (module, name, checksum) values ('demand', '2030-01-01-newer.sql', '')",
    );
    expect(await faultsOf(app)).toMatchObject({ status: 503, faults: ["migrations"] });
    await world.sql("delete from platform.migration where name = '2030-01-01-newer.sql'");
    expect(await faultsOf(await serve({}))).toMatchObject({ status: 200 });
  });

  test("turns first when the server stops", async () => {
    const app = await serve({});
    app.stopping = true;
    expect(await faultsOf(app)).toMatchObject({ status: 503, faults: ["stopping"] });
    expect((await app.inject({ url: "/healthz" })).statusCode).toBe(200);
  });
});

describe("/metrics", () => {
  test("counts requests by the pattern of their address, and nothing of who made them", async () => {
    const id = "0190a000-0000-7000-8000-000000000000";
    await world.app.inject({ url: `/api/jobs/${id}` });
    await world.app.inject({ url: "/api/nothing-of-the-kind?name=张三" });
    const { body, headers } = await world.app.inject({ url: "/metrics" });
    expect(headers["content-type"]).toContain("version=0.0.4");
    expect(body).toMatch(
      /tixi_http_request_duration_seconds_count\{method="GET",route="\/api\/jobs\/:id",status="401"\} 1/,
    );
    expect(body).toMatch(
      /tixi_http_request_duration_seconds_count\{method="GET",route="\/\*",status="404"\} \d/,
    );
    expect(body).not.toContain(id);
    expect(body).not.toContain("nothing-of-the-kind");
    for (const name of [
      "tixi_db_connections",
      "nodejs_eventloop_lag_seconds",
      "process_resident_memory_bytes",
      "tixi_disk_free_bytes",
      "tixi_build_info",
    ])
      expect(body).toMatch(new RegExp(`^${name}(\\{.*\\})? [\\d.e+-]+$`, "m"));
    expect(body).toContain("tixi_db_up 1");
  });

  test("counts jobs by name and state", async () => {
    await world.sql(
      "insert into platform.job (id, name, state, payload, actor, locale, region) values (gen_random_uuid(), 'elsewhere', 'failed', '{}', '{}', 'zh-CN', '370000')",
    );
    const { body } = await world.app.inject({ url: "/metrics" });
    expect(body).toContain('tixi_jobs{name="elsewhere",state="failed"} 1');
  });

  const token = "a token of sixteen or more";
  test.each([
    ["from this machine", "127.0.0.1", {}, 200],
    ["from this machine by IPv6", "::1", {}, 200],
    ["from this machine, both families", "::ffff:127.0.0.1", {}, 200],
    ["from another machine", "10.1.1.1", {}, 403],
    ["through a proxy on this machine", "127.0.0.1", { "x-forwarded-for": "203.0.113.5" }, 403],
    ["through a proxy, claiming to be here", "127.0.0.1", { "x-forwarded-for": "127.0.0.1" }, 403],
    ["with the token", "10.1.1.1", { authorization: `Bearer ${token}` }, 200],
    ["with the token through a proxy", "127.0.0.1", { authorization: `Bearer ${token}`, via: "1.1 p" }, 200],
    ["with another token", "127.0.0.1", { authorization: "Bearer a token of seventeen" }, 403],
  ])("%s", async (_what, remoteAddress, headers, status) => {
    const app = await serve({ config: { ...world.platform.config, metricsToken: token } });
    expect((await app.inject({ url: "/metrics", remoteAddress, headers })).statusCode).toBe(status);
  });

  test("without a token there is none that fits", async () => {
    const answer = await world.app.inject({
      url: "/metrics",
      remoteAddress: "10.1.1.1",
      headers: { authorization: "Bearer null" },
    });
    expect(answer.statusCode).toBe(403);
  });
});
