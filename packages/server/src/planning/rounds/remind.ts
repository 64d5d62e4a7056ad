import { sql } from "kysely";
import { dayInChina, defineJob, notify, type Context, type JobTransaction } from "../../platform/index.ts";
import { provinces } from "../../registry/index.ts";
import { daysBetween, type StepKey } from "./calendar.ts";
import { requireRound, type RoundRow } from "./rounds.ts";
import { stepDue } from "./told.ts";
import { plansOf, undoneSteps } from "./undone.ts";

/** Days before the last one on which those whose turn it is are told; afterwards on the day after and then every week. */
const BEFORE = [7, 1];
const EVERY = 7;

export const remindsOn = (daysLeft: number): boolean =>
  BEFORE.includes(daysLeft) || (daysLeft < 0 && (-daysLeft - 1) % EVERY === 0);

const STEP_WORDS: Record<StepKey, { zh: string; en: string }> = {
  apply: { zh: "学校申报", en: "applications of schools" },
  check: { zh: "形式审查", en: "the formal check" },
  review: { zh: "专家评审", en: "the expert review" },
  notice: { zh: "公示", en: "the public notice" },
  record: { zh: "备案", en: "the record" },
  forward: { zh: "报教育部审批", en: "forwarding to the ministry" },
  result: { zh: "录入教育部结果", en: "the ministry's results" },
  list: { zh: "公布年度结果", en: "the list of the year" },
  cards: { zh: "把专业调整建议交学校核对", en: "opening the cards to the schools" },
  answers: { zh: "答复学校对调整建议的异议", en: "answers to schools on their cards" },
  decide: { zh: "专业调整决定", en: "the decision on the cards" },
  proposals: { zh: "学校席位建议", en: "proposals of seats" },
  plan: { zh: "公布招生计划", en: "the enrolment plan" },
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
      and (not exists (select from planning.year_list y where y.province = r.province and y.round_id = r.id)
        or not exists (select from planning.public_plan p where p.province = r.province and p.round_id = r.id)
          and r.year = (select max(n.year) from planning.round n where n.province = r.province))`.execute(ctx.tx);
    for (const { id } of rows) told += await remindOf(ctx, await requireRound(ctx, id));
  }
  return { told };
} // prettier-ignore

async function remindOf(ctx: Context, round: RoundRow): Promise<number> {
  const today = dayInChina(ctx.now);
  const undone = await undoneSteps(ctx, round);
  const toSchools = (await plansOf(ctx, round.id)).filter(({ stage }) => stage === "open").length;
  let told = 0;
  for (const step of round.calendar) {
    const left = daysBetween(today, step.due);
    if (!remindsOn(left)) continue;
    // up to its day schools propose, afterwards the office owes them answers
    const proposing = step.key === "proposals" && left > 0;
    const count = proposing ? toSchools : (undone.get(step.key) ?? 0);
    if (count === 0) continue;
    const when =
      left > 0
        ? { zh: `${left} 天后到期`, en: `falls due in ${left} days` }
        : { zh: `已逾期 ${-left} 天`, en: `is ${-left} days late` };
    const office = { role: ["planner", "administrator"] as const, region: round.province };
    const schools = { role: "school-officer" as const, region: round.province, within: true };
    await notify(ctx, {
      kind: stepDue,
      to:
        step.key === "apply" || proposing
          ? schools
          : step.key === "review"
            ? await reviewersOf(ctx, round)
            : office,
      params: { title: round.title, step: STEP_WORDS[step.key]!, day: step.due, when, count },
      link: step.key === "review" ? "/reviews" : proposing ? "/my-seats" : "/rounds",
      of: { region: round.province },
    });
    told++;
  }
  return told;
}

async function reviewersOf(ctx: Context, round: RoundRow): Promise<{ person: string }[]> {
  const { rows } = await sql<{ person: string }>`select distinct r.person from planning.review r join planning.application a
    on a.province = r.province and a.id = r.application_id where a.round_id = ${round.id} and r.state = 'assigned'`.execute(ctx.tx);
  return rows;
} // prettier-ignore
