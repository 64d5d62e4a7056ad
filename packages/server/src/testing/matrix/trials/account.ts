import { ORGANISATIONS, player } from "../cast.ts";
import type { Trials } from "../requests.ts";
import type { Things } from "../world.ts";
import { file, inSchool, listing, ofTeacher, open, own } from "./people.ts";

const { school } = ORGANISATIONS;
const teacher = player("teacher").actor;
const officer = player("school-officer").actor;
const student = player("student").actor;
const reason = "核对学籍资料";
const stale = { "if-match": '"stale"' };
const WEBHOOK = { name: "校内系统", url: "https://example.com/", events: ["release.published"] };
const PROVIDER = {
  label: "校园统一认证", issuer: "https://example.com", clientId: "x", organisation: null, linkBy: "none", claim: "sub", admits: false, active: true, secret: "",
}; // prettier-ignore

/** The platform's own: sign-in, account, notices, files, personal data, audit. */
export function accountTrials(of: Things): Trials {
  return {
    "GET /api/demo/accounts": open("the sample province's accounts; none elsewhere (auth tests)"),
    "POST /api/auth/sign-in/second-step": open("the second step of a sign-in"),
    "GET /api/auth/sso/providers": open("the buttons of the sign-in page: labels only"),
    "POST /api/auth/sso/:id/start": open("begins a sign-in"),
    "GET /api/auth/sso/:id/callback": open("the way back from the provider, with its proof"),
    "GET /api/account/security": own("account/security"),
    "POST /api/account/second-factor/prepare": own("account/second-factor/prepare", {
      body: { password: "wrong password" },
    }),
    "POST /api/account/second-factor/confirm": own("account/second-factor/confirm", {
      body: { code: "123456" },
    }),
    "POST /api/account/second-factor/recovery-codes": own("account/second-factor/recovery-codes", {
      body: { code: "123456" },
    }),
    "POST /api/account/second-factor/remove": own("account/second-factor/remove", {
      body: { password: "wrong password", code: "123456" },
    }),
    "POST /api/account/confirm": own("account/confirm", {
      body: { password: "wrong password" },
      refusal: 403,
    }),
    "GET /api/account/sessions": own("account/sessions"),
    "POST /api/account/sessions/:id/end": {
      kind: "thing",
      url: `/api/account/sessions/${of.session}/end`,
      subject: { person: student.personId },
      once: true,
    },
    "POST /api/account/sessions/end-others": own("account/sessions/end-others"),
    "POST /api/account/links/:id/end": ofTeacher(`account/links/${of.link}/end`, { once: true }),
    "GET /api/sso/providers": listing("sso/providers", of.provider),
    "POST /api/sso/providers": own("sso/providers", { body: PROVIDER }),
    "PUT /api/sso/providers/:id": inSchool(`sso/providers/${of.provider}`, {
      body: PROVIDER,
      headers: stale,
    }),
    "POST /api/sso/providers/:id/check": inSchool(`sso/providers/${of.provider}/check`),
    "GET /api/keys": listing("keys", of.key),
    "GET /api/keys/scopes": listing("keys/scopes?role=school-officer"),
    "POST /api/keys": {
      kind: "thing",
      url: "/api/keys",
      // An officer's key is of his own organisation, whatever is asked.
      subject: (actor) =>
        actor.role === "administrator"
          ? { region: school.region, organisation: school.id }
          : { region: actor.region, organisation: actor.organisation },
      body: {
        name: "教务系统",
        role: "school-officer",
        organisation: school.id,
        scopes: ["registry.readStudents"],
        days: 30,
      },
    },
    "POST /api/keys/:id/revoke": inSchool(`keys/${of.key}/revoke`, { body: { reason } }),
    "GET /api/notices": {
      kind: "list",
      url: "/api/notices",
      subject: { createdBy: teacher.userId },
      marker: of.notice,
    },
    "GET /api/notices/unread": own("notices/unread"),
    "POST /api/notices/:id/mark": ofTeacher(`notices/${of.notice}/mark`, { body: { read: true } }),
    "POST /api/notices/read": own("notices/read", { body: { upTo: of.notice } }),
    "GET /api/notices/preferences": own("notices/preferences"),
    "PUT /api/notices/preferences": own("notices/preferences", {
      body: { language: "zh-CN", mail: {} },
      headers: stale,
    }),
    "GET /api/webhooks": listing("webhooks", of.webhook),
    "POST /api/webhooks": own("webhooks", { body: WEBHOOK }),
    "PUT /api/webhooks/:id": inSchool(`webhooks/${of.webhook}`, {
      body: { ...WEBHOOK, state: "paused" },
      headers: stale,
    }),
    "POST /api/webhooks/:id/secret": inSchool(`webhooks/${of.webhook}/secret`),
    "POST /api/webhooks/:id/test": inSchool(`webhooks/${of.webhook}/test`),
    "GET /api/webhooks/:id/deliveries": inSchool(`webhooks/${of.webhook}/deliveries`),
    "DELETE /api/webhooks/:id": inSchool(`webhooks/${of.otherWebhook}`, { once: true }),
    "POST /api/files": inSchool(`files?purpose=evidence&subject=organisation:${school.id}`, {
      ...file("a,b\n1,2\n"),
      outside: 403,
    }),
    "GET /api/files": {
      kind: "list",
      url: `/api/files?subject=organisation:${school.id}`,
      subject: { region: school.region, organisation: school.id, createdBy: officer.userId },
      marker: of.file,
    },
    "GET /api/files/:id": inSchool(`files/${of.file}`),
    "DELETE /api/files/:id": inSchool(`files/${of.otherFile}`, { once: true }),
    "GET /api/files/content/:token": {
      kind: "thing",
      url: "/api/files/content/nobody-made-this-token",
      subject: {},
    },
    "GET /api/public/personal-data": open(
      "the rules of handling personal information, which everybody may read",
    ),
    "POST /api/personal/reveal": ofTeacher("personal/reveal", {
      body: { field: "registry.person.phone", id: teacher.personId, reason },
    }),
    "GET /api/personal/requests/mine": {
      kind: "list",
      url: "/api/personal/requests/mine",
      subject: { person: teacher.personId },
      marker: of.request,
    },
    "POST /api/personal/requests": own("personal/requests", { body: { kind: "erase", reason } }),
    "POST /api/personal/requests/:id/withdraw": ofTeacher(`personal/requests/${of.otherRequest}/withdraw`),
    "GET /api/personal/export": own("personal/export?format=json"),
    "GET /api/personal/requests": listing("personal/requests", of.request),
    "POST /api/personal/requests/:id/decision": inSchool(`personal/requests/${of.request}/decision`, {
      body: { decision: "refuse", reason },
      headers: stale,
    }),
    "GET /api/audit": { kind: "list", url: "/api/audit", subject: { region: "370000" } },
    "GET /api/audit/chain": { kind: "list", url: "/api/audit/chain", subject: {} },
    "POST /api/audit/verify": { kind: "thing", url: "/api/audit/verify", subject: {} },
    "GET /api/audit/export": {
      kind: "list",
      url: "/api/audit/export?format=csv",
      subject: { region: "370000" },
    },
    "GET /api/audit/:id": { kind: "thing", url: `/api/audit/${of.entry}`, subject: { region: "370000" } },
  };
}
