import { afterAll, beforeAll, expect, test } from "vitest";
import { actors } from "../../platform/testing/test-database.ts";
import { answerOf, type Answer } from "../../testing/office.ts";
import { PathwayWorld } from "../testing/index.ts";

let world: PathwayWorld;
beforeAll(async () => {
  world = await PathwayWorld.open();
});
afterAll(() => world.close());

const search = (asked: object): Promise<Answer> => world.post("public/pathways/search", asked, actors.public);
const standing = { stage: "secondary", programme: "660301", status: "studying", yearOfStudy: 3 };
const wayTo = (answer: Answer, key: string, move: string) =>
  answer.routes.find((route: Answer) => route.key === key).steps.at(-1).ways.find((way: Answer) => way.move === move); // prettier-ignore

test("anybody finds every way from where he stands, with its rules in words; nothing of what he asks is kept", async () => {
  const answer = await search(standing);
  expect(answer.total).toBeGreaterThan(50);
  expect(answer.routes[0]).toMatchObject({ key: "460301", years: 4 });
  const exam = wayTo(answer, "460301", "entrance-exam");
  expect(exam).toMatchObject({ open: true });
  expect(exam.rules[0].text.zh).toContain("文化素质+职业技能");
  const exempt = wayTo(answer, "460301", "exempt");
  expect(exempt.open).toBe(false);
  expect(exempt.rules.some(({ rule, state, source }: Answer) => rule === "EXM-14" && state === "broken" && source.zh)).toBe(true);
  expect(answer.asked.year).toBe(2027);
  for (const table of ["pathways.saved_plan", "audit.entry", "platform.request"])
    expect(await world.office.world.sql(`select 1 from ${table} where ${table === "audit.entry" ? "action like 'pathway%'" : "true"}`)).toEqual([]);
  const wrong = await world.try("POST", "public/pathways/search", { stage: "college", programme: "660301" }, actors.public);
  expect(wrong.statusCode).toBe(400);
  const far = await search({ ...standing, programmes: ["520201"] });
  expect(far.unreached.map(({ to, rules }: Answer) => [to.key, rules[0].rule])).toEqual([["520201", "EXM-12-category"]]);
}); // prettier-ignore

test("a new agreement is found by the next search, and one that ended only for its cohorts", async () => {
  const junior = { stage: "junior", programmes: ["460301"], year: 2027, limit: 60 };
  const key = "660301>460301";
  expect(wayTo(await search(junior), key, "3+2")).toBeUndefined();
  const made = await world.agreement();
  const way = wayTo(await search(junior), key, "3+2");
  expect(way).toMatchObject({ open: true, years: 2, places: 50, agreementCount: 1 });
  expect(way.agreements[0]).toMatchObject({ id: made.id, upperSchoolName: "甲市职业技术学院", conditions: ["德育考核合格"] });
  answerOf(await world.act(`agreements/${made.id}`, "end", world.planner, { note: "专业调整", lastCohort: 2026 }));
  const closed = wayTo(await search(junior), key, "3+2");
  expect(closed).toMatchObject({ open: false });
  expect(closed.rules[0].text.zh).toBe("协议招收 2024—2026 级；按您的情况为 2027 级。");
  // who is in its class goes on
  const inside = await search({ ...standing, agreement: made.id });
  expect(wayTo(inside, "460301", "3+2")).toMatchObject({ open: true });
}); // prettier-ignore

test("up to four ways side by side; who has signed in keeps them, for himself alone", async () => {
  const student = await world.member("student", world.secondary.organisation!);
  const other = await world.member("student", world.secondary.organisation!);
  const routes = ["460301", "460301>260301"];
  const compared = await world.post("public/pathways/compare", { query: standing, routes: [...routes, "520201"] }, actors.public);
  expect(compared.items.map(({ key, route }: Answer) => [key, route?.years ?? null])).toEqual([["460301", 4], ["460301>260301", 8], ["520201", null]]);
  expect((await world.try("POST", "public/pathways/compare", { query: standing, routes: ["1", "2", "3", "4", "5"] }, actors.public)).statusCode).toBe(400);
  const plan = { name: "机电一体化", query: standing, routes };
  expect((await world.try("POST", "pathway-plans", plan, actors.public)).statusCode).toBe(401);
  const kept = await world.post("pathway-plans", plan, student);
  expect(kept.compared.items).toHaveLength(2);
  const at = `pathway-plans/${kept.id}`;
  expect((await world.get("pathway-plans", student)).items).toHaveLength(1);
  expect((await world.get("pathway-plans", other)).items).toEqual([]);
  expect((await world.office.call({ url: `/api/${at}` }, other)).statusCode).toBe(404);
  expect((await world.try("PUT", at, { ...plan, routes: ["460301"] }, student, '"stale"')).statusCode).toBe(412);
  const changed = answerOf(await world.try("PUT", at, { ...plan, name: "新名", routes: ["460301"] }, student, kept.etag));
  expect(changed).toMatchObject({ name: "新名", routes: ["460301"] });
  expect((await world.try("DELETE", at, {}, other)).statusCode).toBe(404);
  answerOf(await world.try("DELETE", at, {}, student));
  expect((await world.get("pathway-plans", student)).items).toEqual([]);
}); // prettier-ignore
