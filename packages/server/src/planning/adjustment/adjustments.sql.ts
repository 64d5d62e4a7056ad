import type { Decision } from "@tixi/engines/adjustment";
import { sql } from "kysely";
import type { Context } from "../../platform/context.ts";
import { jsonText } from "../../platform/db/json.ts";
import { lastAction } from "../../platform/index.ts";
import type { AdjustmentStep } from "./adjustment-state.ts";

export const ADJUSTMENT_LOG = { table: "planning.adjustment_action", subject: "adjustment_id" };

export interface AdjustmentRow {
  province: string;
  id: string;
  round_id: string | null;
  round_title: string | null;
  round_year: number | null;
  rule_set_id: string;
  rule_set: { key: string; version: number; name: { zh: string; en: string }; trust: string; demo: boolean };
  cycle_id: string;
  cycle_year: number;
  year: number;
  state: "waiting" | "running" | "done" | "failed";
  job_id: string | null;
  counts: Record<string, unknown> | null;
  manifest: Record<string, unknown> | null;
  message: string | null;
  created_by_name: string;
  created_at: Date;
  finished_at: Date | null;
  objections: number;
  unanswered: number;
  /** what people decided otherwise than the rules; of others' cards schools are told once the run is decided */
  changes: { from: Decision; to: Decision; count: number }[];
  actions: { seq: number; action: AdjustmentStep; by_name: string; at: string; note: string }[];
}

/* A card waits for an answer while its last step is the school's. */
const steps = (what: ReturnType<typeof sql>) => sql`(select count(*)::int from (
  select distinct on (s.offering_id) s.action from planning.card_step s where s.province = a.province and s.adjustment_id = a.id
  order by s.offering_id, s.seq desc) l where ${what})`;

const ADJUSTMENT = sql`a.province, a.id, a.round_id, r.title as round_title, r.year as round_year, a.rule_set_id, a.cycle_id,
  c.year as cycle_year, a.year, a.state, a.job_id, a.counts, a.manifest, a.message, a.created_by_name, a.created_at, a.finished_at,
  json_build_object('key', s.key, 'version', s.version, 'name', s.content -> 'name', 'trust', s.content ->> 'trust',
    'demo', s.content -> 'demo') as rule_set,
  (select count(*)::int from planning.card_step o where o.province = a.province and o.adjustment_id = a.id and o.action = 'object') as objections,
  ${steps(sql`l.action = 'object'`)} as unanswered,
  planning.card_changes(a.province, a.id) as changes,
  (select json_agg(json_build_object('seq', x.seq, 'action', x.action, 'by_name', x.by_name, 'at', x.at, 'note', x.note) order by x.seq)
    from planning.adjustment_action x where x.province = a.province and x.adjustment_id = a.id) as actions
  from planning.adjustment a
  left join planning.round r on r.province = a.province and r.id = a.round_id
  join planning.rule_set s on s.province = a.province and s.id = a.rule_set_id
  left join planning.cycle c on c.province = a.province and c.id = a.cycle_id`;

export async function findAdjustment(ctx: Context, id: string): Promise<AdjustmentRow | undefined> {
  const { rows } = await sql<AdjustmentRow>`select ${ADJUSTMENT} where a.id = ${id}`.execute(ctx.tx);
  return rows[0];
}

export async function listAdjustments(ctx: Context, province: string): Promise<AdjustmentRow[]> {
  const { rows } = await sql<AdjustmentRow>`select ${ADJUSTMENT} where a.province = ${province}
    order by a.created_at desc, a.id desc limit 200`.execute(ctx.tx);
  return rows;
}

export async function insertAdjustment(
  ctx: Context,
  row: {
    province: string;
    id: string;
    roundId: string | null;
    ruleSetId: string;
    cycleId: string;
    year: number;
  },
): Promise<void> {
  await sql`insert into planning.adjustment (province, id, round_id, rule_set_id, cycle_id, year, state, created_by, created_by_name, created_at)
    values (${row.province}, ${row.id}, ${row.roundId}, ${row.ruleSetId}, ${row.cycleId}, ${row.year}, 'waiting', ${ctx.actor.userId},
      ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
}

export async function setAdjustmentJob(ctx: Context, id: string, job: string): Promise<void> {
  await sql`update planning.adjustment set job_id = ${job} where id = ${id}`.execute(ctx.tx);
}

/** waiting → running, or running again after a crash. @returns false where it has ended */
export async function beginAdjustment(ctx: Context, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`update planning.adjustment set state = 'running' where id = ${id}
    and state in ('waiting', 'running')`.execute(ctx.tx);
  return (numAffectedRows ?? 0n) > 0n;
}

export async function finishAdjustment(
  ctx: Context,
  id: string,
  end:
    | { state: "done"; counts: object; manifest: object; message: null }
    | { state: "failed"; counts: null; manifest: null; message: string },
): Promise<void> {
  await sql`update planning.adjustment set state = ${end.state}, counts = ${jsonText(end.counts)}::jsonb,
    manifest = ${jsonText(end.manifest)}::jsonb, message = ${end.message}, finished_at = ${ctx.now} where id = ${id}`.execute(
    ctx.tx,
  );
}

/** Cards by what they say now: what the rules proposed, and what people made of it. Null until the run has ended. */
export function decidedCounts({
  counts,
  changes,
}: Pick<AdjustmentRow, "counts" | "changes">): Partial<Record<Decision, number>> | null {
  if (!counts) return null;
  const decided = { ...(counts["decisions"] as Partial<Record<Decision, number>> | undefined) };
  for (const { from, to, count } of changes) {
    decided[from] = (decided[from] ?? 0) - count;
    decided[to] = (decided[to] ?? 0) + count;
  }
  return decided;
}

/** Published runs of a round that no later one has superseded. */
export async function standingOf(ctx: Context, province: string, roundId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select a.id from planning.adjustment a
    where a.province = ${province} and a.round_id = ${roundId}
      and ${lastAction(ADJUSTMENT_LOG, sql`a.province`, sql`a.id`)} = 'publish'`.execute(ctx.tx);
  return rows.map((row) => row.id);
}

export async function insertAdjustmentFile(
  ctx: Context,
  of: { province: string; id: string },
  file: { name: string; mediaType: string; sha256: string; content: Buffer },
): Promise<void> {
  await sql`insert into planning.adjustment_file (province, adjustment_id, name, media_type, sha256, content)
    values (${of.province}, ${of.id}, ${file.name}, ${file.mediaType}, ${file.sha256}, ${file.content})`.execute(
    ctx.tx,
  );
}

export interface AdjustmentFileRow {
  name: string;
  media_type: string;
  sha256: string;
  content: Buffer;
}

export async function adjustmentFiles(ctx: Context, id: string): Promise<AdjustmentFileRow[]> {
  const { rows } =
    await sql<AdjustmentFileRow>`select name, media_type, sha256, content from planning.adjustment_file
    where adjustment_id = ${id} order by name`.execute(ctx.tx);
  return rows;
}
