import { afterAll, beforeAll, expect, test } from "vitest";
import { answerOf, type Answer } from "../../testing/office.ts";
import { LogbookWorld } from "./testing/index.ts";

let world: LogbookWorld;
beforeAll(async () => {
  world = await LogbookWorld.open();
});
afterAll(() => world.close());

const kinds = async (): Promise<string[]> => (await world.alerts()).map(({ kind }: Answer) => kind).sort();
const forget = (what: string) => world.office.world.sql(`delete from cotraining.${what} where placement_id = '${world.placement}'`); // prettier-ignore

test("who has not written for three working days is looked after by his teacher; a day off is none", async () => {
  // Friday 20 and the Thursday before were missed: two working days, the weekend is none
  await world.send([world.entry("2026-11-18")]);
  await world.raise();
  expect(await kinds()).toEqual([]);
  await forget("log_entry");
  await world.send([world.entry("2026-11-17")]);
  expect(await world.raise()).toEqual({ raised: 1 });
  expect((await world.alerts())[0]).toMatchObject({ kind: "missing", day: "2026-11-18", days: 3, who: "teacher", until: "2026-11-25", overdue: false });
  // asked again it is not raised twice; an entry ends it
  expect(await world.raise()).toEqual({ raised: 0 });
  await world.send([world.entry("2026-11-20")]);
  await world.raise();
  expect(await kinds()).toEqual([]);
}); // prettier-ignore

test("no alert while a placement is suspended, and after that its days count anew", async () => {
  await forget("log_entry");
  await forget("log_alert");
  await world.act("suspend", "2026-11-10T02:00:00Z");
  await world.raise();
  expect(await kinds()).toEqual([]);
  expect((await world.send([world.entry("2026-11-20")])).results[0].reason.code).toBe("not-running");
  await world.act("resume", "2026-11-20T02:00:00Z");
  await world.raise();
  expect(await kinds()).toEqual([]);
  expect((await world.send([world.entry("2026-11-20")])).accepted).toBe(1);
});

test("excess hours, nights, rest days and holidays are for the school to see, each once, until it closes them with a note", async () => {
  await forget("log_entry");
  await world.send([world.entry("2026-11-20", { endsAt: 18 * 60 }), world.entry("2026-11-21"), world.entry("2026-11-23", { startsAt: 15 * 60, endsAt: 23 * 60 })]); // prettier-ignore
  await world.raise();
  expect(await kinds()).toEqual(["hours", "night", "rest-day"]);
  const [first] = await world.alerts(world.school);
  expect((await world.alerts(world.mentor))[0]).toMatchObject({ mayClose: false });
  const close = (note: string, actor = world.school, etag = first.etag) => world.try("POST", `logbook/alerts/${first.id}/close`, { note }, actor, etag); // prettier-ignore
  expect((await close("", world.school)).statusCode).toBe(400);
  expect((await close("已约谈企业", world.enterprise)).statusCode).toBe(403);
  answerOf(await close("已约谈企业"));
  expect((await close("已约谈企业")).statusCode).toBe(412);
  await world.raise();
  expect(await kinds()).toHaveLength(2);
});

test("a month that was worked and not paid waits for the enterprise; one that is too low for the school", async () => {
  await forget("log_entry");
  await forget("log_alert");
  await world.office.world.sql(
    `insert into cotraining.log_entry (province, id, placement_id, person, day, version, presence, starts_at, ends_at, minutes, late, written_at, at)
     select '370000', gen_random_uuid(), $1, $2, d::date, 1, 'present', 480, 960, 480, false, now(), now() from unnest('{2026-10-12,2026-11-20}'::text[]) d`,
    [world.placement, world.student.personId],
  );
  const unpaid = async () => (await world.alerts()).filter(({ kind }: Answer) => kind.endsWith("paid"));
  await world.raise();
  // fifteen days after the end of October have gone by
  expect(await unpaid()).toMatchObject([{ kind: "unpaid", day: "2026-10-01", who: "enterprise" }]);
  const pay = (amount: number) => world.post(`logbooks/${world.placement}/pay`, { month: "2026-10", amount, paidOn: "2026-11-20", ownAccount: true, proof: "转账" }, world.enterprise); // prettier-ignore
  await pay(300_000);
  await world.raise();
  expect(await unpaid()).toMatchObject([{ kind: "underpaid", day: "2026-10-01", who: "school" }]);
});

test("nothing of anybody for two weeks is silence; a visit ends it", async () => {
  await forget("log_entry");
  await forget("log_alert");
  await forget("pay_proof");
  await world.office.world.sql(
    "delete from cotraining.placement_action where action in ('suspend', 'resume')",
  );
  await world.raise();
  expect(await kinds()).toEqual(["missing", "silence"]);
  await world.post(`logbooks/${world.placement}/visits`, { day: "2026-11-20", place: "车间", findings: "学生在岗" }, world.teacher); // prettier-ignore
  await world.raise();
  expect(await kinds()).toEqual(["missing"]);
});

test("nobody but the process raises alerts", async () => {
  await expect(world.office.world.sql("select cotraining.raise_log_alerts('2026-11-23', now(), '{}', '{}', '{}')")).rejects.toThrow("process"); // prettier-ignore
});
