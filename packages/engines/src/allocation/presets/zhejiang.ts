import type { AllocationPreset } from "./types.ts";

/** 浙江单独考试招生: by category, programme and school are one choice, no transfer. */
export const zhejiang: AllocationPreset = {
  id: "zhejiang",
  name: { zh: "浙江 单独考试招生", en: "Zhejiang, separate examination" },
  rules: {
    engine: "parallel",
    score: { chinese: 1, mathematics: 1, skill: 1 },
    range: { chinese: [0, 150], mathematics: [0, 150], skill: [0, 300] },
    ties: [],
    lastPlaceTies: "cut",
    structure: "programme",
    batches: [{ id: "bachelor" }, { id: "college" }],
    maxPreferences: 30,
  },
  sources: [
    { field: "score", trust: "A", document: "浙教办函〔2020〕149号", page: "jyt.zj.gov.cn/art/2020/6/28/art_1532983_49244535.html", year: 2020 },
    { field: "range", trust: "A", document: "浙教办函〔2020〕149号", page: "jyt.zj.gov.cn/art/2020/6/28/art_1532983_49244535.html", year: 2020 },
    { field: "structure", trust: "B", document: "浙教试院〔2017〕20号", page: "m.555edu.com/news/detail/id/150851.html", year: 2017 },
    { field: "maxPreferences", trust: "B", document: "浙教试院〔2017〕20号", page: "m.555edu.com/news/detail/id/150851.html", year: 2017 },
    { field: "engine", trust: "mem", document: "平行志愿 位次优先、遵循志愿、一次投档", page: null, year: null },
  ],
  doubts: [
    { field: "ties", text: { zh: "未见同分排序的规定，须填写", en: "No rule for equal scores was seen; to be filled in" } },
    { field: "lastPlaceTies", text: { zh: "未见末位同分的规定；此处按考生号升序", en: "No rule for equals at the last place was seen; here by ascending id" } },
    { field: "batches", text: { zh: "批次名称和各类别控制线每年公布，须填写", en: "Batches and lines by category are published each year; to be filled in" } },
    { field: "maxPreferences", text: { zh: "30 个为 2017 年规定，须核对当年", en: "30 is the rule of 2017; check the current year" } },
    { field: "range.skill", text: { zh: "2023 年起多数类别操作考试只分合格、不合格，合格即满分", en: "From 2023 the practical test is pass or fail in most classes; pass counts as full marks" } },
    { field: "batches", text: { zh: "外语类专业须英语笔试合格，未表示为规则，由报考资格把关", en: "Foreign-language programmes ask for an English pass; not in these rules, checked at registration" } },
  ],
}; // prettier-ignore
