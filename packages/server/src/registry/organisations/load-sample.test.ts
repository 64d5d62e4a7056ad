import { afterAll, beforeAll, expect, test } from "vitest";
import { SAMPLE_PROVINCE, sampleOfferings } from "@tixi/engines/sample";
import { actors } from "../../platform/testing/test-database.ts";
import { findByNames } from "./find-by-name.ts";
import { loadSampleRegister } from "./load-sample.ts";
import { registerWorld } from "./testing/index.ts";

let world: Awaited<ReturnType<typeof registerWorld>>;
beforeAll(async () => {
  world = await registerWorld();
  await world.sql("update registry.installation set province = $1, sample = true", [SAMPLE_PROVINCE.code]);
});
afterAll(() => world.close());

test("the sample province registers every school of its files under its name of the year, once", async () => {
  const loader = { ...actors.administrator, region: SAMPLE_PROVINCE.code };
  await world.as(loader, loadSampleRegister);
  await world.as(loader, loadSampleRegister);
  const kinds = await world.sql<{ kind: string; count: number }>(
    "select kind, count(*)::int as count from registry.organisation_version where upper_inf(valid) group by kind",
  );
  const count = Object.fromEntries(kinds.map((row) => [row.kind, row.count]));
  expect(count).toMatchObject({
    "education-authority": 17,
    enterprise: 300,
    park: 2,
    consortium: 1,
    community: 1,
    university: 1,
  });
  expect(Object.keys(count)).toHaveLength(16);
  const names = new Map<string, { name: string; region: string; year: number }>();
  for (const [name, , , , , year] of sampleOfferings(2_500, 1))
    names.set(`${name} ${year}`, { name: name!, region: SAMPLE_PROVINCE.code, year: Number(year) });
  const found = await world.as(loader, (ctx) => findByNames(ctx, [...names.values()]));
  expect(found.filter((one) => one?.inYear !== true)).toEqual([]);
  expect(found.filter((one, i) => one!.name !== [...names.values()][i]!.name)).toHaveLength(3);
  const successions = await world.sql("select 1 from registry.succession");
  expect(successions).toHaveLength(2);
});
