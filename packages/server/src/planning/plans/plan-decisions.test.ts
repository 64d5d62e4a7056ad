import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answer } from "../../testing/office.ts";
import { DOCUMENT, filled, RoundWorld } from "../rounds/testing/index.ts";

let world: RoundWorld;
beforeAll(async () => {
  world = await RoundWorld.open();
}, 120_000);
afterAll(() => world.close());

async function solved(parameters: object = {}): Promise<Answer> {
  const made = await world.post("plans", { roundId: world.round, name: "方案", parameters: { seconds: 20, ...parameters } }, world.planner); // prettier-ignore
  for (let n = 0; n < 1200; n++) {
    const now = await world.get(`plans/${made.id}`, world.planner);
    if (!["waiting", "running"].includes(now.solving)) {
      expect([now.solving, now.message]).toEqual(["done", null]);
      const { items } = await world.get(`plans/${made.id}/cells?limit=5000`, world.planner);
      return { ...now, cells: items };
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("the plan came to no end");
}

/** An application of the school about one of its offerings. */
async function about(kind: string, offering: string, more: object = {}): Promise<Answer> {
  const made = await world.post(`rounds/${world.round}/applications`, { kind, offering, ...more }, world.school); // prettier-ignore
  return world.write(made, filled(made.groups, await world.file(made.id)));
}

const decided = async (application: Answer, how = "record") => {
  await world.bring(application.id, "deciding");
  await world.must(application.id, how, world.planner, how === "refuse" ? { note: "条件不足" } : DOCUMENT);
};

test("what the round decided is in the plan: opened within its intake, renamed with its seats, withdrawn with none", async () => {
  const before = await solved();
  expect(before.summary.notes.map(({ key }: Answer) => key)).not.toContain("decided-openings");
  // four offerings of the files become the school's, to be renamed, made smaller, withdrawn, left
  const [renamed, shrunk, closed] = before.cells.filter(
    (cell: Answer) => cell.level === "college" && cell.last > 46,
  );
  await world.office.world.sql("update planning.offering set school = $1 where id = any($2::uuid[])", [
    world.school.organisation,
    [renamed, shrunk, closed].map((cell) => cell.offering),
  ]);

  await decided(await world.draft("460104"));
  await decided(await world.draft("460105"), "refuse");
  // handed in and not decided: nothing of it counts yet
  await world.bring((await world.draft("460106")).id, "review");
  await decided(await about("change", renamed.offering, { change: "rename", newProgramme: "460110" }));
  await decided(await about("change", shrunk.offering, { change: "shrink" }));
  await decided(await about("withdraw", closed.offering));

  const plan = await solved({
    change: { keep: { up: { share: 1, seats: 200 }, down: { share: 0.3, seats: 0 } } },
  });
  const of = (programme: string) => plan.cells.filter((cell: Answer) => cell.programme === programme);
  const cell = (one: Answer) => plan.cells.find(({ offering }: Answer) => offering === one.offering);
  const [opened] = of("460104");
  expect(opened).toMatchObject({ last: 0, card: "add", upper: 45 });
  expect(opened.seats).toBeLessThanOrEqual(45);
  expect(of("460105")).toEqual([]);
  expect(of("460106")).toEqual([]);
  expect(cell(renamed)).toBeUndefined();
  const [after] = of("460110");
  expect(after).toMatchObject({ last: renamed.last, upper: 45 });
  expect(cell(shrunk)).toMatchObject({ last: shrunk.last, upper: 45 });
  expect(cell(closed)).toMatchObject({ seats: 0, last: closed.last, card: "withdraw" });
  const notes = Object.fromEntries(plan.summary.notes.map(({ key, count }: Answer) => [key, count]));
  expect(notes).toMatchObject({ "decided-openings": 1, "decided-changes": 2, "decided-withdrawals": 1 });
  // the scale stays what it was: nothing was counted twice
  expect(plan.summary.totals.last).toBe(before.summary.totals.last);
  for (const { seats, scale } of plan.summary.totals.levels) expect(seats).toBe(scale);
  // the reason leads to the application
  const why = await world.get(`plans/${plan.id}/offerings/${after.offering}/why`, world.planner);
  const limits = [...why.up, ...why.down].filter(({ kind }: Answer) => kind === "proposal");
  for (const { change } of limits) expect(change).toMatch(/^\/applications\//);
}, 120_000);
