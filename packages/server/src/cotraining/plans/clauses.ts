/** The parts of a training plan, with what each has to say. */
import type { Sentence } from "../../platform/index.ts";
import type { Line } from "./document.ts";

/** 教育部《关于职业院校专业人才培养方案制订与实施工作的指导意见》(2019); read from memory, so its figures warn where it says 一般 or 原则上. */
export const GUIDANCE = "《关于职业院校专业人才培养方案制订与实施工作的指导意见》（教职成〔2019〕13号）";
export const LAW = "《中华人民共和国职业教育法》（2022）";

export interface PlanClause {
  key: string;
  title: string;
  needed: boolean;
  /** what to write, in a line */
  hint: Sentence;
}

/** In the order of the plan. Courses, competences and assessment are tables of their own. */
export const PLAN_CLAUSES: readonly PlanClause[] = [
  { key: "entry", title: "入学要求", needed: true, hint: { zh: "谁可以学：起点学历、职教高考或其他途径。", en: "Who may learn: schooling before, admission." } },
  { key: "careers", title: "职业面向", needed: true, hint: { zh: "行业、职业、岗位（群）、可取得的证书。", en: "Industries, occupations, posts, certificates." } },
  { key: "aims", title: "培养目标", needed: true, hint: { zh: "立德树人，面向哪些岗位、培养什么样的技术技能人才。", en: "Whom the plan trains, for which posts." } },
  { key: "profile", title: "培养规格", needed: true, hint: { zh: "素质、知识、能力三方面的要求。", en: "What graduates are, know and can do." } },
  { key: "modes", title: "培养模式与工学交替", needed: true, hint: { zh: "校企怎样分工，何时在校、何时在企业。", en: "Who does what, and when in school and at the enterprise." } },
  { key: "teachers", title: "师资队伍", needed: true, hint: { zh: "双师比例、专业带头人、企业兼职教师。", en: "Dual-qualified teachers, head of the programme, teachers from the enterprise." } },
  { key: "facilities", title: "教学设施", needed: true, hint: { zh: "教室、校内外实训基地、企业工位。", en: "Rooms, training bases, workplaces." } },
  { key: "materials", title: "教学资源与教材", needed: true, hint: { zh: "教材选用、图书、数字资源。", en: "Textbooks, library, digital resources." } },
  { key: "quality", title: "质量管理", needed: true, hint: { zh: "教学督导、反馈、毕业生跟踪和方案修订。", en: "Supervision, feedback, follow-up, revision of the plan." } },
  { key: "graduation", title: "毕业要求", needed: true, hint: { zh: "须修满的学分、须通过的考核和证书。", en: "Credits, assessments and certificates needed." } },
  { key: "costs", title: "费用与成果分担", needed: false, hint: { zh: "双方投入、设备耗材、知识产权归属。", en: "Who brings and pays what, and whose the results are." } },
]; // prettier-ignore

/** An empty plan: every part there, nothing said yet. */
export const emptyClauses = (): Line[] =>
  PLAN_CLAUSES.filter(({ needed }) => needed).map(({ key, title }) => ({ key, title, text: "" }));
