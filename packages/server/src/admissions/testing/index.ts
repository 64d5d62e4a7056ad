/** A province with its office, two schools, students and a season, over HTTP only. */
import { randomUUID } from "node:crypto";
import { identityCheck } from "@tixi/engines/identifiers";
import type { LightMyRequestResponse } from "fastify";
import { NOBODY, type Actor } from "../../platform/context.ts";
import { testApp, type TestApp } from "../../platform/testing/test-app.ts";
import { actors } from "../../platform/testing/test-database.ts";
import type { Answer } from "../../testing/office.ts";

export const PROVINCE = "370000";
/** Weights 1, lines low: rules that are followed by hand. */
export const RULES = {
  engine: "parallel",
  score: { chinese: 1, mathematics: 1, skill: 1 },
  range: { chinese: [0, 150], mathematics: [0, 150], skill: [0, 300] },
  ties: ["skill"],
  batches: [{ id: "bachelor" }, { id: "college" }],
  quotas: [{ id: "veteran" }],
  maxPreferences: 30,
};
export const CATEGORIES = [
  { key: "装备制造类", name: "装备制造类", programmes: ["66", "46", "26"], skillMinutes: 60 },
  { key: "财经商贸类", name: "财经商贸类", programmes: ["73", "53", "33"], skillMinutes: null },
];
const YES_NO = { finalYear: true, oneYear: false, collegeStudent: false, placeReserved: false, examBan: false, criminalMeasures: false }; // prettier-ignore

export interface School {
  id: string;
  name: string;
  officer: Actor;
}

export class AdmissionWorld {
  #people = 0;
  private constructor(
    readonly app: TestApp,
    readonly first: School,
    readonly second: School,
  ) {}

  /** The office's planner, and the one who releases what he prepared. */
  readonly planner: Actor = actors.planner;
  readonly releaser: Actor = { ...actors.planner, userId: "test-releaser", name: "核对人" };

  /** @param now a day on which the default calendar of 2027 takes registrations */
  static async open(options: { jobs?: boolean; now?: Date } = {}): Promise<AdmissionWorld> {
    const app = await testApp({ now: new Date("2026-11-12T10:00:00+08:00"), ...options });
    await app.sql("insert into registry.installation (province, sample, publisher, created_at) values ($1, false, '甲省教育厅', now())", [PROVINCE]); // prettier-ignore
    return new AdmissionWorld(app, await school(app, "甲市第一中等职业学校"), await school(app, "甲市第二中等职业学校")); // prettier-ignore
  }
  close = () => this.app.close();
  sql: TestApp["sql"] = (text, values) => this.app.sql(text, values);
  /** The clock of the process is set; that of the database goes on by itself. */
  setClock(time: string): void {
    const at = new Date(time);
    this.app.platform.clock = () => at;
  }

  call = (actor: Actor, method: "GET" | "POST" | "PUT" | "DELETE", url: string, payload?: object, etag?: string): Promise<LightMyRequestResponse> =>
    this.app.call(actor, { method, url: `/api/${url}`, ...(payload ? { payload } : {}), headers: etag ? { "if-match": etag } : {} }); // prettier-ignore
  /** A request that must succeed. */
  async must(actor: Actor, method: "GET" | "POST" | "PUT" | "DELETE", url: string, payload?: object, etag?: string): Promise<Answer> {
    const response = await this.call(actor, method, url, payload, etag);
    if (response.statusCode !== 200) throw new Error(`${method} ${url}: ${response.statusCode} ${response.body.slice(0, 600)}`);
    return response.json();
  } // prettier-ignore
  get = (actor: Actor, url: string): Promise<Answer> => this.must(actor, "GET", url);
  post = (actor: Actor, url: string, payload: object = {}): Promise<Answer> =>
    this.must(actor, "POST", url, payload);

  /** A season that is set up with two categories, of which the first has a skill test. */
  async season(
    more: { year?: number; name?: string; rules?: object; channel?: string } = {},
  ): Promise<string> {
    const { year = 2027, name = "2027年职教高考", rules = RULES, channel = "entrance-exam" } = more;
    const made = await this.post(this.planner, "seasons", { year, channel, name, rules });
    await this.setUp(made.id, {});
    return made.id as string;
  }
  /** Changes the set-up in what is given. */
  async setUp(id: string, change: object): Promise<Answer> {
    const { rules, subjects, categories, eligibility, noticeDays, name, etag } = await this.get(this.planner, `seasons/${id}`); // prettier-ignore
    const own = categories.length > 0 ? categories : CATEGORIES;
    return this.must(this.planner, "PUT", `seasons/${id}/set-up`, { name, rules, subjects, eligibility, noticeDays, categories: own, ...change }, etag); // prettier-ignore
  }
  /** Takes the season a step on, as one who has just read it. */
  async tryStep(id: string, step: string, actor = this.planner): Promise<LightMyRequestResponse> {
    const { etag } = await this.get(actor, `seasons/${id}`);
    return this.call(actor, "POST", `seasons/${id}/${step}`, { note: "" }, etag);
  }
  async step(id: string, step: string, actor = this.planner): Promise<Answer> {
    const response = await this.tryStep(id, step, actor);
    if (response.statusCode !== 200) throw new Error(`${step}: ${response.statusCode} ${response.body}`);
    return response.json();
  }

  /** Somebody with an account and an identity number, and a student record where a school is named. */
  async student(of: School | null, more: { name?: string; programme?: string; level?: string; entryYear?: number; state?: string } = {}): Promise<Actor & { identity: string }> {
    const i = ++this.#people;
    const { name = `考生${i}`, programme = "660301", level = "secondary", entryYear = 2024, state = "enrolled" } = more;
    const [personId, identity] = [randomUUID(), identityNumber(i)];
    const userId = `u-${personId}`;
    await this.sql(
      "insert into registry.person (id, name, user_id, identity_index, born_on, state, created_at) values ($1, $2, $3, $4, '2008-05-01', 'active', now())",
      [personId, name, userId, this.app.platform.vault.index("registry.person.identity", identity)],
    );
    if (of)
      await this.sql(
        `insert into registry.student (person_id, school_id, region, student_number, programme_code, level, entry_year, state, updated_at)
         values ($1, $2, '370102', $3, $4, $5, $6, $7, now())`,
        [personId, of.id, `S${i}`, programme, level, entryYear, state],
      );
    return { ...NOBODY, userId, personId, name, role: "student", region: of ? "370102" : PROVINCE, organisation: of?.id ?? null, identity };
  } // prettier-ignore

  form = (more: object = {}): object => ({
    kind: "current",
    category: CATEGORIES[0]!.key,
    programme: "660301",
    answers: YES_NO,
    city: "370100",
    quotas: [],
    throughSchool: true,
    truthful: true,
    ...more,
  });
  register = (student: Actor, season: string, more: object = {}): Promise<Answer> =>
    this.post(student, `seasons/${season}/register`, this.form(more));
  /** Takes a registration a step on, as one who has just read it. */
  async tryAct(
    actor: Actor,
    id: string,
    step: string,
    payload: object = {},
  ): Promise<LightMyRequestResponse> {
    const { etag } = await this.get(actor, `candidates/${id}`);
    return this.call(actor, "POST", `candidates/${id}/${step}`, payload, etag);
  }
  async act(actor: Actor, id: string, step: string, payload: object = {}): Promise<Answer> {
    const response = await this.tryAct(actor, id, step, payload);
    if (response.statusCode !== 200) throw new Error(`${step}: ${response.statusCode} ${response.body}`);
    return response.json();
  }
  /** A confirmed candidate of a school. */
  async candidate(season: string, of: School = this.first, more: object = {}, student?: Actor): Promise<{ id: string; number: string; student: Actor }> {
    const who = student ?? (await this.student(of));
    const { id } = await this.register(who, season, more);
    if ("exemption" in more) await this.evidence(who, id);
    await this.act(who, id, "submit");
    const { number } = await this.act(of.officer, id, "confirm");
    return { id, number, student: who };
  } // prettier-ignore

  /** Uploads a certificate to a registration. */
  async evidence(actor: Actor, id: string): Promise<void> {
    const boundary = "tixi-admission-boundary";
    const payload = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="证书.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4\n%%EOF\r\n--${boundary}--\r\n`;
    const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
    const sent = await this.app.call(actor, { method: "POST", url: `/api/files?purpose=evidence&subject=candidate:${id}`, payload, headers });
    if (sent.statusCode !== 200) throw new Error(`evidence: ${sent.statusCode} ${sent.body}`);
  } // prettier-ignore

  site = (season: string, more: object = {}): Promise<Answer> =>
    this.post(this.planner, `seasons/${season}/sites`, {
      name: "甲市实训中心",
      city: "370100",
      places: { [CATEGORIES[0]!.key]: 2 },
      open: [{ from: "2027-03-10T08:00:00+08:00", until: "2027-03-10T12:00:00+08:00" }],
      ...more,
    });
}

async function school(app: TestApp, name: string): Promise<School> {
  const [id, personId] = [randomUUID(), randomUUID()];
  await app.sql("insert into registry.organisation (id, created_at) values ($1, now())", [id]);
  await app.sql(
    `insert into registry.organisation_version (organisation_id, valid, name, kind, region, change, recorded_at)
     values ($1, '[2020-01-01,)', $2, 'secondary-school', '370102', 'registered', now())`,
    [id, name],
  );
  const userId = `u-${personId}`;
  await app.sql("insert into registry.person (id, name, user_id, state, created_at) values ($1, $2, $3, 'active', now())", [personId, `${name}招办`, userId]); // prettier-ignore
  await app.sql(
    `insert into registry.membership (id, person_id, organisation_id, role, region, state, since, created_at)
     values (gen_random_uuid(), $1, $2, 'school-officer', '370102', 'active', '2026-01-01', now())`,
    [personId, id],
  );
  const officer: Actor = { ...NOBODY, userId, personId, name: `${name}招办`, role: "school-officer", region: "370102", organisation: id }; // prettier-ignore
  return { id, name, officer };
}

/** A number with its check character; of no person: order 900 and beyond are hardly given out. */
function identityNumber(i: number): string {
  const seventeen = `37010220080${1 + (Math.floor(i / 90) % 9)}01${900 + (i % 90)}`;
  return seventeen + identityCheck(seventeen);
}
