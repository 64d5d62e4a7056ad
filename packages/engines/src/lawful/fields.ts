/** The facts that a placement is judged on: what is stored of student, enterprise, post and placement, each defined once. */
import type { Text } from "../indicators/index.ts";

/** How a stored fact is held: a figure, yes or no, an ISO date, a set of words of a fixed list. */
export type FieldKind = "number" | "flag" | "day" | "set";

interface Field {
  kind: FieldKind;
  name: Text;
  unit?: "fen" | "days" | "hours" | "persons" | "months" | "level" | "grade" | "times";
  /** the words of a set, in the order of their bits */
  words?: Readonly<Record<string, Text>>;
}

/** Work that is barred to students, minors or women; the words of the texts. */
export const HAZARDS = {
  height: { zh: "高空（二级以上高处）作业", en: "work at height" },
  underground: { zh: "井下或矿山作业", en: "underground or mining work" },
  radiation: { zh: "放射性作业", en: "radioactive work" },
  toxic: { zh: "有毒作业", en: "toxic work" },
  explosive: { zh: "易燃易爆、化学性烧伤或热烧伤危险作业", en: "flammable, explosive or burning work" },
  risk: { zh: "其他具有较高安全风险的作业", en: "other work of high risk" },
  harmful: { zh: "其他有害身心健康的作业", en: "other work harmful to health" },
  dust: { zh: "接尘作业", en: "dusty work" },
  "cold-water": { zh: "二级以上冷水作业", en: "cold-water work, level 2 or above" },
  heat: { zh: "三级以上高温作业", en: "hot work, level 3 or above" },
  cold: { zh: "三级以上低温作业", en: "cold work, level 3 or above" },
  forestry: { zh: "森林业伐木、流放、守林", en: "logging, floating or forest guard" },
  field: { zh: "地质勘探和资源勘探野外作业", en: "geological field work" },
  diving: { zh: "潜水、涵洞、涵道或海拔三千米以上作业", en: "diving, culverts, or above 3,000 m" },
  load: { zh: "每小时 6 次以上且每次超过 20 公斤，或间断每次超过 25 公斤的负重", en: "loads over 20 kg six times an hour, or over 25 kg now and then" },
  vibration: { zh: "凿岩机、捣固机、气镐、气铲、铆钉机、电锤作业", en: "rock drills, tampers, air picks, rivet guns, hammer drills" },
  posture: { zh: "长时间强迫体位或每分钟超过 50 次的流水线作业", en: "forced posture, or a line of over 50 moves a minute" },
  boiler: { zh: "锅炉司炉", en: "boiler firing" },
} as const satisfies Record<string, Text>; // prettier-ignore

/** What the three-party agreement has to say (rule INT-08). */
export const AGREEMENT_FIELDS = {
  place: { zh: "实习地点", en: "place" },
  time: { zh: "实习时间", en: "time" },
  post: { zh: "实习岗位", en: "post" },
  pay: { zh: "报酬", en: "pay" },
  hours: { zh: "工作时间和休息休假", en: "hours and rest" },
  insurance: { zh: "保险", en: "insurance" },
  duties: { zh: "各方权利义务", en: "rights and duties" },
  mentor: { zh: "指导教师（师傅）", en: "mentor" },
  breach: { zh: "违约责任", en: "breach" },
} as const satisfies Record<string, Text>;

export const SIGNATURES = {
  school: { zh: "学校", en: "school" },
  enterprise: { zh: "实习单位", en: "enterprise" },
  student: { zh: "学生", en: "student" },
} as const satisfies Record<string, Text>;

const flag = (zh: string, en: string) => ({ kind: "flag", name: { zh, en } }) as const;
const day = (zh: string, en: string) => ({ kind: "day", name: { zh, en } }) as const;
const number = <U extends NonNullable<Field["unit"]>>(unit: U, zh: string, en: string) =>
  ({ kind: "number", unit, name: { zh, en } }) as const;

export const STUDENT_FIELDS = {
  birth: day("出生日期", "date of birth"),
  year: number("grade", "年级", "year of study"),
  female: flag("女生", "female"),
  healthChecked: day("健康检查日期", "date of the health check"),
} as const satisfies Record<string, Field>;

export const ENTERPRISE_FIELDS = {
  staff: number("persons", "在岗职工总数", "staff on duty"),
  registered: flag("依法登记", "legally registered"),
  dishonest: flag("严重失信或近三年有安全生产违法", "seriously dishonest, or breaches of work safety"),
} as const satisfies Record<string, Field>;

export const POST_FIELDS = {
  likeStaff: number("persons", "同类岗位在岗职工数", "staff in like posts"),
  likePay: number("fen", "相同岗位月工资", "monthly pay of the same post"),
  lowestPay: number("fen", "最低档月工资", "monthly pay of the lowest grade"),
  labourLevel: number("level", "体力劳动强度等级", "level of physical labour"),
  hazards: { kind: "set", name: { zh: "作业危害", en: "hazards" }, words: HAZARDS },
  hoursDay: number("hours", "每日工作时间", "hours a day"),
  hoursWeek: number("hours", "每周工作时间", "hours a week"),
  restDays: number("days", "每周休息日", "rest days a week"),
  overtime: flag("安排加班", "overtime"),
  night: flag("安排夜班", "night shifts"),
  restDayWork: flag("安排休息日实习", "work on rest days"),
  holidayWork: flag("安排法定节假日实习", "work on public holidays"),
  simpleOnly: flag("只从事简单重复劳动", "only simple repeated labour"),
} as const satisfies Record<string, Field>;

export const PLACEMENT_FIELDS = {
  onPost: flag("岗位实习", "post placement"),
  independent: flag("相对独立参与实际工作", "works rather independently"),
  pay: number("fen", "月报酬", "monthly pay"),
  payCycle: number("months", "支付周期", "months between payments"),
  paidInMoney: flag("以货币支付", "paid in money"),
  paidToStudent: flag("直接支付给学生本人", "paid to the student directly"),
  signatures: { kind: "set", name: { zh: "协议签字方", en: "parties that signed" }, words: SIGNATURES },
  signed: day("协议签订日期", "date of the agreement"),
  agreementFields: { kind: "set", name: { zh: "协议内容", en: "content of the agreement" }, words: AGREEMENT_FIELDS },
  officialTemplate: flag("以示范文本为基础", "on the official template"),
  studentConsent: flag("学生签字知情同意", "the student's consent"),
  guardianConsent: flag("法定监护人签字知情同意", "the guardian's consent"),
  insuredFrom: day("实习责任保险起", "liability insurance from"),
  insuredTo: day("实习责任保险止", "liability insurance to"),
  insuranceChargedToStudent: flag("保险费由学生承担", "premium charged to the student"),
  accidentFrom: day("意外伤害保险起", "accident insurance from"),
  accidentTo: day("意外伤害保险止", "accident insurance to"),
  teacher: flag("学校指导教师", "a teacher of the school named"),
  // by the placing school, of the enterprise
  inspected: day("实地考察日期", "date of the visit on site"),
  decided: flag("学校领导班子会议确定", "decided by the school's leadership meeting"),
  fees: number("fen", "向学生收取的费用", "fees taken from the student"),
  guarantee: flag("要求担保或收取财物", "guarantee asked for"),
  papersHeld: flag("扣押证件", "papers held back"),
  agent: flag("通过中介或有偿代理", "through an agent"),
  imposed: flag("外部强制指定单位", "unit imposed from outside"),
  selfFound: flag("学生自行选择", "found by the student"),
  schoolApproved: flag("学校批准", "approved by the school"),
  ownAssessment: flag("学校与单位共同制定的实习考核", "assessed by a rubric of school and unit"),
  jointEnrolment: flag("校企联合招收的学徒", "apprentice enrolled jointly"),
  apprenticeAgreement: flag("学徒培养协议", "apprenticeship agreement"),
} as const satisfies Record<string, Field>; // prettier-ignore

/** What is worked out from the stored facts (derived.ts). */
export const DERIVED_FIELDS = {
  age: number("grade", "开始时年龄", "age at the start"),
  programmeMatch: number("level", "专业匹配", "match of programme"),
  length: number("days", "在该单位的实习天数", "days at the enterprise"),
  peak: number("persons", "单位同期岗位实习学生最多", "most students at once in the enterprise"),
  likePeak: number("persons", "同类岗位同期实习学生最多", "most students at once in like posts"),
  mentored: flag("企业指导教师（师傅）", "a mentor named"),
  mentorLoad: number("persons", "师傅同期所带学生最多", "most students at once with the mentor"),
  overlap: number("times", "同一学生同期的其他实习", "other placements of the student at the time"),
  uncovered: number("days", "未被实习责任保险覆盖的天数", "days without liability insurance"),
  accidentUncovered: number("days", "未被意外伤害保险覆盖的天数", "days without accident insurance"),
  signedBefore: number("days", "协议早于实习开始", "days from the agreement to the start"),
  healthAge: number("days", "健康检查距实习开始", "days from the health check to the start"),
  inspectedAge: number("days", "实地考察距实习开始", "days from the visit to the start"),
} as const satisfies Record<string, Field>;

export const ALL_FIELDS = {
  ...STUDENT_FIELDS,
  ...ENTERPRISE_FIELDS,
  ...POST_FIELDS,
  ...PLACEMENT_FIELDS,
  ...DERIVED_FIELDS,
} as const;

type FieldsOf<K extends FieldKind> = {
  [F in keyof typeof ALL_FIELDS]: (typeof ALL_FIELDS)[F]["kind"] extends K ? F : never;
}[keyof typeof ALL_FIELDS];

export type Fact = keyof typeof ALL_FIELDS;
export type NumberFact = FieldsOf<"number">;
export type FlagFact = FieldsOf<"flag">;
export type SetFact = FieldsOf<"set">;

/** Definition of a fact, without the narrow types of the tables. */
export const fieldOf = (fact: Fact): Field => ALL_FIELDS[fact];
