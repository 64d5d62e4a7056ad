import { afterAll, beforeAll, expect, test } from "vitest";
import { actors } from "../../platform/testing/test-database.ts";
import { answerOf, type Answer } from "../../testing/office.ts";
import { PathwayWorld } from "../testing/index.ts";

let world: PathwayWorld;
let student: Awaited<ReturnType<PathwayWorld["member"]>>;
let rule: Answer;
beforeAll(async () => {
  world = await PathwayWorld.open();
  student = await world.member("student", world.secondary.organisation!);
  rule = await world.post("credit-rules", {
    programme: "460301", sourceKind: "certificate", source: "工业机器人应用编程（中级）", needs: "中级及以上",
    course: "工业机器人编程", credits: 4, validFrom: "2026-01-01",
  }, world.college); // prettier-ignore
});
afterAll(() => world.close());

const ask = (key: string, actor = student) =>
  world.try("POST", "credits", { rule: rule.id, statement: "2026年取得证书", evidenceKey: key }, actor);
const act = (id: string, step: string, actor: typeof student, note = "已核验") =>
  world.act(`credits/${id}`, step, actor, { note });

test("a result with its evidence is recognised once in a programme, up to the limit", async () => {
  const { college, secondary, planner } = world;
  expect((await world.get("public/credit-rules?programme=460301", actors.public)).items).toMatchObject([
    { credits: 4, inForce: true },
  ]);
  const made = answerOf(await ask("A-1001"));
  expect(made).toMatchObject({ state: "asked", credits: 4, actions: ["withdraw"], mayEdit: true });
  expect(made.against.zh).toContain("证明材料");
  expect((await act(made.id, "recognise", college)).statusCode).toBe(409);
  const file = await world.upload(student, `credit:${made.id}`);
  const seen = await world.get(`credits/${made.id}`, college);
  expect(seen).toMatchObject({
    person: student.name,
    against: null,
    actions: ["recognise", "return", "refuse"],
  });
  const opened = await world.office.call({ url: `/api/credits/${made.id}/files/${file}` }, college);
  expect([opened.statusCode, opened.body.length > 0]).toEqual([200, true]);
  expect((await world.office.call({ url: `/api/credits/${made.id}` }, secondary)).statusCode).toBe(404);
  expect((await act(made.id, "recognise", student)).statusCode).toBe(403);
  expect(answerOf(await act(made.id, "recognise", college)).state).toBe("recognised");
  // the same certificate again, whoever writes it how
  expect((await ask("a-1001")).statusCode).toBe(409);
  // 120 credits, at most 5 % of them: 6
  await world.try("PUT", "credit-limits", { programme: "460301", total: 120, share: 0.05 }, college);
  const second = answerOf(await ask("B-2002"));
  await world.upload(student, `credit:${second.id}`);
  const over = await act(second.id, "recognise", college);
  expect([over.statusCode, over.json().detail]).toEqual([409, "认定后将超过该专业可认定学分上限 2 学分。"]);
  const { items } = await world.get("credits/balance", student);
  expect(items).toMatchObject([
    {
      programme: "460301",
      recognised: 4,
      asked: 4,
      limit: 6,
      total: 120,
      courses: [{ course: "工业机器人编程" }],
    },
  ]);
  expect((await world.get("credits?waiting=true", college)).items).toHaveLength(1);
  expect((await world.get("credits", planner)).items).toHaveLength(2);
});

test("what is refused may be appealed against, and the office decides", async () => {
  const { college, planner } = world;
  await world.try("PUT", "credit-limits", { programme: "460301", total: 120, share: 0.5 }, college);
  const other = await world.member("student", world.secondary.organisation!);
  const made = answerOf(await ask("C-3003", other));
  await world.upload(other, `credit:${made.id}`);
  expect((await act(made.id, "return", college, "")).statusCode).toBe(400);
  answerOf(await act(made.id, "return", college, "请补充成绩单"));
  const at = `credits/${made.id}`;
  const { etag } = await world.get(at, other);
  answerOf(await world.try("PUT", at, { statement: "已补充", evidenceKey: "C-3003" }, other, etag));
  answerOf(await act(made.id, "resubmit", other));
  answerOf(await act(made.id, "refuse", college, "等级不符"));
  expect((await act(made.id, "overturn", planner)).statusCode).toBe(409);
  answerOf(await act(made.id, "appeal", other, "证书为中级，符合规则"));
  expect((await world.get("credits?waiting=true", planner)).items.map(({ id }: Answer) => id)).toEqual([
    made.id,
  ]);
  expect((await act(made.id, "overturn", college)).statusCode).toBe(403);
  const done = answerOf(await act(made.id, "overturn", planner, "证书等级符合规则"));
  expect(done).toMatchObject({ state: "recognised" });
  expect(done.history.map(({ action }: Answer) => action)).toEqual(["ask", "return", "resubmit", "refuse", "appeal", "overturn"]); // prettier-ignore
  const told = await world.office.world.sql("select kind from platform.announcement where kind = 'pathways.credit-moved'"); // prettier-ignore
  expect(told.length).toBeGreaterThan(2);
});

test("only the school sets its rules, and a rule that has ended opens nothing", async () => {
  const { college, secondary } = world;
  const change = {
    source: rule.source,
    needs: "",
    course: rule.course,
    credits: 3,
    validUntil: "2026-06-30",
  };
  expect((await world.try("PUT", `credit-rules/${rule.id}`, change, secondary, rule.etag)).statusCode).toBe(404); // prettier-ignore
  expect((await world.try("PUT", `credit-rules/${rule.id}`, change, college, '"stale"')).statusCode).toBe(412); // prettier-ignore
  expect(answerOf(await world.try("PUT", `credit-rules/${rule.id}`, change, college, rule.etag)).inForce).toBe(false); // prettier-ignore
  expect((await ask("D-4004")).statusCode).toBe(400);
});
