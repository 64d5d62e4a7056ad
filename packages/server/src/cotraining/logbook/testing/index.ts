/** A running placement of one student with his mentor and teacher, over HTTP only: what a test of the logbook gives and sees. */
import type { LightMyRequestResponse } from "fastify";
import { randomUUID } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { NOBODY, transaction, type Actor, type Role } from "../../../platform/index.ts";
import { Office, type Answer } from "../../../testing/office.ts";
import { raiseAlerts } from "../alerts.ts";

export class LogbookWorld {
  private constructor(
    readonly office: Office,
    readonly school: Actor,
    readonly enterprise: Actor,
    readonly teacher: Actor,
    readonly mentor: Actor,
    readonly student: Actor,
    readonly placement: string,
  ) {}

  /** From 1 September 2026 to 28 February 2027; the clock of tests stands at Monday 23 November 2026. */
  static async open(): Promise<LogbookWorld> {
    const office = await Office.open({ jobs: false });
    const { sql } = office.world;
    await sql("insert into registry.installation (province, sample, publisher, created_at) values ('370000', false, '甲省教育厅', now())");
    const organisation = async (kind: string, name: string): Promise<string> => {
      const id = randomUUID();
      await sql("insert into registry.organisation (id, created_at) values ($1, now())", [id]);
      await sql(
        `insert into registry.organisation_version (organisation_id, valid, name, kind, region, change, recorded_at)
         values ($1, '[2020-01-01,)', $2, $3, '370200', 'registered', now())`,
        [id, name, kind],
      );
      return id;
    };
    const [ours, works] = [await organisation("secondary-school", "乙市第一职业学校"), await organisation("enterprise", "乙市机械有限公司")];
    const who = (role: Role, of: string, name: string) => somebody(office, role, of, name);
    const school = await who("school-officer", ours, "学校管理员");
    const enterprise = await who("enterprise-officer", works, "企业管理员");
    const [teacher, mentor, student] = [await who("teacher", ours, "指导教师"), await who("mentor", works, "师傅"), await who("student", ours, "学生甲")];
    const placement = await placed(office, { school, enterprise, teacher, mentor, student });
    return new LogbookWorld(office, school, enterprise, teacher, mentor, student, placement);
  } // prettier-ignore

  close = () => this.office.close();
  get = (url: string, actor: Actor = this.student): Promise<Answer> => this.office.get(`/api/${url}`, actor);
  post = (url: string, payload: object, actor: Actor = this.student): Promise<Answer> => this.office.post(`/api/${url}`, payload, actor); // prettier-ignore
  try = (method: "POST" | "PUT", url: string, payload: object, actor: Actor, etag = "*"): Promise<LightMyRequestResponse> =>
    this.office.call({ method, url: `/api/${url}`, payload, headers: { "if-match": etag } }, actor); // prettier-ignore
  other = (role: Role, of: Actor, name: string): Promise<Actor> =>
    somebody(this.office, role, of.organisation!, name);

  /** A day as a phone keeps it. */
  entry = (day: string, more: object = {}): Answer => ({
    id: uuidv7(), placement: this.placement, day, presence: "present", startsAt: 8 * 60, endsAt: 17 * 60, pause: 60, did: "车外圆", phoneAt: `${day}T10:00:00Z`, ...more,
  }); // prettier-ignore
  send = (entries: object[], actor: Actor = this.student): Promise<Answer> => this.post("logbook/entries", { entries }, actor); // prettier-ignore
  book = (actor: Actor = this.teacher): Promise<Answer> => this.get(`logbooks/${this.placement}`, actor);
  mark = (entry: string, verdict: "sign" | "return", actor: Actor = this.mentor, note = ""): Promise<LightMyRequestResponse> =>
    this.try("POST", "logbook/marks", { marks: [{ entry, verdict, note }] }, actor); // prettier-ignore

  /** What the placement's log says from a day on. */
  act = (action: string, at: string): Promise<unknown> =>
    this.office.world.sql(
      `insert into cotraining.placement_action (province, placement_id, seq, action, by_name, at)
       select '370000', $1, 1 + max(seq), $2, '某人', $3 from cotraining.placement_action where placement_id = $1`,
      [this.placement, action, at],
    );

  /** The work of a morning, as the process does it. */
  raise(): Promise<{ raised: number }> {
    const { platform } = this.office.world;
    return transaction(platform, { ...NOBODY, name: "体系", role: "administrator" }, { locale: "zh-CN", log: platform.log }, raiseAlerts); // prettier-ignore
  }
  alerts = async (actor: Actor = this.teacher): Promise<Answer[]> =>
    (await this.get("logbook/alerts", actor)).items;
}

async function placed(office: Office, who: Record<"school" | "enterprise" | "teacher" | "mentor" | "student", Actor>): Promise<string> {
  const { sql } = office.world;
  const post = randomUUID();
  await sql(
    `insert into cotraining.post (province, id, enterprise, name, seats, like_pay, lowest_pay, competences, sample, created_by_name, created_at)
     values ('370000', $1, $2, '数控操作员', 6, 500000, 420000, '[{"key":"turning","name":"车削"}]', false, '某人', now())`,
    [post, who.enterprise.organisation],
  );
  const rows = await sql<{ id: string }>(
    `insert into cotraining.placement (province, id, person, person_name, school, school_name, region, enterprise, enterprise_name, post_id,
       from_on, to_on, mentor, mentor_name, teacher, teacher_name, pay, sample, created_by_name, created_at)
     values ('370000', gen_random_uuid(), $1, '学生甲', $2, '乙市第一职业学校', '370200', $3, '乙市机械有限公司', $4, '2026-09-01', '2027-02-28', $5, '师傅', $6, '指导教师', 450000, false, '某人', now()) returning id`,
    [who.student.personId, who.school.organisation, who.enterprise.organisation, post, who.mentor.personId, who.teacher.personId],
  );
  const id = rows[0]!.id;
  await sql(
    `insert into cotraining.placement_action (province, placement_id, seq, action, by_name, at)
     values ('370000', $1, 1, 'plan', '某人', '2026-08-20T00:00:00Z'), ('370000', $1, 2, 'start', '某人', '2026-09-02T00:00:00Z')`,
    [id],
  );
  return id;
} // prettier-ignore

async function somebody(office: Office, role: Role, organisation: string, name: string): Promise<Actor> {
  const { sql } = office.world;
  const [person, user] = [randomUUID(), `user-${randomUUID()}`];
  await sql(`insert into auth."user" (id, name, email, email_verified, created_at, updated_at) values ($1, $2, $3, false, now(), now())`, [user, name, `${user}@tixi.invalid`]);
  await sql("insert into registry.person (id, name, user_id, state, created_at) values ($1, $2, $3, 'active', now())", [person, name, user]);
  await sql(
    `insert into registry.membership (id, person_id, organisation_id, role, region, state, since, created_at)
     values (gen_random_uuid(), $1, $2, $3, '370200', 'active', '2026-01-01', now())`,
    [person, organisation, role],
  );
  return { ...NOBODY, userId: user, personId: person, name, role, region: "370200", organisation };
} // prettier-ignore
