import { createHash } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actors } from "../platform/testing/test-database.ts";
import { answerOf, type Answer, type Office } from "../testing/office.ts";
import { adviceRange, intervalOf, rangeOf, yearlyChanges, type YearlyChange } from "./advice-interval.ts";
import { receiptOf, receiptText } from "./preference-receipt.ts";
import { rankSeason } from "./score-standing.ts";
import { requireSeason } from "./score-season.ts";
import { PUBLIC, ScoredSeason, type Pupil } from "./testing/scored-season.ts";

const READY = [
  "start",
  "open",
  "close-registration",
  "submit-scores",
  "release-scores",
  "publish-units",
] as const;
let office: Office;
let season: ScoredSeason;
let pupil: Pupil;
let other: Pupil;
beforeAll(async () => {
  office = await ScoredSeason.openOffice();
  season = await ScoredSeason.open(office, { pupils: [], steps: [...READY] });
  pupil = await season.pupil("machines", { culture: 150, skill: 200 });
  other = await season.pupil("machines", { culture: 50, skill: 250 });
  await season.pupil("farming", { culture: 200, skill: 300 });
  for (const unit of ["100101", "100102", "100103", "200101"]) await season.unit(unit);
  await season.unit("300101", { batch: "bachelor" });
  await season.unit("300102", { batch: "bachelor", minScore: 600 });
  await season.unit("400101", { category: "farming", programme: "410105" });
  await season.filling("college");
  await season.filling("bachelor");
  await office.world.as(season.first, async (ctx) => rankSeason(ctx, await requireSeason(ctx, season.id)));
}, 120_000);
afterAll(() => office.close());

const path = (batch: string, round = 1) => `seasons/${season.id}/preferences/${batch}/${round}`;
const list = (of: Pupil, batch = "college", round = 1) => season.get(path(batch, round), of.actor);
const choices = (...units: string[]) => ({ choices: units.map((unit) => ({ unit })) });
const save = (of: Pupil, units: string[], etag: string | null, batch = "college", round = 1) =>
  season.put(path(batch, round), choices(...units), etag, of.actor);

describe("a candidate's list", () => {
  test("is saved with a receipt that anybody can compute again from the text that he is shown", async () => {
    const empty = await list(pupil);
    expect(empty).toMatchObject({ version: 0, receipt: null, choices: [], state: "open", most: 5, rank: 1 });
    const saved = (await save(pupil, ["100101", "200101"], empty.etag)).json();
    expect(saved).toMatchObject({ version: 1, warnings: [] });
    expect(saved.choices.map((c: Answer) => [c.unit, c.schoolName])).toEqual([["100101", "示例学院1001"], ["200101", "示例学院2001"]]);
    const { text, receipt, valid } = saved.receipt;
    expect(createHash("sha256").update(text).digest("hex")).toBe(receipt);
    expect(valid).toBe(true);
    for (const word of [pupil.number, "college", "1 100101\n", "2 200101\n", season.id]) expect(text).toContain(word);
    expect(text).not.toContain("考生1");
    // changed behind his back, it would show
    await office.world.sql("update admissions.preference_list set units = '{200101,100101}' where candidate_id = $1", [pupil.candidate]);
    expect((await list(pupil)).receipt.valid).toBe(false);
    await office.world.sql("update admissions.preference_list set units = '{100101,200101}' where candidate_id = $1", [pupil.candidate]);
  }); // prettier-ignore

  test("saved again unchanged is the same version; the second of two tabs is told; every version is kept", async () => {
    const before = await list(pupil);
    const [a, b] = await Promise.all([
      save(pupil, ["100102"], before.etag),
      save(pupil, ["100103"], before.etag),
    ]);
    expect([a.statusCode, b.statusCode].sort()).toEqual([200, 412]);
    const won = a.statusCode === 200 ? a : b;
    const again = await save(pupil, won.json().choices.map((c: Answer) => c.unit), before.etag); // prettier-ignore
    expect(again.json()).toMatchObject({ version: 2, receipt: won.json().receipt });
    expect((await save(pupil, ["100101"], null)).statusCode).toBe(428);
    expect((await save(pupil, ["100101", "100102", "100103"], won.json().etag)).json().version).toBe(3);
    const { items } = await season.get(`${path("college")}/versions`, pupil.actor);
    expect(items.map((i: Answer) => [i.version, i.valid])).toEqual([[3, true], [2, true], [1, true]]); // prettier-ignore
  });

  test("what will be void is told by the words of the specification and refused by nothing", async () => {
    const { etag } = await list(pupil);
    const saved = (await save(pupil, ["100101", "400101", "100101", "200101"], etag)).json();
    expect(saved.warnings.map((w: Answer) => [w.no, w.kind])).toEqual([[2, "category"], [3, "repeated"]]); // prettier-ignore
    // 300 is below the line of the batch (400); of another, the line of a subject
    const bachelor = await season.post(`${path("bachelor")}/try`, choices("300101", "300102"), pupil.actor);
    expect(bachelor.json().warnings).toMatchObject([
      { no: 1, kind: "line" },
      { no: 2, kind: "line" },
    ]);
    expect(bachelor.json().warnings[0].reason).toContain("350");
    const low = await season.post(`${path("college")}/try`, choices("100101", "999999"), other.actor);
    expect(low.json()).toMatchObject({
      unknown: ["999999"],
      warnings: [{ no: 1, unit: "100101", kind: "line" }],
    });
    expect(low.json().warnings[0].reason).toContain("60");
  });

  test("too many, unknown, or of another batch is refused, place by place", async () => {
    const { etag } = await list(pupil);
    const fields = (answer: Answer) => answer.json().errors.map((e: Answer) => e.field);
    expect(fields(await save(pupil, Array.from({ length: 6 }, () => "100101"), etag))).toEqual(["choices"]); // prettier-ignore
    expect(fields(await save(pupil, ["100101", "nothing", "300101"], etag))).toEqual(["choices[1].unit", "choices[2].unit"]); // prettier-ignore
    expect((await season.put(path("none"), choices("100101"), etag, pupil.actor)).statusCode).toBe(404);
  });

  test("is nobody else's to read or to write: not another's, not the office's, not before the lock", async () => {
    expect((await list(other)).choices).toEqual([]);
    const office_ = { url: season.url("locked-preferences?batch=college") };
    expect((await office.call(office_, season.first)).json().detail).toContain("尚未锁定");
    expect((await office.call(office_, actors.stranger)).statusCode).toBe(404);
    expect((await office.call({ url: `/api/${path("college")}` }, season.first)).statusCode).toBe(404);
    expect((await office.call({ url: `/api/${path("college")}` }, PUBLIC)).statusCode).toBe(401);
    // the database itself shows the office nothing
    const seen = await office.world.as(season.first, ({ tx }) => sql`select 1 from admissions.preference_list`.execute(tx)); // prettier-ignore
    expect(seen.rows).toEqual([]);
    const forged = office.world.as(other.actor, ({ tx }) => sql`insert into admissions.preference_list (province, season_id, candidate_id, batch, round, version, units, consents, receipt, saved_at)
      values ('370000', ${season.id}, ${pupil.candidate}, 'college', 1, 99, '{}', '{}', ${"0".repeat(64)}, now())`.execute(tx)); // prettier-ignore
    await expect(forged).rejects.toThrow(/row-level security/);
    const [counted] = (await season.get(`seasons/${season.id}/fillings`)).items.filter((f: Answer) => f.batch === "college"); // prettier-ignore
    expect(counted.saved).toBe(1);
  });

  test("who withdrew saves nothing; a season that is not taking preferences knows no list", async () => {
    const gone = await season.pupil("machines", { culture: 100, skill: 100 });
    await office.world.sql("insert into admissions.candidate_action (province, candidate_id, seq, action, by_name, at) values ('370000', $1, 4, 'withdraw', '考生', now())", [gone.candidate]);
    expect((await save(gone, ["100101"], (await list(gone)).etag)).statusCode).toBe(409);
    const early = await ScoredSeason.open(office, { year: 2030, steps: READY.slice(0, 5) as never, pupils: [] });
    const someone = await early.pupil("machines");
    await early.filling("college");
    expect((await office.call({ url: `/api/seasons/${early.id}/preferences/college/1` }, someone.actor)).statusCode).toBe(404);
  }); // prettier-ignore
});

describe("after the deadline", () => {
  test("nothing is saved, by the program's word and by the database's; then the office reads the lists", async () => {
    const { etag, version } = await list(pupil);
    await season.locks("college");
    const late = await save(pupil, ["100103"], etag);
    expect(late.json().detail).toContain("已锁定");
    const forced = office.world.as(pupil.actor, ({ tx }) => sql`insert into admissions.preference_list (province, season_id, candidate_id, batch, round, version, units, consents, receipt, saved_at)
      values ('370000', ${season.id}, ${pupil.candidate}, 'college', 1, 99, '{}', '{}', ${"0".repeat(64)}, now() - interval '1 hour')`.execute(tx)); // prettier-ignore
    await expect(forced).rejects.toThrow(/row-level security/);
    expect(await list(pupil)).toMatchObject({ state: "locked", version });
    // asked again for what was saved, it is answered still
    expect((await save(pupil, (await list(pupil)).choices.map((c: Answer) => c.unit), etag)).statusCode).toBe(200); // prettier-ignore
    const locked = await season.get(`seasons/${season.id}/locked-preferences?batch=college&round=1`);
    expect(locked.items.map((i: Answer) => [i.number, i.version])).toEqual([[pupil.number, version]]);
  });

  test("a supplementary round waits for the result of the one before, and takes what that left", async () => {
    await season.filling("college", 2);
    const early = await list(pupil, "college", 2);
    expect(early.ready).toBe(false);
    expect((await save(pupil, ["100101"], early.etag, "college", 2)).json().detail).toContain("尚未确认");
    await season.confirmed("college", 1, [
      { unit: "100101", admitted: 2, vacancies: 0, lastRank: 1 },
      { unit: "100102", admitted: 1, vacancies: 1, lastRank: 2 },
      { unit: "200101", admitted: 0, vacancies: 2, lastRank: null },
    ]); // prettier-ignore
    const open = await season.get(`public/seasons/${season.id}/units?batch=college&round=2`, PUBLIC);
    expect(open.items.map((u: Answer) => [u.unit, u.vacancies])).toEqual([["100102", 1], ["200101", 2]]); // prettier-ignore
    const saved = answerOf(await save(pupil, ["100101", "100102"], early.etag, "college", 2));
    expect(saved.warnings).toMatchObject([{ no: 1, kind: "no-vacancy" }]);
    const fillings = (await season.get(`public/seasons/${season.id}/fillings`, PUBLIC)).items;
    expect(fillings.find((f: Answer) => f.round === 2)).toMatchObject({ ready: true, vacancies: 3 });
    // who was admitted takes no part
    const [filing] = await office.world.sql<{ id: string }>("select id from admissions.filing where season_id = $1", [season.id]); // prettier-ignore
    await office.world.sql("insert into admissions.admission (province, year, person, season_id, filing_id, candidate_id, unit_id, admitted_at) values ('370000', 2027, $1, $2, $3, $4, '100101', now())", [other.actor.personId, season.id, filing!.id, other.candidate]); // prettier-ignore
    const admitted = await list(other, "college", 2);
    expect(admitted.admitted).toBe(true);
    expect((await save(other, ["100102"], admitted.etag, "college", 2)).json().detail).toContain("已被录取");
  });
});

describe("advice from past years", () => {
  test("says so where nothing is known, shows the past where little is, gives a range where there is enough, and never a probability", async () => {
    const ask = (units: string) => season.get(`seasons/${season.id}/advice?units=${units}`, pupil.actor);
    expect(await ask("100101,400101")).toMatchObject({
      basis: { changes: 0, covered: null },
      items: [{ unit: "100101", standing: "unknown", past: [], interval: null }, { unit: "400101", standing: "unknown" }],
    });
    // three earlier years of twelve units, whose last places move a little
    for (const year of [2024, 2025, 2026]) {
      const past = await ScoredSeason.open(office, { year, steps: [...READY], pupils: [] });
      const units = Array.from({ length: 12 }, (_, i) => `10${String(i + 1).padStart(2, "0")}01`);
      for (const [i, unit] of units.entries()) await past.unit(unit, { school: `示例学院${unit.slice(0, 4)}`, programme: i === 0 ? "460103" : `46${String(1000 + i)}` });
      await past.filling("college", 1, -1);
      await office.world.sql("insert into admissions.score_step (province, season_id, category, points, count, cumulative) values ('370000', $1, 'machines', 100, 1000, 1000)", [past.id]);
      await past.confirmed("college", 1, units.map((unit, i) => ({ unit, admitted: 2, vacancies: i === 11 ? 1 : 0, lastRank: 300 + 10 * i + (year % 3) * 5 })));
    }
    const known = await ask("100101,200101");
    expect(known.items[0].past.map((p: Answer) => [p.year, p.lastRank])).toEqual([[2026, 305], [2025, 300], [2024, 310]]);
    // of two pairs of years each is tried against the other
    expect(known.basis).toMatchObject({ changes: 22, pairs: 2 });
    expect(known.basis.words).toContain("每次留出一对年份检验");
    expect(known.basis.words).toContain("不是录取概率");
    expect(known.items[0].interval.from).toBeLessThanOrEqual(known.items[0].interval.to);
    expect(["before", "within", "behind"]).toContain(known.items[0].standing);
    expect(known.items[1].standing).toBe("unknown");
    expect((await office.call({ url: season.url("advice?units=100101") }, season.first)).statusCode).toBe(403);
  }, 60_000); // prettier-ignore

  const change = fc.double({ min: -1, max: 1, noNaN: true });
  const ofYear = (year: number, changes: readonly number[]): YearlyChange[] =>
    changes.map((one) => ({ year, change: one }));

  test("the range holds eight in ten of what it is made of, and of changes like them", () => {
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 9, maxLength: 60 }),
        fc.integer({ min: 1, max: 6 }),
        (drawn, pairs) => {
          const own = drawn.map((one, i) => ({ year: 2020 + (i % pairs), change: one }));
          const { range, covered, changes, pairs: told } = adviceRange(own, []);
          expect([changes, told]).toEqual([drawn.length, Math.min(pairs, drawn.length)]);
          const inside = drawn.filter((one) => one >= range!.low && one <= range!.high).length;
          expect(inside / drawn.length).toBeGreaterThanOrEqual(0.8 - 2 / drawn.length);
          const { from, to } = intervalOf(300, range!, 1000);
          expect(1 <= from && from <= to && to <= 1000).toBe(true);
          expect(covered ?? 1).toBeGreaterThanOrEqual(0);
        },
      ),
      { seed: 20261127 },
    );
    expect(rangeOf([0, 0, 0, 0, 0, 0, 0, 0])).toBeNull();
    expect(adviceRange([], [])).toMatchObject({ range: null, covered: null, pairs: 0 });
    expect(yearlyChanges([{ key: "a", year: 1, place: 50 }, { key: "a", year: 2, place: 25 }, { key: "a", year: 4, place: 100 }, { key: "b", year: 1, place: null }])).toEqual([{ year: 2, change: Math.log(0.5) }]); // prettier-ignore
  });

  test("each change left out in turn gives what leaving it out by hand gives", () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 10, maxLength: 40 }), (drawn) => {
        const own = ofYear(2025, drawn);
        const tried = own.filter((one) => {
          const { range } = adviceRange(
            own.filter((other) => other !== one),
            [],
          );
          return one.change >= range!.low && one.change <= range!.high;
        });
        expect(adviceRange(own, []).covered).toBeCloseTo(tried.length / own.length);
      }),
      { seed: 20261128 },
    );
  });

  test("few pairs of years: even on both sides, with the other categories beside a single one; many pairs speak for themselves", () => {
    const fell = Array.from({ length: 20 }, (_, i) => -0.02 - 0.001 * i);
    const restless = Array.from({ length: 20 }, (_, i) => (i - 10) / 20);
    const alone = adviceRange(ofYear(2025, fell), []);
    // that all lines fell last year says nothing of this year's side
    expect(alone.range!.low).toBeLessThan(-0.02);
    expect(alone.range!.high).toBe(-alone.range!.low);
    const beside = adviceRange(ofYear(2025, fell), ofYear(2025, restless));
    expect(beside.others).toBe(20);
    expect(beside.range!.high).toBeGreaterThan(0.3);
    const two = adviceRange([...ofYear(2025, fell), ...ofYear(2024, fell)], ofYear(2025, restless));
    expect([two.others, two.pairs, two.leftOut]).toEqual([0, 2, "pair"]);
    const four = adviceRange(
      [2022, 2023, 2024, 2025].flatMap((year) => ofYear(year, fell)),
      [],
    );
    expect(four.range!.high).toBeLessThan(0);
  });
});

test("two lists that differ in anything have different receipts", () => {
  const base = { season: { id: "s", year: 2027, channel: "entrance-exam" }, number: "1", batch: "b", round: 1, version: 1, choices: [{ unit: "11", consent: false }, { unit: "2", consent: true }], savedAt: new Date(0) }; // prettier-ignore
  const others = [{ number: "2" }, { batch: "c" }, { round: 2 }, { version: 2 }, { savedAt: new Date(1) }, { choices: [...base.choices].reverse() }, { choices: base.choices.slice(1) }, { choices: [{ unit: "1", consent: false }, { unit: "12", consent: true }] }, { choices: base.choices.map((c) => ({ ...c, consent: !c.consent })) }]; // prettier-ignore
  const receipts = [base, ...others.map((one) => ({ ...base, ...one }))].map((one) => receiptOf(receiptText(one))); // prettier-ignore
  expect(new Set(receipts).size).toBe(receipts.length);
  expect(receiptText(base)).toContain("1970-01-01T08:00:00.000+08:00");
});
