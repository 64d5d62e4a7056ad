/** A small season from the lock of its preferences to the last admission, over HTTP, through both persons of the office. */
import { createHash, randomUUID } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "kysely";
import { NOBODY, type Actor } from "../platform/context.ts";
import { actors } from "../platform/testing/test-database.ts";
import { answerOf, Office, type Answer } from "../testing/office.ts";
import { filingJob, inputsIn } from "./run-filing.ts";
import { verifyFileAllocation } from "./verify-allocation.ts";

const SCHOOL = "01900000-0000-7000-8000-0000000000e1";
const first = actors.planner as Actor;
const second: Actor = { ...first, userId: "test-planner-2", name: "李复核" };
const public_: Actor = { ...NOBODY, name: "公众", region: "370000" };
const schoolOfficer: Actor = { ...NOBODY, userId: "test-officer", personId: randomUUID(), name: "王老师", role: "school-officer", region: "370102", organisation: SCHOOL }; // prettier-ignore

const RULES = {
  engine: "parallel",
  score: { culture: 1, skill: 1 },
  ties: ["skill"],
  lastPlaceTies: "cut",
  batches: [{ id: "本科", minScore: 300 }, { id: "专科" }],
  quotas: [{ id: "veteran" }],
  maxPreferences: 10,
};
const UNITS = [
  ["B01", "", "本科", 4],
  ["B01", "veteran", "本科", 1],
  ["B02", "", "本科", 3],
  ["C01", "", "专科", 5],
  ["C02", "", "专科", 4],
] as const;

interface Person {
  id: string;
  number: string;
  actor: Actor;
}

class Season {
  readonly id = randomUUID();
  readonly people: Person[] = [];
  private constructor(readonly office: Office) {}

  static async open(office: Office, name: string, options: { channel?: string; people?: number; rules?: object } = {}): Promise<Season> {
    const season = new Season(office);
    const { id } = season;
    const run = office.world.sql.bind(office.world);
    await run(
      `insert into admissions.season (province, id, year, name, channel, rules, subjects, sample, created_by_name, created_at)
       values ('370000', $1, 2027, $2, $3, $4, '[{"key":"culture","name":"文化素质","max":300},{"key":"skill","name":"职业技能","max":350}]', false, '规划员', '2026-01-01')`,
      [id, name, options.channel ?? "entrance-exam", JSON.stringify(options.rules ?? RULES)],
    );
    const steps = ["start", "open", "close-registration", "submit-scores", "release-scores", "publish-units"];
    for (const [i, step] of steps.entries())
      await run(`insert into admissions.season_action (province, season_id, seq, action, by_name, at) values ('370000', $1, $2, $3, '规划员', '2026-06-01')`, [id, i + 1, step]);
    await run(`insert into admissions.category (province, season_id, key, name) values ('370000', $1, 'machines', '机械类')`, [id]);
    for (const [unit, quota, batch, capacity] of UNITS)
      await run(
        `insert into admissions.unit (province, season_id, unit_id, quota, category, batch, capacity, school_name, programme, programme_name, level, city)
         values ('370000', $1, $2, $3, 'machines', $4, $5, $6, '460103', '数控技术', 'college', '370100')`,
        [id, unit, quota, batch, capacity, `示例学院${unit}`],
      );
    for (let i = 0; i < (options.people ?? 30); i++) await season.candidate(i, { culture: 150 + ((i * 37) % 29), skill: 160 + ((i * 53) % 31), veteran: i === 7 });
    return season;
  } // prettier-ignore

  async candidate(i: number, of: { culture: number; skill: number; veteran?: boolean; person?: Person }): Promise<Person> {
    const run = this.office.world.sql.bind(this.office.world);
    const personId = of.person?.actor.personId ?? randomUUID();
    const number = `27${this.id.slice(0, 3)}${String(i + 1).padStart(4, "0")}`;
    if (!of.person)
      await run("insert into registry.person (id, name, user_id, state, created_at) values ($1, $2, $3, 'active', now())", [personId, `考生${i + 1}`, `u-${personId}`]);
    const id = randomUUID();
    await run(
      `insert into admissions.candidate (province, id, season_id, number, person, kind, category, school, region, quotas, sample, created_at)
       values ('370000', $1, $2, $3, $4, 'current', 'machines', $5, '370102', $6, false, now())`,
      [id, this.id, number, personId, i < 10 ? SCHOOL : null, of.veteran ? ["veteran"] : []],
    );
    for (const [k, action] of ["register", "submit", "confirm"].entries())
      await run(`insert into admissions.candidate_action (province, candidate_id, seq, action, by_name, at) values ('370000', $1, $2, $3, '规划员', '2026-03-01')`, [id, k + 1, action]);
    for (const subject of ["culture", "skill"] as const)
      await run(`insert into admissions.score (province, season_id, candidate_id, subject, points, source, changed_at) values ('370000', $1, $2, $3, $4, 'test', now())`, [this.id, id, subject, of[subject] * 10_000]);
    const person = { id, number, actor: of.person?.actor ?? { ...NOBODY, userId: `u-${personId}`, personId, name: `考生${i + 1}`, role: "student" as const, region: "370102", organisation: SCHOOL } };
    this.people.push(person);
    return person;
  } // prettier-ignore

  filling = (batch: string, round: number, locked = true) =>
    this.office.world.sql(
      `insert into admissions.filling (province, season_id, batch, round, opens, closes)
       values ('370000', $1, $2, $3, now() - interval '2 days', now() + make_interval(hours => $4))`,
      [this.id, batch, round, locked ? -1 : 24],
    );
  lock = (batch: string, round: number) =>
    this.office.world.sql(
      "update admissions.filling set closes = now() - interval '1 minute' where season_id = $1 and batch = $2 and round = $3",
      [this.id, batch, round],
    );
  async wish(person: Person, batch: string, round: number, units: string[], version = 1): Promise<void> {
    await this.office.world.sql(
      `insert into admissions.preference_list (province, season_id, candidate_id, batch, round, version, units, consents, receipt, saved_at)
       values ('370000', $1, $2, $3, $4, $5, $6, array_fill(false, array[$8::int]), $7, now())`,
      [this.id, person.id, batch, round, version, units, createHash("sha256").update(person.id + version).digest("hex"), units.length],
    );
  } // prettier-ignore

  start = (batch: string, round: number, actor = first) =>
    this.office.call(
      { method: "POST", url: "/api/filings", payload: { season: this.id, batch, round } },
      actor,
    );
  async run(batch: string, round: number): Promise<Answer> {
    const { id } = answerOf(await this.start(batch, round));
    return this.ended(id);
  }
  async ended(id: string): Promise<Answer> {
    for (let n = 0; n < 2000; n++) {
      const now = await this.office.get(`/api/filings/${id}`, first);
      if (!["waiting", "running"].includes(now.solving)) return now;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error("the run came to no end");
  }
  async step(id: string, step: string, actor = second, note = ""): Promise<Answer> {
    const { etag } = await this.office.get(`/api/filings/${id}`, first);
    return this.office.call({ method: "POST", url: `/api/filings/${id}/${step}`, payload: { note }, headers: { "if-match": etag } }, actor);
  } // prettier-ignore
  async must(id: string, step: string, actor = second, note = ""): Promise<Answer> {
    return answerOf(await this.step(id, step, actor, note));
  }
  /** The days of the public notice are over. */
  noticeEnds = (id: string) =>
    this.office.world.sql(
      `alter table admissions.filing_action disable trigger user`,
    ).then(() => this.office.world.sql(
      `update admissions.filing_action set payload = '{"from":"2026-10-01","until":"2026-10-06"}' where filing_id = $1 and action = 'announce'`,
      [id],
    )); // prettier-ignore
  async confirmed(batch: string, round: number): Promise<Answer> {
    const run = await this.run(batch, round);
    expect([run.solving, run.message]).toEqual(["done", null]);
    await this.must(run.id, "check");
    await this.must(run.id, "announce");
    await this.noticeEnds(run.id);
    return this.must(run.id, "confirm");
  }
  admissions = () =>
    this.office.world.sql<{ number: string; unit_id: string; quota: string }>(
      `select c.number, a.unit_id, a.quota from admissions.admission a join admissions.candidate c on c.id = a.candidate_id where a.season_id = $1 order by 1`,
      [this.id],
    );
}

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

describe("files with which anybody verifies", () => {
  test("hold no number, give the same result, and carry over who was ahead among equals", async () => {
    for (const [k, rules] of [RULES, { ...RULES, lastPlaceTies: "draw", seed: "公布的种子" }, { ...RULES, lastPlaceTies: "all" }].entries()) {
      const other = await Season.open(office, `2027年并列 ${k}`, { people: 0, rules });
      for (let i = 0; i < 14; i++) await other.candidate(i, { culture: 200 + (i % 3), skill: 200, veteran: i === 5 });
      await other.filling("本科", 1);
      for (const person of other.people) await other.wish(person, "本科", 1, ["B01", "B02"]);
      const run = await other.run("本科", 1);
      expect((await office.call({ method: "POST", url: `/api/filings/${run.id}/open-files` }, second)).statusCode).toBe(409);
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
        for (const { number } of other.people) expect(all).not.toContain(number);
        expect(all).not.toContain("考生1");
        const { breaches, absent, checks } = await verifyFileAllocation({ ...inputsIn(here), result: here }, 1);
        expect([breaches, absent, checks.length > 5]).toEqual([[], [], true]);
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
