import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { defaultParameters, mergeParameters } from "@tixi/engines/cycle";
import type { Context } from "../platform/context.ts";
import { BadInput, Conflict, NotFound } from "../platform/http/problems.ts";
import { provinceOf } from "../demand/index.ts";
import { access } from "./access.ts";
import { endCycle, findCycle, insertCycle, listCycles, setJob, type CycleRow } from "./cycles.sql.ts";
import { presentCycle } from "./present.ts";
import { RUN_CYCLE } from "./run-cycle.ts";
import type { Cycle } from "./schemas.ts";

const CYCLE = { zh: "供需测算", en: "planning cycle" };

/**
 * Puts a planning cycle in the queue: the region's postings, offerings, surveys and industry plans as they are when it runs.
 * @throws BadInput if a parameter has no such name or is out of its bounds
 */
export async function startCycle(
  ctx: Context,
  input: { year: number; parameters?: Record<string, unknown> },
): Promise<Cycle> {
  const province = provinceOf(ctx.actor);
  access.authorize(ctx.actor, "run", { region: province });
  const parameters = parametersFrom(input.parameters ?? {});
  const id = uuidv7();
  await insertCycle(ctx, { province, id, year: input.year, parameters });
  await setJob(ctx, id, await ctx.jobs.start(RUN_CYCLE, { province, cycleId: id, year: input.year }));
  await ctx.audit("cycle.start", `cycle:${id}`, null, {
    year: input.year,
    parameters: input.parameters ?? {},
  });
  return presentCycle((await findCycle(ctx, id))!);
}

function parametersFrom(overrides: Record<string, unknown>) {
  try {
    return mergeParameters(defaultParameters, overrides);
  } catch (error) {
    throw new BadInput([{ part: "body", field: "parameters", reason: (error as Error).message }]);
  }
}

export async function cycles(ctx: Context): Promise<{ items: Cycle[]; next: null }> {
  return { items: (await listCycles(ctx)).map(presentCycle), next: null };
}

/** @throws NotFound if there is none in the actor's region */
export async function cycleById(ctx: Context, id: string): Promise<Cycle> {
  return presentCycle(await requireCycle(ctx, id));
}

/** @throws Conflict if it has ended already */
export async function cancelCycle(ctx: Context, id: string): Promise<Cycle> {
  const cycle = await requireCycle(ctx, id);
  access.authorize(ctx.actor, "cancel", { region: cycle.province });
  if (!["waiting", "running"].includes(cycle.state))
    throw new Conflict({ zh: "该测算已结束。", en: "The cycle has ended." });
  if (cycle.job_id) await ctx.jobs.cancel(cycle.job_id);
  await endCycle(ctx, id, "cancelled", "已取消");
  await ctx.audit("cycle.cancel", `cycle:${id}`);
  return presentCycle(await requireCycle(ctx, id));
}

async function requireCycle(ctx: Context, id: string): Promise<CycleRow> {
  if (!z.uuid().safeParse(id).success) throw new NotFound(CYCLE);
  const cycle = await findCycle(ctx, id);
  if (!cycle) throw new NotFound(CYCLE);
  return cycle;
}
