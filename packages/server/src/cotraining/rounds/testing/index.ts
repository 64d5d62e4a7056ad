/** Schools, an enterprise and students of joint training, over HTTP only: what a test of rounds and assessments gives, does and sees. */
import type { LightMyRequestResponse } from "fastify";
import { randomUUID } from "node:crypto";
import { NOBODY, type Actor, type Role } from "../../../platform/context.ts";
import { actors } from "../../../platform/testing/test-database.ts";
import { answerOf, Office, type Answer } from "../../../testing/office.ts";

const PROVINCE = "370000";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface PostGiven {
  name?: string;
  programmes?: string[];
  likeKey?: string;
  likeStaff?: number;
  likePay?: number;
  night?: boolean;
  hazards?: string[];
  competences?: { key: string; name: string }[];
}

export class TraineeWorld {
  private constructor(
    readonly office: Office,
    readonly school: Actor,
    readonly otherSchool: Actor,
    readonly enterprise: Actor,
  ) {}

  /** Two schools and an enterprise of `staff` in one city. */
  static async open({
    staff = 200,
    jobs = false,
  }: { staff?: number; jobs?: boolean } = {}): Promise<TraineeWorld> {
    const office = await Office.open({ jobs });
    await office.world.sql(`insert into registry.installation (province, sample, publisher, created_at) values ('${PROVINCE}', false, '甲省教育厅', now())`); // prettier-ignore
    const world = new TraineeWorld(
      office,
      await member(office, "school-officer", "college", "乙市职业技术学院"),
      await member(office, "school-officer", "college", "乙市工业学院"),
      await member(office, "enterprise-officer", "enterprise", "乙市机械有限公司"),
    );
    await world.employs(world.enterprise, staff);
    return world;
  }

  readonly planner = actors.planner;
  close = () => this.office.close();
  sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => this.office.world.sql<T & object>(text, values) as Promise<T[]>; // prettier-ignore
  get now(): Date {
    return this.office.world.platform.clock();
  }

  employs = (enterprise: Actor, staff: number) =>
    this.sql(
      `insert into cotraining.workplace (province, organisation, name, region, staff, registered, dishonest, sample, updated_by_name, updated_at)
       values ('${PROVINCE}', $1, $2, '370200', $3, true, false, false, '某人', now()) on conflict (province, organisation) do update set staff = excluded.staff`,
      [enterprise.organisation, enterprise.name.replace("代表", ""), staff],
    );

  async post(of: PostGiven = {}, enterprise: Actor = this.enterprise): Promise<string> {
    const id = randomUUID();
    const { name = "数控操作员", programmes = ["460103"], likeKey = "", likeStaff = 100, likePay = 500_000, night = false, hazards = [], competences = [{ key: "turning", name: "数控车削" }] } = of; // prettier-ignore
    await this.sql(
      `insert into cotraining.post (province, id, enterprise, name, programmes, seats, like_key, like_staff, like_pay, hours_day, hours_week, rest_days, overtime, night,
         rest_day_work, holiday_work, simple_only, labour_level, hazards, competences, sample, created_by_name, created_at)
       values ('${PROVINCE}', $1, $2, $3, $4, 10, $5, $6, $7, 8, 40, 2, false, $8, false, false, false, 1, $9, $10, false, '某人', now())`,
      [id, enterprise.organisation, name, programmes, likeKey, likeStaff, likePay, night, hazards, JSON.stringify(competences)],
    ); // prettier-ignore
    return id;
  }

  /** A student on the roll, with an account. */
  async student(name: string, of: { born?: string; entryYear?: number; programme?: string; school?: Actor } = {}): Promise<Actor> {
    const { born = "2006-03-01", entryYear = 2024, programme = "460103", school = this.school } = of;
    const actor = await enrolled(this.office, name, "student", school.organisation!, born);
    const number = `${entryYear}${String((await this.sql<{ n: string }>("select count(*) as n from registry.student"))[0]!.n).padStart(5, "0")}`;
    await this.sql(
      `insert into registry.student (person_id, school_id, region, student_number, programme_code, level, entry_year, class_name, state, updated_at)
       values ($1, $2, '370200', $3, $4, 'college', $5, '一班', 'enrolled', now())`,
      [actor.personId, school.organisation, number, programme, entryYear],
    );
    return actor;
  } // prettier-ignore

  get = (url: string, actor: Actor): Promise<Answer> => this.office.get(`/api/${url}`, actor);
  /** A write as one who has just read what he changes; `etag` names another version. */
  try = (method: "POST" | "PUT" | "DELETE", url: string, payload: object, actor: Actor, etag = "*"): Promise<LightMyRequestResponse> =>
    this.office.call({ method, url: `/api/${url}`, payload, headers: { "if-match": etag } }, actor); // prettier-ignore
  do = async (method: "POST" | "PUT" | "DELETE", url: string, payload: object, actor: Actor): Promise<Answer> =>
    answerOf(await this.try(method, url, payload, actor)); // prettier-ignore

  /** What a round is made with; it begins in 30 days. */
  given(more: object = {}): object {
    const at = (days: number): string => new Date(this.now.getTime() + days * DAY).toISOString();
    return {
      title: "2026 级岗位实习", programmes: ["4601"], fromOn: at(30).slice(0, 10), toOn: at(200).slice(0, 10), chooseUntil: at(7), rankUntil: at(14),
      appealDays: 5, most: 5, parks: [], ...more,
    }; // prettier-ignore
  }

  /** A round that is open to all students of the school, with these posts and seats. */
  async opened(offers: { post: string; seats: number; pay?: number; enterprise?: Actor; park?: string }[], { school = this.school, ...more }: { school?: Actor } & object = {}): Promise<string> {
    const { id } = await this.do("POST", "placement-rounds", this.given(more), school);
    await this.do("POST", `placement-rounds/${id}/students`, {}, school);
    await this.do("POST", `placement-rounds/${id}/call`, {}, school);
    for (const { post, seats, pay = 450_000, enterprise = this.enterprise, park = "" } of offers)
      await this.do("PUT", `placement-rounds/${id}/posts`, { post, seats, pay, park, filingNo: "" }, enterprise);
    await this.do("POST", `placement-rounds/${id}/open`, {}, school);
    return id;
  } // prettier-ignore

  choose = (round: string, student: Actor, posts: string[]): Promise<LightMyRequestResponse> =>
    this.try("PUT", `placement-rounds/${round}/own/choices`, { posts, statement: "" }, student);
  step = (
    round: string,
    step: string,
    actor: Actor = this.school,
    note?: string,
  ): Promise<LightMyRequestResponse> =>
    this.try("POST", `placement-rounds/${round}/${step}`, note ? { note } : {}, actor);
  rank = (round: string, post: string, order: Actor[], turnedDown: { person: string; reason: string }[] = [], enterprise: Actor = this.enterprise): Promise<LightMyRequestResponse> =>
    this.try("PUT", `placement-rounds/${round}/posts/${post}/ranking`, { order: order.map(({ personId }) => personId), turnedDown }, enterprise); // prettier-ignore
  /** The time of a round goes by. */
  later = (round: string) =>
    this.sql("update cotraining.round set choose_until = $2, rank_until = $3 where id = $1", [round, new Date(this.now.getTime() - 2 * HOUR), new Date(this.now.getTime() - HOUR)]); // prettier-ignore

  /** Closed and run, the enterprises having had their time. */
  async run(round: string, school: Actor = this.school): Promise<Answer> {
    await this.later(round);
    for (const step of ["close", "run"]) answerOf(await this.step(round, step, school));
    return this.get(`placement-rounds/${round}/results`, school);
  }
}

async function enrolled(office: Office, name: string, role: Role, organisation: string, born: string | null): Promise<Actor> {
  const { sql } = office.world;
  const [person, user] = [randomUUID(), `user-${randomUUID()}`];
  await sql(`insert into auth."user" (id, name, email, email_verified, created_at, updated_at) values ($1, $2, $3, false, now(), now())`, [user, name, `${user}@tixi.invalid`]);
  await sql("insert into registry.person (id, name, user_id, born_on, state, created_at) values ($1, $2, $3, $4, 'active', now())", [person, name, user, born]);
  await sql(
    `insert into registry.membership (id, person_id, organisation_id, role, region, state, since, created_at)
     values (gen_random_uuid(), $1, $2, $3, '370200', 'active', '2026-01-01', now())`,
    [person, organisation, role],
  );
  return { ...NOBODY, userId: user, personId: person, name, role, region: "370200", organisation };
} // prettier-ignore

async function member(office: Office, role: Role, kind: string, name: string): Promise<Actor> {
  const { sql } = office.world;
  const organisation = randomUUID();
  await sql("insert into registry.organisation (id, created_at) values ($1, now())", [organisation]);
  await sql(
    `insert into registry.organisation_version (organisation_id, valid, name, kind, region, change, recorded_at)
     values ($1, '[2020-01-01,)', $2, $3, '370200', 'registered', now())`,
    [organisation, name, kind],
  );
  return enrolled(office, `${name}代表`, role, organisation, null);
}
/** Somebody else of a role in an organisation of his own. */
export const stranger = (world: TraineeWorld, role: Role, kind: string, name: string): Promise<Actor> =>
  member(world.office, role, kind, name);
