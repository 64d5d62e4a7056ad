import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "kysely";
import type { Actor } from "../../platform/context.ts";
import { answerOf, type Answer } from "../../testing/office.ts";
import { AllianceWorld } from "../testing/index.ts";

let world: AllianceWorld;
beforeAll(async () => {
  world = await AllianceWorld.open();
});
afterAll(() => world.close());

const item = (meeting: Answer, n = 0): Answer => meeting.agenda[n];
const read = (id: string, actor: Actor): Promise<Answer> => world.get(`council-meetings/${id}`, actor);

test("a meeting is called with an agenda and the days of notice of the statutes; nobody sees it before", async () => {
  const { secretariat, school } = world;
  const of = `alliances/${world.id}/meetings`;
  const input = { title: "理事会", place: "会议室", startsAt: "2026-11-27T10:00:00+08:00", items: [] as object[] };
  const draft = await world.post(of, input, secretariat);
  const at = `council-meetings/${draft.id}`;
  expect((await world.try("POST", `${at}/call`, {}, secretariat)).json().detail).toContain("议程是空的");
  answerOf(await world.try("PUT", at, { ...input, items: [{ title: "工作报告", votes: false }] }, secretariat));
  const short = await world.try("POST", `${at}/call`, {}, secretariat);
  expect(short.json().errors).toMatchObject([{ field: "startsAt", reason: expect.stringContaining("提前 7 天") }]);
  expect((await world.get(of, school)).items).toEqual([]);
  expect((await world.try("PUT", `${at}/attendance`, { member: await world.seatOf(school), attendance: "present" }, school)).statusCode).toBe(404);
  // the seventh day before is early enough
  answerOf(await world.try("PUT", at, { ...input, startsAt: "2026-11-30T09:00:00+08:00", items: [{ title: "工作报告", votes: false }] }, secretariat));
  expect(answerOf(await world.try("POST", `${at}/call`, {}, secretariat))).toMatchObject({ state: "called", needed: 3, there: 0 });
  expect((await world.get(of, school)).items).toHaveLength(1);
  expect((await world.try("PUT", at, input, secretariat)).statusCode).toBe(409);
  expect((await world.try("POST", `${at}/open`, {}, secretariat)).json().detail).toContain("还没有到通知的开会时间");
  expect((await world.try("POST", `${at}/cancel`, {}, secretariat)).json().errors[0].field).toBe("note");
  answerOf(await world.try("POST", `${at}/cancel`, { note: "改期" }, secretariat));
}); // prettier-ignore

test("without a quorum it is not opened; a proxy counts where he is there, holds one and hands none on", async () => {
  const { secretariat, park, school, enterprise, institute } = world;
  const { id } = await world.called([{}]);
  answerOf(await world.attends(id, park));
  answerOf(await world.attends(id, school));
  const opens = () => world.try("POST", `council-meetings/${id}/open`, {}, secretariat);
  expect((await opens()).json().detail).toContain("法定人数不足");
  const fault = async (actor: Actor, proxyTo: string | null) => (await world.attends(id, actor, "proxy", proxyTo)).json().errors[0].reason;
  expect(await fault(enterprise, await world.seatOf(enterprise))).toContain("另一理事单位");
  expect(await fault(enterprise, null)).toContain("另一理事单位");
  answerOf(await world.attends(id, enterprise, "proxy", await world.seatOf(school)));
  expect(await fault(institute, await world.seatOf(school))).toContain("一人只能受托一份");
  expect(await fault(institute, await world.seatOf(enterprise))).toContain("也不到会");
  expect(await fault(school, await world.seatOf(park))).toContain("不能转委托");
  // who holds a proxy does not just stay away, and nobody else sends one in his name
  expect((await world.attends(id, school, "excused")).statusCode).toBe(409);
  const forged = { member: await world.seatOf(institute), attendance: "proxy", proxyTo: await world.seatOf(park) };
  expect((await world.try("PUT", `council-meetings/${id}/attendance`, forged, secretariat)).statusCode).toBe(403);
  expect((await world.try("PUT", `council-meetings/${id}/attendance`, forged, school)).statusCode).toBe(404);
  const opened = answerOf(await opens());
  expect(opened).toMatchObject({ state: "open", there: 3, quorate: true });
  expect(opened.roll.find((one: Answer) => one.attendance === "proxy")).toMatchObject({ there: true, proxyName: "乙市职业技术学院" });
  // the proxy votes for both; nobody for a third
  answerOf(await world.put(id, item(opened).id));
  expect((await world.vote(id, item(opened).id, enterprise, "no")).statusCode).toBe(404);
  answerOf(await world.vote(id, item(opened).id, school, "yes"));
  answerOf(await world.vote(id, item(opened).id, school, "yes", enterprise));
  expect((await world.vote(id, item(opened).id, school, "yes", park)).statusCode).toBe(404);
  expect((await world.vote(id, item(opened).id, institute, "yes")).statusCode).toBe(403);
  expect((await world.attends(id, institute)).json().detail).toContain("正在表决");
  const { agenda: [closed] } = answerOf(await world.end(id, item(opened).id));
  expect(closed.result).toEqual({ base: 3, yes: 2, no: 0, abstain: 0, passed: true });
}); // prettier-ignore

test("of twenty votes cast at once by one seat, one counts; none is changed, none comes after the end", async () => {
  const { school, park, enterprise, institute } = world;
  const { id, agenda } = await world.inSession([{ ballot: "open" }, { ballot: "secret" }]);
  for (const { id: one, ballot } of agenda) {
    answerOf(await world.put(id, one));
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => world.vote(id, one, school, i % 2 ? "yes" : "no")));
    expect(answers.filter(({ statusCode }) => statusCode === 200), ballot).toHaveLength(1);
    expect(answers.filter(({ statusCode }) => statusCode === 409)).toHaveLength(19);
    // votes and the end at the same time: each is either counted or refused
    const race = [park, enterprise, institute].map((actor) => world.vote(id, one, actor, "yes"));
    const [ended, ...late] = await Promise.all([world.end(id, one), ...race]);
    const { agenda: after } = answerOf(ended!);
    const { result, cast } = after.find((found: Answer) => found.id === one);
    const counted = late.filter(({ statusCode }) => statusCode === 200).length + 1;
    expect(result.yes + result.no + result.abstain).toBe(counted);
    expect(cast).toHaveLength(counted);
    expect((await world.vote(id, one, park, "no")).statusCode).toBe(409);
    expect((await world.end(id, one)).statusCode).toBe(409);
  }
}); // prettier-ignore

test("before the end nobody sees a vote: not a member, not the secretariat, not the office, not even past the routes", async () => {
  const { school, park, secretariat, planner } = world;
  const { id, agenda } = await world.inSession([{ ballot: "open" }, { ballot: "secret" }]);
  for (const { id: one } of agenda) answerOf(await world.put(id, one));
  for (const { id: one } of agenda) answerOf(await world.vote(id, one, school, "no"));
  const boss: Actor = { ...planner, role: "administrator", userId: "administrator" };
  for (const actor of [school, park, secretariat, planner, boss]) {
    const seen = await read(id, actor);
    expect(seen.agenda.map(({ turnout, cast, result }: Answer) => [turnout, cast, result])).toEqual([[1, [], null], [1, [], null]]);
    const { votes, boxes } = await world.office.world.as(actor, async ({ tx }) => ({
      votes: (await sql`select * from alliances.vote where item_id = any(${agenda.map((one: Answer) => one.id)}::uuid[])`.execute(tx)).rows,
      boxes: (await sql`select * from alliances.box where item_id = ${agenda[1].id}`.execute(tx)).rows,
    }));
    expect([votes, boxes], actor.role).toEqual([[], []]);
    // and nobody writes one past the function that casts it
    for (const forged of [
      sql`insert into alliances.vote (province, item_id, member_id, choice) values ('370000', ${agenda[0].id}, gen_random_uuid(), 'yes')`,
      sql`update alliances.vote set choice = 'yes'`,
      sql`update alliances.box set yes = 9`,
      sql`delete from alliances.vote`,
    ])
      await expect(world.office.world.as(actor, ({ tx }) => forged.execute(tx)), actor.role).rejects.toThrow(/permission denied|row-level/);
  }
  // one's own: that it was cast, never what
  expect((await read(id, school)).agenda.map(({ mine }: Answer) => mine[0].state)).toEqual(["cast", "cast"]);
  for (const { id: one } of agenda) answerOf(await world.end(id, one));
  const [list, box] = (await read(id, park)).agenda;
  expect(list.cast).toEqual([{ member: await world.seatOf(school), name: "乙市职业技术学院", choice: "no" }]);
  expect(box.cast).toEqual([{ member: await world.seatOf(school), name: "乙市职业技术学院", choice: null }]);
  // afterwards not even the owner of the tables changes a vote or a count
  for (const changed of [
    "update alliances.vote set choice = 'yes' where choice = 'no'",
    `delete from alliances.vote where item_id = '${one(agenda)}'`,
    "update alliances.box set yes = yes + 1",
    `update alliances.item set passed = true where id = '${one(agenda)}'`,
    `update alliances.item set closed_at = null where id = '${one(agenda)}'`,
    `insert into alliances.vote (province, item_id, member_id, choice) values ('370000', '${one(agenda)}', gen_random_uuid(), 'yes')`,
  ])
    await expect(world.office.world.sql(changed), changed).rejects.toThrow(/closed|decided|not changed/);
}); // prettier-ignore
const one = (agenda: Answer): string => agenda[0].id;

test("of a secret vote nothing in the database ties a voter to what he chose", async () => {
  const { council, office } = world;
  const { id, agenda } = await world.inSession([{ ballot: "secret" }]);
  const item = agenda[0].id;
  answerOf(await world.put(id, item));
  const choices = ["yes", "no", "no", "abstain"];
  for (const [i, actor] of council.entries()) answerOf(await office.call({ method: "POST", url: `/api/council-meetings/${id}/items/${item}/vote`, payload: { member: await world.seatOf(actor), choice: choices[i] }, headers: { "idempotency-key": `ballot-${i}-0001` } }, actor).then((answer) => answer));
  const votes = await office.world.sql("select * from alliances.vote where item_id = $1", [item]);
  expect(votes.map((vote) => Object.keys(vote).sort())).toEqual(votes.map(() => ["choice", "item_id", "member_id", "province"]));
  expect(votes.map(({ choice }) => choice)).toEqual([null, null, null, null]);
  // one row for all ballots, whose last version is the last voter's whatever he chose
  expect(await office.world.sql("select yes, no, abstain from alliances.box where item_id = $1", [item])).toEqual([{ yes: 1, no: 2, abstain: 1 }]);
  const audit = await office.world.sql<{ text: string }>("select to_jsonb(e)::text as text from audit.entry e where e.subject = $1 and e.action = 'council-item.vote'", [`council-item:${item}`]);
  expect(audit).toHaveLength(4);
  for (const { text } of audit) expect(text).not.toMatch(/"(yes|no|abstain)"/);
  // the stored answers of idempotent writes would tell it by their fingerprint
  expect(await office.world.sql("select 1 from platform.request where key like 'ballot-%'")).toEqual([]);
  const { agenda: [closed] } = answerOf(await world.end(id, item));
  expect(closed.result).toEqual({ base: 4, yes: 1, no: 2, abstain: 1, passed: false });
  expect(closed.resolution).toBeNull();
}); // prettier-ignore

test("who declares a conflict has no vote on that item and does not weigh in its majority", async () => {
  const { park, school, enterprise, institute } = world;
  const { id, agenda } = await world.inSession([{ majority: "two-thirds" }, { voters: ["chair", "vice-chair"], base: "all" }]);
  const at = `council-meetings/${id}/items/${agenda[0].id}/recuse`;
  const stands = async (actor: Actor, of: Actor = actor) => world.try("POST", at, { member: await world.seatOf(of), reason: "本单位是供应方" }, actor);
  answerOf(await stands(enterprise));
  expect((await stands(enterprise)).statusCode).toBe(409);
  expect((await stands(school, park)).statusCode).toBe(404);
  answerOf(await world.put(id, agenda[0].id));
  expect((await world.vote(id, agenda[0].id, enterprise, "yes")).json().detail).toContain("回避");
  answerOf(await world.vote(id, agenda[0].id, park, "yes"));
  expect((await stands(park)).json().detail).toContain("已经投票");
  answerOf(await world.vote(id, agenda[0].id, school, "yes"));
  answerOf(await world.vote(id, agenda[0].id, institute, "no"));
  const { agenda: [first] } = answerOf(await world.end(id, agenda[0].id));
  expect(first.result).toEqual({ base: 3, yes: 2, no: 1, abstain: 0, passed: true });
  expect(first.conflicts).toMatchObject([{ name: "乙市机械有限公司", reason: "本单位是供应方" }]);
  // a director has no vote where chair and vice-chairs decide; one of three is no majority of all
  answerOf(await world.put(id, agenda[1].id));
  expect((await world.vote(id, agenda[1].id, institute, "yes")).json().detail).toContain("没有表决权");
  answerOf(await world.vote(id, agenda[1].id, park, "yes"));
  const ended = answerOf(await world.end(id, agenda[1].id));
  expect(item(ended, 1).result).toEqual({ base: 3, yes: 1, no: 0, abstain: 0, passed: false });
}); // prettier-ignore

test("a quorum is asked for again at each vote; a meeting is not closed while one is open, and its minutes stand", async () => {
  const { secretariat, park, school, enterprise } = world;
  const { id, agenda } = await world.inSession([{}, { votes: false }], [park, school, enterprise]);
  const act = (step: string, given: object = {}) => world.try("POST", `council-meetings/${id}/${step}`, given, secretariat);
  answerOf(await world.attends(id, enterprise, "excused"));
  expect((await world.put(id, agenda[0].id)).json().detail).toContain("法定人数");
  answerOf(await world.attends(id, enterprise));
  expect((await world.put(id, agenda[1].id)).json().detail).toContain("报告事项");
  answerOf(await world.put(id, agenda[0].id));
  expect((await world.put(id, agenda[0].id)).statusCode).toBe(409);
  expect((await act("close")).json().detail).toContain("表决没有结束");
  answerOf(await world.end(id, agenda[0].id));
  answerOf(await act("close"));
  expect((await act("minute", { minutes: " " })).json().errors[0].field).toBe("minutes");
  expect(answerOf(await act("minute", { minutes: "到会三席。" }))).toMatchObject({ state: "minuted", minutes: "到会三席。", minutesState: "to-be-confirmed", actions: [] });
  expect((await act("minute", { minutes: "改写" })).statusCode).toBe(409);
}); // prettier-ignore

test("minutes are confirmed, or returned with a reason, by who held the chair; what was adopted stands meanwhile", async () => {
  const { secretariat, park, school, institute, planner, office } = world;
  const { id, agenda } = await world.inSession([{ title: "年度计划" }]);
  answerOf(await world.put(id, agenda[0].id));
  for (const one of world.council) answerOf(await world.vote(id, agenda[0].id, one, "yes"));
  answerOf(await world.end(id, agenda[0].id));
  const act = (step: string, actor: Actor, given: object = {}) => world.try("POST", `council-meetings/${id}/${step}`, given, actor);
  const waits = async (actor: Actor) => (await world.get("system-map", actor)).mechanisms.find(({ key }: Answer) => key === "consortium").waiting;
  const told = async (): Promise<[string, string[]]> => {
    const [last] = await office.world.sql<Answer>("select params, recipients from platform.announcement where kind = 'alliances.minutes' and link = $1 order by at desc, id desc limit 1", [`/council-meetings/${id}`]);
    return [last.params.state.zh, [...new Set<string>(last.recipients.map(({ organisation }: Answer) => organisation))]];
  };
  const before = [await waits(park), await waits(secretariat)];
  answerOf(await act("close", secretariat));
  expect((await act("confirm-minutes", park)).statusCode).toBe(409);
  answerOf(await act("minute", secretariat, { minutes: "到会四席。" }));
  expect(await waits(park)).toBe(before[0] + 1);
  expect(await told()).toEqual(["纪要待理事长确认", [park.organisation]]);
  // seen by all as not yet confirmed; only the chair may, past the routes too
  const seen = await read(id, institute);
  expect(seen).toMatchObject({ minutesState: "to-be-confirmed", stateName: { zh: "纪要待理事长确认", en: expect.stringContaining("to be confirmed by the chair") }, actions: [] });
  expect(seen.roll.filter(({ presided }: Answer) => presided).map(({ name }: Answer) => name)).toEqual(["乙市产业园"]);
  expect(item(seen).resolution.number).toMatch(/^2026-/);
  for (const [actor, status] of [[school, 404], [institute, 404], [secretariat, 404], [planner, 404]] as const)
    for (const step of ["confirm-minutes", "return-minutes"]) {
      expect((await act(step, actor, { note: "改" })).statusCode, actor.name).toBe(status);
      const forged = sql`insert into alliances.meeting_action (province, meeting_id, seq, action, by_user, by_name, at) values ('370000', ${id}, 99, ${step}, ${actor.userId}, '某人', now())`;
      await expect(office.world.as(actor, ({ tx }) => forged.execute(tx)), actor.name).rejects.toThrow(/row-level/);
    }
  const chair = sql`insert into alliances.meeting_action (province, meeting_id, seq, action, by_user, by_name, at) values ('370000', ${id}, 99, 'cancel', ${park.userId}, '某人', now())`;
  await expect(office.world.as(park, ({ tx }) => chair.execute(tx))).rejects.toThrow(/row-level/);
  await expect(office.world.sql("update alliances.meeting set minutes = '改写' where id = $1", [id])).rejects.toThrow(/are written/);
  expect((await read(id, park)).actions).toEqual(["confirm-minutes", "return-minutes"]);
  expect((await act("return-minutes", park)).json().errors[0].field).toBe("note");
  expect(answerOf(await act("return-minutes", park, { note: "漏记一项意见" }))).toMatchObject({ state: "returned", minutesState: "returned", actions: [] });
  expect([await waits(park), await waits(secretariat)]).toEqual([before[0], before[1] + 1]);
  expect(await told()).toEqual(["纪要已退回", [secretariat.organisation]]);
  answerOf(await act("minute", secretariat, { minutes: "到会四席；一席提出意见。" }));
  expect(answerOf(await act("confirm-minutes", park))).toMatchObject({ state: "confirmed", minutesState: "confirmed", minutes: "到会四席；一席提出意见。", actions: [] });
  expect((await act("return-minutes", park, { note: "再改" })).statusCode).toBe(409);
  expect(await told()).toEqual(["纪要已确认", [secretariat.organisation]]);
}); // prettier-ignore

test("where the chair was away, a vice-chair who was there confirms", async () => {
  const { secretariat, park, school, enterprise, institute } = world;
  const { id } = await world.inSession([{ votes: false }], [school, enterprise, institute]);
  const act = (step: string, actor: Actor, given: object = {}) => world.try("POST", `council-meetings/${id}/${step}`, given, actor);
  answerOf(await act("close", secretariat));
  answerOf(await act("minute", secretariat, { minutes: "理事长请假。" }));
  for (const actor of [park, institute]) expect((await act("confirm-minutes", actor)).statusCode).toBe(404);
  expect((await read(id, enterprise)).actions).toContain("confirm-minutes");
  answerOf(await act("confirm-minutes", school));
  expect((await act("confirm-minutes", enterprise)).statusCode).toBe(409);
}); // prettier-ignore
