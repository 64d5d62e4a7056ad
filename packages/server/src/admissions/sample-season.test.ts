import { SAMPLE_PROVINCE, SAMPLE_YEAR } from "@tixi/engines/sample";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { actors } from "../platform/testing/test-database.ts";
import { testApp, type TestApp } from "../platform/testing/test-app.ts";
import { chooseProvince, loadSampleRegister } from "../registry/index.ts";
import { ensureSamplePeople, sampleActors } from "../sample-people.ts";
import { loadSampleSeason, type SampleSeasonPeople } from "./sample-season.ts";
import { seasonId } from "./sample-season-rows.ts";

let world: TestApp;
let people: SampleSeasonPeople;

beforeAll(async () => {
  world = await testApp({ jobs: true, now: new Date() });
  await world.as({ ...actors.administrator, region: SAMPLE_PROVINCE.code }, async (ctx) => {
    await chooseProvince(ctx, { province: SAMPLE_PROVINCE.code });
    await loadSampleRegister(ctx);
  });
  await ensureSamplePeople(world.platform);
  const [planner] = await sampleActors(world.platform, "planner");
  const [second] = await sampleActors(world.platform, "administrator");
  const [student] = await sampleActors(world.platform, "student");
  people = { planner: planner!, second: second!, student: student ?? null };
}, 180_000);
afterAll(() => world.close());

test("the sample season stands with everything in it, and is loaded once", async () => {
  await loadSampleSeason(world.platform, people, new AbortController().signal);
  const counts = async () =>
    world.as(people.planner, async ({ tx }) => {
      const { rows } = await sql<Record<string, unknown>>`select
        (select count(*)::int from admissions.candidate where number is not null) as candidates,
        (select count(*)::int from admissions.seating) as seated,
        (select count(distinct category)::int from admissions.standing) as categories,
        (select count(*)::int from admissions.admission) as admitted,
        (select string_agg(batch || round || state, ' ' order by batch, round) from admissions.filing) as runs,
        (select count(*)::int from admissions.filling where closes > now()) as open,
        (select sum(capacity)::int from admissions.unit) as seats,
        (select admissions.season_last(${SAMPLE_PROVINCE.code}, ${seasonId(SAMPLE_YEAR)})) as last,
        (select count(*)::int from admissions.admission a where a.person = ${people.student?.personId ?? null}) as student,
        (select count(*)::int from admissions.outcome o join admissions.candidate c on c.id = o.candidate_id where c.person = ${people.student?.personId ?? null}) as told`.execute(tx);
      return rows[0]!;
    }); // prettier-ignore
  const first = await counts();
  expect(first).toMatchObject({ categories: 8, open: 1, last: "publish-units", student: 0 });
  expect(first["seated"]).toBe(first["candidates"]);
  expect(Number(first["admitted"])).toBeGreaterThan(1000);
  expect(Number(first["told"])).toBeGreaterThan(0);
  await loadSampleSeason(world.platform, people, new AbortController().signal);
  expect(await counts()).toEqual(first);
}, 240_000);
