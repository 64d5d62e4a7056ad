import { afterEach, beforeEach, expect, test } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { actors, testDatabase, type TestDatabase } from "../testing/test-database.ts";
import { defineJob } from "./define.ts";
import { findJob } from "./routes.ts";
import { startJobs, type JobRunner } from "./runner.ts";

let world: TestDatabase;
let runner: JobRunner | null = null;
beforeEach(async () => {
  world = await testDatabase();
});
afterEach(async () => {
  await runner?.stop();
  runner = null;
  await world.close();
});

const untilState = async (id: string, state: string) => {
  for (let n = 0; n < 200; n++) {
    const job = await world.as(actors.planner, (ctx) => findJob(ctx, id));
    if (job.state === state) return job;
    await sleep(25);
  }
  throw new Error(`job ${id} never became ${state}`);
};
const start = (name: string, payload: unknown) =>
  world.as(actors.planner, (ctx) => ctx.jobs.start(name, payload));

test("runs on behalf of the one who started it and keeps its result", async () => {
  const greet = defineJob<{ name: string }>("greet", (inTransaction, payload, progress) =>
    inTransaction(async (ctx) => {
      progress("greeting", 1, 2);
      return { text: `你好,${payload.name}`, by: ctx.actor.userId };
    }),
  );
  runner = await startJobs(world.platform, [greet]);
  const started = Date.now();
  const job = await untilState(await start("greet", { name: "王" }), "done");
  expect(job).toMatchObject({
    kind: "greet",
    stage: "greeting",
    done: 1,
    total: 2,
    result: { text: "你好,王", by: "test-planner" },
  });
  expect(Date.now() - started).toBeLessThan(1500);
});

test("does not exist when its transaction is rolled back, and is not seen from another province", async () => {
  await world
    .as(actors.planner, async (ctx) => {
      await ctx.jobs.start("never", {});
      throw new Error("no");
    })
    .catch(() => {});
  expect(await world.sql("select 1 from platform.job")).toEqual([]);
  const id = await start("later", {});
  await expect(world.as(actors.stranger, (ctx) => findJob(ctx, id))).rejects.toThrow(/no such thing/);
});

test("fails with its message and can be cancelled while it runs", async () => {
  const fail = defineJob("fail", async () => {
    throw new Error("the file is broken");
  });
  const long = defineJob("long", async (_tx, _payload, _progress, signal) => {
    await sleep(60_000, undefined, { signal });
  });
  runner = await startJobs(world.platform, [fail, long]);
  expect(await untilState(await start("fail", {}), "failed")).toMatchObject({
    message: "the file is broken",
  });
  const id = await start("long", {});
  await untilState(id, "running");
  await world.as(actors.planner, (ctx) => ctx.jobs.cancel(id));
  await untilState(id, "cancelled");
});

test("is taken up again after the process died, and after an orderly stop", async () => {
  let runs = 0;
  const work = defineJob("work", async (_tx, _payload, _progress, signal) => {
    runs++;
    if (runs === 1) await sleep(60_000, undefined, { signal });
    return runs;
  });
  const died = await start("work", {});
  await world.sql(
    "update platform.job set state = 'running', worker = gen_random_uuid(), beat_at = now(), attempts = 1",
  );
  runner = await startJobs(world.platform, [work], true);
  await untilState(died, "running");
  await runner.stop();
  expect(await world.as(actors.planner, (ctx) => findJob(ctx, died))).toMatchObject({ state: "waiting" });
  runner = await startJobs(world.platform, [work], true);
  expect(await untilState(died, "done")).toMatchObject({ result: 2 });
});

test("leaves no statement open or to come when it has stopped, however close that follows a hand-over", async () => {
  const brief = defineJob("brief", async () => {});
  let open = 0;
  const slow = Object.create(world.platform.pool, {
    query: {
      value: async (text: string, values?: unknown[]) => {
        open++;
        await sleep(10);
        return world.platform.pool.query(text, values).finally(() => open--);
      },
    },
  }) as typeof world.platform.pool;
  for (let n = 0; n < 10; n++) {
    const started = await startJobs({ ...world.platform, pool: slow }, [brief]);
    for (let job = 0; job < 3; job++) await start("brief", {});
    await sleep(3 * n);
    await started.stop();
    expect(open).toBe(0);
    await sleep(5);
    expect(open).toBe(0);
  }
});
