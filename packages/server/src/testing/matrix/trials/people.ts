import type { Actor } from "../../../platform/context.ts";
import { ORGANISATIONS, player } from "../cast.ts";
import type { Request, Trial, Trials } from "../requests.ts";
import type { Things } from "../world.ts";

const { school, otherSchool } = ORGANISATIONS;
const SCHOOL = { region: school.region, organisation: school.id };
const teacher = player("teacher").actor;
const officer = player("school-officer").actor;
const TEACHER = { ...SCHOOL, person: teacher.personId, createdBy: teacher.userId };
const reason = "核对学籍资料";
const stale = { "if-match": '"stale"' };
const ORGANISATION = { name: "乙市示范职业学校", kind: "secondary-school", region: school.region };

/** Whatever is one's own, or what one makes: in one's own organisation and region, about oneself. */
const ofHis = (actor: Actor) => ({
  region: actor.region,
  organisation: actor.organisation,
  person: actor.personId,
  createdBy: actor.userId,
});
export const open = (why: string): Trial => ({ kind: "open", why });
type More = Omit<Request, "url">;
export const inSchool = (url: string, more: More = {}): Trial => ({
  kind: "thing",
  url: `/api/${url}`,
  subject: SCHOOL,
  ...more,
});
export const ofTeacher = (url: string, more: More = {}): Trial => ({
  kind: "thing",
  url: `/api/${url}`,
  subject: TEACHER,
  ...more,
});
export const listing = (url: string, marker?: string): Trial => ({ kind: "list", url: `/api/${url}`, subject: SCHOOL, ...(marker ? { marker } : {}) }); // prettier-ignore
export const own = (url: string, more: More = {}): Trial => ({
  kind: "thing",
  url: `/api/${url}`,
  subject: ofHis,
  ...more,
});

/** The register of organisations and people. */
export function peopleTrials(of: Things): Trials {
  const person = teacher.personId;
  return {
    "GET /api/organisations": listing("organisations", school.id),
    "GET /api/organisations/suggest": listing("organisations/suggest?q=学校"),
    "GET /api/organisations/template": listing("organisations/template"),
    "GET /api/organisations/near": listing(`organisations/near?name=学校&region=${school.region}`),
    "GET /api/organisations/:id": inSchool(`organisations/${school.id}`),
    "GET /api/regions/counts": listing("regions/counts"),
    "POST /api/organisations": inSchool("organisations", {
      outside: 403,
      body: { ...ORGANISATION, confirmed: true },
    }),
    "PUT /api/organisations/:id": inSchool(`organisations/${school.id}`, {
      outside: 403,
      body: { ...ORGANISATION, since: "2026-10-01" },
      headers: stale,
    }),
    "POST /api/organisations/:id/corrections": inSchool(`organisations/${school.id}/corrections`, {
      outside: 403,
      body: { ...ORGANISATION, version: "2020-01-01", since: null, note: "更正" },
      headers: stale,
    }),
    "POST /api/organisations/:id/end": inSchool(`organisations/${school.id}/end`, {
      outside: 403,
      body: { day: "2026-10-01", note: "撤销" },
      headers: stale,
    }),
    "POST /api/organisations/:id/split": inSchool(`organisations/${school.id}/split`, {
      outside: 403,
      body: { into: [{ id: otherSchool.id }], day: "2026-10-01" },
      headers: stale,
    }),
    "POST /api/organisations/merge": inSchool("organisations/merge", {
      outside: 403,
      body: { predecessors: [otherSchool.id], into: { id: school.id }, day: "1990-01-01" },
    }),
    "POST /api/organisations/:id/proposals": inSchool(`organisations/${school.id}/proposals`, {
      body: { address: "新址二", website: "" },
    }),
    "GET /api/organisation-proposals": listing("organisation-proposals", of.proposal),
    "POST /api/organisation-proposals/:id/decide": inSchool(`organisation-proposals/${of.proposal}/decide`, {
      body: { decision: "refused", reason },
    }),
    "POST /api/organisations/higher-schools": {
      kind: "thing",
      url: "/api/organisations/higher-schools",
      subject: { region: "370000" },
      outside: 403,
      body: { scope: "province" },
    },
    "POST /api/organisations/import": own("organisations/import?dry=true", {
      ...file("名称,类型,地区\n乙市技工学校,技师学院,370202\n"),
    }),

    "GET /api/people": listing("people", person!),
    "GET /api/people/:id": inSchool(`people/${person}`),
    "POST /api/people/:id/memberships": inSchool(`people/${person}/memberships`, {
      body: { role: "mentor", organisationId: school.id },
    }),
    "POST /api/people/:id/active": inSchool(`people/${person}/active`, {
      body: { active: true, reason },
      headers: stale,
    }),
    "POST /api/people/:id/one-time-password": inSchool(`people/${person}/one-time-password`, {
      body: { reason },
    }),
    "POST /api/people/:id/end-sessions": inSchool(`people/${person}/end-sessions`, { body: { reason } }),
    "GET /api/people/:id/work": inSchool(`people/${person}/work`),
    "POST /api/people/:id/hand-over": inSchool(`people/${person}/hand-over`, {
      body: { toPersonId: officer.personId, reason },
    }),
    "GET /api/people/:id/rights": inSchool(`people/${person}/rights`),
    "GET /api/people/:id/rights/row": inSchool(
      `people/${person}/rights/row?table=registry.person&key=${person}`,
    ),
    "POST /api/people/:id/second-factor/reset": inSchool(`people/${person}/second-factor/reset`, {
      once: true,
      body: { reason },
    }),
    "POST /api/memberships/:id/decide": inSchool(`memberships/${of.claim}/decide`, {
      body: { decision: "refuse", reason },
    }),
    "POST /api/memberships/:id/end": ofTeacher(`memberships/${of.otherMembership}/end`, {
      body: { reason },
      once: true,
    }),
    "GET /api/invitations": listing("invitations", of.invitation),
    "POST /api/invitations": inSchool("invitations", {
      body: { name: "新教师", role: "mentor", organisationId: school.id },
    }),
    "POST /api/invitations/:id/revoke": inSchool(`invitations/${of.invitation}/revoke`, { body: { reason } }),
    "GET /api/open/invitations/:token": open("whoever holds the link (people/joining.test.ts)"),
    "POST /api/open/invitations/:token/accept": open("whoever holds the link (people/joining.test.ts)"),
    "POST /api/open/registrations": open("to make oneself known; it gives nothing until it is confirmed"),
    "GET /api/me/file": own("me/file"),
    "POST /api/me/reveal": own("me/reveal"),
    "PUT /api/me/contact": own("me/contact", { body: {} }),
    "POST /api/me/claims": own("me/claims", { body: { organisationId: school.id, role: "mentor" } }),
    "GET /api/me/colleagues": own("me/colleagues"),
    "POST /api/me/hat": ofTeacher("me/hat", { body: { id: of.membership } }),
    "POST /api/delegations": ofTeacher("delegations", {
      body: {
        membershipId: of.membership,
        toPersonId: officer.personId,
        reason,
        until: "2026-12-01T00:00:00+08:00",
      },
    }),
    "POST /api/delegations/:id/end": ofTeacher(`delegations/${of.delegation}/end`, { body: { reason } }),

    "GET /api/rosters/templates/:kind": listing("rosters/templates/staff"),
    "POST /api/rosters": own("rosters", file("姓名,手机\n张三,13800000000\n")),
    "GET /api/rosters": listing("rosters", of.roster),
    "GET /api/rosters/:id": inSchool(`rosters/${of.roster}`),
    "GET /api/rosters/:id/rejected.csv": inSchool(`rosters/${of.roster}/rejected.csv`),
    "POST /api/rosters/:id/take-in": inSchool(`rosters/${of.roster}/take-in`),

    "GET /api/students": listing("students", of.pupil),
    "GET /api/students/:id": {
      kind: "thing",
      url: `/api/students/${of.pupil}`,
      subject: { ...SCHOOL, person: of.pupil },
    },
    "PUT /api/students/:id": inSchool(`students/${of.pupil}`, {
      body: { programme: "660103", className: "一班", state: "enrolled", reason },
      headers: stale,
    }),
    "POST /api/students/:id/guardians": inSchool(`students/${of.pupil}/guardians`, {
      body: { name: "家长", phone: "13900000000", relation: "father" },
    }),
    "POST /api/guardians/:id/link": inSchool(`guardians/${of.guardian}/link`),
    "GET /api/open/consents/:token": open("the guardian who holds the link (students tests)"),
    "POST /api/open/consents/:token": open("the guardian who holds the link (students tests)"),
  };
}

const BOUNDARY = "tixi-matrix";
/** A CSV file as a browser sends it. */
export function file(content: string): More {
  const body = [
    `--${BOUNDARY}`,
    'Content-Disposition: form-data; name="file"; filename="a.csv"',
    "Content-Type: text/csv",
    "",
    content,
    `--${BOUNDARY}--`,
    "",
  ].join("\r\n");
  return { body, headers: { "content-type": `multipart/form-data; boundary=${BOUNDARY}` } };
}
