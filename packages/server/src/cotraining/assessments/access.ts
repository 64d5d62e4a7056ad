import type { RowRight, RowRights } from "../../platform/http/rows.ts";

/** Who may do what in assessments, certificates and outcomes; part of the module's access table. */
export const assessmentRights = {
  readAssessments: { planner: "region", "school-officer": "organisation", "enterprise-officer": "organisation", teacher: "self", mentor: "self", student: "self" },
  /** rubric, answer to an objection, certificate */
  keepAssessments: { "school-officer": "organisation" },
  scoreForSchool: { "school-officer": "organisation", teacher: "self" },
  scoreForEnterprise: { "enterprise-officer": "organisation", mentor: "self" },
  /** to give scores and remarks, whichever side one is of */
  score: { "school-officer": "organisation", teacher: "self", "enterprise-officer": "organisation", mentor: "self" },
  answerAssessment: { student: "self" },
  readCertificates: { planner: "region", "school-officer": "organisation", "enterprise-officer": "organisation", student: "self" },
  /** a certificate that somebody shows is checked by anybody */
  checkCertificate: { public: "any" },
  /** single outcomes; of the enterprise only whom it hired */
  readOutcomes: { "school-officer": "organisation", "enterprise-officer": "organisation", student: "self" },
  /** figures of outcomes by programme */
  readOutcomeFigures: { planner: "region", "school-officer": "organisation" },
} as const; // prettier-ignore

const ASSESSMENT = "left join cotraining.assessment a on a.province = t.province and a.id = t.assessment_id";
const within = (of: string, write: string[] = [], when = "true", join?: string): RowRight[] => {
  const also = join ? { join } : {};
  return [
    { read: ["keepAssessments"], write, organisation: `${of}.school`, ...also },
    { read: ["readAssessments"], region: `case when ${when} then ${of}.region end`, ...also },
    { read: ["scoreForEnterprise"], organisation: `${of}.enterprise`, person: `${of}.mentor`, ...also },
    { read: ["scoreForSchool"], person: `${of}.teacher`, ...also },
    { read: ["answerAssessment"], person: `case when ${when} then ${of}.person end`, ...also },
  ];
};
const last = "cotraining.assessment_last(t.province, t.assessment_id)";
const open = `${last} not in ('propose', 'revise', 'dispute', 'agree', 'reopen', 'school-sign', 'enterprise-sign')`;
/** Before both have signed, each side sees its own scores only. */
const side = (own: string): string => `(t.side = '${own}' or ${open})`;

/** Which rights the tables follow. */
export const assessmentRows: RowRights = {
  "cotraining.assessment": within("t", ["keepAssessments"]),
  "cotraining.assessment_action": within("a", [], "true", ASSESSMENT),
  "cotraining.assessment_score": [
    { read: ["scoreForSchool"], write: ["scoreForSchool"], organisation: "case when t.side = 'school' then a.school end", person: "case when t.side = 'school' then a.teacher end", join: ASSESSMENT },
    { read: ["scoreForSchool"], organisation: `case when ${side("school")} then a.school end`, person: `case when ${side("school")} then a.teacher end`, join: ASSESSMENT },
    { read: ["scoreForEnterprise"], write: ["scoreForEnterprise"], organisation: "case when t.side = 'enterprise' then a.enterprise end", person: "case when t.side = 'enterprise' then a.mentor end", join: ASSESSMENT },
    { read: ["scoreForEnterprise"], organisation: `case when ${side("enterprise")} then a.enterprise end`, person: `case when ${side("enterprise")} then a.mentor end`, join: ASSESSMENT },
    { read: ["readAssessments"], region: `case when ${open} then a.region end`, join: ASSESSMENT },
    { read: ["answerAssessment"], person: `case when ${open} then a.person end`, join: ASSESSMENT },
  ],
  "cotraining.certificate": [
    { read: ["keepAssessments"], write: ["keepAssessments"], organisation: "t.school" },
    { read: ["readCertificates"], region: "t.region", person: "t.person" },
    { read: ["scoreForEnterprise"], organisation: "t.enterprise" },
  ],
  "cotraining.outcome": [
    { read: ["keepAssessments"], write: ["keepAssessments"], organisation: "t.school" },
    { read: ["answerAssessment"], write: ["answerAssessment"], person: "t.person" },
    { read: ["scoreForEnterprise"], write: ["scoreForEnterprise"], organisation: "case when t.kind = 'here' then t.enterprise end" },
  ],
}; // prettier-ignore
