import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { dayInChina, jsonText, NOBODY, type Actor, type Context } from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { actOnAppeal, appeal } from "./appeals.ts";
import { chooseFor, rankApplicants } from "./choose.ts";
import { actOnRound, draftRound, type LaterRoundStep } from "./rounds.ts";
import { studentsOf, type RoundStudentRow } from "./rounds.sql.ts";
import { acceptFor, roundResults } from "./settle.ts";
import { offerPost, takeStudents } from "./take-part.ts"; // prettier-ignore

/** Somebody of the sample at work, some days ago. */
export type SampleAs = <T>(actor: Actor, daysAgo: number, action: (ctx: Context) => Promise<T>) => Promise<T>;
/** The sample's own accounts that have a part in it. */
export interface SampleTrainers {
  school: Actor;
  enterprise: Actor;
  student: Actor | null;
}

/** He who has just read it. */
const LATEST = { headers: { "if-match": "*" } } as FastifyRequest;
const DAY = 86_400_000;
/** Students of each of the two rounds. */
const STUDENTS = 12;
const YUAN = 100;

interface SamplePost {
  id: string;
  name: string;
}

/**
 * Two rounds of the sample's school: one that is concluded, with an appeal that was answered, and one that is open to the
 * sample's student; taken through the same steps as by hand. Done once, however often it is asked.
 */
export async function loadSampleRounds(as: SampleAs, who: SampleTrainers): Promise<void> {
  const { school, enterprise, student } = who;
  const there = await as(school, 0, ({ tx }) => sql`select 1 from cotraining.round where school = ${school.organisation} limit 1`.execute(tx));
  if (there.rows.length > 0) return;
  const programmes = await as(school, 0, programmesOf);
  if (programmes.length < 2) return;
  const posts = await as(enterprise, 60, (ctx) => postsFor(ctx, enterprise, programmes));
  await concluded(as, who, programmes[0]!, posts);
  await openOne(as, who, programmes[1]!, posts, student);
} // prettier-ignore

/** Programmes of the school's second years and above with enough students. */
async function programmesOf({ tx, actor, now }: Context): Promise<string[]> {
  const { rows } = await sql<{ programme: string }>`select t.programme_code as programme from registry.student t
    where t.school_id = ${actor.organisation} and t.state = 'enrolled' and t.entry_year < ${now.getFullYear()}
    group by 1 having count(*) >= ${STUDENTS} order by 1 limit 2`.execute(tx);
  return rows.map(({ programme }) => programme);
} // prettier-ignore

/** Posts of the enterprise for these programmes, entered as its officer would. */
async function postsFor(ctx: Context, { organisation }: Actor, programmes: readonly string[]): Promise<SamplePost[]> {
  const { province, sample } = await installation(ctx);
  await sql`insert into cotraining.workplace (province, organisation, name, region, staff, registered, dishonest, sample, updated_by_name, updated_at)
    select ${province}, organisation_id, name, region, 260, true, false, ${sample}, ${ctx.actor.name}, ${ctx.now} from registry.organisation_version
    where organisation_id = ${organisation} and upper_inf(valid) on conflict (province, organisation) do nothing`.execute(ctx.tx);
  const posts = [];
  for (const [name, key, staff] of [["装配调试（示例）", "assembly", 40], ["质量检验（示例）", "quality", 25], ["设备维护（示例）", "service", 30]] as const) {
    const { rows } = await sql<SamplePost>`insert into cotraining.post (province, id, enterprise, name, programmes, seats, like_key, like_staff, like_pay, lowest_pay, labour_level, hazards, hours_day,
        hours_week, rest_days, overtime, night, rest_day_work, holiday_work, simple_only, competences, sample, created_by_name, created_at)
      values (${province}, gen_random_uuid(), ${organisation}, ${name}, ${programmes}, 8, ${key}, ${staff}, ${5200 * YUAN}, ${4300 * YUAN}, 2, '{}', 8, 40, 2, false, false, false, false, false,
        ${jsonText([{ key: "operate", name: "按工艺文件完成岗位作业" }, { key: "measure", name: "使用量具检验并记录" }, { key: "fault", name: "发现并报告异常" }])}::jsonb, ${sample}, ${ctx.actor.name}, ${ctx.now})
      returning id, name`.execute(ctx.tx);
    posts.push(rows[0]!);
  }
  return posts;
} // prettier-ignore

/** Drafted, students in, called, posts offered, opened. */
async function opened(as: SampleAs, { school, enterprise }: SampleTrainers, of: { daysAgo: number; title: string; programme: string; posts: readonly SamplePost[]; seats: readonly number[]; from: number; student: Actor | null }): Promise<string> {
  const { daysAgo, title, programme, posts, seats, from, student } = of;
  const at = (ctx: Context, days: number): string => new Date(ctx.now.getTime() + days * DAY).toISOString();
  const { id } = await as(school, daysAgo, (ctx) =>
    draftRound(ctx, { title, programmes: [programme], fromOn: dayInChina(new Date(ctx.now.getTime() + from * DAY)), toOn: dayInChina(new Date(ctx.now.getTime() + (from + 180) * DAY)), chooseUntil: at(ctx, 12), rankUntil: at(ctx, 18), appealDays: 5, most: 3, parks: [{ name: "示例·砺锋高端装备产业园", max: 10 }] }));
  await as(school, daysAgo, async (ctx) => {
    const { rows } = await sql<{ id: string }>`select person_id as id from registry.student where school_id = ${school.organisation} and state = 'enrolled' and programme_code = ${programme}
      and entry_year < ${ctx.now.getFullYear()} order by student_number limit ${STUDENTS}`.execute(ctx.tx);
    await takeStudents(ctx, LATEST, id, { people: rows.map((row) => row.id) });
    if (student?.personId) await joins(ctx, id, student, programme);
    await actOnRound(ctx, LATEST, id, "call", {});
  });
  for (const [i, post] of posts.entries())
    await as(enterprise, daysAgo - 1, (ctx) => offerPost(ctx, id, { post: post.id, seats: seats[i]!, pay: 4400 * YUAN, park: "示例·砺锋高端装备产业园", filingNo: "" }));
  await as(school, daysAgo - 2, (ctx) => actOnRound(ctx, LATEST, id, "open", {}));
  return id;
} // prettier-ignore

/** The sample's student, whose account is on no roll of the school, takes part too. */
async function joins(ctx: Context, round: string, { personId, name }: Actor, programme: string): Promise<void> {
  const { province } = await installation(ctx);
  await sql`insert into cotraining.round_student (province, round_id, person, name, student_number, programme, entry_year)
    values (${province}, ${round}, ${personId}, ${name}, '示例0001', ${programme}, ${ctx.now.getFullYear() - 2})`.execute(ctx.tx);
} // prettier-ignore

const students = (as: SampleAs, { school }: SampleTrainers, id: string): Promise<RoundStudentRow[]> =>
  as(school, 0, async (ctx) => {
    const { province } = await installation(ctx);
    return studentsOf(ctx, { province, id });
  });

async function concluded(as: SampleAs, who: SampleTrainers, programme: string, posts: readonly SamplePost[]): Promise<void> {
  const { school, enterprise } = who;
  const id = await opened(as, who, { daysAgo: 60, title: "本学期岗位实习安排（示例）", programme, posts, seats: [4, 3, 3], from: 50, student: null });
  const people = await students(as, who, id);
  await as(school, 54, async (ctx) => {
    for (const [n, { person }] of people.entries()) {
      const order = [posts[n % 2]!, posts[2]!, posts[(n + 1) % 2]!];
      await chooseFor(ctx, LATEST, id, person, { posts: order.map((post) => post.id), statement: "" });
    }
  });
  const step = (daysAgo: number, name: LaterRoundStep) => as(school, daysAgo, (ctx) => actOnRound(ctx, LATEST, id, name, {}));
  await step(48, "close");
  // one post is put in order by the enterprise, the others go by the draw
  await as(enterprise, 44, (ctx) => rankApplicants(ctx, LATEST, id, posts[0]!.id, { order: people.slice(0, -1).map(({ person }) => person).reverse(), turnedDown: [{ person: people.at(-1)!.person, reason: "面试时表示不愿到岗。（示例）" }] }));
  await step(41, "run");
  await step(40, "publish");
  const { items } = await as(school, 40, (ctx) => roundResults(ctx, id));
  const without = items.find(({ post }) => post === null);
  if (without) {
    const own: Actor = { ...NOBODY, name: without.name, role: "student", personId: without.person, organisation: school.organisation, region: school.region, silent: true };
    const made = await as(own, 39, (ctx) => appeal(ctx, id, { content: "希望了解名额已满的依据。（示例）" }));
    await as(school, 38, (ctx) => actOnAppeal(ctx, LATEST, made.id, "reject", { note: "各岗位均按公布的顺序和法定上限匹配，理由已列在结果中；可参加下一轮。（示例）" }));
  }
  await as(school, 37, async (ctx) => {
    for (const { person } of items) await acceptFor(ctx, id, person);
  });
  await step(34, "confirm");
} // prettier-ignore

async function openOne(as: SampleAs, who: SampleTrainers, programme: string, posts: readonly SamplePost[], student: Actor | null): Promise<void> {
  const id = await opened(as, who, { daysAgo: 6, title: "下学期岗位实习安排（示例）", programme, posts, seats: [3, 2, 2], from: 60, student });
  const people = (await students(as, who, id)).filter(({ person }) => person !== student?.personId);
  await as(who.school, 2, async (ctx) => {
    for (const [n, { person }] of people.slice(0, 5).entries())
      await chooseFor(ctx, LATEST, id, person, { posts: [posts[n % 3]!.id, posts[(n + 1) % 3]!.id], statement: "" });
  });
} // prettier-ignore
