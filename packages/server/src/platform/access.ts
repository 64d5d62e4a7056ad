import { define, OFFICERS } from "./http/access.ts";
import type { RowRights } from "./http/rows.ts";

/** Offices within their region, officers within their organisation, others what they made themselves. */
const fileKeepers = {
  planner: "region",
  "school-officer": "organisation",
  "enterprise-officer": "organisation",
  secretariat: "organisation",
  "signed-in": "own",
} as const;

/** Who may do what in the platform itself. */
export const access = define({
  /** the answer to a request of one's own that is sent again */
  repeatRequest: { public: "own" },
  followJob: { planner: "region", "signed-in": "own" },
  cancelJob: { planner: "region", "signed-in": "own" },
  uploadFile: fileKeepers,
  readFile: fileKeepers,
  readFileAboutMe: { "signed-in": "self" },
  removeFile: fileKeepers,
  /** the audit trail: the auditor's alone, not even the administrator's, whose acts are in it */
  readAudit: { auditor: "region" },
  /** of acts before a province was chosen, and of the process itself */
  readAuditOfAll: { auditor: "any" },
  verifyAudit: { auditor: "any" },
  /** a value in clear, for a reason; whose it may be, the module that holds it decides */
  revealPersonal: { ...OFFICERS, "signed-in": "self" },
  /** a copy of what is held about oneself, and its erasure */
  askAboutMe: { "signed-in": "self" },
  decideAboutPeople: OFFICERS,
  /** one's own inbox, and how one wants to be told */
  readNotices: { "signed-in": "own" },
  /** of one who had no account yet when he was told */
  readNoticesAboutMe: { "signed-in": "self" },
  keepWebhooks: OFFICERS,
  /** one's own password, second factor, sessions, linked providers, and the role to act in */
  keepOwnAccount: { "signed-in": "self" },
  /** of somebody who lost his phone */
  resetSecondFactor: { administrator: "region" },
  /** API keys of systems */
  keepKeys: OFFICERS,
  /** providers of single sign-on */
  keepProviders: { administrator: "region" },
});

/** Which rights the tables follow; those that are not named hold the process's own books. */
export const rows: RowRights = {
  "audit.entry": [
    { read: ["readAudit"], region: "t.region" },
    { read: ["readAuditOfAll"], join: "join (values (1)) none (n) on t.region = ''" },
  ],
  "platform.personal_request": [
    { read: ["askAboutMe"], write: ["askAboutMe"], person: "t.person_id" },
    {
      read: ["decideAboutPeople"],
      write: ["decideAboutPeople"],
      region: "t.region",
      organisation: "t.organisation",
    },
  ],
  "platform.api_key": {
    read: ["keepKeys"],
    write: ["keepKeys"],
    region: "t.region",
    organisation: "t.organisation",
  },
  "platform.sso_provider": { read: ["keepProviders"], write: ["keepProviders"], region: "t.region" },
  "platform.request": { read: ["repeatRequest"], write: ["repeatRequest"], createdBy: "t.actor_id" },
  "platform.job": {
    read: ["followJob"],
    write: ["cancelJob"],
    region: "t.region",
    createdBy: "t.actor ->> 'userId'",
  },
  "platform.notice": [
    { read: ["readNotices"], write: ["readNotices"], createdBy: "t.user_id" },
    { read: ["readNoticesAboutMe"], write: ["readNoticesAboutMe"], person: "t.person_id" },
  ],
  "platform.notice_preference": { read: ["readNotices"], write: ["readNotices"], createdBy: "t.user_id" },
  "platform.webhook": {
    read: ["keepWebhooks"],
    write: ["keepWebhooks"],
    region: "t.region",
    organisation: "t.organisation",
  },
  "platform.delivery": [
    { read: ["readNotices"], createdBy: "t.user_id" },
    { read: ["readNoticesAboutMe"], person: "t.person_id" },
    {
      read: ["keepWebhooks"],
      region: "w.region",
      organisation: "w.organisation",
      join: "join platform.webhook w on w.id = t.webhook_id",
    },
  ],
  "platform.file": {
    read: ["readFile", "readFileAboutMe"],
    write: ["uploadFile", "removeFile"],
    region: "t.region",
    organisation: "t.organisation",
    person: "t.person",
    createdBy: "t.created_by",
  },
};
