/** A season whose scores are released and whose units are known, with its candidates, by SQL; runs over HTTP, by two persons. */
import { createHash, randomUUID } from "node:crypto";
import { expect } from "vitest";
import { NOBODY, type Actor } from "../../platform/context.ts";
import { actors } from "../../platform/testing/test-database.ts";
import { answerOf, type Answer, type Office } from "../../testing/office.ts";

export const SCHOOL = "01900000-0000-7000-8000-0000000000e1";
export const first = actors.planner as Actor;
export const second: Actor = { ...first, userId: "test-planner-2", name: "李复核" };
export const public_: Actor = { ...NOBODY, name: "公众", region: "370000" };
export const schoolOfficer: Actor = { ...NOBODY, userId: "test-officer", personId: randomUUID(), name: "王老师", role: "school-officer", region: "370102", organisation: SCHOOL }; // prettier-ignore

export const RULES = {
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

export interface Person {
  id: string;
  number: string;
  actor: Actor;
}

export class Season {
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
