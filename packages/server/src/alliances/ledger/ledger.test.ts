import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "kysely";
import { transaction } from "../../platform/db/transaction.ts";
import { actors } from "../../platform/testing/test-database.ts";
import { answerOf, type Answer } from "../../testing/office.ts";
import { AllianceWorld } from "../testing/index.ts";
import { showLedger } from "./show.ts";
import { yuan } from "./statement-docx.ts";

let world: AllianceWorld;
beforeAll(async () => {
  world = await AllianceWorld.open();
});
afterAll(() => world.close());

const at = (what: string): string => `alliances/${world.id}/${what}`;
const gift = async (more: object = {}) => ({ member: await world.seatOf(world.enterprise), resource: "money", title: "专项经费", value: 1_000_000, basis: "payment", basisWords: "转账凭证 1 号", lent: false, until: null, on: "2026-03-01", ...more }); // prettier-ignore
const contribute = async (more: object = {}): Promise<Answer> => answerOf(await world.try("POST", at("contributions"), await gift(more), world.secretariat)); // prettier-ignore
const post = (kind: string, contribution: string | null, amount: number, on = "2026-05-01") =>
  world.try("POST", at("entries"), { kind, contribution, amount, on, words: "购买耗材" }, world.secretariat);
const idOf = (ledger: Answer, title: string): string => ledger.contributions.find((one: Answer) => one.title === title).id; // prettier-ignore
const balanced = (ledger: Answer): number => ledger.balances.reduce((sum: number, { amount }: Answer) => sum + amount, 0); // prettier-ignore

test("what is pooled, used, brings and goes back adds up, by contribution and by year", async () => {
  expect((await world.try("POST", at("contributions"), await gift({ on: "2025-01-02" }), world.secretariat)).json().errors[0].reason).toContain("早于成立日期");
  expect((await world.try("POST", at("contributions"), await gift({ on: "2026-12-01" }), world.secretariat)).json().errors[0].reason).toContain("将来");
  expect((await world.try("POST", at("contributions"), await gift({ until: "2027-01-01" }), world.secretariat)).json().errors[0].field).toBe("until");
  await contribute();
  const ledger = await contribute({ title: "加工中心", resource: "equipment", value: 2_000_001, basis: "appraisal", lent: true, until: "2027-12-31" });
  const [money, machine] = [idOf(ledger, "专项经费"), idOf(ledger, "加工中心")];
  answerOf(await post("use", money, 400_000));
  answerOf(await post("gain", machine, 50_000));
  answerOf(await post("give-back", machine, 2_000_001));
  // what it earned is the alliance's own; no more of it is spent than there is
  expect((await post("use", null, 50_001)).statusCode).toBe(409);
  answerOf(await post("use", null, 20_000));
  expect((await post("give-back", money, 1)).statusCode).toBe(409);
  expect((await post("use", machine, 1)).json().detail).toContain("余额不足");
  expect((await post("gain", null, 1)).statusCode).toBe(400);
  const shown = await world.get(at("ledger?year=2026"), world.school);
  expect(shown.contributions.map(({ title, used, gained, givenBack, left }: Answer) => [title, used, gained, givenBack, left])).toEqual([
    ["专项经费", 400_000, 0, 0, 600_000],
    ["加工中心", 0, 50_000, 2_000_001, 0],
  ]);
  expect(shown.total).toEqual({ opening: 0, contributed: 3_000_001, gained: 50_000, used: 420_000, givenBack: 2_000_001, closing: 630_000 });
  for (const one of [...shown.statement, shown.total])
    expect(one.opening + one.contributed + one.gained - one.used - one.givenBack).toBe(one.closing);
  expect(balanced(shown)).toBe(0);
  expect(shown.entries.map(({ number }: Answer) => number)).toEqual([6, 5, 4, 3, 2, 1]);
  const next = await world.get(at("ledger?year=2027"), world.school);
  expect(next.total).toMatchObject({ opening: 630_000, contributed: 0, closing: 630_000 });
}); // prettier-ignore

test("of sixty postings at once, each balances, numbers have no gap, and no more goes out than is there", async () => {
  const money = idOf(await contribute({ title: "竞争经费", value: 1_000 }), "竞争经费");
  const answers = await Promise.all(Array.from({ length: 60 }, () => post("use", money, 37)));
  const taken = answers.filter(({ statusCode }) => statusCode === 200).length;
  expect(answers.filter(({ statusCode }) => statusCode === 409)).toHaveLength(60 - taken);
  expect(taken).toBe(Math.floor(1_000 / 37));
  const shown = await world.get(at("ledger?year=2026"), world.planner);
  expect(shown.contributions.find((one: Answer) => one.title === "竞争经费")).toMatchObject({ used: taken * 37, left: 1_000 - taken * 37 });
  expect(balanced(shown)).toBe(0);
  const numbers = shown.entries.map(({ number }: Answer) => number);
  expect(numbers).toEqual(numbers.map((_: number, i: number) => numbers.length - i));
}); // prettier-ignore

test("the database itself refuses what does not balance, what is overdrawn past the routes, and any change", async () => {
  const money = idOf(await contribute({ title: "直接", value: 100 }), "直接");
  const write = (lines: [string, number][]) =>
    world.office.world.as(world.secretariat, async ({ tx }) => {
      const { rows } = await sql<{ id: string }>`insert into alliances.entry (province, id, alliance_id, year, number, on_day, kind, words, by_user, by_name, at)
        values ('370000', gen_random_uuid(), ${world.id}, 2026, 9000 + floor(random() * 900)::int, '2026-06-01', 'use', '直接', ${world.secretariat.userId}, '某人', now()) returning id`.execute(tx);
      for (const [n, [account, amount]] of lines.entries())
        await sql`insert into alliances.line (province, entry_id, n, account, contribution_id, amount) values ('370000', ${rows[0]!.id}, ${n + 1}, ${account}, ${money}, ${amount})`.execute(tx);
    });
  await expect(write([])).rejects.toThrow("does not balance");
  await expect(write([["used", 10]])).rejects.toThrow("does not balance");
  await expect(write([["used", 10], ["holding", -9]])).rejects.toThrow("does not balance");
  await expect(write([["used", 101], ["holding", -101]])).rejects.toThrow("more than is there");
  await write([["used", 100], ["holding", -100]]);
  // two at once that each fit, and together do not: one of them goes
  const half = idOf(await contribute({ title: "各半", value: 100 }), "各半");
  const both = await Promise.all([post("use", half, 60), post("use", half, 60)]);
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  for (const changed of ["update alliances.line set amount = amount", "delete from alliances.entry", "update alliances.contribution set value = 1"])
    await expect(world.office.world.sql(changed), changed).rejects.toThrow("only added to");
  const forged = sql`insert into alliances.entry (province, id, alliance_id, year, number, on_day, kind, words, by_name, at)
    values ('370000', gen_random_uuid(), ${world.id}, 2026, 9999, '2026-06-01', 'use', '直接', '某人', now())`;
  await expect(world.office.world.as(world.school, ({ tx }) => forged.execute(tx))).rejects.toThrow("row-level security");
}); // prettier-ignore

test("the statement of a year is an official document, with all figures as they stood at its end", async () => {
  const { secretariat, school, planner } = world;
  const url = `/api/${at("ledger/statement?year=2026")}`;
  for (const actor of [secretariat, school, planner]) {
    const answer = await world.office.call({ url }, actor);
    expect(answer.headers["content-disposition"]).toContain("statement-2026.docx");
    expect(answer.rawPayload.subarray(0, 2).toString()).toBe("PK");
  }
  const outside = await world.other("school-officer", "college", "丁市职业学院");
  for (const actor of [outside, actors.stranger]) expect((await world.office.call({ url }, actor)).statusCode).toBe(404);
  // what came in after that year is not in it
  const { platform } = world.office.world;
  const of = (year: number) => transaction(platform, school, { locale: "zh-CN", log: platform.log }, (ctx) => showLedger(ctx, world.id, year, true));
  const [before, after] = [await of(2025), await of(2026)];
  expect([before.contributions, before.balances, before.entries]).toEqual([[], [], []]);
  const now = await world.get(at("ledger?year=2026"), school);
  expect([after.contributions, after.balances]).toEqual([now.contributions, now.balances]);
  expect(after.total.closing).toBe(after.balances.find(({ account }) => account === "holding")!.amount);
  expect([0, 5, 123_456_789, -100_000].map(yuan)).toEqual(["0.00", "0.05", "1,234,567.89", "-1,000.00"]);
}); // prettier-ignore
