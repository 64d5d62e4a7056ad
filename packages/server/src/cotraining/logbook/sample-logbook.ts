import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import { dayInChina, type Actor, type Context } from "../../platform/index.ts";
import { raiseAlerts } from "./alerts.ts";
import { isRest } from "./calendar.ts";
import { reportIncident } from "./incidents.ts";
import { entriesOf, isRunning, ownPlacements } from "./log.sql.ts";
import { markEntries } from "./mark.ts";
import { enterVisit, provePay } from "./pay.ts";
import { submitEntries } from "./submit.ts";
import { dayAfter } from "./warn.ts"; // prettier-ignore

/** Somebody of the sample at work, some days ago. */
type SampleAs = <T>(actor: Actor, daysAgo: number, action: (ctx: Context) => Promise<T>) => Promise<T>;
export interface SampleTrainees {
  student: Actor;
  teacher: Actor;
  mentor: Actor;
  school: Actor;
  enterprise: Actor;
  /** the process itself, for the work of a morning */
  process: Actor;
}

/** Days of the sample's logbook, until the last ones that are missing. */
const DAYS = 28;
const MISSING_FROM = 6;
const WORK = [
  "示例：熟悉车间安全规程，清点量具。", "示例：跟师傅操作数控车床，车外圆三件。", "示例：用千分尺测量工件，填写检验单。",
  "示例：学习编制加工程序，空运行验证。", "示例：更换刀具并对刀，首件检验合格。", "示例：参加班组例会，整理工位。",
]; // prettier-ignore

/**
 * Four weeks in the logbook of the sample's student, all made up, taken through the same steps as by hand: days with one too
 * long, a night and a Sunday, countersigned but for the last; then nothing, so that there are alerts. Done once.
 */
export async function loadSampleLogbook(as: SampleAs, who: SampleTrainees): Promise<void> {
  const placement = await placementOf(as, who);
  if (placement === null) return;
  const known = await as(who.student, 0, (ctx) => sql`select 1 from cotraining.log_entry where placement_id = ${placement} limit 1`.execute(ctx.tx)); // prettier-ignore
  if (known.rows.length > 0) return;
  const today = await as(who.student, 0, async (ctx) => dayInChina(ctx.now));
  let n = 0;
  // by weeks, as nobody would send them singly so long afterwards
  for (let week = DAYS; week > MISSING_FROM; week -= 7) {
    const days = Array.from({ length: 7 }, (_, i) => dayAfter(today, -week + i)).filter((day) => day < dayAfter(today, -MISSING_FROM)); // prettier-ignore
    const sent = days.filter((day) => !isRest(day) || n === 9).map((day) => entryOf(placement, day, n++));
    await as(who.student, Math.max(0, week - 6), (ctx) => submitEntries(ctx, sent));
  }
  // a Sunday that was worked, and pay that was late
  const sunday = Array.from({ length: 7 }, (_, i) => dayAfter(today, -19 + i)).find((day) => new Date(day).getUTCDay() === 0)!;
  await as(who.student, 12, (ctx) => submitEntries(ctx, [entryOf(placement, sunday, n)]));
  const entries = await as(who.mentor, 0, (ctx) => entriesOf(ctx, [placement], dayAfter(today, -DAYS), today));
  const signed = entries.slice(0, -4).map(({ id }) => ({ entry: id, verdict: "sign" as const, note: "" }));
  if (signed.length > 0) await as(who.mentor, 5, (ctx) => markEntries(ctx, { marks: signed }));
  const back = entries.at(-4);
  if (back) await as(who.mentor, 5, (ctx) => markEntries(ctx, { marks: [{ entry: back.id, verdict: "return", note: "示例：请写明加工的零件和数量。" }] }));
  await as(who.teacher, 10, (ctx) => enterVisit(ctx, placement, { day: dayAfter(today, -10), place: "示例车间", findings: "示例：学生在岗，师傅带教正常，劳保用品齐全。", followUp: "", followBy: null }));
  const month = dayAfter(`${today.slice(0, 7)}-01`, -1).slice(0, 7);
  await as(who.enterprise, 1, (ctx) => provePay(ctx, placement, { month, amount: 320_000, paidOn: dayAfter(today, -2), ownAccount: true, proof: "示例转账单 001" }));
  await as(who.student, 8, (ctx) => reportIncident(ctx, placement, { id: uuidv7(), kind: "injury", severity: "slight", words: "示例：换刀时手指擦伤，已在厂医务室处理。", happenedAt: `${dayAfter(today, -9)}T06:00:00Z` }));
  await as({ ...who.process, silent: true }, 0, raiseAlerts);
} // prettier-ignore

function entryOf(placement: string, day: string, n: number): Record<string, unknown> {
  const long = n === 4;
  const night = n === 8;
  return {
    id: uuidv7(), placement, day, presence: n === 6 ? "absent" : "present", startsAt: night ? 15 * 60 : 8 * 60, endsAt: night ? 23 * 60 : long ? 19 * 60 : 17 * 60, pause: 60,
    did: n === 6 ? "" : WORK[n % WORK.length], reason: n === 6 ? "示例：返校参加考试" : "", phoneAt: `${day}T10:00:00Z`,
  };
} // prettier-ignore

/** The running placement of the sample's student; where he has none, one at the sample's enterprise. */
async function placementOf(as: SampleAs, who: SampleTrainees): Promise<string | null> {
  const { student, teacher, mentor, school, enterprise } = who;
  const own = await as(student, 0, ownPlacements);
  const running = own.find((row) => isRunning(row) && row.mentor === mentor.personId && row.teacher === teacher.personId); // prettier-ignore
  if (running) return running.id;
  if (!school.organisation || !enterprise.organisation || student.organisation !== school.organisation || teacher.organisation !== school.organisation) return null;
  const province = `${school.region.slice(0, 2)}0000`;
  const [post, placement] = [uuidv7(), uuidv7()];
  const names = (await as(school, 0, (ctx) => sql<{ id: string; name: string }>`select organisation_id as id, name from registry.organisation_version
    where upper_inf(valid) and organisation_id in (${school.organisation}, ${enterprise.organisation})`.execute(ctx.tx))).rows;
  const nameOf = (id: string) => names.find((one) => one.id === id)?.name ?? "";
  await as(enterprise, 80, async (ctx) => {
    await sql`insert into cotraining.post (province, id, enterprise, name, seats, like_pay, lowest_pay, hours_day, hours_week, rest_days, overtime, night, rest_day_work, holiday_work,
        simple_only, competences, sample, created_by_name, created_at)
      values (${province}, ${post}, ${enterprise.organisation}, '示例数控操作岗', 4, 500000, 380000, 8, 40, 2, false, false, false, false, false,
        ${JSON.stringify([{ key: "turning", name: "车削加工" }, { key: "measuring", name: "量具测量" }, { key: "programming", name: "程序编制" }])}::jsonb, true, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
    await ctx.audit("cotraining.enter-post", `post:${post}`, undefined, { sample: true });
  });
  const from = await as(school, 75, async (ctx) => dayInChina(ctx.now));
  await as(school, 76, async (ctx) => {
    await sql`insert into cotraining.placement (province, id, person, person_name, school, school_name, region, enterprise, enterprise_name, post_id, from_on, to_on,
        mentor, mentor_name, teacher, teacher_name, pay, sample, created_by_name, created_at)
      values (${province}, ${placement}, ${student.personId}, ${student.name}, ${school.organisation}, ${nameOf(school.organisation!)}, ${school.region}, ${enterprise.organisation},
        ${nameOf(enterprise.organisation!)}, ${post}, ${from}::date, ${dayAfter(from, 180)}::date, ${mentor.personId}, ${mentor.name}, ${teacher.personId}, ${teacher.name}, 400000, true,
        ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
    for (const [n, action] of ["plan", "start"].entries())
      await sql`insert into cotraining.placement_action (province, placement_id, seq, action, by_user, by_name, at)
        values (${province}, ${placement}, ${n + 1}, ${action}, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
    await ctx.audit("cotraining.start-placement", `placement:${placement}`, undefined, { sample: true });
  });
  return placement;
} // prettier-ignore
