import { define } from "../platform/http/access.ts";
import type { RowRights } from "../platform/http/rows.ts";

/**
 * The whole truth about who may do what in `planning`, mirrored by its row-level policies. Cycles and releases belong
 * to the province: its own office makes them, those of its cities read them, and what is published anybody.
 */
export const access = define({
  read: { planner: "around" },
  run: { planner: "office" },
  cancel: { planner: "office" },
  draft: { planner: "office" },
  review: { planner: "office" },
  publish: { planner: "office" },
  readPublished: { public: "published" },
  // the yearly round
  holdRound: { planner: "office" },
  knowRound: { "signed-in": "around" },
  readOffering: { planner: "around", "school-officer": "organisation", teacher: "organisation" },
  // the procedure: applications of schools, reviews, public notices, the year's list (rounds/procedure.ts)
  apply: { "school-officer": "organisation" },
  readApplication: { planner: "around", "school-officer": "organisation", reviewer: "self" },
  checkApplication: { planner: "office" },
  assignReview: { planner: "office" },
  reviewApplication: { reviewer: "self" },
  announce: { planner: "office" },
  decideApplication: { planner: "office" },
  answerObjection: { planner: "region" },
  publishList: { planner: "office" },
  readNotice: { public: "published" },
  object: { public: "published" },
  // programme adjustment
  readRules: { public: "published" },
  editRules: { planner: "office" },
  adjust: { planner: "office" },
  decideCards: { planner: "office" },
  knowAdjustment: { "signed-in": "around" },
  readCards: { planner: "around", "school-officer": "organisation", teacher: "organisation" },
  objectToCard: { "school-officer": "organisation" },
  // the enrolment plan (plans/)
  makePlan: { planner: "office" },
  reviewPlan: { planner: "office" },
  publishPlan: { planner: "office" },
  readOwnSeats: { "school-officer": "organisation", teacher: "organisation" },
  proposeSeats: { "school-officer": "organisation" },
  // the three lists (lists/)
  readLists: { planner: "around" },
  keepListItems: { planner: "office" },
  draftLists: { planner: "office" },
  reviewLists: { planner: "office" },
  publishLists: { planner: "office" },
  readPublishedLists: { public: "published" },
  stateNeed: { "enterprise-officer": "organisation" },
  answerListItem: { "school-officer": "organisation", "enterprise-officer": "organisation" },
  subscribeToList: { "signed-in": "own" },
});

const provincial = { read: ["read"], region: "t.province" } as const;
const published = (release: string) =>
  ({
    read: ["read", "readPublished"],
    region: "t.province",
    published: `planning.is_published(t.province, ${release})`,
  }) as const;
/** what the views show is published, and blanked where it is withheld */
const open = { read: ["readPublished"], published: "true" } as const;
/** schools know of a run, and of their own cards in it, from the day it is opened to them */
const opened = (adjustment: string) => `planning.adjustment_reached(t.province, ${adjustment}, 'open')`;
const card = {
  read: ["readCards"],
  region: "t.province",
  organisation: `case when ${opened("t.adjustment_id")} then t.school end`,
} as const;
/** those who review an application and have not declined */
const reviewed = (application: string) =>
  `join planning.review v on v.province = t.province and v.application_id = ${application} and v.state in ('assigned', 'scored')`;
const ofApplication = "join planning.application a on a.province = t.province and a.id = t.application_id";
const listed = (version: string) =>
  ({
    read: ["readLists", "readPublishedLists"],
    region: "t.province",
    published: `planning.is_list_published(t.province, ${version})`,
  }) as const;
/** schools see their own seats from the day a plan is opened to them */
const ownSeats = (school: string) =>
  ({ read: ["readOwnSeats"], organisation: `case when planning.plan_shown(t.province, t.plan_id) then ${school} end` }) as const; // prettier-ignore
const planned = { read: ["read"], region: "t.province" } as const;
/** Which rights the tables follow. */
export const rows: RowRights = {
  "planning.cycle": { ...provincial, write: ["run", "cancel"] },
  "planning.demand_cell": provincial,
  "planning.supply_cell": provincial,
  "planning.flow_cell": provincial,
  "planning.demand_total": provincial,
  "planning.supply_total": provincial,
  "planning.heat_cell": provincial,
  "planning.history_cell": provincial,
  "planning.cycle_file": provincial,
  "planning.release": published("t.id"),
  "planning.release_action": published("t.release_id"),
  "planning.release_file": published("t.release_id"),
  "planning.round": { read: ["read", "knowRound"], write: ["holdRound"], region: "t.province" },
  "planning.offering": {
    read: ["readOffering"],
    write: ["holdRound"],
    region: "t.province",
    organisation: "t.school",
  },
  "planning.rule_set": {
    read: ["read", "readRules"],
    region: "t.province",
    published: "planning.rules_adopted(t.province, t.id)",
  },
  "planning.rule_set_action": {
    read: ["read", "readRules"],
    region: "t.province",
    published: "planning.rules_adopted(t.province, t.rule_set_id)",
  },
  "planning.adjustment": [
    { read: ["read"], write: ["adjust"], region: "t.province" },
    { read: ["knowAdjustment"], region: `case when ${opened("t.id")} then t.province end` },
  ],
  "planning.adjustment_action": [
    provincial,
    { read: ["knowAdjustment"], region: `case when ${opened("t.adjustment_id")} then t.province end` },
  ],
  "planning.card": card,
  "planning.card_now": card,
  "planning.card_step": {
    read: ["readCards"],
    region: "t.province",
    organisation: `(select c.school from planning.card c where c.province = t.province and c.adjustment_id = t.adjustment_id
      and c.offering_id = t.offering_id and ${opened("t.adjustment_id")})`,
  },
  "planning.missing_programme": provincial,
  "planning.adjustment_file": provincial,
  "planning.public_adjustment": open,
  "planning.public_adjustment_file": open,
  "planning.public_card": open,
  // the procedure
  "planning.application": [
    { read: ["readApplication"], region: "t.province" },
    { read: ["readApplication"], write: ["apply"], organisation: "t.school" },
    { read: ["readApplication"], person: "v.person", join: reviewed("t.id") },
  ],
  "planning.application_action": [
    { read: ["readApplication"], region: "t.province", organisation: "a.school", join: ofApplication },
    { read: ["readApplication"], person: "v.person", join: reviewed("t.application_id") },
  ],
  "planning.review": [
    { read: ["readApplication"], write: ["assignReview"], region: "t.province" },
    { read: ["reviewApplication"], write: ["reviewApplication"], person: "t.person" },
    // another's score, once one has given one's own
    {
      read: ["reviewApplication"],
      person: "o.person",
      join: `join planning.review o on o.province = t.province and o.application_id = t.application_id and o.turn = t.turn
        and o.state = 'scored' and t.state = 'scored'`,
    },
  ],
  "planning.public_notice": { read: ["readNotice"], published: "true" },
  "planning.objection": { read: ["answerObjection"], write: ["answerObjection"], region: "t.province" },
  "planning.year_list": { read: ["readNotice"], published: "true" },
  "planning.public_cycle": open,
  "planning.public_demand_total": open,
  "planning.public_supply_total": open,
  "planning.public_heat_cell": open,
  "planning.public_flow_cell": open,
  "planning.public_history_cell": open,
  // the three lists
  "planning.list_item": [
    { read: ["readLists"], write: ["keepListItems"], region: "t.province" },
    { read: ["stateNeed"], write: ["stateNeed"], organisation: "t.organisation" },
  ],
  "planning.list_version": listed("t.id"),
  "planning.list_action": listed("t.version_id"),
  "planning.list_entry": listed("t.version_id"),
  "planning.list_file": listed("t.version_id"),
  "planning.list_answer": [
    { read: ["readLists"], region: "t.province" },
    { read: ["answerListItem"], organisation: "t.organisation" },
  ],
  "planning.list_subscription": {
    read: ["subscribeToList"],
    write: ["subscribeToList"],
    createdBy: "t.user_id",
  },
  // the enrolment plan
  "planning.plan": { ...planned, write: ["makePlan"] },
  "planning.plan_input": { ...planned, write: ["makePlan"] },
  "planning.plan_cell": [{ ...planned, write: ["makePlan"] }, ownSeats("t.school")],
  "planning.plan_edit": planned,
  "planning.plan_action": planned,
  "planning.seat_step": [
    planned,
    {
      ...ownSeats("c.school"),
      join: "join planning.plan_cell c on c.province = t.province and c.plan_id = t.plan_id and c.offering_id = t.offering_id",
    },
  ],
  "planning.plan_file": [
    planned,
    { read: ["readPublished"], published: "planning.plan_published(t.province, t.plan_id)" },
  ],
  "planning.public_plan": open,
  "planning.published_seat": open,
};
