/** Schools of the sample province, their programmes over five years, surveyed enterprises, and an industry plan. */
import { standards, type Level, type Programme } from "@tixi/standards";
import { SAMPLE_JOBS } from "./jobs.ts";
import { Random, Weighted } from "./random.ts";
import { CITIES, type City } from "./regions.ts";
import { controlledProgramme, situationOf, type Situation } from "./situations.ts";

export const OFFERING_HEADERS = [
  "学校名称", "所在城市", "层次", "专业代码", "专业名称", "年份", "学制", "招生计划数", "报到数", "一年级在校生数", "二年级在校生数",
  "三年级在校生数", "四年级在校生数", "毕业生数", "就业人数", "对口就业人数", "升学人数", "本省就业人数", "备注",
  "录取数", "第一志愿录取数", "班数", "专业专任教师数", "查实投诉件数",
]; // prettier-ignore
export const SURVEY_HEADERS = [
  "企业名称",
  "所在城市",
  "行业",
  "岗位名称",
  "学历要求",
  "需求人数",
  "现有人数",
  "年份",
];
export const PLAN_HEADERS = ["行业", "年份", "年均增长率", "新增岗位数", "依据文件"];

/** The years that the sample's offerings and school conditions tell of. */
export const YEARS = [2022, 2023, 2024, 2025, 2026];
const NOTE = "示例";
const LEVEL_NAMES: Record<Level, string> = { secondary: "中职", college: "高职专科", bachelor: "职业本科" };
/** Share of graduates who go on studying, and of the others who stay in the province. */
const FURTHER: Record<Level, number> = { secondary: 0.42, college: 0.2, bachelor: 0.08 };
const STAY: Record<Level, number> = { secondary: 0.86, college: 0.74, bachelor: 0.66 };
/** Programmes that schools like to open whatever the market says. */
const POPULAR =
  /会计|电子商务|护理$|学前教育|幼儿保育|计算机应用|市场营销|工程造价|建筑工程|动漫|旅游管理|国际经济/;

export interface School {
  name: string;
  level: Level;
  city: City;
  /** what it was called before, up to the year before the one it was renamed in */
  former?: { name: string; renamed: number };
}

/** How many schools a province with so many offerings has. */
const schoolCount = (offerings: number): number => Math.max(20, Math.min(600, Math.round(offerings / 21)));

/** The schools whose offerings `sampleOfferings` yields. */
export function sampleSchools(offerings: number, seed: number): School[] {
  return schoolsOf(new Random(seed ^ 0x0ffe), schoolCount(offerings));
}

function schoolsOf(random: Random, count: number): School[] {
  const draw = new Weighted(CITIES.map((c) => c.size));
  const kinds: Record<Level, string[]> = {
    secondary: ["中等职业学校", "职业中等专业学校", "技工学校", "职业教育中心"],
    college: [
      "职业技术学院",
      "工业职业学院",
      "职业学院",
      "交通职业技术学院",
      "卫生健康职业学院",
      "商贸职业学院",
    ],
    bachelor: ["职业技术大学", "工业职业大学"],
  };
  const taken = new Set<string>();
  const schools: School[] = [];
  // Enough names for all: a province of 120 schools needs no 第九.
  const numbers = [..."一二三四五六七八九"].slice(0, 3 * Math.ceil(count / 200));
  while (schools.length < count) {
    const share = schools.length / count;
    const level: Level = share < 0.58 ? "secondary" : share < 0.95 ? "college" : "bachelor";
    // Every city has a secondary school before any has two.
    const city = schools.length < CITIES.length ? CITIES[schools.length]! : CITIES[draw.draw(random)]!;
    const number = random.chance(0.5) ? "" : `第${random.pick(numbers)}`;
    const name = `示例·${city.name.slice(0, -1)}${number}${random.pick(kinds[level])}`;
    if (taken.has(name)) continue;
    taken.add(name);
    schools.push({ name, level, city });
  }
  // one college rose from a school of its trade in 2025: the figures of 2024 keep its name
  const risen = schools.find((school) => school.level === "college");
  if (risen) risen.former = { name: risen.name.replace(/职业(?:技术)?学院$/, "专科学校"), renamed: 2025 };
  return schools;
}

interface Choice {
  programmes: Programme[];
  draw: Weighted;
}

/** What the schools of a level and city open: programmes that lead to the province's posts, and the popular ones. */
function choices(): (level: Level, city: City) => Choice {
  const fit = new Map<string, Map<string, number>>();
  for (const job of SAMPLE_JOBS)
    for (const link of standards().programmesOf(job.code)) {
      if (link.kind === "class" || link.doubtful) continue;
      const kinds = fit.get(link.code) ?? new Map<string, number>();
      fit.set(link.code, kinds.set(job.kind, Math.max(job.weight * link.weight, kinds.get(job.kind) ?? 0)));
    }
  const known = new Map<string, Choice>();
  return (level, city) => {
    const key = `${level} ${city.code}`;
    const made = known.get(key);
    if (made) return made;
    const programmes = standards().programmes.filter(
      (p) => p.level === level && !p.controlled && (fit.has(p.code) || POPULAR.test(p.name)),
    );
    const weight = (p: Programme) => {
      let w = POPULAR.test(p.name) ? 14 : 0.3;
      for (const [kind, value] of fit.get(p.code) ?? [])
        w += value * (0.3 + (city.strong[kind as keyof City["strong"]] ?? 0) / 4);
      return w;
    };
    const choice = { programmes, draw: new Weighted(programmes.map(weight)) };
    known.set(key, choice);
    return choice;
  };
}

/** Rows of all years; `count` offerings a year. `scale` multiplies the size of the classes. */
export function* sampleOfferings(count: number, seed: number, scale = 1): Generator<string[]> {
  const random = new Random(seed ^ 0x0ffe);
  const schools = schoolsOf(random, schoolCount(count));
  const choose = choices();
  // What came later is drawn apart, so that everything else stays what it was.
  const apart = new Random(seed ^ 0x51a7);
  const open = new Set<string>();
  let made = 0;
  for (let guard = 0; made < count && guard < count * 40; guard++) {
    const school = schools[guard % schools.length]!;
    const { programmes, draw } = choose(school.level, school.city);
    const drawn = programmes[draw.draw(random)]!;
    const situation = situationOf(made, school.level);
    const programme = situation === "controlled" ? controlledProgramme(made) : drawn;
    const key = `${school.name} ${programme.code}`;
    if (open.has(key)) continue;
    open.add(key);
    made++;
    yield* yearsOf(random, apart, school, programme, scale, situation);
  }
}

function* yearsOf(
  random: Random,
  apart: Random,
  school: School,
  programme: Programme,
  scale: number,
  situation: Situation | null,
): Generator<string[]> {
  const { level } = school;
  const duration = Math.round(programme.years ?? (level === "bachelor" ? 4 : 3));
  const size = scale * (level === "bachelor" ? 66 : level === "college" ? 54 : 44) * (0.5 + random.next());
  const trend = 0.94 + 0.12 * random.next();
  const registers = 0.8 + 0.18 * random.next();
  const keeps = 0.93 + 0.06 * random.next();
  const employs = 0.82 + 0.15 * random.next();
  const matches = 0.4 + 0.4 * random.next();
  const sought = 0.35 + 0.6 * apart.next();
  const seats = situation === "crowded" ? apart.between(62, 72) : apart.between(36, 46);
  const perTeacher = situation === "crowded" ? apart.between(26, 34) : apart.between(12, 19);
  const intake = (year: number) => {
    if (situation === "idle" && year > 2023) return 0;
    const grown = situation === "growing" ? 1.22 ** Math.max(0, year - 2023) : 1;
    return Math.max(6, Math.round(size * trend ** (year - 2024) * grown));
  };
  const entrants = (year: number) => Math.round(intake(year) * registers);
  for (const year of YEARS) {
    const grades = Array.from({ length: 4 }, (_, g) =>
      g < duration ? String(Math.round(entrants(year - g) * keeps ** g)) : "",
    );
    const graduates = Math.round(entrants(year - duration) * keeps ** duration * 0.985);
    const placed = situation === "jobless" && year > 2024 ? 0.4 : 1;
    const further = Math.round(graduates * FURTHER[level] * (0.8 + 0.4 * random.next()) * placed);
    const employed = Math.round((graduates - further) * employs * placed);
    const admitted = Math.round(entrants(year) + (intake(year) - entrants(year)) * 0.6 * apart.next());
    const students = grades.reduce((sum, grade) => sum + Number(grade), 0);
    const complaints = situation === "complained" && year > 2024 ? apart.between(2, 5) : 0;
    const { former } = school;
    yield [
      former && year < former.renamed ? former.name : school.name,
      school.city.name,
      LEVEL_NAMES[level],
      programme.code,
      programme.name,
      String(year),
      String(duration),
      String(intake(year)),
      String(entrants(year)),
      ...grades,
      String(graduates),
      String(employed),
      String(Math.round(employed * matches)),
      String(further),
      String(Math.min(employed, Math.round(employed * STAY[level] * (0.9 + 0.2 * random.next())))),
      NOTE,
      String(admitted),
      String(Math.round(admitted * Math.min(1, sought * (0.9 + 0.2 * apart.next())))),
      String(Math.ceil(students / seats)),
      String(students === 0 ? 2 : Math.max(2, Math.round(students / perTeacher))),
      String(complaints),
    ];
  }
}

/** What some four hundred enterprises say they will hire. */
export function* sampleSurveys(count: number, seed: number): Generator<string[]> {
  const random = new Random(seed ^ 0x5057);
  const draw = new Weighted(CITIES.map((c) => c.size));
  const sections = new Map(
    standards()
      .industries.filter((i) => i.code.length === 1)
      .map((i) => [i.code, i.name]),
  );
  for (let n = 1; n <= count; n++) {
    const city = CITIES[draw.draw(random)]!;
    const job = random.pick(SAMPLE_JOBS.filter((j) => (city.strong[j.kind] ?? 0) >= 3));
    const posts = [job, ...SAMPLE_JOBS.filter((j) => j.section === job.section && j !== job)].slice(
      0,
      random.between(1, 5),
    );
    for (const post of posts) {
      const wanted = 1 + random.below(post.heads * 6);
      yield [
        `示例·调查企业${String(n).padStart(3, "0")}号`,
        city.name,
        sections.get(job.section) ?? "",
        post.titles[0]!,
        ["不限", "中专", "大专", "本科", "硕士"][new Weighted(post.education).draw(random)]!,
        String(wanted),
        String(wanted * random.between(3, 9)),
        "2026",
      ];
    }
  }
}

/** Growth by section over the coming five years. */
export function* samplePlan(seed: number): Generator<string[]> {
  const random = new Random(seed ^ 0x914a);
  const growth: Record<string, number> = {
    A: 2,
    B: -2,
    C: 5,
    D: 9,
    E: -3,
    F: 3,
    G: 4,
    H: 3,
    I: 8,
    J: 1,
    K: -4,
    L: 3,
    M: 7,
    N: 5,
    O: 5,
    P: -1,
    Q: 10,
    R: 5,
  };
  const names = new Map(
    standards()
      .industries.filter((i) => i.code.length === 1)
      .map((i) => [i.code, i.name]),
  );
  for (const [section, percent] of Object.entries(growth))
    for (let year = 2027; year <= 2031; year++)
      yield [
        names.get(section)!,
        String(year),
        `${percent}%`,
        String(200 + random.below(4000)),
        "示例省产业发展规划（2027—2031年）（示例）",
      ];
}
