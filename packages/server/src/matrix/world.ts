import type { TestDatabase } from "../platform/testing/test-database.ts";
import { Office } from "../testing/office.ts";
import { csv } from "../testing/office.ts";
import { offeringsFile, postingsFile } from "../testing/province.ts";
import { cast, ORGANISATIONS, player } from "./cast.ts";

/** What stands in the world, by the ids that the routes are asked with. */
export interface Things {
  posting: string;
  import: string;
  mapping: string;
  alias: string;
  recoding: string;
  job: string;
  cycle: string;
  draft: string;
  release: string;
}

/** Words that stand in one row each and nowhere else: whoever sees one sees the row. */
export const SECRETS = [
  { word: "机密学生甲", table: "registry.person", column: "name" },
  { word: "机密学生乙", table: "registry.person", column: "name" },
  { word: "机密学生丙", table: "registry.person", column: "name" },
  { word: "机密草稿", table: "planning.release", column: "title" },
  { word: "机密岗位焊工", table: "demand.posting", column: "title" },
] as const;

/**
 * The world in which everybody is tried: a province with its demand, its balance, a draft and a release; its
 * organisations and those of another region; each player with the role that he plays.
 */
export async function openWorld(): Promise<{ office: Office; things: Things }> {
  const office = await Office.open();
  office.actor = player("planner").actor;
  await register(office.world);
  return { office, things: await demandAndPlanning(office) };
}

/** Organisations and people, as the superuser puts them. */
async function register({ sql }: TestDatabase): Promise<void> {
  await sql(
    "insert into registry.installation (province, sample, publisher, created_at) values ('370000', false, '甲省教育厅', now())",
  );
  for (const { id, kind, region, name } of Object.values(ORGANISATIONS)) {
    await sql("insert into registry.organisation (id, created_at) values ($1, now())", [id]);
    await sql(
      `insert into registry.organisation_version (organisation_id, valid, name, kind, region, change, recorded_at)
       values ($1, '[2020-01-01,)', $2, $3, $4, 'registered', now())`,
      [id, name, kind, region],
    );
  }
  const { school, otherSchool, farSchool } = ORGANISATIONS;
  await sql(
    `insert into registry.succession (predecessor, successor, on_day, kind, recorded_at) values ($1, $2, '2025-01-01', 'merged', now())`,
    [otherSchool.id, school.id],
  );
  const memberships = new Map<string, string>();
  for (const { actor, organisation } of cast) {
    if (organisation === null || actor.personId === null) continue;
    await sql(
      "insert into registry.person (id, name, user_id, state, created_at) values ($1, $2, $3, 'active', now())",
      [actor.personId, actor.name, actor.userId],
    );
    const [made] = await sql<{ id: string }>(
      `insert into registry.membership (id, person_id, organisation_id, role, region, state, since, created_at)
       values (gen_random_uuid(), $1, $2, $3, $4, 'active', '2026-01-01', now()) returning id`,
      [actor.personId, ORGANISATIONS[organisation].id, actor.role, actor.region],
    );
    memberships.set(actor.personId, made!.id);
  }
  for (const [n, of] of [school, otherSchool, farSchool].entries()) {
    const pupil = `01900000-0000-7000-9000-00000000f00${n}`;
    await sql(
      "insert into registry.person (id, name, state, born_on, created_at) values ($1, $2, 'active', '2013-05-01', now())",
      [pupil, `学生${n}`],
    );
    const students = [
      pupil,
      cast.find((one) => one.actor.role === "student" && one.actor.organisation === of.id)!.actor.personId,
    ];
    for (const [k, student] of students.entries())
      await sql(
        `insert into registry.student (person_id, school_id, region, student_number, programme_code, level, entry_year, state, updated_at)
         values ($1, $2, $3, $4, '660103', 'secondary', 2025, 'enrolled', now())`,
        [student, of.id, of.region, `2025${n}${k}`],
      );
    await sql(
      `insert into registry.guardian (id, person_id, school_id, region, name_sealed, phone_sealed, relation, created_at)
       values (gen_random_uuid(), $1, $2, $3, '\\x00', '\\x00', 'mother', now())`,
      [pupil, of.id, of.region],
    );
    const teacher = cast.find(
      (one) => one.actor.role === "teacher" && one.actor.organisation === of.id,
    )!.actor;
    const officer = cast.find(
      (one) => one.actor.role === "school-officer" && one.actor.organisation === of.id,
    )!.actor;
    await sql(
      `insert into registry.delegation (id, membership_id, from_person, to_person, organisation_id, region, reason, since, until, created_at)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, '外出学习', now(), now() + interval '7 days', now())`,
      [memberships.get(officer.personId!), officer.personId, teacher.personId, of.id, of.region],
    );
    await sql(
      `insert into registry.invitation (id, token_hash, name, organisation_id, role, region, actor, created_at, expires_at)
       values (gen_random_uuid(), sha256($1::text::bytea), '新教师', $2, 'teacher', $3, '{}', now(), now() + interval '7 days')`,
      [of.name, of.id, of.region],
    );
  }
}

/** The province's year: files come in, are corrected, balanced, drafted and published. */
async function demandAndPlanning(office: Office): Promise<Things> {
  const imported = await office.bringIn(postingsFile(200));
  await office.bringIn(offeringsFile());
  await office.bringIn(
    csv([
      ["企业名称", "所在城市", "岗位名称", "需求人数", "年份"],
      ["示例厂", "济南市", "焊工", 9, 2026],
    ]),
  );
  await office.bringIn(
    csv([
      ["行业代码", "所在城市", "年份", "年均增长率"],
      ["34", "济南市", 2026, "5%"],
    ]),
    { kind: "industry-plan" },
  );
  await office.bringIn(
    csv([
      ["岗位名称", "招聘人数"],
      ["焊工", "-1"],
    ]),
  );
  await office.bringIn(
    csv([
      ["岗位名称", "单位名称", "工作地点", "招聘人数", "发布日期"],
      [SECRETS[4].word, "示例厂", "济南市", 3, "2026-03-01"],
    ]),
  );
  const [posting] = await office.postings();
  await office.post(`/api/postings/${posting.id}/code`, { action: "correct", occupationCode: "6-18-01-01" });
  const { items } = await office.get("/api/aliases");
  const alias = items[0].id;
  await office.post(`/api/aliases/${alias}/review`, { decision: "accept" });
  const { id: job, recodingId: recoding } = await office.post("/api/recodings");
  await office.jobEnded(job);
  const cycle = await office.cycle(2026);
  const release = await office.published(cycle.id);
  const draft = await office.post("/api/releases", { cycleId: cycle.id, title: SECRETS[3].word });
  return {
    posting: posting.id,
    import: imported.id,
    mapping: imported.id,
    alias,
    recoding,
    job,
    cycle: cycle.id,
    draft: draft.id,
    release: release.id,
  };
}
