/** Indicators of a school: its conditions (办学条件), the lines that they fail, and how many offerings it has. */
import { CONDITION_ITEMS, type ConditionItem, type ConditionLines, type Indicator, type IndicatorUnit, type IndicatorValue, type SchoolColumn, type World } from "./types.ts"; // prettier-ignore
import { isStated, runningIn, unknown } from "./world.ts";

const IND09 = {
  article: "IND-09 教发〔2004〕2号",
  source: "360docs.net/doc/268866136.html",
  trust: "B",
} as const;
const DESIGN = { article: "Tixi", source: "Tixi 自定指标，非法规", trust: "design" } as const;
const FUJIAN = { article: "MAJ-08 FJ-2023", source: "福建2023（厦门晚报）", trust: "B" } as const;

const lineage = (...fields: string[]): string[] => fields.map((field) => `demand.school_condition.${field}`);

function at(world: World, column: SchoolColumn, school: number, year: number): number {
  const { years } = world.facts.schools;
  const i = year - (years[0] ?? 0);
  if (school < 0 || year > world.factsThrough || i < 0 || i >= years.length) return NaN;
  return world.facts.schools[column][school * years.length + i]!;
}

const stated = (value: number): number => (Number.isNaN(value) ? 0 : value);

/**
 * 折合在校生 (IND-09). `studentsFull` holds all full-time students; kinds that are not stated count as ordinary ones, evening
 * and correspondence students that are not stated as none. NaN where the full-time students are not stated.
 */
export function equivalentStudents(world: World, school: number, year: number): number {
  const full = at(world, "studentsFull", school, year);
  const w = world.parameters.equivalents;
  let sum = full;
  for (const kind of ["masters", "doctors", "international", "preparatory", "trainees"] as const)
    sum += (w[kind] - 1) * stated(at(world, kind, school, year));
  for (const kind of ["adultFull", "evening", "correspondence"] as const)
    sum += w[kind] * stated(at(world, kind, school, year));
  return sum;
}

/** 教师总数 (IND-09): full-time, and outside teachers at half, as far as a quarter of the full-time ones. */
export function equivalentTeachers(world: World, school: number, year: number): number {
  const full = at(world, "teachersFull", school, year);
  const { outside, outsideShare } = world.parameters.equivalents;
  return full + outside * Math.min(stated(at(world, "teachersPart", school, year)), outsideShare * full);
}

function per(column: SchoolColumn, over: "students" | "fullTime", factor = 1) {
  return (world: World, school: number, year: number): IndicatorValue => {
    const value = at(world, column, school, year);
    const below =
      over === "students" ? equivalentStudents(world, school, year) : at(world, "studentsFull", school, year);
    if (Number.isNaN(value)) return unknown("not-stated", column);
    if (Number.isNaN(below)) return unknown("not-stated", "studentsFull");
    return below > 0 ? (factor * value) / below : unknown("no-students", "studentsFull");
  };
}

function ofTeachers(column: SchoolColumn) {
  return (world: World, school: number, year: number): IndicatorValue => {
    const value = at(world, column, school, year);
    const full = at(world, "teachersFull", school, year);
    if (Number.isNaN(value)) return unknown("not-stated", column);
    if (Number.isNaN(full)) return unknown("not-stated", "teachersFull");
    return full > 0 ? value / full : unknown("no-teachers", "teachersFull");
  };
}

const total = (column: SchoolColumn) => (world: World, school: number, year: number): IndicatorValue => {
  const value = at(world, column, school, year);
  return Number.isNaN(value) ? unknown("not-stated", column) : value;
}; // prettier-ignore

function studentsPerTeacher(world: World, school: number, year: number): IndicatorValue {
  const students = equivalentStudents(world, school, year);
  const teachers = equivalentTeachers(world, school, year);
  if (Number.isNaN(students)) return unknown("not-stated", "studentsFull");
  if (Number.isNaN(teachers)) return unknown("not-stated", "teachersFull");
  return teachers > 0 ? students / teachers : unknown("no-teachers", "teachersFull");
}

function equipmentNewShare(world: World, school: number, year: number): IndicatorValue {
  const value = at(world, "equipmentValue", school, year);
  const added = at(world, "equipmentNew", school, year);
  if (Number.isNaN(value) || Number.isNaN(added))
    return unknown("not-stated", ...(Number.isNaN(value) ? ["equipmentValue"] : []), ...(Number.isNaN(added) ? ["equipmentNew"] : [])); // prettier-ignore
  return value - added > 0 ? added / (value - added) : unknown("not-stated", "equipmentValue");
}

interface Item {
  item: ConditionItem;
  zh: string;
  en: string;
  unit: IndicatorUnit;
  formula: { zh: string; en: string };
  fields: string[];
  compute: Indicator["compute"];
}

const STUDENTS = ["students_full", "masters", "doctors", "international", "evening", "correspondence"];
const perStudent = (zh: string, en: string) => ({
  zh: `${zh} ÷ 折合在校生`,
  en: `${en} ÷ equivalent students`,
});
const perFullTime = (zh: string, en: string) => ({
  zh: `${zh} ÷ 全日制在校生`,
  en: `${en} ÷ full-time students`,
});
const sum = (zh: string, en: string) => ({ zh, en });

const ITEMS: readonly Item[] = [
  { item: "students-per-teacher", zh: "生师比", en: "students per teacher", unit: "persons-per-teacher", formula: { zh: "折合在校生 ÷（专任教师 + 校外教师 × 0.5，校外不超过专任的四分之一）", en: "equivalent students ÷ (full-time teachers + half the outside ones, these at most a quarter)" }, fields: [...STUDENTS, "teachers_full", "teachers_part"], compute: studentsPerTeacher },
  { item: "graduate-teacher-share", zh: "研究生学位教师比例", en: "share of teachers with a postgraduate degree", unit: "share", formula: { zh: "研究生学位专任教师 ÷ 专任教师", en: "full-time teachers with a postgraduate degree ÷ full-time teachers" }, fields: ["teachers_graduate", "teachers_full"], compute: ofTeachers("teachersGraduate") },
  { item: "senior-teacher-share", zh: "高级职务教师比例", en: "share of senior teachers", unit: "share", formula: { zh: "高级职务专任教师 ÷ 专任教师", en: "full-time teachers with a senior title ÷ full-time teachers" }, fields: ["teachers_senior", "teachers_full"], compute: ofTeachers("teachersSenior") },
  { item: "teaching-area", zh: "生均教学行政用房", en: "teaching and office space per student", unit: "m2-per-student", formula: perFullTime("教学行政用房面积", "teaching and office space"), fields: ["teaching_area", "students_full"], compute: per("teachingArea", "fullTime") },
  { item: "equipment", zh: "生均教学仪器设备值", en: "equipment per student", unit: "yuan-per-student", formula: perStudent("教学科研仪器设备值", "value of teaching equipment"), fields: ["equipment_value", ...STUDENTS], compute: per("equipmentValue", "students") },
  { item: "equipment-new-share", zh: "新增教学仪器设备比例", en: "share of new equipment", unit: "share", formula: { zh: "当年新增设备值 ÷（设备总值 − 当年新增）", en: "added in the year ÷ (total − added)" }, fields: ["equipment_new", "equipment_value"], compute: equipmentNewShare },
  { item: "books", zh: "生均图书", en: "books per student", unit: "books-per-student", formula: perStudent("图书册数", "volumes"), fields: ["books", ...STUDENTS], compute: per("books", "students") },
  { item: "land", zh: "生均占地面积", en: "land per student", unit: "m2-per-student", formula: perFullTime("占地面积", "land"), fields: ["land_area", "students_full"], compute: per("landArea", "fullTime") },
  { item: "dormitory", zh: "生均宿舍面积", en: "dormitory space per student", unit: "m2-per-student", formula: perFullTime("学生宿舍面积", "dormitory space"), fields: ["dorm_area", "students_full"], compute: per("dormArea", "fullTime") },
  { item: "computers", zh: "百名学生教学用计算机", en: "computers per 100 students", unit: "computers-per-100", formula: perFullTime("教学用计算机 × 100", "computers × 100"), fields: ["computers", "students_full"], compute: per("computers", "fullTime", 100) },
  { item: "building", zh: "生均校舍建筑面积", en: "buildings per student", unit: "m2-per-student", formula: perFullTime("校舍建筑面积", "building space"), fields: ["building_area", "students_full"], compute: per("buildingArea", "fullTime") },
  { item: "land-total", zh: "占地面积", en: "land", unit: "m2", formula: sum("占地面积", "land"), fields: ["land_area"], compute: total("landArea") },
  { item: "building-total", zh: "校舍建筑面积", en: "building space", unit: "m2", formula: sum("校舍建筑面积", "building space"), fields: ["building_area"], compute: total("buildingArea") },
  { item: "teachers-total", zh: "专任教师数", en: "full-time teachers", unit: "persons", formula: sum("专任教师数", "full-time teachers"), fields: ["teachers_full"], compute: total("teachersFull") },
  { item: "equipment-total", zh: "教学仪器设备总值", en: "value of equipment", unit: "yuan", formula: sum("教学科研仪器设备值", "value of teaching equipment"), fields: ["equipment_value"], compute: total("equipmentValue") },
]; // prettier-ignore

const COMPUTE = new Map(ITEMS.map(({ item, compute }) => [item, compute]));

/** One norm of one school in one year. */
export interface ConditionCheck {
  item: ConditionItem;
  value: IndicatorValue;
  line: number;
  /** null = the figure is not known */
  met: boolean | null;
  /** met by an exception of IND-09 though the figure is below the line */
  excepted: boolean;
}

/** Every item that the line has a figure for, for the school's type. Empty where the type is unknown or has no line. */
export function checkConditions(world: World, lines: ConditionLines, school: number, year: number): ConditionCheck[] {
  const type = school < 0 ? null : world.facts.schools.type[school];
  const norms = type ? (lines.lines[type] ?? {}) : {};
  return CONDITION_ITEMS.flatMap((item) => {
    const norm = norms[item];
    if (!norm) return [];
    const value = COMPUTE.get(item)!(world, school, year);
    const reached =
      typeof value !== "number" ? null : item === "students-per-teacher" ? value <= norm.value : value >= norm.value;
    const excepted = reached !== true && exceptionHolds(world, item, school, year);
    return [{ item, value, line: norm.value, met: excepted || reached, excepted }];
  });
} // prettier-ignore

function exceptionHolds(world: World, item: ConditionItem, school: number, year: number): boolean {
  const e = world.parameters.equivalents;
  if (item === "equipment-new-share")
    return at(world, "equipmentValue", school, year) > e.equipmentTotal && at(world, "equipmentNew", school, year) > e.equipmentNew; // prettier-ignore
  if (item === "books")
    return equivalentStudents(world, school, year) > e.bookStudents && at(world, "booksNew", school, year) > e.booksNew; // prettier-ignore
  return false;
}

/** Items that fail among those whose figures are known; unknown where none is. */
function failures(line: "limit" | "qualified") {
  return (world: World, school: number, year: number): IndicatorValue => {
    if (school < 0) return unknown("school-unknown", "school");
    if (!world.facts.schools.type[school]) return unknown("school-type-unknown", "schoolType");
    const checks = checkConditions(world, world.parameters[line], school, year);
    if (checks.length === 0) return unknown("no-norm", "schoolType");
    const judged = checks.filter(({ met }) => met !== null);
    return judged.length > 0 ? judged.filter(({ met }) => !met).length : unknown("not-stated", "conditions");
  };
}

function limitYears(world: World, school: number, year: number): IndicatorValue {
  for (let y = year, count = 0; ; y--, count++) {
    const failing = failures("limit")(world, school, y);
    if (typeof failing !== "number") return count === 0 ? failing : count;
    if (failing === 0) return count;
  }
}

function offeringsOf(world: World, school: number, year: number): IndicatorValue {
  if (school < 0) return unknown("school-unknown", "school");
  if (year > world.factsThrough || !isStated(world, year)) return unknown("year-outside");
  let count = 0;
  for (const o of world.ofSchool[school]!) if (runningIn(world, o, year) === 1) count++;
  return count;
}

function newOfferings(world: World, school: number, year: number): IndicatorValue {
  const now = offeringsOf(world, school, year);
  if (typeof now !== "number") return now;
  const before = [...world.ofSchool[school]!].filter((o) => runningIn(world, o, year - 1) >= 0);
  // a school without any row the year before is new to the files, which tells nothing of its offerings
  if (before.length === 0) return unknown("one-year-only");
  const first = world.facts.offerings.years[0]!;
  let count = 0;
  for (const o of world.ofSchool[school]!) {
    if (runningIn(world, o, year) !== 1) continue;
    let isNew = true;
    for (let y = first; y < year && isNew; y++) isNew = runningIn(world, o, y) !== 1;
    if (isNew) count++;
  }
  return count;
}

function studentsPerOffering(world: World, school: number, year: number): IndicatorValue {
  const offerings = offeringsOf(world, school, year);
  if (typeof offerings !== "number") return offerings;
  const students = at(world, "studentsFull", school, year);
  if (Number.isNaN(students)) return unknown("not-stated", "studentsFull");
  return offerings > 0 ? students / offerings : unknown("no-students", "school");
}

function schoolAge(world: World, school: number, year: number): IndicatorValue {
  const founded = school < 0 ? NaN : world.facts.schools.founded[school]!;
  return Number.isNaN(founded) ? unknown("not-stated", "founded") : year - founded + 1;
}

/** Most offerings that a school of so many full-time students may have, at so many students for each (FJ-2023). */
export const offeringCap = (students: number, perOffering: number): number =>
  Math.floor(students / perOffering);

export const SCHOOL_INDICATORS: readonly Indicator[] = [
  ...ITEMS.map(({ item, zh, en, unit, formula, fields, compute }): Indicator => ({
    key: item, name: { zh, en }, unit, about: "school", formula, lineage: lineage(...fields), basis: IND09, compute,
    direction: item === "students-per-teacher" ? "lower-better" : "higher-better",
  })),
  {
    key: "equivalent-students", name: { zh: "折合在校生数", en: "equivalent students" }, unit: "persons", direction: "none", about: "school",
    formula: { zh: "普通本专科 + 硕士×1.5 + 博士×2 + 留学×3 + 预科 + 进修 + 成人脱产 + 夜大×0.3 + 函授×0.1", en: "ordinary + 1.5 masters + 2 doctors + 3 international + preparatory + trainees + adult full-time + 0.3 evening + 0.1 correspondence" },
    lineage: lineage(...STUDENTS, "preparatory", "trainees", "adult_full"), basis: IND09,
    compute: (world, s, year) => { const value = equivalentStudents(world, s, year); return Number.isNaN(value) ? unknown("not-stated", "studentsFull") : value; },
  },
  {
    key: "equivalent-teachers", name: { zh: "折合教师数", en: "equivalent teachers" }, unit: "persons", direction: "none", about: "school",
    formula: { zh: "专任教师 + 校外教师 × 0.5（校外不超过专任的四分之一）", en: "full-time + half the outside teachers, these at most a quarter of the full-time ones" },
    lineage: lineage("teachers_full", "teachers_part"), basis: { ...IND09, trust: "mem-high" },
    compute: (world, s, year) => { const value = equivalentTeachers(world, s, year); return Number.isNaN(value) ? unknown("not-stated", "teachersFull") : value; },
  },
  {
    key: "dual-qualified-share", name: { zh: "双师型教师比例", en: "share of dual-qualified teachers" }, unit: "share", direction: "higher-better", about: "school",
    formula: { zh: "双师型专任教师 ÷ 专任教师", en: "dual-qualified ÷ full-time teachers" }, lineage: lineage("dual_qualified", "teachers_full"), basis: DESIGN, compute: ofTeachers("dualQualified"),
  },
  {
    key: "limit-failures", name: { zh: "低于限制招生标准的项数", en: "conditions below the limit line" }, unit: "items", direction: "lower-better", about: "school",
    formula: { zh: "已填报的办学条件中低于限制招生标准的项数", en: "stated conditions below the limit line of the school's type" }, lineage: ["demand.school_condition"],
    basis: { article: "IND-07、IND-08 教发〔2004〕2号", source: "360docs.net/doc/268866136.html", trust: "mem-medium" }, compute: failures("limit"),
  },
  {
    key: "qualified-failures", name: { zh: "低于合格（达标）标准的项数", en: "conditions below the qualified line" }, unit: "items", direction: "lower-better", about: "school",
    formula: { zh: "已填报的办学条件中低于合格（达标）标准的项数", en: "stated conditions below the qualified line of the school's type" }, lineage: ["demand.school_condition"],
    basis: { article: "IND-04、IND-05、IND-06", source: "360docs.net/doc/268866136.html", trust: "B" }, compute: failures("qualified"),
  },
  {
    key: "limit-years", name: { zh: "连续低于限制招生标准的年数", en: "years running below the limit line" }, unit: "years", direction: "lower-better", about: "school",
    formula: { zh: "截至当年，连续有办学条件低于限制招生标准的年数", en: "years up to this one with a condition below the limit line" }, lineage: ["demand.school_condition"],
    basis: { article: "IND-08 教发〔2004〕2号", source: "360docs.net/doc/268866136.html", trust: "B" }, compute: limitYears,
  },
  {
    key: "school-offerings", name: { zh: "学校专业点数", en: "offerings of the school" }, unit: "count", direction: "none", about: "school",
    formula: { zh: "当年有计划、招生或在校生的专业点数", en: "offerings with a plan, intake or students in the year" }, lineage: ["demand.offering"], basis: FUJIAN, compute: offeringsOf,
  },
  {
    key: "new-offerings", name: { zh: "学校当年新增专业点数", en: "new offerings of the school in the year" }, unit: "count", direction: "none", about: "school",
    formula: { zh: "当年开办、此前各年均未开办的专业点数", en: "offerings running in the year and in none before" }, lineage: ["demand.offering"], basis: FUJIAN, compute: newOfferings,
  },
  {
    key: "students-per-offering", name: { zh: "校均每专业点在校生", en: "full-time students per offering" }, unit: "persons-per-offering", direction: "higher-better", about: "school",
    formula: { zh: "全日制在校生 ÷ 专业点数；低于规定人数即专业点总数超过规模上限", en: "full-time students ÷ offerings; below the norm the school has more offerings than its size allows" },
    lineage: ["demand.school_condition.students_full", "demand.offering"], basis: FUJIAN, compute: studentsPerOffering,
  },
  {
    key: "school-age", name: { zh: "建校年数", en: "age of the school" }, unit: "years", direction: "none", about: "school",
    formula: { zh: "自建校之年起的年数，当年为 1", en: "years since it was founded, that year being 1" }, lineage: ["registry.organisation.founded"],
    basis: { article: "MAJ-08 SD-2017", source: "山东2017", trust: "B" }, compute: schoolAge,
  },
]; // prettier-ignore
