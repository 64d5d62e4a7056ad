import { composeCreditCode } from "@tixi/engines/identifiers";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { actors } from "../../platform/testing/test-database.ts";
import { findByNames } from "./find-by-name.ts";
import { registerWorld, school, type Body } from "./testing/index.ts";

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

describe("history", () => {
  test("keeps the name of each day through a rename and a move", async () => {
    const id = await register("历城职业中专", { since: "1998-09-01" });
    expect(
      (await change(id, { name: "济南信息工程学校", since: "2025-03-01", note: "省教育厅批复" })).status,
    ).toBe(200);
    expect((await change(id, { region: "370200", since: "2026-01-01" })).status).toBe(200);
    expect((await show(id, "2024-06-30")).shown.name).toBe("历城职业中专");
    expect((await show(id, "2025-03-01")).shown).toMatchObject({
      name: "济南信息工程学校",
      region: "370100",
      change: "renamed",
    });
    expect((await show(id)).shown).toMatchObject({ region: "370200", change: "moved", until: null });
    expect((await show(id, "1990-01-01")).shown).toBeNull();
    expect(await names("on=2024-06-30")).toEqual(["历城职业中专"]);
    expect(await names("")).toEqual(["济南信息工程学校"]);
    // what it was once called finds it
    const [found] = (await done(actors.public, "GET", "/organisations?q=历城职业")).items;
    expect(found).toMatchObject({ name: "济南信息工程学校", formerly: "历城职业中专" });
    const audit = await world.sql(`select action from audit.entry where subject = $1 order by id`, [
      `organisation:${id}`,
    ]);
    expect(audit.map((row) => row["action"])).toEqual([
      "organisation.register",
      "organisation.renamed",
      "organisation.moved",
    ]);
  });

  test("begins no version before the one that holds, tomorrow, unread, or for nothing", async () => {
    const id = await register("甲校", { since: "2020-01-01" });
    for (const since of ["2019-01-01", "2020-01-01", "2026-11-24"])
      expect((await change(id, { name: "乙校", since })).body.errors[0].field, since).toBe("since");
    expect((await change(id, { since: "2021-01-01" })).status).toBe(400);
    const old = (await show(id)).etag;
    await change(id, { name: "乙校", since: "2021-01-01" });
    expect(
      (await send(planner, "PUT", `/organisations/${id}`, school("丙校", { since: "2022-01-01" }), old))
        .status,
    ).toBe(412);
    expect(
      (await send(planner, "PUT", `/organisations/${id}`, school("丙校", { since: "2022-01-01" }))).status,
    ).toBe(428);
  });

  test("puts right what was wrong without losing what had been said, and moves a day between two versions", async () => {
    const id = await register("青岛电子学较", { since: "2010-09-01" });
    await change(id, { name: "青岛电子信息学校", since: "2024-05-01" });
    const record = await show(id);
    const correct = (more: Body, etag: string) =>
      send(
        planner,
        "POST",
        `/organisations/${id}/corrections`,
        { ...school("青岛电子学校"), note: "录入错误", ...more },
        etag,
      );
    expect((await correct({ version: "2010-09-01", since: "2010-09-01" }, record.etag)).status).toBe(200);
    expect((await show(id, "2020-01-01")).shown.name).toBe("青岛电子学校");
    const now = await show(id);
    expect(now.corrections).toMatchObject([
      { before: { name: "青岛电子学较" }, after: { name: "青岛电子学校" }, note: "录入错误" },
    ]);
    const day = (since: string | null, etag: string) =>
      correct({ name: "青岛电子信息学校", version: "2024-05-01", since }, etag);
    expect((await day("2024-09-01", now.etag)).status).toBe(200);
    expect((await show(id, "2024-08-31")).shown.name).toBe("青岛电子学校");
    const later = await show(id);
    expect(later.versions.map((one: Body) => [one["since"], one["until"]])).toEqual([
      ["2024-09-01", null],
      ["2010-09-01", "2024-09-01"],
    ]);
    expect(
      (await correct({ name: "青岛电子信息学校", version: "2024-09-01", since: "2023-01-01" }, later.etag))
        .status,
    ).toBe(200);
    const { etag } = await show(id);
    expect(
      (await correct({ name: "x校", version: "2023-01-01", since: "2009-01-01" }, etag)).body.errors[0].field,
    ).toBe("since");
    expect((await correct({ name: "x校", version: "2023-01-01", since: null }, etag)).status).toBe(400);
    expect((await correct({ name: "x校", version: "1900-01-01", since: null }, etag)).status).toBe(404);
  });

  test("never holds two versions on one day, even past the code", async () => {
    const id = await register("甲校", { since: "2020-01-01" });
    const insert = (from: string) =>
      world.sql(
        `insert into registry.organisation_version (organisation_id, valid, name, kind, region, change, recorded_at)
         values ($1, daterange($2, null), '乙校', 'college', '370100', 'changed', now())`,
        [id, from],
      );
    await expect(insert("2025-01-01")).rejects.toThrow(/exclusion constraint|conflicting key/);
    await change(id, { name: "乙校", since: "2025-01-01" });
    await expect(insert("2024-12-31")).rejects.toThrow(/exclusion constraint|conflicting key/);
  });

  test("whatever is renamed when, every day has the name that was last given before it", async () => {
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 6 });
    const dayOf = (n: number) => new Date(Date.UTC(2020, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
    await fc.assert(
      fc.asyncProperty(days, fc.integer({ min: 0, max: 2100 }), async (gaps, asked) => {
        const sorted = [...gaps].sort((a, b) => a - b);
        const id = await register(`起名${Math.random().toString(36).slice(2)}`, { since: dayOf(0) });
        const first = (await show(id)).name;
        for (const n of sorted)
          expect(
            (await change(id, { name: `${first}第${n}`, since: dayOf(n), confirmed: true })).status,
          ).toBe(200);
        const last = sorted.filter((n) => n <= asked).at(-1);
        expect((await show(id, dayOf(asked))).shown.name).toBe(
          last === undefined ? first : `${first}第${last}`,
        );
      }),
      { numRuns: 15, seed: 2260 },
    );
  });
});

describe("mergers and splits", () => {
  test("close what went, keep who went where, and go on through a merger of mergers", async () => {
    const [a, b, c] = [
      await register("甲工业学校"),
      await register("乙商业学校"),
      await register("丙卫生学校"),
    ];
    const merge = (predecessors: string[], into: Body, day: string) =>
      send(planner, "POST", "/organisations/merge", { predecessors, into, day, note: "资源整合" });
    const ab = (await merge([a!, b!], { facts: school("济南综合职业学校") }, "2024-07-01")).body.id;
    expect(ab).toBeTypeOf("string");
    expect((await merge([ab], { id: c }, "2025-07-01")).status).toBe(200);
    expect(await names("")).toEqual(["丙卫生学校"]);
    expect(await names("on=2024-06-30")).toEqual(["丙卫生学校", "乙商业学校", "甲工业学校"].sort());
    expect(await names("on=2024-07-01")).toEqual(["丙卫生学校", "济南综合职业学校"].sort());
    expect(await names("state=ended")).toHaveLength(3);
    expect(await show(ab)).toMatchObject({
      state: "ended",
      predecessors: [{ name: "乙商业学校", ended: true }, { name: "甲工业学校" }],
      successors: [{ id: c, name: "丙卫生学校", onDay: "2025-07-01", ended: false }],
    });
    // a figure of 2023 keeps its name and leads to who goes on as it today
    const [found] = await world.as(planner, (ctx) =>
      findByNames(ctx, [{ name: "甲工业学校", region: "370100", year: 2023 }]),
    );
    expect(found).toEqual({
      id: a,
      name: "甲工业学校",
      inYear: true,
      ended: true,
      successors: [{ id: c, name: "丙卫生学校" }],
    });
    // what has ended merges no more, and nothing goes into itself
    expect((await merge([a!], { id: c }, "2026-01-01")).status).toBe(409);
    expect((await merge([c!], { id: c }, "2026-01-01")).status).toBe(400);
    expect((await merge([c!], { id: a }, "2026-01-01")).status).toBe(409);
    expect((await show(c!)).state).toBe("current");
  });

  test("give the code of one that went to the one it went into", async () => {
    const creditCode = composeCreditCode("12370100", "00000001");
    const a = await register("甲校", { creditCode });
    const b = await register("乙校");
    const facts = school("新校", { creditCode });
    const merged = await done(planner, "POST", "/organisations/merge", {
      predecessors: [a, b],
      into: { facts },
      day: "2025-01-01",
    });
    expect((await show(merged.id)).shown.creditCode).toBe(creditCode);
  });

  test("split one that goes on, and one that ends", async () => {
    const whole = await register("大职业学校", { since: "2000-01-01" });
    const split = async (id: string, more: Body) =>
      send(
        planner,
        "POST",
        `/organisations/${id}/split`,
        { day: "2025-09-01", ...more },
        (await show(id)).etag,
      );
    const one = await split(whole, { into: [{ facts: school("大职业学校东校") }], continues: true });
    expect(one.body.ids).toHaveLength(1);
    expect((await show(whole)).state).toBe("current");
    const two = await split(whole, {
      day: "2026-09-01",
      into: [{ facts: school("甲新校") }, { facts: school("乙新校") }],
    });
    expect(two.status).toBe(200);
    expect(await show(whole)).toMatchObject({ state: "ended", successors: [{ kind: "split" }, {}, {}] });
    expect((await show(two.body.ids[0])).predecessors).toMatchObject([{ id: whole, ended: true }]);
    // two parts cannot share a code
    const schoolCode = "3637000001";
    const other = await register("又一所");
    const parts = [{ facts: school("丙新校", { schoolCode }) }, { facts: school("丁新校", { schoolCode }) }];
    expect((await split(other, { into: parts })).status).toBe(409);
    expect((await show(other)).state).toBe("current");
  });
});

describe("names of files", () => {
  test("lead to the organisation that bore them then, in that place", async () => {
    const here = await register("第一职业学校", { since: "2000-01-01" });
    const there = await register("第一职业学校", { region: "370200" });
    await change(here, { name: "济南工程学校", since: "2025-03-01" });
    const later = await register("第一职业学校", { since: "2025-06-01" });
    const find = (region: string, year: number, name = "第一职业学校") => ({ name, region, year });
    const found = await world.as(planner, (ctx) =>
      findByNames(ctx, [
        find("370100", 2024),
        find("370100", 2026),
        find("370200", 2024),
        find("370100", 2023, "济南工程学校"),
        find("330100", 2024),
        find("370100", 2024, "没有的学校"),
      ]),
    );
    expect(found.map((one) => one && [one.id, one.name, one.inYear])).toEqual([
      [here, "济南工程学校", true],
      [later, "第一职业学校", true],
      [there, "第一职业学校", true],
      [here, "济南工程学校", false],
      null,
      null,
    ]);
  });
});
