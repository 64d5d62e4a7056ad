import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { transaction } from "../../platform/db/transaction.ts";
import { playSampleRound, type SampleOffice } from "./sample-applications.ts";
import { SAMPLE_CASES } from "./sample-cases.ts";
import { RoundWorld } from "./testing/index.ts";

let world: RoundWorld;
let office: SampleOffice;
/** transactions after which the machine fails; null = it does not */
let fails: number | null = null;
const DAY = 86_400_000;

beforeAll(async () => {
  world = await RoundWorld.open(() => new Date());
  const { platform, sql } = world.office.world;
  await sql("update planning.round set sample = true");
  for (let i = 0; i < 12; i++) await world.organisation("college", `示例第${i + 1}职业技术学院`);
  for (let i = 0; i < 3; i++) await world.organisation("secondary-school", `示例第${i + 1}中等职业学校`);
  await world.organisation("vocational-university", "示例职业技术大学");
  await world.organisation("enterprise", "示例装备有限公司");
  // one more than are asked
  const reviewers = [];
  while (reviewers.length < 4) reviewers.push(await world.reviewer());
  const as: SampleOffice["as"] = (actor, daysAgo, action) => {
    if (fails !== null && fails-- === 0) throw new Error("the machine failed");
    return transaction(platform, actor, {}, (ctx) =>
      action({ ...ctx, now: new Date(ctx.now.getTime() - daysAgo * DAY) }),
    );
  };
  const attach: SampleOffice["attach"] = async (actor, _daysAgo, subject, name, content) => {
    const id = randomUUID();
    await sql(
      `insert into platform.file (id, purpose, subject, name, media_type, bytes, sha256, path, state, organisation, region, created_at)
       values ($1, 'evidence', $2, $3, 'application/pdf', $4, $5, $6, 'clean', $7, $8, now())`,
      [id, subject, name, content.length, "0".repeat(64), `folder:uploads/${id}/original`, actor.organisation, actor.region],
    ); // prettier-ignore
    return id;
  };
  office = { planner: world.planner, officer: { ...world.school, silent: true }, reviewers, as, attach };
}, 120_000);
afterAll(() => world.close());

const states = async (): Promise<string[]> =>
  (
    await world.office.world.sql<{ last: string }>(
      `select (select l.action from planning.application_action l where l.application_id = a.id order by l.seq desc limit 1) as last
       from planning.application a order by 1`,
    )
  ).map(({ last }) => last);
const entries = async (): Promise<number> =>
  (await world.office.world.sql<{ n: number }>("select count(*)::int as n from audit.entry"))[0]!.n;

test("a loading that breaks off goes on where it stopped; done once more, it does nothing", async () => {
  for (const at of [3, 17, 40, 41, 90]) {
    fails = at;
    await expect(playSampleRound(office)).rejects.toThrow("the machine failed");
  }
  fails = null;
  await playSampleRound(office);
  const done = await states();
  // the cases that rest on a card have none in this world
  expect(done).toHaveLength(SAMPLE_CASES.filter(({ card }) => card === undefined).length);
  expect(new Set(done)).toEqual(
    new Set(["record", "refuse", "forward", "announce", "conclude", "accept", "submit", "return", "draft", "withdraw"]), // prettier-ignore
  );
  const before = await entries();
  await playSampleRound(office);
  expect(await states()).toEqual(done);
  expect(await entries()).toBe(before);
});

test("every role finds something to do; the notice runs with an objection; scores are apart", async () => {
  const drafts = await world.get("applications?waiting=true", world.school);
  expect(drafts.items.map((line: { state: string }) => line.state).sort()).toEqual(["draft", "returned"]);
  for (const reviewer of office.reviewers.slice(0, 3)) {
    const { items } = await world.get("reviews", reviewer);
    expect(items.some((one: { state: string }) => one.state === "assigned")).toBe(true);
  }
  const desk = await world.get("rounds/desk", world.planner);
  const waiting = new Set(desk.waiting.map(({ key }: { key: string }) => key));
  for (const key of ["submitted", "review", "reviewed", "announced", "forwarded", "objections"])
    expect(waiting, key).toContain(key);
  const { items: notices } = await world.get(`public/notices?round=${world.round}`, world.planner);
  expect(notices.map(({ open }: { open: boolean }) => open)).toEqual([true, false]);
});

test("what was done is in the trail as of the day on which it was done, whatever the clock of the sample", async () => {
  const rows = await world.office.world.sql<{ trail: boolean; sample: boolean }>(
    `select bool_and(e.at > now() - interval '1 day') as trail, (select min(l.at) < now() - interval '30 days' from planning.application_action l) as sample
     from audit.entry e where e.action like 'application.%'`,
  );
  expect(rows).toEqual([{ trail: true, sample: true }]);
});

test("everything that people read of it says that it is a sample, and nobody was told", async () => {
  const forms = await world.office.world.sql<{ form: string }>("select form::text from planning.application where form <> '{}'"); // prettier-ignore
  for (const { form } of forms) expect(form).toContain("示例");
  const told = await world.office.world.sql<{ kind: string }>(
    "select kind from platform.announcement where kind like 'planning.%' and made_by is null",
  );
  // the round was opened by the world of this test, and the morning's reminders are the clock's
  const others = ["planning.round-opened", "planning.step-due"];
  expect(told.filter(({ kind }) => !others.includes(kind))).toEqual([]);
});
