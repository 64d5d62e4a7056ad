import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import zlib from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { access } from "../access.ts";
import { actors, testDatabase, type TestDatabase } from "../testing/test-database.ts";
import { createHttp, type App } from "./app.ts";
import { inlineScripts, installWeb } from "./web.ts";

const HTML = `<!doctype html><html><script>let theme = "dark";</script><div id="root"></div></html>`;
const SCRIPT = "export const answer = 42;\n".repeat(100);

let world: TestDatabase;
let folder: string;
let app: App;
const serve = async (web: string): Promise<App> => {
  const made = await createHttp({
    platform: world.platform,
    access: new Map([["platform", access]]),
    resolveActor: async () => null,
    publicActor: () => actors.public,
    version: "0",
  });
  await installWeb(made, web);
  await made.ready();
  return made;
};
beforeAll(async () => {
  world = await testDatabase();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "tixi-web-"));
  fs.mkdirSync(path.join(folder, "dist", "assets"), { recursive: true });
  fs.writeFileSync(path.join(folder, "secret.txt"), "not for anybody");
  fs.writeFileSync(path.join(folder, "dist", "index.html"), HTML);
  fs.writeFileSync(path.join(folder, "dist", "assets", "main-abc.js"), SCRIPT);
  fs.writeFileSync(path.join(folder, "dist", "assets", "main-abc.js.br"), zlib.brotliCompressSync(SCRIPT));
  app = await serve(path.join(folder, "dist"));
});
afterAll(async () => {
  await app.close();
  await world.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe("the pages", () => {
  test.each(["/", "/balance?year=2026", "/standards/programmes/460103"])(
    "%s is the application",
    async (url) => {
      const response = await app.inject({ url });
      expect(response.statusCode).toBe(200);
      expect(response.body).toBe(HTML);
      expect(response.headers["cache-control"]).toBe("no-cache");
    },
  );

  test("may run their own inline script and no other", async () => {
    const { headers } = await app.inject({ url: "/" });
    const [hash] = inlineScripts(HTML);
    expect(headers["content-security-policy"]).toContain(`script-src 'self' ${hash};`);
    expect(headers["content-security-policy"]).not.toContain("script-src 'self' 'unsafe-inline'");
  });

  test("load their files once, compressed", async () => {
    const response = await app.inject({ url: "/assets/main-abc.js", headers: { "accept-encoding": "br" } });
    expect(response.headers).toMatchObject({
      "content-encoding": "br",
      "cache-control": "public, max-age=31536000, immutable",
    });
    expect(response.headers["content-type"]).toContain("javascript");
    expect(zlib.brotliDecompressSync(response.rawPayload).toString()).toBe(SCRIPT);
    expect((await app.inject({ url: "/assets/main-abc.js" })).body).toBe(SCRIPT);
  });

  test.each([
    "/api",
    "/api/nothing",
    "/assets/gone-abc.js",
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/%ff.js",
  ])("%s is nothing", async (url) => {
    const response = await app.inject({ url });
    expect(response.statusCode).toBeGreaterThanOrEqual(400);
    expect(response.body).not.toContain("not for anybody");
  });

  test("say that they have not been built", async () => {
    const bare = await serve(path.join(folder, "nowhere"));
    expect((await bare.inject({ url: "/" })).statusCode).toBe(503);
    expect((await bare.inject({ url: "/api/nothing" })).statusCode).toBe(404);
    await bare.close();
  });
});
