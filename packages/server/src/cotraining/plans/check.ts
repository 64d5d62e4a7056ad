/** What stands against a training plan: parts that lack, hours that break the guidance, competences that nobody trains. Pure. */
import type { Sentence } from "../../platform/index.ts";
import { GUIDANCE, LAW, PLAN_CLAUSES } from "./clauses.ts";
import { figuresOf, type PlanDocument } from "./document.ts";

export interface PlanFinding extends Sentence {
  rule: string;
  /** block: it cannot be put up for signature; warn: 一般, 原则上; it needs a reason */
  level: "block" | "warn";
  /** key of the line where it is put right; null = of the plan as a whole */
  clause: string | null;
  figure: string | null;
  limit: string | null;
  basis: string;
}

export interface OfferedPost {
  id: string;
  name: string;
  competences: { key: string; name: string }[];
}

export type Level = "secondary" | "college" | "bachelor";
/** By the first digit of a programme's code in the catalogue of 2021. */
export const levelOf = (programme: string): Level =>
  "67".includes(programme[0]!) ? "secondary" : "45".includes(programme[0]!) ? "college" : "bachelor";

/** Least hours of three years and share of public courses: 中职 3000 and a third, 高职 2500 and a quarter. A year more or less in proportion. */
const HOURS = { secondary: 3000, college: 2500, bachelor: null } as const;
const PUBLIC = { secondary: 1 / 3, college: 1 / 4, bachelor: null } as const;
/** Courses that the guidance names as required for all; found by their names. */
const REQUIRED: Record<Level, readonly [name: string, pattern: RegExp][]> = {
  secondary: [["思想政治", /思想政治|思政/], ["语文", /语文/], ["历史", /历史/], ["数学", /数学/], ["外语", /外语|英语|日语|俄语/], ["信息技术", /信息技术|计算机/], ["体育与健康", /体育/], ["艺术", /艺术|美术|音乐/]],
  college: [["思想政治理论课", /思想|思政|毛泽东|形势与政策|习近平/], ["体育", /体育/], ["军事课", /军事|国防/], ["心理健康教育", /心理/]],
  bachelor: [["思想政治理论课", /思想|思政|毛泽东|形势与政策|习近平/], ["体育", /体育/], ["军事课", /军事|国防/], ["心理健康教育", /心理/]],
}; // prettier-ignore
const LEAST_PRACTICE = 0.5;
const LEAST_ELECTIVE = 0.1;
const LABOUR = 16;

const finding = (rule: string, level: "block" | "warn", clause: string | null, zh: string, en: string, figure: string | null = null, limit: string | null = null, basis = GUIDANCE): PlanFinding =>
  ({ rule, level, clause, zh, en, figure, limit, basis }); // prettier-ignore
/** Rounded down, so that what is short of a limit never reads like it. */
const percent = (part: number, whole: number): string => `${Math.floor((1000 * part) / whole) / 10} %`;

/**
 * @param posts what the enterprises say that their posts ask
 * @returns blocks first where they are of one kind; empty when nothing stands against it
 */
export function checkPlan(of: PlanDocument, programme: string, posts: readonly OfferedPost[]): PlanFinding[] {
  return [...ofParts(of), ...ofHours(of, levelOf(programme)), ...ofCourses(of, levelOf(programme)), ...ofCompetences(of, posts), ...ofAssessment(of)]; // prettier-ignore
}

function* ofParts({ clauses }: PlanDocument): Generator<PlanFinding> {
  const texts = new Map(clauses.map(({ key, text }) => [key, text.trim()]));
  for (const { key, title, needed } of PLAN_CLAUSES)
    if (needed && (texts.get(key) ?? "") === "")
      yield finding("PLAN-01", "block", `clause-${key}`, `缺少“${title}”。`, `“${title}” is missing.`);
}

function* ofHours(of: PlanDocument, level: Level): Generator<PlanFinding> {
  const all = figuresOf(of);
  if (all.hours === 0) {
    yield finding("PLAN-02", "block", "courses", "还没有课程。", "There are no courses yet.");
    return;
  }
  const least = HOURS[level];
  const share = PUBLIC[level];
  if (least !== null && all.hours < (least * of.years) / 3)
    yield finding("PLAN-02", "block", "courses", "总学时不足。", "There are too few hours in all.", `${all.hours} 学时`, `${Math.ceil((least * of.years) / 3)} 学时`);
  if (share !== null && all.public < share * all.hours)
    yield finding("PLAN-03", level === "college" ? "block" : "warn", "courses", "公共基础课学时占比不足。", "The share of public courses is too small.", percent(all.public, all.hours), level === "college" ? "25 %" : "1/3");
  if (all.elective < LEAST_ELECTIVE * all.hours)
    yield finding("PLAN-04", "block", "courses", "选修课学时占比不足。", "The share of elective courses is too small.", percent(all.elective, all.hours), "10 %");
  if (all.practice < LEAST_PRACTICE * all.hours)
    yield finding("PLAN-05", "warn", "courses", "实践性教学学时占比不足（原则上占一半以上）。", "The share of practice is too small (as a rule a half or more).", percent(all.practice, all.hours), "50 %");
} // prettier-ignore

function* ofCourses({ courses, years }: PlanDocument, level: Level): Generator<PlanFinding> {
  for (const { key, name, hours, practice, term } of courses) {
    if (practice > hours) yield finding("PLAN-05", "block", `course-${key}`, `“${name}”的实践学时多于总学时。`, `${name} has more hours of practice than hours.`, `${practice} 学时`, `${hours} 学时`);
    if (term > Math.ceil(years * 2)) yield finding("PLAN-02", "block", `course-${key}`, `“${name}”排在修业年限之后。`, `${name} comes after the end of the plan.`, `第 ${term} 学期`, `${Math.ceil(years * 2)} 学期`);
  }
  for (const [name, pattern] of REQUIRED[level])
    if (!courses.some((one) => !one.elective && pattern.test(one.name))) yield finding("PLAN-06", "warn", "courses", `必修课中没有找到“${name}”。`, `Among the required courses there is none of “${name}”.`);
  const labour = courses.filter((one) => /劳动/.test(one.name)).reduce((sum, one) => sum + one.hours, 0);
  if (labour < LABOUR) yield finding("PLAN-07", "warn", "courses", "劳动教育不足。", "Labour education is too short.", `${labour} 学时`, `${LABOUR} 学时`, "《大中小学劳动教育指导纲要（试行）》（教材〔2020〕4号）");
  const core = courses.filter(({ kind }) => kind === "core").length;
  if (core < 6 || core > 8) yield finding("PLAN-08", "warn", "courses", "专业核心课程一般为 6 至 8 门。", "There are 6 to 8 core courses as a rule.", `${core} 门`, "6–8 门");
  if (!courses.some(({ kind, place }) => kind === "practice" && place === "enterprise")) yield finding("PLAN-09", "warn", "courses", "没有安排在企业的集中实践（岗位实习一般为 6 个月）。", "No block of practice at the enterprise is planned (a post placement is 6 months as a rule).");
  if (!courses.some(({ taughtBy, kind }) => taughtBy !== "school" && kind !== "public")) yield finding("PLAN-10", "block", "courses", "没有一门专业课由企业参与授课，不是共同培养。", "The enterprise teaches no course: this is no joint training.", null, null, `${LAW}第四十条`);
} // prettier-ignore

/** 岗位能力与课程的对应: what a post asks and no competence takes up, what no course builds, what builds nothing. */
function* ofCompetences({ competences, courses }: PlanDocument, posts: readonly OfferedPost[]): Generator<PlanFinding> {
  if (competences.length === 0) yield finding("PLAN-11", "block", "competences", "还没有岗位能力。", "There are no competences yet.");
  const built = new Set(courses.flatMap((one) => one.competences));
  for (const { key, name } of competences)
    if (!built.has(key)) yield finding("PLAN-12", "block", `competence-${key}`, `岗位能力“${name}”没有课程支撑。`, `No course builds the competence “${name}”.`);
  const known = new Set(competences.map(({ key }) => key));
  for (const { key, name, kind, competences: named } of courses) {
    const strange = named.find((one) => !known.has(one));
    if (strange) yield finding("PLAN-12", "block", `course-${key}`, `课程“${name}”所列能力“${strange}”不在能力表中。`, `The course ${name} names “${strange}”, which is no competence of the plan.`);
    else if (kind !== "public" && named.length === 0) yield finding("PLAN-13", "warn", `course-${key}`, `专业课程“${name}”不对应任何岗位能力。`, `The course ${name} builds no competence.`);
  }
  for (const post of posts)
    for (const asked of post.competences)
      if (!competences.some((one) => one.posts.includes(post.id) && (one.key === asked.key || one.name === asked.name)))
        yield finding("PLAN-14", "warn", "competences", `岗位“${post.name}”要求的“${asked.name}”没有列入培养方案。`, `The post ${post.name} asks for “${asked.name}”, which the plan does not name.`);
} // prettier-ignore

function* ofAssessment({ assessment }: PlanDocument): Generator<PlanFinding> {
  if (assessment.length === 0) {
    yield finding("PLAN-15", "warn", "assessment", "还没有校企共同考核办法。", "How school and enterprise assess together is not said.");
    return;
  }
  const weight = assessment.reduce((sum, one) => sum + one.weight, 0);
  if (weight !== 100) yield finding("PLAN-15", "block", "assessment", "考核权重之和须为 100 %。", "The weights do not add up to 100 %.", `${weight} %`, "100 %");
  const share = assessment.reduce((sum, one) => sum + one.weight * one.schoolShare, 0);
  if (share === 0 || share === 100 * weight) yield finding("PLAN-15", "block", "assessment", "校企双方都须参与评分。", "Both school and enterprise must count.");
  if (!assessment.some(({ competence }) => competence)) yield finding("INT-14", "block", "assessment", "考核须针对岗位能力。", "Competences of the post must be judged.", null, null, "《职业学校学生实习管理规定》（教职成〔2021〕4号）");
} // prettier-ignore
