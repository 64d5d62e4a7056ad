import type { TestDatabase } from "../../platform/testing/test-database.ts";
import { ORGANISATIONS, player } from "./cast.ts";

/** Things of the yearly procedure, by the ids that the routes are asked with. */
export interface RoundThings {
  application: string;
  review: string;
  publicNotice: string;
  objection: string;
  applicationFile: string;
  yearList: string;
}

/** A school's application in review, two of its reviewers, a public notice with an objection, a list of another year. */
export async function roundThings({ sql, platform }: TestDatabase, round: string): Promise<RoundThings> {
  const { school } = ORGANISATIONS;
  const officer = player("school-officer").actor;
  const one = async (text: string, values: unknown[]): Promise<string> =>
    (await sql<{ id: string }>(`${text} returning id`, values))[0]!.id;
  const application = await one(
    `insert into planning.application (province, id, round_id, school, school_name, city, region, kind, programme, programme_name, level, lane,
       form, sample, created_by, created_by_name, created_at)
     values ('370000', gen_random_uuid(), $1, $2, $3, '370200', '370202', 'open', '660303', '机电设备安装与维修', 'secondary', 'record', '{}', false, $4, '校方', now())`,
    [round, school.id, school.name, officer.userId],
  );
  for (const [seq, action] of ["draft", "submit", "accept"].entries())
    await sql(
      `insert into planning.application_action (province, application_id, seq, action, by_user, by_name, at, payload)
       values ('370000', $1, $2, $3, $4, '某人', now(), '{}')`,
      [application, seq + 1, action, officer.userId],
    );
  const reviews = [];
  for (const [place, scored] of [["own", false], ["other-organisation", true]] as const)
    reviews.push(
      await one(
        `insert into planning.review (province, id, application_id, turn, person, reviewer_name, organisation_name, state, scores, total, recommend,
           opinion, assigned_at) values ('370000', gen_random_uuid(), $1, 1, $2, '专家', '', $3, $4, $5, $6, $7, now())`,
        [application, player("reviewer", place).actor.personId, ...(scored ? ["scored", "{}", 80, true, "同意"] : ["assigned", null, null, null, null])],
      ),
    ); // prettier-ignore
  const publicNotice = await one(
    `insert into planning.public_notice (province, id, round_id, title, publisher, from_day, until_day, items, sample, created_at)
     values ('370000', gen_random_uuid(), $1, '公示', '甲省教育厅', current_date - 1, current_date + 9, $2, false, now())`,
    [round, JSON.stringify([{ application, school: school.name, city: "乙市", programme: "机电设备安装与维修", code: "660303", level: "secondary", kind: "open", change: null, becomes: null, lane: "record", intake: 40, recommend: true }])],
  ); // prettier-ignore
  const objection = await one(
    `insert into planning.objection (province, id, notice_id, application_id, content, name_sealed, phone_sealed, created_at)
     values ('370000', gen_random_uuid(), $1, $2, '异议内容', $3, $4, now())`,
    [publicNotice, application, platform.vault.seal("planning.objection.name", "某人"), platform.vault.seal("planning.objection.phone", "13800000000")],
  ); // prettier-ignore
  const applicationFile = await one(
    `insert into platform.file (id, purpose, subject, name, media_type, bytes, sha256, path, state, organisation, region, created_at)
     values (gen_random_uuid(), 'evidence', $1, '方案.pdf', 'application/pdf', 9, $2, 'folder:none', 'clean', $3, '370202', now())`,
    [`application:${application}`, "0".repeat(64), school.id],
  );
  const [earlier] = await sql<{ id: string }>(
    `insert into planning.round (province, id, year, title, cycle_id, sample, created_by_name, created_at)
     select '370000', gen_random_uuid(), 2026, '2026年', cycle_id, false, '规划员', now() from planning.round where id = $1 returning id`,
    [round],
  );
  const yearList = await one(
    `insert into planning.year_list (province, id, round_id, version, year, title, publisher, content, sha256, sample, published_at)
     values ('370000', gen_random_uuid(), $1, 1, 2026, '2026年结果', '甲省教育厅', '{"items":[]}', 'x', false, now())`,
    [earlier!.id],
  );
  return { application, review: reviews[0]!, publicNotice, objection, applicationFile, yearList };
}
