import { sql } from "kysely";
import { BadInput, Conflict, NotFound, recordAction, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { applyCells, type EditAnswer } from "./edit-cells.ts";
import { findCells, talkedCells } from "./cells.sql.ts";
import { PLAN, requirePlan, requireWorkable } from "./make-plan.ts";
import { procedure, type PlanStep } from "./plan-state.ts";
import { findPlan, lockPlan } from "./plans.sql.ts";
import { presentCell } from "./present.ts";
import { tellSchool, tellOffice } from "./told.ts";

/** What was said about the seats of one offering, turn by turn. */
export interface SeatStep {
  seq: number;
  action: "propose" | "accept" | "refuse" | "counter";
  seats: number;
  planned: number;
  reason: string;
  by: string;
  at: string;
}

export async function stepsOf(
  ctx: Context,
  plan: string,
  offerings: readonly string[],
): Promise<Map<string, SeatStep[]>> {
  const { rows } = await sql<Omit<SeatStep, "at"> & { offering: string; at: Date }>`select offering_id as offering, seq, action, seats, planned,
      reason, by_name as by, at from planning.seat_step
    where plan_id = ${plan} and offering_id = any(${offerings}::uuid[]) order by offering_id, seq`.execute(ctx.tx);
  const found = new Map<string, SeatStep[]>();
  for (const { offering, at, ...step } of rows)
    found.set(offering, [...(found.get(offering) ?? []), { ...step, at: at.toISOString() }]);
  return found;
} // prettier-ignore

/** What schools said of a plan, those first that wait for an answer. */
export async function negotiationOf(ctx: Context, id: string) {
  const plan = await requirePlan(ctx, id);
  access.authorize(ctx.actor, "read", { region: plan.province });
  const cells = await talkedCells(ctx, id);
  const steps = await stepsOf(ctx, id, cells.map((cell) => cell.offering_id));
  return { items: cells.map((cell) => ({ ...presentCell(cell), steps: steps.get(cell.offering_id) ?? [] })), next: null };
} // prettier-ignore

export interface SchoolPlan {
  id: string;
  province: string;
  name: string;
  round: { id: string; title: string; year: number };
  state: string;
  sample: boolean;
}

/** Plans that were opened to the actor's school, the newest year first. */
async function schoolPlans(ctx: Context, id: string | null): Promise<SchoolPlan[]> {
  const { rows } = await sql<{ id: string; province: string; round_id: string; year: number; title: string; name: string; sample: boolean; last: PlanStep }>`
    select id, province, round_id, year, title, name, sample, last from planning.school_plans() ${id ? sql`where id = ${id}` : sql``}
    order by year desc, id desc limit 50`.execute(ctx.tx);
  return rows.map((row) => ({
    id: row.id,
    province: row.province,
    name: row.name,
    round: { id: row.round_id, title: row.title, year: row.year },
    state: procedure.steps[row.last].to,
    sample: row.sample,
  }));
} // prettier-ignore

export async function plansForSchool(ctx: Context) {
  return { items: await schoolPlans(ctx, null), next: null };
}

/** The seats of the actor's own school in a plan, with what was said about each. @throws NotFound unless it was opened */
export async function ownSeats(ctx: Context, id: string) {
  const [plan] = await schoolPlans(ctx, id);
  if (!plan) throw new NotFound(PLAN);
  access.authorize(ctx.actor, "readOwnSeats", { organisation: ctx.actor.organisation });
  const { rows } = await sql<{ offering_id: string }>`select offering_id from planning.plan_cell
    where plan_id = ${id} and school = ${ctx.actor.organisation}`.execute(ctx.tx);
  const ids = rows.map((row) => row.offering_id);
  const cells = await findCells(ctx, id, ids);
  const steps = await stepsOf(ctx, id, ids);
  // who in the office changed a cell is its own affair
  return { plan, items: cells.map((cell) => ({ ...presentCell(cell), by: "", steps: steps.get(cell.offering_id) ?? [] })), next: null };
} // prettier-ignore

/**
 * The school proposes other seats for one of its offerings, with its reasons.
 * @throws NotFound for another school's offering; Conflict unless the plan is open to schools
 */
export async function proposeSeats(
  ctx: Context,
  id: string,
  input: { offering: string; seats: number; reason: string },
): Promise<SeatStep[]> {
  const [plan] = await schoolPlans(ctx, id);
  if (!plan) throw new NotFound(PLAN);
  const [cell] = await findCells(ctx, id, [input.offering]);
  if (!cell) throw new NotFound({ zh: "专业点", en: "offering" });
  access.authorize(ctx.actor, "proposeSeats", { organisation: cell.school });
  if (plan.state !== "open")
    throw new Conflict({
      zh: "该方案现在不征求学校意见。",
      en: "The plan is not open to proposals of schools now.",
    });
  await say(ctx, id, cell, "propose", input.seats, input.reason);
  await tellOffice(ctx, plan);
  return (await stepsOf(ctx, id, [input.offering])).get(input.offering)!;
}

/**
 * The office answers a proposal: accepts it (the seats become the school's), gives a number between (counter), or
 * refuses with the plan's own. What changes seats is an edit like any other: with its cost, its version, its lock.
 * @throws Conflict where nothing waits for an answer, or the seats may not be changed
 */
export async function answerProposal(
  ctx: Context,
  id: string,
  input: { offering: string; action: "accept" | "refuse" | "counter"; seats?: number | undefined; reason: string; version: number },
): Promise<{ steps: SeatStep[]; edit: EditAnswer | null }> {
  access.authorize(ctx.actor, "makePlan", { region: (await requirePlan(ctx, id)).province });
  await lockPlan(ctx, id);
  const plan = (await findPlan(ctx, id))!;
  requireWorkable(plan);
  const [cell] = await findCells(ctx, id, [input.offering]);
  if (!cell) throw new NotFound({ zh: "专业点", en: "offering" });
  if (cell.step !== "propose" || cell.proposal === null)
    throw new Conflict({ zh: "该专业点没有等待答复的建议。", en: "No proposal waits for an answer here." });
  if (cell.version !== input.version)
    throw new Conflict({
      zh: `${cell.changed_by_name || "他人"}刚刚把该专业点改为 ${cell.seats} 席，请看过后再答复。`,
      en: `${cell.changed_by_name || "Somebody"} has just set this offering to ${cell.seats} seats; look again before answering.`,
    });
  if (input.action === "counter" && input.seats === undefined)
    throw new BadInput([{ part: "body", field: "seats", reason: "须写明席位数 / say how many seats" }]);
  const seats = input.action === "accept" ? cell.proposal : input.action === "counter" ? input.seats! : cell.seats;
  let edit: EditAnswer | null = null;
  if (seats !== cell.seats) edit = await applyCells(ctx, plan, [{ row: cell, seats, locked: true }], [], input.reason);
  await say(ctx, id, cell, input.action, seats, input.reason);
  await tellSchool(ctx, plan, cell);
  return { steps: (await stepsOf(ctx, id, [input.offering])).get(input.offering)!, edit };
} // prettier-ignore

async function say(
  ctx: Context,
  plan: string,
  cell: { offering_id: string; seats: number },
  action: SeatStep["action"],
  seats: number,
  reason: string,
): Promise<void> {
  const { rows } = await sql<{ province: string; next: number }>`select c.province,
      (select coalesce(max(s.seq), 0) + 1 from planning.seat_step s where s.province = c.province and s.plan_id = c.plan_id and s.offering_id = c.offering_id) as next
    from planning.plan_cell c where c.plan_id = ${plan} and c.offering_id = ${cell.offering_id}`.execute(ctx.tx);
  const { province, next } = rows[0]!;
  await recordAction(ctx, { table: "planning.seat_step", subject: "plan_id" }, { province, id: plan }, next, action, {
    offering_id: cell.offering_id,
    seats,
    planned: cell.seats,
    reason,
  });
  await ctx.audit(`plan.${action}`, `plan:${plan}`, { seats: cell.seats }, { offering: cell.offering_id, seats }, reason);
} // prettier-ignore
