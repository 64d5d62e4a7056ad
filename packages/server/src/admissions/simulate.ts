import { rm } from "node:fs/promises";
import path from "node:path";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { checkRules } from "@tixi/engines/allocation";
import { BadInput, Conflict, defineJob, jobNotice, type Context } from "../platform/index.ts";
import { access } from "./access.ts";
import { folderOf } from "./filing-manifest.ts";
import type * as s from "./filing-schemas.ts";
import { inFilingThread } from "./filing-thread.ts";
import { requireFiling, stateOf } from "./run-filing.ts";
import type { Simulation, SimulationTask } from "./simulate-rules.ts";

export const SIMULATE = "admissions.simulate";

/**
 * Tries rules on a season that is over, or on a drawn one. Preferences of a running season are nobody's to try on.
 * @throws Conflict where the season of the run is not concluded or its result not confirmed; BadInput for rules at fault
 */
export async function startSimulation(
  ctx: Context,
  input: z.infer<typeof s.newSimulation>,
  folderFor: (name: string) => string,
): Promise<{ job: string }> {
  access.authorize(ctx.actor, "file", { region: ctx.actor.region });
  const past = "filing" in input.on ? await pastRun(ctx, input.on.filing) : null;
  const rules = input.rules.map((given, i) => {
    const json = given ?? past?.rules;
    const { faults } = checkRules(json);
    if (faults.length > 0)
      throw new BadInput(faults.slice(0, 50).map(({ path: at, message }) => ({ part: "body", field: `rules[${i}].${at}`, reason: `${message.zh} / ${message.en}` })));
    return json;
  });
  const id = uuidv7();
  const task: SimulationTask = {
    past: past && folderFor(folderOf(past.id)),
    drawn: "filing" in input.on ? null : input.on,
    rules,
    folder: folderFor(path.join("admissions", `simulation-${id}`)),
  };
  const job = await ctx.jobs.start(SIMULATE, task);
  await ctx.audit("filing.simulate", `simulation:${id}`, null, { on: input.on });
  return { job };
} // prettier-ignore

async function pastRun(ctx: Context, id: string): Promise<{ id: string; rules: unknown }> {
  const filing = await requireFiling(ctx, id);
  access.authorize(ctx.actor, "file", { region: filing.province });
  const { rows } = await sql<{ last: string }>`select admissions.season_last(${filing.province}, ${filing.season_id}) as last`.execute(ctx.tx);
  if (rows[0]!.last !== "conclude" || stateOf(filing) !== "confirmed")
    throw new Conflict({
      zh: "只能用已经结束的招生季，或随机生成的数据试算规则；正在进行的招生季的真实志愿不得用于试算。",
      en: "Rules are tried on a season that is concluded or on a drawn one, never on the preferences of a running season.",
    });
  return { id, rules: filing.rules };
} // prettier-ignore

export const simulationJob = defineJob<SimulationTask, Simulation>(
  SIMULATE,
  async (_inTransaction, task, progress, signal) => {
    try {
      return await inFilingThread({ kind: "simulate", ...task }, progress, signal);
    } finally {
      await rm(task.folder, { recursive: true, force: true });
    }
  },
  { notice: jobNotice({ zh: "规则试算", en: "Simulation of rules" }, () => "/filings/simulation") },
);
