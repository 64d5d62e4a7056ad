import type { Level } from "@tixi/engines/types";
import type { Sentence } from "../../platform/index.ts";

/** 贯通培养 kinds (rule book EXM-17, 20): which levels they join, and how long each part takes; null = as agreed. */
export const KINDS = ["five-year", "3+2", "3+3", "3+4", "college-3+2", "5+2", "upgrade"] as const;
export type Kind = (typeof KINDS)[number];

interface KindRule {
  words: Sentence;
  lower: readonly Level[];
  /** `university` = an undergraduate programme, by its name */
  upper: readonly (Level | "university")[];
  years: readonly [lower: number, upper: number];
}

export const kindRules: Readonly<Record<Kind, KindRule>> = {
  "five-year": { words: { zh: "五年一贯制", en: "five years in one go" }, lower: ["secondary", "college"], upper: ["college"], years: [3, 2] },
  "3+2": { words: { zh: "中高职“3+2”", en: "secondary to college, 3+2" }, lower: ["secondary"], upper: ["college"], years: [3, 2] },
  "3+3": { words: { zh: "中高职“3+3”", en: "secondary to college, 3+3" }, lower: ["secondary"], upper: ["college"], years: [3, 3] },
  "3+4": { words: { zh: "中职本科“3+4”", en: "secondary to bachelor, 3+4" }, lower: ["secondary"], upper: ["bachelor", "university"], years: [3, 4] },
  "college-3+2": { words: { zh: "高职本科“3+2”", en: "college to bachelor, 3+2" }, lower: ["college"], upper: ["bachelor", "university"], years: [3, 2] },
  "5+2": { words: { zh: "高职本科“5+2”", en: "five-year college to bachelor, 5+2" }, lower: ["college"], upper: ["bachelor", "university"], years: [5, 2] },
  upgrade: { words: { zh: "专升本对口协议", en: "upgrading by agreement" }, lower: ["college"], upper: ["bachelor", "university"], years: [3, 2] },
}; // prettier-ignore
