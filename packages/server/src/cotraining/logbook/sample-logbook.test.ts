import { expect, test } from "vitest";
import { NOBODY, transaction, type Actor, type Context } from "../../platform/index.ts";
import type { Answer } from "../../testing/office.ts";
import { loadSampleLogbook } from "./sample-logbook.ts";
import { LogbookWorld } from "./testing/index.ts";

test("the sample's student has four weeks with an alert of each main kind, told to nobody, and once", async () => {
  const world = await LogbookWorld.open();
  const { platform, sql } = world.office.world;
  const as = <T>(actor: Actor, daysAgo: number, action: (ctx: Context) => Promise<T>): Promise<T> =>
    transaction(platform, { ...actor, silent: true }, { locale: "zh-CN", log: platform.log }, (ctx) => action({ ...ctx, now: new Date(ctx.now.getTime() - daysAgo * 86_400_000) }));
  // without a placement of his own one is made
  await sql("delete from cotraining.placement_action");
  await sql("delete from cotraining.placement");
  const { student, teacher, mentor, school, enterprise } = world;
  for (let n = 0; n < 2; n++) await loadSampleLogbook(as, { student, teacher, mentor, school, enterprise, process: { ...NOBODY, name: "体系", role: "administrator" } });
  const kinds = (await world.alerts()).map(({ kind }: Answer) => kind);
  expect(new Set(kinds)).toEqual(new Set(["missing", "hours", "night", "rest-day", "underpaid"]));
  const { records } = await world.get("logbook/mine");
  expect(records).toHaveLength(1);
  expect(records[0].entries.some(({ state }: Answer) => state === "returned")).toBe(true);
  expect(records[0].entries.filter(({ state }: Answer) => state === "countersigned").length).toBeGreaterThan(8);
  expect(await sql("select 1 from platform.announcement")).toEqual([]);
  await world.close();
}); // prettier-ignore
