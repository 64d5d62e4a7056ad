import type { AllocationPreset } from "./types.ts";

/** 山东职教高考（春季高考）. */
export const shandong: AllocationPreset = {
  id: "shandong",
  name: { zh: "山东 职教高考（春季高考）", en: "Shandong, spring entrance examination" },
  rules: {
    engine: "parallel",
    score: { chinese: 1, mathematics: 1, english: 1, theory: 1, skill: 1 },
    range: {
      chinese: [0, 120],
      mathematics: [0, 120],
      english: [0, 80],
      theory: [0, 200],
      skill: [0, 230],
    },
    ties: [],
    lastPlaceTies: "cut",
    structure: "programme",
    batches: [{ id: "bachelor" }, { id: "college" }],
    maxPreferences: 96,
  },
  sources: [
    { field: "score", trust: "mem", document: "语文 120、数学 120、英语 80、专业知识 200、技能测试 230", page: null, year: null },
    { field: "range", trust: "mem", document: "语文 120、数学 120、英语 80、专业知识 200、技能测试 230", page: null, year: null },
    { field: "engine", trust: "mem", document: "平行志愿 位次优先、遵循志愿、一次投档", page: null, year: null },
    { field: "structure", trust: "mem", document: "专业（类）＋学校", page: null, year: null },
    { field: "maxPreferences", trust: "mem", document: "与普通类常规批同为 96 个", page: null, year: null },
  ],
  doubts: [
    { field: "score", text: { zh: "没有见到任何页面，全部分值出自记忆，使用前须按当年文件核对", en: "No page was seen; all marks are from memory and must be checked against the current document" } },
    { field: "maxPreferences", text: { zh: "96 个为普通类常规批，职教高考是否相同出自记忆", en: "96 is that of the ordinary batch; that this examination has the same is from memory" } },
    { field: "ties", text: { zh: "未见同分排序的规定，须填写", en: "No rule for equal scores was seen; to be filled in" } },
    { field: "lastPlaceTies", text: { zh: "未见末位同分的规定；此处按考生号升序", en: "No rule for equals at the last place was seen; here by ascending id" } },
    { field: "batches", text: { zh: "控制线每年公布，须填写", en: "Lines are published each year; to be filled in" } },
    { field: "structure", text: { zh: "专业加院校、不设调剂，出自记忆", en: "Programme and school as one, no transfer: from memory" } },
  ],
}; // prettier-ignore
