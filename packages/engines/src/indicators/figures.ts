/**
 * Figures that lists and reports show beside the indicators that rules judge by: those of the demand side, and what the
 * balance says of a programme as a whole. Defined here once; engines/cycle and the lists work them out.
 */
import type { Basis, FigureDefinition } from "./types.ts";

const BALANCE: Basis = {
  article: "一体一案 供需平衡",
  source: "engines/balance：结构性平衡",
  trust: "design",
};
const LISTS: Basis = {
  article: "第十二条 三张清单",
  source: "一体一案的紧缺度（没有国家口径）",
  trust: "design",
};
const PLAN: Basis = { article: "第十二条 三张清单", source: "各地产业规划原文所列数字", trust: "design" };
const demand = (...fields: string[]): string[] => fields.map((field) => `planning.demand_cell.${field}`);
const supply = (...fields: string[]): string[] => fields.map((field) => `planning.supply_cell.${field}`);

/**
 * How urgent a shortage is: its share of the demand and how scarce the post is. Kept with each version of the demand list,
 * so that an old list is read by its own rule.
 */
export const URGENCY = {
  version: "2026-11",
  weights: { shortage: 0.7, price: 0.3 },
  grades: { severe: 80, high: 50, some: 20 },
  /** what enterprises state is summed only over so many, none with more than this share (as in the release) */
  minEnterprises: 3,
  maxShare: 0.75,
} as const;

export type UrgencyGrade = keyof typeof URGENCY.grades | "none";

/** @param price scarcity of the post, 0…1 */
export function urgencyOf(
  shortage: number,
  wanted: number,
  price: number,
): { score: number; grade: UrgencyGrade } {
  const { weights, grades } = URGENCY;
  const share = wanted > 0 ? Math.min(1, shortage / wanted) : 0;
  const score = Math.round(
    100 * (weights.shortage * share + weights.price * Math.min(1, Math.max(0, price))),
  );
  const grade = (["severe", "high", "some"] as const).find((one) => score >= grades[one]) ?? "none";
  return { score, grade };
}

const { weights, grades } = URGENCY;

export const FIGURES: readonly FigureDefinition[] = [
  {
    key: "demand", name: { zh: "用人需求", en: "demand" }, unit: "persons", direction: "none", about: "occupation",
    formula: { zh: "去重后的招聘岗位折合年用人数；以后各年按趋势与产业规划预测，带区间", en: "vacancies without repeats, as persons a year; later years by trend and industry plans, with an interval" },
    lineage: ["demand.posting.vacancies", "demand.industry_plan.growth", ...demand("demand", "low", "high")], basis: BALANCE,
  },
  {
    key: "shortage", name: { zh: "结构性短缺", en: "structural shortage" }, unit: "persons", direction: "lower-better", about: "occupation",
    formula: { zh: "用人需求 − 最优匹配中能胜任、层次相当、城市可及的毕业生", en: "demand − graduates matched to it who can do the work, at a sufficient level, within reach" },
    lineage: demand("demand", "matched", "shortage"), basis: BALANCE,
  },
  {
    key: "scarcity-price", name: { zh: "稀缺价格", en: "scarcity price" }, unit: "price", direction: "none", about: "occupation",
    formula: { zh: "少一个这样的岗位全省平衡减少的价值，0～1", en: "what the balance loses with one post fewer, 0 to 1" },
    lineage: demand("price_max"), basis: BALANCE,
  },
  {
    key: "urgency", name: { zh: "紧缺度", en: "urgency" }, unit: "points", direction: "lower-better", about: "occupation",
    formula: {
      zh: `100 ×（${weights.shortage} × 短缺 ÷ 需求 + ${weights.price} × 稀缺价格）；${grades.severe} 起急需，${grades.high} 起紧缺，${grades.some} 起偏紧`,
      en: `100 × (${weights.shortage} × shortage ÷ demand + ${weights.price} × scarcity price); severe from ${grades.severe}, high from ${grades.high}, some from ${grades.some}`,
    },
    lineage: demand("demand", "shortage", "price_max"), basis: LISTS,
  },
  {
    key: "stated-demand", name: { zh: "企业填报需求", en: "demand as enterprises state it" }, unit: "persons", direction: "none", about: "occupation",
    formula: {
      zh: `同一职业各企业填报人数之和；不少于 ${URGENCY.minEnterprises} 家、单家不超过 ${URGENCY.maxShare * 100}% 才列出`,
      en: `sum over enterprises; told only of ${URGENCY.minEnterprises} or more, none above ${URGENCY.maxShare * 100}%`,
    },
    lineage: ["demand.survey.wanted", "planning.list_item.now"], basis: LISTS,
  },
  {
    key: "supply", name: { zh: "毕业生供给", en: "supply of graduates" }, unit: "persons", direction: "none", about: "place",
    formula: { zh: "分年级在校生按巩固率升至毕业，减去升学和离省，即预计在本省求职的毕业生", en: "students by grade carried to graduation, less further study and those who leave: graduates who look for work here" },
    lineage: ["demand.offering.enrolment", "demand.offering.furtherStudy", ...supply("supply")], basis: BALANCE,
  },
  {
    key: "surplus", name: { zh: "结构性富余", en: "structural surplus" }, unit: "persons", direction: "lower-better", about: "place",
    formula: { zh: "毕业生供给 − 最优匹配中有对口岗位的毕业生", en: "supply − graduates whom the balance matches to a post" },
    lineage: supply("supply", "matched", "surplus"), basis: BALANCE,
  },
  {
    key: "matched", name: { zh: "可匹配人数", en: "matched" }, unit: "persons", direction: "higher-better", about: "place",
    formula: { zh: "最优匹配中有对口、层次相当、可及岗位的人数（供需两侧相等）", en: "persons matched to posts that they can do, at a sufficient level, within reach; the same on both sides" },
    lineage: [...supply("matched"), ...demand("matched")], basis: BALANCE,
  },
  {
    key: "industry-growth", name: { zh: "产业规划年均增长", en: "growth by the industry plan" }, unit: "share", direction: "none", about: "industry",
    formula: { zh: "规划文件为该行业（GB/T 4754）该年所列的增长率", en: "the growth that the plan gives the industry (GB/T 4754) for the year" },
    lineage: ["demand.industry_plan.growth"], basis: PLAN,
  },
  {
    key: "new-posts", name: { zh: "规划新增岗位", en: "new posts by the industry plan" }, unit: "count", direction: "none", about: "industry",
    formula: { zh: "规划文件为该行业该年所列的新增岗位数", en: "new posts that the plan gives the industry for the year" },
    lineage: ["demand.industry_plan.newPosts"], basis: PLAN,
  },
]; // prettier-ignore
