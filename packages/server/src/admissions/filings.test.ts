/** A small season from the lock of its preferences to the last admission, over HTTP, through both persons of the office. */
import { randomUUID } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "kysely";
import { actors } from "../platform/testing/test-database.ts";
import { entriesOf } from "../platform/operations/backup/archive.ts";
import { answerOf, Office, type Answer } from "../testing/office.ts";
import { filingJob, inputsIn } from "./run-filing.ts";
import {
  first,
  type Person,
  public_,
  RULES,
  schoolOfficer,
  Season,
  second,
} from "./testing/filing-season.ts";
import { verifyFileAllocation } from "./verify-allocation.ts";
import { checkManifest } from "./manifest-signature.ts";

let office: Office;
let season: Season;
beforeAll(async () => {
  office = await Office.open();
  await office.world.sql("insert into registry.installation (province, sample, publisher, created_at) values ('370000', false, '甲省教育考试院', now())"); // prettier-ignore
  season = await Season.open(office, "2027年职教高考");
}, 120_000);
afterAll(() => office.close());

const folder = (id: string) => office.world.platform.files.resolve(`admissions/${id}`);
const jobOf = async (answer: Answer): Promise<Answer> => office.jobEnded(answer.job);

describe("a season", () => {
  let withdrawn: Answer;

  test("is filed by nobody before its preferences are locked, and the office cannot even see them", async () => {
    await season.filling("本科", 1, false);
    for (const person of season.people) await season.wish(person, "本科", 1, ["B02"]);
    for (const person of season.people) await season.wish(person, "本科", 1, ["B01", "B02", "B01"], 2);
    const early = await season.start("本科", 1);
    expect([early.statusCode, early.json().detail]).toEqual([409, expect.stringContaining("尚未截止")]);
    const seen = await office.world.as(first, async (ctx) => (await sql<{ n: number }>`select count(*)::int as n from admissions.preference_list`.execute(ctx.tx)).rows[0]!.n); // prettier-ignore
    expect(seen).toBe(0);
    await season.lock("本科", 1);
    expect((await season.start("本科", 1, schoolOfficer)).statusCode).toBe(403);
    expect((await season.start("本科", 1, actors.stranger)).statusCode).toBe(404);
    expect((await season.start("本科", 9)).statusCode).toBe(400);
  });

  test("is checked by a second person, announced, objected to, withdrawn and run again", async () => {
    const run = (withdrawn = await season.run("本科", 1));
    expect([run.solving, run.message, run.state]).toEqual(["done", null, "computed"]);
    expect(run.verified.breaches).toEqual([]);
    expect(run.verified.checks.every(({ breaches }: Answer) => breaches === 0)).toBe(true);
    expect(run.summary).toMatchObject({ candidates: 30, preferences: 90, admitted: 8, leftOut: 0 });
    expect((await season.start("本科", 1)).statusCode).toBe(409);
    const own = await season.step(run.id, "check", first);
    expect([own.statusCode, own.json().detail]).toEqual([409, expect.stringContaining("另一人")]);
    await season.must(run.id, "check");
    // nobody outside sees anything before it is announced
    expect((await office.call({ url: `/api/public/filings/${run.id}` }, public_)).statusCode).toBe(404);
    expect((await office.get("/api/my-results", season.people[0]!.actor)).items).toEqual([]);
    const announced = await season.must(run.id, "announce");
    expect([announced.from, announced.until]).toEqual(["2026-11-23", "2026-11-28"]);
    expect((await season.step(run.id, "confirm")).json().detail).toContain("公示期");

    const person = season.people[3]!;
    const objection = await office.post(`/api/public/filings/${run.id}/objections`, { content: "我的技能成绩与复核结果不一致。", name: "赵同学", phone: "13900000000", own: true }, person.actor); // prettier-ignore
    const other = await office.post(`/api/public/filings/${run.id}/objections`, { content: "认为计划数与公布的不符。", name: "钱先生", phone: "13900000001" }, public_); // prettier-ignore
    const list = await office.get(`/api/filings/${run.id}/objections`);
    expect(list.items.map(({ candidate }: Answer) => candidate)).toEqual([person.number, null]);
    expect(JSON.stringify(list)).not.toContain("赵同学");
    await season.noticeEnds(run.id);
    expect((await season.step(run.id, "confirm")).json().detail).toContain("2 项异议");
    await office.post(`/api/admission-objections/${other.id}/answer`, {
      upheld: false,
      answer: "计划数与公布的一致。",
    });
    await office.post(`/api/admission-objections/${objection.id}/answer`, { upheld: true, answer: "成绩已更正，将重新投档。" }); // prettier-ignore
    expect((await season.step(run.id, "confirm")).json().detail).toContain("成立的异议");
    expect((await office.get(`/api/public/admission-objections/${objection.id}`, public_)).upheld).toBe(true);
    expect((await season.step(run.id, "withdraw")).statusCode).toBe(400);
    await season.must(run.id, "withdraw", second, "异议成立，更正成绩后重新投档");
    expect((await office.call({ url: `/api/public/filings/${run.id}` }, public_)).statusCode).toBe(404);
    expect((await office.get("/api/my-results", person.actor)).items).toEqual([]);

    await office.world.sql("update admissions.score set points = 3500000 where candidate_id = $1 and subject = 'skill'", [person.id]); // prettier-ignore
    const confirmed = await season.confirmed("本科", 1);
    expect(confirmed.state).toBe("confirmed");
    const admitted = await season.admissions();
    expect(admitted).toHaveLength(8);
    expect(admitted.find(({ number }) => number === person.number)).toMatchObject({ unit_id: "B01" });
    expect(admitted.filter(({ quota }) => quota === "veteran")).toEqual([{ number: season.people[7]!.number, unit_id: "B01", quota: "veteran" }]); // prettier-ignore
    expect((await season.step(confirmed.id, "withdraw", second, "x")).statusCode).toBe(409);
  });

  test("tells a candidate what became of each preference and why, and nobody else", async () => {
    const admitted = new Set((await season.admissions()).map(({ number }) => number));
    const loser = season.people.find(({ number }) => !admitted.has(number))!;
    const { items } = await office.get("/api/my-results", loser.actor);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ number: loser.number, unit: null, admittedAt: null });
    const [one, two, three] = items[0].preferences;
    expect(one.words.zh).toMatch(/^该志愿已录满，最后一名位次 \d+，你的位次 \d+/);
    expect([two.outcome, three.outcome]).toEqual(["full", "repeated"]);
    const winner = season.people.find(({ number }) => admitted.has(number))!;
    expect((await office.get("/api/my-results", winner.actor)).items[0]).toMatchObject({ admittedAt: expect.any(String) }); // prettier-ignore
    // the school that confirmed them sees where its own were admitted, with names; the office everybody
    const own = await office.get("/api/admitted", schoolOfficer);
    expect(own.items.map(({ number }: Answer) => number).sort()).toEqual(season.people.slice(0, 10).map(({ number }) => number).filter((number) => admitted.has(number)).sort()); // prettier-ignore
    expect(own.items[0]?.name).toMatch(/^考生/);
    expect((await office.get("/api/admitted", first)).items).toHaveLength(8);
    expect((await office.call({ url: "/api/admitted" }, public_)).statusCode).toBe(401);
    expect((await office.get("/api/admitted", actors.stranger)).items).toEqual([]);
  });

  test("publishes cut-offs, vacancies and documents in which nobody is", async () => {
    const { items: runs } = await office.get("/api/public/filings", public_);
    expect(runs.map(({ batch, state }: Answer) => [batch, state])).toEqual([["本科", "confirmed"]]);
    const { items } = await office.get(`/api/public/filings/${runs[0].id}/cutoffs`, public_);
    expect(items.map(({ unit, quota, capacity, admitted }: Answer) => [unit, quota, capacity, admitted])).toEqual([["B01", "", 4, 4], ["B01", "veteran", 1, 1], ["B02", "", 3, 3]]); // prettier-ignore
    expect(
      (await office.get(`/api/public/filings/${runs[0].id}/cutoffs?vacant=true`, public_)).items,
    ).toEqual([]);
    for (const name of ["cutoffs.xlsx", "announcement.docx"]) {
      const file = await office.call({ url: `/api/public/filings/${runs[0].id}/${name}` }, public_);
      expect([file.statusCode, file.rawPayload.subarray(0, 2).toString()]).toEqual([200, "PK"]);
    }
    expect((await office.call({ url: `/api/filings/${runs[0].id}/admitted.xlsx` }, first)).statusCode).toBe(
      200,
    );
    expect((await office.call({ url: `/api/filings/${runs[0].id}/admitted.xlsx` }, actors.cityPlanner)).statusCode).toBe(403); // prettier-ignore
    for (const name of ["candidates.csv", "preferences.csv", "allocation.csv", "reasons.ndjson"])
      expect((await office.call({ url: `/api/public/filings/${runs[0].id}/files/${name}` }, public_)).statusCode).toBe(404); // prettier-ignore
    const { items: history } = await office.get(`/api/public/cutoff-history?school=${encodeURIComponent("示例学院B02")}&programme=460103`, public_); // prettier-ignore
    expect(history).toHaveLength(1);
  });

  test("goes on with the next batch and a supplementary round; what was confirmed comes out the same or the run is refused", async () => {
    await season.filling("专科", 1);
    await season.filling("专科", 2);
    for (const person of season.people) await season.wish(person, "专科", 1, ["C01"]);
    for (const person of season.people) await season.wish(person, "专科", 2, ["C01", "C02"]);
    const later = await season.start("专科", 2);
    expect([later.statusCode, later.json().detail]).toEqual([409, expect.stringContaining("第 1 轮")]);
    const [admitted] = await season.admissions();
    const { id } = season.people.find(({ number }) => number === admitted!.number)!;
    await office.world.sql("update admissions.score set points = points - 1000000 where candidate_id = $1", [
      id,
    ]);
    const refused = await season.run("专科", 1);
    expect([refused.solving, refused.message]).toEqual(["failed", expect.stringContaining(admitted!.number)]);
    await office.world.sql("update admissions.score set points = points + 1000000 where candidate_id = $1", [
      id,
    ]);
    expect((await season.confirmed("专科", 1)).summary.admitted).toBe(5);
    const supplementary = await season.confirmed("专科", 2);
    expect(supplementary.summary.admitted).toBe(4);
    expect(await season.admissions()).toHaveLength(17);
    const { items } = await office.get("/api/my-results", season.people[0]!.actor);
    expect(items[0].preferences.length).toBe(6);
    // the withdrawn run stays on record with its reason
    expect((await office.get(`/api/filings/${withdrawn.id}`)).history.at(-1).note).toContain("异议成立");
  });

  test("an altered file is found, and what was found keeps the run from being confirmed", async () => {
    const other = await Season.open(office, "2027年单独招生", { channel: "separate", people: 8 });
    await other.filling("本科", 1);
    for (const person of other.people) await other.wish(person, "本科", 1, ["B01", "B02"]);
    const run = await other.run("本科", 1);
    const clean = await jobOf(await office.post(`/api/filings/${run.id}/verify`));
    expect(clean.result).toMatchObject({ signature: true, altered: [] });
    const file = path.join(folder(run.id), "allocation.csv");
    const before = readFileSync(file, "utf8");
    const [head, one, ...rest] = before.trimEnd().split("\n");
    writeFileSync(file, `${[head, one!.replace(/B0[12]/, (unit) => (unit === "B01" ? "B02" : "B01")), ...rest].join("\n")}\n`); // prettier-ignore
    const found = await jobOf(await office.post(`/api/filings/${run.id}/verify`));
    expect(found.result.altered).toEqual(["allocation.csv"]);
    expect(found.result.verdict.breaches.length).toBeGreaterThan(1);
    expect((await other.step(run.id, "check")).json().detail).toContain("核验");
    writeFileSync(file, before);
    await office.world.sql(`update admissions.filing set manifest = jsonb_set(manifest, '{leftOut}', '5') where id = $1`, [run.id]); // prettier-ignore
    expect((await jobOf(await office.post(`/api/filings/${run.id}/verify`))).result).toMatchObject({ signature: false, altered: [] }); // prettier-ignore
  });

  test("a run that died begins again and leaves nothing of the first attempt", async () => {
    const other = await Season.open(office, "2027年专升本", { channel: "upgrade", people: 8 });
    await other.filling("本科", 1);
    for (const person of other.people) await other.wish(person, "本科", 1, ["B01", "B02"]);
    const id = randomUUID();
    await office.world.sql(
      `insert into admissions.filing (province, id, season_id, batch, round, state, sample, created_by, created_by_name, created_at)
       values ('370000', $1, $2, '本科', 1, 'waiting', false, $3, '规划员', $4)`,
      [id, other.id, first.userId, "2026-11-23"],
    );
    await office.world.sql(`insert into admissions.filing_action (province, filing_id, seq, action, by_name, at) values ('370000', $1, 1, 'run', '规划员', now())`, [id]); // prettier-ignore
    const work = (signal: AbortSignal, stop: (stage: string) => void) =>
      filingJob.handler((action) => office.world.as(first, action), { filingId: id, folder: folder(id) }, stop, signal, { id: "1", log: office.world.platform.log }); // prettier-ignore
    const death = new AbortController();
    await expect(
      work(death.signal, (stage) => stage === "verify" && death.abort(new Error("the process died"))),
    ).rejects.toThrow();
    appendFileSync(path.join(folder(id), "candidates.csv"), "half a line");
    expect(await office.get(`/api/filings/${id}`)).toMatchObject({ solving: "running", message: null });
    await work(new AbortController().signal, () => undefined);
    const run = await office.get(`/api/filings/${id}`);
    expect([run.solving, run.message, run.summary.candidates]).toEqual(["done", null, 8]);
    // done twice it does nothing
    expect(await work(new AbortController().signal, () => undefined)).toBe(null);
  });
});

test("one admission for one person in a year: a conflict names who, and a new run leaves him out", async () => {
  const [taken] = await season.admissions();
  const person = season.people.find(({ number }) => number === taken!.number)!;
  const other = await Season.open(office, "2027年单独招生补充", { channel: "separate", people: 3 });
  await other.filling("本科", 1);
  // admitted in the other season only after this one was run
  const twice = await other.candidate(3, { culture: 290, skill: 340, person });
  for (const one of other.people) await other.wish(one, "本科", 1, ["B01"]);
  await office.world.sql("update admissions.admission set admitted_at = '2030-01-01' where candidate_id = $1", [person.id]); // prettier-ignore
  const run = await other.run("本科", 1);
  await other.must(run.id, "check");
  await other.must(run.id, "announce");
  await other.noticeEnds(run.id);
  const conflict = await other.step(run.id, "confirm");
  expect([conflict.statusCode, conflict.json().detail]).toEqual([409, expect.stringContaining(`${twice.number}（2027年职教高考）`)]); // prettier-ignore
  await other.must(run.id, "withdraw", second, "一人重复录取");
  await office.world.sql("update admissions.admission set admitted_at = '2026-11-01' where candidate_id = $1", [person.id]); // prettier-ignore
  const again = await other.confirmed("本科", 1);
  expect(again.summary).toMatchObject({ leftOut: 1, admitted: 3 });
});

test("who withdraws after the scores are out keeps his place in the list and is filed nowhere; an absence counts as 0", async () => {
  const other = await Season.open(office, "2027年放弃", { people: 6 });
  await other.filling("本科", 1);
  for (const one of other.people) await other.wish(one, "本科", 1, ["B01"]);
  const [gone, absent] = other.people as [Person, Person];
  await office.world.sql(`insert into admissions.candidate_action (province, candidate_id, seq, action, by_name, at) values ('370000', $1, 4, 'withdraw', '本人', '2026-07-01')`, [gone.id]); // prettier-ignore
  await office.world.sql("update admissions.score set points = null, absent = true where candidate_id = $1 and subject = 'skill'", [absent.id]); // prettier-ignore
  const run = await other.run("本科", 1);
  expect([run.solving, run.message, run.summary.candidates, run.summary.leftOut, run.summary.preferences]).toEqual(["done", null, 6, 1, 5]); // prettier-ignore
  const { items } = await office.get(`/api/filings/${run.id}/outcomes`);
  const of = (person: Person) => items.find(({ number }: Answer) => number === person.number);
  expect(of(gone)).toMatchObject({ unit: null });
  expect(of(absent)).toMatchObject({ unit: null, rank: 6 });
  expect(items.map(({ rank }: Answer) => rank).sort()).toEqual([1, 2, 3, 4, 5, 6]);
});

test("who was admitted without the examination is in no list, has his seat, and stays though the run knows nothing of him", async () => {
  const other = await Season.open(office, "2027年免试", { people: 8 });
  await other.filling("本科", 1);
  for (const one of other.people) await other.wish(one, "本科", 1, ["B01"]);
  const [exempt] = other.people as [Person];
  const seat = JSON.stringify({ award: "national-third", unit: "B01", unitName: "示例学院B01 数控技术", from: "2026-03-01", until: "2026-03-06" });
  for (const [seq, action] of [[4, "exempt"], [5, "admit-exempt"]] as const)
    await office.world.sql("insert into admissions.candidate_action (province, candidate_id, seq, action, payload, by_name, at) values ('370000', $1, $2, $3, $4, '规划员', '2026-03-02')", [exempt.id, seq, action, seat]);
  await office.world.sql("insert into admissions.admission (province, year, person, season_id, candidate_id, unit_id, award, admitted_at) values ('370000', 2027, $1, $2, $3, 'B01', 'national-third', '2026-03-07')", [exempt.actor.personId, other.id, exempt.id]);
  const run = await other.run("本科", 1);
  expect([run.solving, run.message, run.summary.candidates, run.summary.preferences, run.summary.admitted]).toEqual(["done", null, 7, 7, 4]);
  const plans = readFileSync(path.join(folder(run.id), "plans.csv"), "utf8");
  expect(plans.split("\n").filter((line) => line.startsWith("B01"))).toEqual([expect.stringMatching(/^B01,machines,本科,3,.*,,$/), expect.stringMatching(/^B01,machines,本科,1,.*veteran/)]);
  await other.must(run.id, "check");
  await other.must(run.id, "announce");
  const { items } = await office.get(`/api/public/filings/${run.id}/cutoffs`, public_);
  expect(items.map(({ unit, quota, programme, capacity, exempt: free, admitted, vacancies }: Answer) => [unit, quota, programme, capacity, free, admitted, vacancies]).slice(0, 2)).toEqual([["B01", "", "460103", 4, 1, 3, 0], ["B01", "veteran", "460103", 1, 0, 1, 0]]);
  // beside the plan nothing is taken off
  await office.world.sql(`update admissions.season set exemptions = jsonb_set(exemptions, '{seats}', '"above"') where id = $1`, [other.id]);
  const seats = await office.world.as(first, async (ctx) => (await sql`select from admissions.exempt_seats('370000', ${other.id})`.execute(ctx.tx)).rows);
  expect(seats).toEqual([]);
}); // prettier-ignore

describe("files with which anybody verifies", () => {
  test("hold no number, give the same result, and carry over who was ahead among equals", async () => {
    for (const [k, rules] of [RULES, { ...RULES, lastPlaceTies: "draw", seed: "公布的种子" }, { ...RULES, lastPlaceTies: "all" }].entries()) {
      const other = await Season.open(office, `2027年并列 ${k}`, { people: 0, rules });
      for (let i = 0; i < 14; i++) await other.candidate(i, { culture: 200 + (i % 3), skill: 200, veteran: i === 5 });
      await other.filling("本科", 1);
      for (const person of other.people) await other.wish(person, "本科", 1, ["B01", "B02"]);
      const run = await other.run("本科", 1);
      expect((await office.call({ method: "POST", url: `/api/filings/${run.id}/open-files` }, second)).statusCode).toBe(409);
      expect((await office.call({ url: `/api/public/filings/${run.id}/open.tar.gz` }, public_)).statusCode).toBe(404);
      await other.must(run.id, "check");
      expect(run.summary.alike).toEqual({ candidates: 14, alone: 1, belowFive: expect.any(Number) });
      const job = await jobOf(answerOf(await office.call({ method: "POST", url: `/api/filings/${run.id}/open-files` }, second)));
      expect([job.state, job.message]).toEqual(["done", null]);
      await other.must(run.id, "announce");
      const here = mkdtempSync(path.join(tmpdir(), "tixi-open-"));
      try {
        let all = "";
        for (const name of ["rules.json", "plans.csv", "candidates.csv", "preferences.csv", "allocation.csv", "cutoffs.csv", "reasons.ndjson", "report.json", "manifest.json"]) {
          const file = await office.call({ url: `/api/public/filings/${run.id}/files/${name}` }, public_);
          expect([name, file.statusCode]).toEqual([name, 200]);
          writeFileSync(path.join(here, name), file.rawPayload);
          all += file.body;
        }
        const archive = await office.call({ url: `/api/public/filings/${run.id}/open.tar.gz` }, public_);
        const packed = [];
        for await (const { name, content } of entriesOf(Readable.from([gunzipSync(archive.rawPayload)]))) {
          const parts: Buffer[] = [];
          for await (const part of content) parts.push(part);
          packed.push(name.split("/").at(-1));
          expect(Buffer.concat(parts).equals(readFileSync(path.join(here, path.basename(name))))).toBe(true);
        }
        expect(packed).toHaveLength(9);
        for (const { number } of other.people) expect(all).not.toContain(number);
        expect(all).not.toContain("考生1");
        const { breaches, absent, checks } = await verifyFileAllocation({ ...inputsIn(here), result: here }, 1);
        expect([breaches, absent, checks.length > 5]).toEqual([[], [], true]);
        const { key } = (await office.call({ url: "/api/public/admission-key" }, public_)).json();
        expect(await checkManifest(here, key)).toEqual({ key, signed: true, altered: [], absent: [] });
        expect(await checkManifest(here, "0".repeat(64))).toMatchObject({ signed: false });
        const manifest = readFileSync(path.join(here, "manifest.json"), "utf8");
        writeFileSync(path.join(here, "manifest.json"), manifest.replace('"round": 1', '"round": 2'));
        expect(await checkManifest(here)).toMatchObject({ signed: false, altered: [] });
        writeFileSync(path.join(here, "manifest.json"), manifest);
        rmSync(path.join(here, "cutoffs.csv"));
        writeFileSync(path.join(here, "plans.csv"), "\n", { flag: "a" });
        expect(await checkManifest(here)).toMatchObject({ signed: true, altered: ["plans.csv"], absent: ["cutoffs.csv"] });
        const lines = (file: string) => readFileSync(file, "utf8").trimEnd().split("\n").length;
        expect(lines(path.join(here, "allocation.csv"))).toBe(lines(path.join(folder(run.id), "allocation.csv")));
      } finally {
        rmSync(here, { recursive: true });
      }
    }
  }, 60_000); // prettier-ignore
});

describe("rules are tried", () => {
  test("on a drawn season, two sets compared; never on a running one", async () => {
    const on = { candidates: 400, units: 20, preferences: 8, seed: 7 };
    const { quotas: _, ...rules } = RULES;
    const tried = await jobOf(await office.post("/api/filing-simulations", { on, rules: [rules, { ...rules, engine: "sequential" }] })); // prettier-ignore
    expect([tried.state, tried.message]).toEqual(["done", null]);
    const [parallel, sequential] = tried.result.runs;
    expect(parallel.candidates).toBe(400);
    expect(sequential.byChoice[0]).toBeGreaterThanOrEqual(parallel.byChoice[0]);
    expect(tried.result.compared.elsewhere).toBeGreaterThan(0);
    const { items } = await office.get("/api/public/filings", public_);
    const running = items.find(({ seasonName }: Answer) => seasonName === "2027年职教高考");
    const refused = await office.call({ method: "POST", url: "/api/filing-simulations", payload: { on: { filing: running.id }, rules: [null] } }, first); // prettier-ignore
    expect([refused.statusCode, refused.json().detail]).toEqual([409, expect.stringContaining("已经结束")]);
    await office.world.sql(`insert into admissions.season_action (province, season_id, seq, action, by_name, at) values ('370000', $1, 7, 'conclude', '规划员', now())`, [season.id]); // prettier-ignore
    const past = await jobOf(await office.post("/api/filing-simulations", { on: { filing: running.id }, rules: [null, { ...RULES, engine: "matching" }] })); // prettier-ignore
    expect([past.state, past.result.runs[0].admitted]).toEqual(["done", 17]);
    const wrong = await office.call({ method: "POST", url: "/api/filing-simulations", payload: { on, rules: [{ engine: "lottery" }] } }, first); // prettier-ignore
    expect(wrong.statusCode).toBe(400);
  });
});
