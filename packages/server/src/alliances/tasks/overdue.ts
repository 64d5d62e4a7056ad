import { sql } from "kysely";
import { dayInChina, defineJob, type Context, type JobTransaction } from "../../platform/index.ts";
import { requireAlliance } from "../alliance.sql.ts";
import { tellOfOverdue } from "../told.ts";
import { taskProcedure } from "./procedure.ts";
import { daysOver, requireTask, stateOf } from "./tasks.ts";

/** Every morning: whose task is past its day, and the secretariat; once, and then every week. */
export const overdueJob = defineJob("alliances.overdue-tasks", (inTransaction: JobTransaction) =>
  inTransaction(tellOverdue), { daily: "07:45" }); // prettier-ignore

/** @returns of how many tasks somebody was told */
export async function tellOverdue(ctx: Context): Promise<{ told: number }> {
  const { rows } = await sql<{ province: string; task_id: string }>`select province, task_id from alliances.tell_overdue(${dayInChina(ctx.now)}::date) order by 1, 2`.execute(ctx.tx); // prettier-ignore
  for (const { province, task_id } of rows) {
    // the process works for the whole installation: its policies open one province at a time
    await sql`select set_config('tixi.region', ${province}, true)`.execute(ctx.tx);
    const row = await requireTask(ctx, task_id);
    const state = stateOf(row);
    const days = daysOver(ctx, row.due, state);
    // once it is reported the member has done its part, and the secretariat is awaited
    await tellOfOverdue(ctx, await requireAlliance(ctx, row.alliance_id), { ...row, days, awaited: state === "assigned" }, taskProcedure.states[state]); // prettier-ignore
    await ctx.audit("alliance-task.tell-overdue", `alliance-task:${task_id}`, undefined, { due: row.due, days }); // prettier-ignore
  }
  return { told: rows.length };
}
