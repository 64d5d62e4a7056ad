/**
 * The enrolment plan of the sample province's round: two scenarios, one of them open to the schools, with proposals of the
 * sample's school and a locked cell. What an earlier attempt made is found and left as it is.
 */
import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { Actor, Context } from "../../platform/index.ts";
import { decidePlan } from "./decide-plan.ts";
import { editCells } from "./edit-cells.ts";
import { requirePlan, startPlan } from "./make-plan.ts";
import { answerProposal, ownSeats, proposeSeats } from "./negotiate.ts";
import type { PlanParametersGiven } from "./parameters.ts";
import { procedure } from "./plan-state.ts";
import { listPlans, type PlanRow } from "./plans.sql.ts";

const STEADY = "稳规模（示例）";
const SHORTAGE = "向紧缺专业倾斜（示例）";
const SAMPLE = "（示例）";
/** He who has just read it. */
const LATEST = { headers: { "if-match": "*" } } as FastifyRequest;

/** Begins the scenarios that are not there yet. @returns their ids; none where the sample has no round */
export async function startSamplePlans(ctx: Context): Promise<string[]> {
  const { rows } = await sql<{ id: string; run: string | null }>`select r.id,
      (select a.id from planning.adjustment a where a.province = r.province and a.round_id = r.id and a.state = 'done' order by a.created_at desc limit 1) as run
    from planning.round r where r.province = ${ctx.actor.region} and r.sample order by r.year desc limit 1`.execute(ctx.tx);
  const round = rows[0];
  if (!round) return [];
  const scenarios: [string, PlanParametersGiven][] = [
    [STEADY, {}],
    // the cards that are open to the schools count already, and what they let grow may grow by a class of 50
    [SHORTAGE, { adjustment: round.run, shortageShare: 1.1, change: { expand: { up: { share: 1, seats: 50 }, down: { share: 0.2, seats: 0 } } } }],
  ];
  const there = await listPlans(ctx, round.id);
  const ids: string[] = [];
  for (const [name, parameters] of scenarios)
    ids.push(there.find((plan) => plan.name === name)?.id ?? (await startPlan(ctx, { roundId: round.id, name, parameters })).id);
  return ids;
} // prettier-ignore

/** Whether none of them is being solved any more. */
export async function samplePlansSolved(ctx: Context, ids: readonly string[]): Promise<boolean> {
  for (const id of ids) if (["waiting", "running"].includes((await requirePlan(ctx, id)).state)) return false;
  return true;
}

interface Office {
  planner: Actor;
  /** of the school of the sample's own account */
  officer: Actor;
  as<T>(actor: Actor, daysAgo: number, action: (ctx: Context) => Promise<T>): Promise<T>;
}

const WISHES = [
  { more: 10, reason: "实训工位已扩充，合作企业提出新增订单班需求。" },
  { more: -5, reason: "专任教师有两人退休，拟适当缩减规模。" },
  { more: 8, reason: "近两年报到率稳定，毕业生供不应求。" },
];

/** Puts the steady scenario to the schools: the office locks a cell, the school proposes, the office answers one proposal. */
export async function openSamplePlan(office: Office, ids: readonly string[]): Promise<void> {
  const { planner, officer, as } = office;
  const found = async (ctx: Context): Promise<PlanRow | undefined> => {
    for (const id of ids) {
      const plan = await requirePlan(ctx, id);
      if (plan.name === STEADY) return plan;
    }
    return undefined;
  };
  const plan = await as(planner, 0, found);
  // whoever took it up meanwhile is left alone
  if (plan?.state !== "done" || procedure.stateOf(plan.actions) !== "draft") return;
  await as(planner, 0, async (ctx) => {
    const { rows } = await sql<{ offering: string; version: number }>`select offering_id as offering, version from planning.plan_cell
      where plan_id = ${plan.id} and school is distinct from ${officer.organisation} and seats > last and not locked
      order by marginal desc, offering_id limit 1`.execute(ctx.tx);
    if (rows[0])
      await editCells(ctx, plan.id, { cells: [{ ...rows[0], locked: true }], note: `已与学校商定，重新测算时不动。${SAMPLE}` });
    await decidePlan(ctx, LATEST, { id: plan.id, step: "open", note: `请各校于规定日期前提出意见。${SAMPLE}` });
  });
  const own = await as(officer, 0, async (ctx) => {
    const { items } = await ownSeats(ctx, plan.id);
    const cells = items.filter(({ seats }) => seats > 10).slice(0, WISHES.length);
    for (const [i, { offering, seats }] of cells.entries())
      await proposeSeats(ctx, plan.id, { offering, seats: seats + WISHES[i]!.more, reason: WISHES[i]!.reason + SAMPLE });
    return cells;
  });
  const last = own.at(-1);
  if (!last || own.length < WISHES.length) return;
  await as(planner, 0, (ctx) =>
    answerProposal(ctx, plan.id, { offering: last.offering, action: "refuse", reason: `全省规模统筹后没有余量，维持测算数。${SAMPLE}`, version: last.version }),
  );
} // prettier-ignore
