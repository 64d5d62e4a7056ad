/** School conditions (办学条件) of the sample province: what its schools have for the students whom their offerings tell. */
import { sampleOfferings, sampleSchools, YEARS, type School } from "./offerings.ts";
import { Random } from "./random.ts";
import { schoolSituationOf, type SchoolSituation } from "./situations.ts";

export const CONDITION_HEADERS = [
  "学校名称", "所在城市", "年份", "办学条件类别", "全日制在校生数", "留学生数", "成人脱产班学生数", "夜大（业余）学生数", "函授生数",
  "专任教师数", "聘请校外教师数", "具有研究生学位专任教师数", "高级职务专任教师数", "双师型教师数", "占地面积（平方米）",
  "校舍建筑面积（平方米）", "教学行政用房面积（平方米）", "学生宿舍面积（平方米）", "教学科研仪器设备值（万元）",
  "当年新增教学科研仪器设备值（万元）", "图书（册）", "当年新增图书（册）", "教学用计算机（台）", "备注",
]; // prettier-ignore

const NOTE = "示例";

/** A row for each school and year, under the school's name of that year. Options as in `sampleOfferings`. */
export function* sampleConditions(offerings: number, seed: number, scale = 1): Generator<string[]> {
  const students = new Map<string, number>();
  for (const row of sampleOfferings(offerings, seed, scale)) {
    const key = `${row[0]} ${row[5]}`;
    const grades = row.slice(9, 13).reduce((sum, grade) => sum + Number(grade), 0);
    students.set(key, (students.get(key) ?? 0) + grades);
  }
  const random = new Random(seed ^ 0xc04d);
  let colleges = 0;
  for (const school of sampleSchools(offerings, seed)) {
    const situation = school.level === "secondary" ? null : schoolSituationOf(colleges++);
    yield* yearsOf(random, school, students, situation);
  }
}

function* yearsOf(
  random: Random,
  school: School,
  students: ReadonlyMap<string, number>,
  situation: SchoolSituation | null,
): Generator<string[]> {
  const higher = school.level !== "secondary";
  const between = (low: number, high: number) => low + (high - low) * random.next();
  // For each student, above the norm (合格) unless something is planted.
  const has = {
    perTeacher: between(14.5, 17),
    graduate: higher ? between(0.3, 0.6) : between(0.08, 0.2),
    senior: between(0.22, 0.35),
    dual: between(0.45, 0.75),
    land: higher ? between(61, 90) : between(36, 60),
    teaching: higher ? between(24, 30) : between(13, 18),
    dorm: between(7, 9),
    equipment: higher ? between(7500, 13_000) : between(3200, 6500),
    books: higher ? between(85, 110) : between(33, 50),
    computers: between(0.13, 0.24),
  };
  const part = between(0.1, 0.22);
  const adds = between(0.105, 0.15);
  // The yards and halls of a school do not shrink and grow with each year's students.
  const most = Math.max(...YEARS.map((year) => students.get(`${nameIn(school, year)} ${year}`) ?? 0));
  for (const year of YEARS) {
    const name = nameIn(school, year);
    const full = students.get(`${name} ${year}`) ?? 0;
    const abroad = school.level === "bachelor" ? Math.min(full, random.between(4, 30)) : 0;
    const evening = higher ? Math.round(full * 0.05) : 0;
    const letters = higher ? Math.round(full * 0.04) : 0;
    const late = year > 2024;
    const fewTeachers = late && (situation === "thin" || situation === "poor");
    const littleRoom = late && situation === "poor";
    const unlearned = year > 2023 && situation === "unlearned";
    const weighted = full + abroad * 2 + evening * 0.3 + letters * 0.1;
    const teachers = fewTeachers
      ? Math.max(1, Math.round(weighted / 25))
      : Math.max(higher ? 20 : 64, Math.round(weighted / has.perTeacher));
    const teaching = littleRoom ? full * 4.5 : most * has.teaching;
    const dorm = full * 0.95 * has.dorm;
    const equipment = Math.max(3_400_000, weighted * has.equipment);
    const books = Math.round(Math.max(higher ? 20_000 : 6000, weighted * has.books));
    const of = (share: number) => String(Math.round(teachers * share));
    const area = (metres: number) => String(Math.round(metres));
    const tenThousand = (yuan: number) => (yuan / 10_000).toFixed(2);
    yield [
      name,
      school.city.name,
      String(year),
      kindOf(school),
      String(full),
      String(abroad),
      "0",
      String(evening),
      String(letters),
      String(teachers),
      fewTeachers ? "0" : of(part),
      of(unlearned ? 0.08 : has.graduate),
      of(has.senior),
      of(has.dual),
      area(Math.max(42_000, most * has.land)),
      area(Math.max(25_000, (teaching + dorm) * 1.15)),
      area(teaching),
      area(dorm),
      tenThousand(equipment),
      tenThousand(equipment * adds),
      String(books),
      String(Math.round(books * 0.045)),
      String(Math.round(full * has.computers)),
      NOTE,
    ];
  }
}

const nameIn = ({ name, former }: School, year: number): string =>
  former && year < former.renamed ? former.name : name;

/** What the school's name says; a college that says nothing of its trade is one of engineering. */
function kindOf({ level, name }: School): string {
  if (level === "secondary") return name.endsWith("技工学校") ? "技工" : "中职";
  if (name.includes("卫生")) return "医药";
  return name.includes("商贸") ? "财经政法" : "工农林";
}
