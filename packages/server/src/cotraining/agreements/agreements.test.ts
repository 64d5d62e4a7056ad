import { createHash, randomUUID } from "node:crypto";
import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../../platform/context.ts";
import { member } from "../../testing/member.ts";
import { answerOf, Office, type Answer } from "../../testing/office.ts";
import { checkAgreement } from "./check.ts";
import { CLAUSES, clausesOf, draftClauses } from "./clauses.ts";
import { chainFault } from "./contract-text.ts";
import { KINDS, terms as termsShape, type Form, type Kind } from "./kinds.ts";

const POST = "01900000-0000-7000-a000-000000000001";
const TERMS = {
  posts: [POST],
  place: "乙市高新区一号厂房", pay: 420_000, likePay: 500_000, lowestPay: 380_000, payCycleMonths: 1, hoursDay: 8, hoursWeek: 40,
  liabilityPayer: "school", accidentPayer: "enterprise", studentsPerMentor: 4, rotation: "三天在校、两天在厂，每学期轮岗两次。",
  assessment: "双方按共同制定的岗位能力标准考核。", officialTemplate: true, contractMonths: 24,
}; // prettier-ignore
const FACTS = { title: "数控技术订单班", programme: "460103", cohortYear: 2026, people: 2, fromOn: "2026-12-01", toOn: "2027-05-31" }; // prettier-ignore

const form = (kind: Kind, terms: object = {}): Form => ({
  ...FACTS, kind, schoolName: "甲校", enterpriseName: "乙企", programmeName: "数控技术", industries: [],
  terms: termsShape.parse({ ...TERMS, ...terms }), posts: [{ name: "数控操作员", seats: 4, likePay: null, lowestPay: null }],
}); // prettier-ignore

describe("the clauses and their check", () => {
  test("whole terms give a contract of every kind that nothing stands against", () => {
    for (const kind of KINDS) {
      const clauses = draftClauses(form(kind));
      expect(
        checkAgreement(form(kind), clauses).filter(({ level }) => level === "block"),
        kind,
      ).toEqual([]);
    }
  });

  test("a clause that is needed and lacks is named with its law; one that may be left out only warns", () => {
    for (const kind of KINDS)
      for (const { key, needed, basis } of clausesOf(kind)) {
        const rest = draftClauses(form(kind)).filter((one) => one.key !== key);
        const found = checkAgreement(form(kind), rest);
        expect(found, `${kind} ${key}`).toEqual([
          expect.objectContaining({ clause: key, level: needed.includes(kind) ? "block" : "warn", basis }),
        ]);
      }
    expect(new Set(CLAUSES.map(({ key }) => key)).size).toBe(CLAUSES.length);
  });

  test("each figure: passing, borderline, failing, with the figure and the limit", () => {
    const of = (terms: object, kind: Kind = "order-class") => {
      const made = form(kind, terms);
      return checkAgreement(made, draftClauses(made)).map(({ rule, level, figure, limit }) => [rule, level, figure, limit]); // prettier-ignore
    };
    // 80 % of 5,000 yuan is 4,000; the lowest grade is 3,800: either will do
    expect(of({ pay: 380_000 })).toEqual([]);
    expect(of({ pay: 379_999 })).toEqual([["INT-04", "warn", "3799.99 元", "3800 元"]]);
    expect(of({ pay: 400_000, lowestPay: null })).toEqual([]);
    expect(of({ pay: 399_999, lowestPay: null })).toEqual([["INT-04", "warn", "3999.99 元", "4000 元"]]);
    expect(of({ payCycleMonths: 1.5 })).toEqual([["INT-04", "block", "1.5 个月", "1 个月"]]);
    expect(of({ hoursDay: 8.5 })).toEqual([["INT-03", "block", "8.5 小时", "8 小时"]]);
    expect(of({ hoursWeek: 44 })).toEqual([["INT-03", "block", "44 小时", "40 小时"]]);
    expect(of({ fees: 1 })).toEqual([["INT-10", "block", "0.01 元", "0 元"]]);
    expect(of({ liabilityPayer: "student" })).toEqual([["INT-11", "block", null, null]]);
    expect(of({ studentsPerMentor: 6 })).toEqual([["TIXI-mentor", "warn", "6 人", "5 人"]]);
    expect(of({ contractMonths: 12 }, "enterprise-apprenticeship")).toEqual([]);
    expect(of({ contractMonths: 11 }, "enterprise-apprenticeship")).toEqual([["INT-19", "block", "11 个月", "12 个月"]]); // prettier-ignore
    expect(checkAgreement({ ...form("order-class"), industries: ["L7263"] }, draftClauses(form("order-class"))).map(({ rule }) => rule)).toEqual(["INT-02"]); // prettier-ignore
  });

  test("words that may not stand in a contract are found, unless the sentence forbids them", () => {
    const clauses = draftClauses(form("order-class"));
    const with_ = (text: string) => checkAgreement(form("order-class"), [...clauses, { key: "own-1", title: "补充", text }]); // prettier-ignore
    expect(with_("学生入职时缴纳押金500元。")).toEqual([expect.objectContaining({ rule: "INT-10", clause: "own-1", figure: expect.stringContaining("押金500元") })]); // prettier-ignore
    expect(with_("乙方不得收取押金或培训费。")).toEqual([]);
  });
});

describe("an agreement", () => {
  let office: Office;
  let school: Actor;
  let enterprise: Actor;
  let other: Actor;
  const students: Actor[] = [];
  beforeAll(async () => {
    office = await Office.open({ jobs: false });
    const { sql } = office.world;
    await sql("insert into registry.installation (province, sample, publisher, created_at) values ('370000', false, '甲省教育厅', now())"); // prettier-ignore
    school = await member(office, "school-officer", "college", "乙市职业技术学院");
    enterprise = await member(office, "enterprise-officer", "enterprise", "乙市机械有限公司");
    other = await member(office, "enterprise-officer", "enterprise", "丙市机械有限公司");
    await sql(
      `insert into cotraining.post (province, id, enterprise, name, seats, sample, created_by_name, created_at)
       values ('370000', $1, $2, '数控操作员', 10, false, '某人', now())`,
      [POST, enterprise.organisation],
    );
    for (const i of [1, 2, 3]) {
      const student = {
        ...(await member(office, "student", "college", `学生${i}`)),
        organisation: school.organisation,
      };
      await sql(
        `insert into registry.student (person_id, school_id, region, student_number, programme_code, level, entry_year, state, updated_at)
         values ($1, $2, '370200', $3, '460103', 'college', 2024, 'enrolled', now())`,
        [student.personId, school.organisation, `S${i}`],
      );
      students.push(student);
    }
  });
  afterAll(() => office.close());

  const at = (id: string) => `/api/training-agreements/${id}`;
  const post = (url: string, payload: object, actor: Actor, etag = "*"): Promise<LightMyRequestResponse> =>
    office.call({ method: "POST", url, payload, headers: { "if-match": etag } }, actor);
  const put = (url: string, payload: object, actor: Actor, etag = "*"): Promise<LightMyRequestResponse> =>
    office.call({ method: "PUT", url, payload, headers: { "if-match": etag } }, actor);
  const draft = async (more: object = {}): Promise<Answer> =>
    answerOf(await post("/api/training-agreements", { kind: "order-class", partner: enterprise.organisation, ...FACTS, terms: TERMS, ...more }, school)); // prettier-ignore
  const sign = async (id: string, actor: Actor, sha256?: string) =>
    post(`${at(id)}/sign`, { sha256: sha256 ?? (await office.get(at(id), actor)).sha256 }, actor);

  test("is checked, signed by both sides over the same text, and nothing of it can be changed afterwards", async () => {
    const made = await draft({ terms: { ...TERMS, hoursDay: 10, pay: 100_000 } });
    const refused = await post(`${at(made.id)}/propose`, {}, school);
    expect([refused.statusCode, refused.json().errors.map(({ field }: Answer) => field)]).toEqual([400, ["hours", "note"]]);
    expect((await office.call({ url: at(made.id) }, other)).statusCode).toBe(404);
    const changed = answerOf(await put(at(made.id), { ...FACTS, terms: TERMS, clauses: null }, school));
    expect(changed.findings).toEqual([]);
    expect((await put(at(made.id), { ...FACTS, terms: TERMS, clauses: null }, school, made.etag)).statusCode).toBe(412);
    expect((await sign(made.id, school)).statusCode).toBe(409);
    answerOf(await post(`${at(made.id)}/propose`, {}, enterprise));
    expect((await sign(made.id, school, "0".repeat(64))).json().detail).toContain("不是待签署的文本");
    expect(answerOf(await sign(made.id, enterprise))).toMatchObject({ state: "proposed", maySign: false });
    expect((await sign(made.id, enterprise)).statusCode).toBe(409);
    expect((await sign(made.id, other, changed.sha256)).statusCode).toBe(404);
    const whole = answerOf(await sign(made.id, school));
    expect(whole).toMatchObject({ state: "in-force", mayAmend: true, mayEdit: false });

    // anybody computes it again from the text alone
    const text = (await office.call({ url: `${at(made.id)}/versions/1/text` }, school)).body;
    expect(createHash("sha256").update(text).digest("hex")).toBe(whole.sha256);
    const chain = whole.versions[0].signatures.map((one: Answer) => ({ ...one, agreement: made.id, no: 1, at: new Date(one.at) }));
    expect(chain.map(({ party }: Answer) => party)).toEqual(["enterprise", "school"]);
    expect(chainFault(text, chain)).toBeNull();
    expect(chainFault(text.replace("4,200", "2,200"), chain)).toEqual({ seq: 1, what: "text" });
    expect(chainFault(text, [chain[1], chain[0]])).toEqual({ seq: 1, what: "order" });
    expect(chainFault(text, [chain[0], { ...chain[1], signer: "别人" }])).toEqual({ seq: 2, what: "hash" });
    // not even the owner of the tables
    const { sql } = office.world;
    await expect(sql("update cotraining.agreement_version set text = 'x' where agreement_id = $1", [made.id])).rejects.toThrow(/signed/);
    await expect(sql("delete from cotraining.agreement_version where agreement_id = $1", [made.id])).rejects.toThrow();
    await expect(sql("update cotraining.agreement_signature set signer = '别人' where agreement_id = $1", [made.id])).rejects.toThrow(/not changed/);
    await expect(sql("delete from cotraining.agreement_signature where agreement_id = $1", [made.id])).rejects.toThrow(/not changed/);
    expect((await office.get(`${at(made.id)}/verify`, enterprise)).versions).toEqual([{ no: 1, signatures: 2, fault: null }]);
    // whoever goes round the triggers is found out
    await sql("alter table cotraining.agreement_version disable trigger signed_is_signed");
    await sql("update cotraining.agreement_version set text = replace(text, '4,200', '2,200') where agreement_id = $1", [made.id]);
    await sql("alter table cotraining.agreement_version enable trigger signed_is_signed");
    expect((await office.get(`${at(made.id)}/verify`, enterprise)).versions).toEqual([{ no: 1, signatures: 2, fault: { seq: 1, what: "text" } }]);
  }); // prettier-ignore

  test("is changed by a version of its own that all sign again; the earlier one stays, clause by clause comparable", async () => {
    const { id } = await draft();
    answerOf(await post(`${at(id)}/propose`, {}, school));
    for (const actor of [school, enterprise]) answerOf(await sign(id, actor));
    expect((await put(at(id), { ...FACTS, terms: TERMS, clauses: null }, school)).statusCode).toBe(409);
    const open = answerOf(await post(`${at(id)}/amend`, { reason: "提高报酬" }, enterprise));
    expect(open).toMatchObject({ no: 2, state: "in-force", mayEdit: true });
    const changed = answerOf(await put(at(id), { ...FACTS, title: "别的名称", people: 3, terms: { ...TERMS, pay: 460_000 }, clauses: null }, enterprise)); // prettier-ignore
    expect([changed.title, changed.people]).toEqual([FACTS.title, 2]);
    const { clauses } = await office.get(`${at(id)}/versions/2/differences?from=1`, school);
    expect(clauses.filter(({ change }: Answer) => change !== "same").map(({ key }: Answer) => key)).toEqual(["cohort", "pay"]); // prettier-ignore
    answerOf(await post(`${at(id)}/amendment/propose`, {}, enterprise));
    answerOf(await sign(id, school));
    expect((await office.get(at(id), school)).people).toBe(2);
    const both = answerOf(await sign(id, enterprise));
    expect(both).toMatchObject({ people: 3, state: "in-force", no: 2 });
    expect(both.versions.map(({ state }: Answer) => state)).toEqual(["signed", "signed"]);
    const third = answerOf(await post(`${at(id)}/amend`, { reason: "再改" }, school));
    expect(third.no).toBe(3);
    expect(answerOf(await post(`${at(id)}/amendment/drop`, {}, school))).toMatchObject({ no: 2 });
    expect((await post(`${at(id)}/end`, { note: "企业搬迁" }, school)).json().errors[0].field).toBe("ending");
    expect(answerOf(await post(`${at(id)}/end`, { note: "企业搬迁", ending: "agreed" }, school)).state).toBe("ended"); // prettier-ignore
    const docx = await office.call({ url: `${at(id)}/versions/2/contract.docx` }, school);
    expect(docx.rawPayload.subarray(0, 2).toString()).toBe("PK");
  });

  test("what one side has signed and the other returns is replaced, never overwritten", async () => {
    const { id } = await draft();
    answerOf(await post(`${at(id)}/propose`, {}, school));
    answerOf(await sign(id, school));
    expect((await post(`${at(id)}/return`, {}, enterprise)).statusCode).toBe(400);
    const back = answerOf(await post(`${at(id)}/return`, { note: "报酬条款再议" }, enterprise));
    expect(back).toMatchObject({ state: "draft", no: 2, mayEdit: true });
    expect(back.versions.map(({ state, signatures }: Answer) => [state, signatures.length])).toEqual([["dropped", 1], ["draft", 0]]); // prettier-ignore
    expect(answerOf(await post(`${at(id)}/withdraw`, {}, school)).state).toBe("withdrawn");
  });

  test("a placement agreement is with one student, who signs himself and sees no draft", async () => {
    const [student, second] = students as [Actor, Actor];
    const { id } = await draft({ kind: "placement", people: 1, title: "岗位实习协议" });
    expect((await post(`${at(id)}/propose`, {}, school)).statusCode).toBe(409);
    expect((await put(`${at(id)}/cohort`, { people: [student.personId] }, enterprise)).statusCode).toBe(403);
    expect((await put(`${at(id)}/cohort`, { people: [randomUUID()] }, school)).statusCode).toBe(400);
    answerOf(await put(`${at(id)}/cohort`, { people: [student.personId] }, school));
    expect((await office.call({ url: at(id) }, student)).statusCode).toBe(404);
    answerOf(await post(`${at(id)}/propose`, {}, school));
    expect(await office.get(at(id), student)).toMatchObject({ maySign: true, actions: [], findings: [] });
    expect((await office.call({ url: at(id) }, second)).statusCode).toBe(404);
    for (const actor of [school, student]) answerOf(await sign(id, actor));
    expect(answerOf(await sign(id, enterprise)).state).toBe("in-force");
    expect((await office.get("/api/training-agreements?state=in-force", student)).items.map((one: Answer) => one.id)).toEqual([id]); // prettier-ignore
  });

  test("partners are of two sides; programme, period and posts are checked with their places", async () => {
    const tried = async (more: object, actor = school) => {
      const answer = await post("/api/training-agreements", { kind: "order-class", partner: enterprise.organisation, ...FACTS, terms: TERMS, ...more }, actor); // prettier-ignore
      return [answer.statusCode, answer.json().errors?.[0]?.field];
    };
    expect(await tried({ partner: school.organisation })).toEqual([400, "partner"]);
    expect(await tried({}, other)).toEqual([400, "partner"]);
    expect(await tried({ partner: other.organisation })).toEqual([400, "terms.posts"]);
    expect(await tried({ partner: randomUUID() })).toEqual([400, "partner"]);
    expect(await tried({ programme: "499999" })).toEqual([400, "programme"]);
    expect(await tried({ alliance: randomUUID() })).toEqual([400, "alliance"]);
    expect(await tried({ toOn: FACTS.fromOn })).toEqual([400, "toOn"]);
    expect(await tried({ terms: { ...TERMS, posts: [randomUUID()] } })).toEqual([400, "terms.posts"]);
  });
});
