import { noticeKind, notify, type Context } from "../../platform/index.ts";
import type { PlacementRow } from "./placements.sql.ts";
import { placementProcedure } from "./procedure.ts";

const moved = noticeKind({
  name: "cotraining.placement",
  title: { zh: "实习安排有变化", en: "A placement moved on" },
  params: { enterprise: "text", state: "words" },
  subject: { zh: "在{enterprise}的实习：{state}", en: "The placement at {enterprise}: {state}" },
  body: { zh: "在{enterprise}的实习：{state}。", en: "The placement at {enterprise}: {state}." },
  mail: "daily",
});
export const placementKinds = [moved];

/** Tells the student, his mentor and teacher, and the enterprise. */
export const tellOfPlacement = (ctx: Context, row: PlacementRow): Promise<void> =>
  notify(ctx, {
    kind: moved,
    to: [
      { person: row.person },
      ...[row.mentor, row.teacher].filter((one) => one !== null).map((person) => ({ person })),
      { role: "enterprise-officer", organisation: row.enterprise },
    ],
    params: {
      enterprise: row.enterprise_name,
      state: placementProcedure.states[placementProcedure.stateOf(row.actions)],
    },
    link: `/placements/${row.id}`,
    of: { region: row.region, organisation: row.school },
  });
