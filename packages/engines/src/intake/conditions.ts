/** Rows of school conditions (办学条件): a school in a year, as it reports them for 基本办学条件. */
import { SCHOOL_TYPES, type ConditionRow, type SchoolType } from "../types/index.ts";
import { cell, fail, type Cells, type CheckerParts, type RowParser } from "./cells.ts";
import { readCount, type Read } from "./counts.ts";
import { readQuantity, unitOfHeader, type QuantityKind } from "./quantities.ts";
import { schoolCityReader } from "./school-city.ts";
import { yearOf } from "./surveys.ts";
import { isBlank, plain } from "./text.ts";

const COUNTS = [
  "studentsFull",
  "masters",
  "doctors",
  "international",
  "preparatory",
  "trainees",
  "adultFull",
  "evening",
  "correspondence",
  "teachersFull",
  "teachersPart",
  "teachersGraduate",
  "teachersSenior",
  "dualQualified",
] as const;
const QUANTITIES: Readonly<Record<Measured, QuantityKind>> = {
  landArea: "area",
  buildingArea: "area",
  teachingArea: "area",
  dormArea: "area",
  equipmentValue: "money",
  equipmentNew: "money",
  books: "quantity",
  booksNew: "quantity",
  computers: "quantity",
};
type Measured =
  | "landArea"
  | "buildingArea"
  | "teachingArea"
  | "dormArea"
  | "equipmentValue"
  | "equipmentNew"
  | "books"
  | "booksNew"
  | "computers";
type Figures = Record<(typeof COUNTS)[number] | Measured, number | null>;

/** Words in the order in which they are tried: 技工院校 is no 工科院校, 农业职业中专 no 农业院校. */
const TYPE_WORDS: readonly (readonly [SchoolType, RegExp])[] = [
  ["technical", /技工|技师|technician/],
  ["secondary", /中职|中专|中等|职高|职教中心|secondary/],
  ["medical", /医|药|卫生|护理|medic/],
  ["sports", /体育|sport/],
  ["arts", /艺术|美术|音乐|戏剧|arts?\b/],
  ["finance-law", /财经|政法|语文|语言|外语|财贸|商|法律|公安|司法|finance|law/],
  ["comprehensive", /综合|师范|民族|comprehensive|normal/],
  ["engineering", /工|农|林|理|engineer|agricult|forest/],
];

/** The kind of school that the norms differ by, from the words of a report or our own key; null if they name none. */
function parseSchoolType(text: string): SchoolType | null {
  const words = plain(text).toLowerCase();
  const own = SCHOOL_TYPES.find((type) => type === words);
  return own ?? TYPE_WORDS.find(([, found]) => found.test(words))?.[0] ?? null;
}

export function conditionChecker(parts: CheckerParts): RowParser<ConditionRow> {
  const at = {
    schoolName: parts.at("schoolName"),
    schoolCode: parts.at("schoolCode"),
    schoolType: parts.at("schoolType"),
    year: parts.at("year"),
  };
  const counts = COUNTS.map((field) => ({ field, at: parts.at(field) }));
  const quantities = (Object.keys(QUANTITIES) as Measured[]).map((field) => ({
    field,
    at: parts.at(field),
    kind: QUANTITIES[field],
    unit: unitOfHeader(QUANTITIES[field], parts.header(field)),
  }));
  const cityOf = schoolCityReader(parts);

  function figuresOf(cells: Cells): Figures {
    const figures: Partial<Figures> = {};
    const take = (field: keyof Figures, text: string, read: Read<number>) =>
      (figures[field] = read.ok ? read.value : fail(cells, field, text, read.code));
    for (const { field, at: place } of counts) {
      const text = cell(cells, place);
      take(field, text, readCount(text));
    }
    for (const { field, at: place, kind, unit } of quantities) {
      const text = cell(cells, place);
      take(field, text, readQuantity(kind, text, unit));
    }
    return figures as Figures;
  }

  return (cells) => {
    const schoolName = cell(cells, at.schoolName);
    const schoolCode = cell(cells, at.schoolCode);
    if (isBlank(schoolName) && isBlank(schoolCode)) fail(cells, "schoolName", schoolName, "required-missing");
    const city = cityOf(cells, schoolName);
    const year = yearOf(cells, parts, cell(cells, at.year));
    const typeText = cell(cells, at.schoolType);
    const schoolType = isBlank(typeText) ? null : parseSchoolType(typeText);
    if (!isBlank(typeText) && schoolType === null) fail(cells, "schoolType", typeText, "school-type-unknown");
    const figures = figuresOf(cells);
    if (cells.rejections === null) checkFigures(cells, figures);
    if (cells.rejections !== null || year === null) return null;
    return {
      schoolCode: isBlank(schoolCode) ? null : schoolCode,
      schoolName: isBlank(schoolName) ? schoolCode : schoolName,
      city,
      year,
      schoolType,
      ...figures,
    };
  };
}

/** No part is larger than its whole. */
function checkFigures(cells: Cells, f: Figures): void {
  if (Object.values(f).every((n) => n === null)) fail(cells, "studentsFull", "", "condition-missing");
  const within = (parts: readonly (keyof Figures)[], whole: keyof Figures, code: string): void => {
    const most = f[whole];
    const stated = parts.filter((part) => f[part] !== null);
    const sum = stated.reduce((total, part) => total + f[part]!, 0);
    if (most === null || sum <= most) return;
    const shown = (n: number) => String(whole === "equipmentValue" ? n / 100 : n);
    const written = `${stated.map((part) => shown(f[part]!)).join(" + ")} > ${shown(most)}`;
    fail(cells, stated[0]!, written, code);
  };
  const among = ["masters", "doctors", "international", "preparatory", "trainees", "adultFull"] as const;
  within(among, "studentsFull", "students-exceed-full-time");
  for (const part of ["teachersGraduate", "teachersSenior", "dualQualified"] as const)
    within([part], "teachersFull", "teachers-exceed-full-time");
  within(["teachingArea", "dormArea"], "buildingArea", "part-exceeds-buildings");
  within(["equipmentNew"], "equipmentValue", "new-exceeds-whole");
  within(["booksNew"], "books", "new-exceeds-whole");
}
