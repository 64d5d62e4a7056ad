import { define } from "../platform/http/access.ts";
import type { RowRights } from "../platform/http/rows.ts";

/** The whole truth about who may do what in `pathways`, mirrored by its row-level policies. */
export const access = define({
  // every way that leads somewhere is for anybody to look up
  search: { public: "published" },
  keepPlans: { "signed-in": "own" },
  // agreements between schools: those that stand are public, the rest is between the schools and the office
  readInForce: { public: "published" },
  readAgreement: { planner: "around", "school-officer": "organisation", teacher: "organisation" },
  proposeAgreement: { "school-officer": "organisation" },
  returnAgreement: { planner: "office", "school-officer": "organisation" },
  recordAgreement: { planner: "office" },
  enterCohorts: { "school-officer": "organisation" },
  readCohorts: { planner: "around", "school-officer": "organisation", teacher: "organisation" },
  // recognition of earlier learning
  readCreditRules: { public: "published" },
  setCreditRules: { "school-officer": "organisation" },
  askCredit: { student: "self" },
  readCredit: { planner: "office", "school-officer": "organisation", student: "self" },
  decideCredit: { "school-officer": "organisation" },
  decideAppeal: { planner: "office" },
});

const partners = `join lateral (values (t.lower_school), (t.upper_school)) p (school) on true`;
const ofAgreement = `join pathways.agreement a on a.province = t.province and a.id = t.agreement_id
  join lateral (values (a.lower_school), (a.upper_school)) p (school) on true`;
const ofRequest = "join pathways.credit_request r on r.province = t.province and r.id = t.request_id";

/** Which rights the tables follow. */
export const rows: RowRights = {
  "pathways.agreement": [
    { read: ["readAgreement"], write: ["recordAgreement"], region: "t.province" },
    { read: ["readInForce"], published: "pathways.agreement_stands(t.province, t.id)" },
    { read: ["readAgreement"], organisation: "p.school", join: partners },
    {
      read: ["readAgreement"],
      write: ["proposeAgreement"],
      organisation: "case when pathways.agreement_open(t.province, t.id) then p.school end",
      join: partners,
    },
  ],
  "pathways.agreement_action": [
    { read: ["readAgreement"], region: "t.province" },
    { read: ["readAgreement"], organisation: "p.school", join: ofAgreement },
  ],
  "pathways.cohort_year": [
    { read: ["readCohorts"], region: "t.province" },
    { read: ["readCohorts"], write: ["enterCohorts"], organisation: "p.school", join: ofAgreement },
  ],
  "pathways.credit_rule": [
    { read: ["readCreditRules"], published: "true" },
    { read: ["readCreditRules"], write: ["setCreditRules"], organisation: "t.school" },
  ],
  "pathways.credit_limit": [
    { read: ["readCreditRules"], published: "true" },
    { read: ["readCreditRules"], write: ["setCreditRules"], organisation: "t.school" },
  ],
  "pathways.credit_request": [
    { read: ["readCredit"], region: "t.province", organisation: "t.school", person: "t.person" },
    { read: ["readCredit"], write: ["askCredit"], person: "t.person" },
  ],
  "pathways.credit_request_action": { read: ["readCredit"], region: "t.province", organisation: "r.school", person: "r.person", join: ofRequest },
  "pathways.saved_plan": { read: ["keepPlans"], write: ["keepPlans"], createdBy: "t.user_id" },
}; // prettier-ignore
