import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { standards } from "@tixi/standards";
import type { Actor, Context } from "../../platform/index.ts";
import { alliancesOf } from "../own-alliance.ts";
import { suggestedRubric } from "../assessments/marks.ts";
import { levelOf } from "./check.ts";
import { commentOnPlan } from "./comments.ts";
import type { Course, PlanDocument } from "./document.ts";
import { requirePlan } from "./plans.sql.ts";
import { showPlan } from "./present.ts";
import { signPlan } from "./sign-plan.ts";
import { actOnPlan, changePlan, draftPlan, keepPart } from "./write-plan.ts"; // prettier-ignore

/** Somebody of the sample at work, some days ago. */
type SampleAs = <T>(actor: Actor, daysAgo: number, action: (ctx: Context) => Promise<T>) => Promise<T>;
/** He who has just read it. */
const LATEST = { headers: { "if-match": "*" } } as FastifyRequest;

const PUBLIC = {
  secondary: [["思想政治", 144], ["语文", 198], ["历史", 72], ["数学", 144], ["英语", 144], ["信息技术", 108], ["体育与健康", 144], ["艺术", 72], ["劳动教育", 36]],
  college: [["思想政治理论课", 160], ["体育", 112], ["军事理论与训练", 148], ["心理健康教育", 36], ["大学英语", 128], ["信息技术", 64], ["劳动教育", 32]],
} as const; // prettier-ignore
const TEXTS: Readonly<Record<string, string>> = {
  entry: "应届初高中毕业生或具有同等学力者，按当年招生计划和职教高考办法录取。（示例）",
  careers: "面向合作企业所在产业链的生产、装调、检测和质量岗位；可取得相应职业技能等级证书。（示例）",
  aims: "培养德技并修，能够胜任合作企业岗位并具有持续发展能力的技术技能人才。（示例）",
  profile: "素质：遵纪守法、爱岗敬业；知识：掌握本专业必需的理论；能力：达到岗位能力表所列各项。（示例）",
  modes: "前四学期以在校学习为主，每学期到企业集中实训；最后学期在企业岗位实习，师傅带徒。（示例）",
  teachers: "专业课教师中双师型教师过半；企业选派师傅授课，教师每年到企业实践。（示例）",
  facilities: "校内实训室、实践中心和企业工位按课程进程安排，工位数不少于实训人数。（示例）",
  materials: "优先选用国家规划教材；校企合作开发活页式教材和典型生产案例。（示例）",
  quality: "每学期由校企双方联合检查教学，每年根据毕业生跟踪和岗位变化修订方案。（示例）",
  graduation: "修满规定学分，校企共同考核合格，岗位实习合格。（示例）",
};

/** Courses that keep the guidance's hours and build every competence of the posts. */
function coursesOf(level: "secondary" | "college", competences: readonly string[]): Course[] {
  const at = (i: number): string[] => (competences.length > 0 ? [competences[i % competences.length]!] : []);
  const make = (key: string, name: string, of: Partial<Course>): Course => ({ key, name, kind: "core", elective: false, hours: 96, practice: 64, credits: 6, term: 3, place: "school", taughtBy: "school", competences: [], ...of });
  return [
    ...PUBLIC[level].map(([name, hours], i) => make(`public-${i + 1}`, name, { kind: "public", hours, practice: name === "劳动教育" ? hours : Math.round(hours / 5), credits: Math.round(hours / 17), term: 1 + (i % 4) })),
    ...Array.from({ length: 3 }, (_, i) => make(`basic-${i + 1}`, `专业基础课程${"一二三"[i]}`, { kind: "basic", hours: 96, practice: 56, term: 1 + i, competences: at(i) })),
    ...Array.from({ length: 6 }, (_, i) => make(`core-${i + 1}`, `专业核心课程${"一二三四五六"[i]}`, { hours: 96, practice: 72, term: 2 + (i % 3), competences: at(i), ...(i % 3 === 0 ? { taughtBy: "both", place: "centre" } : {}) })),
    ...Array.from({ length: 4 }, (_, i) => make(`extension-${i + 1}`, `专业拓展课程${"一二三四"[i]}`, { kind: "extension", elective: true, hours: 84, practice: 56, term: 4 + (i % 2), competences: at(i + 1) })),
    make("training-1", "企业集中实训", { kind: "practice", hours: 240, practice: 240, credits: 8, term: 4, place: "enterprise", taughtBy: "both", competences: [...competences] }),
    make("placement", "岗位实习", { kind: "practice", hours: 600, practice: 600, credits: 20, term: 6, place: "enterprise", taughtBy: "enterprise", competences: [...competences] }),
  ] as Course[];
} // prettier-ignore

/**
 * A training plan of the sample's school and enterprise in force, with its team and resources, and one that is being written and
 * has a comment to answer; by the same steps as by hand. Done once, however often it is asked.
 */
export async function loadSamplePlans(as: SampleAs, { school, enterprise, mentor }: { school: Actor; enterprise: Actor; mentor: Actor | null }): Promise<void> {
  const there = await as(school, 0, ({ tx }) => sql`select 1 from cotraining.training_plan where school = ${school.organisation} limit 1`.execute(tx));
  if (there.rows.length > 0) return;
  const posts = await as(enterprise, 0, ({ tx }) =>
    sql<{ programme: string }>`select programmes[1] as programme from cotraining.post where enterprise = ${enterprise.organisation} and programmes[1] ~ '^[4-7][0-9]{5}$' order by name limit 1`.execute(tx));
  const programme = posts.rows[0]?.programme;
  if (!programme || !standards().findProgramme(programme)) return;
  const level = levelOf(programme) === "secondary" ? "secondary" : "college";
  const begin = (year: number, daysAgo: number) =>
    as(school, daysAgo, async (ctx) => draftPlan(ctx, { title: `${standards().findProgramme(programme)!.name}专业${year}级人才培养方案（示例）`, programme, cohortYear: year, alliance: (await alliancesOf(ctx))[0] ?? null, partners: [enterprise.organisation!], years: 3 }));
  const write = (id: string, daysAgo: number, change: (document: PlanDocument) => Partial<PlanDocument> = () => ({})) =>
    as(school, daysAgo, async (ctx) => {
      const { title, programme, cohortYear, alliance, document } = await showPlan(ctx, await requirePlan(ctx, id));
      const competences = document.competences.length > 0 ? document.competences : [{ key: "post", name: "岗位综合能力（示例）", posts: [] }];
      const written = {
        ...document, competences, clauses: document.clauses.map((one) => ({ ...one, text: TEXTS[one.key] ?? one.text })),
        courses: coursesOf(level, competences.map(({ key }) => key)), assessment: suggestedRubric(competences.slice(0, 6)),
      };
      return changePlan(ctx, LATEST, id, { title, programme, cohortYear, alliance, document: { ...written, ...change(written) } });
    });
  const sign = (actor: Actor, id: string, daysAgo: number) =>
    as(actor, daysAgo, async (ctx) => signPlan(ctx, LATEST, id, { sha256: (await showPlan(ctx, await requirePlan(ctx, id))).sha256 }));
  const year = await as(school, 0, async (ctx) => ctx.now.getFullYear());

  const { id } = await begin(year, 120);
  await write(id, 110);
  await as(school, 105, (ctx) => actOnPlan(ctx, LATEST, id, "propose", { note: "各项比例已与企业核对。（示例）" }));
  await sign(enterprise, id, 101);
  await sign(school, id, 100);
  await as(school, 99, (ctx) =>
    keepPart(ctx, LATEST, id, {
      team: [
        { organisation: school.organisation!, name: "示例专业带头人", duty: "leader", courses: ["core-1", "core-4"] },
        { organisation: school.organisation!, name: "示例双师型教师", duty: "teacher", courses: ["core-2", "core-3"] },
        { organisation: enterprise.organisation!, name: "示例企业师傅", duty: "mentor", courses: ["training-1", "placement"] },
      ],
    }));
  await as(enterprise, 98, (ctx) =>
    keepPart(ctx, LATEST, id, {
      resources: [
        { organisation: school.organisation!, name: "专业核心课程在线资源（示例）", kind: "course", usage: "alliance", link: "", courses: ["core-1"] },
        { organisation: enterprise.organisation!, name: "典型生产案例集（示例）", kind: "case", usage: "plan", link: "", courses: ["training-1"] },
      ],
    }));

  const next = await begin(year + 1, 12);
  // next year's lacks a course that builds the last competence, so that the gap is seen
  await write(next.id, 9, ({ competences, courses }) => {
    const last = competences.at(-1)!.key;
    return { courses: courses.map((one) => ({ ...one, competences: competences.length > 1 ? one.competences.filter((key) => key !== last) : [] })) };
  });
  await as(mentor ?? enterprise, 7, (ctx) => commentOnPlan(ctx, next.id, { clause: "course-placement", words: "岗位实习建议提前一个月，与本厂生产旺季对应。（示例）" }));
} // prettier-ignore
