/** Admission without the examination, from the claim to the place that it takes, and what the receiving school is told. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../platform/context.ts";
import { actors } from "../platform/testing/test-database.ts";
import { fileOf } from "../registry/people/testing/town.ts";
import { csv, type Answer } from "../testing/office.ts";
import { exemptionsFor } from "./exemption-rules.ts";
import { AdmissionWorld, CATEGORIES } from "./testing/index.ts";

const AWARD = "national-third";
const CLAIM = { award: AWARD, wish: "示例学院 数控技术" };
const PUBLIC: Actor = { ...actors.stranger, userId: null, personId: null, role: "public", region: "370000", organisation: null }; // prettier-ignore

let world: AdmissionWorld;
let season: string;
let winner: Awaited<ReturnType<AdmissionWorld["candidate"]>>;
let other: Awaited<ReturnType<AdmissionWorld["candidate"]>>;
beforeAll(async () => {
  world = await AdmissionWorld.open();
  season = await world.season();
  await world.step(season, "open");
  await unit("C01", 1);
  await unit("C02", 2);
  await unit("B01", 2, "bachelor");
  await unit("D01", 2, "college", CATEGORIES[1]!.key);
  winner = await world.candidate(season, world.first, { exemption: CLAIM });
  other = await world.candidate(season, world.first, { exemption: CLAIM });
}, 120_000);
afterAll(() => world.close());

const unit = (id: string, seats: number, batch = "college", category = CATEGORIES[0]!.key) =>
  world.sql(
    `insert into admissions.unit (province, season_id, unit_id, category, batch, capacity, school, school_name, programme, programme_name, level)
     values ('370000', $1, $2, $3, $4, $5, $6, '示例学院', '460103', '数控技术', $7)`,
    [season, id, category, batch, seats, world.second.id, batch],
  ); // prettier-ignore
const propose = (id: string, change: object = {}, actor = world.planner) =>
  world.tryAct(actor, id, "exempt", { award: AWARD, unit: "C01", ...change });

describe("a claim", () => {
  test("is for a listed award and kind alone; a list of candidates claims none", async () => {
    const student = await world.student(world.first);
    const wrong = await world.call(student, "POST", `seasons/${season}/register`, world.form({ exemption: { ...CLAIM, award: "chess" } })); // prettier-ignore
    expect([wrong.statusCode, wrong.json().errors[0].field]).toEqual([400, "exemption"]);
    const kind = await world.call(student, "POST", `seasons/${season}/register`, world.form({ kind: "social", exemption: CLAIM })); // prettier-ignore
    expect(kind.statusCode).toBe(400);
    const made = await world.register(student, season, { exemption: CLAIM });
    expect(made.missing.map(({ field }: Answer) => field)).toEqual(["exemption"]);
    const bare = await world.tryAct(student, made.id, "submit");
    expect([bare.statusCode, bare.json().errors[0].field]).toEqual([400, "exemption"]);
    await world.evidence(student, made.id);
    expect((await world.act(student, made.id, "submit")).state).toBe("submitted");
    await world.act(student, made.id, "withdraw");
    expect((await world.get(world.planner, `seasons/${season}/candidates?exempt=true`)).items.map(({ id }: Answer) => id)).toEqual([winner.id, other.id, made.id].sort()); // prettier-ignore
  });

  test("is proposed by the office to a unit of the category and of a level of the award, while it has seats", async () => {
    for (const actor of [world.first.officer, winner.student])
      expect((await propose(winner.id, {}, actor)).statusCode).toBe(403);
    for (const change of [{ unit: "X" }, { unit: "D01" }, { unit: "B01" }, { award: "chess" }])
      expect((await propose(winner.id, change)).statusCode, JSON.stringify(change)).toBe(400);
    const plain = await world.candidate(season);
    expect((await propose(plain.id)).json().errors[0].reason).toContain("没有申请免试");
    const exempted = (await propose(winner.id)).json();
    expect(exempted).toMatchObject({
      state: "exempted",
      exemption: { award: AWARD, unit: "C01", unitName: "示例学院 数控技术", from: "2026-11-12", until: "2026-11-17", admittedAt: null },
    }); // prettier-ignore
    // C01 has one general seat
    const full = await propose(other.id);
    expect([full.statusCode, full.json().detail]).toEqual([409, expect.stringContaining("已占 2 个")]);
    await world.act(world.planner, other.id, "exempt", { award: AWARD, unit: "C02" });
  });
});

describe("on notice", () => {
  test("anybody sees how many, nobody whom; units and candidates see what is taken", async () => {
    const { items, seats } = await world.get(PUBLIC, `public/seasons/${season}/exemptions`);
    expect([seats, items.map(({ unit: of, persons, admitted }: Answer) => [of, persons, admitted])]).toEqual(["within", [["C01", 1, false], ["C02", 1, false]]]); // prettier-ignore
    expect(JSON.stringify(items)).not.toContain(winner.number);
    const units = await world.get(world.planner, `seasons/${season}/units`);
    expect(units.items.map(({ unit: of, capacity, exempt }: Answer) => [of, capacity, exempt])).toEqual([["B01", 2, 0], ["C01", 1, 1], ["C02", 2, 1], ["D01", 2, 0]]); // prettier-ignore
    const own = await world.get(winner.student, `candidates/${winner.id}`);
    expect([own.state, own.exemption.unit, own.next]).toEqual(["exempted", "C01", []]);
    // a seat that is given stays
    const { etag } = units.items[1];
    const less = { capacity: 0, reserves: [] };
    expect((await world.call(world.planner, "PUT", `seasons/${season}/units/C01`, less, etag)).statusCode).toBe(409); // prettier-ignore
    expect((await world.call(world.planner, "DELETE", `seasons/${season}/units/C01`, undefined, etag)).statusCode).toBe(409); // prettier-ignore
  });

  test("ended with a reason he sits the examination, with the number that he had", async () => {
    expect((await world.tryAct(world.planner, other.id, "end-exemption")).statusCode).toBe(400);
    const back = await world.act(world.planner, other.id, "end-exemption", { note: "证书无法核实" });
    expect(back).toMatchObject({ state: "confirmed", number: other.number, exemption: null });
    expect(back.history.slice(-2).map(({ step }: Answer) => step)).toEqual(["end-exemption", "confirm"]);
    expect((await world.get(PUBLIC, `public/seasons/${season}/exemptions`)).items).toHaveLength(1);
  });

  test("admitted after the notice, by another person; before scores are handed in every exemption is settled", async () => {
    expect((await world.tryAct(world.releaser, winner.id, "admit-exempt")).json().detail).toContain(
      "尚未届满",
    );
    world.setClock("2026-11-18T10:00:00+08:00");
    expect((await world.tryAct(world.planner, winner.id, "admit-exempt")).json().detail).toContain("另一人");
    await world.step(season, "close-registration");
    const open = await world.tryStep(season, "submit-scores");
    expect(open.json().detail).toContain("1 名拟免试录取");
    const admitted = await world.act(world.releaser, winner.id, "admit-exempt");
    expect(admitted).toMatchObject({ state: "exempt-admitted", exemption: { unit: "C01" } });
    expect(admitted.exemption.admittedAt).not.toBeNull();
    expect(await world.sql("select unit_id, filing_id, award from admissions.admission where candidate_id = $1", [winner.id])).toEqual([{ unit_id: "C01", filing_id: null, award: AWARD }]); // prettier-ignore
    // the one of the year: neither withdrawn nor exempt again; his scores are not missed, his skill test neither
    for (const [actor, step] of [[winner.student, "withdraw"], [world.planner, "end-exemption"], [world.planner, "exempt"]] as const)
      expect((await world.tryAct(actor, winner.id, step, { note: "理由", award: AWARD, unit: "C01" })).statusCode).toBe(409); // prettier-ignore
    const { work } = await world.get(world.planner, `seasons/${season}`);
    expect(work.confirmed.reduce((sum: number, { count }: Answer) => sum + count, 0)).toBe(2);
  });
});

describe("the school that receives him", () => {
  test("sees name, number and programme, and counts by programme; the school that he comes from sees where he went", async () => {
    const list = await world.get(world.second.officer, "received");
    expect(list.items).toMatchObject([{ number: winner.number, name: winner.student.name, fromSchool: world.first.name, unit: "C01", programme: "460103", award: AWARD }]); // prettier-ignore
    expect(list.programmes).toMatchObject([{ unit: "C01", persons: 1, exempt: 1 }]);
    expect(
      Object.keys(list.items[0]).filter((key) => /score|rank|identity|phone|declared/i.test(key)),
    ).toEqual([]);
    expect((await world.get(world.first.officer, "received")).items).toEqual([]);
    expect((await world.get(world.first.officer, "admitted")).items).toMatchObject([{ number: winner.number, award: AWARD }]); // prettier-ignore
    expect((await world.call(world.planner, "GET", "received")).statusCode).toBe(403);
    const csv = await world.call(world.second.officer, "GET", `received.csv?season=${season}`);
    expect(csv.body.split("\r\n")[1]).toContain(`${winner.number},${winner.student.name},应届`);
    const docx = await world.call(world.second.officer, "GET", `received.docx?season=${season}`);
    expect([docx.statusCode, docx.rawPayload.subarray(0, 2).toString()]).toEqual([200, "PK"]);
    expect(await world.sql("select from audit.entry where kind = 'read' and subject = $1 limit 1", [`organisation:${world.second.id}`])).toHaveLength(1); // prettier-ignore
  });
});

test("units that come from a file are those of the school that bears the name", async () => {
  const draft = await world.season({ year: 2030, name: "导入" });
  const head = ["unit_id", "category", "batch", "capacity", "programme_code", "school_name"];
  const rows = [["N1", world.first.name], ["N2", "无此校"]].map(([id, school]) => [id, CATEGORIES[0]!.key, "college", 3, "460103", school]); // prettier-ignore
  const file = fileOf(csv([head, ...rows] as (string | number)[][]).toString(), {}, "plans.csv");
  const taken = await world.app.call(world.planner, { method: "POST", url: `/api/seasons/${draft}/units/import`, ...file }); // prettier-ignore
  expect([taken.statusCode, taken.json().units]).toEqual([200, 2]);
  const { items } = await world.get(world.planner, `seasons/${draft}/units`);
  expect(items.map(({ school }: Answer) => school)).toEqual([world.first.id, null]);
});

test("the rules of a season list awards with their sources; they stand still once registration has begun", async () => {
  expect(exemptionsFor("chongqing").awards.every(({ levels }) => !levels.includes("bachelor"))).toBe(true);
  const draft = await world.season({ year: 2029, name: "筹备" });
  const { exemptions } = await world.get(world.planner, `seasons/${draft}`);
  expect(exemptions.awards.every(({ source, trust }: Answer) => source !== "" && trust !== "")).toBe(true);
  const changed = { ...exemptions, seats: "above", awards: exemptions.awards.slice(0, 1) };
  expect((await world.setUp(draft, { exemptions: changed })).exemptions).toMatchObject({ seats: "above" });
  await world.step(draft, "open");
  await expect(world.setUp(draft, { exemptions })).rejects.toThrow("免试条件");
  // an office elsewhere sees a season that has begun as anybody does
  const elsewhere = await world.get(actors.stranger, `seasons/${draft}`);
  expect([elsewhere.name, elsewhere.work]).toEqual(["筹备", null]);
});
