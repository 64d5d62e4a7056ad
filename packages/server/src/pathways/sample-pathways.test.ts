import { SAMPLE_PROVINCE } from "@tixi/engines/sample";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { NOBODY, type Actor } from "../platform/context.ts";
import { testDatabase } from "../platform/testing/test-database.ts";
import { cohortFaults, flowOf, type CohortYear } from "./agreements/flow.ts";
import { loadSampleCredits, loadSamplePathways } from "./sample-pathways.ts";

const loader: Actor = { ...NOBODY, name: "示例数据装载", role: "administrator", region: SAMPLE_PROVINCE.code, silent: true }; // prettier-ignore

test("the sample's agreements are loaded once, and their cohorts add up", async () => {
  const world = await testDatabase();
  const { sql } = world;
  const secondary = [..."甲乙丙丁戊己庚辛"].map((name) => [
    `中职${name}`,
    "secondary-school",
    "660301",
    "secondary",
  ]);
  const offers = [
    ...secondary,
    ["高职甲", "college", "460301", "college"],
    ["职业大学", "vocational-university", "260301", "bachelor"],
  ];
  for (const [name, kind, programme, level] of offers) {
    const id = randomUUID();
    await sql("insert into registry.organisation (id, created_at) values ($1, now())", [id]);
    await sql(
      `insert into registry.organisation_version (organisation_id, valid, name, kind, region, change, recorded_at)
       values ($1, '[2020-01-01,)', $2, $3, $4, 'registered', now())`,
      [id, name, kind, SAMPLE_PROVINCE.code],
    );
    await sql(
      `insert into planning.offering (province, id, school, school_name, programme, level, city, first_year, last_year)
       values ($1, gen_random_uuid(), $2, $3, $4, $5, $1, 2022, 2026)`,
      [SAMPLE_PROVINCE.code, id, name, programme, level],
    );
  }
  const count = async () => (await sql<{ n: number }>("select count(*)::int as n from pathways.agreement where sample"))[0]!.n; // prettier-ignore
  await world.as(loader, loadSamplePathways);
  const agreements = await count();
  // eight of secondary schools, one of the college, and one that renews another for the cohorts behind its last
  expect(agreements).toBe(10);
  const renewals = await sql<{ first: number; last: number }>("select n.first_cohort as first, o.last_cohort as last from pathways.agreement n join pathways.agreement o on o.id = n.renews"); // prettier-ignore
  expect(renewals.map(({ first, last }) => first - last)).toEqual([1]);
  // of the college, whose officer has the sample's account: one waits for its answer, one to be renewed
  const of = (last: string, more: string) =>
    sql(
      `select 1 from pathways.agreement a where a.upper_school_name = '高职甲' and pathways.agreement_last(a.province, a.id) = '${last}' and ${more}`,
    );
  expect(await of("propose", "true")).toHaveLength(1);
  expect((await of("record", "a.last_cohort is not null and not exists (select from pathways.agreement n where n.renews = a.id)")).length).toBe(1); // prettier-ignore
  await world.as(loader, loadSamplePathways);
  expect(await count()).toBe(agreements);
  const rows = await sql<CohortYear & { id: string; quota: number; first: number; kind: string }>(
    `select a.id, a.kind, a.quota, a.first_cohort as first, c.cohort, c.year, c.stage, c.enrolled, c.left_school as "leftSchool", c.changed_track as "changedTrack",
       c.assessed, c.passed, c.moved_up as "movedUp", c.finished from pathways.cohort_year c join pathways.agreement a on a.id = c.agreement_id`,
  );
  for (const id of new Set(rows.map((row) => row.id))) {
    const of = rows.filter((row) => row.id === id);
    const { quota, first, kind } = of[0]!;
    expect(
      cohortFaults(of, {
        quota,
        firstCohort: first,
        lastCohort: null,
        assessed: kind !== "five-year",
        schoolYear: 2026,
      }),
    ).toEqual([]);
    for (const cohort of new Set(of.map((row) => row.cohort)))
      expect(flowOf(of.filter((row) => row.cohort === cohort)).unexplained).toBe(0);
  }
  // the college's own account sets its rules, once
  const [college] = await sql<{ id: string }>("select organisation_id as id from registry.organisation_version where name = '高职甲'"); // prettier-ignore
  const officer: Actor = { ...loader, userId: "officer", role: "school-officer", organisation: college!.id };
  for (let i = 0; i < 2; i++) await world.as(officer, loadSampleCredits);
  expect(await sql("select 1 from pathways.credit_rule where sample")).toHaveLength(1);
  await world.close();
});
