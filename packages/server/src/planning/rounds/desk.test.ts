import { PRESETS, type RuleSet } from "@tixi/engines/adjustment";
import { afterAll, beforeAll, expect, test } from "vitest";
import { transaction } from "../../platform/db/transaction.ts";
import { actors } from "../../platform/testing/test-database.ts";
import { answerOf, type Answer } from "../../testing/office.ts";
import { openDecisions } from "../open-decisions.ts";
import { fullCalendar, type CalendarStep } from "./calendar.ts";
import { RoundWorld } from "./testing/index.ts";

/*
 * One year's round from the release to its cards: what the desk of the planner and of a school say on the way, and what the
 * rules in force say to an application.
 */
let world: RoundWorld;
let run: string;
beforeAll(async () => {
  world = await RoundWorld.open();
}, 120_000);
afterAll(() => world.close());

/** The national rules, and one that no programme may be offered by more than none. */
function rules(): RuleSet {
  const preset = structuredClone(PRESETS.find(({ jurisdiction, demo }) => jurisdiction === "000000" && !demo)!);
  preset.rules.push({
    id: "TEST-points",
    kind: "block",
    name: { zh: "布点已有：不再新增", en: "offered already: no new one" },
    when: { indicator: "programme-offerings", op: ">", value: 0 },
    action: { forbids: ["add"] },
    basis: { article: "试行办法第三条", source: "test", trust: "A" },
  });
  return preset;
} // prettier-ignore

const step = async (url: string, actor = world.planner, payload: object = {}): Promise<Answer> => {
  const thing = url.slice(0, url.lastIndexOf("/"));
  const { etag } = await world.get(thing, world.planner);
  return answerOf(await world.try(url, payload, actor, etag));
};
const desk = (actor = world.planner) => world.get("rounds/desk", actor);
const stage = (answer: Answer, key: string) => answer.stages.find((one: Answer) => one.key === key);
const waits = (answer: Answer, key: string) => answer.waiting.find((one: Answer) => one.key === key);
const home = async (key: string, actor = world.planner): Promise<number> =>
  (await world.get("system-map", actor)).mechanisms.find((one: Answer) => one.key === key).waiting;
const sum = (answer: Answer, part: string): number =>
  answer.waiting
    .filter((one: Answer) => one.part === part)
    .reduce((all: number, one: Answer) => all + one.count, 0);

test("a calendar that lacks steps is filled up with proposed days, none before the step that it follows", () => {
  const kept = fullCalendar(2027, []).filter(({ key }) => !["cards", "decide", "proposals", "plan"].includes(key));
  const late = kept.map((one): CalendarStep => (one.key === "list" ? { ...one, due: "2027-06-20", trust: "entered" } : one));
  const full = fullCalendar(2027, late);
  expect(full.map(({ key }) => key)).toEqual(fullCalendar(2027, []).map(({ key }) => key));
  expect(full.find(({ key }) => key === "plan")).toMatchObject({ due: "2027-06-20", trust: "design" });
  expect(full.find(({ key }) => key === "cards")).toMatchObject({ due: "2026-09-10" });
}); // prettier-ignore

test("before the cards the year stands at programme adjustment, and what was due is late", async () => {
  const found = await desk();
  expect(found.stages.map((one: Answer) => one.key)).toEqual(["release", "adjustment", "applications", "plan", "lists"]); // prettier-ignore
  expect(stage(found, "release")).toMatchObject({ state: "published", done: true, current: false });
  expect(stage(found, "adjustment")).toMatchObject({ state: "none", current: true, due: { step: "cards" } });
  expect(stage(found, "plan")).toMatchObject({ state: "none", done: false });
  const cards = found.calendar.find((one: Answer) => one.key === "cards");
  expect(cards.open).toBe(1);
  expect(found.behind.some((one: Answer) => one.step === "cards")).toBe(cards.daysLeft < 0);
});

test("rules wait for review and adoption, a run for each of its steps; the home page counts the same", async () => {
  const { id } = await world.post("rule-sets", rules(), world.planner);
  expect(waits(await desk(), "rules-draft")).toMatchObject({ count: 1, part: "adjustment", path: `/rule-sets/${id}` }); // prettier-ignore
  await step(`rule-sets/${id}/review`, actors.administrator);
  expect(waits(await desk(), "rules-reviewed").count).toBe(1);
  await step(`rule-sets/${id}/adopt`);
  const started = await world.post("adjustments", { roundId: world.round, ruleSetId: id }, world.planner);
  await world.office.jobEnded(started.job);
  run = started.id;
  const computed = await desk();
  expect(waits(computed, "run-computed")).toMatchObject({ count: 1, path: `/adjustments/${run}`, due: { step: "cards" } }); // prettier-ignore
  expect(await home("adjustment")).toBe(sum(computed, "adjustment"));
  // the schools know nothing of it yet
  expect(stage(await desk(world.school), "adjustment").state).toBe("closed");
  await step(`adjustments/${run}/open`);
  const opened = await desk();
  expect(stage(opened, "adjustment")).toMatchObject({ state: "opened", due: { step: "decide" } });
  expect(waits(opened, "run-opened").count).toBe(1);
});

test("a school has its cards to look at, the office then its objection to answer", async () => {
  const { sql } = world.office.world;
  // one of the run's cards is this school's, and warns it
  await sql(`update planning.card set school = $1, decision = 'suspend' where (adjustment_id, offering_id) in
      (select adjustment_id, offering_id from planning.card where adjustment_id = $2 and programme = '500211' limit 1)`, [world.school.organisation, run]); // prettier-ignore
  const mine = await desk(world.school);
  expect(waits(mine, "own-cards")).toMatchObject({ count: 1, path: "/own-cards", due: { step: "answers" } });
  expect(stage(mine, "adjustment").figures).toContainEqual({ key: "stopped", value: 1 });
  expect(await home("adjustment", world.school)).toBe(1);
  const [card] = await sql<{ offering_id: string }>("select offering_id from planning.card where school = $1", [world.school.organisation]); // prettier-ignore
  const at = `adjustments/${run}/cards/${card!.offering_id}`;
  const { etag } = await world.get(at, world.school);
  answerOf(await world.try(`${at}/object`, { reason: "报到数漏报了一个班，请核对。" }, world.school, etag));
  expect(waits(await desk(world.school), "own-cards")).toBeUndefined();
  const asked = await desk();
  expect(waits(asked, "cards-objected")).toMatchObject({ count: 1, path: `/adjustments/${run}/objections` });
  expect(waits(asked, "run-opened")).toBeUndefined();
  const { etag: now } = await world.get(at, world.planner);
  answerOf(await world.try(`${at}/decide`, { decision: "suspend", reason: "已核对，数字无误。" }, world.planner, now)); // prettier-ignore
  await step(`adjustments/${run}/decide`);
  expect(waits(await desk(), "run-decided").count).toBe(1);
});

test("what rules forbid is told to the school and to the office, needs a reason to pass, and stays with the formal check", async () => {
  const made = await world.draft("460103");
  const told = await world.get(`applications/${made.id}/rules`, world.school);
  expect(told).toMatchObject({ growth: "add", run });
  const points = told.forbids.find((one: Answer) => one.rule === "TEST-points");
  expect(points.words.zh).toContain("布点已有");
  expect(points).toMatchObject({ basis: "试行办法第三条", trust: "A" });
  await world.must(made.id, "submit", world.school);
  const refused = await world.act(made.id, "accept", world.planner);
  expect(refused.statusCode).toBe(400);
  expect(refused.json().errors[0]).toMatchObject({ field: "note" });
  const passed = await world.must(made.id, "accept", world.planner, {
    note: "市域内仅此一所，专题会议同意。",
  });
  expect(passed.state).toBe("review");
  expect(passed.ruleCheck.forbids.map((one: Answer) => one.rule)).toContain("TEST-points");
  const paper = await world.office.call({ url: `/api/applications/${made.id}/documents/formal-check.docx` }, world.planner); // prettier-ignore
  expect(paper.statusCode).toBe(200);
  // the facts of a run are not for another school's eyes
  expect((await world.office.call({ url: `/api/applications/${made.id}/rules` }, await world.member("school-officer", await world.organisation("college", "丙市职业学院")))).statusCode).toBe(404); // prettier-ignore
}, 30_000);

test("a programme that the school's card stopped may not be opened again; a smaller intake is nobody's to forbid", async () => {
  const made = await world.draft("500211");
  const told = await world.get(`applications/${made.id}/rules`, world.planner);
  const card = told.forbids.find((one: Answer) => one.rule === "MAJ-09");
  expect(card.words.zh).toContain("停招");
  expect(card.trust).toBe("design");
  const [offering] = await world.office.world.sql<{ id: string }>(
    `insert into planning.offering (province, id, school, school_name, programme, level, city, first_year, last_year)
     values ('370000', gen_random_uuid(), $1, '甲市职业技术学院', '460601', 'college', '370100', 2020, 2026) returning id`,
    [world.school.organisation],
  );
  const shrink = await world.post(`rounds/${world.round}/applications`, { kind: "change", change: "shrink", offering: offering!.id }, world.school); // prettier-ignore
  expect(await world.get(`applications/${shrink.id}/rules`, world.school)).toMatchObject({ growth: null, forbids: [] }); // prettier-ignore
});

test("whoever goes leaves the run that he began in his list", async () => {
  const { platform } = world.office.world;
  const left = await transaction(platform, world.planner, {}, (ctx) => openDecisions(ctx, { userId: world.planner.userId }, []));
  expect(left).toEqual([expect.objectContaining({ subject: `adjustment:${run}`, kind: "adjustment", fate: "pass" })]);
}); // prettier-ignore

test("lists wait for the office, entries for an enterprise; a reviewer sees his reviews only", async () => {
  const reviewer = await world.reviewer();
  expect((await desk(reviewer)).waiting).toEqual([]);
  const found = await desk();
  for (const [part, mechanism] of [["release", "release"], ["adjustment", "adjustment"], ["applications", "round"], ["plan", "plan"], ["lists", "lists"]] as const)
    expect(await home(mechanism), part).toBe(sum(found, part));
}); // prettier-ignore
