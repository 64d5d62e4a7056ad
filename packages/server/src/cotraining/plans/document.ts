/** What a training plan (人才培养方案) is made of, and the lines in which it is read, compared and signed. */
import { z } from "zod";
import { rubricItem } from "../assessments/schemas.ts";

export const COURSE_KINDS = ["public", "basic", "core", "extension", "practice"] as const;
export const PLACES = ["school", "centre", "enterprise"] as const;
export const TEACHERS = ["school", "enterprise", "both"] as const;

const key = z.string().regex(/^[\w-]{1,60}$/);
const name = z.string().trim().min(1).max(120);
const hours = z.number().int().min(0).max(2000);

export const clause = z.object({
  key,
  title: z.string().trim().min(1).max(60),
  text: z.string().trim().max(8000),
});
/** What a graduate can do; asked by posts of the enterprises, by their ids, or by nobody but the standard. */
export const competence = z.object({ key, name, posts: z.array(z.uuid()).max(50).default([]) });
export const course = z.object({
  key,
  name,
  /** 公共基础课, 专业基础课, 专业核心课, 专业拓展课, 集中实践 */
  kind: z.enum(COURSE_KINDS),
  elective: z.boolean().default(false),
  /** 学时 in all, and of them of practice */
  hours,
  practice: hours,
  credits: z.number().min(0).max(100),
  /** 学期, from 1 */
  term: z.number().int().min(1).max(12),
  place: z.enum(PLACES),
  taughtBy: z.enum(TEACHERS),
  /** keys of competences that it builds */
  competences: z.array(key).max(60).default([]),
});
export const document = z.object({
  /** the enterprises that write it with the school */
  partners: z.array(z.object({ organisation: z.uuid(), name: z.string().max(120) })).min(1).max(20),
  /** 修业年限 */
  years: z.number().min(1).max(8),
  clauses: z.array(clause).max(60),
  competences: z.array(competence).max(100),
  courses: z.array(course).max(200),
  /** 校企共同考核: the rubric with which those who learn by the plan are assessed */
  assessment: z.array(rubricItem).max(40),
  passMark: z.number().int().min(1).max(100).default(60),
}); // prettier-ignore
export type PlanDocument = z.infer<typeof document>;
export type Course = z.infer<typeof course>;

export interface Facts {
  title: string;
  schoolName: string;
  programme: string;
  programmeName: string;
  cohortYear: number;
}

const KIND = { public: "公共基础课", basic: "专业基础课", core: "专业核心课", extension: "专业拓展课", practice: "集中实践" } as const; // prettier-ignore
const WHERE = { school: "学校", centre: "实践中心", enterprise: "企业" } as const;
const WHO = { school: "学校教师", enterprise: "企业师傅", both: "校企共同" } as const;
export const courseWords = { KIND, WHERE, WHO };

export interface Line {
  key: string;
  title: string;
  text: string;
}

/**
 * A plan as lines with keys that last from version to version: what is compared clause by clause, and what is signed.
 * Clauses first, then who it is written with, competences with the posts that ask them, courses, assessment.
 */
export function linesOf(of: PlanDocument, postName: (id: string) => string = (id) => id): Line[] {
  const called = new Map(of.competences.map((one) => [one.key, one.name]));
  return [
    { key: "partners", title: "合作企业", text: of.partners.map((one) => one.name).join("、") },
    { key: "years", title: "修业年限", text: `${of.years}年` },
    ...of.clauses.map((one) => ({ key: `clause-${one.key}`, title: one.title, text: one.text })),
    ...of.competences.map((one) => ({
      key: `competence-${one.key}`,
      title: `岗位能力：${one.name}`,
      text: one.posts.length > 0 ? `对应岗位：${one.posts.map(postName).join("、")}` : "对应岗位：专业教学标准",
    })),
    ...of.courses.map((one) => ({
      key: `course-${one.key}`,
      title: `课程：${one.name}`,
      text: `${KIND[one.kind]}，${one.elective ? "选修" : "必修"}，${one.hours}学时（实践${one.practice}学时），${one.credits}学分，第${one.term}学期，${WHERE[one.place]}，${WHO[one.taughtBy]}；培养：${one.competences.map((it) => called.get(it) ?? it).join("、") || "—"}`,
    })),
    ...of.assessment.map((one) => ({
      key: `assessment-${one.key}`,
      title: `考核：${one.name}`,
      text: `权重${one.weight}%，学校评分占${one.schoolShare}%、企业评分占${100 - one.schoolShare}%${one.competence ? "，岗位能力" : ""}`,
    })),
    ...(of.assessment.length > 0 ? [{ key: "pass-mark", title: "合格分", text: `${of.passMark}` }] : []),
  ];
} // prettier-ignore

/** The whole plan as plain text, UTF-8 with LF: what is hashed, signed, downloaded. */
export function planText(facts: Facts, lines: readonly Line[], of: { id: string; no: number }): string {
  return [
    facts.title,
    `人才培养方案 · 编号 ${of.id} · 第 ${of.no} 版`,
    `学校：${facts.schoolName}；专业：${facts.programmeName}（${facts.programme}）；${facts.cohortYear}级`,
    "",
    ...lines.flatMap(({ title, text }) => [title, text, ""]),
  ].join("\n");
}

export interface Figures {
  hours: number;
  credits: number;
  public: number;
  elective: number;
  practice: number;
  /** hours taught by the enterprise, or with it */
  joint: number;
  /** hours at the enterprise or a centre */
  outside: number;
  core: number;
}
const sum = (courses: readonly Course[], of: (one: Course) => number = ({ hours }) => hours): number => courses.reduce((all, one) => all + of(one), 0); // prettier-ignore

/** Hours of a plan, by what the guidance counts. Practice of a course is never more than its hours. */
export function figuresOf({ courses }: PlanDocument): Figures {
  return {
    hours: sum(courses),
    credits: sum(courses, ({ credits }) => credits),
    public: sum(courses.filter(({ kind }) => kind === "public")),
    elective: sum(courses.filter(({ elective }) => elective)),
    practice: sum(courses, ({ hours, practice }) => Math.min(hours, practice)),
    joint: sum(courses.filter(({ taughtBy }) => taughtBy !== "school")),
    outside: sum(courses.filter(({ place }) => place !== "school")),
    core: courses.filter(({ kind }) => kind === "core").length,
  };
}
