import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectFolder } from "./platform/config/folders.ts";
import { testApp, type TestApp } from "./platform/testing/test-app.ts";

const project = projectFolder();
const read = (name: string) => fs.readFileSync(path.join(project, name), "utf8");

/** What stands in `code marks` in docs/policy-map.md, told apart by its shape. */
const named = [
  ...new Set([...read("docs/policy-map.md").matchAll(/`([^`\s]+)`/g)].map((match) => match[1]!)),
];
const addresses = named.filter((name) => name.startsWith("/api/"));
const pages = named.filter((name) => name.startsWith("/") && !name.startsWith("/api/"));
const files = named.filter((name) => !name.startsWith("/"));

describe("the policy map", () => {
  let world: TestApp;
  beforeAll(async () => {
    world = await testApp();
  });
  afterAll(() => world.close());

  test("names files, pages and addresses", () => {
    expect([files.length, pages.length, addresses.length].every((count) => count > 5)).toBe(true);
  });

  test.each(files)("file %s is there", (file) => {
    expect(fs.existsSync(path.join(project, file))).toBe(true);
  });

  test("the proof of a mechanism is a test that is there", () => {
    const proofs = read("docs/policy-map.md")
      .split("\n")
      .filter((line) => line.startsWith("|") && line.includes("`"))
      .map((line) =>
        [
          ...line
            .split("|")
            .at(-2)!
            .matchAll(/`([^`]+)`/g),
        ].map((match) => match[1]!),
      );
    expect(proofs.length).toBeGreaterThan(3);
    for (const proof of proofs.flat()) {
      const full = path.join(project, proof);
      const tests = fs.statSync(full).isDirectory()
        ? fs.readdirSync(full, { recursive: true }).map(String)
        : [proof];
      expect(
        tests.some((name) => /\.test\.tsx?$/.test(name)),
        proof,
      ).toBe(true);
    }
  });

  test.each(pages)("page %s has a route", (page) => {
    const routes = [...read("packages/web/src/routes.tsx").matchAll(/\bpath: "([^"]+)"/g)].map(
      (match) => match[1],
    );
    expect(routes).toContain(page.slice(1));
  });

  test.each(addresses)("address %s is described and answers", async (address) => {
    const { paths } = (await world.app.inject({ url: "/api/openapi.json" })).json<{ paths: object }>();
    expect(Object.keys(paths)).toContain(address);
    expect((await world.app.inject({ url: address })).statusCode).not.toBe(404);
  });
});
