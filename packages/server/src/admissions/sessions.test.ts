import { afterAll, beforeAll, expect, test } from "vitest";
import { PUBLIC } from "../planning/rounds/testing/index.ts";
import type { Answer } from "../testing/office.ts";
import { AdmissionWorld, CATEGORIES } from "./testing/index.ts";

let world: AdmissionWorld;
let season: string;
const candidates: Awaited<ReturnType<AdmissionWorld["candidate"]>>[] = [];
const [FIRST, SECOND] = CATEGORIES;
beforeAll(async () => {
  world = await AdmissionWorld.open();
  season = await world.season();
  await world.step(season, "open");
  for (let i = 0; i < 5; i++)
    candidates.push(await world.candidate(season, i % 2 === 0 ? world.first : world.second));
  const trader = await world.student(world.first, { programme: "730301" });
  candidates.push(await world.candidate(season, world.first, { category: SECOND!.key, programme: "730301" }, trader)); // prettier-ignore
}, 180_000);
afterAll(() => world.close());

const plan = (actor = world.planner) =>
  world.call(actor, "POST", `seasons/${season}/sessions/plan`, { breakMinutes: 15 });
const sessions = async (actor = world.planner): Promise<Answer[]> =>
  (await world.get(actor, `seasons/${season}/sessions`)).items;

test("sites are set up in the province's cities, with categories of the season and times that go forward", async () => {
  const bad = { city: "330100", places: { 无: 3 }, open: [{ from: "2027-03-10T12:00:00+08:00", until: "2027-03-10T08:00:00+08:00" }] }; // prettier-ignore
  const refused = await world.call(world.planner, "POST", `seasons/${season}/sites`, {
    name: "考点",
    ...bad,
  });
  expect(refused.json().errors.map(({ field }: Answer) => field)).toEqual([
    "city",
    "places.无",
    "open[0].until",
  ]);
  const site = await world.site(season, { open: [{ from: "2027-03-10T08:00:00+08:00", until: "2027-03-10T09:30:00+08:00" }] }); // prettier-ignore
  expect((await plan()).json().detail).toContain("报名截止后");
  await world.step(season, "close-registration");
  const lacking = await plan();
  expect(lacking.statusCode).toBe(409);
  expect(lacking.json()).toMatchObject({ lacks: [{ category: FIRST!.key, candidates: 5, places: 2, short: 3, sites: 1 }] }); // prettier-ignore
  expect(lacking.json().detail).toContain("缺 3 个");
  const { etag: _etag, cityName: _name, id, sessions: _sessions, seated: _seated, ...body } = site;
  const longer = {
    ...body,
    open: [{ from: "2027-03-10T08:00:00+08:00", until: "2027-03-10T12:00:00+08:00" }],
  };
  expect((await world.call(world.planner, "PUT", `test-sites/${id}`, longer, '"stale"')).statusCode).toBe(
    412,
  );
  await world.must(world.planner, "PUT", `test-sites/${id}`, longer, site.etag);
});

test("everybody with a test is seated, within the times and with breaks; nobody sees it before it is out", async () => {
  expect((await world.tryStep(season, "publish-sessions")).json().detail).toContain("5 名考生没有安排");
  expect((await plan(world.first.officer)).statusCode).toBe(403);
  expect((await plan()).json()).toEqual({ sessions: 3, seated: 5, away: 0, bound: 3 });
  const held = await sessions();
  expect(held.map(({ begins, seated }) => [begins.slice(11, 16), seated])).toEqual([["00:00", 2], ["01:15", 2], ["02:30", 1]]); // prettier-ignore
  expect(await sessions(PUBLIC)).toEqual([]);
  const one = candidates[0]!;
  expect((await world.get(one.student, `candidates/${one.id}`)).seat).toBeNull();
  expect((await world.get(world.planner, `candidates/${one.id}`)).seat).not.toBeNull();
  const seen = await world.app.as(one.student, async ({ tx }) => tx.selectFrom("admissions.seating").selectAll().execute()); // prettier-ignore
  expect(seen).toEqual([]);
  // a site where sessions are planned is not changed under them
  const { items } = await world.get(world.planner, `seasons/${season}/sites`);
  expect((await world.call(world.planner, "DELETE", `test-sites/${items[0].id}`, undefined, items[0].etag)).statusCode).toBe(409); // prettier-ignore
});

test("one is moved by hand with the same checks", async () => {
  const held = await sessions();
  const [full, , last] = held as [Answer, Answer, Answer];
  const inside = await world.get(world.planner, `test-sessions/${full.id}`);
  expect(inside.seats.map(({ seat }: Answer) => seat)).toEqual([1, 2]);
  const moved = inside.seats[0].candidate as string;
  const move = (id: string, session: string, actor = world.planner) => world.call(actor, "POST", `candidates/${id}/seat`, { session }); // prettier-ignore
  expect((await move(moved, last.id, world.first.officer)).statusCode).toBe(403);
  expect((await move(moved, last.id)).json().seat).toMatchObject({ session: last.id, seat: 2 });
  expect((await move(moved, last.id)).json().detail).toContain("已在该场次");
  const others = (await world.get(world.planner, `test-sessions/${last.id}`)).seats;
  expect(others).toHaveLength(2);
  const third = inside.seats[1].candidate as string;
  expect((await move(third, last.id)).json().detail).toContain("已满");
  const trader = candidates.at(-1)!;
  expect((await move(trader.id, full.id)).json().detail).toContain("不是考生报考类别");
  // two who want the last free place: one gets it
  const rivals = (await world.get(world.planner, `test-sessions/${held[1]!.id}`)).seats.map(({ candidate }: Answer) => candidate); // prettier-ignore
  const both = await Promise.all(rivals.map((id: string) => move(id, full.id)));
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
});

test("once out, each finds his place, his school those of its own, and the ticket says it all", async () => {
  await world.step(season, "publish-sessions");
  const one = candidates[0]!;
  const ticket = await world.get(one.student, `candidates/${one.id}/ticket`);
  expect(ticket).toMatchObject({ number: one.number, name: one.student.name, seat: { site: { name: "甲市实训中心" } } }); // prettier-ignore
  expect(ticket.subjects.map(({ key }: Answer) => key)).toEqual(["chinese", "mathematics", "skill"]);
  expect(
    (await world.get(candidates.at(-1)!.student, `candidates/${candidates.at(-1)!.id}/ticket`)).seat,
  ).toBeNull();
  const own = await world.app.as(one.student, async ({ tx }) => tx.selectFrom("admissions.seating").selectAll().execute()); // prettier-ignore
  expect(own).toHaveLength(1);
  const ofSchool = await world.app.as(world.second.officer, async ({ tx }) => tx.selectFrom("admissions.seating").selectAll().execute()); // prettier-ignore
  expect(ofSchool).toHaveLength(2);
  expect((await sessions(PUBLIC)).map(({ seated }) => seated)).toEqual([null, null, null]);
  expect((await plan()).json().detail).toContain("考场已经公布");
  expect(
    (await world.call(one.student, "GET", `test-sessions/${(await sessions())[0]!.id}`)).statusCode,
  ).toBe(403);
});
