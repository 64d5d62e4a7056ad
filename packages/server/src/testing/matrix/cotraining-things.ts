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
  /** of the first school and enterprise, in force, written in no alliance */
  planInForce: string;
  /** the same, with one open comment, team and resources */
  planDraft: string;
  planComment: string;
  placement: string;
  placementPlanned: string;
  /** proposed by somebody else */
  gateRules: string;
  /** of the first school, published, with a place of the first enterprise */
  timetable: string;
  /** the same, never published */
  timetableDraft: string;
  /** the first student's own calendar */
  ownFeed: string;
  /** of the running placement */
  logEntry: string;
  /** of that entry */
  logPhoto: string;
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
    await sql(
      `insert into cotraining.agreement_version (province, agreement_id, no, clauses, terms, people, from_on, to_on, text, sha256, proposed_at, made_by_name, made_at)
       select '370000', $1, 1, '[]', '{}', 30, '2025-09-01', '2028-07-01', $2, encode(sha256(convert_to($2, 'UTF8')), 'hex'), case when $3 then now() end, '某人', now()`,
      [id, title, actions.includes("propose")],
    );
    await sql("insert into cotraining.trainee (province, agreement_id, person, name, since) values ('370000', $1, $2, $3, '2025-09-01')", [
      id, student!.personId, student!.name,
    ]);
    return id;
  };
  const training = await agreement("数控订单班", ["draft", "propose", "in-force"]);
  await sql(
    `insert into cotraining.agreement_signature
     select (s).* from (select jsonb_populate_record(s, jsonb_build_object('hash', cotraining.signature_hash(s))) as s from (
       select jsonb_populate_record(null::cotraining.agreement_signature, jsonb_build_object('province', '370000', 'agreement_id', $1::uuid, 'no', 1, 'seq', 1,
         'party', 'school', 'signer', '某人', 'of_name', $2::text, 'at', '2025-09-01T00:00:00Z', 'sha256', v.sha256, 'previous', v.sha256)) as s
       from cotraining.agreement_version v where v.agreement_id = $1::uuid) x) y`,
    [training, school.name],
  );
  const trainingDraft = await agreement("拟签的订单班", ["draft"]);
  const plan = async (title: string, actions: string[]) => {
    const id = await one(
      `insert into cotraining.training_plan (province, id, title, school, school_name, region, programme, cohort_year, enterprises, sample, created_by_name, created_at)
       values ('370000', gen_random_uuid(), $1, $2, $3, '370200', '460103', 2026, array[$4::uuid], false, '某人', now())`,
      [title, school.id, school.name, enterprise.id],
    );
    await act("training_plan_action", "plan_id", id, actions);
    await sql(
      `insert into cotraining.training_plan_version (province, plan_id, no, document, parties, text, sha256, proposed_at, made_by_name, made_at)
       select '370000', $1, 1, $2, array[$3::uuid, $4::uuid], $5, encode(sha256(convert_to($5, 'UTF8')), 'hex'), case when $6 then now() end, '某人', now()`,
      [id, JSON.stringify({ partners: [{ organisation: enterprise.id, name: enterprise.name }], years: 3, clauses: [], competences: [], courses: [], assessment: [] }), school.id, enterprise.id, title, actions.includes("propose")],
    );
    for (const [seq, party, { id: organisation, name }] of actions.includes("in-force") ? ([[1, "school", school], [2, "enterprise", enterprise]] as const) : [])
      await sql(
        `insert into cotraining.training_plan_signature
         select (s).* from (select jsonb_populate_record(s, jsonb_build_object('hash', cotraining.plan_signature_hash(s))) as s from (
           select jsonb_populate_record(null::cotraining.training_plan_signature, jsonb_build_object('province', '370000', 'plan_id', $1::uuid, 'no', 1, 'seq', $2::int, 'organisation', $3::uuid,
             'party', $4::text, 'signer', '某人', 'of_name', $5::text, 'at', '2026-09-01T00:00:00Z', 'sha256', v.sha256,
             'previous', coalesce((select x.hash from cotraining.training_plan_signature x where x.plan_id = v.plan_id order by x.seq desc limit 1), v.sha256))) as s
           from cotraining.training_plan_version v where v.plan_id = $1::uuid) x) y`,
        [id, seq, organisation, party, name],
      );
    return id;
  };
  const planInForce = await plan("数控培养方案", ["draft", "propose", "in-force"]);
  const planDraft = await plan("拟订的培养方案", ["draft"]);
  const planComment = await one(
    `insert into cotraining.training_plan_comment (province, id, plan_id, no, clause, words, organisation, organisation_name, by_name, at)
     values ('370000', gen_random_uuid(), $1, 1, '', '意见', $2, $3, '某人', now())`,
    [planDraft, school.id, school.name],
  );
  await sql("insert into cotraining.training_plan_team (province, plan_id, position, organisation, name, duty) values ('370000', $1, 0, $2, '某人', 'teacher')", [planDraft, school.id]);
  await sql("insert into cotraining.training_plan_resource (province, plan_id, position, organisation, name, kind, usage) values ('370000', $1, 0, $2, '资源', 'course', 'plan')", [planDraft, school.id]);
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
  const timetableOf = async (editions: number) => {
    const input = { weeks: 1, places: [{ id: "车间", kind: "enterprise", capacity: 30 }], cohorts: [{ id: "一班", people: 30, needs: [{ key: "岗位", places: ["车间"], weeks: 1 }], agreement: training }] };
    const values = [school.id, school.name, JSON.stringify(input), JSON.stringify([[{ need: "岗位", place: "车间" }]]), [enterprise.id], editions];
    const id = await one(
      `insert into cotraining.timetable (province, id, organisation, organisation_name, region, title, starts_on, input, cells, partners, editions, outcome, sample, created_by_name, created_at)
       values ('370000', gen_random_uuid(), $1, $2, '370200', '工学交替', '2026-09-07', $3, $4, $5, $6,
         '{"kind": "conflict", "sentences": {"zh": ["没有"], "en": ["none"]}, "limits": [], "single": true, "minimal": true, "certified": false, "milliseconds": 1}', false, '某人', now())`,
      values,
    );
    if (editions > 0)
      await sql(
        `insert into cotraining.timetable_edition (province, timetable_id, n, starts_on, input, cells, sequences, by_name, at)
         select t.province, t.id, 1, t.starts_on, t.input, t.cells, '{"一班": [0]}', '某人', now() from cotraining.timetable t where t.id = $1`,
        [id],
      );
    return id;
  };
  const timetable = await timetableOf(1);
  await sql(
    `insert into cotraining.calendar_feed (province, id, token_hash, kind, timetable_id, key, created_by_name, created_at)
     values ('370000', gen_random_uuid(), '\\x01', 'cohort', $1, '一班', '某人', now())`,
    [timetable],
  );
  const ownFeed = await one(
    `insert into cotraining.calendar_feed (province, id, token_hash, kind, person, created_by_name, created_at)
     values ('370000', gen_random_uuid(), '\\x02', 'person', $1, '某人', now())`,
    [student!.personId],
  );
  const placement = await placementOf(["plan", "start"]);
  await sql("insert into cotraining.inspection (province, school, enterprise, inspected_on, entered_by_name, entered_at) values ('370000', $1, $2, '2026-08-01', '某人', now())", [school.id, enterprise.id]);
  await sql(
    `insert into cotraining.exception (province, id, placement_id, rule, reason, approver, record, decided_on, by_name, at)
     values ('370000', gen_random_uuid(), $1, 'INT-06', '项目需要', '某人', '1号', '2026-08-01', '某人', now())`,
    [placement],
  );
  await sql("insert into cotraining.gate_check (province, placement_id, seq, at, cause, rule_set, verdict, findings) values ('370000', $1, 1, now(), 'saved', 'x', 'refused', '[]')", [placement]);
  const rules = (inForce: boolean) =>
    one(
      `insert into cotraining.gate_rules (province, id, key, version, rules, proposed_by_name, proposed_at, confirmed_by, in_force_at)
       values ('370000', gen_random_uuid(), 'national', '1', '{"key":"national","version":"1","name":{"zh":"规则","en":"rules"},"source":"","rules":[]}', '某人', now(), $1, $2)`,
      inForce ? ["another", new Date()] : [null, null],
    );
  await rules(true);
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
  const logPhoto = await one(
    `insert into cotraining.log_photo (province, id, entry_id, placement_id, person, day, slot, object, path, bytes, sha256, sent_sha256, width, height, at)
     values ('370000', gen_random_uuid(), $1, $2, $3, '2026-11-20', 1, gen_random_uuid(), 'folder:uploads/none/original', 1, repeat('0', 64), repeat('0', 64), 4, 3, now())`,
    [logEntry, placement, student!.personId],
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
    gateRules: await rules(false),
    timetable,
    timetableDraft: await timetableOf(0),
    ownFeed,
    workPost,
    training,
    trainingDraft,
    planInForce,
    planDraft,
    planComment,
    placement,
    placementPlanned: await placementOf(["plan"]),
    logEntry,
    logPhoto,
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
