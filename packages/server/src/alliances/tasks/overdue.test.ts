import { afterAll, beforeAll, expect, test } from "vitest";
import { NOBODY } from "../../platform/context.ts";
import { transaction } from "../../platform/db/transaction.ts";
import { answerOf, type Answer } from "../../testing/office.ts";
import { AllianceWorld } from "../testing/index.ts";
import { tellOverdue } from "./overdue.ts";

let world: AllianceWorld;
let resolution: string;
beforeAll(async () => {
  world = await AllianceWorld.open();
  const { id, agenda } = await world.inSession([{ title: "共建培养方案" }]);
  answerOf(await world.put(id, agenda[0].id));
  for (const one of world.council) answerOf(await world.vote(id, agenda[0].id, one, "yes"));
  resolution = answerOf(await world.end(id, agenda[0].id)).agenda[0].resolution.id;
});
afterAll(() => world.close());

/** The morning's work, as the process does it at this moment. */
function morning(day: string, actor = { ...NOBODY, name: "体系", role: "administrator" as const }): Promise<{ told: number }> {
  const { platform } = world.office.world;
  const at = { ...platform, clock: () => new Date(`${day}T07:45:00+08:00`) };
  return transaction(at, actor, { locale: "zh-CN", log: platform.log }, tellOverdue);
} // prettier-ignore
const assign = async (due: string, of = world.school): Promise<string> =>
  (await world.post(`resolutions/${resolution}/tasks`, { title: "起草培养方案", member: await world.seatOf(of), due }, world.secretariat)).id; // prettier-ignore
const act = async (id: string, step: string, actor = world.school) =>
  answerOf(await world.try("POST", `alliance-tasks/${id}/${step}`, { note: "说明" }, actor));
const told = async (due: string): Promise<Answer[]> =>
  world.office.world.sql("select params, recipients from platform.announcement where kind = 'alliances.overdue' and params ->> 'due' = $1 order by at, id", [due]); // prettier-ignore

test("whose task is past its day is told, with the secretariat: once, then every week, never twice for a day", async () => {
  const { school, secretariat } = world;
  const id = await assign("2026-11-30");
  await assign("2026-12-31");
  // the day itself is not over
  expect(await morning("2026-11-30")).toEqual({ told: 0 });
  expect(await morning("2026-12-01")).toEqual({ told: 1 });
  expect(await morning("2026-12-01")).toEqual({ told: 0 });
  const [first] = await told("2026-11-30");
  expect(first.params).toMatchObject({ task: "起草培养方案", due: "2026-11-30", days: 1 });
  expect(first.recipients.map(({ organisation }: Answer) => organisation)).toEqual(expect.arrayContaining([school.organisation, secretariat.organisation])); // prettier-ignore
  for (const day of ["02", "03", "07"]) expect(await morning(`2026-12-${day}`)).toEqual({ told: 0 });
  const at = await Promise.all(Array.from({ length: 4 }, () => morning("2026-12-08")));
  expect(at.map(({ told }) => told).sort()).toEqual([0, 0, 0, 1]);
  // the process was away on the fifteenth: the day after, and a week from then
  for (const [day, n] of [["16", 1], ["22", 0], ["23", 1]] as const) expect(await morning(`2026-12-${day}`), day).toEqual({ told: n });
  expect((await told("2026-11-30")).map(({ params }) => params.days)).toEqual([1, 8, 16, 23]);
  await act(id, "report");
  await act(id, "confirm", secretariat);
  expect(await morning("2026-12-30")).toEqual({ told: 0 });
}); // prettier-ignore

test("of a task that is reported the secretariat alone is told; of one that was dropped nobody", async () => {
  const { school, secretariat } = world;
  const [reported, dropped] = [await assign("2026-11-25"), await assign("2026-11-25")];
  await act(reported, "report");
  await act(dropped, "drop", secretariat);
  expect(await morning("2026-11-26")).toEqual({ told: 1 });
  const last = (await told("2026-11-25")).at(-1)!;
  expect(last.params.state.zh).toContain("待确认");
  expect(last.recipients.map(({ organisation }: Answer) => organisation)).toEqual([secretariat.organisation]);
  // returned, it is the member's again
  await act(reported, "return", secretariat);
  expect(await morning("2026-12-03")).toMatchObject({ told: 1 });
  expect((await told("2026-11-25")).at(-1)!.recipients.map(({ organisation }: Answer) => organisation)).toContain(school.organisation); // prettier-ignore
});

test("nobody but the process does the morning's work", async () => {
  for (const actor of [
    world.secretariat,
    world.planner,
    { ...world.planner, role: "administrator" as const },
  ])
    await expect(morning("2027-01-30", actor as never)).rejects.toThrow(/for the process itself/);
});
