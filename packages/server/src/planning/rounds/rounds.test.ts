import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NOBODY, type Actor } from "../../platform/context.ts";
import { transaction } from "../../platform/db/transaction.ts";
import type { Answer } from "../../testing/office.ts";
import { procedure, type Action } from "./procedure.ts";
import { remind } from "./remind.ts";
import { DOCUMENT, filled, PUBLIC, RoundWorld } from "./testing/index.ts";

let world: RoundWorld;
beforeAll(async () => {
  world = await RoundWorld.open();
}, 120_000);
afterAll(() => world.close());

const objection = (application: string) => ({
  application,
  content: "该校实训条件与申报材料不符，请核实。",
  name: "张三丰",
  phone: "138 0000 1234",
});

test("the round opens with its days, each with source and trust; changing one is refused where the order turns round", async () => {
  const round = await world.get(`rounds/${world.round}`, world.planner);
  expect(round.calendar.map((step: Answer) => step.key)).toEqual(["cards", "answers", "decide", "apply", "check", "review", "notice", "record", "forward", "result", "list", "proposals", "plan"]); // prettier-ignore
  const forward = round.calendar.find((step: Answer) => step.key === "forward");
  expect(forward).toMatchObject({ due: "2026-11-01", trust: "C" });
  const change = (due: string, etag: string) =>
    world.office.call(
      { method: "PUT", url: `/api/rounds/${world.round}/calendar`, headers: { "if-match": etag }, payload: { noticeDays: 5, reviewers: 3, calendar: [{ key: "check", opens: null, due }] } },
      world.planner,
    ); // prettier-ignore
  const refused = await change("2026-09-01", round.etag);
  expect(refused.statusCode).toBe(400);
  expect(refused.json().errors[0].field).toBe("calendar.check.due");
  const changed = (await change("2026-10-12", round.etag)).json();
  expect(changed.calendar.find((step: Answer) => step.key === "check")).toMatchObject({
    due: "2026-10-12",
    trust: "entered",
  });
  expect((await change("2026-10-13", round.etag)).statusCode).toBe(412);
  expect((await world.try("rounds", { year: 2027, cycleId: round.cycleId }, world.planner)).statusCode).toBe(409); // prettier-ignore
});

describe("from the draft to the year's list", () => {
  let id: string;
  let notice: string;

  test("a school writes its application; the figures of the release stand in it; what is missing is named field by field", async () => {
    const made = await world.post(`rounds/${world.round}/applications`, { kind: "open", programme: "460103" }, world.school); // prettier-ignore
    id = made.id;
    expect(made).toMatchObject({ state: "draft", lane: "record", level: "college" });
    expect(made.groups.map((g: Answer) => g.key)).toEqual(["need", "plan", "teachers", "conditions", "budget", "argument"]); // prettier-ignore
    expect(made.evidence.release.id).toBeTruthy();
    expect(made.evidence.programme[0].supply).toBeGreaterThan(0);
    const refused = await world.act(id, "submit", world.school);
    expect(refused.statusCode).toBe(400);
    const fields = refused.json().errors.map((e: Answer) => e.field);
    expect(fields).toContain("plan.files");
    expect(fields).toContain("need.words");
    const complete = await world.draft("460104");
    await world.must(complete.id, "withdraw", world.school, { note: "改报其他专业" });
    const file = await world.file(id);
    const saved = await world.write(made, filled(made.groups, file));
    expect(saved.missing).toEqual([]);
    const submitted = await world.must(id, "submit", world.school);
    // the default days lie behind us: handed in late, and marked so
    expect(submitted).toMatchObject({ state: "submitted" });
    expect(submitted.history.at(-1).late).toBeGreaterThan(0);
    expect(submitted.due).toMatchObject({ step: "check" });
  });

  test("it is returned with what is missing, handed in again, accepted", async () => {
    expect((await world.act(id, "return", world.planner)).json().errors[0].field).toBe("note");
    const returned = await world.must(id, "return", world.planner, { note: "请补充实训室面积的证明" });
    expect(returned.state).toBe("returned");
    const seen = await world.get(`applications/${id}`, world.school);
    expect(seen.history.at(-1)).toMatchObject({ action: "return", note: "请补充实训室面积的证明", by: "" });
    await world.must(id, "submit", world.school);
    expect((await world.must(id, "accept", world.planner)).state).toBe("review");
  });

  test("reviewers with a conflict of interest are excluded, scores stay apart, three are needed", async () => {
    const colleague = await world.reviewer(world.school.organisation);
    const twoHats = await world.reviewer();
    await world.alsoHolds(twoHats, "teacher", world.school.organisation!);
    const [a, b, c, declines] = [await world.reviewer(), await world.reviewer(), await world.reviewer(), await world.reviewer()]; // prettier-ignore
    const { items } = await world.get(`applications/${id}/reviewers`, world.planner);
    const conflictOf = (person: string | null) =>
      items.find((one: Answer) => one.person === person)?.conflict;
    expect(conflictOf(colleague.personId)).toBe("school");
    expect(conflictOf(twoHats.personId)).toBe("school");
    expect(conflictOf(a.personId)).toBeNull();
    const assign = (people: (string | null)[]) => world.try(`applications/${id}/reviewers`, { people }, world.planner); // prettier-ignore
    expect((await assign([a.personId, colleague.personId])).statusCode).toBe(400);
    expect((await assign([a.personId, b.personId, declines.personId])).statusCode).toBe(200);
    expect((await assign([a.personId])).statusCode).toBe(409);
    // one who declares a conflict sees nothing any more, and may not be asked about this school again
    const mine = (await world.get("reviews", declines)).items[0];
    await world.post(`reviews/${mine.id}/decline`, { conflict: true, reason: "配偶在该校任职" }, declines);
    expect((await world.office.call({ url: `/api/applications/${id}` }, declines)).statusCode).toBe(404);
    const again = await world.get(`applications/${id}/reviewers`, world.planner);
    expect(again.items.find((one: Answer) => one.person === declines.personId).conflict).toBe("declared");
    await world.score(id, a, true, 90);
    // before one's own score nobody else's is seen, neither on the page nor in the database
    const before = await world.get(`applications/${id}`, b);
    expect(before.reviews.map((r: Answer) => r.total)).toEqual([null]);
    expect((await world.act(id, "conclude", world.planner)).statusCode).toBe(409);
    await world.score(id, b, false, 60);
    expect((await world.get(`applications/${id}`, b)).reviews.map((r: Answer) => r.total).sort()).toEqual([60, 90]); // prettier-ignore
    expect((await world.act(id, "conclude", world.planner)).json().detail).toContain("至少 3 名");
    await assign([c.personId]);
    expect((await world.get(`applications/${id}`, world.planner)).reviews.every((r: Answer) => r.total === null)).toBe(true); // prettier-ignore
    await world.score(id, c, true, 75);
    expect((await world.get(`applications/${id}`, world.school)).reviews).toEqual([]);
    const concluded = await world.must(id, "conclude", world.planner, { note: "专家多数同意" });
    expect(concluded.recommendation).toEqual({ recommend: true, average: 75, scores: 3, inFavour: 2 });
    // answered once
    const done = (await world.get("reviews", c)).items[0];
    const scores = Object.fromEntries(done.criteria.map(({ key }: Answer) => [key, 1]));
    expect((await world.try(`reviews/${done.id}/score`, { scores, recommend: false, opinion: "改变主意，不再同意。" }, c)).statusCode).toBe(409); // prettier-ignore
  });

  test("it is announced; anybody objects; name and telephone are sealed and masked; without an answer nothing goes on", async () => {
    const made = await world.post(`rounds/${world.round}/notices`, { applications: [id] }, world.planner);
    notice = made.id;
    const shown = await world.office.call({ url: `/api/public/notices/${notice}` }, PUBLIC);
    expect(shown.body).not.toContain(world.planner.name);
    expect(shown.json()).toMatchObject({ open: true, items: [{ application: id, recommend: true, intake: 45 }] }); // prettier-ignore
    const sent = await world.post(`public/notices/${notice}/objections`, objection(id), PUBLIC);
    expect(Object.keys(sent)).toEqual(["id"]);
    const [row] = await world.office.world.sql<{ name_sealed: Buffer; phone_sealed: Buffer }>("select name_sealed, phone_sealed from planning.objection where id = $1", [sent.id]); // prettier-ignore
    expect(Buffer.concat([row!.name_sealed, row!.phone_sealed]).toString("latin1")).not.toContain("138");
    const record = await world.get(`applications/${id}`, world.planner);
    expect(record.objections[0]).toMatchObject({ name: "张**", upheld: null });
    expect(record.objections[0].phone).not.toContain("0000");
    expect((await world.get(`applications/${id}`, world.school)).objections).toEqual([]);
    const revealed = await world.post("personal/reveal", { field: "planning.objection.phone", id: sent.id, reason: "核实异议事实" }, world.planner); // prettier-ignore
    expect(revealed.value).toBe("138 0000 1234");
    expect((await world.try(`notices/${notice}/close`, {}, world.planner)).json().detail).toContain(
      "尚未届满",
    );
    await world.timePasses(notice);
    expect((await world.try(`public/notices/${notice}/objections`, objection(id), PUBLIC)).statusCode).toBe(409); // prettier-ignore
    expect((await world.try(`notices/${notice}/close`, {}, world.planner)).json().detail).toContain(
      "1 件异议",
    );
    await world.post(`objections/${sent.id}/answer`, { upheld: false, answer: "经实地核查，条件属实。" }, world.planner); // prettier-ignore
    expect(await world.get(`public/objections/${sent.id}`, PUBLIC)).toMatchObject({ upheld: false, answer: "经实地核查，条件属实。" }); // prettier-ignore
    await world.post(`notices/${notice}/close`, {}, world.planner);
    expect((await world.get(`applications/${id}`, world.planner)).state).toBe("deciding");
  });

  test("an ordinary programme is recorded with the number of its document, and gets an offering; no other lane is open to it", async () => {
    expect((await world.act(id, "forward", world.planner, DOCUMENT)).statusCode).toBe(409);
    expect((await world.act(id, "record", world.planner)).json().errors.map((e: Answer) => e.field)).toEqual(["document", "documentDate"]); // prettier-ignore
    const done = await world.must(id, "record", world.planner, DOCUMENT);
    expect(done).toMatchObject({ state: "recorded", due: null, next: [], decision: { document: DOCUMENT.document } }); // prettier-ignore
    const [offering] = await world.office.world.sql<{ programme: string; first_year: number }>("select programme, first_year from planning.offering where id = $1", [done.offering]); // prettier-ignore
    expect(offering).toEqual({ programme: "460103", first_year: 2027 });
    expect((await world.act(id, "withdraw", world.school, { note: "不办了" })).statusCode).toBe(409);
  });

  test("every document is a Word file, for those whom it concerns", async () => {
    const documents = (await world.get(`applications/${id}`, world.planner)).documents;
    expect(documents).toEqual(["application", "formal-check", "review-summary", "decision"]);
    for (const name of documents) {
      const answer = await world.office.call({ url: `/api/applications/${id}/documents/${name}.docx` }, world.planner); // prettier-ignore
      expect(answer.statusCode, name).toBe(200);
      expect(answer.rawPayload.subarray(0, 2).toString()).toBe("PK");
    }
    const published = await world.office.call({ url: `/api/public/notices/${notice}/notice.docx` }, PUBLIC);
    expect(published.rawPayload.subarray(0, 2).toString()).toBe("PK");
  });

  test("K programmes need the office's opinion and the ministry; its result is entered; the list says all of it", async () => {
    const k = await world.draft("520101");
    expect(k).toMatchObject({ lane: "ministry", programme: { code: "520101K" } });
    expect(k.groups.map((g: Answer) => g.key)).toContain("opinion");
    await world.bring(k.id, "deciding");
    expect((await world.act(k.id, "record", world.planner, DOCUMENT)).statusCode).toBe(409);
    const early = await world.try(`rounds/${world.round}/list`, {}, world.planner);
    expect(early.json().detail).toContain("没有办结");
    await world.must(k.id, "forward", world.planner, DOCUMENT);
    const first = await world.post(`rounds/${world.round}/list`, {}, world.planner);
    expect(first.items.map((i: Answer) => i.result).sort()).toEqual(["pending", "recorded"]);
    await world.must(k.id, "enter-refusal", world.planner, { ...DOCUMENT, note: "临床教学条件不足" });
    const second = await world.post(`rounds/${world.round}/list`, {}, world.planner);
    expect(second.version).toBe(2);
    const lists = (await world.get("public/year-lists", PUBLIC)).items;
    expect(lists.map((l: Answer) => [l.version, l.current])).toEqual([[2, true], [1, false]]); // prettier-ignore
    expect(lists[0].items.find((i: Answer) => i.result === "refused").reason).toBe("临床教学条件不足");
    const word = await world.office.call({ url: `/api/public/year-lists/${second.id}/list.docx` }, PUBLIC);
    expect(word.rawPayload.subarray(0, 2).toString()).toBe("PK");
    const late = await world.try(`rounds/${world.round}/applications`, { kind: "open", programme: "460105" }, world.school); // prettier-ignore
    expect(late.statusCode).toBe(409);
    await world.office.world.sql("delete from planning.year_list");
  }, 60_000);
});

test("a code that is not in the catalogue is refused; outside it a secondary school names the programme and the office gives the code", async () => {
  const unknown = await world.try(`rounds/${world.round}/applications`, { kind: "open", programme: "469999" }, world.school); // prettier-ignore
  expect(unknown.statusCode).toBe(400);
  expect(unknown.json().errors[0].reason).toContain("专业目录中没有");
  const outside = { kind: "open", outside: "低空装备运维" };
  expect((await world.try(`rounds/${world.round}/applications`, outside, world.school)).statusCode).toBe(400);
  const secondary = await world.member("school-officer", await world.organisation("secondary-school", "甲市中等职业学校")); // prettier-ignore
  expect((await world.try(`rounds/${world.round}/applications`, { kind: "open", programme: "460104" }, secondary)).statusCode).toBe(400); // prettier-ignore
  const made = await world.post(`rounds/${world.round}/applications`, outside, secondary);
  expect(made).toMatchObject({ lane: "provincial", programme: { code: null, name: "低空装备运维" }, evidence: null }); // prettier-ignore
  // another school's application is not there for this one, nor its files
  expect((await world.office.call({ url: `/api/applications/${made.id}` }, world.school)).statusCode).toBe(
    404,
  );
});

test("only one application about the same thing is open at a time", async () => {
  const first = await world.draft("460106");
  const again = await world.try(`rounds/${world.round}/applications`, { kind: "open", programme: "460106" }, world.school); // prettier-ignore
  expect(again.statusCode).toBe(409);
  expect(again.json().application).toBe(first.id);
});

describe("a school takes its application back", () => {
  const STATES = ["draft", "submitted", "review", "reviewed", "announced", "deciding"];
  test.each(STATES)(
    "while it is %s",
    async (state) => {
      const programme = `46020${1 + STATES.indexOf(state)}`;
      const { id } = await world.draft(programme);
      await world.bring(id, state);
      expect((await world.act(id, "withdraw", world.school)).statusCode).toBe(400);
      const gone = await world.must(id, "withdraw", world.school, { note: "办学规划调整" });
      expect(gone).toMatchObject({ state: "withdrawn", next: [] });
      // and nothing can be done with it any more
      for (const action of ["accept", "conclude", "record", "refuse", "forward"])
      expect((await world.act(id, action, world.planner, { ...DOCUMENT, note: "理由" })).statusCode, action).toBe(409); // prettier-ignore
    },
    60_000,
  );
});

test("also while the ministry has it, and a file of it is read by those who review it and by nobody else", async () => {
  const { id } = await world.draft("520401");
  await world.must(id, "submit", world.school);
  await world.must(id, "accept", world.planner);
  const [reviewer] = await world.review(id);
  const file = await world.file(id);
  const read = (actor: Actor) =>
    world.office.call({ url: `/api/applications/${id}/files/${file}`, headers: { "if-none-match": `"${"0".repeat(32)}"` } }, actor); // prettier-ignore
  expect((await read(reviewer!)).statusCode).toBe(304);
  expect((await read(await world.reviewer())).statusCode).toBe(404);
  await world.must(id, "conclude", world.planner);
  const notice = (await world.post(`rounds/${world.round}/notices`, { applications: [id] }, world.planner))
    .id;
  await world.timePasses(notice);
  await world.post(`notices/${notice}/close`, {}, world.planner);
  await world.must(id, "forward", world.planner, DOCUMENT);
  await world.must(id, "withdraw", world.school, { note: "临床条件暂不具备" });
  expect((await world.act(id, "enter-approval", world.planner, DOCUMENT)).statusCode).toBe(409);
}, 60_000);

describe("an offering that the school has", () => {
  const offering = async (programme: string): Promise<string> => {
    const [row] = await world.office.world.sql<{ id: string }>(
      `insert into planning.offering (province, id, school, school_name, programme, level, city, first_year, last_year)
       values ('370000', gen_random_uuid(), $1, '甲市职业技术学院', $2, 'college', '370100', 2020, 2026) returning id`,
      [world.school.organisation, programme],
    );
    return row!.id;
  };
  const apply = async (of: object): Promise<Answer> => {
    const made = await world.post(`rounds/${world.round}/applications`, of, world.school);
    return world.write(made, filled(made.groups, await world.file(made.id)));
  };

  test("is renamed into another programme, which gets an offering of its own; the old one keeps its id", async () => {
    const id = await offering("460601");
    const wrong = { kind: "change", change: "rename", offering: id, newProgramme: "460601" };
    expect((await world.try(`rounds/${world.round}/applications`, wrong, world.school)).statusCode).toBe(400);
    const made = await apply({ ...wrong, newProgramme: "460602" });
    expect(made).toMatchObject({ lane: "record", newProgramme: { code: "460602" }, offering: id });
    await world.bring(made.id, "deciding");
    const done = await world.must(made.id, "record", world.planner, DOCUMENT);
    const [last] = await world.office.world.sql<{ made: string; programme: string }>(
      `select l.payload ->> 'offering' as made, o.programme from planning.application_action l
       join planning.offering o on o.id = (l.payload ->> 'offering')::uuid where l.application_id = $1 and l.action = 'record'`,
      [done.id],
    );
    expect(last!.programme).toBe("460602");
    expect(last!.made).not.toBe(id);
  }, 60_000);

  test("is withdrawn with the arrangement for its students; what its form asks is not what an opening asks", async () => {
    const id = await offering("460603");
    const made = await apply({ kind: "withdraw", offering: id });
    expect(made.groups.map((g: Answer) => g.key)).toEqual(["reason", "students", "staff", "equipment", "argument"]); // prettier-ignore
    expect(made.missing).toEqual([]);
    await world.bring(made.id, "deciding", false);
    expect((await world.get(`applications/${made.id}`, world.planner)).recommendation.recommend).toBe(false);
    expect((await world.act(made.id, "refuse", world.planner)).json().errors[0].field).toBe("note");
    expect(await world.must(made.id, "refuse", world.planner, { note: "在校生安排不落实" })).toMatchObject({ state: "refused", next: [] }); // prettier-ignore
  }, 60_000);
});

test("an objection that is upheld sends the application back, and everything begins anew", async () => {
  const { id } = await world.draft("460301");
  const { notice } = await world.bring(id, "announced");
  expect((await world.act(id, "send-back", world.planner, { note: "x" })).statusCode).toBe(409);
  const sent = await world.post(`public/notices/${notice}/objections`, objection(id), PUBLIC);
  await world.post(`objections/${sent.id}/answer`, { upheld: true, answer: "异议成立，师资数字有误。" }, world.planner); // prettier-ignore
  expect((await world.try(`objections/${sent.id}/answer`, { upheld: false, answer: "再次答复无效" }, world.planner)).statusCode).toBe(409); // prettier-ignore
  await world.timePasses(notice);
  await world.post(`notices/${notice}/close`, {}, world.planner);
  await world.must(id, "send-back", world.planner, { note: "请更正师资数字后重报" });
  await world.must(id, "submit", world.school);
  await world.must(id, "accept", world.planner);
  // scores of the first handing-in do not count
  expect((await world.act(id, "conclude", world.planner)).json().detail).toContain("现有 0 名");
}, 60_000);

test("nothing skips a step: in every state every action that may not follow is refused, and the database refuses the rest", async () => {
  const states = ["draft", "submitted", "review", "reviewed", "announced", "deciding"] as const;
  const routes = ["submit", "return", "accept", "conclude", "send-back", "record", "approve", "forward", "refuse", "enter-approval", "enter-refusal"] as Action[]; // prettier-ignore
  for (const [i, state] of states.entries()) {
    const { id } = await world.draft(`46030${2 + i}`);
    await world.bring(id, state);
    const admitted = routes.filter((action) => procedure.steps[action].from.includes(state));
    for (const action of routes.filter((one) => !admitted.includes(one))) {
      const actor = procedure.steps[action].right === "apply" ? world.school : world.planner;
      const answer = await world.act(id, action, actor, { ...DOCUMENT, note: "理由", code: "699999" });
      expect(answer.statusCode, `${action} in ${state}`).toBe(409);
    }
    expect((await world.get(`applications/${id}`, world.planner)).state).toBe(state);
    // whoever has the right role may still not act for the other side
    expect((await world.act(id, "accept", world.school)).statusCode).toBe(403);
    expect((await world.try(`applications/${id}/submit`, {}, world.planner, "x")).statusCode).toBe(403);
  }
}, 120_000);

test("two who act at once: one is accepted, the other is told", async () => {
  const { id } = await world.draft("460401");
  await world.must(id, "submit", world.school);
  const { etag } = await world.get(`applications/${id}`, world.planner);
  const answers = await Promise.all([
    world.try(`applications/${id}/accept`, {}, world.planner, etag),
    world.try(`applications/${id}/return`, { note: "补正" }, world.planner, etag),
    world.try(`applications/${id}/accept`, {}, world.planner, etag),
  ]);
  const codes = answers.map((a) => a.statusCode);
  expect(codes.filter((code) => code === 200)).toHaveLength(1);
  expect(codes.filter((code) => code === 409 || code === 412)).toHaveLength(2);
  const { actions } = (await world.office.world.sql<{ actions: number }>("select count(*)::int as actions from planning.application_action where application_id = $1", [id]))[0]!; // prettier-ignore
  expect(actions).toBe(3);
  // the school writes in two windows: the second is told that something changed
  const draft = await world.draft("460402");
  const save = () => world.office.call({ method: "PUT", url: `/api/applications/${draft.id}/form`, payload: { form: draft.form }, headers: { "if-match": draft.etag } }, world.school); // prettier-ignore
  expect((await Promise.all([save(), save()])).map((a) => a.statusCode).sort()).toEqual([200, 412]);
});

test("each sees what waits for him and what is late; whoever goes leaves it in his list; reminders go out", async () => {
  const { id } = await world.draft("460501");
  expect((await world.get("rounds/desk", world.school)).waiting.map((w: Answer) => w.key)).toContain("draft");
  await world.must(id, "submit", world.school);
  const desk = await world.get("rounds/desk", world.planner);
  expect(desk.waiting.find((w: Answer) => w.key === "submitted")).toMatchObject({ late: expect.any(Number) });
  expect(desk.late.some((line: Answer) => line.id === id)).toBe(true);
  const waiting = await world.get("applications?waiting=true", world.planner);
  expect(waiting.items.some((line: Answer) => line.id === id)).toBe(true);
  const none = await world.get(`applications?state=recorded&kind=withdraw`, world.planner);
  expect(none.items).toEqual([]);

  const process = { ...NOBODY, name: "体系", role: "administrator" as const };
  const at = (day: string) => ({ ...world.office.world.platform, clock: () => new Date(`${day}T02:00:00Z`) }) as typeof world.office.world.platform; // prettier-ignore
  const told = (day: string) => transaction(at(day), process, {}, remind);
  // the formal check was due on 12 October: told on the day after and a week later, not in between
  expect((await told("2026-10-05")).told).toBeGreaterThan(0);
  expect((await told("2026-10-13")).told).toBeGreaterThan((await told("2026-10-14")).told);
});
