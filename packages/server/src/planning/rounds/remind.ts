import { sql } from "kysely";
import { dayInChina, defineJob, notify, type Context, type JobTransaction } from "../../platform/index.ts";
import { provinces } from "../../registry/index.ts";
import { listApplications } from "./applications.sql.ts";
import { daysBetween, type CalendarStep } from "./calendar.ts";
import { dueStep, procedure, type State } from "./procedure.ts";
import { requireRound, type RoundRow } from "./rounds.ts";
import { stepDue } from "./told.ts";

/** Days before the last one on which those whose turn it is are told; afterwards on the day after and then every week. */
const BEFORE = [7, 1];
const EVERY = 7;

export const remindsOn = (daysLeft: number): boolean =>
  BEFORE.includes(daysLeft) || (daysLeft < 0 && (-daysLeft - 1) % EVERY === 0);

const STEP_WORDS: Record<string, { zh: string; en: string }> = {
  apply: { zh: "学校申报", en: "applications of schools" },
  check: { zh: "形式审查", en: "the formal check" },
  review: { zh: "专家评审", en: "the expert review" },
  notice: { zh: "公示", en: "the public notice" },
  record: { zh: "备案", en: "the record" },
  forward: { zh: "报教育部审批", en: "forwarding to the ministry" },
  result: { zh: "录入教育部结果", en: "the ministry's results" },
  list: { zh: "公布年度结果", en: "the list of the year" },
};

/** Every morning: what falls due in 7 days or 1, and what is late, to those whose turn it is. */
export const remindJob = defineJob("planning.round-reminders", (inTransaction: JobTransaction) =>
  inTransaction(remind), { daily: "08:00" }); // prettier-ignore

/** @returns how many notices went out */
export async function remind(ctx: Context): Promise<{ told: number }> {
  // The process works for the whole installation: its policies open one province at a time.
  const { rows: places } = await sql<{ province: string }>`select province from registry.installation`.execute(ctx.tx);
  let told = 0;
  for (const province of new Set([...places.map((p) => p.province), ...(places.length === 0 ? provinces().map(({ code }) => code) : [])])) {
    await sql`select set_config('tixi.region', ${province}, true)`.execute(ctx.tx);
    const { rows } = await sql<{ id: string }>`select r.id from planning.round r where r.province = ${province}
      and not exists (select from planning.year_list y where y.province = r.province and y.round_id = r.id)`.execute(ctx.tx);
    for (const { id } of rows) told += await remindOf(ctx, await requireRound(ctx, id));
  }
  return { told };
} // prettier-ignore

async function remindOf(ctx: Context, round: RoundRow): Promise<number> {
  const today = dayInChina(ctx.now);
  let told = 0;
  for (const step of round.calendar) {
    const left = daysBetween(today, step.due);
    if (!remindsOn(left)) continue;
    const count = await undone(ctx, round, step);
    if (count === 0) continue;
    const when =
      left > 0
        ? { zh: `${left} 天后到期`, en: `falls due in ${left} days` }
        : { zh: `已逾期 ${-left} 天`, en: `is ${-left} days late` };
    const office = { role: ["planner", "administrator"] as const, region: round.province };
    const schools = { role: "school-officer" as const, region: round.province, within: true };
    await notify(ctx, {
      kind: stepDue,
      to: step.key === "apply" ? schools : step.key === "review" ? await reviewersOf(ctx, round) : office,
      params: { title: round.title, step: STEP_WORDS[step.key]!, day: step.due, when, count },
      link: step.key === "review" ? "/reviews" : "/rounds",
      of: { region: round.province },
    });
    told++;
  }
  return told;
}

/** What a step has left to do. The list of the year is one thing until it is published. */
async function undone(ctx: Context, round: RoundRow, step: CalendarStep): Promise<number> {
  if (step.key === "list") return 1;
  const states = (Object.keys(procedure.states) as State[]).filter((state) =>
    (["record", "provincial", "ministry"] as const).some((lane) => dueStep(state, lane) === step.key),
  );
  const rows = await listApplications(ctx, { round: round.id, last: procedure.leadingTo(states) }, null, 20_000); // prettier-ignore
  return rows.filter((row) => dueStep(procedure.stateOf(row.actions), row.lane) === step.key).length;
}

async function reviewersOf(ctx: Context, round: RoundRow): Promise<{ person: string }[]> {
  const { rows } = await sql<{ person: string }>`select distinct r.person from planning.review r join planning.application a
    on a.province = r.province and a.id = r.application_id where a.round_id = ${round.id} and r.state = 'assigned'`.execute(ctx.tx);
  return rows;
} // prettier-ignore
