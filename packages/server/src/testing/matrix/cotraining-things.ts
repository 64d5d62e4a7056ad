import type { TestDatabase } from "../../platform/testing/test-database.ts";
import { ORGANISATIONS, player } from "./cast.ts";

/** Joint training in the world of the matrix, by the ids that the routes are asked with. */
export interface CotrainingThings {
  /** of the first enterprise */
  workPost: string;
  /** of the first school and enterprise, in force; the first student is in its cohort */
  training: string;
  /** the same, not signed yet */
  trainingDraft: string;
  /** of the first student, running, with the first teacher and mentor */
  placement: string;
  placementPlanned: string;
  /** of the running placement */
  logEntry: string;
  /** an injury */
  incident: string;
  payProof: string;
  logAlert: string;
}

/** An agreement in force with a running placement, a draft, and a placement that is only planned. */
export async function cotrainingThings({ sql }: Pick<TestDatabase, "sql">): Promise<CotrainingThings> {
  const { school, enterprise } = ORGANISATIONS;
  const [student, teacher, mentor] = (["student", "teacher", "mentor"] as const).map((role) => player(role).actor);
  const one = async (text: string, values: unknown[] = []): Promise<string> =>
    (await sql<{ id: string }>(`${text} returning id`, values))[0]!.id;
  const act = (log: string, subject: string, id: string, actions: string[]) =>
    sql(
      `insert into cotraining.${log} (province, ${subject}, seq, action, by_name, at)
       select '370000', $1, n, action, '某人', now() from unnest($2::text[]) with ordinality as a (action, n)`,
      [id, actions],
    );
  await sql(
    `insert into cotraining.workplace (province, organisation, name, region, staff, registered, dishonest, sample, updated_by_name, updated_at)
     values ('370000', $1, $2, '370200', 200, true, false, false, '某人', now())`,
    [enterprise.id, enterprise.name],
  );
  const workPost = await one(
    `insert into cotraining.post (province, id, enterprise, name, programmes, seats, like_staff, like_pay, hours_day, hours_week, rest_days, overtime, night,
       rest_day_work, holiday_work, simple_only, labour_level, hazards, sample, created_by_name, created_at)
     values ('370000', gen_random_uuid(), $1, '数控操作员', '{460103}', 6, 40, 500000, 8, 40, 2, false, false, false, false, false, 1, '{}', false, '某人', now())`,
    [enterprise.id],
  );
  const agreement = async (title: string, actions: string[]) => {
    const id = await one(
      `insert into cotraining.agreement (province, id, kind, title, school, school_name, enterprise, enterprise_name, region, programme, cohort_year, people,
         from_on, to_on, sample, created_by_name, created_at)
       values ('370000', gen_random_uuid(), 'order-class', $1, $2, $3, $4, $5, '370200', '460103', 2025, 30, '2025-09-01', '2028-07-01', false, '某人', now())`,
      [title, school.id, school.name, enterprise.id, enterprise.name],
    );
    await act("agreement_action", "agreement_id", id, actions);
    await sql("insert into cotraining.trainee (province, agreement_id, person, name, since) values ('370000', $1, $2, $3, '2025-09-01')", [
      id, student!.personId, student!.name,
    ]);
    return id;
  };
  const training = await agreement("数控订单班", ["draft", "propose", "in-force"]);
  const trainingDraft = await agreement("拟签的订单班", ["draft"]);
  const placementOf = async (actions: string[]) => {
    const id = await one(
      `insert into cotraining.placement (province, id, person, person_name, school, school_name, region, enterprise, enterprise_name, post_id, agreement_id,
         from_on, to_on, mentor, mentor_name, teacher, teacher_name, pay, sample, created_by_name, created_at)
       values ('370000', gen_random_uuid(), $1, $2, $3, $4, '370200', $5, $6, $7, $8, '2026-09-01', '2027-02-28', $9, $10, $11, $12, 450000, false, '某人', now())`,
      [student!.personId, student!.name, school.id, school.name, enterprise.id, enterprise.name, workPost, training,
        mentor!.personId, mentor!.name, teacher!.personId, teacher!.name],
    );
    await act("placement_action", "placement_id", id, actions);
    return id;
  };
  const placement = await placementOf(["plan", "start"]);
  await sql(
    `insert into cotraining.log_rule (province, school, late_days, missing_days, silent_days, pay_days, ask_place, updated_by_name, updated_at)
     values ('370000', $1, 7, 3, 14, 15, false, '某人', now())`,
    [school.id],
  );
  const logEntry = await one(
    `insert into cotraining.log_entry (province, id, placement_id, person, day, version, presence, starts_at, ends_at, minutes, did, late, written_at, at)
     values ('370000', gen_random_uuid(), $1, $2, '2026-11-20', 1, 'present', 480, 960, 480, '车外圆', false, now(), now())`,
    [placement, student!.personId],
  );
  await sql("insert into cotraining.log_mark (province, id, entry_id, placement_id, side, verdict, by_name, at) values ('370000', gen_random_uuid(), $1, $2, 'mentor', 'sign', '某人', now())", [logEntry, placement]);
  await sql("insert into cotraining.log_month (province, placement_id, month, side, words, facts, by_name, at) values ('370000', $1, '2026-10-01', 'student', '小结', '{}', '某人', now())", [placement]);
  await sql("insert into cotraining.visit (province, id, placement_id, day, site, findings, by_name, at) values ('370000', gen_random_uuid(), $1, '2026-11-10', '车间', '正常', '某人', now())", [placement]);
  const incidentOf = async (kind: string) => {
    const id = await one(
      `insert into cotraining.incident (province, id, placement_id, kind, severity, words, happened_at, by_name, at) values ('370000', gen_random_uuid(), $1, $2, 'slight', '经过', now(), '某人', now())`,
      [placement, kind],
    );
    await act("incident_action", "incident_id", id, ["report"]);
    return id;
  };
  await incidentOf("rights");
  return {
    workPost,
    training,
    trainingDraft,
    placement,
    placementPlanned: await placementOf(["plan"]),
    logEntry,
    incident: await incidentOf("injury"),
    payProof: await one(
      `insert into cotraining.pay_proof (province, id, placement_id, month, amount, paid_on, own_account, proof, by_name, at) values ('370000', gen_random_uuid(), $1, '2026-10-01', 450000, '2026-11-05', true, '转账1', '某人', now())`,
      [placement],
    ),
    logAlert: await one(
      `insert into cotraining.log_alert (province, id, placement_id, kind, day, who, until, raised_at) values ('370000', gen_random_uuid(), $1, 'hours', '2026-11-19', 'school', '2026-11-25', now())`,
      [placement],
    ),
  };
} // prettier-ignore
