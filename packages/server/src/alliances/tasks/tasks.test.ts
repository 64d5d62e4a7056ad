import { afterAll, beforeAll, expect, test } from "vitest";
import { actors } from "../../platform/testing/test-database.ts";
import { answerOf, type Answer } from "../../testing/office.ts";
import { AllianceWorld } from "../testing/index.ts";
import { daysOver } from "./tasks.ts";

let world: AllianceWorld;
let resolution: string;
beforeAll(async () => {
  world = await AllianceWorld.open();
  const { id, agenda } = await world.inSession([{ title: "共建培养方案", words: "年内完成" }]);
  answerOf(await world.put(id, agenda[0].id));
  for (const one of world.council) answerOf(await world.vote(id, agenda[0].id, one, "yes"));
  resolution = answerOf(await world.end(id, agenda[0].id)).agenda[0].resolution.id;
});
afterAll(() => world.close());

const all = (actor = world.secretariat): Promise<Answer> =>
  world.get(`alliances/${world.id}/resolutions`, actor);

test("what is carried is a resolution with a number; the secretariat publishes it, else it is between the members", async () => {
  const { items } = await all(world.school);
  expect(items).toMatchObject([{ id: resolution, number: "2026-1", title: "共建培养方案", words: "年内完成", published: false }]);
  const open = async () => (await world.get(`public/alliances/${world.id}`, actors.public)).resolutions;
  expect(await open()).toEqual([]);
  const at = `resolutions/${resolution}/published`;
  expect((await world.try("PUT", at, { published: true }, world.school)).statusCode).toBe(403);
  answerOf(await world.try("PUT", at, { published: true }, world.secretariat, items[0].etag));
  expect((await world.try("PUT", at, { published: false }, world.secretariat, items[0].etag)).statusCode).toBe(412);
  expect((await open()).map(({ number }: Answer) => number)).toEqual(["2026-1"]);
}); // prettier-ignore

test("a task goes from the secretariat to its member and back, with what proves it", async () => {
  const { secretariat, school, enterprise } = world;
  const assign = async (due: string, of = school) =>
    world.try("POST", `resolutions/${resolution}/tasks`, { title: "起草培养方案", member: await world.seatOf(of), due }, secretariat);
  expect((await assign("2026-11-22")).json().errors[0].field).toBe("due");
  const task = answerOf(await assign("2026-11-23"));
  const act = (step: string, actor = school, given: object = {}) => world.try("POST", `alliance-tasks/${task.id}/${step}`, given, actor);
  expect((await act("report", enterprise, { note: "已完成" })).statusCode).toBe(404);
  expect((await act("report", school)).json().errors[0].reason).toContain("依据");
  expect((await act("confirm", secretariat)).statusCode).toBe(409);
  expect(answerOf(await act("report", school, { note: "方案第三稿，双方已会签" }))).toMatchObject({ state: "reported", actions: [] });
  expect((await act("return", secretariat)).json().errors[0].field).toBe("note");
  answerOf(await act("return", secretariat, { note: "缺岗位清单" }));
  answerOf(await act("report", school, { note: "已补岗位清单" }));
  expect((await act("confirm", school)).statusCode).toBe(403);
  const done = answerOf(await act("confirm", secretariat));
  expect(done).toMatchObject({ state: "done", overdue: false });
  expect(done.history.map(({ note }: Answer) => note)).toEqual(["", "方案第三稿，双方已会签", "缺岗位清单", "已补岗位清单", ""]);
  expect((await act("drop", secretariat, { note: "不再需要" })).statusCode).toBe(409);
}); // prettier-ignore

test("an overdue task is seen as such by every member, and by nobody outside", async () => {
  const task = await world.post(`resolutions/${resolution}/tasks`, { title: "论证", member: await world.seatOf(world.institute), due: "2026-11-30" }, world.secretariat);
  await world.office.world.sql("update alliances.task set due = '2026-11-20' where id = $1", [task.id]);
  for (const actor of [...world.council, world.secretariat, world.planner]) {
    const { overdue, items } = await all(actor);
    expect(overdue, actor.name).toBe(1);
    expect(items[0].tasks.find(({ id }: Answer) => id === task.id)).toMatchObject({ overdue: true, daysOver: 3 });
  }
  const outside = await world.other("enterprise-officer", "enterprise", "丙市机械有限公司");
  for (const actor of [outside, actors.stranger]) expect((await world.office.call({ url: `/api/alliances/${world.id}/resolutions` }, actor)).statusCode).toBe(404);
  // the member whose task it is finds it among what waits for him
  const { mechanisms } = await world.get("system-map", world.institute);
  expect(mechanisms.find(({ key }: Answer) => key === "consortium")).toMatchObject({ waiting: 1, figures: [{ value: 1 }, { value: 4 }] });
}); // prettier-ignore

test("the day itself is not over", () => {
  const now = new Date("2026-11-23T23:30:00+08:00");
  expect([daysOver({ now }, "2026-11-23", "assigned"), daysOver({ now }, "2026-11-22", "reported"), daysOver({ now }, "2026-11-01", "done")]).toEqual([0, 1, 0]); // prettier-ignore
});
