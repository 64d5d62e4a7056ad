import type { AllocationPreset } from "./types.ts";

/** 重庆高职分类考试 中职类: one file to many programmes, matched automatically. */
export const chongqing: AllocationPreset = {
  id: "chongqing",
  name: { zh: "重庆 高职分类考试（中职类）", en: "Chongqing, classified examination (secondary vocational)" },
  rules: {
    engine: "matching",
    score: { chinese: 1, mathematics: 1, english: 1, theory: 1, skill: 1 },
    range: {
      chinese: [0, 100],
      mathematics: [0, 100],
      english: [0, 100],
      theory: [0, 200],
      skill: [0, 250],
    },
    ties: ["total"],
    lastPlaceTies: "cut",
    structure: "programme",
    batches: [{ id: "bachelor" }, { id: "college" }],
    maxPreferences: 50,
  },
  sources: [
    { field: "engine", trust: "B", document: "重庆市 2021 年高职分类考试招生办法", page: "zsc.cqyyzy.com/2021_03/30_14/content-9549.html", year: 2021 },
    { field: "structure", trust: "B", document: "重庆市 2021 年高职分类考试招生办法：一校一专业为一志愿", page: "zsc.cqyyzy.com/2021_03/30_14/content-9549.html", year: 2021 },
    { field: "maxPreferences", trust: "B", document: "重庆市 2021 年高职分类考试招生办法", page: "zsc.cqyyzy.com/2021_03/30_14/content-9549.html", year: 2021 },
    { field: "score", trust: "B", document: "重庆高职分类考试中职类科目与分值", page: "m.danzhaowang.com/article/100396.html", year: null },
    { field: "range", trust: "B", document: "重庆高职分类考试中职类科目与分值", page: "m.danzhaowang.com/article/100396.html", year: null },
    { field: "batches", trust: "B", document: "重庆市 2022 年高职分类考试录取控制分数线", page: "zsw.cqrk.edu.cn/html/815/2022-07-10/content-2599.html", year: 2022 },
  ],
  doubts: [
    { field: "engine", text: { zh: "文件只写“一档多投、自动撮合”，未写算法；按考生优先的稳定匹配（延迟接受）实现是我们的解读", en: "The text says “one file to many, matched automatically” and names no algorithm; candidate-optimal stable matching is our reading" } },
    { field: "ties", text: { zh: "中职类先比文化加技能总分，其后各项所见文本被截断，须补全", en: "Total first; the text that was seen breaks off behind it; to be completed" } },
    { field: "lastPlaceTies", text: { zh: "未见末位同分的规定；此处按考生号升序", en: "No rule for equals at the last place was seen; here by ascending id" } },
    { field: "batches", text: { zh: "文化、技能双线按专业大类每年公布（2022 年：计算机类本科 249/420，会计 248/395，高职专科 60/100），线以文化、技能合计计，须按当年分列填写 categories", en: "Double lines for culture and skill are published by class each year (2022: computing bachelor 249/420, accounting 248/395, college 60/100); they count sums of culture and of skill, to be filled in by category" } },
    { field: "rankings", text: { zh: "各专业自行排序的办法在其招生章程中，须逐一填写", en: "How each programme ranks stands in its charter; to be filled in" } },
    { field: "quotas", text: { zh: "退役士兵文化免考按 300 分计，在导入成绩时折算", en: "Retired soldiers' culture is waived and counted as 300: done when scores are imported" } },
  ],
}; // prettier-ignore
