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

/** What a student writes of his days, and what is written about them. */
const LOGGED: PersonalField[] = (
  [
    ["log_entry.did", "education", "实习日志", "What a student did", "由师傅和教师指导、签阅", "for mentor and teacher to guide by and to countersign"],
    ["log_entry.reason", "education", "缺勤原因", "Why a student was absent", "核实缺勤", "to understand an absence"],
    ["log_entry.at_place", "education", "是否在岗（只记是或否）", "Whether at the place: yes or no", "学校规定要求时核对到岗", "where the school's rule asks for it; never where"],
    ["log_photo.path", "education", "实习日志照片", "Photos in the logbook", "说明当天的工作", "to show what was done"],
    ["log_month.words", "education", "月度小结和评语", "Summary and remarks of a month", "考核实习", "to assess the placement"],
    ["incident.words", "work", "工伤、安全和侵权事件", "Injury, danger, infringement", "及时救助和处理", "to help at once"],
    ["incident_action.note", "work", "事件处理", "How an incident was handled", "处理有据可查", "so that the handling can be followed"],
    ["pay_proof.amount", "work", "实习报酬", "Pay of a placement", "核对报酬足额支付给本人", "to see that it is paid, whole and to the student"],
    ["visit.findings", "education", "巡访记录", "What a visit found", "巡访指导", "for the teacher's visits"],
  ] as const
).map(([column, kind, zh, en, whyZh, whyEn]) => ({
  ...named,
  column: `cotraining.${column}`,
  kind,
  label: { zh, en },
  purpose: { zh: whyZh, en: whyEn },
  why: { zh: "只有学生本人、指导教师、师傅和双方单位能看", en: "read by the student, his teacher and mentor, and the two sides alone" },
})); // prettier-ignore

/** Columns of joint training that hold personal data. */
export const cotrainingPersonal: readonly PersonalField[] = [
  actedBy("cotraining.workplace.updated_by_name"),
  actedBy("cotraining.post.created_by_name"),
  actedBy("cotraining.agreement.created_by_name"),
  actedBy("cotraining.agreement_action.by_name"),
  actedBy("cotraining.agreement_version.made_by_name"),
  actedBy("cotraining.training_plan.created_by_name"),
  actedBy("cotraining.training_plan_action.by_name"),
  actedBy("cotraining.training_plan_version.made_by_name"),
  actedBy("cotraining.training_plan_comment.by_name"),
  actedBy("cotraining.training_plan_comment.answered_by_name"),
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
  {
    ...named,
    column: "cotraining.training_plan_team.name",
    label: { zh: "校企教师团队成员姓名", en: "Name of a member of the joint team" },
    purpose: { zh: "明确由谁授课、由谁带徒", en: "to say who teaches by the plan" },
    why: {
      zh: "学校、企业的教师和师傅，只有方案各方能看",
      en: "teachers and mentors of the two sides; read by the parties of the plan alone",
    },
  },
  ...traineePersonal,
  actedBy("cotraining.log_rule.updated_by_name"),
  actedBy("cotraining.log_mark.by_name"),
  actedBy("cotraining.log_month.by_name"),
  actedBy("cotraining.incident.by_name"),
  actedBy("cotraining.incident_action.by_name"),
  actedBy("cotraining.pay_proof.by_name"),
  actedBy("cotraining.visit.by_name"),
  actedBy("cotraining.log_alert.closed_by_name"),
  ...LOGGED,
];
