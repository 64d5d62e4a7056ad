import { randomUUID } from "node:crypto";
import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../../platform/context.ts";
import { actors } from "../../platform/testing/test-database.ts";
import { member } from "../../testing/member.ts";
import { answerOf, Office, type Answer } from "../../testing/office.ts";
import { checkPlan } from "./check.ts";
import { PLAN_CLAUSES } from "./clauses.ts";
import { figuresOf, linesOf, type Course, type PlanDocument } from "./document.ts";

const POST = "01900000-0000-7000-a000-000000000001";
const course = (key: string, more: Partial<Course> = {}): Course => ({
  key, name: key, kind: "core", elective: false, hours: 64, practice: 40, credits: 4, term: 3, place: "school", taughtBy: "school", competences: ["turning"], ...more,
}); // prettier-ignore
/** Eight core courses, the public ones that are required, electives, a placement: 2,600 hours of which little stands against. */
const whole = (more: Partial<PlanDocument> = {}): PlanDocument => ({
  partners: [{ organisation: randomUUID(), name: "乙企" }],
  years: 3,
  clauses: PLAN_CLAUSES.filter(({ needed }) => needed).map(({ key, title }) => ({ key, title, text: "按双方商定。" })),
  competences: [{ key: "turning", name: "车削加工", posts: [POST] }, { key: "measuring", name: "精密测量", posts: [POST] }],
  courses: [
    ...["思想政治理论课", "体育", "军事理论", "心理健康教育"].map((name, i) => course(`p${i}`, { name, kind: "public", hours: 170, practice: 40, competences: [], term: 1 })),
    ...Array.from({ length: 6 }, (_, i) => course(`k${i}`, { hours: 120, practice: 80, taughtBy: i === 0 ? "both" : "school", competences: i === 5 ? ["measuring"] : ["turning"] })),
    ...Array.from({ length: 3 }, (_, i) => course(`e${i}`, { kind: "extension", elective: true, hours: 100, practice: 50 })),
    course("labour", { name: "劳动教育", kind: "public", hours: 16, practice: 16, competences: [] }),
    course("post", { name: "岗位实习", kind: "practice", hours: 884, practice: 884, place: "enterprise", taughtBy: "enterprise", term: 5, competences: ["turning", "measuring"] }),
  ],
  assessment: [
    { key: "turning", name: "车削加工", weight: 60, schoolShare: 40, competence: true },
    { key: "report", name: "总结", weight: 40, schoolShare: 80, competence: false },
  ],
  passMark: 60,
  ...more,
}); // prettier-ignore
const POSTS = [{ id: POST, name: "数控操作员", competences: [{ key: "turning", name: "车削加工" }, { key: "measuring", name: "精密测量" }] }]; // prettier-ignore

describe("what stands against a plan", () => {
  const of = (more: Partial<PlanDocument>, programme = "460103", posts = POSTS) =>
    checkPlan(whole(more), programme, posts).map(({ rule, level, figure, limit }) => [
      rule,
      level,
      figure,
      limit,
    ]);
  const change = (key: string, to: Partial<Course>) => whole().courses.map((one) => (one.key === key ? { ...one, ...to } : one)); // prettier-ignore

  test("nothing against a whole one; its figures add up", () => {
    expect(of({})).toEqual([]);
    expect(figuresOf(whole())).toEqual({ hours: 2600, credits: 60, public: 696, elective: 300, practice: 1690, joint: 1004, outside: 884, core: 6 });
  }); // prettier-ignore

  test("each part that is needed and lacks is named", () => {
    for (const { key, needed } of PLAN_CLAUSES)
      expect(checkPlan(whole({ clauses: whole().clauses.filter((one) => one.key !== key) }), "460103", POSTS).map((one) => one.clause), key).toEqual(needed ? [`clause-${key}`] : []);
  }); // prettier-ignore

  test("hours: passing, borderline, failing, with figure and limit, by the level of the programme", () => {
    expect(of({ courses: change("post", { hours: 784, practice: 784 }) })).toEqual([]);
    expect(of({ courses: change("post", { hours: 783, practice: 783 }) })).toEqual([["PLAN-02", "block", "2499 学时", "2500 学时"]]); // prettier-ignore
    expect(of({ years: 4 })).toEqual([["PLAN-02", "block", "2600 学时", "3334 学时"]]);
    // 635 of 2,539 are a quarter and a little, 634 of 2,538 are not
    expect(of({ courses: change("p0", { hours: 109 }) })).toEqual([]);
    expect(of({ courses: change("p0", { hours: 108 }) })).toEqual([["PLAN-03", "block", "24.9 %", "25 %"]]);
    expect(of({ courses: change("e0", { elective: false }) })).toEqual([
      ["PLAN-04", "block", "7.6 %", "10 %"],
    ]);
    expect(of({ courses: whole().courses.map((one) => (one.kind === "core" ? { ...one, practice: 0 } : one.key === "post" ? { ...one, practice: 700 } : one)) })).toEqual([["PLAN-05", "warn", "39.4 %", "50 %"]]); // prettier-ignore
    expect(of({ courses: change("k0", { practice: 121 }) })).toEqual([
      ["PLAN-05", "block", "121 学时", "120 学时"],
    ]);
    expect(of({ courses: change("k0", { term: 7 }) })).toEqual([["PLAN-02", "block", "第 7 学期", "6 学期"]]);
    expect(of({}, "660301").filter(([, level]) => level === "block")).toEqual([["PLAN-02", "block", "2600 学时", "3000 学时"]]); // prettier-ignore
    expect(of({ courses: [] }).map(([rule, level]) => [rule, level])).toContainEqual(["PLAN-02", "block"]);
  });

  test("competences and courses answer each other, and the posts", () => {
    const rules = (more: Partial<PlanDocument>, posts = POSTS) =>
      of(more, "460103", posts).map(([rule]) => rule);
    expect(rules({ courses: whole().courses.map((one) => ({ ...one, competences: one.competences.filter((it) => it !== "measuring") })) })).toEqual(["PLAN-12", "PLAN-13"]); // prettier-ignore
    expect(rules({ courses: change("k0", { competences: ["welding"] }) })).toEqual(["PLAN-12"]);
    expect(rules({}, [{ id: POST, name: "数控操作员", competences: [{ key: "cad", name: "制图" }] }])).toEqual(["PLAN-14"]); // prettier-ignore
    expect(rules({ competences: whole().competences.map((one) => ({ ...one, posts: [] })) })).toEqual(["PLAN-14", "PLAN-14"]); // prettier-ignore
    expect(rules({ courses: whole().courses.map((one) => ({ ...one, taughtBy: "school" as const })) })).toEqual(["PLAN-10"]); // prettier-ignore
    expect(rules({ courses: change("post", { place: "centre" }) })).toEqual(["PLAN-09"]);
    expect(rules({ courses: change("labour", { hours: 15, practice: 15 }) })).toEqual(["PLAN-07"]);
    expect(rules({ courses: change("k5", { kind: "basic" }) })).toEqual(["PLAN-08"]);
  });

  test("an assessment of one side, or of other weights, is none", () => {
    const items = (...of: [number, number, boolean][]) => of.map(([weight, schoolShare, competence], i) => ({ key: `a${i}`, name: "项", weight, schoolShare, competence })); // prettier-ignore
    expect(of({ assessment: items([60, 40, true], [40, 80, false]) })).toEqual([]);
    expect(of({ assessment: items([60, 40, true], [41, 80, false]) })).toEqual([["PLAN-15", "block", "101 %", "100 %"]]); // prettier-ignore
    expect(of({ assessment: items([100, 100, true]) }).map(([rule]) => rule)).toEqual(["PLAN-15"]);
    expect(of({ assessment: items([100, 50, false]) }).map(([rule]) => rule)).toEqual(["INT-14"]);
  });

  test("its lines have keys of their own, so that versions can be compared", () => {
    const keys = linesOf(whole()).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("a plan", () => {
  let office: Office;
  let school: Actor;
  let enterprise: Actor;
  let second: Actor;
  let teacher: Actor;
  let stranger: Actor;
  beforeAll(async () => {
    office = await Office.open({ jobs: false });
    const { sql } = office.world;
    await sql("insert into registry.installation (province, sample, publisher, created_at) values ('370000', false, '甲省教育厅', now())"); // prettier-ignore
    school = await member(office, "school-officer", "college", "乙市职业技术学院");
    teacher = {
      ...(await member(office, "teacher", "college", "丁老师")),
      organisation: school.organisation,
    };
    enterprise = await member(office, "enterprise-officer", "enterprise", "乙市机械有限公司");
    second = await member(office, "enterprise-officer", "enterprise", "丙市机床有限公司");
    stranger = await member(office, "enterprise-officer", "enterprise", "丁市机床有限公司");
    await sql(
      `insert into cotraining.post (province, id, enterprise, name, programmes, seats, competences, sample, created_by_name, created_at)
       values ('370000', $1, $2, '数控操作员', '{4601}', 10, $3, false, '某人', now())`,
      [POST, enterprise.organisation, JSON.stringify(POSTS[0]!.competences)],
    );
  });
  afterAll(() => office.close());

  const at = (id: string) => `/api/training-plans/${id}`;
  const send = (
    method: "POST" | "PUT",
    url: string,
    payload: object,
    actor: Actor,
    etag = "*",
  ): Promise<LightMyRequestResponse> =>
    office.call({ method, url, payload, headers: { "if-match": etag } }, actor);
  const FACTS = { title: "数控技术专业人才培养方案", programme: "460103", cohortYear: 2027, alliance: null };
  const draft = async (partners = [enterprise, second]): Promise<Answer> =>
    answerOf(
      await send(
        "POST",
        "/api/training-plans",
        { ...FACTS, partners: partners.map((one) => one.organisation), years: 3 },
        school,
      ),
    );
  const write = (plan: Answer, document: Partial<PlanDocument>, actor = school) =>
    send(
      "PUT",
      at(plan.id),
      { ...FACTS, document: { ...whole(), partners: plan.partners, ...document } },
      actor,
      plan.etag,
    );
  const sign = async (id: string, actor: Actor) =>
    send("POST", `${at(id)}/sign`, { sha256: (await office.get(at(id), actor)).sha256 }, actor);

  test("begins with what the posts of the enterprises ask; is put up, signed by all, published; changes are a new version", async () => {
    const begun = await draft();
    expect(begun).toMatchObject({ state: "draft", no: 1, document: { competences: [{ key: "turning", posts: [POST] }, { key: "measuring", posts: [POST] }] } });
    expect(begun.partners.map(({ name }: Answer) => name)).toEqual(["乙市机械有限公司", "丙市机床有限公司"]);
    const refused = (await send("POST", `${at(begun.id)}/propose`, {}, school)).json().errors.map((one: Answer) => one.field);
    expect(refused).toEqual(expect.arrayContaining(["clause-entry", "courses", "competence-turning"]));
    // the enterprise writes too, and nobody over what he has not read
    const written = answerOf(await write(begun, {}, enterprise));
    expect(written.findings).toEqual([]);
    expect((await write(begun, {})).statusCode).toBe(412);
    answerOf(await send("POST", `${at(begun.id)}/propose`, {}, school));
    expect((await write({ ...written, etag: "*" }, {})).statusCode).toBe(409);
    const outside = (url: string, actor: Actor) => office.call({ url: `/api/public/training-plans${url}` }, actor);
    expect((await outside(`/${begun.id}`, actors.public)).statusCode).toBe(404);
    expect((await send("POST", `${at(begun.id)}/sign`, { sha256: "0".repeat(64) }, school)).statusCode).toBe(409);
    for (const actor of [enterprise, school]) expect(answerOf(await sign(begun.id, actor)).state).toBe("proposed");
    expect((await sign(begun.id, school)).statusCode).toBe(409);
    expect(answerOf(await sign(begun.id, second))).toMatchObject({ state: "in-force", inForce: 1 });
    expect((await outside(`/${begun.id}`, actors.public)).json()).toMatchObject({ state: "in-force", figures: { hours: 2600 }, openComments: 0 });
    expect((await outside(`?school=${school.organisation}`, actors.public)).json().items.map(({ id }: Answer) => id)).toEqual([begun.id]);
    // a revision leaves the signed version in force until all have signed the next
    const revised = answerOf(await send("POST", `${at(begun.id)}/revise`, { note: "新工艺" }, enterprise));
    expect(revised).toMatchObject({ state: "draft", no: 2, inForce: 1 });
    const { courses } = whole();
    const changed = answerOf(await write(revised, { courses: [...courses.slice(1), { ...course("cad"), competences: ["turning"] }] }));
    const { clauses } = await office.get(`${at(begun.id)}/versions/2/differences?from=1`, second);
    expect(clauses.filter(({ change }: Answer) => change !== "same").map(({ key, change }: Answer) => [key, change])).toEqual([["course-cad", "added"], ["course-p0", "removed"]]);
    expect((await outside(`/${begun.id}`, actors.public)).json().document.courses).toHaveLength(courses.length);
    expect(answerOf(await send("POST", `${at(begun.id)}/drop`, { note: "暂缓" }, school, changed.etag))).toMatchObject({ state: "in-force", no: 1 });
    expect(await office.get(`${at(begun.id)}/verify`, school)).toEqual({ versions: [{ no: 1, signatures: 3, fault: null }] });
    const docx = await office.call({ url: `${at(begun.id)}/versions/1/plan.docx` }, teacher);
    expect(docx.rawPayload.subarray(0, 2).toString()).toBe("PK");
    expect(answerOf(await send("POST", `${at(begun.id)}/retire`, { note: "专业撤销" }, school)).state).toBe("retired");
    expect((await outside(`/${begun.id}`, actors.public)).statusCode).toBe(404);
  }); // prettier-ignore

  test("comments stand at their line; open ones hold the signature up; who declines says why", async () => {
    const plan = answerOf(await write(await draft(), {}));
    const say = (clause: string, actor: Actor) => send("POST", `${at(plan.id)}/comments`, { clause, words: "实践学时太少" }, actor);
    expect((await say("course-none", teacher)).json().errors[0].field).toBe("clause");
    expect((await say("course-k0", stranger)).statusCode).toBe(404);
    const { comments } = answerOf(await say("course-k0", teacher));
    expect(comments).toMatchObject([{ clause: "course-k0", by: "丁老师代表", organisationName: "乙市职业技术学院", outcome: null }]);
    expect((await send("POST", `${at(plan.id)}/propose`, {}, school)).statusCode).toBe(409);
    const answer = (given: object, actor: Actor) => send("POST", `${at(plan.id)}/comments/${comments[0].id}/answer`, given, actor);
    expect((await answer({ outcome: "taken" }, teacher)).statusCode).toBe(403);
    expect((await answer({ outcome: "declined" }, enterprise)).json().errors[0].field).toBe("words");
    expect(answerOf(await answer({ outcome: "declined", words: "设备不足" }, enterprise)).comments[0]).toMatchObject({ outcome: "declined", answer: "设备不足" });
    expect((await answer({ outcome: "taken" }, school)).statusCode).toBe(409);
    answerOf(await send("POST", `${at(plan.id)}/propose`, {}, enterprise));
    // what one side has signed and the other returns is replaced, never overwritten
    answerOf(await sign(plan.id, school));
    const back = answerOf(await send("POST", `${at(plan.id)}/return`, { note: "再议" }, second));
    expect(back).toMatchObject({ state: "draft", no: 2 });
    expect(back.versions.map(({ state, signatures }: Answer) => [state, signatures.length])).toEqual([["dropped", 1], ["draft", 0]]);
    expect(answerOf(await send("POST", `${at(plan.id)}/withdraw`, { note: "不办了" }, school)).state).toBe("withdrawn");
  }); // prettier-ignore

  test("a signed version and its signatures are changed by nobody, not by the owner of the tables", async () => {
    const plan = answerOf(await write(await draft([enterprise]), { partners: [{ organisation: enterprise.organisation!, name: "" }] }));
    answerOf(await send("POST", `${at(plan.id)}/propose`, {}, school));
    answerOf(await sign(plan.id, school));
    const { sql } = office.world;
    await expect(sql("update cotraining.training_plan_version set text = '别的' where plan_id = $1", [plan.id])).rejects.toThrow("signed");
    await expect(sql("update cotraining.training_plan_signature set signer = '别人' where plan_id = $1", [plan.id])).rejects.toThrow("not changed");
    await expect(sql("delete from cotraining.training_plan_signature where plan_id = $1", [plan.id])).rejects.toThrow("not changed");
  }); // prettier-ignore

  test("team and resources are of the parties; partners are chosen by the school and are no schools", async () => {
    const plan = await draft();
    const item = { organisation: enterprise.organisation, name: "王师傅", duty: "mentor", courses: [] };
    expect((await send("PUT", `${at(plan.id)}/team`, { items: [item, { ...item, organisation: stranger.organisation }] }, enterprise)).json().errors[0].field).toBe("items.1.organisation");
    expect(answerOf(await send("PUT", `${at(plan.id)}/team`, { items: [item] }, enterprise)).team).toEqual([item]);
    const resource = { organisation: school.organisation, name: "数控实训资源库", kind: "course", usage: "alliance", link: "https://example.org/x", courses: [] };
    expect((await send("PUT", `${at(plan.id)}/resources`, { items: [{ ...resource, link: "javascript:alert(1)" }] }, school)).statusCode).toBe(400);
    expect(answerOf(await send("PUT", `${at(plan.id)}/resources`, { items: [resource] }, school)).resources).toEqual([resource]);
    const now = await office.get(at(plan.id), enterprise);
    expect((await write(now, { partners: [now.partners[0]] }, enterprise)).json().errors[0].field).toBe("document.partners");
    expect(answerOf(await write(now, { partners: [now.partners[0]] })).partners).toHaveLength(1);
    expect((await office.call({ url: at(plan.id) }, second)).statusCode).toBe(404);
    for (const [partners, reason] of [[[school.organisation], "企业"], [[randomUUID()], "名录"], [[enterprise.organisation, enterprise.organisation], "重复"]] as const)
      expect((await send("POST", "/api/training-plans", { ...FACTS, partners, years: 3 }, school)).json().errors[0].reason).toContain(reason);
    expect((await send("POST", "/api/training-plans", { ...FACTS, programme: "499999", partners: [enterprise.organisation] }, school)).json().errors[0].field).toBe("programme");
    expect((await send("POST", "/api/training-plans", { ...FACTS, alliance: randomUUID(), partners: [enterprise.organisation] }, school)).json().errors[0].field).toBe("alliance");
    expect((await send("POST", "/api/training-plans", { ...FACTS, partners: [enterprise.organisation] }, enterprise)).statusCode).toBe(403);
    expect((await write({ ...now, etag: "*" }, { courses: [course("a"), course("a")] })).json().errors[0]).toMatchObject({ field: "document.courses", value: "a" });
  }); // prettier-ignore
});
