import { actedBy, type PersonalField } from "../platform/index.ts";

/** Columns of the alliances that hold personal data: who acted, beside the organisation for which he did. */
export const alliancePersonal: readonly PersonalField[] = [
  actedBy("alliances.alliance.created_by_name"),
  actedBy("alliances.member_action.by_name"),
  actedBy("alliances.meeting_action.by_name"),
  actedBy("alliances.roll.noted_by_name"),
  actedBy("alliances.conflict.by_name"),
  actedBy("alliances.task_action.by_name"),
  actedBy("alliances.entry.by_name"),
  actedBy("alliances.evaluation.by_name"),
  actedBy("alliances.evaluation_statement.by_name"),
  actedBy("alliances.chain.by_name"),
  actedBy("alliances.chain_published.by_name"),
];
