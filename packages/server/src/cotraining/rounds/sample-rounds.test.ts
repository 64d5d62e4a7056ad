import { expect, test } from "vitest";
import { transaction } from "../../platform/db/transaction.ts";
import { loadSampleRounds, type SampleAs } from "./sample-rounds.ts";
import { TraineeWorld } from "./testing/index.ts";

test("the sample's rounds are loaded once, through the same steps as by hand: one concluded, one open", async () => {
  const world = await TraineeWorld.open();
  for (const programme of ["460103", "460104"])
    for (let n = 0; n < 12; n++) await world.student(`学生${n}`, { programme });
  const student = await world.student("示例学生", { programme: "510201" });
  const as: SampleAs = (actor, daysAgo, action) =>
    transaction(world.office.world.platform, actor, {}, (ctx) => action({ ...ctx, now: new Date(world.now.getTime() - daysAgo * 86_400_000) })); // prettier-ignore
  const silent = <T extends object>(actor: T) => ({ ...actor, silent: true as const });
  const who = { school: silent(world.school), enterprise: silent(world.enterprise), student: silent(student) };
  for (let i = 0; i < 2; i++) await loadSampleRounds(as, who);
  expect(await world.sql("select cotraining.round_last(province, id) as last from cotraining.round order by id")).toEqual([{ last: "confirm" }, { last: "open" }]);
  const [placed] = await world.sql<{ n: number }>("select count(*)::int as n from cotraining.placement");
  expect(placed!.n).toBeGreaterThan(5);
  expect(await world.sql("select cotraining.appeal_last(province, id) as last from cotraining.round_appeal")).toEqual([{ last: "reject" }]);
  expect((await world.get("placement-rounds", student)).items).toMatchObject([{ state: "open", waits: true }]);
  // what nobody could be told of told nobody
  expect(await world.sql("select 1 from platform.announcement")).toEqual([]);
  await world.close();
}); // prettier-ignore
