/** Asking the solver, and what becomes of its answer. */
import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { staysOf, type RotationOptions } from "@tixi/engines/rotation";
import {
  Conflict,
  defineJob,
  jobNotice,
  jsonText,
  requireMatch,
  wasCancelled,
  type Context,
} from "../../platform/index.ts";
import { differences, type Cells } from "./document.ts";
import type { Shown } from "./keep.ts";
import { showTimetable } from "./present.ts";
import { planInThread, type RotationReply } from "./rotation-thread.ts";
import { holdTimetable, requireTimetable, timetableEtag, writeDocument, type Outcome, type TimetableRow } from "./timetable.sql.ts"; // prettier-ignore

export const PLAN_ROTATION = "cotraining.plan-rotation";

/** Together below half a minute, for 60 cohorts × 20 weeks × 40 places. */
const LIMITS = {
  milliseconds: 18_000,
  conflictMilliseconds: 8_000,
  improveMilliseconds: 2_000,
} satisfies Partial<RotationOptions>;

interface Payload {
  id: string;
  near: boolean;
}

/**
 * Puts it in the queue of the solver.
 * @throws VersionChanged if somebody changed it meanwhile; Conflict while it is being solved, or where there is nothing to plan
 */
export async function startSolve(ctx: Context, request: FastifyRequest, id: string, near: boolean): Shown {
  const row = await holdTimetable(ctx, id);
  requireMatch(request, timetableEtag(row));
  if (row.solving !== "idle") throw new Conflict({ zh: "正在排课，请稍候。", en: "It is being planned; please wait." });
  if (row.input.cohorts.length === 0) throw new Conflict({ zh: "还没有班组，请先填写排课条件。", en: "There are no cohorts yet; enter the limits first." });
  const job = await ctx.jobs.start(PLAN_ROTATION, { id, near } satisfies Payload);
  await setSolving(ctx, row, "waiting", job);
  await ctx.audit("timetable.solve", `timetable:${id}`, null, { near, revision: row.revision });
  return showTimetable(ctx, await requireTimetable(ctx, id));
} // prettier-ignore

async function setSolving(ctx: Context, row: TimetableRow, solving: TimetableRow["solving"], job: string | null): Promise<void> {
  await sql`update cotraining.timetable set solving = ${solving}, job = ${job} where province = ${row.province} and id = ${row.id}`.execute(ctx.tx);
} // prettier-ignore

async function end(ctx: Context, row: TimetableRow, outcome: Outcome): Promise<void> {
  await sql`update cotraining.timetable set solving = 'idle', outcome = ${jsonText(outcome)}::jsonb where province = ${row.province} and id = ${row.id}`.execute(ctx.tx);
} // prettier-ignore

/** Plans, and writes the answer unless somebody has changed the timetable meanwhile: his change is not lost. */
export const planJob = defineJob<Payload, { id: string } | null>(
  PLAN_ROTATION,
  async (inTransaction, { id, near }, progress, signal, { log }) => {
    progress("read");
    const row = await inTransaction(async (ctx) => {
      const found = await requireTimetable(ctx, id);
      if (found.solving === "idle") return null;
      await setSolving(ctx, found, "running", found.job);
      return found;
    });
    if (!row) return null;
    const failed = (outcome: Outcome) => inTransaction(async (ctx) => end(ctx, row, outcome));
    try {
      progress("solve");
      const begin = performance.now();
      const reply = await planInThread({ input: row.input, options: { ...LIMITS, near: near ? row.cells : null } }, signal);
      const milliseconds = Math.round(performance.now() - begin);
      log.info({ timetable: id, kind: reply.answer.kind, milliseconds }, "rotation planned");
      await inTransaction((ctx) => store(ctx, row, reply, milliseconds));
      return { id };
    } catch (error) {
      // A pause of the server is no end: it begins again with the next start.
      if (wasCancelled(signal)) await failed({ kind: "failed", message: "已取消" });
      else if (!signal.aborted) await failed({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  },
  { notice: jobNotice({ zh: "工学交替排课", en: "Rotation timetable" }, ({ payload }) => `/timetables/${payload.id}`) },
); // prettier-ignore

async function store(ctx: Context, asked: TimetableRow, { answer, sentences, certified }: RotationReply, milliseconds: number): Promise<void> {
  const row = await requireTimetable(ctx, asked.id, true);
  if (row.revision !== asked.revision) return end(ctx, row, { kind: "overtaken" });
  if (answer.kind === "conflict") {
    const { limits, single, minimal, certificate } = answer.conflict;
    await ctx.audit("timetable.conflict", `timetable:${row.id}`, null, { limits: limits.length });
    return end(ctx, row, { kind: "conflict", sentences: sentences!, limits, single, minimal, certified, certificate, input: asked.input, milliseconds });
  }
  const timetable = answer.kind === "plan" ? answer.plan.timetable : answer.timetable;
  const cells = timetable.map((cohort) => [...cohort]) as Cells;
  const moved = differences(row.cells, cells);
  await writeDocument(ctx, row, { input: row.input, cells });
  await ctx.audit("timetable.planned", `timetable:${row.id}`, null, { moved, stays: staysOf(row.input, cells) });
  if (answer.kind === "undecided") return end(ctx, row, { kind: "undecided", clashes: answer.clashes.length, milliseconds });
  const { stays, cost, bound } = answer.plan;
  return end(ctx, row, { kind: "plan", stays, cost, bound, moved, milliseconds });
} // prettier-ignore
