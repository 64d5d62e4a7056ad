/** A season of a province for the tests of scores, units and preferences, made by SQL: what came before is not their matter. */
import { randomUUID } from "node:crypto";
import { NOBODY, type Actor } from "../../platform/context.ts";
import { testApp } from "../../platform/testing/test-app.ts";
import { actors } from "../../platform/testing/test-database.ts";
import { answerOf, Office, type Answer } from "../../testing/office.ts";
import type { SeasonStep } from "../season-state.ts";

export const PUBLIC: Actor = { ...NOBODY, name: "公众", region: "370000" };
export const RULES = {
  engine: "parallel",
  score: { culture: 1, skill: 1 },
  ties: ["skill"],
  range: { culture: [0, 300], skill: [0, 350] },
  batches: [
    { id: "bachelor", minScore: 400 },
    { id: "college", min: { culture: 60 } },
  ],
  quotas: [{ id: "veteran" }],
  maxPreferences: 5,
};
const SUBJECTS = [
  { key: "culture", name: "文化素质", kind: "culture", max: 300, places: 1 },
  { key: "skill", name: "职业技能", kind: "skill", max: 350, places: 1 },
];

export interface Pupil {
  candidate: string;
  number: string;
  actor: Actor;
}

export class ScoredSeason {
  readonly first: Actor = actors.planner;
  readonly second: Actor = { ...actors.planner, userId: "test-planner-2", name: "李复核" };
  readonly pupils: Pupil[] = [];

  private constructor(
    readonly office: Office,
    readonly id: string,
    readonly year: number,
  ) {}

  static async openOffice(): Promise<Office> {
    const office = new Office(await testApp({ jobs: true, now: new Date() }));
    await office.world.sql("insert into registry.installation (province, sample, publisher, created_at) values ('370000', false, '甲省教育厅', now())"); // prettier-ignore
    return office;
  }

  /** With two categories, and a confirmed candidate for each entry. */
  static async open(office: Office, options: { year?: number; steps?: SeasonStep[]; pupils?: string[]; rules?: object } = {}): Promise<ScoredSeason> {
    const { year = 2027, steps = ["start", "open", "close-registration"], pupils = ["machines", "machines", "machines", "machines", "machines", "farming"] } = options;
    const season = new ScoredSeason(office, randomUUID(), year);
    const { sql } = office.world;
    await sql(
      `insert into admissions.season (province, id, year, name, channel, rules, subjects, sample, created_by_name, created_at)
       values ('370000', $1, $2, $3, 'entrance-exam', $4, $5, false, '规划员', now())`,
      [season.id, year, `${year}年职教高考`, JSON.stringify(options.rules ?? RULES), JSON.stringify(SUBJECTS)],
    );
    for (const [key, name, codes] of [["machines", "机械类", ["46", "26"]], ["farming", "农林类", ["41", "21"]]] as const)
      await sql("insert into admissions.category (province, season_id, key, name, programmes) values ('370000', $1, $2, $3, $4)", [season.id, key, name, codes]);
    for (const step of steps) await season.step(step);
    for (const category of pupils) await season.pupil(category);
    return season;
  } // prettier-ignore

  /** A step that was taken, whatever stood against it. */
  async step(action: SeasonStep): Promise<void> {
    await this.office.world.sql(
      `insert into admissions.season_action (province, season_id, seq, action, by_user, by_name, at)
       select '370000', $1, count(*) + 1, $2, 'test-planner', '规划员', now() - interval '1 hour' from admissions.season_action where season_id = $1`,
      [this.id, action],
    );
  }

  async pupil(category: string, scores?: { culture: number; skill: number }, person?: Actor): Promise<Pupil> {
    const { sql } = this.office.world;
    const personId = person?.personId ?? randomUUID();
    const name = `考生${this.pupils.length + 1}`;
    if (!person)
      await sql("insert into registry.person (id, name, user_id, state, created_at) values ($1, $2, $3, 'active', now())", [personId, name, `u-${personId}`]);
    const candidate = randomUUID();
    const number = `${this.year % 100}${String(this.pupils.length + 1).padStart(4, "0")}`;
    await sql(
      `insert into admissions.candidate (province, id, season_id, number, person, kind, category, region, sample, created_at)
       values ('370000', $1, $2, $3, $4, 'current', $5, '370102', false, now())`,
      [candidate, this.id, number, personId, category],
    );
    for (const [i, action] of ["register", "submit", "confirm"].entries())
      await sql("insert into admissions.candidate_action (province, candidate_id, seq, action, by_name, at) values ('370000', $1, $2, $3, '规划员', now())", [candidate, i + 1, action]);
    for (const [subject, points] of Object.entries(scores ?? {}))
      await sql("insert into admissions.score (province, season_id, candidate_id, subject, points, source, changed_at) values ('370000', $1, $2, $3, $4, 'test', now())", [this.id, candidate, subject, points * 10_000]);
    const pupil = { candidate, number, actor: person ?? { ...NOBODY, userId: `u-${personId}`, personId, name, role: "student" as const, region: "370102", organisation: null } };
    this.pupils.push(pupil);
    return pupil;
  } // prettier-ignore

  async unit(unit: string, of: { batch?: string; category?: string; seats?: number; minScore?: number; programme?: string; school?: string } = {}): Promise<void> {
    await this.office.world.sql(
      `insert into admissions.unit (province, season_id, unit_id, category, batch, capacity, min_score, school_id, school_name, programme, programme_name, level, city)
       values ('370000', $1, $2, $3, $4, $5, $6, $7, $8, $9, '数控技术', $10, '370100')`,
      [this.id, unit, of.category ?? "machines", of.batch ?? "college", of.seats ?? 2, of.minScore === undefined ? null : of.minScore * 10_000, unit.slice(0, 4), of.school ?? `示例学院${unit.slice(0, 4)}`, of.programme ?? "460103", of.batch === "bachelor" ? "bachelor" : "college"],
    );
  } // prettier-ignore

  /** A time for preferences around now, as an office would have set it before. */
  async filling(batch: string, round = 1, hours = 24): Promise<void> {
    await this.office.world.sql(
      "insert into admissions.filling (province, season_id, batch, round, opens, closes) values ('370000', $1, $2, $3, now() - interval '2 days', now() + make_interval(hours => $4))",
      [this.id, batch, round, hours],
    );
  }
  async locks(batch: string, round = 1): Promise<void> {
    await this.office.world.sql(
      "update admissions.filling set closes = now() - interval '1 minute' where season_id = $1 and batch = $2 and round = $3",
      [this.id, batch, round],
    );
  }
  /** A confirmed run of a batch and round with these last places. */
  async confirmed(batch: string, round: number, cutoffs: readonly { unit: string; admitted: number; vacancies: number; lastRank: number | null }[]): Promise<void> {
    const { sql } = this.office.world;
    const id = randomUUID();
    await sql("insert into admissions.filing (province, id, season_id, batch, round, state, sample, created_by_name, created_at) values ('370000', $1, $2, $3, $4, 'done', false, '规划员', now())", [id, this.id, batch, round]);
    for (const [i, action] of ["run", "check", "announce", "confirm"].entries())
      await sql("insert into admissions.filing_action (province, filing_id, seq, action, by_name, at) values ('370000', $1, $2, $3, '规划员', now())", [id, i + 1, action]);
    for (const one of cutoffs)
      await sql("insert into admissions.cutoff (province, filing_id, unit_id, admitted, vacancies, last_score, last_rank) values ('370000', $1, $2, $3, $4, $5, $6)", [id, one.unit, one.admitted, one.vacancies, one.lastRank === null ? null : 500, one.lastRank]);
  } // prettier-ignore

  url = (path: string) => `/api/seasons/${this.id}/${path}`;
  get = (path: string, actor: Actor = this.first): Promise<Answer> => this.office.get(`/api/${path}`, actor);
  post = (path: string, payload: object, actor: Actor = this.first) =>
    this.office.call({ method: "POST", url: `/api/${path}`, payload }, actor);
  put = (path: string, payload: object, etag: string | null, actor: Actor = this.first) =>
    this.office.call(
      { method: "PUT", url: `/api/${path}`, payload, headers: etag ? { "if-match": etag } : {} },
      actor,
    );

  upload(path: string, content: string | Uint8Array, name = "file.csv", actor: Actor = this.first) {
    const boundary = "tixi-season-boundary";
    const payload = Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`),
      Buffer.from(content),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
    return this.office.call({ method: "POST", url: this.url(path), payload, headers }, actor);
  }

  /** A file of scores, looked through to its end. */
  async scores(content: string | Uint8Array, name?: string): Promise<Answer> {
    const { id, jobId } = answerOf(await this.upload("score-imports", content, name));
    await this.office.jobEnded(jobId);
    return this.get(`score-imports/${id}`);
  }
  async takeIn(id: string): Promise<Answer> {
    const { jobId } = answerOf(await this.post(`score-imports/${id}/take-in`, {}));
    await this.office.jobEnded(jobId);
    return this.get(`score-imports/${id}`);
  }
  cancel = async (id: string): Promise<Answer> => answerOf(await this.post(`score-imports/${id}/cancel`, {}));
  /** A step over HTTP, as one who has just read the season. */
  async take(step: SeasonStep, actor: Actor = this.first, note = "") {
    const { etag } = await this.get(`seasons/${this.id}`, actor);
    return this.office.call({ method: "POST", url: this.url(step), payload: { note }, headers: { "if-match": etag } }, actor); // prettier-ignore
  }
}
