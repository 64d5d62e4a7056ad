import type { AllocationPreset } from "./types.ts";

/** 广西对口招生: first choices first. */
export const guangxi: AllocationPreset = {
  id: "guangxi",
  name: { zh: "广西 高职对口招生", en: "Guangxi, matched admission" },
  rules: {
    engine: "sequential",
    score: { culture: 1, skill: 1, bonus: 1 },
    ties: ["total", "culture"],
    lastPlaceTies: "cut",
    structure: "group",
    assign: "score",
    ratio: 1,
    batches: [{ id: "direct" }, { id: "ordinary" }],
  },
  sources: [
    { field: "engine", trust: "C", document: "广西 2022 年对口招生学校章程（转载）", page: null, year: 2022 },
    { field: "ties", trust: "C", document: "广西 2022 年对口招生学校章程（转载）", page: null, year: 2022 },
    { field: "structure", trust: "C", document: "广西 2022 年对口招生学校章程（转载）：先投学校，校内分数优先，服从者调剂", page: null, year: 2022 },
    { field: "batches", trust: "C", document: "广西 2022 年对口招生学校章程（转载）：直升批、普通批", page: null, year: 2022 },
  ],
  doubts: [
    { field: "engine", text: { zh: "出自一所学校的章程，不是全区文件，须核对当年", en: "From the charter of one school, not of the region; check the current year" } },
    { field: "score", text: { zh: "分值未见；附加分列名为 bonus，没有附加分的考生填 0", en: "Marks were not seen; additional points are the column bonus, 0 for those without" } },
    { field: "ties", text: { zh: "先比含附加分总分，再比联考总分，再比文化；联考总分等于文化加技能，含附加分相同时由附加分反推，此处只保留总分和文化", en: "Total with bonus, total without, culture: the total without bonus has no column of its own here; only total and culture are kept" } },
    { field: "assign", text: { zh: "先分数优先再按本人专业顺序，理解为 score", en: "Score first, then one’s own order of programmes: read as score" } },
    { field: "ratio", text: { zh: "未见投档比例，按 1:1", en: "The ratio of files was not seen; 1:1" } },
    { field: "batches", text: { zh: "控制线每年公布，须填写", en: "Lines are published each year; to be filled in" } },
    { field: "lastPlaceTies", text: { zh: "未见末位同分的规定；此处按考生号升序", en: "No rule for equals at the last place was seen; here by ascending id" } },
  ],
}; // prettier-ignore
