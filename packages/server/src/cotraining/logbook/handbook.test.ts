import { afterAll, beforeAll, expect, test } from "vitest";
import { uuidv7 } from "uuidv7";
import type { Actor } from "../../platform/index.ts";
import { partText } from "../../platform/testing/zip.ts";
import { answerOf } from "../../testing/office.ts";
import { LogbookWorld } from "./testing/index.ts";

let world: LogbookWorld;
beforeAll(async () => {
  world = await LogbookWorld.open();
});
afterAll(() => world.close());

const download = (actor: Actor) =>
  world.office.call({ url: `/api/logbooks/${world.placement}/handbook.docx` }, actor);
/** What stands in the document. */
async function textOf(actor: Actor): Promise<string> {
  const answer = await download(actor);
  expect(answer.statusCode).toBe(200);
  return partText(answer.rawPayload, "word/document.xml");
}

test("the handbook holds facts, days with their marks, months, visits, pay and incidents, as far as its reader may read them", async () => {
  expect(await textOf(world.student)).toContain("尚无日志");
  const first = world.entry("2026-11-19", { competences: ["turning"], did: "车外圆\u0001 <完>" });
  await world.send([first, world.entry("2026-11-20", { presence: "absent", reason: "发烧", did: "" })]);
  await world.mark(first.id, "sign");
  await world.post(`logbooks/${world.placement}/months`, { month: "2026-11", words: "学会了车削\n还要练习" });
  await world.post(`logbooks/${world.placement}/visits`, { day: "2026-11-20", place: "一车间", findings: "住宿良好" }, world.teacher);
  await world.post(`logbooks/${world.placement}/incidents`, { id: uuidv7(), kind: "rights", severity: "serious", words: "被要求夜班", happenedAt: "2026-11-20T08:00:00Z" });
  answerOf(await world.try("POST", `logbooks/${world.placement}/pay`, { month: "2026-10", amount: 450_000, paidOn: "2026-11-05", ownAccount: true, proof: "转账单 7" }, world.enterprise));
  for (const reader of [world.student, world.teacher, world.school]) {
    const text = await textOf(reader);
    for (const words of ["乙市第一职业学校", "乙市机械有限公司", "数控操作员", "每月4500.00元", "08:00–17:00 计8小时", "车外圆 ", "能力：车削", "师傅师傅签阅", "缺勤", "发烧", "学会了车削", "住宿良好", "转账单 7", "五、安全和权益事件", "被要求夜班", "六、实习报酬"])
      expect(text, `${reader.name} ${words}`).toContain(words);
    expect(text).not.toContain("七、");
  }
  // an infringement is between the student and the school
  const mentors = await textOf(world.mentor);
  expect(mentors).toContain("五、实习报酬");
  expect(mentors).not.toContain("夜班");
}); // prettier-ignore

test("an assessment is in it, each side's scores as far as the reader may see them", async () => {
  const items = [{ key: "turning", name: "数控车削", weight: 100, schoolShare: 40, competence: true }];
  const { id } = answerOf(await world.try("POST", "joint-assessments", { placement: world.placement, kind: "placement", items, passMark: 60 }, world.school));
  answerOf(await world.try("POST", `joint-assessments/${id}/agree`, {}, world.enterprise));
  answerOf(await world.try("PUT", `joint-assessments/${id}/scores`, { items: [{ key: "turning", score: 91, remark: "尺寸稳定" }] }, world.school));
  const schools = await textOf(world.school);
  for (const words of ["七、考核", "数控车削", "91 尺寸稳定", "总评未定，合格线60分"]) expect(schools).toContain(words);
  // the other side's scores are told when both have signed
  expect(await textOf(world.mentor)).not.toContain("尺寸稳定");
}); // prettier-ignore

test("the enterprise's office, another student and another teacher get none; who took it is written down", async () => {
  expect((await download(world.enterprise)).statusCode).toBe(403);
  for (const role of ["student", "teacher", "mentor"] as const)
    expect((await download(await world.other(role, world.school, "别人"))).statusCode).toBe(404);
  const reads = () => world.office.world.sql<{ n: number }>("select count(*)::int as n from audit.entry where subject = $1", [`person:${world.student.personId}`]); // prettier-ignore
  const [before] = await reads();
  await download(world.school);
  expect((await reads())[0]!.n).toBeGreaterThan(before!.n);
});
