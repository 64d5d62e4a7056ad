import { afterAll, beforeAll, expect, test } from "vitest";
import { uuidv7 } from "uuidv7";
import { answerOf, type Answer } from "../../testing/office.ts";
import { LogbookWorld } from "./testing/index.ts";

let world: LogbookWorld;
beforeAll(async () => {
  world = await LogbookWorld.open();
});
afterAll(() => world.close());

test("what a phone has kept is taken entry by entry: accepted + duplicate + refused is what was sent", async () => {
  const first = world.entry("2026-11-19", { competences: ["turning"] });
  const again = world.entry("2026-11-20");
  const sent = [
    first, again, first, { id: uuidv7(), day: "昨天" }, world.entry("2026-11-24"), world.entry("2026-11-15"), world.entry("2026-11-18", { presence: "absent" }),
    world.entry("2026-11-18", { placement: uuidv7() }),
  ]; // prettier-ignore
  const { results, ...counts } = await world.send(sent);
  expect(counts).toEqual({ accepted: 2, duplicate: 1, refused: 5 });
  expect(results.map(({ reason }: Answer) => reason?.code ?? null)).toEqual([null, null, null, "malformed", "future", "too-late", "malformed", "no-placement"]);
  expect(results.map(({ id }: Answer) => id).slice(0, 3)).toEqual([first.id, again.id, first.id]);
  // yesterday's are late, and taken
  expect(results[0]).toMatchObject({ result: "accepted", late: true });
  // a connection that broke before the answer: the same again changes nothing
  expect(await world.send([first, again])).toMatchObject({ accepted: 0, duplicate: 2, refused: 0 });
  expect((await world.send([{ ...first, did: "别的" }])).results[0].reason.code).toBe("other-content");
  const { records, person } = await world.get("logbook/mine");
  expect(person).toBe(world.student.personId);
  expect(records[0].entries.map(({ day, version, minutes }: Answer) => [day, version, minutes])).toEqual([["2026-11-20", 1, 480], ["2026-11-19", 1, 480]]);
}); // prettier-ignore

test("a second phone does not overwrite a day: it is told what stands there, and replaces it by saying so", async () => {
  const one = world.entry("2026-11-23", { did: "手机一" });
  const two = world.entry("2026-11-23", { did: "手机二" });
  expect((await world.send([one])).results[0]).toMatchObject({ result: "accepted", late: false });
  expect((await world.send([two])).results[0]).toMatchObject({ result: "refused", reason: { code: "day-taken" }, held: one.id });
  const chosen = { ...two, replaces: one.id };
  expect((await world.send([chosen])).results[0].result).toBe("accepted");
  expect((await world.send([chosen])).results[0].result).toBe("duplicate");
  // the first phone sends again what it had: known, and still not what stands
  expect((await world.send([one])).results[0].result).toBe("duplicate");
  expect((await world.send([world.entry("2026-11-23", { replaces: one.id })])).results[0]).toMatchObject({ reason: { code: "day-taken" }, held: two.id });
  const { entries } = await world.book();
  expect(entries[0]).toMatchObject({ day: "2026-11-23", version: 2, did: "手机二" });
}); // prettier-ignore

test("two phones at the same moment: one row for each day, and the other hears of it", async () => {
  const sent = Array.from({ length: 8 }, () => world.entry("2026-11-17"));
  const answers = await Promise.all(sent.map((one) => world.send([one])));
  expect(answers.filter(({ accepted }) => accepted === 1)).toHaveLength(1);
  const kept = answers.findIndex(({ accepted }) => accepted === 1);
  for (const { results } of answers.filter((_, n) => n !== kept)) expect(results[0]).toMatchObject({ reason: { code: "day-taken" }, held: sent[kept].id });
  const same = world.entry("2026-11-18");
  const copies = await Promise.all(Array.from({ length: 8 }, () => world.send([same])));
  expect(copies.map(({ accepted, duplicate }) => accepted + duplicate)).toEqual(Array(8).fill(1));
  expect(copies.filter(({ accepted }) => accepted === 1)).toHaveLength(1);
}); // prettier-ignore

test("the mentor countersigns or returns with a note, once a version; a correction is a new version and keeps the old", async () => {
  const { entries } = await world.book(world.mentor);
  const [latest, , before] = entries;
  expect((await world.mark(latest.id, "return")).json().errors[0].field).toBe("marks.0.note");
  expect((await world.mark(latest.id, "sign", world.student)).statusCode).toBe(403);
  const stranger = await world.other("mentor", world.enterprise, "别的师傅");
  expect((await world.mark(latest.id, "sign", stranger)).statusCode).toBe(404);
  expect(answerOf(await world.mark(latest.id, "return", world.mentor, "写明工序"))).toEqual({ signed: 0, returned: 1, already: 0 });
  expect(answerOf(await world.mark(latest.id, "sign"))).toEqual({ signed: 0, returned: 0, already: 1 });
  expect((await world.get("logbook/mine")).records[0].entries[0]).toMatchObject({ state: "returned" });
  const better = world.entry("2026-11-23", { did: "车外圆，三件", replaces: latest.id });
  expect((await world.send([better])).accepted).toBe(1);
  expect((await world.mark(latest.id, "sign", world.teacher)).statusCode).toBe(409);
  expect(answerOf(await world.try("POST", "logbook/marks", { marks: [better, before].map(({ id }) => ({ entry: id, verdict: "sign" })) }, world.mentor))).toMatchObject({ signed: 2 });
  expect(answerOf(await world.mark(better.id, "sign", world.teacher))).toMatchObject({ signed: 1 });
  expect((await world.book()).entries[0]).toMatchObject({ id: better.id, version: 3, state: "countersigned", marks: [{ side: "mentor" }, { side: "teacher" }] });
}); // prettier-ignore

test("hours over a day, over a week and in the night are said at once", async () => {
  const { results } = await world.send([world.entry("2026-11-21", { endsAt: 19 * 60 })]);
  expect(results[0].warnings).toEqual(["hours-day", "hours-week", "rest-day"]);
  const night = await world.send([world.entry("2026-11-16", { startsAt: 20 * 60, endsAt: 2 * 60 })]);
  expect(night.results[0].warnings).toEqual(["hours-week", "night"]);
});

test("a month is signed by student, mentor and teacher, and is closed with that", async () => {
  const sign = (actor = world.student) => world.try("POST", `logbooks/${world.placement}/months`, { month: "2026-11", words: "本月学会车外圆" }, actor); // prettier-ignore
  expect((await sign(world.mentor)).statusCode).toBe(409);
  expect(answerOf(await sign()).months[0]).toMatchObject({ month: "2026-11", next: "mentor", facts: { present: 7 } }); // prettier-ignore
  answerOf(await sign(world.mentor));
  expect(answerOf(await sign(world.teacher)).months[0]).toMatchObject({ next: null });
  expect((await world.send([world.entry("2026-11-22")])).results[0].reason.code).toBe("month-signed");
});

test("an injury reaches school and enterprise and is handled to its end; an infringement stays with the school", async () => {
  const report = (kind: string, actor = world.student) => world.try("POST", `logbooks/${world.placement}/incidents`, { id: uuidv7(), kind, severity: "serious", words: "手指被夹", happenedAt: "2026-11-20T02:00:00Z" }, actor);
  answerOf(await report("injury"));
  answerOf(await report("rights"));
  expect((await report("rights", world.enterprise)).statusCode).toBe(400);
  expect((await report("injury", world.mentor)).statusCode).toBe(403);
  const seen = async (actor = world.school) => (await world.book(actor)).incidents.map(({ kind }: Answer) => kind).sort();
  expect([await seen(), await seen(world.teacher), await seen(world.student), await seen(world.enterprise), await seen(world.mentor)]).toEqual([["injury", "rights"], ["injury", "rights"], ["injury", "rights"], ["injury"], []]);
  const told = await world.office.world.sql<{ recipients: Answer }>("select recipients from platform.announcement where kind = 'cotraining.incident' order by at, id");
  expect(told.map(({ recipients }) => recipients.map(({ role, person }: Answer) => role ?? person))).toEqual([["school-officer", world.teacher.personId, "enterprise-officer"], ["school-officer", world.teacher.personId]]);
  const injury = (await world.book()).incidents.find(({ kind }: Answer) => kind === "injury");
  const act = (step: string, body: object, actor = world.teacher) => world.try("POST", `incidents/${injury.id}/${step}`, body, actor);
  expect((await act("handle", { note: "送医" })).json().errors[0].field).toBe("due");
  expect((await act("handle", { note: "送医", due: "2026-11-25" }, world.enterprise)).statusCode).toBe(403);
  answerOf(await act("handle", { note: "送医", due: "2026-11-25" }));
  expect((await act("close", {})).json().errors[0].field).toBe("note");
  const { incidents } = answerOf(await act("close", { note: "痊愈，保险已赔付" }));
  expect(incidents.find(({ id }: Answer) => id === injury.id)).toMatchObject({ state: "closed", due: null, actions: [], history: [{}, { due: "2026-11-25" }, { note: "痊愈，保险已赔付" }] });
}); // prettier-ignore

test("pay is compared with what was agreed and with the 80 % rule, and the student confirms or disputes", async () => {
  const pay = (month: string, amount: number, more: object = {}) => world.try("POST", `logbooks/${world.placement}/pay`, { month, amount, paidOn: "2026-11-05", ownAccount: true, proof: "转账单 1", ...more }, world.enterprise);
  expect(answerOf(await pay("2026-09", 450_000)).pay[0].faults).toEqual([]);
  // 80 % of 5,000.00 is 4,000.00, the lowest grade 4,200.00: below both breaks the rule
  expect(answerOf(await pay("2026-10", 400_000)).pay[0].faults).toEqual(["below-agreed"]);
  const { pay: all } = answerOf(await pay("2026-10", 399_999, { ownAccount: false }));
  expect(all[0].faults).toEqual(["below-agreed", "below-rule", "not-own-account"]);
  expect((await pay("2026-11", 450_000, { paidOn: "2026-11-24" })).statusCode).toBe(400);
  const answer = (given: object, actor = world.student) => world.try("POST", `logbook-pay/${all[0].id}/answer`, given, actor, all[0].etag);
  expect((await answer({ answer: "confirmed" }, world.enterprise)).statusCode).toBe(403);
  expect((await answer({ answer: "disputed" })).json().errors[0].field).toBe("note");
  expect(answerOf(await answer({ answer: "disputed", note: "少发" })).pay[0]).toMatchObject({ answer: "disputed" });
  expect((await answer({ answer: "confirmed" })).statusCode).toBe(412);
}); // prettier-ignore

test("a school's own rules: how late, and yes or no about the place only where it asks", async () => {
  const { etag, ...rules } = await world.get("logbook/rules", world.school);
  expect(rules).toEqual({ lateDays: 7, missingDays: 3, silentDays: 14, payDays: 15, askPlace: false });
  await world.send([world.entry("2026-10-30", { atPlace: true })]);
  const set = (tag: string) => world.try("PUT", "logbook/rules", { ...rules, lateDays: 60, askPlace: true }, world.school, tag); // prettier-ignore
  answerOf(await set(etag));
  expect((await set(etag)).statusCode).toBe(412);
  const days = ["2026-10-29", "2026-10-28"].map((day) => world.entry(day, { atPlace: true, pause: 60 }));
  expect(await world.send(days)).toMatchObject({ accepted: 2 });
  expect((await world.book()).entries.find(({ day }: Answer) => day === "2026-10-29")).toMatchObject({ atPlace: true, late: true }); // prettier-ignore
  const now = await world.get("logbook/rules", world.school);
  expect(now.lateDays).toBe(60);
  // a phone that has not heard yet that the school asks no more: not kept, and no other entry when it is sent again
  answerOf(await world.try("PUT", "logbook/rules", { ...rules, lateDays: 60 }, world.school, now.etag));
  const unasked = world.entry("2026-10-27", { atPlace: true });
  for (const result of ["accepted", "duplicate"])
    expect((await world.send([unasked])).results[0]).toMatchObject({ result });
});

test("no office and nobody else reads what a student writes; that it was read is written down", async () => {
  expect((await world.office.call({ url: `/api/logbooks/${world.placement}` })).statusCode).toBe(403);
  const other = await world.other("student", world.school, "学生乙");
  expect((await world.office.call({ url: `/api/logbooks/${world.placement}` }, other)).statusCode).toBe(404);
  expect((await world.get("logbook/mine", other)).records).toEqual([]);
  const reads = () => world.office.world.sql<{ n: number }>("select count(*)::int as n from audit.entry where subject = $1", [`person:${world.student.personId}`]); // prettier-ignore
  const [before] = await reads();
  await world.book(world.mentor);
  expect((await reads())[0]!.n).toBe(before!.n + 1);
});
