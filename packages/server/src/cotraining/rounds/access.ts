import type { RowRight, RowRights } from "../../platform/http/rows.ts";

/** Who may do what in placement rounds; part of the module's access table. */
export const roundRights = {
  readRounds: {
    planner: "region",
    "school-officer": "organisation",
    "enterprise-officer": "around",
    student: "self",
  },
  /** everything of a round: lists, results, appeals */
  superviseRounds: { planner: "region", "school-officer": "organisation" },
  /** a round of one's own school */
  keepRounds: { "school-officer": "organisation" },
  /** posts of one's enterprise, and the order of who applied */
  offerPosts: { "enterprise-officer": "organisation" },
  readApplicants: { "enterprise-officer": "organisation", "school-officer": "organisation" },
  /** one's own list and result */
  choosePosts: { student: "self" },
  appeal: { student: "self" },
  decideAppeals: { planner: "region" },
} as const;

const ROUND = "left join cotraining.round r on r.province = t.province and r.id = t.round_id";
const open = "cotraining.round_last(t.province, t.round_id) not in ('draft', 'call')";
const told = "cotraining.round_is_told(t.province, t.round_id)";
const ranking = "cotraining.round_last(t.province, t.round_id) in ('close', 'withdraw')";

/** The school's own, and the office's of its region once it is no draft any more. */
const ofRound = (write: string[] = []): RowRight[] => [
  { read: ["keepRounds"], write, organisation: "r.school", join: ROUND },
  { read: ["superviseRounds"], region: "case when cotraining.round_last(t.province, t.round_id) <> 'draft' then r.region end", join: ROUND },
]; // prettier-ignore
const self = (when: string, write: string[] = []): RowRight => ({ read: ["choosePosts"], write, person: `case when ${when} then t.person end` }); // prettier-ignore
/** Enterprises to whose posts a student of the row applied, while they put in order; then that to which he comes. */
const applicant: RowRight = {
  read: ["offerPosts"],
  organisation: "a.enterprise",
  join: `left join lateral (select p.enterprise from cotraining.round_post p join cotraining.round_choice c on c.province = p.province and c.round_id = p.round_id and c.post_id = p.post_id
      where p.province = t.province and p.round_id = t.round_id and c.person = t.person and ${ranking}
    union select p.enterprise from cotraining.round_post p join cotraining.round_result x on x.province = p.province and x.round_id = p.round_id and x.post_id = p.post_id
      where p.province = t.province and p.round_id = t.round_id and x.person = t.person and ${told}) a on true`,
};
const ofPost = (when: string): RowRight => ({
  read: ["offerPosts"],
  organisation: `case when ${when} then (select p.enterprise from cotraining.round_post p where p.province = t.province and p.round_id = t.round_id and p.post_id = t.post_id) end`,
});
/** Students who take part, of a round that is open to them. */
const member: RowRight = {
  read: ["choosePosts"],
  person: "m.person",
  join: `left join lateral (select s.person from cotraining.round_student s where s.province = t.province and s.round_id = t.round_id and ${open}) m on true`,
};

/** Which rights the tables of rounds follow. */
export const roundRows: RowRights = {
  "cotraining.round": [
    { read: ["keepRounds"], write: ["keepRounds"], organisation: "t.school" },
    { read: ["superviseRounds"], region: "case when cotraining.round_last(t.province, t.id) <> 'draft' then t.region end" },
    { read: ["offerPosts"], organisation: "o.organisation_id", join: "left join registry.organisation_version o on upper_inf(o.valid) and starts_with(o.region, platform.region_prefix(t.province)) and cotraining.round_last(t.province, t.id) <> 'draft'" },
    { read: ["choosePosts"], person: "m.person", join: "left join lateral (select s.person from cotraining.round_student s where s.province = t.province and s.round_id = t.id and cotraining.round_last(t.province, t.id) not in ('draft', 'call')) m on true" },
  ],
  "cotraining.round_action": [
    ...ofRound(),
    member,
    { read: ["offerPosts"], organisation: "o.organisation_id", join: "left join registry.organisation_version o on upper_inf(o.valid) and starts_with(o.region, platform.region_prefix(t.province)) and cotraining.round_last(t.province, t.round_id) <> 'draft'" },
  ],
  "cotraining.round_student": [...ofRound(["keepRounds"]), self(open, ["choosePosts"]), applicant],
  "cotraining.round_post": [...ofRound(), member, { read: ["offerPosts"], write: ["offerPosts"], organisation: "t.enterprise" }],
  "cotraining.round_choice": [...ofRound(), self(open), ofPost(`${ranking} or ${told} and exists (select from cotraining.round_result x where x.province = t.province and x.round_id = t.round_id and x.person = t.person and x.post_id = t.post_id)`)],
  "cotraining.round_rank": [...ofRound(), ofPost("true")],
  "cotraining.round_run": ofRound(),
  "cotraining.round_result": [...ofRound(["keepRounds"]), self(told), { read: ["offerPosts"], organisation: `case when ${told} then (select p.enterprise from cotraining.round_post p where p.province = t.province and p.round_id = t.round_id and p.post_id = t.post_id) end` }],
  "cotraining.round_appeal": [...ofRound(), { read: ["appeal"], person: "t.person" }],
  "cotraining.round_appeal_action": [
    { read: ["keepRounds"], organisation: "r.school", join: "left join cotraining.round r on r.province = t.province and r.id = cotraining.appeal_round(t.province, t.appeal_id)" },
    { read: ["superviseRounds"], region: "r.region", join: "left join cotraining.round r on r.province = t.province and r.id = cotraining.appeal_round(t.province, t.appeal_id)" },
    { read: ["appeal"], person: "cotraining.appeal_person(t.province, t.appeal_id)" },
  ],
}; // prettier-ignore
