import type { RowRight, RowRights } from "../../platform/http/rows.ts";

/** Training plans: in force for anybody; written by the school and its enterprises; the alliance in which they are written reads along. */
export const planRights = {
  lookPlan: { public: "published" },
  readPlan: {
    planner: "region",
    secretariat: "organisation",
    "school-officer": "organisation",
    teacher: "organisation",
    "enterprise-officer": "organisation",
    mentor: "organisation",
  },
  /** the school begins it */
  beginPlan: { "school-officer": "organisation" },
  keepPlan: { "school-officer": "organisation", "enterprise-officer": "organisation" },
  commentPlan: {
    secretariat: "organisation",
    "school-officer": "organisation",
    teacher: "organisation",
    "enterprise-officer": "organisation",
    mentor: "organisation",
  },
} as const;

const inForce = (id: string, more = ""): string =>
  `exists (select from cotraining.plans_in_force() f where f.province = t.province and f.id = ${id}${more})`;
const parties = (of: string): string =>
  `join lateral unnest(${of}.enterprises || ${of}.school) p (organisation) on true`;
const PLAN = "join cotraining.training_plan p0 on p0.province = t.province and p0.id = t.plan_id";
const ofPlan = (write: string[] = []): RowRight[] => [
  { read: ["readPlan"], region: "p0.region", join: PLAN },
  { read: ["readPlan"], write, organisation: "p.organisation", join: `${PLAN} ${parties("p0")}` },
  { read: ["readPlan"], organisation: "p0.alliance", join: PLAN },
];

export const planRows: RowRights = {
  "cotraining.training_plan": [
    { read: ["lookPlan"], published: inForce("t.id") },
    { read: ["readPlan"], region: "t.region" },
    { read: ["readPlan"], write: ["keepPlan"], organisation: "p.organisation", join: parties("t") },
    { read: ["readPlan"], organisation: "t.alliance" },
  ],
  "cotraining.training_plan_version": [{ read: ["lookPlan"], published: inForce("t.plan_id", " and f.no = t.no") }, ...ofPlan(["keepPlan"])],
  "cotraining.training_plan_action": ofPlan(),
  "cotraining.training_plan_signature": ofPlan(),
  "cotraining.training_plan_comment": ofPlan(["keepPlan"]),
  "cotraining.training_plan_team": ofPlan(["keepPlan"]),
  "cotraining.training_plan_resource": ofPlan(["keepPlan"]),
}; // prettier-ignore
