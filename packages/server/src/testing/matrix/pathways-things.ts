import type { TestDatabase } from "../../platform/testing/test-database.ts";
import { ORGANISATIONS, player } from "./cast.ts";

/** Agreements, credits and saved ways in the world of the matrix, by the ids that the routes are asked with. */
export interface PathwayThings {
  /** waits for the partner */
  proposedAgreement: string;
  /** in force, with a cohort */
  agreement: string;
  creditRule: string;
  credit: string;
  creditFile: string;
  savedPlan: string;
}

/** An agreement between two schools that is proposed and one in force, of the first school; a request of its student. */
export async function pathwayThings({ sql }: Pick<TestDatabase, "sql">): Promise<PathwayThings> {
  const { school } = ORGANISATIONS;
  const student = player("student").actor;
  const one = async (text: string, values: unknown[] = []): Promise<string> =>
    (await sql<{ id: string }>(`${text} returning id`, values))[0]!.id;
  const agreementWith = async (cohort: number, actions: string[]): Promise<string> => {
    const id = await one(
      `insert into pathways.agreement (province, id, kind, lower_school, lower_school_name, lower_programme, upper_school, upper_school_name,
         upper_programme, upper_programme_name, lower_years, upper_years, first_cohort, quota, proposer, region, sample, created_by_name, created_at)
       values ('370000', gen_random_uuid(), '3+2', $1, $2, '660301', null, '甲省工程学院', '460301', '机电一体化技术', 3, 2, $3, 40, $1, '370202', false, '校方', now())`,
      [school.id, school.name, cohort],
    );
    for (const [i, action] of actions.entries())
      await sql(
        `insert into pathways.agreement_action (province, agreement_id, seq, action, by_name, at) values ('370000', $1, $2, $3, '某人', now())`,
        [id, i + 1, action],
      );
    return id;
  };
  const proposedAgreement = await agreementWith(2027, ["propose"]);
  const agreement = await agreementWith(2024, ["propose", "record"]);
  for (const id of [proposedAgreement, agreement])
    await sql(
      `insert into pathways.cohort_year (province, agreement_id, cohort, year, stage, enrolled, entered_by_name, changed_at)
       values ('370000', $1, 2027, 2027, 'lower', 40, '校方', now())`,
      [id],
    );
  const creditRule = await one(
    `insert into pathways.credit_rule (province, id, school, school_name, programme, source_kind, source, course, credits, valid_from, sample, created_by_name, created_at)
     values ('370000', gen_random_uuid(), $1, $2, '660301', 'certificate', '电工证书', '电工基础', 40, '2026-01-01', false, '校方', now())`,
    [school.id, school.name],
  );
  await sql("insert into pathways.credit_limit (province, school, programme, total, share) values ('370000', $1, '660301', 1800, 200)", [school.id]); // prettier-ignore
  const credit = await one(
    `insert into pathways.credit_request (province, id, person, school, programme, rule_id, statement, evidence_key, course, credits, sample, created_at)
     values ('370000', gen_random_uuid(), $1, $2, '660301', $3, '说明', 'X-1', '电工基础', 40, false, now())`,
    [student.personId, school.id, creditRule],
  );
  await sql(
    `insert into pathways.credit_request_action (province, request_id, seq, action, by_name, at) values ('370000', $1, 1, 'ask', '学生', now())`,
    [credit],
  );
  const creditFile = await one(
    `insert into platform.file (id, purpose, subject, name, media_type, bytes, sha256, path, state, organisation, region, person, minor, created_by, created_at)
     values (gen_random_uuid(), 'evidence', $1, '证书.pdf', 'application/pdf', 1, $2, 'folder:uploads/none/original', 'clean', null, '370202', $3, true, $4, now())`,
    [`credit:${credit}`, "0".repeat(64), student.personId, student.userId],
  );
  const savedPlan = await one(
    `insert into pathways.saved_plan (province, id, user_id, name, query, routes, created_at)
     values ('370000', gen_random_uuid(), $1, '规划', $2, '{660301>460301}', now())`,
    [student.userId, JSON.stringify(STANDING)],
  );
  return { proposedAgreement, agreement, creditRule, credit, creditFile, savedPlan };
}

/** What is asked of the search. */
export const STANDING = { stage: "junior", programme: null, status: "graduated", yearOfStudy: null, agreement: null, region: null, score: null, award: "none", certificate: "none", veteran: false, working: false, categories: [], programmes: [], occupations: [], ends: [], limit: 5 }; // prettier-ignore
