import { SAMPLE_PROVINCE } from "@tixi/engines/sample";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { NOBODY, type Actor, type Role } from "../platform/context.ts";
import { testDatabase } from "../platform/testing/test-database.ts";
import { transaction } from "../platform/db/transaction.ts";
import { loadSampleAlliance, type SampleAs } from "./sample-alliance.ts";

test("the sample's alliances are loaded once, through the same steps as by hand", async () => {
  const world = await testDatabase();
  const { sql, platform } = world;
  await sql("insert into registry.installation (province, sample, publisher, created_at) values ($1, true, '示例', now())", [SAMPLE_PROVINCE.code]); // prettier-ignore
  const organisation = async (kind: string, name: string) => {
    const id = randomUUID();
    await sql("insert into registry.organisation (id, created_at) values ($1, now())", [id]);
    await sql(
      `insert into registry.organisation_version (organisation_id, valid, name, kind, region, change, recorded_at)
       values ($1, '[2020-01-01,)', $2, $3, $4, 'registered', now())`,
      [id, name, kind, SAMPLE_PROVINCE.code],
    );
    return id;
  };
  const account = async (role: Role, kind: string, name: string): Promise<Actor> => ({ ...NOBODY, userId: `demo-${role}`, name, role, region: SAMPLE_PROVINCE.code, organisation: await organisation(kind, name), silent: true }); // prettier-ignore
  for (const kind of ["park", "institute", "association", "enterprise", "community"]) await organisation(kind, `示例${kind}`); // prettier-ignore
  const allies = {
    secretariat: await account("secretariat", "consortium", "示例联合体"),
    school: await account("school-officer", "college", "示例学院"),
    enterprise: await account("enterprise-officer", "enterprise", "示例企业"),
  };
  const as: SampleAs = (actor, daysAgo, action) =>
    transaction(platform, actor, {}, (ctx) => action({ ...ctx, now: new Date(Date.parse("2026-11-23T10:00:00+08:00") - daysAgo * 86_400_000) })); // prettier-ignore
  for (let i = 0; i < 2; i++) await loadSampleAlliance(as, allies);
  expect(await sql("select kind from alliances.alliance where running_since is not null and sample order by kind")).toEqual([{ kind: "community" }, { kind: "consortium" }]); // prettier-ignore
  const states = await sql<{ last: string }>("select alliances.meeting_last(province, id) as last from alliances.meeting order by starts_at"); // prettier-ignore
  expect(states.map(({ last }) => last)).toEqual(["confirm-minutes", "confirm-minutes", "call"]);
  expect(await sql("select number from alliances.resolution order by number")).toEqual([{ number: "2026-1" }, { number: "2026-2" }, { number: "2026-3" }]); // prettier-ignore
  const tasks = await sql<{ last: string }>("select alliances.task_last(province, id) as last from alliances.task order by due"); // prettier-ignore
  expect(tasks.map(({ last }) => last)).toEqual(["confirm", "assign", "assign"]);
  expect(await sql("select count(*)::int as n from alliances.contribution")).toEqual([{ n: 5 }]);
  // what nobody could be told of told nobody
  expect(await sql("select 1 from platform.announcement")).toEqual([]);
  await world.close();
});
