/** An alliance with its members, over HTTP only: what a test of alliances gives, does and sees. */
import type { LightMyRequestResponse } from "fastify";
import type { Actor, Role } from "../../platform/context.ts";
import { actors } from "../../platform/testing/test-database.ts";
import { member } from "../../testing/member.ts";
import { answerOf, Office, type Answer } from "../../testing/office.ts";

const HOURS = 3_600_000;
const BOUNDARY = "tixi-alliance-boundary";

export class AllianceWorld {
  private constructor(
    readonly office: Office,
    readonly secretariat: Actor,
    readonly park: Actor,
    readonly school: Actor,
    readonly enterprise: Actor,
    readonly institute: Actor,
  ) {}

  /** A consortium that works: park (chair), school and enterprise (vice-chairs), institute (director). Quorum two thirds. */
  static async open(statutes: object = {}): Promise<AllianceWorld> {
    const office = await Office.open({ jobs: false });
    await office.world.sql("insert into registry.installation (province, sample, publisher, created_at) values ('370000', false, '甲省教育厅', now())"); // prettier-ignore
    const world = new AllianceWorld(
      office,
      await member(office, "secretariat", "consortium", "乙市产教联合体"),
      await member(office, "enterprise-officer", "park", "乙市产业园"),
      await member(office, "school-officer", "college", "乙市职业技术学院"),
      await member(office, "enterprise-officer", "enterprise", "乙市机械有限公司"),
      await member(office, "enterprise-officer", "institute", "乙市研究院"),
    );
    const { secretariat } = world;
    await world.post("alliances", { ...STATUTES, ...statutes }, secretariat);
    for (const [actor, seat, leads] of [[world.park, "chair", true], [world.school, "vice-chair", true], [world.enterprise, "vice-chair", true], [world.institute, "director", false]] as const)
      await world.post(`alliances/${world.id}/members`, { organisation: actor.organisation, seat, leads, termFrom: "2026-01-01" }, secretariat);
    await world.post(`alliances/${world.id}/start`, {}, secretariat);
    return world;
  } // prettier-ignore

  readonly planner = actors.planner;
  close = () => this.office.close();
  get id(): string {
    return this.secretariat.organisation!;
  }
  get council(): readonly Actor[] {
    return [this.park, this.school, this.enterprise, this.institute];
  }
  /** Somebody of another organisation. */
  other = (role: Role, kind: string, name: string): Promise<Actor> => member(this.office, role, kind, name);

  get = (url: string, actor: Actor): Promise<Answer> => this.office.get(`/api/${url}`, actor);
  post = (url: string, payload: object, actor: Actor): Promise<Answer> => this.office.post(`/api/${url}`, payload, actor); // prettier-ignore
  /** A write as one who has just read what he changes; `etag` names another version. */
  try = (method: "POST" | "PUT", url: string, payload: object, actor: Actor, etag = "*"): Promise<LightMyRequestResponse> =>
    this.office.call({ method, url: `/api/${url}`, payload, headers: { "if-match": etag } }, actor); // prettier-ignore

  /** The member that an actor's organisation is. */
  async seatOf(actor: Actor): Promise<string> {
    const { memberList } = await this.get(`alliances/${this.id}`, this.secretariat);
    return memberList.find(({ organisation }: Answer) => organisation === actor.organisation).id;
  }

  /** A meeting that is called, for a time that has come. */
  async called(items: object[], more: object = {}): Promise<Answer> {
    const draft = await this.post(`alliances/${this.id}/meetings`, { ...MEETING, ...more, items: items.map((one) => ({ ...ITEM, ...one })) }, this.secretariat); // prettier-ignore
    const called = answerOf(
      await this.try("POST", `council-meetings/${draft.id}/call`, {}, this.secretariat),
    );
    await this.comes(draft.id);
    return called;
  }
  /** The hour of a meeting has come. */
  comes = (meeting: string) =>
    this.office.world.sql("update alliances.meeting set starts_at = $2 where id = $1", [meeting, new Date(this.office.world.platform.clock().getTime() - HOURS)]); // prettier-ignore

  async attends(meeting: string, actor: Actor, attendance: "present" | "proxy" | "excused" = "present", proxyTo: string | null = null): Promise<LightMyRequestResponse> {
    return this.try("PUT", `council-meetings/${meeting}/attendance`, { member: await this.seatOf(actor), attendance, proxyTo }, actor);
  } // prettier-ignore

  /** A meeting in session, with these of the council. */
  async inSession(items: object[], present: readonly Actor[] = this.council): Promise<Answer> {
    const { id } = await this.called(items);
    for (const one of present) answerOf(await this.attends(id, one));
    return answerOf(await this.try("POST", `council-meetings/${id}/open`, {}, this.secretariat));
  }

  /** A draft of one's own, to be handed over with a form. */
  async upload(actor: Actor, name = "章程.pdf"): Promise<string> {
    const payload = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4\n%%EOF\r\n--${BOUNDARY}--\r\n`;
    const headers = { "content-type": `multipart/form-data; boundary=${BOUNDARY}` };
    return answerOf(await this.office.call({ method: "POST", url: "/api/files?purpose=evidence", payload, headers }, actor)).id;
  } // prettier-ignore

  put = (meeting: string, item: string): Promise<LightMyRequestResponse> => this.try("POST", `council-meetings/${meeting}/items/${item}/open`, {}, this.secretariat); // prettier-ignore
  end = (meeting: string, item: string): Promise<LightMyRequestResponse> => this.try("POST", `council-meetings/${meeting}/items/${item}/close`, {}, this.secretariat); // prettier-ignore
  async vote(meeting: string, item: string, actor: Actor, choice: string, of: Actor = actor): Promise<LightMyRequestResponse> {
    return this.try("POST", `council-meetings/${meeting}/items/${item}/vote`, { member: await this.seatOf(of), choice }, actor);
  } // prettier-ignore
}

export const STATUTES = {
  purpose: "联合培养产业所需人才", foundedOn: "2026-01-01", legalForm: "non-enterprise-unit", park: "乙市产业园", field: null, chain: "机械加工",
  documents: [{ kind: "charter", title: "章程", number: "", on: "2026-01-01" }, { kind: "entity", title: "登记证书", number: "民证1号", on: "2026-01-01" }],
  noticeDays: 7, quorum: 2, quorumOf: 3, termYears: 3, admission: "secretariat",
}; // prettier-ignore
/** Eight days after the clock of tests. */
const MEETING = { title: "理事会会议", place: "会议室", startsAt: "2026-12-01T10:00:00+08:00" };
const ITEM = { title: "议题", words: "", votes: true, ballot: "open", majority: "simple", base: "present", voters: ["chair", "vice-chair", "director"] }; // prettier-ignore
