import { createHash } from "node:crypto";
import { standards } from "@tixi/standards";
import { mergeParameters, defaultParameters, type CycleParameters } from "@tixi/engines/cycle";
import { cycleInput } from "../demand/index.ts";
import { defineJob, jobNotice, NotFound, wasCancelled } from "../platform/index.ts";
import { version } from "../version.ts";
import { computeInThread } from "./cycle-thread.ts";
import { beginCycle, endCycle, findCycle, finishCycle, insertCycleFile } from "./cycles.sql.ts";
import { mediaTypeOf } from "./data-files.ts";
import { storeCells } from "./store-cycle.ts";

export const RUN_CYCLE = "planning.run-cycle";

interface Payload {
  province: string;
  cycleId: string;
  year: number;
}

/**
 * The job behind POST /api/cycles: reads what the demand module holds, computes in a thread, and writes all cells and
 * files in one transaction. After a crash it begins again; nothing of the first attempt is there.
 */
export const cycleJob = defineJob<Payload, { cycleId: string } | null>(
  RUN_CYCLE,
  async (inTransaction, { province, cycleId, year }, progress, signal) => {
    const laps = stopwatch();
    progress("read");
    const begun = await inTransaction(async (ctx) => {
      if (!(await beginCycle(ctx, cycleId))) return null;
      const cycle = await findCycle(ctx, cycleId);
      if (!cycle) throw new NotFound({ zh: "供需测算", en: "planning cycle" });
      return { parameters: cycle.parameters, ...(await cycleInput(ctx, { province, year })) };
    });
    if (!begun) return null;
    laps.lap("read");
    try {
      const parameters: CycleParameters = mergeParameters(defaultParameters, begun.parameters);
      const { result, published, stages } = await computeInThread(begun.input, parameters, progress, {
        signal,
      });
      laps.skip();
      signal.throwIfAborted();
      progress("store");
      await inTransaction(async (ctx) => {
        await storeCells(ctx, province, cycleId, result);
        for (const { name, text } of published) {
          const content = Buffer.from(text);
          const sha256 = createHash("sha256").update(content).digest("hex");
          await insertCycleFile(
            ctx,
            { province, cycleId },
            { name, mediaType: mediaTypeOf(name), sha256, content },
          );
        }
        laps.lap("store");
        await finishCycle(ctx, cycleId, result, {
          versions: { ...result.versions, ...begun.versions, standards: standards().version, tixi: version },
          counts: { ...result.counts, breaching: begun.breaching },
          inputs: begun.files,
          stages: [laps.laps[0]!, ...stages, ...laps.laps.slice(1)],
        });
        await ctx.audit("cycle.finish", `cycle:${cycleId}`, null, { year, counts: result.counts });
      });
      return { cycleId };
    } catch (error) {
      // A pause of the server is no end: the cycle begins again with the next start.
      if (wasCancelled(signal)) await inTransaction((ctx) => endCycle(ctx, cycleId, "cancelled", "已取消"));
      else if (!signal.aborted)
        await inTransaction((ctx) =>
          endCycle(ctx, cycleId, "failed", error instanceof Error ? error.message : String(error)),
        );
      throw error;
    }
  },
  {
    notice: jobNotice(
      { zh: "供需测算", en: "Planning cycle" },
      ({ payload }) => `/cycles/${payload.cycleId}`,
    ),
  },
);

/** Milliseconds a stage, one after the other. */
function stopwatch() {
  const laps: { name: string; ms: number }[] = [];
  let since = performance.now();
  const skip = () => (since = performance.now());
  return {
    laps,
    skip,
    lap: (name: string) => {
      laps.push({ name, ms: Math.round(performance.now() - since) });
      skip();
    },
  };
}
