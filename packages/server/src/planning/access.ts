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
  readOwnOffering: { "school-officer": "organisation", teacher: "organisation" },
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
  "planning.offering": [
    { read: ["read"], write: ["holdRound"], region: "t.province" },
    { read: ["readOwnOffering"], organisation: "t.school" },
  ],
  "planning.public_cycle": open,
  "planning.public_demand_total": open,
  "planning.public_supply_total": open,
  "planning.public_heat_cell": open,
  "planning.public_flow_cell": open,
  "planning.public_history_cell": open,
};
