/**
 * The national norms of school conditions as data: 教发〔2004〕2号 (rules IND-06, IND-07, IND-09) and the scheme of 2022 for
 * secondary schools (IND-04, IND-05). Each figure carries how sure it is; an item without a figure is not judged.
 */
import type { ConditionItem, ConditionLines, Equivalents, Trust } from "./types.ts";

type Line = Partial<Record<ConditionItem, { value: number; trust: Trust }>>;

function line(trust: Trust, figures: Partial<Record<ConditionItem, number>>): Line {
  return Object.fromEntries(Object.entries(figures).map(([item, value]) => [item, { value, trust }]));
}

const five = (
  trust: Trust,
  [ratio, graduate, area, equipment, books]: [number, number, number, number, number],
): Line =>
  line(trust, {
    "students-per-teacher": ratio,
    "graduate-teacher-share": graduate / 100,
    "teaching-area": area,
    equipment,
    books,
  });

/** 合格 (colleges) and 达标 (secondary schools). */
export const NATIONAL_QUALIFIED: ConditionLines = {
  key: "qualified",
  name: { zh: "合格（达标）标准", en: "qualified line" },
  basis: {
    article: "教发〔2004〕2号（IND-06）；中等职业学校、技工学校达标（IND-04、IND-05）",
    source: "360docs.net/doc/268866136.html；辽宁农业职院2017质量年报；digipub.cc",
    trust: "B",
  },
  lines: {
    comprehensive: five("mem-high", [18, 15, 14, 4000, 80]),
    engineering: {
      ...five("B", [18, 15, 16, 4000, 60]),
      books: { value: 60, trust: "mem-high" },
      ...line("B", {
        "senior-teacher-share": 0.2,
        land: 59,
        dormitory: 6.5,
        "equipment-new-share": 0.1,
        computers: 8,
      }),
    },
    medical: five("mem-high", [16, 15, 16, 4000, 60]),
    "finance-law": five("mem-high", [18, 15, 9, 3000, 80]),
    sports: five("mem-high", [13, 15, 22, 3000, 50]),
    arts: five("mem-high", [13, 15, 18, 3000, 60]),
    secondary: line("B", {
      "land-total": 40_000,
      land: 33,
      "building-total": 24_000,
      building: 20,
      "teachers-total": 60,
      "students-per-teacher": 20,
      "equipment-total": 3_000_000,
      equipment: 2500,
      books: 30,
    }),
    technical: line("B", { "land-total": 30_000, "building-total": 18_000, building: 20 }),
  },
};

/** 限制招生 (colleges). All from memory: to be confirmed before anybody is held to it. */
export const NATIONAL_LIMIT: ConditionLines = {
  key: "limit",
  name: { zh: "限制招生标准", en: "limit line" },
  basis: {
    article: "教发〔2004〕2号 限制招生（IND-07）",
    source: "凭记忆录入，须核对原文",
    trust: "mem-medium",
  },
  lines: {
    comprehensive: five("mem-medium", [22, 10, 8, 2500, 45]),
    engineering: five("mem-medium", [22, 10, 9, 2500, 35]),
    medical: five("mem-medium", [22, 10, 9, 2500, 35]),
    "finance-law": five("mem-medium", [23, 10, 5, 2000, 45]),
    sports: five("mem-medium", [17, 10, 13, 2000, 30]),
    arts: five("mem-medium", [17, 10, 11, 2000, 35]),
  },
};

/** IND-09: 折合在校生, 教师折算, and the two exceptions. The factor 0.5 is mem-high, the rest B. */
export const NATIONAL_EQUIVALENTS: Equivalents = {
  masters: 1.5,
  doctors: 2,
  international: 3,
  preparatory: 1,
  trainees: 1,
  adultFull: 1,
  evening: 0.3,
  correspondence: 0.1,
  outside: 0.5,
  outsideShare: 0.25,
  equipmentTotal: 100_000_000,
  equipmentNew: 10_000_000,
  bookStudents: 30_000,
  booksNew: 90_000,
};
