import type { AllocationPreset } from "./types.ts";

/** 江苏职教高考: three batches. */
export const jiangsu: AllocationPreset = {
  id: "jiangsu",
  name: { zh: "江苏 职教高考", en: "Jiangsu, vocational entrance examination" },
  rules: {
    engine: "parallel",
    score: { chinese: 1, mathematics: 1, english: 1, theory: 1, skill: 1 },
    range: {
      chinese: [0, 150],
      mathematics: [0, 150],
      english: [0, 100],
      theory: [0, 300],
      skill: [0, 300],
    },
    categories: { 艺术类: { score: { chinese: 1, mathematics: 1, english: 1, skill: 1 } } },
    ties: [],
    lastPlaceTies: "cut",
    structure: "programme",
    batches: [{ id: "bachelor" }, { id: "college-1" }, { id: "college-2" }],
  },
  sources: [
    { field: "score", trust: "C", document: "江苏省 2024 年职教高考科目与分值", page: "bxshww.cn/mingyanjingju/256423.html", year: 2024 },
    { field: "range", trust: "C", document: "江苏省 2024 年职教高考科目与分值", page: "bxshww.cn/mingyanjingju/256423.html", year: 2024 },
    { field: "categories", trust: "C", document: "江苏省 2024 年职教高考科目与分值", page: "bxshww.cn/mingyanjingju/256423.html", year: 2024 },
    { field: "batches", trust: "C", document: "江苏省 2026 年职教高考办法", page: "reabo.cn/gkzc2025/20251121213808.htm", year: 2026 },
    { field: "engine", trust: "mem", document: "平行志愿 位次优先、遵循志愿、一次投档", page: null, year: null },
  ],
  doubts: [
    { field: "engine", text: { zh: "职教高考是否一次投档的平行志愿，未见原文", en: "No text was seen that says parallel preferences, filed once" } },
    { field: "structure", text: { zh: "普通高考用院校专业组（投档比例 1:1 至 1:1.05，记忆）；职教高考未见，先按专业加院校", en: "The ordinary examination files by groups (1:1 to 1:1.05, from memory); not seen for this one, so programme and school" } },
    { field: "range.skill", text: { zh: "技能 A 卷 100 分合格后才计 B 卷 200 分，在导入成绩时判定", en: "Part A (100, pass) opens part B (200): decided when scores are imported" } },
    { field: "categories", text: { zh: "艺术类无专业综合理论，满分 700；类别名称须与考生文件一致", en: "Arts have no theory, 700 in all; the category's name must be that of the candidates' file" } },
    { field: "ties", text: { zh: "未见同分排序的规定，须填写", en: "No rule for equal scores was seen; to be filled in" } },
    { field: "lastPlaceTies", text: { zh: "未见末位同分的规定；此处按考生号升序", en: "No rule for equals at the last place was seen; here by ascending id" } },
    { field: "maxPreferences", text: { zh: "未见志愿个数", en: "The number of preferences was not seen" } },
    { field: "batches", text: { zh: "批次控制线每年公布，须填写", en: "Lines are published each year; to be filled in" } },
  ],
}; // prettier-ignore
