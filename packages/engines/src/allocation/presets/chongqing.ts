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
    // 文化、技能双线 count these together
    sums: { 文化: ["chinese", "mathematics", "english"], 技能: ["theory", "skill"] },
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
    { field: "sums", trust: "B", document: "重庆市 2022 年高职分类考试录取控制分数线：文化、技能分列", page: "zsw.cqrk.edu.cn/html/815/2022-07-10/content-2599.html", year: 2022 },
    { field: "batches", trust: "B", document: "重庆市 2022 年高职分类考试录取控制分数线", page: "zsw.cqrk.edu.cn/html/815/2022-07-10/content-2599.html", year: 2022 },
  ],
  doubts: [
    { field: "engine", text: { zh: "文件只写“一档多投、自动撮合”，未写算法；按考生优先的稳定匹配（延迟接受）实现是我们的解读", en: "The text says “one file to many, matched automatically” and names no algorithm; candidate-optimal stable matching is our reading" } },
    { field: "ties", text: { zh: "中职类先比文化加技能总分，其后各项所见文本被截断，须补全", en: "Total first; the text that was seen breaks off behind it; to be completed" } },
    { field: "lastPlaceTies", text: { zh: "未见末位同分的规定；此处按考生号升序", en: "No rule for equals at the last place was seen; here by ascending id" } },
    { field: "batches", text: { zh: "文化、技能双线按专业大类每年公布（2022 年：计算机类本科 249/420，会计 248/395，高职专科 60/100），文化计语数英三科合计，技能计专业综合理论与技能合计（满分 300、450，按科目分值推得），须按当年用“文化”“技能”两项填入各类别", en: "Double lines for culture and skill are published by class each year (2022: computing bachelor 249/420, accounting 248/395, college 60/100); culture counts the three subjects, skill theory and skill (300 and 450 full marks, which follows from the marks of the subjects); to be filled in by category as 文化 and 技能" } },
    { field: "rankings", text: { zh: "各专业自行排序的办法在其招生章程中，须逐一填写", en: "How each programme ranks stands in its charter; to be filled in" } },
    { field: "quotas", text: { zh: "退役士兵文化免考按 300 分计，在导入成绩时折算", en: "Retired soldiers' culture is waived and counted as 300: done when scores are imported" } },
  ],
}; // prettier-ignore
