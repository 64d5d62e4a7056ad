import { sql, type RawBuilder } from "kysely";
import { gunzipSync, gzipSync } from "node:zlib";
import type { LimitUse, QuotaConflict, QuotaInput, QuotaWarm } from "@tixi/engines/quota";
import type { Level } from "@tixi/engines/types";
import { jsonText, lastAction, type Context } from "../../platform/index.ts";
import type { PlanNote } from "./plan-input.ts";
import type { PlanParameters } from "./parameters.ts";
import type { PlanStep } from "./plan-state.ts";

export const PLAN_LOG = { table: "planning.plan_action", subject: "plan_id" };

/** What a solve and the edits since make of the plan as a whole. */
export interface PlanSummary {
  value: number;
  bound: number;
  gap: number;
  proven: boolean;
  rounds: number;
  milliseconds: number;
  totals: PlanTotals;
  /** limits of several offerings that are used up, with the value of one more */
  tight: (LimitUse & { price: number })[];
  broken: LimitUse[];
  baselines: { kind: string; value: number; feasible: boolean; seats: number }[];
  notes: PlanNote[];
}

export interface PlanTotals {
  seats: number;
  last: number;
  offerings: number;
  opened: number;
  closed: number;
  levels: { level: Level; seats: number; last: number; scale: number | null }[];
  /** by card; a plan that was solved before this was counted has none */
  cards?: { card: string; seats: number; last: number; offerings: number }[];
}

export interface PlanRow {
  province: string;
  id: string;
  round_id: string;
  round_title: string;
  round_year: number;
  cycle_id: string;
  /** the scenario whose locked cells it began with */
  based_on: string | null;
  name: string;
  parameters: PlanParameters;
  state: "waiting" | "running" | "done" | "conflict" | "failed" | "cancelled";
  job_id: string | null;
  message: string | null;
  summary: PlanSummary | null;
  conflict: QuotaConflict | null;
  manifest: Record<string, unknown> | null;
  version: number;
  sample: boolean;
  created_by_name: string;
  created_at: Date;
  finished_at: Date | null;
  actions: { seq: number; action: PlanStep; by_name: string; at: string; note: string }[];
  files: { name: string; media_type: string; bytes: number; sha256: string }[];
  proposals: number;
  unanswered: number;
}

const PLAN = sql`p.province, p.id, p.round_id, r.title as round_title, r.year as round_year, r.cycle_id, p.based_on, p.name, p.parameters, p.state,
  p.job_id, p.message, p.summary, p.conflict, p.manifest, p.version, p.sample, p.created_by_name, p.created_at, p.finished_at,
  (select json_agg(json_build_object('seq', a.seq, 'action', a.action, 'by_name', a.by_name, 'at', a.at, 'note', a.note) order by a.seq)
    from planning.plan_action a where a.province = p.province and a.plan_id = p.id) as actions,
  (select coalesce(json_agg(json_build_object('name', f.name, 'media_type', f.media_type, 'bytes', f.bytes, 'sha256', f.sha256) order by f.name), '[]')
    from planning.plan_file f where f.province = p.province and f.plan_id = p.id) as files,
  (select count(*)::int from planning.seat_step s where s.province = p.province and s.plan_id = p.id and s.action = 'propose') as proposals,
  (select count(*)::int from (select distinct on (s.offering_id) s.action from planning.seat_step s
    where s.province = p.province and s.plan_id = p.id order by s.offering_id, s.seq desc) l where l.action = 'propose') as unanswered
  from planning.plan p join planning.round r on r.province = p.province and r.id = p.round_id`;

export async function findPlan(ctx: Context, id: string): Promise<PlanRow | undefined> {
  const { rows } = await sql<PlanRow>`select ${PLAN} where p.id = ${id}`.execute(ctx.tx);
  return rows[0];
}

/** Scenarios of a round (all rounds where none is named), the newest first. */
export async function listPlans(ctx: Context, roundId: string | null): Promise<PlanRow[]> {
  const { rows } = await sql<PlanRow>`select ${PLAN} ${roundId ? sql`where p.round_id = ${roundId}` : sql``}
    order by r.year desc, p.created_at desc, p.id desc limit 200`.execute(ctx.tx);
  return rows;
}

export async function insertPlan(
  ctx: Context,
  plan: {
    province: string;
    id: string;
    roundId: string;
    name: string;
    parameters: object;
    basedOn: string | null;
    sample: boolean;
  },
): Promise<void> {
  await sql`insert into planning.plan (province, id, round_id, name, parameters, based_on, state, sample, created_by, created_by_name, created_at)
    values (${plan.province}, ${plan.id}, ${plan.roundId}, ${plan.name}, ${jsonText(plan.parameters)}::jsonb, ${plan.basedOn}, 'waiting', ${plan.sample},
      ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
}

/** waiting (again) under a job. */
export async function setPlanJob(ctx: Context, id: string, job: string): Promise<void> {
  await sql`update planning.plan set job_id = ${job}, state = 'waiting', message = null where id = ${id}`.execute(
    ctx.tx,
  );
}

/** waiting → running, or running again after a crash. @returns false if somebody ended it meanwhile */
export async function beginPlan(ctx: Context, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`update planning.plan set state = 'running' where id = ${id}
    and state in ('waiting', 'running')`.execute(ctx.tx);
  return (numAffectedRows ?? 0n) > 0n;
}

/**
 * Ends a solve without a result. A plan that has seats goes back to them, with the reason; one that never had any stays
 * failed or cancelled.
 */
export async function endPlan(ctx: Context, id: string, state: "failed" | "cancelled", message: string): Promise<void> {
  await sql`update planning.plan set state = case when summary is null then ${state} else 'done' end, message = ${message},
    finished_at = ${ctx.now} where id = ${id} and state in ('waiting', 'running')`.execute(ctx.tx);
} // prettier-ignore

export async function finishPlan(
  ctx: Context,
  id: string,
  end: { state: "done" | "conflict"; summary: PlanSummary | null; conflict: QuotaConflict | null; manifest: object; version: number },
): Promise<void> {
  await sql`update planning.plan set state = ${end.state}, summary = coalesce(${jsonText(end.summary)}::jsonb, summary), conflict = ${jsonText(end.conflict)}::jsonb,
    manifest = ${jsonText(end.manifest)}::jsonb, version = ${end.version}, message = null, finished_at = ${ctx.now} where id = ${id}`.execute(ctx.tx);
} // prettier-ignore

/** Locks the plan against a second change at the same moment. */
export async function lockPlan(ctx: Context, id: string): Promise<{ version: number; state: string } | undefined> {
  const { rows } = await sql<{ version: number; state: string }>`select version, state from planning.plan where id = ${id} for update`.execute(ctx.tx);
  return rows[0];
} // prettier-ignore

export async function setVersion(
  ctx: Context,
  id: string,
  version: number,
  summary: PlanSummary,
): Promise<void> {
  await sql`update planning.plan set version = ${version}, summary = ${jsonText(summary)}::jsonb where id = ${id}`.execute(
    ctx.tx,
  );
}

/** Published plans of a round that no later one has superseded. */
export async function standingPlans(ctx: Context, province: string, roundId: string): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`select p.id from planning.plan p where p.province = ${province} and p.round_id = ${roundId}
    and ${lastAction(PLAN_LOG, sql`p.province`, sql`p.id`)} = 'publish'`.execute(ctx.tx);
  return rows.map((row) => row.id);
}

const packed = (value: unknown): Buffer => gzipSync(JSON.stringify(value), { level: 6 });

/** Keeps what the solver was given (`input`) or goes on from (`warm`). */
export async function keepInput(
  ctx: Context,
  of: { province: string; id: string },
  name: "input" | "warm",
  value: unknown,
  sha256: string,
): Promise<void> {
  await sql`insert into planning.plan_input (province, plan_id, name, sha256, content)
    values (${of.province}, ${of.id}, ${name}, ${sha256}, ${packed(value)})
    on conflict (province, plan_id, name) do update set sha256 = excluded.sha256, content = excluded.content`.execute(
    ctx.tx,
  );
}

async function readInput(ctx: Context, id: string, name: string): Promise<unknown> {
  const { rows } = await sql<{ content: Buffer }>`select content from planning.plan_input
    where plan_id = ${id} and name = ${name}`.execute(ctx.tx);
  return rows[0] ? JSON.parse(gunzipSync(rows[0].content).toString()) : null;
}
export const findInput = (ctx: Context, id: string) =>
  readInput(ctx, id, "input") as Promise<QuotaInput | null>;
export const findWarm = (ctx: Context, id: string) => readInput(ctx, id, "warm") as Promise<QuotaWarm | null>;

export async function insertPlanFile(
  ctx: Context,
  of: { province: string; id: string },
  file: { name: string; mediaType: string; sha256: string; content: Buffer },
): Promise<void> {
  await sql`insert into planning.plan_file (province, plan_id, name, media_type, bytes, sha256, content)
    values (${of.province}, ${of.id}, ${file.name}, ${file.mediaType}, ${file.content.length}, ${file.sha256}, ${file.content})`.execute(
    ctx.tx,
  );
}

export async function findPlanFile(ctx: Context, id: string, name: string) {
  const { rows } = await sql<{ name: string; mediaType: string; sha256: string; content: Buffer }>`select name, media_type as "mediaType", sha256, content
    from planning.plan_file where plan_id = ${id} and name = ${name}`.execute(ctx.tx);
  return rows[0];
} // prettier-ignore

/** Hash over all seats and locks of a plan: what an edit is checked against when the plan is played again. */
export const SEATS_HASH = (plan: RawBuilder<unknown>) => sql<string>`(select encode(sha256(convert_to(
  coalesce(string_agg(c.offering_id || ':' || c.seats || ':' || c.locked, ',' order by c.offering_id), ''), 'UTF8')), 'hex')
  from planning.plan_cell c where c.plan_id = ${plan})`;
