import { define } from "../platform/http/access.ts";
import type { RowRight, RowRights } from "../platform/http/rows.ts";
import { assessmentRights, assessmentRows } from "./assessments/access.ts";
import { planRights, planRows } from "./plans/access.ts";
import { roundRights, roundRows } from "./rounds/access.ts";

/** The whole truth about who may do what in `cotraining`, mirrored by its row-level policies. */
export const access = define({
  // what enterprises offer: of their own, and to schools and offices of the province
  keepWorkplace: { "enterprise-officer": "organisation" },
  readWorkplace: {
    planner: "around",
    "school-officer": "around",
    teacher: "around",
    mentor: "around",
    "enterprise-officer": "organisation",
  },
  // agreements of a school and an enterprise, and their cohorts
  readAgreement: {
    planner: "region",
    "school-officer": "organisation",
    teacher: "organisation",
    "enterprise-officer": "organisation",
    mentor: "organisation",
    student: "self",
  },
  keepAgreement: { "school-officer": "organisation", "enterprise-officer": "organisation" },
  /** for one's own side; a student his own placement agreement */
  signAgreement: { "school-officer": "organisation", "enterprise-officer": "organisation", student: "self" },
  // who is placed where: the school's, the enterprise's, those one teaches or guides, one's own
  readPlacement: {
    planner: "region",
    "school-officer": "organisation",
    "enterprise-officer": "organisation",
    teacher: "self",
    mentor: "self",
    student: "self",
  },
  keepPlacement: { "school-officer": "organisation" },
  // the rules of the legal gate: for everybody to read, the office's to put in force, by two persons
  readGateRules: { public: "published" },
  setGateRules: { planner: "office" },
  // rotation: the school's or the alliance's own; once published also whose places it uses and who trains in it
  readTimetable: {
    planner: "region",
    secretariat: "organisation",
    "school-officer": "organisation",
    teacher: "organisation",
    "enterprise-officer": "organisation",
    mentor: "organisation",
  },
  keepTimetable: { secretariat: "organisation", "school-officer": "organisation" },
  /** where one's own cohorts are, and the addresses of calendars that one has opened */
  ownCalendar: { "signed-in": "self" },
  ...roundRights,
  ...assessmentRights,
  ...planRights,
  // the logbook: written by the student, read by those who look after him, by no office
  keepLog: { student: "self" },
  readLog: {
    student: "self",
    mentor: "self",
    teacher: "self",
    "school-officer": "organisation",
    "enterprise-officer": "organisation",
  },
  /** the handbook of a placement as a document */
  readHandbook: { student: "self", mentor: "self", teacher: "self", "school-officer": "organisation" },
  countersign: { mentor: "self", teacher: "self" },
  signMonth: { student: "self", mentor: "self", teacher: "self" },
  // an infringement is between the student and the school; the mentor reads no incident
  reportIncident: {
    student: "self",
    teacher: "self",
    "school-officer": "organisation",
    "enterprise-officer": "organisation",
  },
  handleIncident: { teacher: "self", "school-officer": "organisation" },
  keepPay: { "enterprise-officer": "organisation" },
  answerPay: { student: "self" },
  visit: { teacher: "self", "school-officer": "organisation" },
  readAlert: {
    mentor: "self",
    teacher: "self",
    "school-officer": "organisation",
    "enterprise-officer": "organisation",
  },
  closeAlert: { teacher: "self", "school-officer": "organisation" },
  setLogRules: { "school-officer": "organisation" },
});

const partners = `join lateral (values (t.school), (t.enterprise)) p (organisation) on true`;
const ofAgreement = `join cotraining.agreement a on a.province = t.province and a.id = t.agreement_id
  join lateral (values (a.school), (a.enterprise)) p (organisation) on true`;
const trainees = "left join cotraining.trainee c on c.province = t.province";
const people = "join lateral (values (t.person), (t.teacher), (t.mentor)) w (person) on true";
const ofPlacement = "join cotraining.placement l on l.province = t.province and l.id = t.placement_id";
const ofTimetable = "join cotraining.timetable w on w.province = t.province and w.id = t.timetable_id";
/** What belongs to a placement: of its two organisations, and of those who have a part in it. */
const ofLog = (read: string, more: { school?: string; enterprise?: string; people?: string; when?: string } = {}): RowRight[] => {
  const { when = "true" } = more;
  return [
    { read: [read], ...(more.school ? { write: [more.school] } : {}), organisation: "l.school", join: ofPlacement },
    { read: [read], ...(more.enterprise ? { write: [more.enterprise] } : {}), organisation: `case when ${when} then l.enterprise end`, join: ofPlacement },
    { read: [read], ...(more.people ? { write: [more.people] } : {}), person: "w.person", join: `${ofPlacement} join lateral (values (l.person), (l.teacher), (l.mentor)) w (person) on true` },
  ];
}; // prettier-ignore
const notDraft = "cotraining.agreement_state(t.province, c.agreement_id) <> 'draft'";

/** Rows of an agreement: its parties' and the office's, and of its cohort once it is no draft. */
const ofAnAgreement = ({ write = [] }: { write?: string[] } = {}): RowRight[] => [
  {
    read: ["readAgreement"],
    region:
      "(select a.region from cotraining.agreement a where a.province = t.province and a.id = t.agreement_id)",
  },
  { read: ["readAgreement"], write, organisation: "p.organisation", join: ofAgreement },
  {
    read: ["readAgreement"],
    person: `case when ${notDraft} then c.person end`,
    join: `${trainees} and c.agreement_id = t.agreement_id`,
  },
];

/** Rows of a placement, for whoever may read it. */
const ofAPlacement: RowRight[] = [
  { read: ["readPlacement"], region: "l.region", join: ofPlacement },
  {
    read: ["readPlacement"],
    organisation: "p.organisation",
    join: `${ofPlacement} join lateral (values (l.school), (l.enterprise)) p (organisation) on true`,
  },
  {
    read: ["readPlacement"],
    person: "w.person",
    join: `${ofPlacement} join lateral (values (l.person), (l.teacher), (l.mentor)) w (person) on true`,
  },
];

/** Which rights the tables follow. */
export const rows: RowRights = {
  "cotraining.workplace": [
    { read: ["readWorkplace"], write: ["keepWorkplace"], organisation: "t.organisation" },
    { read: ["readWorkplace"], region: "t.province" },
  ],
  "cotraining.post": [
    { read: ["readWorkplace"], write: ["keepWorkplace"], organisation: "t.enterprise" },
    { read: ["readWorkplace"], region: "t.province" },
    { read: ["readPlacement"], person: "l.person", join: "join cotraining.placement l on l.province = t.province and l.post_id = t.id" },
  ],
  "cotraining.agreement": [
    { read: ["readAgreement"], region: "t.region" },
    { read: ["readAgreement"], write: ["keepAgreement"], organisation: "p.organisation", join: partners },
    { read: ["readAgreement"], person: `case when ${notDraft} then c.person end`, join: `${trainees} and c.agreement_id = t.id` },
  ],
  "cotraining.agreement_action": ofAnAgreement(),
  "cotraining.agreement_version": ofAnAgreement({ write: ["keepAgreement"] }),
  "cotraining.agreement_signature": ofAnAgreement(),
  "cotraining.trainee": [
    { read: ["readAgreement"], region: "(select a.region from cotraining.agreement a where a.province = t.province and a.id = t.agreement_id)" },
    { read: ["readAgreement"], write: ["keepAgreement"], organisation: "p.organisation", join: ofAgreement },
    { read: ["readAgreement"], person: "t.person" },
  ],
  "cotraining.placement": [
    { read: ["readPlacement"], region: "t.region" },
    { read: ["readPlacement"], write: ["keepPlacement"], organisation: "t.school" },
    { read: ["readPlacement"], organisation: "t.enterprise" },
    { read: ["readPlacement"], person: "w.person", join: people },
  ],
  "cotraining.placement_action": ofAPlacement,
  "cotraining.timetable": [
    { read: ["readTimetable"], region: "t.region" },
    { read: ["readTimetable"], write: ["keepTimetable"], organisation: "t.organisation" },
    { read: ["readTimetable"], organisation: "p.organisation", join: "join lateral unnest(t.partners) p (organisation) on t.editions > 0" },
  ],
  "cotraining.timetable_edition": [
    { read: ["readTimetable"], region: "w.region", join: ofTimetable },
    { read: ["readTimetable"], organisation: "p.organisation", join: `${ofTimetable} join lateral unnest(w.partners || w.organisation) p (organisation) on true` },
  ],
  "cotraining.calendar_feed": [
    { read: ["ownCalendar"], write: ["ownCalendar"], person: "t.person" },
    { read: ["keepTimetable"], write: ["keepTimetable"], organisation: "w.organisation", join: ofTimetable },
  ],
  "cotraining.inspection": [
    { read: ["readPlacement"], region: "t.province" },
    { read: ["readPlacement"], write: ["keepPlacement"], organisation: "t.school" },
    { read: ["readPlacement"], organisation: "t.enterprise" },
  ],
  "cotraining.exception": ofAPlacement,
  "cotraining.gate_check": ofAPlacement,
  "cotraining.gate_rules": [
    { read: ["readGateRules"], published: "t.in_force_at is not null" },
    { read: ["setGateRules"], region: "t.province" },
    { read: [], write: ["setGateRules"], region: "case when t.in_force_at is null then t.province end" },
  ],
  ...roundRows,
  ...assessmentRows,
  ...planRows,
  "cotraining.log_rule": [
    { read: ["setLogRules"], write: ["setLogRules"], organisation: "t.school" },
    { read: ["readLog"], organisation: "l.enterprise", join: "join cotraining.placement l on l.province = t.province and l.school = t.school" },
    { read: ["readLog"], person: "w.person", join: "join cotraining.placement l on l.province = t.province and l.school = t.school join lateral (values (l.person), (l.teacher), (l.mentor)) w (person) on true" },
  ],
  "cotraining.log_entry": ofLog("readLog"),
  "cotraining.log_photo": ofLog("readLog"),
  "cotraining.log_mark": ofLog("readLog"),
  "cotraining.log_month": ofLog("readLog"),
  "cotraining.visit": ofLog("readLog"),
  "cotraining.pay_proof": ofLog("readLog", { people: "answerPay" }),
  "cotraining.incident": ofLog("reportIncident", { when: "t.kind <> 'rights'" }),
  "cotraining.incident_action": ofLog("reportIncident", { when: "i.kind <> 'rights'" }).map((way) => ({
    ...way,
    join: way.join!.replace(ofPlacement, `join cotraining.incident i on i.province = t.province and i.id = t.incident_id ${ofPlacement.replace("t.placement_id", "i.placement_id")}`),
  })),
  "cotraining.log_alert": ofLog("readAlert", { school: "closeAlert", people: "closeAlert" }),
}; // prettier-ignore
