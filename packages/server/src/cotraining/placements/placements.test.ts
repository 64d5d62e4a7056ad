import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/context.ts";
import { actors } from "../../platform/testing/test-database.ts";
import { member } from "../../testing/member.ts";
import { answerOf, Office, type Answer } from "../../testing/office.ts";

const FACTS = {
  from: "2026-12-01", to: "2027-05-31", mentorName: "师傅", teacherName: "教师", independent: true, pay: 420_000, payCycle: 1, paidInMoney: true, paidToStudent: true,
  signatures: ["school", "enterprise", "student"], signed: "2026-11-20", agreementFields: ["place", "time", "post", "pay", "hours", "insurance", "duties", "mentor", "breach"],
  officialTemplate: true, studentConsent: true, guardianConsent: true, insuredFrom: "2026-12-01", insuredTo: "2027-05-31", insuranceChargedToStudent: false,
  accidentFrom: "2026-12-01", accidentTo: "2027-05-31", fees: 0, guarantee: false, papersHeld: false, agent: false, imposed: false, selfFound: false, schoolApproved: true,
  ownAssessment: true, jointEnrolment: false, female: false, healthChecked: "2026-11-01",
}; // prettier-ignore
const POST = {
  name: "数控操作员", programmes: ["460103"], seats: 30, likeStaff: 100, likePay: 500_000, lowestPay: 400_000, labourLevel: 2, hazards: [], hoursDay: 8, hoursWeek: 40, restDays: 2,
  overtime: false, night: false, restDayWork: false, holidayWork: false, simpleOnly: false,
}; // prettier-ignore
const IN_FORCE = ["draft", "propose", "in-force"];
const PLACE = { registered: true, dishonest: false, industries: ["3421"] };

let office: Office;
let school: Actor;
let other: Actor;
let enterprise: Actor;
let post: Answer;
const students = new Map<Actor, Actor[]>();

const call = (method: "POST" | "PUT", url: string, payload: object, actor: Actor, etag = "*"): Promise<LightMyRequestResponse> =>
  office.call({ method, url: `/api/${url}`, payload, headers: { "if-match": etag } }, actor); // prettier-ignore
const staff = async (count: number) => answerOf(await call("PUT", "workplaces/own", { ...PLACE, staff: count }, enterprise)); // prettier-ignore
const place = (n: number, more: object = {}, of = school) =>
  call(
    "POST",
    "placements",
    { ...FACTS, person: students.get(of)![n]!.personId, post: post.id, ...more },
    of,
  );
const start = (id: string, of = school) => call("POST", `placements/${id}/start`, {}, of);
const rulesOf = (answer: LightMyRequestResponse) => answer.json().errors.map(({ field }: Answer) => field);

beforeAll(async () => {
  office = await Office.open({ jobs: true });
  const { sql } = office.world;
  await sql("insert into registry.installation (province, sample, publisher, created_at) values ('370000', false, '甲省教育厅', now())"); // prettier-ignore
  school = await member(office, "school-officer", "college", "乙市职业技术学院");
  other = await member(office, "school-officer", "secondary-school", "丙市中等专业学校");
  enterprise = await member(office, "enterprise-officer", "enterprise", "乙市机械有限公司");
  for (const of of [school, other]) {
    students.set(of, []);
    for (let i = 0; i < 6; i++) {
      const student = {
        ...(await member(office, "student", "college", `学生${i}`)),
        organisation: of.organisation,
      };
      await sql("update registry.person set born_on = '2007-05-01' where id = $1", [student.personId]);
      await sql(
        `insert into registry.student (person_id, school_id, region, student_number, programme_code, level, entry_year, state, updated_at)
         values ($1, $2, '370200', $3, '460103', 'college', 2024, 'enrolled', now())`,
        [student.personId, of.organisation, `S${i}`],
      );
      students.get(of)!.push(student);
    }
  }
  await staff(40);
  post = answerOf(await call("POST", "work-posts", POST, enterprise));
  for (const of of [school, other])
    answerOf(await call("PUT", `workplaces/${enterprise.organisation}/inspection`, { inspectedOn: "2026-10-08", decided: true, minutes: "党委会〔2026〕12号" }, of)); // prettier-ignore
});
afterAll(() => office.close());

test("what stands against a placement is said before it is kept; it starts when nothing does, and not before", async () => {
  const tried = answerOf(await call("POST", "placements/check", { ...FACTS, pay: 300_000, guardianConsent: null, person: students.get(school)![0]!.personId, post: post.id }, school)); // prettier-ignore
  expect(tried.verdict).toBe("refused");
  expect(tried.findings.map(({ rule, state }: Answer) => [rule, state])).toEqual(expect.arrayContaining([["INT-09.2", "unknown"]]));
  const made = answerOf(await place(0, { guardianConsent: null, insuredTo: "2027-04-30" }));
  const refused = await start(made.id);
  expect(refused.statusCode).toBe(400);
  expect(rulesOf(refused)).toEqual(expect.arrayContaining(["INT-09.2", "INT-11.1"]));
  expect((await office.call({ url: `/api/placements/${made.id}` }, other)).statusCode).toBe(404);
  const changed = answerOf(await call("PUT", `placements/${made.id}`, { ...FACTS, person: made.person, post: post.id }, school)); // prettier-ignore
  expect(changed).toMatchObject({ verdict: "clear", findings: [] });
  expect((await call("PUT", `placements/${made.id}`, { ...FACTS, person: made.person, post: post.id }, school, made.etag)).statusCode).toBe(412); // prettier-ignore
  expect(answerOf(await start(made.id)).state).toBe("running");
  expect((await place(0)).statusCode).toBe(409);
  // the student reads his own; what the gate says is not his to see
  expect(await office.get(`/api/placements/${made.id}`, students.get(school)![0])).toMatchObject({ state: "running", findings: [], actions: [] }); // prettier-ignore
  expect((await office.get("/api/placements", students.get(school)![1])).items).toEqual([]);
}); // prettier-ignore

test("a placement carries out an agreement in force of the same two, and keeps it when that has ended", async () => {
  const { sql } = office.world;
  const agreed = async (of: Actor, actions: string[], title: string): Promise<string> => {
    const [row] = await sql<{ id: string }>(
      `insert into cotraining.agreement (province, id, kind, title, school, school_name, enterprise, enterprise_name, region, programme, cohort_year, people, from_on, to_on, sample, created_by_name, created_at)
       values ('370000', gen_random_uuid(), 'order-class', $1, $2, '学校', $3, '企业', '370200', '460103', 2025, 30, '2025-09-01', '2028-07-01', false, '某人', now()) returning id`,
      [title, of.organisation, enterprise.organisation],
    );
    await sql("insert into cotraining.agreement_action (province, agreement_id, seq, action, by_name, at) select '370000', $1, n, action, '某人', now() from unnest($2::text[]) with ordinality as a (action, n)", [row!.id, actions]);
    await sql("insert into cotraining.agreement_version (province, agreement_id, no, clauses, terms, people, from_on, to_on, text, sha256, made_by_name, made_at) values ('370000', $1, 1, '[]', '{}', 30, '2025-09-01', '2028-07-01', 'x', encode(sha256('x'), 'hex'), '某人', now())", [row!.id]);
    return row!.id;
  };
  const [good, draft, others] = [await agreed(school, IN_FORCE, "甲"), await agreed(school, ["draft"], "乙"), await agreed(other, IN_FORCE, "丙")];
  const listed = async (of: string) => (await office.get(`/api/training-agreements?state=in-force&enterprise=${of}`, school)).items.map(({ id }: Answer) => id);
  expect(await listed(enterprise.organisation!)).toEqual([good]);
  expect(await listed(school.organisation!)).toEqual([]);
  for (const agreement of [draft, others]) expect((await place(4, { agreement })).json().errors[0]).toMatchObject({ field: "agreement", value: agreement });
  const made = answerOf(await place(4, { agreement: good }));
  expect(made.agreement).toBe(good);
  await sql("insert into cotraining.agreement_action (province, agreement_id, seq, action, by_name, at) values ('370000', $1, 4, 'end', '某人', now())", [good]);
  const facts = { ...FACTS, person: made.person, post: post.id, agreement: good };
  expect(answerOf(await call("PUT", `placements/${made.id}`, facts, school)).agreement).toBe(good);
  // the form that changes it asks for it, a new one may not have it
  expect((await call("POST", "placements/check", { ...facts, placement: made.id }, school)).statusCode).toBe(200);
  expect((await call("POST", "placements/check", facts, school)).json().errors[0].field).toBe("agreement");
  answerOf(await call("POST", `placements/${made.id}/cancel`, { note: "改期" }, school));
}); // prettier-ignore

test("an enterprise says which occupation a post is and which competences it trains, each once", async () => {
  const competences = [{ key: "c1", name: "车削" }, { key: "c2", name: "测量" }];
  const more = { ...POST, name: "车工", occupation: "6-18-01-01", competences };
  const made = answerOf(await call("POST", "work-posts", more, enterprise));
  expect(made).toMatchObject({ occupation: "6-18-01-01", competences });
  const change = (given: object) => call("PUT", `work-posts/${made.id}`, { ...more, ...given }, enterprise);
  expect((await change({ occupation: "9-99-99-99" })).json().errors[0].field).toBe("occupation");
  for (const second of [{ key: "c1", name: "铣削" }, { key: "c3", name: "车削" }]) expect((await change({ competences: [...competences, second] })).json().errors[0].field).toBe("competences");
  expect(answerOf(await change({ competences: [{ key: "c1", name: "数控车削" }] })).competences).toEqual([{ key: "c1", name: "数控车削" }]);
}); // prettier-ignore

test("10 % of the staff: all schools count; an approval with its record lets more pass, and nothing less does", async () => {
  // 40 staff: four at once. One runs already.
  for (const [n, of] of [
    [1, school],
    [0, other],
    [1, other],
  ] as const) {
    const made = answerOf(await place(n, {}, of));
    expect(answerOf(await start(made.id, of)).state).toBe("running");
  }
  const fifth = answerOf(await place(2, {}, other));
  const refused = await start(fifth.id, other);
  expect([refused.statusCode, rulesOf(refused)]).toEqual([400, ["INT-05.1"]]);
  expect(refused.json().errors[0].reason).toMatch(/5.*40|40.*5/);
  const except = (more: object) => call("POST", `placements/${fifth.id}/exceptions`, { rule: "INT-05.1", reason: "临时扩产", approver: "某处长", record: "实习〔2026〕3号", on: "2026-11-20", ...more }, other); // prettier-ignore
  expect((await except({ rule: "INT-02.2" })).statusCode).toBe(400);
  expect((await except({ record: "" })).statusCode).toBe(400);
  const excepted = answerOf(await except({}));
  expect(excepted).toMatchObject({
    verdict: "clear",
    exceptions: [{ rule: "INT-05.1", record: "实习〔2026〕3号" }],
  });
  expect(answerOf(await start(fifth.id, other)).state).toBe("running");
});

test("fewer staff: every running placement is looked at again, whatever school's, and who it concerns is told", async () => {
  const before = await office.get("/api/placement-desk", school);
  expect(before).toMatchObject({ running: 2 });
  await staff(10);
  const desk = await office.get("/api/placement-desk", school);
  expect(desk.open).toBe(2);
  expect(desk.rules[0]).toMatchObject({ rule: "INT-05.1", placements: 2 });
  const [line] = (await office.get("/api/placements?verdict=open", school)).items;
  const shown = await office.get(`/api/placements/${line.id}`, school);
  expect(shown.checks.map(({ cause, verdict }: Answer) => [cause, verdict])[0]).toEqual([
    "workplace",
    "open",
  ]);
  // an enterprise in breach of the law refuses what runs: who keeps it hears of it at once
  answerOf(await call("PUT", "workplaces/own", { ...PLACE, dishonest: true, staff: 10 }, enterprise));
  expect((await office.get("/api/placement-desk", other)).refused).toBe(3);
  const told = await office.world.sql<{ kind: string }>("select kind from platform.announcement where kind = 'cotraining.breach' union all select kind from platform.notice where kind = 'cotraining.breach'"); // prettier-ignore
  expect(told.length).toBeGreaterThanOrEqual(3);
  await staff(100);
  expect((await office.get("/api/placement-desk", school)).refused).toBe(0);
});

test("rules are put in force by two persons, and everything that runs is judged by them", async () => {
  const { sql } = office.world;
  const [first, second] = [actors.planner, { ...actors.planner, userId: "test-second", name: "第二人" }];
  await sql("update cotraining.placement set accident_to = '2027-01-31' where school = $1", [
    school.organisation,
  ]);
  answerOf(await call("PUT", "workplaces/own", { ...PLACE, staff: 101 }, enterprise));
  expect((await office.get("/api/placement-desk", school)).refused).toBe(0);
  const waiting = answerOf(await call("POST", "placement-rules", { key: "ningbo-2020" }, first));
  expect(waiting.waiting).toMatchObject({ key: "ningbo-2020", mayConfirm: false });
  expect((await call("POST", `placement-rules/${waiting.waiting.id}/confirm`, {}, first)).statusCode).toBe(
    409,
  );
  const { job } = answerOf(await call("POST", `placement-rules/${waiting.waiting.id}/confirm`, {}, second));
  expect(await office.jobEnded(job)).toMatchObject({ state: "done" });
  expect((await office.get("/api/placement-rules", school)).key).toBe("ningbo-2020");
  expect((await office.get("/api/placement-desk", school)).refused).toBe(2);
});

test("a mentor or a teacher who is named by his person is one of the two sides; he is offered where the two work together", async () => {
  const teacher = await member(office, "teacher", "college", "丁老师");
  const mentor = await member(office, "mentor", "enterprise", "王师傅");
  const stranger = await member(office, "mentor", "enterprise", "别厂师傅");
  const { sql } = office.world;
  await sql("update registry.membership set organisation_id = $1 where person_id = $2", [other.organisation, teacher.personId]);
  await sql("update registry.membership set organisation_id = $1 where person_id = $2", [enterprise.organisation, mentor.personId]);
  const offered = () => office.get(`/api/placement-desk/guides?enterprise=${enterprise.organisation}`, other);
  // nothing runs between the two yet: whom an enterprise employs is not the school's to know
  const fresh = await member(office, "school-officer", "college", "戊市职业学院");
  expect(await office.get(`/api/placement-desk/guides?enterprise=${enterprise.organisation}`, fresh)).toEqual({ teachers: [], mentors: [] });
  const { id } = answerOf(await place(5, {}, other));
  expect(await offered()).toEqual({ teachers: [{ person: teacher.personId, name: "丁老师" }], mentors: [{ person: mentor.personId, name: "王师傅" }] });
  const change = (more: object) => call("PUT", `placements/${id}`, { ...FACTS, person: students.get(other)![5]!.personId, post: post.id, ...more }, other);
  expect((await change({ mentor: stranger.personId })).json().errors[0]).toMatchObject({ field: "mentor", value: stranger.personId });
  expect((await change({ teacher: mentor.personId })).json().errors[0].field).toBe("teacher");
  answerOf(await change({ mentor: mentor.personId, teacher: teacher.personId }));
  // he sees it, and keeps it though he has left since
  expect((await office.get("/api/placements", { ...mentor, organisation: enterprise.organisation })).items.map((one: Answer) => one.id)).toEqual([id]);
  await sql("update registry.membership set state = 'ended' where person_id = $1", [mentor.personId]);
  answerOf(await change({ mentor: mentor.personId, teacher: teacher.personId }));
}); // prettier-ignore
