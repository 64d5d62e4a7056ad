import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { actors } from "../platform/testing/test-database.ts";
import { planThings } from "../testing/matrix/plan-things.ts";
import { csv, type Answer, type Office } from "../testing/office.ts";
import { PUBLIC, ScoredSeason } from "./testing/scored-season.ts";
import { numberUnits } from "./units-numbers.ts";

let office: Office;
let round: string;
beforeAll(async () => {
  office = await ScoredSeason.openOffice();
  const { sql } = office.world;
  const [cycle] = await sql<{ id: string }>("insert into planning.cycle (province, id, year, parameters, state, created_by_name, created_at) values ('370000', gen_random_uuid(), 2026, '{}', 'done', '规划员', now()) returning id"); // prettier-ignore
  const [made] = await sql<{ id: string }>("insert into planning.round (province, id, year, title, cycle_id, sample, created_by_name, created_at) values ('370000', gen_random_uuid(), 2027, '2027年', $1, false, '规划员', now()) returning id", [cycle!.id]); // prettier-ignore
  round = made!.id;
  await planned([["济南示例学院", "460103", 40], ["济南示例学院", "460104", 30], ["烟台示例学院", "260103", 20], ["烟台示例学院", "530301", 10]]); // prettier-ignore
}, 120_000);
afterAll(() => office.close());

/** A published plan with these offerings and no others. */
async function planned(seats: readonly (readonly [string, string, number])[]): Promise<void> {
  const { sql } = office.world;
  let plan = "";
  for (const [school, programme, count] of seats) {
    const [offering] = await sql<{ id: string }>(
      `insert into planning.offering (province, id, school_name, programme, level, city, first_year, last_year)
       values ('370000', gen_random_uuid(), $1, $2, $3, '370100', 2022, 2027) returning id`,
      [school, programme, programme.startsWith("2") ? "bachelor" : "college"],
    );
    plan ||= (await planThings(office.world, { round, offering: offering!.id })).publishedPlan;
    await sql("delete from planning.plan_cell where plan_id = $1 and (seats = 40 and school_name = '乙市第一职业学校')", [plan]);
    await sql(
      `insert into planning.plan_cell (province, plan_id, offering_id, school_name, programme, level, city, card, last, seats, solved, marginal, binding, version)
       values ('370000', $1, $2, $3, $4, $5, '370100', 'keep', $6, $6, $6, 0, '{}', 1)`,
      [plan, offering!.id, school, programme, programme.startsWith("2") ? "bachelor" : "college", count],
    );
  }
} // prettier-ignore

describe("units of a season", () => {
  let season: ScoredSeason;
  beforeEach(async () => {
    await office.world.sql("delete from admissions.unit");
    season = await ScoredSeason.open(office, { steps: ["start", "open"], pupils: [], year: 2027 });
    await office.world.sql("update admissions.season set name = $2 where id = $1", [season.id, randomUUID()]);
  });
  const fromPlan = (input: object = {}) => season.post(`seasons/${season.id}/units/from-plan`, { batches: { college: "college", bachelor: "bachelor" }, ...input }); // prettier-ignore
  const units = async (query = "") => (await season.get(`seasons/${season.id}/units${query}`)).items;

  test("come from the published plan with the office's numbers, in the category of their programme; the rest is named", async () => {
    const made = (await fromPlan({ codes: [{ school: "烟台示例学院", code: "2001" }] })).json();
    expect(made).toMatchObject({ units: 3, seats: 90, gone: [] });
    expect(made.leftOut).toMatchObject([{ school: "烟台示例学院", programme: "530301", seats: 10 }]);
    expect((await units()).map((u: Answer) => [u.unit, u.programme, u.category, u.batch, u.capacity, u.planned])).toEqual([
      ["100101", "460103", "machines", "college", 40, 40],
      ["100102", "460104", "machines", "college", 30, 30],
      ["200101", "260103", "machines", "bachelor", 20, 20],
    ]);
    // taken once more, everything keeps its number, and what was written to it
    const [first] = await units();
    const changed = await season.put(`seasons/${season.id}/units/100101`, { capacity: 40, reserves: [{ quota: "veteran", seats: 3 }], minScore: "350.5", tuition: 6000, years: 3 }, first.etag);
    expect(changed.json()).toMatchObject({ capacity: 40, general: 37, reserves: [{ quota: "veteran", seats: 3 }], minScore: "350.5" });
    await fromPlan();
    expect((await units())[0]).toMatchObject({ unit: "100101", capacity: 40, general: 37, tuition: 6000 });
  }); // prettier-ignore

  test("no seat above the plan, over all seasons of the year; reserves are carved out of the capacity", async () => {
    await fromPlan();
    const [first] = await units();
    const put = (payload: object, etag = first.etag) => season.put(`seasons/${season.id}/units/100101`, payload, etag); // prettier-ignore
    const above = await put({ capacity: 41 });
    expect(above.statusCode).toBe(409);
    expect(above.json()).toMatchObject({ above: [{ seats: 41, planned: 40 }] });
    expect(above.json().detail).toContain("安排 41 个，已公布的招生计划为 40 个");
    expect((await put({ capacity: 10, reserves: [{ quota: "veteran", seats: 11 }] })).statusCode).toBe(400);
    expect((await put({ capacity: 10, reserves: [{ quota: "nobody", seats: 1 }] })).statusCode).toBe(400);
    expect((await put({ capacity: 10 }, '"other"')).statusCode).toBe(412);
    expect((await put({ capacity: 10 })).statusCode).toBe(200);
    // a second season of the year may have what the first left, and no more
    const other = await ScoredSeason.open(office, { steps: ["start"], pupils: [], year: 2027, rules: { engine: "parallel", score: { culture: 1 }, batches: [{ id: "college" }] } }); // prettier-ignore
    const row = (seats: number) => csv([["unit_id", "category", "batch", "capacity", "programme_code", "school_name"], ["900101", "machines", "college", seats, "460103", "济南示例学院"]]); // prettier-ignore
    expect((await other.upload("units/import", row(31))).json().detail).toContain("已公布的招生计划为 40 个");
    expect((await other.upload("units/import", row(30))).json()).toEqual({ rows: 1, units: 1, seats: 30 });
    await office.world.sql("delete from admissions.unit where season_id = $1", [other.id]);
    await office.world.sql("update admissions.season set name = name || id where id = $1", [other.id]);
  });

  test("come from a file; every faulty row is named and nothing is taken in", async () => {
    const head = [
      "投档单位",
      "专业类别",
      "批次",
      "计划数",
      "院校代码",
      "专业代码",
      "专项",
      "最低分",
      "院校名称",
      "学费",
    ];
    const refused = await season.upload("units/import", csv([head, ["A1", "music", "college", 5, "1001", "460103", "", "", "济南示例学院", ""], ["A2", "machines", "first", 5, "1001", "460103", "", "", "济南示例学院", ""], ["A3", "machines", "college", "many", "1001", "460103", "", "", "济南示例学院", ""], ["A4", "machines", "college", 5, "1001", "460199", "", "", "无名学院", "dear"]])); // prettier-ignore
    expect(refused.statusCode).toBe(400);
    expect(refused.json().errors.map((e: Answer) => [e.row, e.field]).sort()).toEqual([[2, "category"], [3, "batch"], [4, "capacity"], [5, "programme_code"], [5, "tuition"]]); // prettier-ignore
    expect(await units()).toEqual([]);
    const taken = await season.upload("units/import", csv([head, ["A1", "machines", "college", 15, "1001", "460103", "", 300, "济南示例学院", 5000], ["A1", "machines", "college", 5, "1001", "460103", "veteran", 300, "济南示例学院", 5000]])); // prettier-ignore
    expect(taken.json()).toEqual({ rows: 2, units: 1, seats: 20 });
    expect(await units()).toMatchObject([{ unit: "A1", capacity: 20, general: 15, planned: 40, minScore: "300", programmeName: "数控技术" }]); // prettier-ignore
  });

  test("are for the office of the province; anybody reads and searches them once they are published", async () => {
    await fromPlan();
    const open = (query = "") =>
      office.call({ url: `/api/public/seasons/${season.id}/units${query}` }, PUBLIC);
    expect((await open()).statusCode).toBe(404);
    expect((await season.post(`seasons/${season.id}/units/from-plan`, { batches: {} }, actors.cityPlanner)).statusCode).toBe(403); // prettier-ignore
    expect((await office.call({ url: season.url("units") }, actors.stranger)).statusCode).toBe(404);
    for (const step of ["close-registration", "submit-scores", "release-scores", "publish-units"] as const) await season.step(step); // prettier-ignore
    expect((await open()).json().items).toHaveLength(3);
    expect((await open(`?q=${encodeURIComponent("烟台")}`)).json().items.map((u: Answer) => u.schoolName)).toEqual(["烟台示例学院"]); // prettier-ignore
    expect((await open("?q=100%25")).json().items).toEqual([]);
    const page = (await open("?limit=2&batch=college")).json();
    expect(page.items).toHaveLength(2);
    expect((await open("?limit=2&level=college&cursor=" + String(page.next ?? ""))).statusCode).toBe(200);
    const [first] = await units();
    expect((await season.put(`seasons/${season.id}/units/${first.unit}`, { capacity: 1 }, first.etag)).statusCode).toBe(409); // prettier-ignore
  });
});

describe("times for preferences", () => {
  const hour = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

  test("are set before they begin, only made longer after that, and never opened again", async () => {
    const season = await ScoredSeason.open(office, { steps: ["start", "open"], pupils: [], year: 2028 });
    const set = (round: number, opens: string, closes: string, etag: string | null = null, batch = "college") => season.put(`seasons/${season.id}/fillings/${batch}/${round}`, { opens, closes }, etag); // prettier-ignore
    expect((await set(1, hour(2), hour(1))).statusCode).toBe(400);
    expect((await set(1, hour(-2), hour(-1))).statusCode).toBe(400);
    expect((await set(1, hour(1), hour(2), null, "none")).statusCode).toBe(400);
    expect((await set(2, hour(1), hour(2))).statusCode).toBe(409);
    const made = (await set(1, hour(-1), hour(2))).json();
    expect(made).toMatchObject({ state: "open", saved: 0, ready: true });
    expect((await set(1, made.opens, hour(1), made.etag)).json().detail).toContain("只能延长");
    expect((await set(1, made.opens, hour(3))).statusCode).toBe(428);
    const longer = (await set(1, made.opens, hour(3), made.etag)).json();
    expect(longer.closes > made.closes).toBe(true);
    expect((await set(2, hour(1), hour(5))).statusCode).toBe(400);
    const second = (await set(2, hour(4), hour(5))).json();
    expect(second).toMatchObject({ state: "before", ready: false });
    await season.locks("college");
    const [now] = (await season.get(`seasons/${season.id}/fillings`)).items;
    expect(now.state).toBe("locked");
    expect((await set(1, now.opens, hour(9), now.etag)).json().detail).toContain("不能重开");
    const remove = (round: number, etag: string) => office.call({ method: "DELETE", url: season.url(`fillings/college/${round}`), headers: { "if-match": etag } }, season.first); // prettier-ignore
    expect((await remove(1, now.etag)).statusCode).toBe(409);
    expect((await remove(2, second.etag)).statusCode).toBe(200);
    // and the database would not let an office do it behind the back of the program
    const reopen = office.world.as(season.first, ({ tx }) => tx.updateTable("admissions.filling").set({ closes: new Date(hour(9)) }).where("season_id", "=", season.id).execute()); // prettier-ignore
    await expect(reopen).rejects.toThrow(/only be made longer/);
    expect((await season.get(`public/seasons/${season.id}/fillings`, PUBLIC)).items).toMatchObject([{ round: 1, saved: null }]); // prettier-ignore
  });
});

test("numbers: one for each offering, none twice, the same again whatever the order of the rows and however often", () => {
  const scheme = { codeDigits: 4, numberDigits: 3, codes: new Map<string, string>() };
  const offered = fc.array(fc.record({ school: fc.integer({ min: 1, max: 5 }), programme: fc.integer({ min: 1, max: 9 }) }), { maxLength: 30 }); // prettier-ignore
  fc.assert(
    fc.property(offered, offered, (before, now) => {
      const rows = (list: typeof before) =>
        [...new Map(list.map(({ school, programme }) => [`${school}-${programme}`, { offering: `${school}-${programme}`, school: `s${school}`, schoolName: `学院${school}`, programme: String(programme) }])).values()]; // prettier-ignore
      const first = numberUnits(rows(before), [], scheme);
      const schoolOf = new Map(rows(before).map(({ offering, school }) => [offering, school]));
      const known = first.map(({ unit, code, offering }) => ({
        unit,
        code,
        offering,
        school: schoolOf.get(offering)!,
      }));
      const second = numberUnits(rows(now), known, scheme);
      expect(new Set(second.map(({ unit }) => unit)).size).toBe(second.length);
      const had = new Map(first.map(({ offering, unit }) => [offering, unit]));
      for (const { offering, unit, code } of second) {
        expect(unit.startsWith(code)).toBe(true);
        if (had.has(offering)) expect(unit).toBe(had.get(offering));
        else expect([...had.values()]).not.toContain(unit);
      }
      expect(numberUnits(rows(now).reverse(), known, scheme)).toEqual(second);
    }),
    { seed: 20261127 },
  );
});
