import { sql } from "kysely";
import type { CycleResult } from "@tixi/engines/cycle";
import type { Context } from "../platform/context.ts";

export interface CycleInputFile {
  name: string;
  kind: string;
  sha256: string;
  rows: number;
}

export interface CycleRow {
  province: string;
  id: string;
  year: number;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  job_id: string | null;
  parameters: Record<string, unknown>;
  versions: Record<string, string> | null;
  counts: Record<string, unknown> | null;
  forecast: Record<string, unknown> | null;
  disclosure: Record<string, unknown> | null;
  inputs: CycleInputFile[] | null;
  stages: { name: string; ms: number }[] | null;
  message: string | null;
  created_by_name: string;
  created_at: Date;
  finished_at: Date | null;
}

const CYCLE = sql`province, id, year, state, job_id, parameters, versions, counts, forecast, disclosure, inputs, stages, message,
  created_by_name, created_at, finished_at`;

export async function findCycle(ctx: Context, id: string): Promise<CycleRow | undefined> {
  const { rows } = await sql<CycleRow>`select ${CYCLE} from planning.cycle where id = ${id}`.execute(ctx.tx);
  return rows[0];
}

export async function listCycles(ctx: Context): Promise<CycleRow[]> {
  const { rows } =
    await sql<CycleRow>`select ${CYCLE} from planning.cycle order by year desc, created_at desc, id desc limit 200`.execute(
      ctx.tx,
    );
  return rows;
}

/** Whether disclosure control withholds the total of the whole region, which every page and file of a release shows. */
export async function totalsWithheld(
  ctx: Context,
  { province, id }: { province: string; id: string },
): Promise<boolean> {
  const of = sql`province = ${province} and cycle_id = ${id} and scope = 'all' and code = '' and city = '' and level = ''
    and status <> 'open'`;
  const { rows } = await sql<{
    withheld: boolean;
  }>`select exists (select from planning.demand_total where ${of})
    or exists (select from planning.supply_total where ${of}) as withheld`.execute(ctx.tx);
  return rows[0]!.withheld;
}

export async function insertCycle(
  ctx: Context,
  cycle: { province: string; id: string; year: number; parameters: object },
): Promise<void> {
  await sql`insert into planning.cycle (province, id, year, state, parameters, created_by, created_by_name, created_at)
    values (${cycle.province}, ${cycle.id}, ${cycle.year}, 'waiting', ${JSON.stringify(cycle.parameters)}::jsonb,
      ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
}

export async function setJob(ctx: Context, id: string, jobId: string): Promise<void> {
  await sql`update planning.cycle set job_id = ${jobId} where id = ${id}`.execute(ctx.tx);
}

/** waiting → running, or running again after a crash. @returns false if somebody ended it meanwhile */
export async function beginCycle(ctx: Context, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`update planning.cycle set state = 'running' where id = ${id}
    and state in ('waiting', 'running')`.execute(ctx.tx);
  return (numAffectedRows ?? 0n) > 0n;
}

export async function endCycle(
  ctx: Context,
  id: string,
  state: "failed" | "cancelled",
  message: string,
): Promise<void> {
  await sql`update planning.cycle set state = ${state}, message = ${message}, finished_at = ${ctx.now} where id = ${id}
    and state in ('waiting', 'running')`.execute(ctx.tx);
}

export async function finishCycle(
  ctx: Context,
  id: string,
  result: CycleResult,
  facts: {
    versions: Record<string, string>;
    counts: object;
    inputs: CycleInputFile[];
    stages: { name: string; ms: number }[];
  },
): Promise<void> {
  const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`;
  await sql`update planning.cycle set state = 'done', finished_at = ${ctx.now}, parameters = ${json(result.parameters)},
    versions = ${json(facts.versions)}, counts = ${json(facts.counts)}, totals = ${json(result.totals)}, forecast = ${json(result.forecast)},
    disclosure = ${json(result.disclosure)}, notes = ${json(result.notes)}, inputs = ${json(facts.inputs)}, stages = ${json(facts.stages)}
    where id = ${id} and state = 'running'`.execute(ctx.tx);
}

export interface StoredCycleFile {
  name: string;
  mediaType: string;
  sha256: string;
  content: Buffer;
}

export async function insertCycleFile(
  ctx: Context,
  of: { province: string; cycleId: string },
  file: StoredCycleFile,
): Promise<void> {
  await sql`insert into planning.cycle_file (province, cycle_id, name, media_type, sha256, content)
    values (${of.province}, ${of.cycleId}, ${file.name}, ${file.mediaType}, ${file.sha256}, ${file.content})`.execute(
    ctx.tx,
  );
}

/** The data files of a finished cycle, by name. */
export async function cycleFiles(ctx: Context, cycleId: string): Promise<StoredCycleFile[]> {
  const { rows } =
    await sql<StoredCycleFile>`select name, media_type as "mediaType", sha256, content from planning.cycle_file
    where cycle_id = ${cycleId} order by name`.execute(ctx.tx);
  return rows;
}
