import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../platform/context.ts";
import { actors } from "../platform/testing/test-database.ts";
import { fileOf } from "../registry/people/testing/town.ts";
import { csv, type Answer } from "../testing/office.ts";
import { isNumber, nextNumbers } from "./candidate-numbers.ts";
import { AdmissionWorld, CATEGORIES } from "./testing/index.ts";

let world: AdmissionWorld;
let season: string;
beforeAll(async () => {
  world = await AdmissionWorld.open();
  season = await world.season();
  await world.step(season, "open");
}, 120_000);
afterAll(() => world.close());

const [FIRST, SECOND] = CATEGORIES;
const codes = (candidate: Answer): string[] => candidate.bars.map(({ code }: Answer) => code);

test("numbers go up in the order of confirmation, tell a slip of the pen, and nothing of whom they name", () => {
  expect(nextNumbers("", 2027, "entrance-exam", 2)).toEqual(["2710000015", "2710000023"]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 900_000 }), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }), (before, at, by) => {
      const [last] = nextNumbers("", 2027, "separate", 1);
      const from = last!.slice(0, 3) + String(before).padStart(6, "0") + "0";
      const [a, b] = nextNumbers(from, 2027, "separate", 2) as [string, string];
      expect(a < b && isNumber(a) && isNumber(b)).toBe(true);
      const wrong = a.slice(0, at) + String((Number(a[at]) + by) % 10) + a.slice(at + 1);
      expect(isNumber(wrong)).toBe(false);
    }),
    { seed: 20261127 },
  );
}); // prettier-ignore

describe("a student", () => {
  test("registers, is told what is missing, hands in; his school returns, confirms, and he gets his number", async () => {
    const student = await world.student(world.first);
    expect((await world.get(student, "candidates/mine")).open).toMatchObject([{ id: season, year: 2027 }]);
    const made = await world.register(student, season, { answers: {}, truthful: false });
    expect(made).toMatchObject({ state: "draft", number: null, school: { id: world.first.id } });
    const refused = await world.tryAct(student, made.id, "submit");
    expect(refused.statusCode).toBe(400);
    expect(refused.json().errors.map(({ field }: Answer) => field)).toEqual(["answers.finalYear", "answers.collegeStudent", "answers.placeReserved", "answers.examBan", "answers.criminalMeasures", "truthful"]); // prettier-ignore
    expect((await world.call(student, "POST", `seasons/${season}/register`, world.form())).statusCode).toBe(
      409,
    );
    await world.must(student, "PUT", `candidates/${made.id}`, world.form(), made.etag);
    expect((await world.call(student, "PUT", `candidates/${made.id}`, world.form(), made.etag)).statusCode).toBe(412); // prettier-ignore
    const submitted = await world.act(student, made.id, "submit");
    expect(submitted.state).toBe("submitted");
    expect((await world.call(student, "PUT", `candidates/${made.id}`, world.form(), submitted.etag)).statusCode).toBe(409); // prettier-ignore
    const officer = world.first.officer;
    expect((await world.tryAct(officer, made.id, "return")).statusCode).toBe(400);
    await world.act(officer, made.id, "return", { note: "请核对专业代码" });
    const back = await world.get(student, `candidates/${made.id}`);
    expect(back.history.at(-1)).toMatchObject({ step: "return", note: "请核对专业代码", by: "" });
    await world.act(student, made.id, "submit");
    const confirmed = await world.act(officer, made.id, "confirm");
    expect(confirmed).toMatchObject({ state: "confirmed", name: student.name });
    expect(isNumber(confirmed.number)).toBe(true);
    // nobody confirms himself, and a school is not asked twice
    expect((await world.tryAct(student, made.id, "confirm")).statusCode).toBe(403);
    expect((await world.tryAct(officer, made.id, "confirm")).statusCode).toBe(409);
    expect((await world.call(student, "GET", `candidates/${made.id}/ticket`)).statusCode).toBe(404);
  });

  test("is told in words and with the rule what bars him, by what he declares and by what the register knows", async () => {
    const lower = await world.student(world.first, { entryYear: 2025 });
    const answers = { finalYear: false, collegeStudent: false, placeReserved: false, examBan: true, criminalMeasures: false }; // prettier-ignore
    const made = await world.register(lower, season, { answers });
    expect(codes(made)).toEqual(["not-final-year", "exam-ban"]);
    expect(made.bars[0].source).toContain("江苏");
    const refused = await world.tryAct(lower, made.id, "submit");
    expect(refused.statusCode).toBe(409);
    expect(refused.json().detail).toContain("非应届毕业年级");
    const college = await world.student(world.first, { level: "college", programme: "460103" });
    expect(codes(await world.register(college, season, { kind: "social", throughSchool: false }))).toEqual(["college-student"]); // prettier-ignore
    const other = await world.student(world.first, { programme: "730301" });
    expect(codes(await world.register(other, season, { programme: null }))).toEqual(["other-programme"]);
  });

  test("who says otherwise than the register is pointed out to who confirms, not to him", async () => {
    const student = await world.student(world.first, { entryYear: 2025 });
    const { id } = await world.register(student, season);
    await world.act(student, id, "submit");
    expect((await world.get(student, `candidates/${id}`)).doubts).toEqual([]);
    const [doubt] = (await world.get(world.first.officer, `candidates/${id}`)).doubts;
    expect(doubt.en).toContain("entered in 2025");
  });

  test("takes part once a year: neither in a second season of the channel nor after an admission", async () => {
    const twin = await world.season({ name: "2027年职教高考补考" });
    await world.step(twin, "open");
    const student = await world.student(world.first);
    await world.register(student, season);
    const second = await world.register(student, twin);
    expect(codes(second)).toEqual(["registered-elsewhere"]);
    expect((await world.tryAct(student, second.id, "submit")).statusCode).toBe(409);
    await world.act(student, second.id, "withdraw");
    const separate = await world.season({ name: "2027年单独招生", channel: "separate" });
    await world.step(separate, "open");
    const admitted = await world.candidate(separate);
    const filing = await filed(separate);
    await world.sql(
      `insert into admissions.admission (province, year, person, season_id, filing_id, candidate_id, unit_id, admitted_at)
       values ('370000', 2027, $1, $2, $3, $4, 'U1', now())`,
      [admitted.student.personId, separate, filing, admitted.id],
    );
    const again = await world.register(admitted.student, season);
    expect(codes(again)).toEqual(["already-admitted"]);
  });

  test("sees and does nothing of another's, and begins nothing outside the time", async () => {
    const [one, other] = [await world.student(world.first), await world.student(world.second)];
    const { id } = await world.register(one, season);
    // the office of a city is told that its province's sees candidates
    expect((await world.call(actors.cityPlanner, "GET", `candidates/${id}`)).statusCode).toBe(403);
    for (const actor of [other, world.second.officer, actors.stranger])
      expect((await world.call(actor, "GET", `candidates/${id}`)).statusCode).toBe(404);
    expect((await world.call(world.second.officer, "GET", `seasons/${season}/candidates`)).json().items).toEqual([]); // prettier-ignore
    world.setClock("2026-11-21T10:00:00+08:00");
    expect((await world.tryAct(one, id, "submit")).json().detail).toContain("报名已经截止");
    expect((await world.call(other, "POST", `seasons/${season}/register`, world.form())).statusCode).toBe(
      409,
    );
    world.setClock("2026-11-12T10:00:00+08:00");
    const unknown = await world.call(other, "POST", `seasons/${season}/register`, world.form({ category: "无", quotas: ["none"] })); // prettier-ignore
    expect(unknown.json().errors.map(({ field }: Answer) => field)).toEqual(["category", "quotas"]);
  });
});

/** A run that is finished, for an admission to refer to. */
async function filed(of: string): Promise<string> {
  await world.sql("insert into admissions.filling (province, season_id, batch, round, opens, closes) values ('370000', $1, 'college', 1, now() - interval '2 days', now() - interval '1 day')", [of]); // prettier-ignore
  const [row] = await world.sql<{ id: string }>(
    `insert into admissions.filing (province, id, season_id, batch, round, state, sample, created_by_name, created_at)
     values ('370000', gen_random_uuid(), $1, 'college', 1, 'done', false, '某人', now()) returning id`,
    [of],
  );
  return row!.id;
}

describe("those who confirm", () => {
  test("do it for many at once: each gets his own answer, and who claims a quota has to be looked at", async () => {
    const made: string[] = [];
    for (const more of [{}, {}, { quotas: ["veteran"] }]) {
      const student = await world.student(world.second);
      const { id } = await world.register(student, season, more);
      await world.act(student, id, "submit");
      made.push(id);
    }
    const foreign = (await world.register(await world.student(world.first), season)).id;
    const decide = (candidates: string[], action = "confirm", note?: string) =>
      world.call(world.second.officer, "POST", `seasons/${season}/candidates/decide`, { action, candidates, ...(note ? { note } : {}) }); // prettier-ignore
    const answer = (await decide([...made, foreign])).json();
    expect(answer.done).toBe(2);
    expect(answer.items.map(({ ok }: Answer) => ok)).toEqual([true, true, false, false]);
    const numbers = answer.items.slice(0, 2).map(({ number }: Answer) => number);
    expect(numbers[0] < numbers[1]).toBe(true);
    expect(answer.items[2].reason).toContain("专项");
    expect(answer.items[3].reason).toContain("没有这名考生");
    expect((await decide([made[2]!], "refuse")).statusCode).toBe(400);
    expect((await world.tryAct(world.second.officer, made[2]!, "confirm", { quotas: ["none"] })).statusCode).toBe(400); // prettier-ignore
    expect((await world.act(world.second.officer, made[2]!, "confirm", { quotas: ["veteran"] })).quotas).toEqual(["veteran"]); // prettier-ignore
  });

  test("two who confirm at the same moment: the second is told", async () => {
    const student = await world.student(world.first);
    const { id } = await world.register(student, season);
    await world.act(student, id, "submit");
    const { etag } = await world.get(world.first.officer, `candidates/${id}`);
    const both = await Promise.all([world.first.officer, world.planner].map((actor) => world.call(actor, "POST", `candidates/${id}/confirm`, {}, etag))); // prettier-ignore
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412]);
  });

  test("many schools at once give every number once", async () => {
    const made: { id: string; officer: Actor }[] = [];
    for (let i = 0; i < 8; i++) {
      const of = i % 2 === 0 ? world.first : world.second;
      const student = await world.student(of);
      const { id } = await world.register(student, season);
      await world.act(student, id, "submit");
      made.push({ id, officer: of.officer });
    }
    const answers = await Promise.all(made.map(({ id, officer }) => world.act(officer, id, "confirm")));
    expect(new Set(answers.map(({ number }) => number)).size).toBe(8);
  });

  test("who has no school is the office's; lists are found by state, number and name", async () => {
    const student = await world.student(null, { name: "独一无二" });
    const answers = { oneYear: false, collegeStudent: false, placeReserved: false, examBan: false, criminalMeasures: false }; // prettier-ignore
    const { id } = await world.register(student, season, { kind: "social", category: SECOND!.key, programme: null, answers }); // prettier-ignore
    await world.act(student, id, "submit");
    expect((await world.call(world.first.officer, "GET", `candidates/${id}`)).statusCode).toBe(404);
    const list = (query: string, actor = world.planner) =>
      world.get(actor, `seasons/${season}/candidates?${query}`);
    expect((await list("state=submitted&kind=social")).items).toMatchObject([{ id, name: "独一无二" }]);
    const { number } = await world.act(world.planner, id, "confirm");
    expect((await list(`q=${number}`)).items).toMatchObject([{ id }]);
    expect((await list(`q=${encodeURIComponent("一无二")}`)).items).toMatchObject([{ id }]);
    expect((await list(`q=${encodeURIComponent("一无二")}`, world.first.officer)).items).toEqual([]);
    const page = await list("limit=2");
    const next = await list(`limit=2&cursor=${page.next}`);
    expect(new Set([...page.items, ...next.items].map((one: Answer) => one.id)).size).toBe(4);
    const reads = await world.sql(
      "select 1 from audit.entry where action = 'read' or subject like 'region:%' limit 1",
    );
    expect(reads.length).toBe(1);
  });
});

test("a school's list: people are found by number and name, the rest comes back with its reason", async () => {
  const [good, twice, claims] = [await world.student(world.first), await world.student(world.first), await world.student(world.first)]; // prettier-ignore
  const foreign = await world.student(world.second);
  const lower = await world.student(world.first, { entryYear: 2025 });
  await world.register(twice, season);
  const line = (who: { name: string; identity: string }, ...more: string[]) => [who.name, who.identity, "应届", FIRST!.name, ...more]; // prettier-ignore
  const rows = [
    ["姓名", "身份证号", "考生类别", "报考类别", "专项", "应届毕业年级"],
    line(good, "", ""),
    line(good, "", "是"),
    line(twice, "", ""),
    line(claims, "veteran", "是"),
    line(foreign, "", ""),
    line({ name: "别名", identity: good.identity }, "", ""),
    line({ name: "无人", identity: "370102200801019990" }, "", ""),
    line(lower, "", "否"),
    [lower.name, lower.identity.slice(0, 17) + "?", "应届", FIRST!.name, "", ""],
    [claims.name, claims.identity, "学生", FIRST!.name, "", ""],
  ];
  const upload = (actor: Actor, table: string[][]) => {
    const { payload, headers } = fileOf(csv(table), {}, "考生.csv");
    return world.app.call(actor, { method: "POST", url: `/api/seasons/${season}/candidate-imports`, payload, headers }); // prettier-ignore
  };
  const response = await upload(world.first.officer, rows);
  expect(response.statusCode).toBe(200);
  const answer = response.json();
  expect(answer).toMatchObject({ read: 10, accepted: 2, duplicate: 3, rejected: 5 });
  expect(answer.faults.map(({ row, field }: Answer) => [row, field])).toEqual([[9, "identity"], [10, "kind"], [5, "identity"], [7, "identity"], [8, "kind"]]); // prettier-ignore
  // a number that was refused is masked
  expect(JSON.stringify(answer.faults)).not.toContain(lower.identity.slice(6, 14));
  const { text } = await world.call(world.first.officer, "GET", `candidate-imports/${answer.id}/rejected.csv`).then(({ body }) => ({ text: body })); // prettier-ignore
  expect(text).toContain("不是本校学生");
  expect((await world.call(world.second.officer, "GET", `candidate-imports/${answer.id}`)).statusCode).toBe(
    404,
  );
  const mine = await world.get(good, "candidates/mine");
  expect(mine.items).toMatchObject([{ state: "submitted" }]);
  // the office may do the same for anybody, and once more changes nothing
  const again = await upload(world.planner, rows);
  expect(again.json()).toMatchObject({ read: 10, accepted: 1, rejected: 4 });
  expect((await upload(world.first.officer, [["姓名"], ["甲"]])).statusCode).toBe(400);
  expect((await upload(good, rows)).statusCode).toBe(403);
});

test("what is held about a candidate is handed out; erased is what was never taken part with", async () => {
  const { admissionsPersonalData } = await import("./personal.ts");
  const taken = await world.candidate(season);
  const scope = (personId: string) => ({ tx: world.app.platform.db, vault: world.app.platform.vault, personId, userId: null, now: world.app.platform.clock() }); // prettier-ignore
  const sections = await admissionsPersonalData.exportOf!(scope(taken.student.personId!));
  expect(sections[0]!.rows[0]).toContain(taken.number);
  const left = await world.student(world.first);
  const { id } = await world.register(left, season);
  expect((await admissionsPersonalData.erase!(scope(left.personId!))).erased).toEqual(["admissions.candidate.declared"]); // prettier-ignore
  const [row] = await world.sql<{ declared: object }>(
    "select declared from admissions.candidate where id = $1",
    [id],
  );
  expect(row!.declared).toEqual({});
  const kept = await admissionsPersonalData.erase!(scope(taken.student.personId!));
  expect(kept).toMatchObject({ erased: [], kept: [{ law: {} }] });
});
