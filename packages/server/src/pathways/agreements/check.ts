import { categoryOf } from "@tixi/engines/pathways";
import { standards, type Programme } from "@tixi/standards";
import type { InputFault, Sentence } from "../../platform/index.ts";
import { kindRules, type Kind } from "./kinds.ts";

/** What of an agreement the rules look at. */
export interface AgreementForm {
  kind: Kind;
  lowerProgramme: string;
  upperProgramme: string | null;
  upperProgrammeName: string;
  lowerYears: number;
  upperYears: number;
  firstCohort: number;
  lastCohort: number | null;
  quota: number;
  assessment: readonly { name: string; weight: number }[];
}

/** What the register, the plan and the round know of it; null = not known. */
export interface AgreementGround {
  lowerKind: string | null;
  upperKind: string | null;
  /** the lower school offers the lower programme, the upper school the upper one */
  lowerOffered: boolean | null;
  upperOffered: boolean | null;
  /** seats of the lower programme in the plan in force */
  seats: number | null;
}

export interface Warning {
  rule: string;
  text: Sentence;
}

/** Five-year training is meant for these fields (rule book EXM-19, from memory): 教育, 护理, 艺术 and skills that take long. */
const LONG_FIELDS: readonly { prefix: string; name: string }[] = [
  { prefix: "57", name: "教育与体育" },
  { prefix: "5202", name: "护理" },
  { prefix: "55", name: "文化艺术" },
];
const SECONDARY_ONLY = ["secondary-school", "comprehensive-high-school"];
const HIGHER = ["college", "vocational-university", "university"];
const WHOLE = 100;

const fault = (field: string, value: unknown, zh: string, en: string): InputFault => ({ part: "body", field, value, reason: `${zh} / ${en}` }); // prettier-ignore

/** How close two programmes are: by the official progression, by category, or not at all. */
export function closeness(lower: Programme, upper: Programme | null, upperName: string): "official" | "category" | null {
  const onward = standards().profile(lower.code).onward;
  const linked = upper ? onward.some(({ code }) => code === upper.code) : onward.some(({ level, name }) => level === "university" && name === upperName); // prettier-ignore
  if (linked || (upper && upper.code === lower.code)) return "official";
  return upper && categoryOf(upper.code) === categoryOf(lower.code) ? "category" : null;
} // prettier-ignore

/** What forbids an agreement (EXM-17): each fault with its rule in words. None: it may be proposed. */
export function faultsOf(form: AgreementForm, ground: AgreementGround): InputFault[] {
  const { kind, lowerProgramme, upperProgramme, upperProgrammeName } = form;
  const rule = kindRules[kind];
  const faults: InputFault[] = [];
  const lower = standards().findProgramme(lowerProgramme);
  const upper = upperProgramme === null ? null : standards().findProgramme(upperProgramme);
  if (!lower) faults.push(fault("lowerProgramme", lowerProgramme, "专业目录中没有这个代码（EXM-17）", "not in the catalogue (EXM-17)")); // prettier-ignore
  if (upper === undefined) faults.push(fault("upperProgramme", upperProgramme, "专业目录中没有这个代码（EXM-17）", "not in the catalogue (EXM-17)")); // prettier-ignore
  if (upperProgramme === null && upperProgrammeName.trim() === "")
    faults.push(fault("upperProgrammeName", "", "请填写本科专业名称", "name the undergraduate programme"));
  if (lower && !rule.lower.includes(lower.level))
    faults.push(fault("lowerProgramme", lowerProgramme, `${rule.words.zh}的前段不在这一层次`, "the first part of this kind is of another level")); // prettier-ignore
  if (upper !== undefined && !rule.upper.includes(upper?.level ?? "university"))
    faults.push(fault("upperProgramme", upperProgramme, `${rule.words.zh}的后段不在这一层次`, "the second part of this kind is of another level")); // prettier-ignore
  if (lower && upper !== undefined && faults.length === 0 && closeness(lower, upper, upperProgrammeName) === null)
    faults.push(fault("upperProgramme", upperProgramme ?? upperProgrammeName,
      `两个专业不属同一专业大类，“${lower.name}”的接续专业中也没有它，不能贯通（职业教育法第三十七条，EXM-17）`,
      "neither of the same category nor in the official progression (Vocational Education Law art. 37, EXM-17)")); // prettier-ignore
  if (kind !== "upgrade" && (form.lowerYears !== rule.years[0] || form.upperYears !== rule.years[1]))
    faults.push(fault("lowerYears", `${form.lowerYears}+${form.upperYears}`, `${rule.words.zh}的学制是 ${rule.years.join("+")}`, `this kind takes ${rule.years.join("+")} years`)); // prettier-ignore
  if (form.lastCohort !== null && form.lastCohort < form.firstCohort)
    faults.push(fault("lastCohort", form.lastCohort, "最后一届早于首届", "before the first cohort"));
  const weights = form.assessment.reduce((sum, { weight }) => sum + weight, 0);
  if (form.assessment.length > 0 && weights !== WHOLE)
    faults.push(fault("assessment", weights, "转段考核各项占比之和须为 100", "the weights of the assessment have to sum to 100")); // prettier-ignore
  if (lower?.level === "college" && ground.lowerKind !== null && SECONDARY_ONLY.includes(ground.lowerKind) && kind !== "five-year")
    faults.push(fault("lowerSchool", ground.lowerKind, "中职学校没有高职专科层次", "a secondary school has no college level")); // prettier-ignore
  if (ground.upperKind !== null && !HIGHER.includes(ground.upperKind))
    faults.push(fault("upperSchool", ground.upperKind, "后段须由高等学校承担", "the second part is for a school of higher education")); // prettier-ignore
  return faults;
} // prettier-ignore

/** What the rules advise against; it may be recorded with a reason. */
export function warningsOf(form: AgreementForm, ground: AgreementGround): Warning[] {
  const warnings: Warning[] = [];
  const add = (rule: string, zh: string, en: string) => warnings.push({ rule, text: { zh, en } });
  const lower = standards().findProgramme(form.lowerProgramme);
  const upper = form.upperProgramme === null ? null : standards().findProgramme(form.upperProgramme);
  const controlled = [lower, upper].filter((one) => one?.controlled).map((one) => one!.name);
  if (controlled.length > 0)
    add("EXM-19", `“${controlled[0]}”是国家控制布点专业，贯通培养从严掌握。`, `“${controlled[0]}” is controlled by the State; continuous training in it is kept narrow.`); // prettier-ignore
  if (form.kind === "five-year" && upper && !LONG_FIELDS.some(({ prefix }) => upper.code.startsWith(prefix)))
    add("EXM-19", `五年一贯制优先用于${LONG_FIELDS.map(({ name }) => name).join("、")}等培养周期长的专业，请说明理由。`, "Five years in one go is meant for education, nursing, arts and skills that take long; say why."); // prettier-ignore
  if (lower && upper !== undefined && closeness(lower, upper, form.upperProgrammeName) === "category")
    add("EXM-17", "两个专业同属一个专业大类，但不在接续专业中，请说明课程如何衔接。", "The same category, but not in the official progression; say how the courses join."); // prettier-ignore
  if (ground.lowerOffered === false)
    add("offering", "前段学校近两年没有开设这一专业。", "The first school has not offered this programme in the last two years."); // prettier-ignore
  if (ground.upperOffered === false && form.upperProgramme !== null)
    add("offering", "后段学校近两年没有开设这一专业。", "The second school has not offered this programme in the last two years."); // prettier-ignore
  if (ground.seats !== null && form.quota > ground.seats)
    add("quota", `每届 ${form.quota} 人，超过前段学校该专业现行招生计划 ${ground.seats} 人。`, `${form.quota} places a cohort exceed the ${ground.seats} seats of the plan in force.`); // prettier-ignore
  return warnings;
} // prettier-ignore
