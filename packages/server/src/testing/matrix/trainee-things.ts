import type { TestDatabase } from "../../platform/testing/test-database.ts";
import { ORGANISATIONS, player } from "./cast.ts";
import type { CotrainingThings } from "./cotraining-things.ts";

/** Placement rounds and assessments in the world of the matrix, by the ids that the routes are asked with. */
export interface TraineeThings {
  /** of the first school: the first student has applied to the first enterprise, which puts in order */
  placementRound: string;
  /** told, with the first student at the first enterprise, and his appeal with the office */
  placementRoundTold: string;
  placementAppeal: string;
  /** being scored */
  jointAssessment: string;
  /** certified */
  jointAssessmentDone: string;
  traineeCertificate: string;
  traineeOutcome: string;
}

/** Rounds in each of their stages, assessments open and closed, a certificate and an outcome. */
export async function traineeThings({ sql }: Pick<TestDatabase, "sql">, { workPost, placement, placementPlanned }: Pick<CotrainingThings, "workPost" | "placement" | "placementPlanned">): Promise<TraineeThings> {
  const { school, enterprise } = ORGANISATIONS;
  const [student, teacher, mentor] = (["student", "teacher", "mentor"] as const).map((role) => player(role).actor);
  const one = async (text: string, values: unknown[] = []): Promise<string> => (await sql<{ id: string }>(`${text} returning id`, values))[0]!.id;
  const act = (log: string, subject: string, id: string, actions: string[], from = 0) =>
    sql(
      `insert into cotraining.${log} (province, ${subject}, seq, action, by_name, at)
       select '370000', $1, n + $3, action, '某人', now() from unnest($2::text[]) with ordinality as a (action, n)`,
      [id, actions, from],
    );
  const roundOf = async (title: string): Promise<string> => {
    const id = await one(
      `insert into cotraining.round (province, id, school, school_name, region, title, programmes, from_on, to_on, choose_until, rank_until, appeal_days, most, seed, published_at,
         sample, created_by_name, created_at)
       values ('370000', gen_random_uuid(), $1, $2, '370200', $3, '{46}', '2027-03-01', '2027-08-31', '2026-12-01', '2026-12-08', 5, 5, 'seed', now(), false, '某人', now())`,
      [school.id, school.name, title],
    );
    await sql("insert into cotraining.round_student (province, round_id, person, name, student_number, programme, entry_year) values ('370000', $1, $2, $3, '1', '460103', 2024)", [id, student!.personId, student!.name]);
    await act("round_action", "round_id", id, ["draft", "call"]);
    await sql("insert into cotraining.round_post (province, round_id, post_id, enterprise, enterprise_name, name, programmes, seats, pay) values ('370000', $1, $2, $3, $4, '数控操作员', '{460103}', 2, 450000)", [id, workPost, enterprise.id, enterprise.name]);
    await act("round_action", "round_id", id, ["open"], 2);
    await sql("insert into cotraining.round_choice (province, round_id, person, no, post_id) values ('370000', $1, $2, 1, $3)", [id, student!.personId, workPost]);
    await act("round_action", "round_id", id, ["close"], 3);
    await sql("insert into cotraining.round_rank (province, round_id, post_id, person, position) values ('370000', $1, $2, $3, 1)", [id, workPost, student!.personId]);
    return id;
  };
  const placementRound = await roundOf("在排序的实习安排");
  const placementRoundTold = await roundOf("已公布的实习安排");
  const run = await one("insert into cotraining.round_run (province, id, round_id, input, manifest, by_name, at) values ('370000', gen_random_uuid(), $1, '{}', '{\"inputs\":{\"preferences.csv\":\"x\"},\"outputs\":{\"placement.csv\":\"x\"},\"seed\":\"\",\"verified\":true,\"counts\":{\"placed\":1,\"students\":1,\"free\":0}}', '某人', now())", [placementRoundTold]);
  await sql("insert into cotraining.round_result (province, round_id, person, run_id, post_id, preference, answers) values ('370000', $1, $2, $3, $4, 1, '[]')", [placementRoundTold, student!.personId, run, workPost]);
  await act("round_action", "round_id", placementRoundTold, ["run", "publish"], 4);
  const placementAppeal = await one("insert into cotraining.round_appeal (province, id, round_id, person, content, created_at) values ('370000', gen_random_uuid(), $1, $2, '申诉', now())", [placementRoundTold, student!.personId]);
  await act("round_appeal_action", "appeal_id", placementAppeal, ["make", "reject", "pass-on"]);

  const assessmentOf = async (of: string, more: string[]): Promise<string> => {
    const id = await one(
      `insert into cotraining.assessment (province, id, placement_id, person, person_name, school, school_name, enterprise, enterprise_name, region, programme, post_name, from_on, to_on,
         kind, mentor, teacher, rubric, pass_mark, sample, created_at)
       values ('370000', gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, '370200', '460103', '数控操作员', '2026-09-01', '2027-02-28', 'placement', $8, $9,
         '[{"key":"turning","name":"车削","weight":100,"schoolShare":50,"competence":true}]', 60, false, now())`,
      [of, student!.personId, student!.name, school.id, school.name, enterprise.id, enterprise.name, mentor!.personId, teacher!.personId],
    );
    await act("assessment_action", "assessment_id", id, ["propose", "agree"]);
    for (const side of ["school", "enterprise"]) await sql("insert into cotraining.assessment_score (province, assessment_id, side, key, score, by_name, at) values ('370000', $1, $2, 'turning', 80, '某人', now())", [id, side]);
    await act("assessment_action", "assessment_id", id, more, 2);
    return id;
  };
  const jointAssessment = await assessmentOf(placement, []);
  const jointAssessmentDone = await assessmentOf(placementPlanned, ["school-sign", "enterprise-complete", "accept", "certify"]);
  const traineeCertificate = await one(
    `insert into cotraining.certificate (province, id, assessment_id, person, number, kind, holder_name, school, school_name, enterprise, enterprise_name, region, programme, post_name,
       from_on, to_on, total, grade, salt, hash, issued_on, sample)
     values ('370000', gen_random_uuid(), $1, $2, 'SX372026000001', 'placement', $3, $4, $5, $6, $7, '370200', '460103', '数控操作员', '2026-09-01', '2027-02-28', 80, 'good', 's', 'h', '2027-03-01', false)`,
    [jointAssessmentDone, student!.personId, student!.name, school.id, school.name, enterprise.id, enterprise.name],
  );
  const traineeOutcome = await one(
    `insert into cotraining.outcome (province, id, placement_id, person, person_name, school, enterprise, region, programme, year, kind, occupation, employer, on_day, source, consent_at,
       sample, created_by_name, created_at)
     values ('370000', gen_random_uuid(), $1, $2, $3, $4, $5, '370200', '460103', 2027, 'here', '', '', '2026-11-01', 'school', now(), false, '某人', now())`,
    [placement, student!.personId, student!.name, school.id, enterprise.id],
  );
  return { placementRound, placementRoundTold, placementAppeal, jointAssessment, jointAssessmentDone, traineeCertificate, traineeOutcome };
} // prettier-ignore
