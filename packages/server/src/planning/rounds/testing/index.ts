/** A province with a published release, a round, a school, an office and reviewers, over HTTP only. */
import type { LightMyRequestResponse } from "fastify";
import { randomUUID } from "node:crypto";
import { NOBODY, type Actor, type Role } from "../../../platform/context.ts";
import { dayInChina } from "../../../platform/index.ts";
import { actors } from "../../../platform/testing/test-database.ts";
import { answerOf, Office, type Answer } from "../../../testing/office.ts";
import { offeringsFile, postingsFile } from "../../../testing/province.ts";
import type { Form, Group } from "../form.ts";

export const PUBLIC: Actor = { ...NOBODY, name: "公众", region: "370000" };

export class RoundWorld {
  private constructor(
    readonly office: Office,
    readonly planner: Actor,
    readonly school: Actor,
    readonly round: string,
  ) {}

  /** @param clock the real one where what is asked of the database's own clock matters; default that of the tests */
  static async open(clock?: () => Date): Promise<RoundWorld> {
    const office = await Office.open();
    const { sql } = office.world;
    if (clock) office.world.platform.clock = clock;
    else {
      // the policies' day is that of the tests' clock, whenever they run
      const today = dayInChina(office.world.platform.clock());
      await sql(
        `create or replace function platform.today() returns date language sql stable as $$ select date '${today}' $$`,
      );
    }
    await sql("insert into registry.installation (province, sample, publisher, created_at) values ('370000', false, '甲省教育厅', now())"); // prettier-ignore
    const planner = actors.planner;
    await office.bringIn(postingsFile(200));
    await office.bringIn(offeringsFile());
    const cycle = await office.cycle(2026);
    const release = await office.published(cycle.id);
    const school = await organisation(office, "college", "甲市职业技术学院");
    const round = await office.post("/api/rounds", { year: 2027, cycleId: cycle.id, releaseId: release.id });
    const made = new RoundWorld(
      office,
      planner,
      await person(office, "school-officer", school, "370102"),
      round.id,
    );
    return made;
  }

  close = () => this.office.close();
  reviewer = async (organisation: string | null = null): Promise<Actor> =>
    person(this.office, "reviewer", organisation, "370000");
  organisation = (kind: string, name: string, parent: string | null = null) =>
    organisation(this.office, kind, name, parent);
  member = (role: Role, of: string, region = "370102") => person(this.office, role, of, region);
  /** The same person with one more role. */
  async alsoHolds(actor: Actor, role: Role, of: string): Promise<void> {
    await membership(this.office, actor.personId!, role, of, "370102");
  }

  get = (url: string, actor: Actor): Promise<Answer> => this.office.get(`/api/${url}`, actor);
  post = (url: string, payload: object, actor: Actor): Promise<Answer> => this.office.post(`/api/${url}`, payload, actor); // prettier-ignore
  try = (url: string, payload: object, actor: Actor, etag?: string): Promise<LightMyRequestResponse> =>
    this.office.call({ method: "POST", url: `/api/${url}`, payload, headers: etag ? { "if-match": etag } : {} }, actor); // prettier-ignore

  /** Takes an application one step on, as one who has just read it. */
  async act(id: string, action: string, actor: Actor, payload: object = {}): Promise<LightMyRequestResponse> {
    const { etag } = await this.get(`applications/${id}`, actor);
    return this.try(`applications/${id}/${action}`, payload, actor, etag);
  }
  must = async (id: string, action: string, actor: Actor, payload: object = {}): Promise<Answer> =>
    answerOf(await this.act(id, action, actor, payload));

  /** A file of an application, without the detour of an upload. */
  async file(application: string): Promise<string> {
    const id = randomUUID();
    await this.office.world.sql(
      `insert into platform.file (id, purpose, subject, name, media_type, bytes, sha256, path, state, organisation, region, created_by, created_at)
       values ($1, 'evidence', $2, '方案.pdf', 'application/pdf', 9, $3, $4, 'clean', $5, '370102', $6, now())`,
      [id, `application:${application}`, "0".repeat(64), `folder:uploads/${id}/original`, this.school.organisation, this.school.userId],
    ); // prettier-ignore
    return id;
  }

  /** A draft with everything that its form asks for. */
  async draft(programme: string, more: object = {}): Promise<Answer> {
    const made = await this.post(`rounds/${this.round}/applications`, { kind: "open", programme, ...more }, this.school);
    const file = await this.file(made.id);
    return this.write(made, filled(made.groups as Group[], file));
  } // prettier-ignore

  async write(application: Answer, form: Form): Promise<Answer> {
    return answerOf(
      await this.office.call(
        { method: "PUT", url: `/api/applications/${application.id}/form`, payload: { form }, headers: { "if-match": application.etag } },
        this.school,
      ),
    );
  } // prettier-ignore

  /** Scores an application as three new reviewers. */
  async review(id: string, recommend = true, count = 3): Promise<Actor[]> {
    const reviewers = [];
    for (let i = 0; i < count; i++) reviewers.push(await this.reviewer());
    await this.post(
      `applications/${id}/reviewers`,
      { people: reviewers.map((r) => r.personId) },
      this.planner,
    );
    for (const reviewer of reviewers) await this.score(id, reviewer, recommend);
    return reviewers;
  }

  async score(application: string, reviewer: Actor, recommend = true, points = 80): Promise<Answer> {
    const { items } = await this.get("reviews", reviewer);
    const review = items.find((one: Answer) => one.application.id === application);
    const scores = Object.fromEntries(review.criteria.map(({ key }: Answer) => [key, points]));
    return this.post(`reviews/${review.id}/score`, { scores, recommend, opinion: "需求真实，条件具备，建议支持。" }, reviewer);
  } // prettier-ignore

  /** The days of a public notice are over. */
  async timePasses(notice: string): Promise<void> {
    const { sql } = this.office.world;
    await sql("update planning.public_notice set from_day = from_day - 30, until_day = until_day - 30 where id = $1", [notice]); // prettier-ignore
    await sql(`update planning.application_action set payload = jsonb_set(payload, '{until}', to_jsonb((select until_day::text from planning.public_notice where id = $1::uuid)))
      where action = 'announce' and (payload ->> 'notice')::uuid = $1::uuid`, [notice]); // prettier-ignore
  }

  /** Takes a draft as far as wanted. Returns its notice where it got that far. */
  async bring(id: string, to: string, recommend = true): Promise<{ notice: string }> {
    const order = ["draft", "submitted", "review", "reviewed", "announced", "deciding", "forwarded"];
    const steps = order.indexOf(to);
    let notice = "";
    if (steps >= 1) await this.must(id, "submit", this.school);
    if (steps >= 2) await this.must(id, "accept", this.planner);
    if (steps >= 3) {
      await this.review(id, recommend);
      await this.must(id, "conclude", this.planner);
    }
    if (steps >= 4) notice = (await this.post(`rounds/${this.round}/notices`, { applications: [id] }, this.planner)).id; // prettier-ignore
    if (steps >= 5) {
      await this.timePasses(notice);
      await this.post(`notices/${notice}/close`, {}, this.planner);
    }
    if (steps >= 6) await this.must(id, "forward", this.planner, DOCUMENT);
    return { notice };
  }
}

export const DOCUMENT = { document: "甲教职〔2026〕1号", documentDate: "2026-11-20" };

/** Something in every field. */
export function filled(groups: readonly Group[], file: string): Form {
  const values = {
    text: "装备制造业",
    long: "经调研本地三十余家企业，岗位缺口持续扩大，学校已与企业共同论证培养方案并落实条件。",
    integer: 45,
    money: 1_000_000_00,
    share: 55,
    date: "2026-09-01",
    files: [file],
    enterprises: [{ name: "示例装备有限公司", post: "焊工", people: 20 }],
  };
  return Object.fromEntries(
    groups.map(({ key, fields }) => [key, Object.fromEntries(fields.map((f) => [f.key, values[f.type]]))]),
  );
}

async function organisation(office: Office, kind: string, name: string, parent: string | null = null): Promise<string> {
  const id = randomUUID();
  await office.world.sql("insert into registry.organisation (id, created_at) values ($1, now())", [id]);
  await office.world.sql(
    `insert into registry.organisation_version (organisation_id, valid, name, kind, region, parent, change, recorded_at)
     values ($1, '[2020-01-01,)', $2, $3, '370102', $4, 'registered', now())`,
    [id, name, kind, parent],
  );
  return id;
} // prettier-ignore

async function membership(office: Office, personId: string, role: Role, of: string | null, region: string): Promise<void> {
  await office.world.sql(
    `insert into registry.membership (id, person_id, organisation_id, role, region, state, since, created_at)
     values (gen_random_uuid(), $1, $2, $3, $4, 'active', '2026-01-01', now())`,
    [personId, of, role, region],
  );
} // prettier-ignore

async function person(office: Office, role: Role, of: string | null, region: string): Promise<Actor> {
  const [id, userId] = [randomUUID(), `u-${randomUUID()}`];
  const name = `${role}-${id.slice(0, 6)}`;
  await office.world.sql("insert into registry.person (id, name, user_id, state, created_at) values ($1, $2, $3, 'active', now())", [id, name, userId]); // prettier-ignore
  await membership(office, id, role, of, region);
  return { ...NOBODY, userId, personId: id, name, role, region, organisation: of };
}
