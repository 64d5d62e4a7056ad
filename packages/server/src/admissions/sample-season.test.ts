import { SAMPLE_PROVINCE, SAMPLE_YEAR } from "@tixi/engines/sample";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { actors } from "../platform/testing/test-database.ts";
import { testApp, type TestApp } from "../platform/testing/test-app.ts";
import { chooseProvince, loadSampleRegister } from "../registry/index.ts";
import { ensureSamplePeople, sampleActors } from "../sample-people.ts";
import { adviceFor } from "./advice.ts";
import { decideCandidates } from "./candidate-act.ts";
import { listCandidates, ownRegistrations } from "./candidates.ts";
import { beginRegistration } from "./register.ts";
import { loadSampleSeason, type SampleSeasonPeople } from "./sample-season.ts";
import { CATEGORIES, COLLEGE } from "./sample-season-draw.ts";
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
  const [officer] = await sampleActors(world.platform, "school-officer");
  const [student] = await sampleActors(world.platform, "student");
  people = { planner: planner!, second: second!, officer: officer ?? null, student: student ?? null };
  await loadSampleSeason(world.platform, people, new AbortController().signal);
}, 240_000);
afterAll(() => world.close());

/** What there is of a year's season. */
const countsOf = (year: number) =>
  world.as(people.planner, async ({ tx }) => {
    const id = seasonId(year);
    const { rows } = await sql<Record<string, unknown>>`select
      (select count(*)::int from admissions.candidate where season_id = ${id} and number is not null) as candidates,
      (select count(*)::int from admissions.seating t join admissions.candidate c on c.id = t.candidate_id where c.season_id = ${id}) as seated,
      (select count(distinct category)::int from admissions.standing where season_id = ${id}) as categories,
      (select count(*)::int from admissions.admission where season_id = ${id}) as admitted,
      (select string_agg(batch || round || state, ' ' order by batch, round) from admissions.filing where season_id = ${id}) as runs,
      (select count(*)::int from admissions.filling where season_id = ${id} and closes > now()) as open,
      (select sum(capacity)::int from admissions.unit where season_id = ${id}) as seats,
      (select admissions.season_last(${SAMPLE_PROVINCE.code}, ${id})) as last,
      (select count(*)::int from admissions.candidate where season_id = ${id} and school = ${people.officer?.organisation ?? null}) as own,
      (select count(*)::int from admissions.admission a where a.season_id = ${id} and a.person = ${people.student?.personId ?? null}) as student,
      (select count(*)::int from admissions.outcome o join admissions.candidate c on c.id = o.candidate_id
        where c.season_id = ${id} and c.person = ${people.student?.personId ?? null}) as told`.execute(tx);
    return rows[0]!;
  }); // prettier-ignore

test("this year's season stands with everything in it, and is loaded once", async () => {
  const first = await countsOf(SAMPLE_YEAR);
  expect(first).toMatchObject({ categories: 8, open: 1, last: "publish-units", own: 60, student: 0 });
  expect(first["seated"]).toBe(first["candidates"]);
  expect(Number(first["admitted"])).toBeGreaterThan(1000);
  expect(Number(first["told"])).toBeGreaterThan(0);
  await loadSampleSeason(world.platform, people, new AbortController().signal);
  expect(await countsOf(SAMPLE_YEAR)).toEqual(first);
}, 240_000);

test("two seasons before it are concluded, and advice is a range made of how last places moved between them", async () => {
  for (const year of [SAMPLE_YEAR - 2, SAMPLE_YEAR - 1]) {
    const counts = await countsOf(year);
    expect(counts).toMatchObject({ categories: 8, open: 0, last: "conclude", own: 30 });
    expect(Number(counts["admitted"])).toBeGreaterThan(500);
  }
  const [unit] = await world.as(people.planner, async ({ tx }) => {
    const { rows } = await sql<{ unit: string }>`select u.unit_id as unit from admissions.unit u join admissions.candidate c on c.category = u.category
      and c.season_id = u.season_id where u.season_id = ${seasonId(SAMPLE_YEAR)} and u.batch = ${COLLEGE} and c.person = ${people.student!.personId} limit 1`.execute(tx);
    return rows;
  }); // prettier-ignore
  const advice = await world.as(people.student!, (ctx) =>
    adviceFor(ctx, seasonId(SAMPLE_YEAR), { units: [unit!.unit] }),
  );
  expect(advice.items[0]?.past.map(({ year }) => year)).toEqual([SAMPLE_YEAR - 1, SAMPLE_YEAR - 2]);
  expect(advice.basis.changes).toBeGreaterThanOrEqual(9);
  expect(advice.basis.covered).not.toBeNull();
});

test("next year's takes registrations: the officer finds his own to confirm, the student may register through his school", async () => {
  const season = seasonId(SAMPLE_YEAR + 1);
  expect(await countsOf(SAMPLE_YEAR + 1)).toMatchObject({ last: "open", seats: null, admitted: 0 });
  const waiting = await world.as(people.officer!, (ctx) =>
    listCandidates(ctx, season, { state: "submitted", limit: 100 }),
  );
  expect(waiting.items.length).toBeGreaterThan(10);
  expect(waiting.items.every(({ school }) => school?.id === people.officer!.organisation)).toBe(true);
  const refused = await world.as(people.officer!, (ctx) =>
    decideCandidates(ctx, season, { action: "confirm", candidates: waiting.items.map(({ id }) => id) }),
  );
  expect(refused.items.filter(({ ok }) => !ok).every(({ reason }) => reason?.includes("专项"))).toBe(true);
  expect(refused.done).toBeGreaterThan(10);
  await world.as(people.student!, async (ctx) => {
    const own = await ownRegistrations(ctx);
    expect(own.open.map(({ id }) => id)).toEqual([season]);
    const answers = { oneYear: false, collegeStudent: false, placeReserved: false, examBan: false, criminalMeasures: false };
    const begun = await beginRegistration(ctx, season, { kind: "earlier", category: CATEGORIES[0], programme: null, answers, city: null, quotas: [], throughSchool: true, truthful: true, exemption: null });
    expect(begun).toMatchObject({ bars: [], missing: [], school: { id: people.officer!.organisation } });
  });
}); // prettier-ignore
