import { composeCreditCode } from "@tixi/engines/identifiers";
import { standards } from "@tixi/standards";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { NOBODY, type Actor } from "../../platform/context.ts";
import { actors } from "../../platform/testing/test-database.ts";
import { registerWorld, school, type Body } from "./testing/index.ts";
import { oneApart } from "./twins.ts";

type World = Awaited<ReturnType<typeof registerWorld>>;
let world: World;
let { send, done, show, register, change, names } = {} as World;
beforeAll(async () => {
  world = await registerWorld();
  ({ send, done, show, register, change, names } = world);
});
afterAll(() => world.close());
beforeEach(() => world.empty());
const planner = actors.planner;

describe("codes and names", () => {
  test("are checked, one to one holder, and said with who has them", async () => {
    const creditCode = composeCreditCode("91370100", "00000002");
    await register("有代码的企业", { kind: "enterprise", creditCode: creditCode.toLowerCase() });
    const again = await send(
      planner,
      "POST",
      "/organisations",
      school("另一家企业", { kind: "enterprise", creditCode }),
    );
    expect(again.status).toBe(409);
    expect(again.body.detail).toContain("有代码的企业");
    const wrong = await send(
      planner,
      "POST",
      "/organisations",
      school("错码", { creditCode: "91350100M000100Y44", schoolCode: "123", website: "javascript:alert(1)" }),
    );
    expect(wrong.body.errors.map((error: Body) => error["field"])).toEqual([
      "creditCode",
      "schoolCode",
      "website",
    ]);
    expect(
      (
        await send(
          planner,
          "POST",
          "/organisations",
          school("企业", { kind: "enterprise", schoolCode: "3637000001" }),
        )
      ).status,
    ).toBe(400);
    expect((await send(planner, "POST", "/organisations", school("甲校", { region: "999999" }))).status).toBe(
      400,
    );
  });

  test("that are near each other are warned of, and may go on", async () => {
    await register("山东示范机械有限公司", { kind: "enterprise" });
    const again = (name: string, more: Body = {}) =>
      send(planner, "POST", "/organisations", school(name, { kind: "enterprise", ...more }));
    for (const name of ["山东示范机械有限公司", "山东示范机械（股份有限公司）", "山东示范机戒有限公司"]) {
      const { status, body } = await again(name);
      expect([status, body.near?.[0]?.name], name).toEqual([409, "山东示范机械有限公司"]);
    }
    expect((await again("山东示范机械有限公司", { region: "370200", confirmed: true })).status).toBe(200);
    expect(oneApart("济南第一职业学校", "济南第二职业学校")).toBe(false);
    expect(oneApart("济南电子学校", "济南电子校")).toBe(true);
    expect(oneApart("济南电子学校", "济南电子学校")).toBe(false);
    expect(oneApart("甲乙丙丁戊", "甲丙乙丁戊")).toBe(false);
  });

  test("no circle of organisations above each other", async () => {
    const [a, b] = [await register("甲局"), await register("乙局")];
    await change(b!, { parent: a, since: "2025-01-01" });
    expect((await change(a!, { parent: b, since: "2025-01-01" })).body.errors[0].field).toBe("parent");
    expect((await show(a!)).below).toBe(1);
  });
});

describe("who may write", () => {
  const officer = (organisation: string): Actor => ({
    ...NOBODY,
    userId: "test-officer",
    name: "校办",
    role: "school-officer",
    region: "370100",
    organisation,
  });

  test("only the offices of the region, in the code and in the database", async () => {
    const mine = await register("济南某校");
    const other = await register("青岛某校", { region: "370200" });
    expect((await change(mine, { name: "改名", since: "2025-01-01" }, actors.cityPlanner)).status).toBe(403);
    expect((await change(other, { name: "改名学校", since: "2025-01-01" }, actors.cityPlanner)).status).toBe(
      200,
    );
    // a city gives nothing away to another city
    expect((await change(other, { region: "370100", since: "2026-01-01" }, actors.cityPlanner)).status).toBe(
      403,
    );
    for (const actor of [actors.stranger, actors.public, actors.auditor, officer(mine)])
      expect([401, 403], actor.name).toContain(
        (await change(mine, { name: "改名", since: "2025-01-01" }, actor)).status,
      );
    const rename = (actor: Actor, id: string) =>
      world.as(actor, async ({ tx }) => {
        const forged = sql`update registry.organisation_version set name = '篡改' where organisation_id = ${id} returning 1`;
        return (await forged.execute(tx)).rows.length;
      });
    expect(await rename(actors.cityPlanner, mine)).toBe(0);
    expect(await rename(actors.stranger, mine)).toBe(0);
    expect(await rename(actors.public, mine)).toBe(0);
    expect(await rename(officer(mine), mine)).toBe(0);
    expect(await rename(actors.planner, mine)).toBe(1);
  });

  test("what lies outside of the province is kept by the province's own office", async () => {
    const far = await register("浙江某大学", { kind: "university", region: "330100" });
    expect((await show(far)).keeper).toEqual({ code: "370000", name: "山东省" });
    expect((await change(far, { name: "改名大学", since: "2025-01-01" }, actors.stranger)).status).toBe(403);
    expect((await change(far, { name: "改名大学", since: "2025-01-01" }, actors.cityPlanner)).status).toBe(
      403,
    );
    expect((await change(far, { name: "改名大学", since: "2025-01-01" })).status).toBe(200);
  });

  test("an officer proposes his organisation's address; an office accepts or refuses", async () => {
    const id = await register("济南某校", { since: "2000-01-01" });
    const propose = (address: string, actor = officer(id)) =>
      send(actor, "POST", `/organisations/${id}/proposals`, { address, website: "https://example.edu.cn" });
    expect((await propose("旅游路 1 号", officer(await register("别校")))).status).toBe(404);
    expect((await propose("旅游路 1 号", planner)).status).toBe(403);
    expect((await propose("旅游路 1 号")).status).toBe(200);
    expect((await propose("旅游路 2 号")).status).toBe(409);
    const seen = async (actor: Actor) =>
      (await done(actor, "GET", `/organisations/${id}`)).proposal?.address ?? null;
    expect([
      await seen(officer(id)),
      await seen(planner),
      await seen(actors.public),
      await seen(actors.cityPlanner),
    ]).toEqual(["旅游路 1 号", "旅游路 1 号", null, null]);
    const [waiting] = (await done(planner, "GET", "/organisation-proposals")).items;
    expect(waiting).toMatchObject({ organisation: { id, name: "济南某校" }, state: "proposed" });
    expect((await done(actors.cityPlanner, "GET", "/organisation-proposals")).items).toEqual([]);
    const decide = (actor: Actor, payload: Body) =>
      send(actor, "POST", `/organisation-proposals/${waiting.id}/decide`, payload);
    expect((await decide(planner, { decision: "refused" })).status).toBe(400);
    expect((await decide(actors.cityPlanner, { decision: "accepted" })).status).toBe(404);
    expect((await decide(planner, { decision: "accepted" })).status).toBe(200);
    expect((await decide(planner, { decision: "accepted" })).status).toBe(409);
    expect((await show(id)).shown).toMatchObject({
      address: "旅游路 1 号",
      since: "2026-11-23",
      change: "changed",
    });
    // a second one on the same day
    await propose("旅游路 3 号");
    const [next] = (await done(planner, "GET", "/organisation-proposals")).items;
    await done(planner, "POST", `/organisation-proposals/${next.id}/decide`, { decision: "accepted" });
    expect((await show(id)).shown).toMatchObject({ address: "旅游路 3 号", since: "2026-11-23" });
  });
});

describe("the list of higher schools", () => {
  test("comes in once, is the same again, and overwrites nothing that a person entered", async () => {
    const here = standards().schools.filter((one) => one.provinceCode === "370000");
    const [first, second] = here.filter((one) => one.code !== null);
    const own = await register("我省自己录入的名称", { kind: "college", schoolCode: first!.code });
    const load = (actor: Actor, scope = "province") =>
      send(actor, "POST", "/organisations/higher-schools", { scope });
    expect((await load(actors.cityPlanner)).status).toBe(403);
    const { body } = await load(planner);
    expect(body).toMatchObject({ in: here.length, added: here.length - 1, there: 1, changed: 0 });
    expect(body.kept).toContainEqual(
      expect.objectContaining({ id: own, field: "name", ours: "我省自己录入的名称", list: first!.name }),
    );
    expect((await load(planner)).body).toMatchObject({
      in: here.length,
      added: 0,
      there: here.length,
      changed: 0,
    });
    expect((await show(own)).name).toBe("我省自己录入的名称");
    // an earlier list called it otherwise: it follows; a person's rename stays
    await world.sql(`update registry.organisation_version set name = '旧名学院' where school_code = $1`, [
      second!.code,
    ]);
    expect((await load(planner)).body).toMatchObject({ changed: 1, there: here.length - 1 });
    const [followed] = await world.sql<{ id: string }>(
      `select organisation_id as id from registry.organisation_version where school_code = $1 and upper_inf(valid)`,
      [second!.code],
    );
    expect(await show(followed!.id)).toMatchObject({
      name: second!.name,
      shown: { change: "renamed", since: "2025-06-20" },
    });
    expect((await show(followed!.id, "2024-06-30")).shown.name).toBe("旧名学院");
    await change(followed!.id, { name: "一个人改的名", since: "2026-01-01" });
    expect((await load(planner)).body).toMatchObject({ changed: 0, there: here.length });
    expect((await show(followed!.id)).name).toBe("一个人改的名");
    const country = await load(planner, "country");
    expect(country.body).toMatchObject({ in: standards().schools.length, there: here.length, changed: 0 });
    expect(country.body.added).toBe(standards().schools.length - here.length);
    const counts = await done(actors.public, "GET", "/regions/counts");
    const all = counts.below.reduce(
      (sum: number, one: { kinds: { count: number }[] }) => sum + one.kinds.reduce((s, k) => s + k.count, 0),
      0,
    );
    expect(all).toBe(standards().schools.length);
  });
});

describe("lists", () => {
  test("are paged to the end, filtered, and counted by region", async () => {
    for (let i = 0; i < 7; i++) await register(`某校${i}`, { region: i % 2 ? "370100" : "370202" });
    const seen: string[] = [];
    let cursor = "";
    do {
      const page = await done(actors.public, "GET", `/organisations?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map((item: { id: string }) => item.id));
      cursor = page.next ?? "";
    } while (cursor);
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
    expect(await names("region=370200")).toHaveLength(4);
    expect(await names("kind=college")).toEqual([]);
    expect(await names(`q=${encodeURIComponent("%")}`)).toEqual([]);
    const province = await done(actors.public, "GET", "/regions/counts?parent=370000");
    expect(province.kinds).toEqual([{ kind: "secondary-school", count: 7 }]);
    expect(province.below.find((one: Body) => one["code"] === "370200").kinds).toEqual([
      { kind: "secondary-school", count: 4 },
    ]);
    const city = await done(actors.public, "GET", "/regions/counts?parent=370200");
    expect(city.path.map((one: Body) => one["name"])).toEqual(["山东省", "青岛市"]);
    expect(city.below.find((one: Body) => one["code"] === "370202").kinds).toEqual([
      { kind: "secondary-school", count: 4 },
    ]);
    const hits = await done(actors.public, "GET", "/organisations/suggest?q=某校3");
    expect(hits.items.map((item: Body) => item["name"])).toEqual(["某校3"]);
  });
});
