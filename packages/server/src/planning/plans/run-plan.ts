import { createHash } from "node:crypto";
import type { Limit, LimitKind, OfferingReasons, QuotaInput, QuotaPlan } from "@tixi/engines/quota";
import { standards } from "@tixi/standards";
import {
  defineJob,
  jobNotice,
  NotFound,
  wasCancelled,
  type Context,
  type JobProgress,
} from "../../platform/index.ts";
import { version } from "../../version.ts";
import { findCycle } from "../cycles.sql.ts";
import { allSeats, recordEdit, storeCells, totalsOf, type NewCell } from "./cells.sql.ts";
import { inputBytes, planInput, type PlanInput, type PlannedOffering } from "./plan-input.ts";
import {
  beginPlan,
  endPlan,
  findInput,
  findPlan,
  findWarm,
  finishPlan,
  keepInput,
  lockPlan,
  type PlanRow,
  type PlanSummary,
} from "./plans.sql.ts";
import { QuotaThread, type SeatChange } from "./quota-thread.ts"; // prettier-ignore

export const SOLVE_PLAN = "planning.solve-plan";

interface Payload {
  province: string;
  planId: string;
}

/** What a solve gave, before it is stored. */
interface Solved {
  plan: QuotaPlan;
  limits: Limit[];
  reasons: OfferingReasons[];
  baselines: PlanSummary["baselines"];
  milliseconds: number;
}

/**
 * Solves a plan: the first time from what the province holds, which is kept; after that from the same input around the
 * cells that are locked now, going on from the last answer. Everything is stored in one transaction.
 */
export const solveJob = defineJob<Payload, { planId: string } | null>(
  SOLVE_PLAN,
  async (inTransaction, { planId }, progress, signal) => {
    progress("read");
    const begun = await inTransaction((ctx) => begin(ctx, planId));
    if (!begun) return null;
    const { plan, input } = begun;
    const thread = await QuotaThread.start();
    try {
      const answer = await solve(thread, begun, progress, signal);
      signal.throwIfAborted();
      progress("store");
      await inTransaction(async (ctx) => {
        const now = await lockPlan(ctx, planId);
        if (now?.state !== "running") return;
        const bytes = inputBytes(input);
        const manifest = {
          kind: "tixi-plan",
          region: plan.province,
          year: input.year,
          roundId: plan.round_id,
          sample: plan.sample,
          cycleId: plan.cycle_id,
          adjustmentId: begun.adjustment,
          basedOn: plan.based_on,
          input: { sha256: bytes.sha256, bytes: Buffer.byteLength(bytes.text), offerings: input.offerings.length },
          parameters: plan.parameters,
          notes: begun.notes,
          versions: { tixi: version, standards: standards().version },
        };
        if (begun.fresh) await keepInput(ctx, plan, "input", input, bytes.sha256);
        if ("conflict" in answer) {
          await finishPlan(ctx, planId, { state: "conflict", summary: null, conflict: answer.conflict, manifest, version: now.version });
          await ctx.audit("plan.conflict", `plan:${planId}`, null, { limits: answer.conflict.limits.length });
          return;
        }
        await store(ctx, { ...begun, version: now.version + 1 }, answer, manifest);
      });
      return { planId };
    } catch (error) {
      // A pause of the server is no end: the solve begins again with the next start.
      if (wasCancelled(signal)) await inTransaction((ctx) => endPlan(ctx, planId, "cancelled", "已取消"));
      else if (!signal.aborted)
        await inTransaction((ctx) => endPlan(ctx, planId, "failed", error instanceof Error ? error.message : String(error)));
      throw error;
    } finally {
      await thread.end();
    }
  },
  { notice: jobNotice({ zh: "招生计划测算", en: "Enrolment plan" }, ({ payload }) => `/plans/${payload.planId}`) },
); // prettier-ignore

interface Begun extends Pick<PlanInput, "adjustment" | "notes"> {
  plan: PlanRow;
  input: QuotaInput;
  offerings: readonly PlannedOffering[] | null;
  fresh: boolean;
  locked: SeatChange[];
  warm: Awaited<ReturnType<typeof findWarm>>;
  seats: Map<string, number>;
}

async function begin(ctx: Context, planId: string): Promise<Begun | null> {
  if (!(await beginPlan(ctx, planId))) return null;
  const plan = await findPlan(ctx, planId);
  const cycle = plan && (await findCycle(ctx, plan.cycle_id));
  if (!cycle) throw new NotFound({ zh: "供需测算", en: "planning cycle" });
  // a plan without seats is solved from what the province holds now
  const kept = plan.summary ? await findInput(ctx, planId) : null;
  if (kept) {
    const rows = await allSeats(ctx, planId);
    return {
      plan,
      input: kept,
      offerings: null,
      fresh: false,
      adjustment: (plan.manifest?.["adjustmentId"] as string | null) ?? null,
      notes: plan.summary?.notes ?? [],
      locked: rows.filter((row) => row.locked).map((row) => [row.offering_id, row.seats] as const),
      warm: await findWarm(ctx, planId),
      seats: new Map(rows.map((row) => [row.offering_id, row.seats])),
    };
  }
  const made = await planInput(
    ctx,
    { province: plan.province, year: plan.round_year, roundId: plan.round_id, cycle },
    plan.parameters,
  );
  const { quota: input, offerings, adjustment, notes } = made;
  return {
    plan,
    input,
    offerings,
    fresh: true,
    adjustment,
    notes,
    locked: plan.based_on === null ? [] : await locksOf(ctx, plan.based_on, input),
    warm: null,
    seats: new Map(),
  };
}

/** Cells that are locked in the scenario from which this one was made, as far as they are in its input. */
async function locksOf(ctx: Context, plan: string, input: QuotaInput): Promise<SeatChange[]> {
  const known = new Set(input.offerings.map(({ key }) => key));
  return (await allSeats(ctx, plan))
    .filter((row) => row.locked && known.has(row.offering_id))
    .map((row) => [row.offering_id, row.seats] as const);
}

async function solve(
  thread: QuotaThread,
  { plan, input, locked, warm, fresh }: Begun,
  progress: JobProgress,
  signal: AbortSignal,
): Promise<Solved | { conflict: Parameters<typeof finishPlan>[2]["conflict"] & object }> {
  progress("network");
  const { limits } = await thread.ask({ method: "open", input, seats: null }, signal);
  progress("solve");
  const since = performance.now();
  const options = { gap: plan.parameters.gap, milliseconds: plan.parameters.seconds * 1000, warm };
  const answer = await thread.ask({ method: "solve", locked, options }, signal);
  const milliseconds = Math.round(performance.now() - since);
  if (answer.kind === "conflict") return { conflict: answer.conflict };
  progress("compare");
  const known = plan.summary?.baselines ?? [];
  // the ways of planning that it is compared with do not look at locks
  const baselines =
    fresh || known.length === 0
      ? (await thread.ask({ method: "baselines" }, signal)).map(({ kind, value, feasible, seats }) => ({ kind, value, feasible, seats: seats.reduce((all, n) => all + n, 0) }))
      : known;
  progress("explain");
  const reasons = await thread.ask(
    { method: "explain", seats: answer.plan.seats, warm: answer.plan.warm },
    signal,
  );
  return { plan: answer.plan, limits, reasons, baselines, milliseconds };
} // prettier-ignore

const OWN: readonly LimitKind[] = ["card", "change", "proposal", "opening"];

async function store(
  ctx: Context,
  { plan, input, offerings, locked, seats: before, notes, version: next }: Begun & { version: number },
  solved: Solved,
  manifest: object,
): Promise<void> {
  const bounds = ownBounds(solved.limits);
  const names = new Map((offerings ?? []).map((one) => [one.id, one]));
  const holds = new Map(locked);
  const reasonsOf = new Map(solved.reasons.map((one) => [one.key, one]));
  const cells = input.offerings.map((o, i): NewCell => {
    const named = names.get(o.key);
    const reasons = reasonsOf.get(o.key);
    return {
      offering_id: o.key,
      school: named?.school ?? null,
      school_name: named?.schoolName ?? "",
      programme: o.programme,
      level: o.level,
      city: o.city,
      card: o.card,
      last: o.last,
      seats: solved.plan.seats[i]!,
      lower: bounds.get(o.key)?.lower ?? null,
      upper: bounds.get(o.key)?.upper ?? null,
      marginal: solved.plan.marginal[i]!,
      binding: {
        up: reasons?.up ?? [],
        down: reasons?.down ?? [],
        nextUp: reasons?.nextUp ?? null,
        nextDown: reasons?.nextDown ?? null,
        worthUp: reasons?.worthUp ?? false,
        worthDown: reasons?.worthDown ?? false,
        levelPrice: reasons?.levelPrice ?? null,
      },
      locked: holds.has(o.key),
    };
  });
  const of = { province: plan.province, id: plan.id };
  await storeCells(ctx, { ...of, version: next }, cells);
  const warm = JSON.stringify(solved.plan.warm);
  await keepInput(
    ctx,
    plan,
    "warm",
    solved.plan.warm,
    createHash("sha256").update(warm).digest("hex"),
  );
  const moved = cells
    .filter((cell) => holds.has(cell.offering_id) || (before.size > 0 && before.get(cell.offering_id) !== cell.seats))
    .map((cell) => ({ offering: cell.offering_id, from: before.get(cell.offering_id) ?? 0, to: cell.seats, locked: holds.has(cell.offering_id) }));
  const summary: PlanSummary = {
    value: solved.plan.value,
    bound: solved.plan.bound,
    gap: solved.plan.gap,
    proven: solved.plan.proven,
    rounds: solved.plan.rounds,
    milliseconds: solved.milliseconds,
    totals: await totalsOf(ctx, plan.id, input.scale),
    tight: solved.plan.tight.slice(0, 200),
    broken: [],
    baselines: solved.baselines,
    notes,
  };
  await recordEdit(ctx, of, { seq: next, kind: "solve", cells: moved, value_before: plan.summary?.value ?? null, value_after: summary.value, note: "" });
  await finishPlan(ctx, plan.id, { state: "done", summary, conflict: null, manifest, version: next });
  await ctx.audit("plan.solve", `plan:${plan.id}`, plan.summary && { value: plan.summary.value }, {
    value: summary.value,
    bound: summary.bound,
    moved: moved.length,
    locked: locked.length,
  });
} // prettier-ignore

/** Fewest and most seats that the limits of each offering alone leave. */
function ownBounds(limits: readonly Limit[]) {
  const bounds = new Map<string, { lower: number | null; upper: number | null }>();
  for (const { kind, of, side, limit } of limits) {
    if (!OWN.includes(kind)) continue;
    const bound = bounds.get(of) ?? { lower: null, upper: null };
    if (side === "least" || side === "exact") bound.lower = Math.max(bound.lower ?? 0, limit);
    if (side === "most" || side === "exact") bound.upper = Math.min(bound.upper ?? Infinity, limit);
    bounds.set(of, bound);
  }
  return bounds;
}
