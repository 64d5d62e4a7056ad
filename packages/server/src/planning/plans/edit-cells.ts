import type { EditCost } from "@tixi/engines/quota";
import { BadInput, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import {
  changeCells,
  findCells,
  listEdits,
  pageOfCells,
  recordEdit,
  totalsOf,
  type CellRow,
} from "./cells.sql.ts";
import { brokenOf, costOf, moveDesk } from "./desk.ts";
import { requirePlan, requireWorkable } from "./make-plan.ts";
import { findPlan, lockPlan, setVersion, type PlanRow, type PlanSummary } from "./plans.sql.ts";
import { presentCell, type PlanCell } from "./present.ts";
import { decodeCursor, encodeCursor } from "../../platform/index.ts"; // prettier-ignore

export interface CellChange {
  offering: string;
  seats?: number | undefined;
  locked?: boolean | undefined;
  /** the cell's version that the planner saw */
  version: number;
}

/** A cell that somebody else changed after it was read: nothing of it was taken. */
export interface CellConflict {
  offering: string;
  yours: { seats?: number | undefined; locked?: boolean | undefined };
  /** as it stands now, with who changed it and when */
  theirs: PlanCell;
}

export interface EditAnswer {
  /** version of the plan after it */
  version: number;
  cells: PlanCell[];
  conflicts: CellConflict[];
  /** null where no seats changed */
  cost: EditCost | null;
}

/**
 * Sets seats and locks by hand. Each cell is taken only where nobody changed it since it was read; the others come back
 * with what they are now and by whom, so that nothing is lost silently.
 * @throws Conflict unless the plan is worked on; BadInput naming an offering that is not in the plan
 */
export async function editCells(
  ctx: Context,
  id: string,
  input: { cells: readonly CellChange[]; note: string },
): Promise<EditAnswer> {
  access.authorize(ctx.actor, "makePlan", { region: (await requirePlan(ctx, id)).province });
  // from here on one change after the other
  await lockPlan(ctx, id);
  const plan = (await findPlan(ctx, id))!;
  requireWorkable(plan);
  const known = new Map(
    (await findCells(ctx, id, input.cells.map((cell) => cell.offering))).map((row) => [row.offering_id, row]),
  );
  const taken: { row: CellRow; seats: number; locked: boolean }[] = [];
  const conflicts: CellConflict[] = [];
  for (const [i, { offering, version, seats, locked }] of input.cells.entries()) {
    const row = known.get(offering);
    if (!row)
      throw new BadInput([{ part: "body", field: `cells.${i}.offering`, value: offering, reason: "方案中没有该专业点 / not in this plan" }]);
    const wanted = { row, seats: seats ?? row.seats, locked: locked ?? row.locked };
    if (wanted.seats === row.seats && wanted.locked === row.locked) continue;
    if (row.version !== version) conflicts.push({ offering, yours: { seats, locked }, theirs: presentCell(row) });
    else taken.push(wanted);
  }
  return applyCells(ctx, plan, taken, conflicts, input.note);
} // prettier-ignore

/** Writes the changes that may be made, with what they cost. The plan is locked. */
export async function applyCells(
  ctx: Context,
  plan: PlanRow,
  taken: readonly { row: CellRow; seats: number; locked: boolean }[],
  conflicts: CellConflict[] = [],
  note = "",
): Promise<EditAnswer> {
  if (taken.length === 0) return { version: plan.version, cells: [], conflicts, cost: null };
  const changes = taken
    .filter(({ row, seats }) => row.seats !== seats)
    .map(({ row, seats }) => [row.offering_id, seats] as const);
  const cost = changes.length > 0 ? await costOf(ctx, plan, changes) : null;
  const version = plan.version + 1;
  await changeCells(
    ctx,
    plan.id,
    version,
    taken.map(({ row, seats, locked }) => ({ offering: row.offering_id, seats, locked })),
  );
  const cells = taken.map(({ row, seats, locked }) => ({
    offering: row.offering_id,
    from: row.seats,
    to: seats,
    locked,
  }));
  await recordEdit(ctx, plan, {
    seq: version,
    kind: "edit",
    cells,
    value_before: cost?.before ?? plan.summary!.value,
    value_after: cost?.after ?? plan.summary!.value,
    note,
  });
  const scale = Object.fromEntries(
    plan.summary!.totals.levels.flatMap(({ level, scale }) => (scale === null ? [] : [[level, scale]])),
  );
  const summary: PlanSummary = {
    ...plan.summary!,
    value: cost?.after ?? plan.summary!.value,
    broken: cost ? cost.broken.slice(0, 500) : plan.summary!.broken,
    totals: await totalsOf(ctx, plan.id, scale),
  };
  await setVersion(ctx, plan.id, version, summary);
  const before = Object.fromEntries(taken.map(({ row }) => [row.offering_id, [row.seats, row.locked]]));
  const after = Object.fromEntries(taken.map(({ row, seats, locked }) => [row.offering_id, [seats, locked]]));
  await ctx.audit("plan.edit", `plan:${plan.id}`, before, after, note || undefined);
  ctx.afterCommit(() => moveDesk({ id: plan.id, version }, changes));
  const rows = await findCells(
    ctx,
    plan.id,
    taken.map(({ row }) => row.offering_id),
  );
  return { version, cells: rows.map(presentCell), conflicts, cost };
}

/** What it would cost to set these cells; changes nothing. @throws Conflict where the plan has no seats */
export async function previewCost(
  ctx: Context,
  id: string,
  cells: readonly { offering: string; seats: number }[],
): Promise<EditCost> {
  const plan = await requirePlan(ctx, id);
  access.authorize(ctx.actor, "makePlan", { region: plan.province });
  requireWorkable(plan);
  const known = new Set(
    (
      await findCells(
        ctx,
        id,
        cells.map((cell) => cell.offering),
      )
    ).map((row) => row.offering_id),
  );
  for (const [i, { offering }] of cells.entries())
    if (!known.has(offering))
      throw new BadInput([
        {
          part: "body",
          field: `cells.${i}.offering`,
          value: offering,
          reason: "方案中没有该专业点 / not in this plan",
        },
      ]);
  return costOf(
    ctx,
    plan,
    cells.map(({ offering, seats }) => [offering, seats] as const),
  );
}

/** Opens the plan for editing, so that the first edit is answered as fast as the next, and says what it breaks now. */
export async function openDesk(ctx: Context, id: string) {
  const plan = await requirePlan(ctx, id);
  access.authorize(ctx.actor, "makePlan", { region: plan.province });
  requireWorkable(plan);
  return { version: plan.version, value: plan.summary?.value ?? 0, broken: await brokenOf(ctx, plan) };
}

/** Cells of a plan by pages, or those that changed after a version. */
export async function cellsOf(
  ctx: Context,
  id: string,
  query: { cursor?: string | undefined; limit: number; since?: number | undefined },
) {
  const plan = await requirePlan(ctx, id);
  access.authorize(ctx.actor, "read", { region: plan.province });
  const after = decodeCursor(query.cursor, 1)?.[0];
  const rows = await pageOfCells(ctx, id, {
    after: after === undefined ? null : String(after),
    limit: query.limit + 1,
    since: query.since ?? null,
  });
  const page = rows.slice(0, query.limit);
  return {
    version: plan.version,
    items: page.map(presentCell),
    next: rows.length > query.limit ? encodeCursor([page.at(-1)!.offering_id]) : null,
  };
}

/** Changes of a plan, the newest first. */
export async function editsOf(
  ctx: Context,
  id: string,
  query: { cursor?: string | undefined; limit: number },
) {
  const plan = await requirePlan(ctx, id);
  access.authorize(ctx.actor, "read", { region: plan.province });
  const before = decodeCursor(query.cursor, 1)?.[0];
  const rows = await listEdits(ctx, id, before === undefined ? null : Number(before), query.limit + 1);
  const page = rows.slice(0, query.limit);
  return {
    items: page.map((row) => ({
      seq: row.seq,
      kind: row.kind,
      cells: row.cells.slice(0, 200),
      count: row.cells.length,
      valueBefore: row.value_before,
      valueAfter: row.value_after,
      note: row.note,
      by: row.by_name,
      at: row.at.toISOString(),
    })),
    next: rows.length > query.limit ? encodeCursor([page.at(-1)!.seq]) : null,
  };
}
