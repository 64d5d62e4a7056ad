/** Figures and reasons in words, the same wherever they are shown. */
import type { IndicatorUnit, Text, Unknown, UnknownReason } from "./types.ts";

export const UNKNOWN_WORDS: Readonly<Record<UnknownReason, Text>> = {
  "not-stated": { zh: "没有填报", en: "not stated" },
  "no-admissions": { zh: "没有录取人数", en: "nobody was admitted" },
  "no-plan": { zh: "计划为 0", en: "nothing was planned" },
  "no-graduates": { zh: "当年没有毕业生", en: "no graduates in the year" },
  "no-employed": { zh: "当年没有就业的毕业生", en: "no graduate in work" },
  "none-on-roll": { zh: "没有在校生", en: "no students on roll" },
  "no-teachers": { zh: "没有教师", en: "no teachers" },
  "no-classes": { zh: "没有班级", en: "no classes" },
  "no-students": { zh: "没有学生或专业点", en: "no students or offerings" },
  "no-supply": { zh: "没有毕业生供给", en: "no supply of graduates" },
  "no-cycle": { zh: "当时还没有供需测算", en: "no planning cycle that early" },
  "no-cell": { zh: "供需测算中没有这一格，或已因披露控制隐去", en: "the planning cycle has no such cell, or withholds it" },
  "no-duration": { zh: "没有学制", en: "years of study not stated" },
  "one-year-only": { zh: "没有上一年的资料", en: "nothing known of the year before" },
  "year-outside": { zh: "超出资料年份", en: "outside the years of the data" },
  "school-unknown": { zh: "学校未对应", en: "school not known" },
  "school-type-unknown": { zh: "学校类别没有填报", en: "type of school not stated" },
  "no-norm": { zh: "该类学校没有对应标准", en: "no norm for this type of school" },
}; // prettier-ignore

const UNITS: Readonly<Record<IndicatorUnit, Text>> = {
  share: { zh: "", en: "" },
  persons: { zh: " 人", en: " persons" },
  years: { zh: " 年", en: " years" },
  m2: { zh: " 平方米", en: " m²" },
  yuan: { zh: " 元", en: " yuan" },
  "m2-per-student": { zh: " 平方米/生", en: " m² per student" },
  "yuan-per-student": { zh: " 元/生", en: " yuan per student" },
  "books-per-student": { zh: " 册/生", en: " volumes per student" },
  "computers-per-100": { zh: " 台/百生", en: " per 100 students" },
  "persons-per-teacher": { zh: "∶1", en: " per teacher" },
  "persons-per-class": { zh: " 人/班", en: " per class" },
  "persons-per-offering": { zh: " 人/专业点", en: " per offering" },
  "per-100": { zh: " 件/百人", en: " per 100" },
  count: { zh: " 个", en: "" },
  items: { zh: " 项", en: " items" },
  points: { zh: " 分", en: " points" },
  price: { zh: "", en: "" },
};

/** "91.6 %", "18.4∶1", "0.35": a figure with its unit. */
export function figureWords(value: number, unit: IndicatorUnit, language: "zh" | "en"): string {
  if (unit === "share") return `${rounded(value * 100, 1)} %`;
  if (unit === "price") return rounded(value, 2);
  return `${rounded(value, Math.abs(value) >= 1000 ? 0 : 1)}${UNITS[unit][language]}`;
}

/** Without the traps of locale tables: the same text on every machine. */
function rounded(value: number, digits: number): string {
  const [whole = "", part = ""] = Math.abs(value).toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const tail = part.replace(/0+$/, "");
  const text = tail ? `${grouped}.${tail}` : grouped;
  return value < 0 && text !== "0" ? `−${text}` : text;
}

export function unknownWords({ unknown, fields }: Unknown, language: "zh" | "en"): string {
  const words = UNKNOWN_WORDS[unknown][language];
  return fields.length === 0 ? words : language === "zh" ? `${words}（${fields.join("、")}）` : `${words} (${fields.join(", ")})`; // prettier-ignore
}
