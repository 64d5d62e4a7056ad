import { afterEach, beforeEach, expect, test } from "vitest";
import { defineJob } from "../jobs/define.ts";
import { startJobs, type JobRunner } from "../jobs/runner.ts";
import { actors, testDatabase, type TestDatabase } from "../testing/test-database.ts";
import { jobNotice } from "./job-notice.ts";
import { spreadAnnouncements } from "./spread.ts";

let world: TestDatabase;
let runner: JobRunner | null = null;
beforeEach(async () => {
  world = await testDatabase(new Date("2026-11-23T07:59:00+08:00"));
});
afterEach(async () => {
  await runner?.stop();
  runner = null;
  await world.close();
});

const ended = async (name: string) =>
  expect
    .poll(async () => (await world.sql("select state from platform.job where name = $1", [name]))[0]?.state, {
      timeout: 10_000,
    })
    .toMatch(/done|failed|cancelled/);
const start = (name: string, payload: unknown = {}) =>
  world.as(actors.planner, (ctx) => ctx.jobs.start(name, payload));
const told = async () => {
  await spreadAnnouncements(world.platform);
  return world.sql("select user_id, kind, params, link from platform.notice order by id");
};
const notice = jobNotice<{ id: string }, unknown>({ zh: "数据导入", en: "Data import" }, ({ payload }) => `/imports/${payload.id}`); // prettier-ignore

test("whoever started a job is told that it is done or why it failed, with a link to what it worked on", async () => {
  const good = defineJob<{ id: string }>("good", async () => 1, { notice });
  const bad = defineJob<{ id: string }>("bad", async () => Promise.reject(new Error("文件损坏")), { notice });
  const quiet = defineJob("quiet", async () => 1);
  runner = await startJobs(world.platform, [good, bad, quiet]);
  await start("quiet");
  await start("good", { id: "7" });
  await ended("good");
  await start("bad", { id: "8" });
  for (const name of ["quiet", "bad"]) await ended(name);
  expect(await told()).toMatchObject([
    { user_id: "test-planner", kind: "platform.job-done", link: "/imports/7" },
    { user_id: "test-planner", kind: "platform.job-failed", link: "/imports/8", params: { reason: "文件损坏" } },
  ]); // prettier-ignore
});

test("also of a job that was given up after the process had died over it again and again", async () => {
  const job = defineJob<{ id: string }>("deadly", async () => 1, { notice });
  await start("deadly", { id: "9" });
  await world.sql("update platform.job set state = 'running', attempts = 5, worker = gen_random_uuid()");
  runner = await startJobs(world.platform, [job], true);
  await ended("deadly");
  expect(await told()).toMatchObject([{ kind: "platform.job-failed", link: "/imports/9" }]);
});

test("a job of every day begins at its time in China, once a day, however many processes there are", async () => {
  const days: string[] = [];
  const daily = defineJob("every-day", async () => days.push(world.platform.clock().toISOString()), {
    daily: "08:00",
  });
  const begin = async () => {
    const two = await Promise.all([startJobs(world.platform, [daily]), startJobs(world.platform, [daily])]);
    await expect
      .poll(async () => (await world.sql("select 1 from platform.job where state <> 'done'")).length, { timeout: 10_000 })
      .toBe(0); // prettier-ignore
    for (const one of two) await one.stop();
  };
  await begin();
  expect(days).toEqual([]);
  world.platform.clock = () => new Date("2026-11-23T08:00:10+08:00");
  await begin();
  await begin();
  expect(days).toEqual(["2026-11-23T00:00:10.000Z"]);
  // no process ran at eight the next day
  world.platform.clock = () => new Date("2026-11-24T15:00:00+08:00");
  await begin();
  expect(days).toHaveLength(2);
});
