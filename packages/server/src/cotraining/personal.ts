import { actedBy, type PersonalField } from "../platform/index.ts";
import { traineePersonal } from "./rounds/personal.ts";

const named = {
  kind: "name",
  basis: 3,
  law: { zh: "《职业学校学生实习管理规定》（教职成〔2021〕4号）", en: "Rules on placements of vocational students (2021)" },
  sensitive: false,
  kept: "plain",
  mask: null,
  retention: { from: "leaves", days: 3 * 365 },
} as const; // prettier-ignore

/** Columns of joint training that hold personal data. */
export const cotrainingPersonal: readonly PersonalField[] = [
  actedBy("cotraining.workplace.updated_by_name"),
  actedBy("cotraining.post.created_by_name"),
  actedBy("cotraining.agreement.created_by_name"),
  actedBy("cotraining.agreement_action.by_name"),
  actedBy("cotraining.agreement_version.made_by_name"),
  actedBy("cotraining.placement.created_by_name"),
  actedBy("cotraining.placement_action.by_name"),
  actedBy("cotraining.inspection.entered_by_name"),
  actedBy("cotraining.exception.by_name"),
  actedBy("cotraining.gate_rules.proposed_by_name"),
  actedBy("cotraining.gate_rules.confirmed_by_name"),
  actedBy("cotraining.timetable.created_by_name"),
  actedBy("cotraining.timetable_edition.by_name"),
  actedBy("cotraining.calendar_feed.created_by_name"),
  {
    ...named,
    column: "cotraining.placement.person_name",
    label: { zh: "实习学生姓名", en: "Name of the student placed" },
    purpose: { zh: "安排和管理实习", en: "to arrange the placement and look after it" },
    why: { zh: "学校、实习单位须知道谁来实习", en: "school and enterprise have to know who comes" },
  },
  {
    ...named,
    column: "cotraining.placement.guardian_consent",
    kind: "education",
    label: { zh: "监护人是否知情同意", en: "Whether the guardian consents to the placement" },
    purpose: { zh: "未经同意不得安排岗位实习", en: "without it there is no placement" },
    why: { zh: "只记是否同意，用于合法性检查", en: "yes or no only, for the legal gate" },
  },
  ...traineePersonal,
];
