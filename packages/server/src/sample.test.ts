import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SAMPLE_PROVINCE } from "@tixi/engines/sample";
import { signInState } from "./platform/auth/accounts.ts";
import { actors, testDatabase, type TestDatabase } from "./platform/testing/test-database.ts";
import { chooseProvince, completeSample, installation } from "./registry/index.ts";
import { beginSample } from "./sample.ts";

let world: TestDatabase;
beforeEach(async () => {
  world = await testDatabase();
});
afterEach(() => world.close());

const begin = (wish: "auto" | "yes" | "no" | number, isFirstStart: boolean) => {
  world.platform.config.sample = wish;
  return beginSample(world.platform, isFirstStart);
};
const place = () => world.as(actors.public, installation);
const hasDemo = async () => (await signInState(world.platform.auth)).demo;

describe("the sample province", () => {
  test("is begun at the very first start, and only once", async () => {
    const job = await begin("auto", true);
    expect(job).not.toBeNull();
    expect(await place()).toMatchObject({
      province: SAMPLE_PROVINCE.code,
      sample: true,
      sampleLoaded: false,
    });
    expect(await hasDemo()).toBe(true);
    expect(await begin("auto", false)).toBe(job);
    // what the job does, and the jobs that it starts, tells nobody
    expect(await world.sql("select name, payload, actor -> 'silent' as silent from platform.job")).toEqual([
      { name: "sample.load", payload: { postings: 60_000 }, silent: true },
    ]);
  });

  test("is begun again where an earlier start failed, and never when it is loaded", async () => {
    const first = await begin(5000, true);
    await world.sql("update platform.job set state = 'failed'");
    const second = await begin("auto", false);
    expect(second).not.toBe(first);
    await world.as({ ...actors.administrator, region: SAMPLE_PROVINCE.code }, completeSample);
    expect(await begin("yes", false)).toBeNull();
  });

  test.each([
    ["no", true],
    ["no", false],
    ["auto", false],
  ] as const)(
    "does not come to an installation with TIXI_SAMPLE=%s (first start: %s), nor does its planner",
    async (wish, isFirst) => {
      expect(await begin(wish, isFirst)).toBeNull();
      expect((await place()).province).toBe("");
      expect(await hasDemo()).toBe(false);
    },
  );

  test("never comes to an installation with a province of its own", async () => {
    await world.as(actors.administrator, (ctx) => chooseProvince(ctx, { province: "370000" }));
    expect(await begin("yes", true)).toBeNull();
    expect(await hasDemo()).toBe(false);
  });
});
