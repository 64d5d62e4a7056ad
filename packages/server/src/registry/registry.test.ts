import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actors } from "../platform/testing/test-database.ts";
import { testApp, type TestApp } from "../platform/testing/test-app.ts";

let world: TestApp;
beforeAll(async () => {
  world = await testApp();
});
afterAll(() => world.close());

const get = async (url: string, headers = {}) => {
  const response = await world.call(actors.public, { url, headers });
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
};

describe("an installation", () => {
  const choose = (actor: Parameters<TestApp["call"]>[0], province: string) =>
    world.call(actor, { method: "PUT", url: "/api/installation", payload: { province } });

  test("has no province until its administrator chooses one, once", async () => {
    expect((await get("/api/me")).installation).toMatchObject({ province: null, sample: false, demo: false });
    expect((await choose(actors.planner, "370000")).statusCode).toBe(403);
    expect((await choose(actors.public, "370000")).statusCode).toBe(401);
    expect((await choose(actors.administrator, "370100")).json()).toMatchObject({
      errors: [{ field: "province" }],
    });
    const chosen = await choose(actors.administrator, "370000");
    expect(chosen.json()).toMatchObject({ province: "370000", provinceName: "山东省", sample: false });
    expect((await choose(actors.administrator, "330000")).statusCode).toBe(409);
    expect((await get("/api/me")).installation).toMatchObject({
      province: { code: "370000", name: "山东省" },
      needsFirstSignIn: true,
    });
  });

  test("tells each who he is", async () => {
    expect((await get("/api/me")).user).toBeNull();
    const me = await world.call(actors.planner, { url: "/api/me" });
    expect(me.json().user).toMatchObject({
      id: "test-planner",
      name: "规划员",
      role: "planner",
      region: "370000",
      mustChangePassword: false,
    });
  });

  test("shows only mechanisms that work, to anybody", async () => {
    const { mechanisms } = await get("/api/system-map");
    for (const mechanism of mechanisms) expect(mechanism.path).toMatch(/^\//);
  });
});

describe("the official tables", () => {
  test("lead from a programme to its occupations and back", async () => {
    const programme = await get("/api/standards/programmes/460103");
    expect(programme).toMatchObject({ name: "数控技术", level: "college" });
    const occupation = await get(`/api/standards/occupations/${programme.occupations[0].code}`);
    expect(occupation.programmes.map((item: { code: string }) => item.code)).toContain("460103");
    expect(occupation.groups.length).toBe(3);
  });

  test("are found by initials, and paged to the end", async () => {
    const { items } = await get("/api/standards/search?q=skjs");
    expect(items.map((item: { code: string }) => item.code)).toContain("460103");
    const codes = new Set<string>();
    let cursor = "";
    do {
      const page = await get(
        `/api/standards/programmes?level=bachelor&limit=100${cursor && `&cursor=${cursor}`}`,
      );
      for (const { code } of page.items) codes.add(code);
      cursor = page.next ?? "";
    } while (cursor);
    const all = await get("/api/standards/programmes?level=bachelor&limit=500");
    expect(codes.size).toBe(all.items.length);
  });

  test("say where they come from and what is doubtful, in the reader's language", async () => {
    const chinese = await get("/api/standards/provenance");
    const english = await get("/api/standards/provenance", { "accept-language": "en" });
    expect(chinese.tables.length).toBeGreaterThan(3);
    expect(english.tables[0].title).not.toBe(chinese.tables[0].title);
  });

  test("answer an unknown code with a problem", async () => {
    const response = await world.call(actors.public, { url: "/api/standards/programmes/000000" });
    expect(response.json()).toMatchObject({ status: 404, type: "/problems/not-found" });
  });
});

describe("regions", () => {
  test("of a municipality are itself, of a province its cities", async () => {
    const beijing = await get("/api/regions?parent=110000");
    expect(beijing.items.map((region: { code: string }) => region.code)).toEqual(["110000"]);
    const shandong = await get("/api/regions?parent=370000");
    expect(shandong.items).toHaveLength(16);
    expect((await get("/api/regions")).items.length).toBeGreaterThanOrEqual(31);
  });
});
