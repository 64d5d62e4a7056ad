import type { InjectOptions } from "fastify";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../config/config.ts";
import { access as platformAccess } from "../access.ts";
import { actors, testDatabase, type TestDatabase } from "../testing/test-database.ts";
import type { Actor } from "../context.ts";
import { createHttp, type App } from "./app.ts";

let world: TestDatabase;
const apps: App[] = [];
beforeAll(async () => {
  world = await testDatabase();
});
afterEach(async () => {
  while (apps.length > 0) await apps.pop()!.close();
});
afterAll(() => world.close());

/** A server with these settings whose requests come from `who`. */
async function serve(env: NodeJS.ProcessEnv, who: Actor = actors.public): Promise<App> {
  const config = { ...readConfig(env), authSecret: world.platform.config.authSecret };
  const app = await createHttp({
    platform: { ...world.platform, config },
    access: new Map([["platform", platformAccess]]),
    resolveActor: async () =>
      who.role === "public"
        ? null
        : { actor: who, mustChangePassword: false, sessionId: "test", hat: null, hats: [] },
    publicActor: () => actors.public,
    version: "0",
  });
  const open = { access: "open" } as const;
  app.get("/", open, async () => "a page");
  app.get("/api/things", open, async () => ({}));
  app.get("/api/things.csv", open, async () => "a,b");
  app.post("/api/things", open, async () => ({}));
  app.post("/api/auth/sign-in/username", open, async () => ({}));
  apps.push(app);
  return app;
}

describe("headers", () => {
  test("over TLS keep browsers at TLS, and give pages nothing they do not use", async () => {
    const app = await serve({ PUBLIC_URL: "https://tixi.example.cn" });
    const { headers } = await app.inject({ url: "/" });
    expect(headers["strict-transport-security"]).toBe("max-age=63072000");
    expect(headers["content-security-policy"]).toContain("upgrade-insecure-requests");
    expect(headers).toMatchObject({
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
    expect(headers["permissions-policy"]).toMatch(/camera=\(\).*geolocation=\(\).*microphone=\(\)/);
    expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("in a network without TLS do not ask for it", async () => {
    const { headers } = await (await serve({})).inject({ url: "/" });
    expect(headers["strict-transport-security"]).toBeUndefined();
    expect(headers["content-security-policy"]).not.toContain("upgrade-insecure-requests");
  });

  test("let no script run but the server's own files", async () => {
    const { headers } = await (await serve({})).inject({ url: "/" });
    const scripts = String(headers["content-security-policy"])
      .split(";")
      .filter((part) => part.startsWith("script-src"));
    expect(scripts).toEqual(["script-src 'self'", "script-src-attr 'none'"]);
    expect(headers["content-security-policy"]).toContain("base-uri 'none';");
  });

  test("keep answers of the API out of every cache", async () => {
    const app = await serve({});
    expect((await app.inject({ url: "/api/things" })).headers["cache-control"]).toBe("no-store");
    expect((await app.inject({ url: "/" })).headers["cache-control"]).toBeUndefined();
  });
});

describe("a write", () => {
  const write = { method: "POST", url: "/api/things" } as const;
  const cookie = "tixi.session_token=abc";
  test.each<[string, InjectOptions["headers"], InjectOptions["payload"], number]>([
    ["from our own page", { cookie, host: "tixi.local:3000", origin: "http://tixi.local:3000" }, "{}", 200],
    ["from the public address", { cookie, origin: "https://tixi.example.cn" }, "{}", 200],
    ["from another site", { cookie, origin: "https://evil.example" }, "{}", 403],
    ["from another site without a cookie", { origin: "https://evil.example" }, "{}", 403],
    ["from a sandboxed frame", { cookie, origin: "null" }, "{}", 403],
    ["that the browser calls ours", { cookie, "sec-fetch-site": "same-origin" }, "{}", 200],
    ["that the browser calls foreign", { cookie, "sec-fetch-site": "cross-site" }, "{}", 403],
    ["from another name of our domain", { cookie, "sec-fetch-site": "same-site" }, "{}", 403],
    ["of a program that sends JSON", { cookie, "content-type": "application/json" }, "{}", 200],
    ["with a cookie and nothing else", { cookie }, undefined, 403],
    ["with a cookie, as text", { cookie, "content-type": "text/plain" }, "{}", 403],
    ["of a program without a cookie", {}, undefined, 200],
  ])("%s", async (_what, headers, payload, status) => {
    const app = await serve({ PUBLIC_URL: "https://tixi.example.cn" });
    const type = payload === undefined ? {} : { "content-type": "application/json" };
    const answer = await app.inject({ ...write, headers: { ...type, ...headers }, payload });
    expect(answer.statusCode, answer.body).toBe(status);
  });

  test("beyond the size for its kind is refused", async () => {
    const app = await serve({ BODY_LIMIT_KB: "16" });
    const answer = await app.inject({ ...write, payload: { text: "字".repeat(10_000) } });
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toMatchObject({ type: "/problems/too-large" });
  });
});

describe("limits", () => {
  const times = async (app: App, count: number, request: InjectOptions) => {
    const answers = [];
    for (let n = 0; n < count; n++) answers.push(await app.inject(request));
    return answers;
  };

  test("refuse what goes beyond, and say when to come again", async () => {
    const app = await serve({ RATE_LIMIT: "public-read=2" });
    const [first, second, third] = await times(app, 3, { url: "/api/things" });
    expect(first!.headers).toMatchObject({ "ratelimit-limit": "2", "ratelimit-remaining": "1" });
    expect(second!.statusCode).toBe(200);
    expect(third!.statusCode).toBe(429);
    expect(third!.headers["content-type"]).toContain("application/problem+json");
    expect(third!.json()).toMatchObject({ type: "/problems/too-many-requests", status: 429 });
    expect(Number(third!.headers["retry-after"])).toBeGreaterThan(50);
    expect(app.refused.get("public-read")).toBe(1);
    expect((await app.inject({ url: "/" })).statusCode).toBe(200); // the pages themselves are never refused
  });

  test("count each account, each address and each kind for itself", async () => {
    const app = await serve({ RATE_LIMIT: "public-read=1 write=1" });
    const from = (remoteAddress: string) => ({ url: "/api/things", remoteAddress });
    expect((await app.inject(from("10.1.1.1"))).statusCode).toBe(200);
    expect((await app.inject(from("10.1.1.1"))).statusCode).toBe(429);
    expect((await app.inject(from("10.1.1.2"))).statusCode).toBe(200);
    expect((await app.inject({ method: "POST", ...from("10.1.1.1") })).statusCode).toBe(200);
    const planner = await serve({ RATE_LIMIT: "read=1" }, actors.planner);
    expect((await planner.inject(from("10.1.1.1"))).statusCode).toBe(200);
    expect((await planner.inject(from("10.1.1.9"))).statusCode).toBe(429);
  });

  test("of a network's addresses of IPv6 are one", async () => {
    const app = await serve({ RATE_LIMIT: "public-read=1" });
    const from = (remoteAddress: string) => app.inject({ url: "/api/things", remoteAddress });
    expect((await from("2001:db8:0:1::1")).statusCode).toBe(200);
    expect((await from("2001:db8:0:1:ffff::2")).statusCode).toBe(429);
    expect((await from("2001:db8:0:2::1")).statusCode).toBe(200);
  });

  test.each([
    ["sign-in", { method: "POST", url: "/api/auth/sign-in/username" }],
    ["heavy", { method: "GET", url: "/api/things.csv" }],
    [
      "upload",
      { method: "POST", url: "/api/things", headers: { "content-type": "multipart/form-data; boundary=x" } },
    ],
  ] as const)("of %s hold for all processes together and leave no address behind", async (kind, request) => {
    const [one, other] = [await serve({ RATE_LIMIT: `${kind}=2` }), await serve({ RATE_LIMIT: `${kind}=2` })];
    const remoteAddress = `192.0.2.${kind.length}`;
    await one.inject({ ...request, remoteAddress });
    await other.inject({ ...request, remoteAddress });
    expect((await one.inject({ ...request, remoteAddress })).statusCode).toBe(429);
    expect((await other.inject({ ...request, remoteAddress })).statusCode).toBe(429);
    const kept = await world.sql<{ key: string }>("select key from platform.rate");
    expect(JSON.stringify(kept)).not.toContain("192.0.2");
  });

  test("of sign-in look at the address, whoever asks, and only at what a trusted proxy says of it", async () => {
    const attempt = { method: "POST", url: "/api/auth/sign-in/username" } as const;
    const app = await serve({ RATE_LIMIT: "sign-in=1", TRUST_PROXY: "10.9.0.0/16" });
    const by = (remoteAddress: string, client: string) =>
      app.inject({ ...attempt, remoteAddress, headers: { "x-forwarded-for": client } });
    expect((await by("10.9.0.1", "203.0.113.1")).statusCode).toBe(200);
    expect((await by("10.9.0.2", "203.0.113.1")).statusCode).toBe(429);
    expect((await by("10.9.0.2", "203.0.113.2")).statusCode).toBe(200);
    // somebody who is no proxy cannot take on another address
    expect((await by("198.51.100.7", "203.0.113.3")).statusCode).toBe(200);
    expect((await by("198.51.100.7", "203.0.113.4")).statusCode).toBe(429);
  });

  test("can be turned off", async () => {
    const app = await serve({ RATE_LIMIT: "off" });
    const answers = await times(app, 40, { method: "POST", url: "/api/auth/sign-in/username" });
    expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true);
  });
});
