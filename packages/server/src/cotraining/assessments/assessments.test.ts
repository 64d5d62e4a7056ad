import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/context.ts";
import { actors } from "../../platform/testing/test-database.ts";
import { answerOf, type Answer } from "../../testing/office.ts";
import { stranger, TraineeWorld } from "../rounds/testing/index.ts";
import { gradeOf, suggestedRubric, totalOf } from "./marks.ts";

let world: TraineeWorld;
let post: string;
beforeAll(async () => {
  world = await TraineeWorld.open();
  post = await world.post();
});
afterAll(() => world.close());

/** A student placed and started at the post. */
async function placed(student: Actor): Promise<string> {
  const [row] = await world.sql<{ id: string }>(
    `insert into cotraining.placement (province, id, person, person_name, school, school_name, region, enterprise, enterprise_name, post_id, from_on, to_on, pay, sample, created_by_name, created_at)
     values ('370000', gen_random_uuid(), $1, $2, $3, '乙市职业技术学院', '370200', $4, '乙市机械有限公司', $5, '2026-03-01', '2026-08-31', 450000, false, '某人', now()) returning id`,
    [student.personId, student.name, world.school.organisation, world.enterprise.organisation, post],
  );
  await world.sql("insert into cotraining.placement_action (province, placement_id, seq, action, by_name, at) select '370000', $1, n, a, '某人', now() from unnest(array['plan', 'start']) with ordinality as x (a, n)", [row!.id]);
  return row!.id;
} // prettier-ignore

const RUBRIC = [
  { key: "turning", name: "数控车削", weight: 60, schoolShare: 40, competence: true },
  { key: "safety", name: "安全生产", weight: 40, schoolShare: 0, competence: false },
];
const step = (id: string, name: string, actor: Actor, note?: string) =>
  world.try("POST", `joint-assessments/${id}/${name}`, note ? { note } : {}, actor);
const scores = (id: string, actor: Actor, items: [string, number][]) =>
  world.try(
    "PUT",
    `joint-assessments/${id}/scores`,
    { items: items.map(([key, score]) => ({ key, score, remark: "" })) },
    actor,
  );
const propose = (placement: string, items: object[] = RUBRIC, passMark = 60) =>
  world.try("POST", "joint-assessments", { placement, kind: "placement", items, passMark }, world.school); // prettier-ignore

/** Scored and signed by both. */
async function signed(student: Actor, marks: [number, number, number]): Promise<Answer> {
  const { id } = answerOf(await propose(await placed(student)));
  answerOf(await step(id, "agree", world.enterprise));
  answerOf(await scores(id, world.school, [["turning", marks[0]]]));
  answerOf(await step(id, "school-sign", world.school));
  answerOf(await scores(id, world.enterprise, [["turning", marks[1]], ["safety", marks[2]]])); // prettier-ignore
  return answerOf(await step(id, "enterprise-sign", world.enterprise));
}

test("the total is exact, by weight and by each side's share", () => {
  const given = [{ side: "school", key: "turning", score: 91, remark: "" }, { side: "enterprise", key: "turning", score: 78, remark: "" }, { side: "enterprise", key: "safety", score: 95, remark: "" }] as const;
  expect(totalOf(RUBRIC, given)).toBe(87.92);
  expect(totalOf(RUBRIC, given.slice(0, 2))).toBeNull();
  expect([gradeOf(90), gradeOf(89.99), gradeOf(75), gradeOf(74.99)]).toEqual(["excellent", "good", "good", "pass"]);
  for (const count of [0, 1, 7, 30])
    expect(suggestedRubric(Array.from({ length: count }, (_, i) => ({ key: `k${i}`, name: "能力" }))).reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
}); // prettier-ignore

test("a rubric without the competences of the post, or with one side only, is no joint assessment", async () => {
  const placement = await placed(await world.student("甲"));
  const reasonOf = async (items: object[]) =>
    (await propose(placement, items)).json().errors[0].reason as string;
  expect(await reasonOf([{ ...RUBRIC[1], weight: 100, schoolShare: 50 }])).toContain("INT-14");
  expect(await reasonOf([{ ...RUBRIC[0], weight: 100, schoolShare: 100 }])).toContain("双方都须");
  expect(await reasonOf([{ ...RUBRIC[0], weight: 90 }])).toContain("100 %");
});

test("both score and sign, neither sees the other's before; what is signed stays", async () => {
  const student = await world.student("乙");
  const { id } = answerOf(await propose(await placed(student)));
  expect((await scores(id, world.school, [["turning", 90]])).statusCode).toBe(409);
  expect((await step(id, "agree", world.school)).statusCode).toBe(403);
  answerOf(await step(id, "agree", world.enterprise));
  expect((await step(id, "school-sign", world.school)).json().detail).toContain("1 项没有评分");
  expect((await scores(id, world.school, [["safety", 90]])).json().errors[0].value).toBe("safety");
  answerOf(await scores(id, world.school, [["turning", 90]]));
  answerOf(await step(id, "school-sign", world.school));
  expect((await scores(id, world.school, [["turning", 100]])).statusCode).toBe(409);
  await expect(world.office.world.sql("update cotraining.assessment_score set score = 100 where assessment_id = $1", [id])).rejects.toThrow("signed");
  const seen = await world.get(`joint-assessments/${id}`, world.enterprise);
  expect(seen.rubric[0]).toMatchObject({ school: null, total: null });
  expect((await world.get(`joint-assessments/${id}`, student)).rubric[0].school).toBeNull();
  answerOf(await scores(id, world.enterprise, [["turning", 80], ["safety", 70]]));
  const both = answerOf(await step(id, "enterprise-sign", world.enterprise));
  // 0.6 × (0.4 × 90 + 0.6 × 80) + 0.4 × 70
  expect(both).toMatchObject({ state: "signed", total: 78.4 });
  expect(both.history.filter(({ digest }: Answer) => /^[0-9a-f]{64}$/.test(digest))).toHaveLength(2);
  // the student has his days; what he objects to is answered
  expect((await step(id, "certify", world.school)).json().detail).toContain("异议期");
  expect((await step(id, "object", student)).json().errors[0].field).toBe("note");
  answerOf(await step(id, "object", student, "安全分过低"));
  answerOf(await step(id, "reopen", world.school, "重新评分"));
  answerOf(await scores(id, world.enterprise, [["safety", 75]]));
  for (const [name, actor] of [["enterprise-sign", world.enterprise], ["school-sign", world.school], ["accept", student]] as const) answerOf(await step(id, name, actor));
  expect(answerOf(await step(id, "certify", world.school)).certificate).toMatchObject({ total: 80.4, grade: "good", holder: "乙" });
}); // prettier-ignore

test("anybody checks a certificate by number and code, and learns nothing of its holder", async () => {
  const student = await world.student("丙子");
  const { id } = await signed(student, [92, 95, 90]);
  answerOf(await step(id, "accept", student));
  const { certificate } = answerOf(await step(id, "certify", world.school));
  const check = (number: string, hash: string) => world.get(`public/trainee-certificate?number=${number}&hash=${hash}`, actors.public);
  const found = await check(certificate.number, certificate.hash.toUpperCase());
  expect(found).toMatchObject({ found: true, revoked: false, schoolName: "乙市职业技术学院", enterpriseName: "乙市机械有限公司" });
  expect(JSON.stringify(found)).not.toMatch(/丙子|92|95/);
  expect(await check(certificate.number, "0".repeat(64))).toMatchObject({ found: false, schoolName: null });
  const file = await world.office.call({ url: `/api/trainee-certificates/${certificate.id}/document` }, student);
  expect(file.statusCode).toBe(200);
  expect(file.rawPayload.subarray(0, 2).toString()).toBe("PK");
  const other = await world.student("旁人");
  expect((await world.office.call({ url: `/api/trainee-certificates/${certificate.id}/document` }, other)).statusCode).toBe(404);
  expect((await world.try("POST", `trainee-certificates/${certificate.id}/revoke`, { reason: "成绩有误" }, world.enterprise)).statusCode).toBe(403);
  answerOf(await world.try("POST", `trainee-certificates/${certificate.id}/revoke`, { reason: "成绩有误" }, world.school));
  expect(await check(certificate.number, certificate.hash)).toMatchObject({ found: true, revoked: true });
}); // prettier-ignore

test("who does not pass gets no certificate", async () => {
  const student = await world.student("丁");
  const { id } = await signed(student, [50, 40, 60]);
  answerOf(await step(id, "accept", student));
  expect((await step(id, "certify", world.school)).json().detail).toContain("未达到合格线");
  expect(answerOf(await step(id, "fail", world.school))).toMatchObject({
    state: "failed",
    certificate: null,
  });
});

test("outcomes: the person's own word stands first; figures count who agreed, three and more, and what is not known is not known", async () => {
  const people = [];
  for (const name of ["戊", "己", "庚", "辛"]) {
    const student = await world.student(name);
    people.push({ student, placement: await placed(student) });
  }
  const OUTCOME = { kind: "here", occupation: "2-02-07-02", employer: "", on: "2026-09-01", evidence: "劳动合同", consent: true };
  const state = (placement: string, actor: Actor, more: object = {}) => world.try("POST", "trainee-outcomes", { placement, ...OUTCOME, ...more }, actor);
  const [a, b, c, d] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0], (typeof people)[0]];
  expect((await state(a.placement, world.enterprise, { kind: "study" })).statusCode).toBe(400);
  expect((await state(a.placement, world.enterprise, { evidence: "" })).json().errors[0].field).toBe("evidence");
  expect(answerOf(await state(a.placement, world.enterprise))).toMatchObject({ source: "enterprise", matched: expect.any(Boolean) });
  expect(answerOf(await state(a.placement, world.school))).toMatchObject({ source: "school" });
  expect((await state(a.placement, world.enterprise)).statusCode).toBe(409);
  expect(answerOf(await state(a.placement, a.student, { kind: "elsewhere", occupation: "", employer: "丙厂", evidence: "" }))).toMatchObject({ source: "student", matched: null });
  expect((await state(a.placement, world.school)).json().detail).toContain("本人");
  expect((await state(b.placement, a.student)).statusCode).toBe(404);
  answerOf(await state(b.placement, world.school));
  answerOf(await state(c.placement, world.school, { kind: "elsewhere", occupation: "4-01-02-01", consent: false }));
  expect((await world.get("trainee-outcomes/figures", world.planner)).items).toEqual([]);
  answerOf(await state(c.placement, world.school, { kind: "elsewhere", occupation: "4-01-02-01" }));
  answerOf(await state(d.placement, world.school, { kind: "study", occupation: "" }));
  expect((await world.get("trainee-outcomes/figures", world.planner)).items).toMatchObject([{ programme: "460103", year: 2027, tracked: 4, employed: 3, coded: 2, matched: 1, study: 1, here: 1 }]);
  // of the enterprise's hires it reads itself; the office reads figures and nobody's record
  const own = await world.get("trainee-outcomes", world.enterprise);
  expect(own.items.map(({ name }: Answer) => name)).toEqual(["己"]);
  expect((await world.office.call({ url: "/api/trainee-outcomes" }, world.planner)).statusCode).toBe(403);
  expect((await world.get("trainee-outcomes", await stranger(world, "enterprise-officer", "enterprise", "别厂"))).items).toEqual([]);
}); // prettier-ignore

test("an assessment of others is not found", async () => {
  const { id } = await signed(await world.student("壬"), [80, 80, 80]);
  const outside = [world.otherSchool, await stranger(world, "enterprise-officer", "enterprise", "另厂"), await world.student("癸")];
  for (const actor of outside) expect((await world.office.call({ url: `/api/joint-assessments/${id}` }, actor)).statusCode, actor.name).toBe(404);
  expect((await world.get(`joint-assessments/${id}`, world.planner)).total).toBe(80);
}); // prettier-ignore
