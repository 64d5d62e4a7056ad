import { afterAll, beforeAll, expect, test } from "vitest";
import { actors } from "../platform/testing/test-database.ts";
import { PUBLIC } from "../planning/rounds/testing/index.ts";
import type { Answer } from "../testing/office.ts";
import { defaultSeasonCalendar } from "./season-calendar.ts";
import { AdmissionWorld, CATEGORIES, RULES } from "./testing/index.ts";
import { remindOfSeasons } from "./waiting.ts";

let world: AdmissionWorld;
beforeAll(async () => {
  world = await AdmissionWorld.open();
}, 120_000);
afterAll(() => world.close());

test("a season begins from a province's preset, with what is known of it and what is not", async () => {
  const { items } = await world.get(PUBLIC, "seasons/presets");
  expect(items.map(({ id }: Answer) => id)).toContain("jiangsu");
  const made = await world.post(world.planner, "seasons", { year: 2030, channel: "entrance-exam", preset: "jiangsu" }); // prettier-ignore
  expect(made).toMatchObject({
    state: "draft",
    year: 2030,
    name: "2030年职教高考",
    preset: { id: "jiangsu" },
  });
  expect(made.preset.doubts.length).toBeGreaterThan(0);
  expect(made.subjects.map(({ key }: Answer) => key)).toEqual(["chinese", "mathematics", "english", "theory", "skill"]); // prettier-ignore
  expect(made.subjects.find(({ key }: Answer) => key === "english")).toMatchObject({
    name: "英语",
    max: 100,
  });
  // the preset names a category that the season does not have yet
  expect(made.work.faults.map(({ en }: Answer) => en).join()).toContain("艺术类");
  expect(made.calendar.every(({ trust, source }: Answer) => trust && source.zh)).toBe(true);
  const again = await world.call(world.planner, "POST", "seasons", { year: 2030, channel: "entrance-exam", preset: "jiangsu" }); // prettier-ignore
  expect(again.statusCode).toBe(409);
});

test("rules with faults are refused by path; so is a preset that there is not, and an office that holds no season", async () => {
  const bad = await world.call(world.planner, "POST", "seasons", { year: 2031, channel: "separate", rules: { ...RULES, ties: ["skill", "skill"], wrong: 1 } }); // prettier-ignore
  expect(bad.statusCode).toBe(400);
  expect(bad.json().errors.map(({ field }: Answer) => field)).toEqual(["rules.ties", "rules.wrong"]);
  const start = (actor: Parameters<typeof world.call>[0], body: object) =>
    world.call(actor, "POST", "seasons", body);
  expect(
    (await start(world.planner, { year: 2031, channel: "separate", preset: "atlantis" })).statusCode,
  ).toBe(400);
  expect((await start(world.planner, { year: 2031, channel: "separate" })).statusCode).toBe(400);
  expect((await start(actors.cityPlanner, { year: 2031, channel: "separate", rules: RULES })).statusCode).toBe(409); // prettier-ignore
  expect((await start(world.first.officer, { year: 2031, channel: "separate", rules: RULES })).statusCode).toBe(403); // prettier-ignore
});

test("categories are proposed from the catalogue, all levels together", async () => {
  const { items } = await world.get(world.planner, "seasons/proposed-categories");
  expect(items.find(({ name }: Answer) => name === "装备制造类")).toMatchObject({
    programmes: ["26", "46", "66"],
  });
  const id = await world.season({ name: "类别" });
  const twice = [
    { ...CATEGORIES[0]!, programmes: ["66"] },
    { ...CATEGORIES[1]!, programmes: ["66"] },
  ];
  const season = await world.get(world.planner, `seasons/${id}`);
  const body = { name: season.name, rules: season.rules, subjects: season.subjects, eligibility: season.eligibility, noticeDays: 5 }; // prettier-ignore
  const put = (categories: object[]) => world.call(world.planner, "PUT", `seasons/${id}/set-up`, { ...body, categories }, season.etag); // prettier-ignore
  expect((await put(twice)).json().errors[0]).toMatchObject({
    field: "categories[1].programmes",
    value: "66",
  });
  expect((await put([{ ...CATEGORIES[0]!, programmes: ["99"] }])).statusCode).toBe(400);
});

test("times are changed in their order only, and say whose they are", async () => {
  const id = await world.season({ name: "日程" });
  const { etag } = await world.get(world.planner, `seasons/${id}`);
  const change = (key: string, due: string, match: string) =>
    world.call(
      world.planner,
      "PUT",
      `seasons/${id}/calendar`,
      { calendar: [{ key, opens: null, due }] },
      match,
    );
  const refused = await change("scores", "2027-06-01T17:00:00+08:00", etag);
  expect(refused.statusCode).toBe(400);
  expect(refused.json().errors[0].field).toBe("calendar.release.due");
  const changed = (await change("scores", "2027-04-16T12:00:00+08:00", etag)).json();
  expect(changed.calendar.find(({ key }: Answer) => key === "scores")).toMatchObject({ trust: "entered" });
  expect((await change("scores", "2027-04-17T12:00:00+08:00", etag)).statusCode).toBe(412);
  const times = defaultSeasonCalendar(2027).map(({ due }) => Date.parse(due));
  expect(times.filter((time, i) => i > 0 && time < times[i - 1]!)).toEqual([]);
});

test("nobody knows of a season before it opens; then everybody does, and the office alone what there is to do", async () => {
  const id = await world.season({ name: "公开" });
  expect((await world.call(PUBLIC, "GET", `seasons/${id}`)).statusCode).toBe(404);
  expect((await world.get(PUBLIC, "seasons")).items).toEqual([]);
  expect((await world.get(actors.cityPlanner, `seasons/${id}`)).work).toBeNull();
  expect((await world.call(actors.stranger, "GET", `seasons/${id}`)).statusCode).toBe(404);
  const stale = (await world.get(world.planner, `seasons/${id}`)).etag;
  await world.step(id, "open");
  expect((await world.call(world.planner, "POST", `seasons/${id}/open`, {}, stale)).statusCode).toBe(412);
  expect((await world.call(world.planner, "POST", `seasons/${id}/open`, {})).statusCode).toBe(428);
  const seen = await world.get(PUBLIC, `seasons/${id}`);
  expect(seen).toMatchObject({ state: "registering", registering: true, work: null });
  expect(seen.rulesHash).toMatch(/^[0-9a-f]{64}$/);
  expect((await world.tryStep(id, "close-registration")).json().detail).toContain("没有确认的考生");
  expect((await world.tryStep(id, "release-scores")).statusCode).toBe(409);
  const { work } = await world.get(world.planner, `seasons/${id}`);
  expect(work.next).toMatchObject([{ step: "close-registration", against: { en: "Nobody is confirmed." } }]);
  expect(work.history.map(({ step }: Answer) => step)).toEqual(["start", "open"]);
});

test("once registration has begun, lines may still be set; weights, subjects and categories stay", async () => {
  const id = await world.season({ name: "冻结" });
  await world.step(id, "open");
  const lines = {
    ...RULES,
    batches: [
      { id: "bachelor", minScore: 300 },
      { id: "college", minScore: 100 },
    ],
  };
  expect((await world.setUp(id, { rules: lines })).rules.batches[0].minScore).toBe(300);
  await expect(world.setUp(id, { rules: { ...lines, score: { chinese: 2, mathematics: 1, skill: 1 } } })).rejects.toThrow("409"); // prettier-ignore
  await expect(world.setUp(id, { categories: CATEGORIES.slice(0, 1) })).rejects.toThrow("409");
  await expect(world.setUp(id, { eligibility: [] })).rejects.toThrow("409");
  const longer = [{ ...CATEGORIES[0]!, skillMinutes: 90 }, CATEGORIES[1]!];
  expect((await world.setUp(id, { categories: longer })).categories.find(({ key }: Answer) => key === CATEGORIES[0]!.key).skillMinutes).toBe(90); // prettier-ignore
});

test("the office is told of a step that falls due, and of one that is late", async () => {
  const remind = () => world.app.as({ ...world.planner, userId: null, name: "" }, remindOfSeasons);
  const before = (await remind()).told;
  const id = await world.season({ name: "提醒" });
  await world.step(id, "open");
  expect((await remind()).told).toBe(before);
  world.setClock("2026-11-28T10:00:00+08:00");
  const late = await world.get(world.planner, `seasons/${id}`);
  expect(late.calendar.find(({ key }: Answer) => key === "confirm")).toMatchObject({
    late: true,
    done: false,
  });
  expect((await remind()).told).toBeGreaterThan(before);
  world.setClock("2026-11-12T10:00:00+08:00");
});
