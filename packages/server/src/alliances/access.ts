import { define } from "../platform/http/access.ts";
import type { RowRight, RowRights } from "../platform/http/rows.ts";

/** The whole truth about who may do what in `alliances`, mirrored by its row-level policies. */
export const access = define({
  // an alliance that works, its members, the resolutions that it publishes
  look: { public: "published" },
  // what is between the secretariat and the members; the office of the region reads it too
  read: {
    planner: "region",
    secretariat: "organisation",
    "school-officer": "organisation",
    "enterprise-officer": "organisation",
  },
  /** statutes, members, meetings, tasks, ledger of one's own alliance */
  keep: { secretariat: "organisation" },
  /** to apply for membership, or to leave, for one's organisation */
  join: {
    planner: "organisation",
    secretariat: "organisation",
    "school-officer": "organisation",
    "enterprise-officer": "organisation",
  },
  /** to attend the council, to vote, to answer for a task, for one's organisation */
  sit: {
    planner: "organisation",
    secretariat: "organisation",
    "school-officer": "organisation",
    "enterprise-officer": "organisation",
  },
});

/** Rows of an alliance (an SQL expression): the secretariat's to keep, and for members and the office to read, when they may. */
const within = (
  alliance: string,
  more: { when?: string; kept?: string; write?: string[] } = {},
): RowRight[] => {
  const { when = "true", kept = "true", write = [] } = more;
  return [
    { read: ["keep"], write, organisation: `case when ${kept} then ${alliance} end` },
    {
      read: ["read"],
      region: `case when ${when} then (select a.region from alliances.alliance a where a.province = t.province and a.id = ${alliance}) end`,
      organisation: `case when ${when} then o.organisation end`,
      join: `left join lateral (select m.organisation from alliances.member m where m.province = t.province and m.alliance_id = ${alliance}
        and alliances.is_active(m.province, m.id)) o on true`,
    },
  ];
};
const ofMeeting = "alliances.alliance_of(t.province, t.meeting_id)";
const called = { when: "alliances.meeting_last(t.province, t.meeting_id) <> 'draft'" };
const ofItem = "alliances.alliance_of(t.province, alliances.meeting_of(t.province, t.item_id))";
const calledItem = { when: "alliances.meeting_last(t.province, alliances.meeting_of(t.province, t.item_id)) <> 'draft'" }; // prettier-ignore
const closed = { when: "alliances.is_closed(t.province, t.item_id)", kept: "alliances.is_closed(t.province, t.item_id)" }; // prettier-ignore
const ofMember = "(alliances.member_of(t.province, t.member_id)).alliance_id";

/** Which rights the tables follow. */
export const rows: RowRights = {
  "alliances.alliance": [{ read: ["look"], published: "t.running_since is not null" }, ...within("t.id", { write: ["keep"] })],
  "alliances.member": [
    { read: ["look"], published: "alliances.is_active(t.province, t.id) and alliances.runs(t.province, t.alliance_id)" },
    { read: ["join"], organisation: "t.organisation" },
    ...within("t.alliance_id", { write: ["keep"] }),
  ],
  "alliances.member_action": [{ read: ["join"], organisation: "(alliances.member_of(t.province, t.member_id)).organisation" }, ...within(ofMember)],
  "alliances.meeting": within("t.alliance_id", { when: "alliances.meeting_last(t.province, t.id) <> 'draft'", write: ["keep"] }),
  "alliances.meeting_action": within(ofMeeting, called),
  "alliances.roll": [{ read: [], write: ["sit"], organisation: "t.organisation" }, ...within(ofMeeting, { ...called, write: ["keep"] })],
  "alliances.item": within(ofMeeting, { ...called, write: ["keep"] }),
  "alliances.conflict": within(ofItem, calledItem),
  // not a vote before the end, for nobody
  "alliances.vote": within(ofItem, closed),
  "alliances.box": within(ofItem, closed),
  "alliances.resolution": [{ read: ["look"], published: "t.published" }, ...within("t.alliance_id", { write: ["keep"] })],
  "alliances.contribution": within("t.alliance_id"),
  "alliances.entry": within("t.alliance_id"),
  "alliances.line": within("alliances.ledger_of(t.province, t.entry_id)"),
  "alliances.chain": within("t.alliance_id", { write: ["keep"] }),
  "alliances.chain_published": [{ read: ["look"], published: "alliances.runs(t.province, t.alliance_id)" }, ...within("t.alliance_id", { write: ["keep"] })],
  "alliances.evaluation": within("t.alliance_id"),
  "alliances.evaluation_statement": within("t.alliance_id", { write: ["keep"] }),
  "alliances.task": within("t.alliance_id"),
  "alliances.task_action": within("(alliances.task_of(t.province, t.task_id)).alliance_id"),
}; // prettier-ignore
