/** A small province at work: files from a seed, small enough to be followed by hand. */
import { randomOf } from "@tixi/engines/cycle/testing";
import { csv } from "./office.ts";

const CITIES = ["济南市", "青岛市", "烟台市", "菏泽市"];
const POSTS = [
  "焊工",
  "电工",
  "会计",
  "中式烹调师",
  "护士",
  "保安员",
  "汽车维修工",
  "数控车工",
  "快递员",
  "保育师",
];
/** programme, level, years of study */
const PROGRAMMES: [string, string, number][] = [
  ["460103", "高职专科", 3],
  ["660103", "中职", 3],
  ["530302", "高职专科", 3],
  ["520201", "高职专科", 3],
  ["500211", "高职专科", 3],
  ["740201", "中职", 3],
];
const EDUCATIONS = ["不限", "中专", "大专", "本科"];

/** Postings of three years; rare posts in small cities have one or two employers, which disclosure control must hide. */
export function postingsFile(count: number, seed = 1): string {
  const random = randomOf(seed);
  const pick = <T>(list: readonly T[], power = 1): T => list[Math.floor(random() ** power * list.length)]!;
  const rows = Array.from({ length: count }, (_, i) => {
    const title = pick(POSTS, 1.5);
    const year = 2024 + Math.floor(random() * 3);
    const day = `${year}-${String(1 + Math.floor(random() * 9)).padStart(2, "0")}-15`;
    const company = `示例${title}企业${Math.floor(random() ** 2 * 12)}有限公司`;
    const wanted = 1 + Math.floor(random() * 6);
    return [
      title,
      company,
      pick(CITIES, 2),
      pick(EDUCATIONS),
      wanted,
      `${title}岗位，班组${i}，按要求完成工作。`,
      day,
    ];
  });
  return csv([["岗位名称", "单位名称", "工作地点", "学历要求", "招聘人数", "岗位描述", "发布日期"], ...rows]);
}

export function offeringsFile(seed = 1): string {
  const random = randomOf(seed);
  const rows: (string | number)[][] = [];
  for (const [p, [programme, level, duration]] of PROGRAMMES.entries())
    for (const [c, city] of CITIES.entries()) {
      if ((p + c) % 5 === 4) continue;
      // one class so small that it must not be seen
      const size = p === 1 && c === 2 ? 3 : 30 + Math.floor(random() * 60);
      for (const year of [2024, 2025, 2026])
        rows.push([
          `${city.slice(0, 2)}示例学校${p}`,
          programme,
          level,
          city,
          year,
          duration,
          size,
          size,
          size,
          size,
          size,
          size,
        ]);
    }
  const header = ["学校名称", "专业代码", "层次", "所在城市", "年份", "学制", "招生计划数", "录取数", "一年级人数", "二年级人数", "三年级人数", "毕业生数"]; // prettier-ignore
  return csv([header, ...rows]);
}
