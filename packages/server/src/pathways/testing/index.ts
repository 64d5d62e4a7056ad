/** Two schools, an office and a student, over HTTP only: what a test of pathways gives, does and sees. */
import type { LightMyRequestResponse } from "fastify";
import { randomUUID } from "node:crypto";
import { NOBODY, type Actor, type Role } from "../../platform/context.ts";
import { actors } from "../../platform/testing/test-database.ts";
import { answerOf, Office, type Answer } from "../../testing/office.ts";

const BOUNDARY = "tixi-pathways-boundary";

export class PathwayWorld {
  private constructor(
    readonly office: Office,
    readonly secondary: Actor,
    readonly college: Actor,
  ) {}

  static async open(): Promise<PathwayWorld> {
    const office = await Office.open({ jobs: false });
    const { sql } = office.world;
    await sql("insert into registry.installation (province, sample, publisher, created_at) values ('370000', false, '甲省教育厅', now())"); // prettier-ignore
    const member = async (role: Role, kind: string, name: string) => person(office, role, await organisation(office, kind, name)); // prettier-ignore
    const secondary = await member("school-officer", "secondary-school", "甲市中等职业学校");
    const college = await member("school-officer", "college", "甲市职业技术学院");
    const world = new PathwayWorld(office, secondary, college);
    await world.offers(secondary, "660301", "secondary");
    await world.offers(college, "460301", "college");
    return world;
  }

  readonly planner = actors.planner;
  close = () => this.office.close();
  member = (role: Role, organisation: string): Promise<Actor> => person(this.office, role, organisation);
  organisation = (kind: string, name: string) => organisation(this.office, kind, name);

  async offers(school: Actor, programme: string, level: string): Promise<void> {
    const { sql } = this.office.world;
    const [name] = await sql<{ name: string }>("select name from registry.organisation_version where organisation_id = $1", [school.organisation]); // prettier-ignore
    await sql(
      `insert into planning.offering (province, id, school, school_name, programme, level, city, first_year, last_year)
       values ('370000', $1, $2, $3, $4, $5, '370100', 2022, 2026)`,
      [randomUUID(), school.organisation, name!.name, programme, level],
    );
  }

  get = (url: string, actor: Actor): Promise<Answer> => this.office.get(`/api/${url}`, actor);
  post = (url: string, payload: object, actor: Actor): Promise<Answer> => this.office.post(`/api/${url}`, payload, actor); // prettier-ignore
  try = (method: "POST" | "PUT" | "DELETE", url: string, payload: object, actor: Actor, etag?: string): Promise<LightMyRequestResponse> =>
    this.office.call({ method, url: `/api/${url}`, payload, headers: etag ? { "if-match": etag } : {} }, actor); // prettier-ignore

  /** A step on a thing, as one who has just read it. */
  async act(
    thing: string,
    step: string,
    actor: Actor,
    payload: object = {},
  ): Promise<LightMyRequestResponse> {
    const { etag } = await this.get(thing, actor);
    return this.try("POST", `${thing}/${step}`, payload, actor, etag);
  }

  /** Uploads evidence to a thing. */
  async upload(actor: Actor, subject: string): Promise<string> {
    const part = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="证书.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4\n%%EOF\r\n--${BOUNDARY}--\r\n`;
    const headers = { "content-type": `multipart/form-data; boundary=${BOUNDARY}` };
    const url = `/api/files?purpose=evidence&subject=${subject}`;
    return answerOf(await this.office.call({ method: "POST", url, payload: part, headers }, actor)).id;
  }

  /** An agreement taken as far as it is wanted. */
  async agreement(
    more: object = {},
    until: "proposed" | "accepted" | "in-force" = "in-force",
  ): Promise<Answer> {
    // prettier-ignore
    const made = await this.post("agreements", { ...terms(this.college), ...more }, this.secondary);
    if (until === "proposed") return made;
    const accepted = answerOf(await this.act(`agreements/${made.id}`, "accept", this.college));
    if (until === "accepted") return accepted;
    return answerOf(await this.act(`agreements/${made.id}`, "record", this.planner, { document: "甲教职〔2026〕1号", note: "同意" })); // prettier-ignore
  }
}

/** 3+2 from 机电技术应用 to 机电一体化技术. */
export const terms = (partner: Actor) => ({
  kind: "3+2",
  side: "lower",
  partner: partner.organisation,
  lowerProgramme: "660301",
  upperProgramme: "460301",
  lowerYears: 3,
  upperYears: 2,
  firstCohort: 2024,
  lastCohort: null,
  quota: 50,
  conditions: [{ key: "conduct", words: "德育考核合格", least: null }],
  assessment: [
    { name: "文化素质", weight: 40, least: null },
    { name: "职业技能", weight: 60, least: 60 },
  ],
  lowerTuition: null,
  upperTuition: 6000,
  remark: "",
});

async function organisation({ world }: Office, kind: string, name: string): Promise<string> {
  const id = randomUUID();
  await world.sql("insert into registry.organisation (id, created_at) values ($1, now())", [id]);
  await world.sql(
    `insert into registry.organisation_version (organisation_id, valid, name, kind, region, change, recorded_at)
     values ($1, '[2020-01-01,)', $2, $3, '370102', 'registered', now())`,
    [id, name, kind],
  );
  return id;
}

async function person({ world }: Office, role: Role, organisationId: string): Promise<Actor> {
  const [personId, name] = [randomUUID(), `${role} 某`];
  const userId = `user-${personId}`;
  await world.sql(
    `insert into auth."user" (id, name, email, email_verified, created_at, updated_at) values ($1, $2, $3, false, now(), now())`,
    [userId, name, `${userId}@tixi.invalid`],
  );
  await world.sql("insert into registry.person (id, name, user_id, state, created_at) values ($1, $2, $3, 'active', now())", [personId, name, userId]); // prettier-ignore
  await world.sql(
    `insert into registry.membership (id, person_id, organisation_id, role, region, state, since, created_at)
     values (gen_random_uuid(), $1, $2, $3, '370102', 'active', '2026-01-01', now())`,
    [personId, organisationId, role],
  );
  return { ...NOBODY, userId, personId, name, role, region: "370102", organisation: organisationId };
}
